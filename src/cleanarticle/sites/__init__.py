"""Site templates: blocks that repeat across the pages of a site, as evidence for its next pages."""
