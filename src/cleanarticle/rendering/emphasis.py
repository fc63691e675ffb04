"""Preparation of emphasis elements for the conversion to Markdown.

In CommonMark 0.31, section 6.2, asterisks open emphasis only if they are not both preceded by a
letter and followed by punctuation, and close it only in the mirrored case. Text in languages
without spaces between words often violates this rule; its emphasis is written as HTML tags.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from cleanarticle.rendering.escapes import raw
from cleanarticle.rendering.fragment import move_line_breaks_out, replace_with_text, unwrap

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

EMPHASIS = {
    **dict.fromkeys(("b", "strong"), "strong"),
    **dict.fromkeys(("i", "em", "cite", "dfn", "var"), "em"),
    **dict.fromkeys(("del", "s"), "del"),
}
"""Emphasis elements and the equivalent elements that have a Markdown delimiter."""

_DELIMITED_TAGS = frozenset(("a", "code", "kbd", "samp", "img", "sub", "sup", *EMPHASIS))
"""Inline elements that begin and end with punctuation in Markdown."""

TRANSPARENT_TAGS = frozenset("abbr ins mark q small time ruby rt span".split())
"""Inline elements whose text alone is written to Markdown."""


def prepare_emphasis(element: Element) -> None:
    """Convert an emphasis element to a form that html-to-markdown writes correctly.

    The element is unwrapped if it is empty, nested in emphasis of the same kind, or a `cite` that
    contains a whole reference with an emphasized title. If Markdown cannot express the emphasis,
    it is replaced with encoded HTML tags.

    Args:
        element: Element whose tag is a key of `EMPHASIS`.
    """
    kind = EMPHASIS[str(element.tag)]
    _merge_following(element, kind)
    move_line_breaks_out(element)
    text = "".join(map(str, element.itertext()))
    outer = [ancestor for ancestor in element.iterancestors() if ancestor.tag in EMPHASIS]
    is_empty = not text.strip() and next(element.iter("img"), None) is None
    is_reference = element.tag == "cite" and next(element.iter("i", "em"), None) is not None
    if is_empty or is_reference or any(EMPHASIS[str(other.tag)] == kind for other in outer):
        unwrap(element)
        return
    element.tag = kind
    if text.strip() and not _can_use_delimiters(element, is_nested=bool(outer)):
        unwrap(element, raw(f"<{kind}>"), raw(f"</{kind}>"))


def _merge_following(element: Element, kind: str) -> None:
    """Merge an element with the directly following elements of the same kind of emphasis."""
    following = element.getnext()
    while following is not None and not element.tail and EMPHASIS.get(str(following.tag)) == kind:
        if len(element):
            element[-1].tail = (element[-1].tail or "") + (following.text or "")
        else:
            element.text = (element.text or "") + (following.text or "")
        element.extend(list(following))
        element.tail, following.tail = following.tail, None
        replace_with_text(following, "")
        following = element.getnext()


def _can_use_delimiters(element: Element, *, is_nested: bool) -> bool:
    """Return True if Markdown's delimiters express the emphasis of an element unambiguously."""
    last_text = (element[-1].tail if len(element) else element.text) or ""
    before = (
        " " if (element.text or "")[:1].isspace() else _adjacent_character(element, after=False)
    )
    after = " " if last_text[-1:].isspace() else _adjacent_character(element, after=True)
    if "*" in (before, after):  # adjacent emphasis of another kind
        return False
    edges = (
        (_edge_character(element, at_end=False), before),
        (_edge_character(element, at_end=True), after),
    )
    if any(_is_punctuation(inner) and _is_letter(outer) for inner, outer in edges):
        return False
    # Between two punctuation characters, a delimiter can open as well as close. That is
    # unambiguous only without other delimiters around it.
    return not is_nested or not any(
        _is_punctuation(inner) and _is_punctuation(outer) for inner, outer in edges
    )


def _edge_character(element: Element, *, at_end: bool) -> str:
    """Return the first or last non-whitespace character of an element's content in Markdown."""
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
    if child.tag in TRANSPARENT_TAGS:
        return _edge_character(child, at_end=at_end)
    return _boundary_character(child)


def _adjacent_character(element: Element, *, after: bool) -> str:
    """Return the character before or after an element in Markdown, "" at the edge of a block.

    "_" means any punctuation; "*" means the delimiter of another kind of emphasis.
    """
    if after:
        neighbor = element.getnext()
        text = (element.tail or "")[:1]
    else:
        neighbor = element.getprevious()
        parent = element.getparent()
        text = (parent.text or "") if neighbor is None and parent is not None else ""
        text = ((neighbor.tail or "") if neighbor is not None else text)[-1:]
    if text:
        return text
    if neighbor is None:
        parent = element.getparent()
        if parent is None or parent.tag not in (_DELIMITED_TAGS | TRANSPARENT_TAGS):
            return ""
        return _adjacent_character(parent, after=after) if parent.tag in TRANSPARENT_TAGS else "_"
    if neighbor.tag in TRANSPARENT_TAGS:
        return _edge_character(neighbor, at_end=not after)
    kind = EMPHASIS.get(str(neighbor.tag))
    return "*" if kind is not None and kind != element.tag else _boundary_character(neighbor)


def _boundary_character(element: Element) -> str:
    """Return "_" for an element that begins and ends with punctuation in Markdown, else " "."""
    is_html_break = (  # in table cells, line breaks are written as <br>
        element.tag == "br" and next(element.iterancestors("td", "th"), None) is not None
    )
    return "_" if is_html_break or element.tag in _DELIMITED_TAGS else " "


def _is_punctuation(character: str) -> bool:
    """Return True if a character is CommonMark punctuation or the private-use encoding of one."""
    if not character:
        return False
    category = unicodedata.category(character)
    return category[0] in "PS" or category == "Co"


def _is_letter(character: str) -> bool:
    return bool(character) and not character.isspace() and not _is_punctuation(character)
