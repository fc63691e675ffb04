"""Markup: HTML built from elements, in which all other text is escaped."""

from __future__ import annotations

from html import escape
from typing import TypeAlias

Value: TypeAlias = str | int | float | bool | None
"""The value of an attribute; True gives one without a value, None and False none at all."""

_VOID = frozenset(("br", "input", "meta", "rect"))
"""Elements without an end tag, or closed in their start tag, as those of SVG are."""


class Markup(str):
    """HTML that is safe to insert: `element` escapes all text that is not of this type."""

    __slots__ = ()


def element(tag: str, /, *content: str, **attributes: Value) -> Markup:
    """Return an element.

    Args:
        tag: Its tag.
        *content: Its children: markup as it is, text to be escaped.
        **attributes: Its attributes; "_" becomes "-", and is dropped at the end of a name that is
            a keyword of Python, such as `class_`.
    """
    start = f"<{tag}{''.join(map(_attribute, attributes.items()))}"
    if tag in _VOID:
        return Markup(f"{start}/>" if tag == "rect" else f"{start}>")
    return Markup(f"{start}>{join(*content)}</{tag}>")


def join(*content: str) -> Markup:
    """Return pieces of markup and text in a row, the text escaped."""
    return Markup("".join(map(_inserted, content)))


def _inserted(content: str) -> str:
    return content if isinstance(content, Markup) else _escaped(content)


def _attribute(item: tuple[str, Value]) -> str:
    name, value = item
    if value is None or value is False:
        return ""
    written = name.rstrip("_").replace("_", "-")
    return f" {written}" if value is True else f' {written}="{_escaped(str(value))}"'


def _escaped(text: str) -> str:
    """Return text for HTML; browsers would read a carriage return as a line feed."""
    return escape(text).replace("\r", "&#13;")
