"""Taglines: descriptions that content systems give to a site until somebody writes one."""

from __future__ import annotations

import re
from functools import cache

from cleanarticle.core.tokens import letters
from cleanarticle.metadata.readable_text import one_line, unescape
from cleanarticle.phrases.store import load_list


def telling_description(text: str) -> str | None:
    """Return a description without markup, None if its content system gives it to all sites."""
    if _TAG.search(text):
        text = one_line(unescape(_TAG.sub(" ", text)))
    return None if letters(text) in _default_letters() else text


_TAG = re.compile(r"</?[a-z][a-z0-9]*(?:\s[^<>]*)?/?>", re.IGNORECASE)


@cache
def _default_letters() -> frozenset[str]:
    return frozenset(map(letters, load_list("default_taglines")))
