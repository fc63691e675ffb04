"""Labels: phrases of the phrase store, looked for at the ends of a text or anywhere in it."""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from itertools import chain
from typing import TYPE_CHECKING

from cleanarticle.phrases.caseless import caseless
from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Iterable


class Labels:
    """Phrases in several languages, such as those before the name of an author.

    Case does not count. A phrase that ends with a colon counts with the colon alone ("Stand:"), and
    one that begins with a hyphen at the end of any word ("-redakteur"). In scripts without spaces a
    phrase can be part of a longer word.

    Args:
        phrases: The phrases.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        self._phrases = frozenset(map(caseless, phrases))
        self._max_words = 1 + max(phrase.count(" ") for phrase in self._phrases)
        self._max_length = max(map(len, self._phrases)) + 2
        self._parts: list[str] = []
        self._endings: tuple[str, ...] = ()
        self._spaced: defaultdict[str, list[list[str]]] = defaultdict(list)
        for phrase in sorted(self._phrases):
            if _UNSPACED.match(phrase) or phrase[-1] == ":":
                self._parts.append(phrase)
            elif phrase[0] == "-":
                self._endings += (phrase[1:],)
            elif words := _WORD.findall(phrase):
                self._spaced[words[0]].append(words)

    def __contains__(self, text: object) -> bool:
        """Return True if a text is a phrase and nothing else, with or without a colon."""
        if not isinstance(text, str) or len(text) > self._max_length:
            return False
        text = " ".join(caseless(text).split())
        phrase = text.rstrip(" :：")
        return phrase in self._phrases or (phrase != text and f"{phrase}:" in self._phrases)

    def end(self, text: str) -> int:
        """Return where the longest phrase that a text begins with ends; 0 if there is none."""
        ends = (match.end() for match in _WORD.finditer(text, 0, self._max_length))
        return max((end for end in ends if text[:end] in self), default=0)

    def start(self, text: str, end: int) -> int | None:
        """Return where the longest phrase that ends at a place begins, None if there is none.

        Args:
            text: The text.
            end: The place in it.
        """
        window = max(0, end - self._max_length)
        starts = [match.end() for match in _GAP.finditer(text, window, end)][-self._max_words :]
        colon = ":" if _COLON.match(text, end) else ""
        return next((start for start in starts if text[start:end] + colon in self), None)

    def are_in(self, text: str) -> bool:
        """Return True if any of the phrases is in a text."""
        text = caseless(text)
        words = _WORD.findall(text)
        for index, word in enumerate(words):
            for phrase in self._spaced.get(word, ()):
                if words[index : index + len(phrase)] == phrase:
                    return True
        return any(part in text for part in self._parts) or any(
            word.endswith(self._endings) for word in words
        )


_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]")
"""A character of a script in which words are written together, in Unicode's order: Thai, Lao,
Burmese, Khmer, Chinese, Japanese and Korean."""

_WORD = re.compile(r"[^\W_]+")
_COLON = re.compile(r"\s?[:：]")
_GAP = re.compile(r"[\s|]|^")


@cache
def load_labels(*names: str) -> Labels:
    """Return the phrases of lists of the phrase store in all languages.

    Raises:
        KeyError: No language has a list of one of the names.
    """
    return Labels(chain.from_iterable(map(load_list, names)))


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern of any of some phrases, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})"
