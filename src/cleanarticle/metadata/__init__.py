"""Title, authors, dates, language, comments and flags of a page."""
