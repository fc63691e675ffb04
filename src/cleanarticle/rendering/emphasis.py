"""Emphasis that Markdown's asterisks can set, and emphasis that they cannot.

An asterisk begins emphasis only where no letter stands before it while a punctuation mark follows,
and ends it in the mirrored case (CommonMark 0.31, section 6.2): languages that are written without
spaces break that rule all the time.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from cleanarticle.rendering.escapes import raw
from cleanarticle.rendering.fragment import let_out_breaks, replace_by_text, unwrap

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

EMPHASIS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("del", "s"), "del"),
}
"""Elements of emphasis, and the one whose sign Markdown has for them."""

_SIGNED = frozenset(("a", "code", "kbd", "samp", "img", "sub", "sup", *EMPHASIS))
"""Inline elements that begin and end with a punctuation mark in Markdown."""
TRANSPARENT = frozenset("abbr ins mark q small time ruby rt span".split())
"""Inline elements of which Markdown shows the text alone."""


def set_emphasis(element: Element) -> None:
    """Make an element of emphasis one that the converter sets right.

    A `cite` that sets a title apart by itself is the whole reference, and upright.
    """
    kind = EMPHASIS[str(element.tag)]
    _take_in_next(element, kind)
    let_out_breaks(element)
    text = "".join(map(str, element.itertext()))
    around = [up for up in element.iterancestors() if up.tag in EMPHASIS]
    is_empty = not text.strip() and next(element.iter("img"), None) is None
    is_reference = element.tag == "cite" and next(element.iter("i", "em"), None) is not None
    if is_empty or is_reference or any(EMPHASIS[str(up.tag)] == kind for up in around):
        unwrap(element)
        return
    element.tag = kind
    if text.strip() and not _can_be_set(element, is_alone=not around):
        unwrap(element, raw(f"<{kind}>"), raw(f"</{kind}>"))


def _take_in_next(element: Element, kind: str) -> None:
    """Make one of elements of the same emphasis without a gap, as the converter does."""
    following = element.getnext()
    while following is not None and not element.tail and EMPHASIS.get(str(following.tag)) == kind:
        if len(element):
            element[-1].tail = (element[-1].tail or "") + (following.text or "")
        else:
            element.text = (element.text or "") + (following.text or "")
        element.extend(list(following))
        element.tail, following.tail = following.tail, None
        replace_by_text(following, "")
        following = element.getnext()


def _can_be_set(element: Element, *, is_alone: bool) -> bool:
    own_end = (element[-1].tail if len(element) else element.text) or ""
    before = " " if (element.text or "")[:1].isspace() else _beside(element, after=False)
    behind = " " if own_end[-1:].isspace() else _beside(element, after=True)
    if "*" in (before, behind):  # two elements of emphasis without a gap
        return False
    edges = (
        (_edge(element, at_end=False), before),
        (_edge(element, at_end=True), behind),
    )
    if any(_is_mark(inside) and _is_letter(outside) for inside, outside in edges):
        return False
    # between two marks an asterisk may begin as well as end, which is sure where it is alone
    return is_alone or not any(_is_mark(inside) and _is_mark(outside) for inside, outside in edges)


def _edge(element: Element, *, at_end: bool) -> str:
    """The first or last character of an element in Markdown, white space left out."""
    if at_end:
        if not len(element):
            return (element.text or "").rstrip()[-1:]
        child = element[-1]
        text = (child.tail or "").rstrip()[-1:]
    else:
        text = (element.text or "").lstrip()[:1]
        if text or not len(element):
            return text
        child = element[0]
    if text:
        return text
    return _edge(child, at_end=at_end) if child.tag in TRANSPARENT else _sign_of(child)


def _beside(element: Element, *, after: bool) -> str:
    """The character before or behind an element in Markdown; "" at the edge of a block."""
    if after:
        neighbour = element.getnext()
        text = (element.tail or "")[:1]
    else:
        neighbour = element.getprevious()
        parent = element.getparent()
        text = (parent.text or "") if neighbour is None and parent is not None else ""
        text = ((neighbour.tail or "") if neighbour is not None else text)[-1:]
    if text:
        return text
    if neighbour is None:
        parent = element.getparent()
        if parent is None or parent.tag not in (_SIGNED | TRANSPARENT):
            return ""
        return _beside(parent, after=after) if parent.tag in TRANSPARENT else "_"
    if neighbour.tag in TRANSPARENT:
        return _edge(neighbour, at_end=not after)
    kind = EMPHASIS.get(str(neighbour.tag))
    return "*" if kind is not None and kind != element.tag else _sign_of(neighbour)


def _sign_of(element: Element) -> str:
    """What stands at either end of an element in Markdown; a break is a tag in a table's cell."""
    is_tag = element.tag == "br" and next(element.iterancestors("td", "th"), None) is not None
    return "_" if is_tag or element.tag in _SIGNED else " "


def _is_mark(char: str) -> bool:
    """Whether CommonMark counts a character as punctuation; private ones are signs here."""
    return (
        unicodedata.category(char)[0] in "PS" or unicodedata.category(char) == "Co"
        if char
        else False
    )


def _is_letter(char: str) -> bool:
    return bool(char) and not char.isspace() and not _is_mark(char)
