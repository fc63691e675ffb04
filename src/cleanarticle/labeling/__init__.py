"""Labeling: the decision which blocks are main content, and the kind of every other block.

Scores become decisions here, after corrections from users' rules and cues, site templates and the
search for duplicates.
"""
