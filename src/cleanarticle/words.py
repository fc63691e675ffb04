"""Words: how text is cut into them, for every script."""

from __future__ import annotations

import re

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts in which a character counts as a word: Thai, kana, Han, Hangul."""

_ANY_UNSPACED = re.compile(f"[{_UNSPACED}]")

_MARK = "\x1e"
"""Stands between texts: a control character that no parser lets through."""

_SPACED_WORD = re.compile(rf"\w+|[©{_MARK}]")
_WORD = re.compile(rf"[{_UNSPACED}©{_MARK}]|[^\W_{_UNSPACED}]+")


def words(text: str) -> list[str]:
    """The lower-case words of a text; a character of a script without spaces is a word.

    The copyright sign is one too, as it tells as much as a word.
    """
    text = text.lower()
    if "_" in text:
        text = text.replace("_", " ")
    return (_WORD if _ANY_UNSPACED.search(text) else _SPACED_WORD).findall(text)


def words_of_each(texts: list[str]) -> list[list[str]]:
    """The words of many texts, found in one go."""
    found: list[list[str]] = []
    start = 0
    all_words = words(_MARK.join(texts))
    for _ in texts[1:]:
        end = all_words.index(_MARK, start)
        found.append(all_words[start:end])
        start = end + 1
    found.append(all_words[start:])
    return found[: len(texts)]
