"""Author elements: the elements of a page that are marked up as the name of an author."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleanarticle.core.segmentation import Part
from cleanarticle.metadata.shown_page import INLINE_TAGS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.core.segmentation import TextBlock
    from cleanarticle.parsing.document import Element

_AUTHOR_PATH = re.compile(
    r"/(?:authors?|auteurs?|autor(?:en|es)?|profiles?|users?|u|members?|contributors?|people|staff"
    r"|by|bio|writers?|columnists?|team|person)[/=-]|[?&](?:author|u)=|/@\w",
    re.IGNORECASE,
)

SOCIAL_NETWORK = re.compile(
    r"//(?:\w+\.)?(?:youtube|tiktok|twitter|x|facebook|instagram|threads|pinterest|linkedin)\."
)
"""Hosts whose profiles are also linked from menus and share buttons."""

AUTHOR_ATTRIBUTE = re.compile(
    r"author|byline|\bfn\b|vcard|writer|username|reporter|poster|preacher"
    r"|(?<![a-z])(?:autor(?:es|in|en|a|e|i)?|auteure?s?|autrice|verfasser|yazar|muhabir)(?![a-z])"
)

_AUTHOR_ATTRIBUTE_LEVELS = 3
"""Inline elements around a piece of text whose attributes are read. Chosen by hand."""


def author_elements(block: TextBlock) -> Iterator[Element]:
    """Yield the inline elements of a block that are marked up as an author's name."""
    visited = set()
    for element, part in block.pieces:
        ancestor = element.getparent() if part is Part.TAIL else element
        for _ in range(_AUTHOR_ATTRIBUTE_LEVELS):
            if ancestor is None or ancestor in visited or ancestor.tag not in INLINE_TAGS:
                break
            visited.add(ancestor)
            if is_author(ancestor):
                yield ancestor
            ancestor = ancestor.getparent()


def is_called_author(element: Element) -> bool:
    """Return True if an element has the class, the property or the relation of an author."""
    attributes = " ".join(element.get(name) or "" for name in ("rel", "itemprop", "class"))
    return AUTHOR_ATTRIBUTE.search(attributes.lower()) is not None


def is_author(element: Element) -> bool:
    """Return True if an element is called an author, or links to the page of one."""
    if is_called_author(element):
        return True
    url = (element.get("href") or "") if element.tag == "a" else ""
    return _AUTHOR_PATH.search(url) is not None and not SOCIAL_NETWORK.search(url)
