"""Words: how text is cut into them, for every script."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts in which a character counts as a word: Thai, kana, Han, Hangul."""

_ANY_UNSPACED = re.compile(f"[{_UNSPACED}]")

_DOT = "\u0307"

_MARK = "\x1e"
"""Stands between texts: a control character that no parser lets through."""

_SPACED_WORD = re.compile(rf"\w+|[©{_MARK}]")
_WORD = re.compile(rf"[{_UNSPACED}©{_MARK}]|[^\W_{_UNSPACED}]+")


def words(text: str) -> list[str]:
    """The lower-case words of a text; a character of a script without spaces is a word.

    The copyright sign is one too, as it tells as much as a word.
    """
    text = text.lower()
    if _DOT in text:  # what is left of a Turkish capital I, and would cut the word in two
        text = text.replace(_DOT, "")
    if "_" in text:
        text = text.replace("_", " ")
    return (_WORD if _ANY_UNSPACED.search(text) else _SPACED_WORD).findall(text)


def words_of_each(texts: Sequence[str]) -> list[list[str]]:
    """The words of many texts, found in one go."""
    return _parted(words(_MARK.join(texts)), len(texts))


_NAME = re.compile(rf"[a-z]+|\d+|{_MARK}")


def names_in(attributes: str) -> list[str]:
    """The words that class names and the like consist of: `post-body col2` is four.

    Args:
        attributes: In lower case.
    """
    return _NAME.findall(attributes)


def names_of_each(attributes: Sequence[str]) -> list[list[str]]:
    """The same of many elements, found in one go."""
    return _parted(_NAME.findall(_MARK.join(attributes)), len(attributes))


def joined(texts: Sequence[Sequence[str]]) -> tuple[list[str], list[int]]:
    """The words of all texts in one list, "" behind each text; where each begins, and the end."""
    flat: list[str] = []
    bounds = [0]
    for text in texts:
        flat += text
        flat.append("")
        bounds.append(len(flat))
    return flat, bounds


def _parted(tokens: list[str], count: int) -> list[list[str]]:
    """Cut at the marks."""
    found: list[list[str]] = []
    start = 0
    for _ in range(count - 1):
        end = tokens.index(_MARK, start)
        found.append(tokens[start:end])
        start = end + 1
    found.append(tokens[start:])
    return found[:count]
