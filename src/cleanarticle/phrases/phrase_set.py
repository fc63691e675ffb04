"""Phrase sets: phrases of the phrase store, looked for at the ends of a text or anywhere in it."""

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


class PhraseSet:
    """Phrases in several languages, such as those before the name of an author.

    Case does not count. A phrase that ends with a colon counts with the colon alone ("Stand:"). A
    phrase that begins with a hyphen is the end of a word ("-redakteur"), and one that ends with a
    hyphen its beginning ("aktualisier-"); only `are_in` looks for these, and only there phrases in
    scripts without spaces may be parts of longer words.

    Args:
        phrases: The phrases.
    """

    def __init__(self, phrases: Iterable[str]) -> None:
        texts = frozenset(map(caseless, phrases))
        self._beginnings = tuple(text[:-1] for text in texts if text.endswith("-"))
        self._endings = tuple(text[1:] for text in texts if text.startswith("-"))
        self._phrases = frozenset(text for text in texts if "-" not in (text[:1], text[-1:]))
        self._starts = frozenset(text[:2] for text in self._phrases)
        self._max_words = 1 + max((text.count(" ") for text in self._phrases), default=0)
        self._max_length = 2 + max(map(len, self._phrases), default=0)
        self._parts = [text for text in self._phrases if _UNSPACED.match(text)]
        self._before_colons = frozenset(text[:-1] for text in self._phrases if text.endswith(":"))
        self._spaced: defaultdict[str, list[list[str]]] = defaultdict(list)
        for text in self._phrases:
            if not _UNSPACED.match(text) and not text.endswith(":"):
                words = _WORD.findall(text)
                self._spaced[words[0]].append(words)

    def __contains__(self, text: object) -> bool:
        """Return True if a text is a phrase and nothing else, with or without a colon."""
        if not isinstance(text, str) or len(text) > self._max_length:
            return False
        text = " ".join(caseless(text).split())
        phrase = text.rstrip(" :：")
        return phrase in self._phrases or (phrase != text and phrase in self._before_colons)

    def end(self, text: str) -> int:
        """Return where the longest phrase that a text begins with ends; 0 if there is none."""
        start = " ".join(caseless(text[: self._max_length]).split())
        if start[:2] not in self._starts and start[:1] not in self._starts:
            return 0
        words = (match.end() for match in _WORD.finditer(text, 0, self._max_length))
        ends = (end for word in words for end in (word, word + 1) if text[word:end] in ("", "."))
        return max((end for end in ends if text[:end] in self), default=0)

    def start(self, text: str, end: int, *, is_label: bool = False) -> int | None:
        """Return where the longest phrase that ends at a place begins, None if there is none.

        Args:
            text: The text.
            end: The place in it.
            is_label: True if it counts as if there were a colon.
        """
        window = max(0, end - self._max_length)
        starts = [match.end() for match in _GAP.finditer(text, window, end)][-self._max_words :]
        colon = ":" if is_label or _COLON.match(text, end) else ""
        return next((start for start in starts if text[start:end] + colon in self), None)

    def are_in(self, text: str) -> bool:
        """Return True if any of the phrases is in a text."""
        text = caseless(text)
        words = _WORD.findall(text)
        for index, word in enumerate(words):
            if word.startswith(self._beginnings) or word.endswith(self._endings):
                return True
            for phrase in self._spaced.get(word, ()):
                if words[index : index + len(phrase)] == phrase:
                    return True
        # no script without spaces is in ASCII
        if not text.isascii() and any(part in text for part in self._parts):
            return True
        return any(label in self._before_colons for label in _LABEL.findall(text))


_UNSPACED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u9fff\uac00-\ud7af]")
"""A character of a script in which words are written together, in Unicode's order: Thai, Lao,
Burmese, Khmer, Chinese, Japanese and Korean."""

MARKS = r"\u0300-\u036f\u0591-\u05c7\u064b-\u065f\u0900-\u0eff"
"""Accents, and the vowel signs of Hebrew, Arabic, Indic scripts and Thai, which are no letters."""

_WORD = re.compile(rf"[^\W_](?:[^\W_]|[{MARKS}])*")
_LABEL = re.compile(rf"([^\W_](?:[^\W_]|[{MARKS}])*)\s?[:：]")
_COLON = re.compile(r"\s?[:：]")
_GAP = re.compile(r"[\s|]|^")


@cache
def load_labels(*names: str) -> PhraseSet:
    """Return the phrases of lists of the phrase store in all languages.

    Raises:
        KeyError: No language has a list of one of the names.
    """
    return PhraseSet(chain.from_iterable(map(load_list, names)))


def any_of(phrases: Iterable[str]) -> str:
    """Return a pattern of any of some phrases, the longest first."""
    return f"(?:{'|'.join(map(re.escape, sorted(phrases, key=len, reverse=True)))})"
