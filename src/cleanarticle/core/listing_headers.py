"""Headers of code listings: the language, the name of the file and the buttons above the code.

A header is in a box with the listing or inside of its `pre`. It is never a line of the code. A
language that is shown above the code is the listing's, so its label is left out.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.core.listing_languages import (
    declared_language,
    is_language,
    labeled_language,
)
from cleanarticle.core.listings import LISTING_TAGS, is_line, says_code
from cleanarticle.core.roles import ASIDE, SKIP, is_block_level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element

_MAX_LEVELS = 3
"""Boxes around a listing in which its header is looked for. Chosen by hand: the `pre`, a wrapper
for scrolling, and one for the language."""

_MAX_ABOVE = 4
"""Maximum elements above a listing in its box: a label, a name of a file and buttons. Chosen by
hand."""

_MAX_HEADER_ELEMENTS = 20
"""Maximum elements of a header: a label, a button and its icon. Chosen by hand."""

_MAX_LABEL = 40
"""Longest label of a listing, in characters. Chosen by hand."""

_BOX_TAGS = frozenset(("div", "span", "figure", "header", "details"))
"""Elements that wrap listings and their headers."""


_BUTTON_TAGS = frozenset(("a", "button", "input", "select", "svg"))


def header_roles(pre: Element) -> dict[Element, int]:
    """Return the roles of the headers inside a `pre`, and of the language in a box above it."""
    roles = dict.fromkeys(_labels_above(pre), SKIP)
    code = _only_code(pre)
    if code is None:
        return roles
    is_long = _is_long(code)
    headers = list(islice(_before(code, pre), _MAX_ABOVE + 1))
    for header in headers if len(headers) <= _MAX_ABOVE else ():
        texts = _texts(header)
        if not texts:
            continue
        labels = [element for element in texts if _is_label(element, pre)]
        if (is_long or labels or _has_button(header)) and _is_box(header):
            roles[header] = ASIDE
        if len(labels) == 1:
            roles[labels[0]] = SKIP
    return roles


def listing_language(listing: Element) -> str:
    """Return the language of a listing, "" if it has none.

    It is the name that the highlighter uses, else the one that is shown above the code.
    """
    language = _declared_language(listing)
    if language is not None:
        return language
    labels = [element for element, role in header_roles(listing).items() if role == SKIP]
    return next((labeled_language(_text(label)) for label in labels), "")


def _declared_language(listing: Element) -> str | None:
    return declared_language(listing.iter(*LISTING_TAGS, "code"), listing)


def _is_label(element: Element, listing: Element) -> bool:
    """Return True if the text of an element names a language, be it the declared one."""
    name = _text(element).strip(" :").lower()
    return is_language(name) or name == (_declared_language(listing) or "").lower() != ""


def _only_code(pre: Element) -> Element | None:
    """Return the `code` that holds the code of a `pre`, None if there is none or several."""
    if not len(pre) or (pre.text or "").strip():
        return None
    if next(pre.iterdescendants(*LISTING_TAGS), None) is not None:
        return None  # it was never closed; those inside are read by themselves
    codes = list(pre.iterdescendants("code"))
    is_only = bool(codes) and len(codes) == sum(1 for _ in codes[0].iter("code"))
    return codes[0] if is_only else None


def _is_long(code: Element) -> bool:
    """Return True if a `code` holds more than one line."""
    is_divided = next(code.iterdescendants("br", "div", "li", "tr"), None) is not None
    return is_divided or "\n" in "".join(map(str, code.itertext())).strip()


def _before(element: Element, root: Element) -> Iterator[Element]:
    """Yield the elements before an element, and before those around it, inside of another one."""
    around: Element | None = element
    while around is not None and around is not root:
        yield from around.itersiblings(preceding=True)
        around = around.getparent()


def _labels_above(pre: Element) -> Iterator[Element]:
    """Yield the element with the name of the language in the header of the box around a `pre`."""
    inner = pre
    for _ in range(_MAX_LEVELS):
        box = inner.getparent()
        if box is None or box.tag not in _BOX_TAGS or (inner.tail or "").strip():
            return
        above = list(islice(inner.itersiblings(preceding=True), _MAX_ABOVE + 1))
        if above:
            yield from _labels_in_box(box, above, pre)
            return
        inner = box


def _labels_in_box(box: Element, above: list[Element], pre: Element) -> Iterator[Element]:
    """Yield the element with the name of the language among those above a listing in its box."""
    is_header = len(above) <= _MAX_ABOVE and all(
        each.tag in _BOX_TAGS or _is_button(each) for each in above
    )
    texts = [text for each in above for text in _texts(each)] if is_header else []
    if len(texts) != 1 or not _is_label(texts[0], pre):
        return
    if says_code(box.get("class")) or any(map(_has_button, above)):
        yield texts[0]


def _texts(header: Element) -> list[Element]:
    """Return the elements with the texts of a header, without its buttons.

    The list is empty for an element with sentences or with too many elements, which heads nothing.
    """
    texts: list[Element] = []
    unread = [header]
    for _ in range(_MAX_HEADER_ELEMENTS):
        if not unread:
            return texts
        element = unread.pop()
        text = _text(element)
        if len(text) > _MAX_LABEL or any((child.tail or "").strip() for child in element):
            return []
        if not _is_button(element):
            texts += [element] * bool(text)
            unread.extend(element)
    return []


def _text(element: Element) -> str:
    return (element.text or "").strip()


def _is_box(header: Element) -> bool:
    """Return True if an element is a box that is not a line of code."""
    return is_block_level(header.tag) and not is_line(header)


def _has_button(header: Element) -> bool:
    return any(map(_is_button, header.iter("*")))


def _is_button(element: Element) -> bool:
    """Return True if an element is a control or its icon, or is called one for copying."""
    return element.tag in _BUTTON_TAGS or "copy" in (element.get("class") or "").lower()
