"""Which blocks are main content, and of which kind the others are.

Scores become decisions here: users' rules and cues, site templates and duplicates adjust them.
"""
