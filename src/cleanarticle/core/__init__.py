"""The labeling engine: parsed tree -> blocks -> tokens and cues -> features -> scores.

Nothing in here reads user files, fetches URLs, or knows about `Article`. `pipeline`, `labeling`
and `training` run the whole of it; others use its segmentations and its tokenizer.
"""
