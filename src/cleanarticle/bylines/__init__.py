"""Bylines: lines that say who wrote a text and when, by their words and their form."""
