"""Styles that hide text: in a style attribute or in the block of a rule."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from cleanarticle.parsing.css import known_declarations, read_declarations
from cleanarticle.parsing.css_values import FAR_AWAY, Color

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanarticle.parsing.css_values import Value


@dataclass(frozen=True, slots=True)
class Style:
    """What a style attribute or the block of a rule sets.

    Attributes:
        values: The values of properties.
        hiding: The properties by which it hides text.
        has_white_ink: True if text has the color of a page without styles.
    """

    values: dict[str, Value]
    hiding: frozenset[str]
    has_white_ink: bool

    def sets_all(self, names: frozenset[str]) -> bool:
        """Return True if it sets all of the properties to values of their own."""
        return all(self.values.get(name) not in (None, "inherit", "unset") for name in names)

    def sets_back(self, names: frozenset[str]) -> bool:
        """Return True if it sets all of the properties and hides nothing by them."""
        return self.sets_all(names) and names.isdisjoint(self.hiding)


_MAX_CACHED_LENGTH = 200
"""Longest style that is kept from page to page, in characters."""


def read_style(css: str, names: frozenset[str] | None = None) -> Style:
    """Read a style attribute or the block of a rule.

    Args:
        css: The declarations.
        names: The only properties that matter; by default all.
    """
    return _read_short(css, names) if len(css) <= _MAX_CACHED_LENGTH else _read(css, names)


def _read(css: str, names: frozenset[str] | None) -> Style:
    css = known_declarations(css, names)
    return _read_known(css) if len(css) <= _MAX_CACHED_LENGTH else _read_values(css)


def _read_values(css: str) -> Style:
    values: dict[str, Value] = {}
    important = set()
    for name, value, is_important in read_declarations(css):
        if is_important or name not in important:
            values[name] = value
        if is_important:
            important.add(name)
    return Style(values, frozenset(_hiding(values)), _has_white_ink(values))


_read_short = lru_cache(maxsize=2048)(_read)
_read_known = lru_cache(maxsize=2048)(_read_values)
"""Styles recur on a page and from page to page: without the first, finding hidden text takes 0.3 ms
more of 1.6 (150 pages of news-424, each once), without the second 0.2 ms."""


def _has_white_ink(values: dict[str, Value]) -> bool:
    ink = _ink(values)
    return (
        isinstance(ink, Color)
        and "text-shadow" not in values
        and _contrast(ink, _WHITE) < _MIN_CONTRAST
    )


_WHITE = Color(1, 1, 1, 1)


def _ink(style: dict[str, Value]) -> Value | None:
    return style.get("-webkit-text-fill-color", style.get("color"))


def _hiding(style: dict[str, Value]) -> Iterator[str]:
    """Yield the properties whose values hide text."""
    for name, value in style.items():
        if name in _HIDES_ALONE and _HIDES_ALONE[name](value):
            yield name
    is_animated = any(name in style for name in _ANIMATED)
    ink, paper = _ink(style), style.get("background-color")
    is_drawn = style.get("background-clip") == "text" or bool(style.get("text-shadow"))
    if isinstance(ink, Color) and not is_drawn and _is_unseen(ink, paper):
        yield "color"
    if not is_animated and _at_most(style.get("opacity"), _FAINT):
        yield "opacity"
    if not is_animated:
        yield from _clipping(style)
    if style.get("white-space") in ("nowrap", "pre") and style.get("overflow") is True:
        indent = style.get("text-indent")
        if isinstance(indent, float) and indent >= FAR_AWAY:
            yield "text-indent"


def _clipping(style: dict[str, Value]) -> Iterator[str]:
    """Yield the properties that leave no room for text in a box that shows nothing outside."""
    if any(style.get(name) for name in _STRETCHING) or style.get("overflow") is not True:
        return
    for name in ("height", "width"):
        if _at_most(style.get(name), 1):
            yield name
    # Accordions set one of these alone, until a reader opens them.
    if all(_at_most(style.get(name), 1) for name in ("max-height", "max-width")):
        yield "max-height"
    if _at_most(style.get("line-height"), 0):
        yield "line-height"


def _is_unseen(ink: Color, paper: Value | None) -> bool:
    if ink.alpha <= _FAINT:
        return True
    is_opaque = isinstance(paper, Color) and paper.alpha > _OPAQUE
    return isinstance(paper, Color) and is_opaque and _contrast(ink, paper) < _MIN_CONTRAST


_ANIMATED = ("transform", "-webkit-transform", "transition", "transition-property", "animation",
             "animation-name", "will-change")  # fmt: skip
"""Styles of elements that fade in or unfold. Of 6,217 words at opacity 0 in every second page of
wcxb-dev and news-424, 3,335 are main content, nearly all of them animated."""

_STRETCHING = ("flex", "flex-grow", "min-width", "min-height")
"""Styles of boxes that may be larger than their width and height."""

_FAINT = 0.05
"""Opacity up to which text cannot be read. Chosen by hand."""

_OPAQUE = 0.95
"""Opacity from which nothing behind a background is seen. Chosen by hand."""

_MIN_CONTRAST = 1.1
"""Contrast ratio (WCAG 2) below which text cannot be seen on its background. Chosen by hand."""


def _at_most(value: Value | None, bound: float) -> bool:
    return isinstance(value, float) and value <= bound


_HIDES_ALONE: dict[str, Callable[[Any], bool]] = {
    "display": lambda value: value == "none",
    "visibility": lambda value: value in ("hidden", "collapse"),
    "content-visibility": lambda value: value == "hidden",
    "zoom": lambda value: _at_most(value, _FAINT) and value > 0,  # browsers take 0 for 1
    "font-size": lambda value: _at_most(value, 1),
    **dict.fromkeys(
        ("clip", "clip-path", "-webkit-clip-path", "scale", "translate", "filter", "transform",
         "-webkit-transform", "rotate", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image"),
        lambda value: value is True,
    ),
    **dict.fromkeys(
        ("left", "right", "top", "bottom", "margin-left", "margin-top"),
        lambda value: _at_most(value, -FAR_AWAY),
    ),
    "text-indent": lambda value: _at_most(value, -100),
}  # fmt: skip
"""Whether a value of a property hides text by itself."""


def _contrast(ink: Color, paper: Color) -> float:
    """Return the contrast ratio of two colors, 1 to 21 (WCAG 2)."""
    mixed = (
        ink.alpha * top + (1 - ink.alpha) * below
        for top, below in zip(ink[:3], paper[:3], strict=True)
    )
    lighter, darker = sorted((_luminance(*mixed), _luminance(*paper[:3])), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(red: float, green: float, blue: float) -> float:
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    )
    weights = (0.2126, 0.7152, 0.0722)
    return sum(weight * part for weight, part in zip(weights, linear, strict=True))
