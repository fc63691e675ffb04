"""Media queries: whether the rules in an at-rule count on the screen of a desktop computer."""

from __future__ import annotations

import re
from functools import lru_cache


def always_applies(prelude: str) -> bool:
    """Return True if the rules in an at-rule count on the screen of a desktop computer."""
    return _applies_short(prelude) if len(prelude) <= _MAX_CACHED_LENGTH else _applies(prelude)


def _applies(prelude: str) -> bool:
    name = "@" + prelude[1:].partition("(")[0].partition(" ")[0].strip()
    condition = prelude[len(name) :].strip()
    if name in ("@layer", "@supports"):
        return not condition.startswith("not")
    return name == "@media" and any(map(_holds, condition.split(",")))


_MAX_CACHED_LENGTH = 200
_applies_short = lru_cache(maxsize=512)(_applies)
"""At-rules up to this length, in characters, are kept from page to page: pages have few, and others
have the same ones."""


def _holds(query: str) -> bool:
    """Return True if a media query holds on the screen of a desktop computer."""
    return all(map(_holds_alone, re.split(r"\band\b", query)))


def _holds_alone(condition: str) -> bool:
    condition = re.sub(r"[\s()]+", "", condition).removeprefix("only")
    size = _SIZE.fullmatch(condition)
    if size is None:
        return condition in _TRUE_ON_DESKTOPS
    bound, side, sign, number, unit = size.groups()
    limit = float(number) * (16 if unit in ("em", "rem") else 1)
    is_least = bound == "min-" if bound else sign[0] == ">"
    return _SCREEN[side] >= limit if is_least else _SCREEN[side] <= limit


_SIZE = re.compile(
    r"(?:(min-|max-)(?=[^<>]+:))?(width|height)(:|[<>]=?)(\d+(?:\.\d*)?|\.\d+)(px|r?em|)"
)
_SCREEN = {"width": 1280, "height": 800}
"""Pixels of the screen on which conditions are judged, as lengths are."""

_TRUE_ON_DESKTOPS = frozenset(
    ("", "all", "screen", "hover", "hover:hover", "any-hover:hover", "pointer:fine",
     "orientation:landscape", "prefers-color-scheme:light", "color", "scripting:enabled")
)  # fmt: skip
"""Conditions that hold on the screen of a desktop computer, without blanks."""
