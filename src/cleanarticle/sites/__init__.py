"""What repeats across the pages of a site, as evidence for its next pages."""
