"""CSS values: what the values of the properties that decide whether text can be seen mean."""

from __future__ import annotations

import math
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from tinycss2.color4 import parse_color

from cleanarticle.parsing.css_math import MATH_FUNCTIONS, calculate

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from tinycss2.ast import Node
    from tinycss2.color4 import Color as ParsedColor


class Color(NamedTuple):
    """A color in sRGB, every component 0 to 1."""

    red: float
    green: float
    blue: float
    alpha: float


Value = float | str | bool | Color
"""The value of a property: a length in pixels, a number, a keyword or a color. Of properties such
as `clip-path` only whether the value leaves nothing to see: True or False."""


def significant_tokens(
    tokens: Sequence[Node], variables: Mapping[str, Sequence[Node]]
) -> list[Node]:
    """Return the tokens without whitespace, with `var()` resolved."""
    significant = []
    for token in tokens:
        if token.type in ("whitespace", "comment"):
            continue
        if token.type == "function" and token.lower_name == "var":
            arguments = significant_tokens(token.arguments, {})
            if arguments:
                value = variables.get(getattr(arguments[0], "value", ""), token.arguments[2:])
                significant += significant_tokens(value, {})
                continue
        significant.append(token)
    return significant


def _keyword(tokens: Sequence[Node]) -> str | None:
    """Return the single keyword that a value is, None for any other value."""
    return tokens[0].lower_value if len(tokens) == 1 and tokens[0].type == "ident" else None


_PIXELS = {
    "px": 1.0, "pt": 4 / 3, "pc": 16.0, "in": 96.0, "cm": 37.8, "mm": 3.78, "q": 0.945,
    "em": 16.0, "rem": 16.0, "lh": 20.0, "ex": 8.0, "ch": 8.0,
    "vw": 12.8, "vh": 8.0, "vmin": 8.0, "vmax": 12.8, "dvh": 8.0, "svh": 8.0, "lvh": 8.0,
}  # fmt: skip
"""Pixels in a unit of length, with text of 16 pixels on a screen of 1280 x 800."""


def _length(token: Node, percent: float) -> float | None:
    """Return a length in pixels, None for other tokens.

    Args:
        token: The token.
        percent: Pixels in one percent.
    """
    if token.type == "function" and token.lower_name in MATH_FUNCTIONS:
        return calculate(token, partial(_length, percent=percent))
    if token.type == "dimension":
        factor = _PIXELS.get(token.lower_unit)
        return None if factor is None else token.value * factor
    if token.type == "percentage":
        return float(token.value) * percent
    return float(token.value) if token.type == "number" else None


def _number(token: Node) -> float | None:
    if token.type == "function" and token.lower_name in MATH_FUNCTIONS:
        return calculate(token, _number)
    if token.type == "percentage":
        return float(token.value) / 100
    return float(token.value) if token.type == "number" else None


_Read = tuple[str, Value]


def _read_keyword(*known: str) -> Callable[[str, list[Node]], Iterator[_Read]]:
    def read(name: str, tokens: list[Node]) -> Iterator[_Read]:
        keyword = _keyword(tokens)
        if keyword in known or keyword in _WIDE_KEYWORDS:
            yield name, keyword
        elif (
            name == "display"
            and 1 < len(tokens) <= 3
            and all(_keyword([t]) in known for t in tokens)
        ):
            yield name, "block"  # such as "inline flex"

    return read


_WIDE_KEYWORDS = ("inherit", "initial", "unset", "revert", "revert-layer")


def _read_number(name: str, tokens: list[Node]) -> Iterator[_Read]:
    number = _number(tokens[0]) if len(tokens) == 1 else None
    if number is not None:
        yield name, number
    elif _keyword(tokens) in (*_WIDE_KEYWORDS, "normal"):
        yield name, 1.0


def _read_length(percent: float) -> Callable[[str, list[Node]], Iterator[_Read]]:
    def read(name: str, tokens: list[Node]) -> Iterator[_Read]:
        length = _length(tokens[0], percent) if tokens else None
        if length is not None:
            yield name, length
        elif _keyword(tokens) is not None or (tokens and tokens[0].type == "function"):
            yield name, math.nan

    return read


def _read_font(_: str, tokens: list[Node]) -> Iterator[_Read]:
    sizes = (_length(token, 0.16) for token in tokens if token.type in _SIZES)
    size = next((size for size in sizes if size is not None), None)
    yield "font-size", math.nan if size is None else size


_SIZES = ("dimension", "percentage", "number")


def _read_sides(names: Sequence[str]) -> Callable[[str, list[Node]], Iterator[_Read]]:
    """Return a reader of a shorthand for four sides."""

    def read(_: str, tokens: list[Node]) -> Iterator[_Read]:
        lengths = [_length(token, 1.0) for token in tokens]
        if 1 <= len(lengths) <= 4:
            of_side = {1: (0, 0, 0, 0), 2: (0, 1, 0, 1), 3: (0, 1, 2, 1), 4: (0, 1, 2, 3)}
            for side, index in zip(names, of_side[len(lengths)], strict=True):
                length = lengths[index]
                yield side, math.nan if length is None else length

    return read


def _read_overflow(_: str, tokens: list[Node]) -> Iterator[_Read]:
    if tokens and all(token.type == "ident" for token in tokens):
        yield "overflow", any(token.lower_value in ("hidden", "clip") for token in tokens)


def _color(token: Node) -> Color | None:
    """Return a color; None for other tokens and colors that depend on the context."""
    if token.type == "ident" and token.lower_value in _SYSTEM_COLORS:
        return _SYSTEM_COLORS[token.lower_value]
    if token.type == "function" and token.lower_name == "light-dark":
        arguments = significant_tokens(token.arguments, {})
        return _color(arguments[0]) if arguments and arguments[0].type != "function" else None
    try:
        parsed = parse_color(token)
        if parsed is None or parsed == "currentcolor":
            return None
        if parsed.space in _GREYS:
            return _grey(parsed)
        red, green, blue = (0.0 if part is None else part for part in parsed.to("srgb").coordinates)
    except (ValueError, NotImplementedError, TypeError):
        return None
    alpha = 1.0 if parsed.alpha is None else parsed.alpha
    return Color(*(min(1.0, max(0.0, part)) for part in (red, green, blue, alpha)))


_SYSTEM_COLORS = {"canvas": Color(1, 1, 1, 1), "canvastext": Color(0, 0, 0, 1)}
"""The background and the text of a page without styles."""

_GREYS = {"lab": 100.0, "lch": 100.0, "oklab": 1.0, "oklch": 1.0}
"""The lightness of white in the color spaces that tinycss2 does not convert."""

_MAX_CHROMA = 0.03
"""Largest share of color in a grey, relative to the lightness of white. Chosen by hand."""


def _grey(color: ParsedColor) -> Color | None:
    """Return a grey of a space with lightness, None for other colors.

    Its lightness stands for the components of sRGB, from which it differs least near white.
    """
    white = _GREYS[color.space]
    lightness, *others = (0.0 if part is None else part / white for part in color.coordinates)
    chroma = others[:1] if color.space.endswith("lch") else others
    if any(abs(part) > _MAX_CHROMA for part in chroma):
        return None
    lightness = min(1.0, max(0.0, lightness))
    return Color(lightness, lightness, lightness, 1.0 if color.alpha is None else color.alpha)


UNKNOWN_COLOR = "unknown"
"""A color that depends on the context, or a picture."""


def _read_color(name: str, tokens: list[Node]) -> Iterator[_Read]:
    if len(tokens) == 1:
        color = _color(tokens[0])
        if color is not None:
            yield name, color
        elif _keyword(tokens) in (*_WIDE_KEYWORDS, "currentcolor"):
            yield name, UNKNOWN_COLOR


def _read_background(name: str, tokens: list[Node]) -> Iterator[_Read]:
    if any(_keyword([token]) == "text" for token in tokens):
        yield "background-clip", "text"
    if name in ("background", "background-image") and any(
        token.type in ("url", "function") and _color(token) is None for token in tokens
    ):
        yield "background-color", UNKNOWN_COLOR
    elif name != "background-image":
        colors = [color for color in map(_color, tokens) if color is not None]
        yield "background-color", colors[0] if colors else Color(0, 0, 0, 0)


def _read_clip(name: str, tokens: list[Node]) -> Iterator[_Read]:
    """Read `clip` and `clip-path`: True if they leave nothing of a box of any size."""
    shape = next((token for token in tokens if token.type == "function"), None)
    if shape is not None:
        arguments = [t for t in significant_tokens(shape.arguments, {}) if t.type != "literal"]
        yield name, _is_empty_shape(shape.lower_name, arguments)
    elif _keyword(tokens) is not None:
        yield name, False


def _is_empty_shape(shape: str, arguments: Sequence[Node]) -> bool:
    lengths = [_length(token, 1.0) for token in arguments]
    numbers = [length for length in lengths if length is not None]
    if shape in ("rect", "xywh") and len(numbers) == 4:
        width, height = numbers[2:]
        if shape == "rect":
            top, right, bottom, left = numbers
            width, height = right - left, bottom - top
        return width <= 1 or height <= 1
    if shape == "inset":
        sides = [
            token.value if token.type == "percentage" else (_length(token, 0) or 0) / 10
            for token in arguments
            if token.type in _SIZES
        ][:4]
        if not sides:
            return False
        top, right = sides[0], sides[min(1, len(sides) - 1)]
        bottom = sides[2] if len(sides) > 2 else top
        left = sides[3] if len(sides) > 3 else right
        return top + bottom >= 99 or left + right >= 99
    if shape in ("circle", "ellipse"):
        radii = numbers[: 1 if shape == "circle" else 2]
        return bool(radii) and min(radii) <= 0.5
    if shape == "polygon" and len(numbers) >= 2:
        points = list(zip(numbers[::2], numbers[1::2], strict=False))
        after = [*points[1:], points[0]]
        return abs(sum(x * v - u * y for (x, y), (u, v) in zip(points, after, strict=True))) <= 2
    return False


def _read_transform(name: str, tokens: list[Node]) -> Iterator[_Read]:
    """Read `transform`, `scale` and `translate`: True if they shrink to nothing or move away."""
    functions = [token for token in tokens if token.type == "function"]
    if functions:
        yield (
            name,
            any(
                _removes(token.lower_name, significant_tokens(token.arguments, {}))
                for token in functions
            ),
        )
    elif name == "transform":
        yield name, False
    else:
        yield name, _removes(name, tokens)


def _removes(function: str, arguments: Sequence[Node]) -> bool:
    arguments = [token for token in arguments if token.type in _SIZES]
    if not arguments:
        return False
    if function in ("scale", "scalex", "scaley", "scale3d"):
        numbers = [_number(token) for token in arguments[:2]]
        return any(number is not None and abs(number) <= _TINY_SCALE for number in numbers)
    if function in ("translate", "translatex", "translatey", "translate3d"):
        lengths = [_length(token, 1.0) for token in arguments[:2]]
        return any(length is not None and abs(length) >= FAR_AWAY for length in lengths)
    if function == "matrix" and len(arguments) == 6:
        a, b, c, d, x, y = (_length(token, 1.0) or 0.0 for token in arguments)
        return abs(a * d - b * c) <= _TINY_SCALE**2 or max(abs(x), abs(y)) >= FAR_AWAY
    if function in ("rotatex", "rotatey") and arguments[0].type == "dimension":
        turn = {"deg": 90.0, "turn": 0.25, "grad": 100.0}.get(arguments[0].lower_unit)
        return turn is not None and abs(arguments[0].value) / turn % 2 == 1
    return False


FAR_AWAY = 1000.0
"""Pixels by which text is moved out of sight, as for elements in style attributes before: nothing
in wcxb-dev and news-424 that is moved farther is main content."""

_TINY_SCALE = 0.05
"""Scale below which text cannot be read."""


def _read_filter(name: str, tokens: list[Node]) -> Iterator[_Read]:
    """Read `filter`: True if it leaves no ink."""
    functions = [token for token in tokens if token.type == "function" and token.arguments]
    amounts = (_number(each.arguments[0]) for each in functions if each.lower_name == "opacity")
    yield name, any(amount is not None and amount <= 0.05 for amount in amounts)


def _read_rotate(name: str, tokens: list[Node]) -> Iterator[_Read]:
    """Read `rotate`: True if it turns text on its edge."""
    axes = {_keyword([token]) for token in tokens} & {"x", "y"}
    angles = [token for token in tokens if token.type == "dimension"]
    yield name, bool(axes) and _removes("rotatex", angles)


def _read_mask(name: str, tokens: list[Node]) -> Iterator[_Read]:
    """Read `mask`: True if it is a gradient between transparent colors."""
    colors = [
        color
        for token in tokens
        if token.type == "function" and token.lower_name.endswith("gradient")
        for color in map(_color, token.arguments)
        if color is not None
    ]
    yield name, bool(colors) and all(color.alpha <= 0.05 for color in colors)


def _read_presence(name: str, tokens: list[Node]) -> Iterator[_Read]:
    yield name, _keyword(tokens) not in ("none", "auto", "initial")


_SHARE = 1.0
"""Pixels in one percent of an offset: slides stand at -100 %, -200 % and so on, and are seen."""

READERS: dict[str, Callable[[str, list[Node]], Iterator[_Read]]] = {
    "display": _read_keyword(
        *"""none block inline inline-block flex inline-flex grid inline-grid table inline-table
        table-cell table-row table-row-group table-header-group table-footer-group table-column
        table-column-group table-caption list-item contents flow flow-root ruby ruby-base ruby-text
        run-in math -webkit-box -webkit-inline-box -ms-flexbox -webkit-flex -moz-box""".split()
    ),
    "visibility": _read_keyword("visible", "hidden", "collapse"),
    "content-visibility": _read_keyword("visible", "hidden", "auto"),
    **dict.fromkeys(("opacity", "zoom"), _read_number),
    "font-size": _read_length(0.16),
    "font": _read_font,
    "line-height": _read_length(0.16),
    **dict.fromkeys(("width", "height", "max-width", "max-height"), _read_length(12.8)),
    "block-size": lambda _, tokens: _read_length(12.8)("height", tokens),
    "inline-size": lambda _, tokens: _read_length(12.8)("width", tokens),
    "max-block-size": lambda _, tokens: _read_length(12.8)("max-height", tokens),
    "max-inline-size": lambda _, tokens: _read_length(12.8)("max-width", tokens),
    **dict.fromkeys(
        ("left", "right", "top", "bottom", "margin-left", "margin-right", "margin-top"),
        _read_length(_SHARE),
    ),
    "text-indent": _read_length(12.8),
    "white-space": _read_keyword("normal", "nowrap", "pre", "pre-wrap", "pre-line", "break-spaces"),
    "rotate": _read_rotate,
    "inset-inline-start": lambda _, tokens: _read_length(_SHARE)("left", tokens),
    "inset-block-start": lambda _, tokens: _read_length(_SHARE)("top", tokens),
    "margin-inline-start": lambda _, tokens: _read_length(_SHARE)("margin-left", tokens),
    "inset": _read_sides(("top", "right", "bottom", "left")),
    "margin": _read_sides(("margin-top", "margin-right", "margin-bottom", "margin-left")),
    **dict.fromkeys(("overflow", "overflow-x", "overflow-y"), _read_overflow),
    **dict.fromkeys(("color", "-webkit-text-fill-color"), _read_color),
    **dict.fromkeys(("background", "background-color", "background-image"), _read_background),
    **dict.fromkeys(
        ("background-clip", "-webkit-background-clip"),
        lambda _, tokens: iter([("background-clip", _keyword(tokens) or "")]),
    ),
    **dict.fromkeys(("clip", "clip-path", "-webkit-clip-path"), _read_clip),
    **dict.fromkeys(("transform", "-webkit-transform", "scale", "translate"), _read_transform),
    "filter": _read_filter,
    **dict.fromkeys(("mask", "mask-image", "-webkit-mask", "-webkit-mask-image"), _read_mask),
    **dict.fromkeys(
        ("transition", "transition-property", "animation", "animation-name", "will-change",
         "text-shadow", "-webkit-text-stroke", "flex", "flex-grow", "min-width", "min-height"),
        _read_presence,
    ),
}  # fmt: skip
"""The reader of each property: it yields the properties set and their values, nothing for an
invalid value."""
