"""Parts of titles: what separates them, and titles that say nothing."""

from __future__ import annotations

import re
from functools import cache

from cleanarticle.core.tokens import letters
from cleanarticle.phrases.store import load_list

_MARK = r"(?:[|\-–—›‹·:•/~]|::|--|[»«](?!\s+[|\-–—·•/~]\s))"
"""What stands alone between parts; before another, a guillemet is the end of a quotation."""
SEPARATOR = re.compile(
    rf"[\s|｜_-](?:(?<=\s)\s*(?:{_MARK}\s+|[|｜]\s*)|(?<=[|｜])\s*"
    r"|(?<=[\u3040-\u9fff][_-])(?=[\u3040-\u9fff]))"
)
"""Punctuation between the parts of a title. The pattern begins with the characters that separators
begin with, as these are found faster than alternatives."""
PART_END = re.compile(rf"{SEPARATOR.pattern}|:\s")
SEPARATOR_CHARACTERS = " |｜-–—»«›‹·:•/~_"

MAX_PARTS = 50
"""Maximum parts of a title that are looked at one at a time. Chosen by hand."""

MIN_SHOWN_WORDS = 2
"""Minimum words of a part that is the title because the page shows it alone. Chosen by hand."""


def is_generic(text: str) -> bool:
    """Return True if a title says nothing about its page: "Home", "index.html"."""
    return letters(text) in _generic_titles() or _FILE_NAME.fullmatch(text) is not None


_FILE_NAME = re.compile(
    r"https?://\S+|(?:microsoft \w+ - .*|[\w.-]+)\.(?:html?|php|aspx?|jsp|docx?|pptx?|xlsx?)",
    re.IGNORECASE,
)


@cache
def _generic_titles() -> frozenset[str]:
    return frozenset(map(letters, load_list("generic_titles"))) | {""}


@cache
def section_titles() -> frozenset[str]:
    """Return the letters of the names of sections that many sites have."""
    return frozenset(map(letters, load_list("section_titles")))
