"""Tokenization of text in any script, and of class names, into numbered words."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import repeat
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

_UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
"""Scripts in which every character is a token: Thai, kana, Han, Hangul."""

_ANY_UNSPACED = re.compile(f"[{_UNSPACED}]")

_DOT_ABOVE = "\u0307"

_SEPARATOR = "\x1e"
"""Token after each text of a batch: a control character, which is not part of any word."""

_SPACED_WORD = re.compile(rf"\w+|[©{_SEPARATOR}]")
_WORD = re.compile(rf"[{_UNSPACED}©{_SEPARATOR}]|[^\W_{_UNSPACED}]+")


def tokenize(text: str) -> list[str]:
    """Return the lower-case words of a text.

    In scripts without spaces, each character is a word. The copyright sign is a word, too.
    """
    return _words(text.replace(_SEPARATOR, " "))


def _join(texts: Sequence[str]) -> str:
    """Return texts with the separator after each of them and nowhere else."""
    joined = _SEPARATOR.join([*texts, ""])
    if joined.count(_SEPARATOR) == len(texts):
        return joined
    return _SEPARATOR.join([*(text.replace(_SEPARATOR, " ") for text in texts), ""])


def _words(text: str) -> list[str]:
    text = text.lower()
    if _DOT_ABOVE in text:  # left over from lowering a Turkish capital I; it would split the word
        text = text.replace(_DOT_ABOVE, "")
    if "_" in text:
        text = text.replace("_", " ")
    return (_WORD if _ANY_UNSPACED.search(text) else _SPACED_WORD).findall(text)


_NAME = re.compile(rf"[a-z]+|{_SEPARATOR}")


def tokenize_names(attributes: str) -> list[str]:
    """Return the words in class names and similar attributes: `post-body col2` has three.

    Args:
        attributes: Attribute values, in lower case.
    """
    return _NAME.findall(attributes.replace(_SEPARATOR, " "))


class Dictionary:
    """A numbering of the known words, so that tables about them can be arrays.

    Args:
        words: The known words, in any order; duplicates are allowed.

    Attributes:
        numbers: The number of each word, starting at 2; 1 is the separator, and 0 (not stored)
            means any unknown word.
        size: One more than the highest number.
    """

    __slots__ = ("numbers", "size")

    def __init__(self, words: Iterable[str]) -> None:
        self.numbers: dict[str, int] = {_SEPARATOR: SEPARATOR_NUMBER}
        for word in words:
            self.numbers.setdefault(word, len(self.numbers) + 1)
        self.size = len(self.numbers) + 1

    def look_up(self, words: Sequence[str]) -> npt.NDArray[np.int32]:
        """Return the number of each word, shape (len(words),)."""
        return np.fromiter(map(self.numbers.get, words, repeat(0)), np.int32, len(words))

    def align(self, values: Mapping[str, float]) -> npt.NDArray[np.float64]:
        """Return the values as an array indexed by word number; 0 for words without a value."""
        table = np.zeros(self.size)
        table[self.look_up(list(values))] = list(values.values())
        return table


SEPARATOR_NUMBER = 1
"""The number of the separator token after each text."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The words of many texts in one flat list.

    Attributes:
        words: The words of all texts, with a separator after each text.
        ends: Index in `words` of the separator after each text.
        starts: Index in `words` of the first word of each text, shape (texts,).
        lengths: Number of words of each text, shape (texts,).
        numbers: Dictionary number of each word, shape (len(words),).
        dictionary: The dictionary of the numbers.
    """

    words: list[str]
    ends: list[int]
    starts: npt.NDArray[np.intp]
    lengths: npt.NDArray[np.intp]
    numbers: npt.NDArray[np.int32]
    dictionary: Dictionary

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, index: int) -> list[str]:
        return self.words[self.ends[index - 1] + 1 if index else 0 : self.ends[index]]

    def __iter__(self) -> Iterator[list[str]]:
        start = 0
        for end in self.ends:
            yield self.words[start:end]
            start = end + 1

    def numbered_by(self, dictionary: Dictionary) -> Tokens:
        """Return the same texts, numbered by another dictionary."""
        return self if dictionary is self.dictionary else _make_tokens(self.words, dictionary)


def tokenize_texts(texts: Sequence[str], dictionary: Dictionary) -> Tokens:
    """Tokenize many texts at once, each like `tokenize`."""
    return _make_tokens(_words(_join(texts)), dictionary)


def normalize_texts(texts: Sequence[str]) -> list[str]:
    """Return each text as its words joined by single spaces."""
    joined = " ".join(_words(_join(texts)))
    return [text.strip() for text in joined.split(_SEPARATOR)[:-1]]


def tokenize_attrs(attributes: Sequence[str], dictionary: Dictionary) -> Tokens:
    """Tokenize the attributes of many elements at once, each like `tokenize_names`."""
    return _make_tokens(_NAME.findall(_join(attributes)), dictionary)


def tokens_from_words(texts: Iterable[Sequence[str]], dictionary: Dictionary) -> Tokens:
    """Return texts that are already split into words as `Tokens`."""
    words = [word for text in texts for word in (*text, _SEPARATOR)]
    return _make_tokens(words, dictionary)


def _make_tokens(words: list[str], dictionary: Dictionary) -> Tokens:
    numbers = dictionary.look_up(words)
    ends = np.flatnonzero(numbers == SEPARATOR_NUMBER)
    starts = np.zeros_like(ends)
    starts[1:] = ends[:-1] + 1
    return Tokens(words, ends.tolist(), starts, ends - starts, numbers, dictionary)


def letters(text: str) -> str:
    """Return the letters and digits of a text, for comparison."""
    return "".join(filter(str.isalnum, text.casefold()))
