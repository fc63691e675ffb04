"""Language checks: the declared language of a page compared with its text."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cleanarticle.metadata.text_scan import letter_runs
from cleanarticle.phrases.store import load_lists

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gcld3 import NNetLanguageIdentifier

_TAG = re.compile(r"([A-Za-z]{2,3})(?:[-_]([A-Za-z]{4}))?(?:[-_]([A-Za-z]{2}|\d{3}))?(?![A-Za-z])")

_MIN_COMMON_SHARE = 0.12
"""Minimum share of common words of the declared language in a text. Measured: 93 % of the English
texts of wcxb-dev and news-424 reach it; 1 to 3 % of the texts of snippets-500 in other languages
reach it for a language they are not written in."""

_MIN_UNDECLARED_SHARE = 0.2
"""Minimum share of common words if no language is declared. Measured on snippets-500: the detector
agrees on 221 of the 222 texts that reach it, most of them German."""

MAX_TEXT_LENGTH = 600
"""Maximum characters of a text that are read; the detector takes 0.2 ms for them."""

_MIN_TEXT_LENGTH = 60
"""Minimum characters for a reliable result. Chosen by hand."""

_MIN_PROBABILITY = 0.9
"""Minimum probability at which the detected language replaces the declared one. Chosen by hand."""

_MAX_DIGITS = 0.1
"""Maximum share of digits in the letters and digits of a text in Latin letters whose language is
detected. Names and prices of products look like any language: of 3,243 texts of the corpora, the
detector is certain of a wrong one for three (Corsican, Indonesian, French), in which 0.12 or more
are digits; 69 have more than 0.1, ten of these in another language than English."""

_TWINS = {"id", "ms"}
"""Languages that differ in few words: Indonesian and Malay."""

_CODES = {"iw": "he", "fil": "tl"}
"""ISO 639-1 codes of languages that the detector calls otherwise."""


def language_tag(text: str) -> str | None:
    """Return a declared language such as "en_US" as a BCP 47 tag, None if it is not a language.

    Underscores become hyphens; case is kept. Of a list, as in Content-Language, the first counts.
    """
    text = text.partition(",")[0].strip()
    return text.replace("_", "-") if _TAG.match(text) else None


def check_language(declared: str | None, text: str) -> str | None:
    """Return the language of a text if it differs from the declared one.

    Page templates are often copied with their language declaration, so it is only trusted if the
    text has enough common words of that language, and not more of another. Otherwise the detector
    (CLD3) is asked. If no language is declared, the common words of all listed languages are tried
    before it.

    Args:
        declared: BCP 47 tag, None if no language is declared.
        text: Text of the article.

    Returns:
        ISO 639-1 code, or None if the declared language is right, the text is too short or no
        other language is probable enough.
    """
    text = text[:MAX_TEXT_LENGTH]
    if len(text) < _MIN_TEXT_LENGTH:
        return None
    declared = declared.split("-")[0].lower() if declared else None
    words = letter_runs(text.lower())
    likely = max(_common_words(), key=lambda language: _common_share(words, language))
    if declared is None:
        if _common_share(words, likely) >= _MIN_UNDECLARED_SHARE:
            return likely
    elif likely == declared and _common_share(words, declared) >= _MIN_COMMON_SHARE:
        return None
    language = _detected(text)
    return None if language == declared or {language, declared} == _TWINS else language


def _detected(text: str) -> str | None:
    """Return the language of a text, None if it is not certain or of names and numbers."""
    if _is_latin(text) and sum(map(str.isdigit, text)) > _MAX_DIGITS * sum(map(str.isalnum, text)):
        return None
    found = _identifier().FindLanguage(text=text.encode(errors="replace").decode())
    is_certain = found.is_reliable and found.probability >= _MIN_PROBABILITY
    is_romanized = "-" in found.language  # such as "ru-Latn", which no page is written in
    return _CODES.get(found.language, found.language) if is_certain and not is_romanized else None


def _common_share(words: Sequence[str], language: str) -> float:
    """Return the share of common words of a language, 0 for languages without a list."""
    common = _common_words().get(language, frozenset())
    return sum(map(common.__contains__, words)) / len(words) if words else 0.0


@cache
def _common_words() -> Mapping[str, frozenset[str]]:
    """Return the most common words by ISO 639-1 code."""
    lists = load_lists("common_words")
    return {language: frozenset(words) for language, words in lists.items()}


def _is_latin(text: str) -> bool:
    """Return True if a text has no letters of other scripts."""
    return not any(character > "\u024f" and character.isalpha() for character in text)


@cache
def _identifier() -> NNetLanguageIdentifier:
    from gcld3 import NNetLanguageIdentifier

    return NNetLanguageIdentifier(min_num_bytes=0, max_num_bytes=4 * MAX_TEXT_LENGTH)
