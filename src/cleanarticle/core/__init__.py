"""The labeling engine: parsed tree -> blocks -> tokens and cues -> features -> scores.

Nothing in here reads user files, fetches URLs, or knows about `Article`. The modules will be
replaced by one compiled extension, so only `labeling`, `pipeline` and `training` call them.
"""
