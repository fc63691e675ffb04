"""The engine of the labeler: from a parsed tree to blocks, tokens, cues, features and scores.

Nothing in here reads a user's files, fetches, or knows an `Article`. The modules will be replaced
by one compiled extension, so only `labeling`, `pipeline` and `training` call them.
"""
