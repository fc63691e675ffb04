"""Taglines: descriptions that content systems give to a site until somebody writes one."""

from __future__ import annotations

import re
from functools import cache

from cleanarticle.core.tokens import letters
from cleanarticle.metadata.readable_text import one_line, unescape
from cleanarticle.phrases.store import load_list


def telling_description(text: str) -> str | None:
    """Return a description without markup, None if its content system gives it to all sites."""
    if _CLOSED.search(text):
        text = one_line(unescape(_TAG.sub(" ", text)))
    return None if letters(text) in _default_letters() else text


_NAMES = "p|br|a|b|i|u|em|strong|span|div|h[1-6]|ul|ol|li|font|small"
_CLOSED = re.compile(rf"<({_NAMES})(?:\s[^<>]*)?>[^<>]*</\1>", re.IGNORECASE)
"""An element, as opposed to a description of tags."""

_TAG = re.compile(rf"</?(?:{_NAMES})(?:\s[^<>]*)?/?>", re.IGNORECASE)


@cache
def _default_letters() -> frozenset[str]:
    return frozenset(map(letters, load_list("default_taglines")))
