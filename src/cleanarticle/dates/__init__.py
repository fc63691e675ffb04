"""Dates: found in text of any language, and written as ISO 8601."""
