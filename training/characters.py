"""Character classes for all scripts, used by the features that count characters."""

from __future__ import annotations

import unicodedata
from enum import IntEnum

import numpy as np
import numpy.typing as npt


class CharacterClass(IntEnum):
    """The role of a character in a text; the first five classes form words."""

    LOWER = 0
    UPPER = 1
    CASELESS = 2
    IDEOGRAPH = 3
    DIGIT = 4
    SPACE = 5
    END = 6
    COMMA = 7
    QUOTE = 8
    BRACKET = 9
    DASH = 10
    SEPARATOR = 11
    CURRENCY = 12
    OTHER = 13


_LISTED = {
    CharacterClass.END: ".!?…。！？｡।॥؟۔։",
    CharacterClass.COMMA: ",;:、，；：،؛",
    CharacterClass.QUOTE: "\"'“”‘’«»‹›„‚「」『』",
    CharacterClass.SEPARATOR: "|/\\>•·●▪→←↑↓‧∙",
}
"""Characters whose class does not follow from their Unicode category."""

_CATEGORIES = {
    "Ll": CharacterClass.LOWER, "Lu": CharacterClass.UPPER, "Lt": CharacterClass.UPPER,
    "Lo": CharacterClass.CASELESS, "Lm": CharacterClass.CASELESS, "Mn": CharacterClass.CASELESS,
    "Mc": CharacterClass.CASELESS, "Nd": CharacterClass.DIGIT, "Zs": CharacterClass.SPACE,
    "Cc": CharacterClass.SPACE, "Zl": CharacterClass.SPACE, "Ps": CharacterClass.BRACKET,
    "Pe": CharacterClass.BRACKET, "Pd": CharacterClass.DASH, "Pi": CharacterClass.QUOTE,
    "Pf": CharacterClass.QUOTE, "Sc": CharacterClass.CURRENCY,
}  # fmt: skip

_UNSPACED = ((0x0E00, 0x0EFF), (0x1000, 0x109F), (0x1780, 0x17FF), (0x3040, 0x30FF),
             (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF))  # fmt: skip
"""Code point ranges of scripts written without spaces between words: Thai, Lao, Burmese, Khmer,
kana, Han."""


def make_classes() -> npt.NDArray[np.uint8]:
    """Return the class of each character below U+FFFF, and last the class of all others."""
    classes = np.full(0x10000, CharacterClass.OTHER, np.uint8)
    for code in range(0xFFFF):
        character_class = _CATEGORIES.get(unicodedata.category(chr(code)))
        if character_class is not None:
            classes[code] = character_class
    for low, high in _UNSPACED:
        script = classes[low : high + 1]
        script[script == CharacterClass.CASELESS] = CharacterClass.IDEOGRAPH
    for listed_class, characters in _LISTED.items():
        for character in characters:
            classes[ord(character)] = listed_class
    return classes
