"""Characters that a reader does not see: controls, and those without a glyph.

The constants without `re.compile` are for the inside of the brackets of a pattern.
"""

from __future__ import annotations

import re

FIRST_IDEOGRAPH = "\u2e80"
"""First character of the scripts of Chinese, Japanese and Korean in Unicode's order."""

JOINERS = "\u200c\u200d"
"""Characters that a part of the world's scripts, and emoji, need for their spelling."""

DIRECTION_MARKS = "\u061c\u200e\u200f"
"""Characters that tell where a neutral character in right-to-left text belongs."""

ZERO_WIDTH = f"\u00ad\u180e\u200b{DIRECTION_MARKS}\u2060\ufeff"
"""Characters without width that pages have for no harm: hyphenation, breaks, direction, marks of
byte order."""

SELECTORS = "\ufe00-\ufe0f\U000e0100-\U000e01ef"
"""Variation selectors."""

TAGS = "\U000e0000-\U000e007f"
"""Tag characters, copies of ASCII."""

BIDI_CONTROLS = "\u202a-\u202e\u2066-\u2069"
"""Embeddings, overrides and isolates, which show text in another order (Unicode, UAX 9)."""

WITHOUT_GLYPH = (
    f"{ZERO_WIDTH}{JOINERS}{SELECTORS}{TAGS}{BIDI_CONTROLS}\u034f\u2061-\u206f\u3164\uffa0"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0080-\U000e0fff"
)
"""Characters without a glyph of their own (Unicode, Default_Ignorable_Code_Point), without those
that only stand inside Korean, Khmer and Mongolian words."""

C1 = "\x80-\x9f"
"""Controls that on pages are misread letters: those of windows-1252, or the rest of UTF-8."""

SPACES = "\v\f\x1c-\x1f\u2028\u2029"
"""Controls that separate words or lines."""

CONTROLS = (
    f"\x00-\x08\v\f\x0e-\x1f\x7f{C1}\u2028\u2029{BIDI_CONTROLS}\ud800-\udfff\ufdd0-\ufdef"
    + "".join(
        f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0, 0x110000, 0x10000)
    )
)
"""Characters that no text may contain: controls other than tabs and line ends, those that change
the order of text, separators, surrogates and noncharacters. XML allows no others."""

CONTROL = re.compile(f"[{CONTROLS}]")
