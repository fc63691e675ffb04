"""Semantic HTML to Markdown: CommonMark with GFM tables."""

from __future__ import annotations

import re

_CODE = re.compile("(<pre>.*?</pre>|<(?:code|kbd|samp)>.*?</(?:code|kbd|samp)>)", re.DOTALL)

_TAG_LIKE = re.compile("&(?=lt;[a-z/!?]|amp;#?[a-z0-9]+;)", re.IGNORECASE)
"""Where text begins that Markdown would take for a tag or an entity."""


def to_markdown(markup: str) -> str:
    """Convert the body's semantic HTML to Markdown.

    The conversion is html-to-markdown's, which is some 20 times as fast as markdownify at the
    same fidelity; asterisks and underscores of the text are escaped so that they stay what they
    are.
    """
    from html_to_markdown import ConversionOptions, convert

    options = ConversionOptions(
        escape_asterisks=True, escape_underscores=True, extract_metadata=False, bullets="-"
    )
    parts = _CODE.split(markup)
    parts[::2] = [_TAG_LIKE.sub("&amp;", part) for part in parts[::2]]
    return (convert("".join(parts), options).content or "").strip()
