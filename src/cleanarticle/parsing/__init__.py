"""From bytes to a tree under limits; from plain text to paragraphs."""
