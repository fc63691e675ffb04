"""Phrase lists per language, as package data."""
