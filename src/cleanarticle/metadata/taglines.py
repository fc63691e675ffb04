"""Taglines: descriptions that content systems give to a site until somebody writes one."""

from __future__ import annotations

from functools import cache

from cleanarticle.core.tokens import letters
from cleanarticle.metadata.readable_text import without_markup
from cleanarticle.phrases.store import load_list


def telling_description(text: str) -> str | None:
    """Return a description without markup, None if its content system gives it to all sites."""
    text = without_markup(text)
    return None if letters(text) in _default_letters() else text


@cache
def _default_letters() -> frozenset[str]:
    return frozenset(map(letters, load_list("default_taglines")))
