"""Words: how text is cut into them, for every script."""

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
"""Scripts in which a character counts as a word: Thai, kana, Han, Hangul."""

_ANY_UNSPACED = re.compile(f"[{_UNSPACED}]")

_DOT = "\u0307"

_MARK = "\x1e"
"""Stands between texts: a control character that no parser lets through."""

_SPACED_WORD = re.compile(rf"\w+|[©{_MARK}]")
_WORD = re.compile(rf"[{_UNSPACED}©{_MARK}]|[^\W_{_UNSPACED}]+")


def tokenize(text: str) -> list[str]:
    """The lower-case words of a text; a character of a script without spaces is a word.

    The copyright sign is one too, as it tells as much as a word.
    """
    text = text.lower()
    if _DOT in text:  # what is left of a Turkish capital I, and would cut the word in two
        text = text.replace(_DOT, "")
    if "_" in text:
        text = text.replace("_", " ")
    return (_WORD if _ANY_UNSPACED.search(text) else _SPACED_WORD).findall(text)


_NAME = re.compile(rf"[a-z]+|{_MARK}")


def tokenize_names(attributes: str) -> list[str]:
    """The words that class names and the like consist of: `post-body col2` is three.

    Args:
        attributes: In lower case.
    """
    return _NAME.findall(attributes)


class Dictionary:
    """Numbers of the words that something is known of, so that tables of it are arrays.

    Args:
        words: The words, in any order and any number of times.

    Attributes:
        numbers: Of each word, from 2 on; 1 is the mark between texts, and 0 any other word.
        size: One above the highest number.
    """

    __slots__ = ("numbers", "size")

    def __init__(self, words: Iterable[str]) -> None:
        self.numbers: dict[str, int] = {_MARK: MARK}
        for word in words:
            self.numbers.setdefault(word, len(self.numbers) + 1)
        self.size = len(self.numbers) + 1

    def look_up(self, words: Sequence[str]) -> npt.NDArray[np.int32]:
        """The number of each word."""
        return np.fromiter(map(self.numbers.get, words, repeat(0)), np.int32, len(words))

    def align(self, values: Mapping[str, float]) -> npt.NDArray[np.float64]:
        """A table of what words are worth, by their numbers; 0 where nothing is known."""
        table = np.zeros(self.size)
        table[self.look_up(list(values))] = list(values.values())
        return table


MARK = 1
"""The number of the mark that stands behind each text."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """Many texts cut into words, all in one list.

    Attributes:
        words: The words, a mark behind each text.
        ends: Where the mark behind each text stands.
        starts: Where each text begins, shape (texts,).
        lengths: Words of each text, shape (texts,).
        numbers: Of the words in the dictionary, shape (words,).
        dictionary: What they are looked up in.
    """

    words: list[str]
    ends: list[int]
    starts: npt.NDArray[np.intp]
    lengths: npt.NDArray[np.intp]
    numbers: npt.NDArray[np.int32]
    dictionary: Dictionary

    def __len__(self) -> int:
        return len(self.ends)

    def __getitem__(self, at: int) -> list[str]:
        return self.words[self.ends[at - 1] + 1 if at else 0 : self.ends[at]]

    def __iter__(self) -> Iterator[list[str]]:
        start = 0
        for end in self.ends:
            yield self.words[start:end]
            start = end + 1

    def numbered_by(self, dictionary: Dictionary) -> Tokens:
        """The same texts, looked up in another dictionary."""
        return self if dictionary is self.dictionary else _tokens(self.words, dictionary)


def tokenize_texts(texts: Sequence[str], dictionary: Dictionary) -> Tokens:
    """The words of many texts, found in one go."""
    return _tokens(tokenize(_MARK.join([*texts, ""])), dictionary)


def normalize_texts(texts: Sequence[str]) -> list[str]:
    """Each text as its words, a space between them."""
    joined = " ".join(tokenize(_MARK.join([*texts, ""])))
    return [text.strip() for text in joined.split(_MARK)[:-1]]


def tokenize_attrs(attributes: Sequence[str], dictionary: Dictionary) -> Tokens:
    """The words that the attributes of many elements consist of, as `tokenize_names` cuts them."""
    return _tokens(_NAME.findall(_MARK.join([*attributes, ""])), dictionary)


def tokens_from_words(texts: Iterable[Sequence[str]], dictionary: Dictionary) -> Tokens:
    """Texts that are cut into words already."""
    return _tokens([word for text in texts for word in (*text, _MARK)], dictionary)


def _tokens(words: list[str], dictionary: Dictionary) -> Tokens:
    numbers = dictionary.look_up(words)
    ends = np.flatnonzero(numbers == MARK)
    starts = np.zeros_like(ends)
    starts[1:] = ends[:-1] + 1
    return Tokens(words, ends.tolist(), starts, ends - starts, numbers, dictionary)
