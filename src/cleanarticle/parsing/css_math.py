"""CSS math: the values of `calc()`, `min()`, `max()` and `clamp()` (CSS Values and Units 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tinycss2.ast import Node

    Read = Callable[[Node], float | None]

MATH_FUNCTIONS = frozenset(("calc", "min", "max", "clamp"))

_MAX_DEPTH = 10
"""Functions and parentheses inside one another that are read. Chosen by hand."""


def calculate(token: Node, read: Read, depth: int = 0) -> float | None:
    """Return the value of a token, which may be a math function; None if it is not known.

    Args:
        token: The token.
        read: Returns the value of a token that is none.
        depth: Functions and parentheses around it.
    """
    is_function = token.type == "function" and token.lower_name in MATH_FUNCTIONS
    if not is_function and token.type != "() block":
        return read(token)
    if depth == _MAX_DEPTH:
        return None
    parts = _split(token.arguments if is_function else token.content)
    values: list[float] = []
    for part in parts:
        value = _sum(part, read, depth + 1)
        if value is None:
            return None
        values.append(value)
    return _value(token.lower_name if is_function else "calc", values)


def _value(function: str, values: Sequence[float]) -> float | None:
    if function == "min" and values:
        return min(values)
    if function == "max" and values:
        return max(values)
    if function == "clamp" and len(values) == _CLAMP_ARGUMENTS:
        return max(values[0], min(values[1], values[2]))
    return values[0] if function == "calc" and len(values) == 1 else None


_CLAMP_ARGUMENTS = 3


def _split(tokens: Sequence[Node]) -> Iterator[list[Node]]:
    """Yield the arguments of a function, without whitespace."""
    part: list[Node] = []
    for token in tokens:
        if token.type == "literal" and token.value == ",":
            yield part
            part = []
        elif token.type not in ("whitespace", "comment"):
            part.append(token)
    yield part


def _sum(tokens: Sequence[Node], read: Read, depth: int) -> float | None:
    """Return the value of sums and products, None if it is not known."""
    total, product, sign, operator = 0.0, 0.0, 1.0, "="
    for token in tokens:
        if operator:
            value = calculate(token, read, depth)
            if value is None or (operator == "/" and value == 0):
                return None
            product = (
                product * value if operator == "*"
                else product / value if operator == "/"
                else value
            )  # fmt: skip
            operator = ""
        elif token.type != "literal" or token.value not in "+-*/":
            return None
        elif token.value in "*/":
            operator = token.value
        else:
            total, sign, operator = total + sign * product, float(f"{token.value}1"), "="
    return None if operator else total + sign * product
