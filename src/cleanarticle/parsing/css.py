"""CSS declarations: those of the properties that decide whether text can be seen."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

import tinycss2

from cleanarticle.parsing.css_values import READERS, significant_tokens

if TYPE_CHECKING:
    from collections.abc import Container

    from cleanarticle.parsing.css_values import Value


class Declaration(NamedTuple):
    """A valid declaration of one of the properties with a reader."""

    name: str
    value: Value
    important: bool


def read_declarations(css: str) -> tuple[Declaration, ...]:
    """Return the valid declarations in a style attribute or in the block of a rule, in order.

    Shorthands are split into the properties that they set. Invalid values are dropped, as browsers
    do, so that an earlier declaration of the property counts.
    """
    if _has_variables(css) or _NESTS.search(css):
        return _parse(css)
    return tuple(
        declaration
        for each in css.split(";")
        for declaration in (_parse_short(each) if len(each) <= _MAX_CACHED_LENGTH else _parse(each))
    )


def _parse(css: str) -> tuple[Declaration, ...]:
    css = _MANY_DIGITS.sub(r"\g<0>e0", _BLANKS.sub(" ", css))
    parsed = tinycss2.parse_blocks_contents(css, skip_comments=True, skip_whitespace=True)
    variables = {
        node.name: node.value
        for node in parsed
        if node.type == "declaration" and node.name.startswith("--")
    }
    return tuple(
        Declaration(name, value, node.important)
        for node in parsed
        if node.type == "declaration" and node.lower_name in READERS
        for name, value in READERS[node.lower_name](
            node.lower_name, significant_tokens(node.value, variables)
        )
    )


_MAX_CACHED_LENGTH = 100
_parse_short = lru_cache(maxsize=2048)(_parse)
"""Declarations up to this length, in characters, are kept from page to page: most recur in other
styles, which are not the same as a whole."""


def known_declarations(css: str, names: Container[str] | None = None) -> str:
    """Return a style without the declarations of other properties if no value nests.

    Args:
        css: The style.
        names: The properties to keep; by default all that have a reader.
    """
    if ";" not in css:
        return css
    if "\\" not in css and ("'" in css or '"' in css):
        css = _STRING.sub("string", css)
    if _NESTS.search(css):
        return css
    names = READERS if names is None else names
    has_variables = _has_variables(css)
    return ";".join(
        each
        for each in css.split(";")
        if (name := _name(each)) in names or (has_variables and name[:2] == "--")
    )


def _has_variables(css: str) -> bool:
    return "var(" in css.lower()


_STRING = re.compile(r"""'[^'"\n]*'|"[^'"\n]*\"""")
_NESTS = re.compile(r"""[\\'"{\[]|/\*|\([^();]*+(?:\([^();]*+\)[^();]*+)*+[(;]""")
"""What may stand around a semicolon, and names that are not as they seem. Parentheses without a
semicolon may nest once, as those of colors in gradients do."""


def _name(declaration: str) -> str:
    return declaration.partition(":")[0].strip().lower()


_MANY_DIGITS = re.compile(r"\d{1000,}+")
"""Digits that Python may refuse to read as an integer; an exponent behind them makes tinycss2 read
a float."""

_BLANKS = re.compile(r"\s{2,}")
