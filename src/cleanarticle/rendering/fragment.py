"""Parsing and serialization of HTML fragments, and tree edits that lxml does not provide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.characters import CONTROL

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

_VOID_TAGS = frozenset(("br", "img", "input"))

_UNUSUAL = re.compile("[^\t\n\r -~\xa0-\u2027\u202f-\u2065\u206a-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd]")
"""Controls, and all characters behind U+FFFF, some of which are controls. Most characters are in
its first ranges, so that the search is ten times as fast as that for `CONTROL`."""


def parse_fragment(markup: str) -> Element:
    """Parse a fragment of HTML and return the `body` element that contains it."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    # libxml2 parses control characters, but lxml refuses to assign text that contains them.
    text = CONTROL.sub("", markup) if _UNUSUAL.search(markup) else markup
    return etree.fromstring(f"<html><body>{text}</body></html>".encode(), parser)[0]


def serialize_fragment(body: Element) -> str:
    """Return the content of a `body` element as HTML.

    It is serialized as XML because lxml's HTML serializer changes the URLs of links.
    """
    for element in body.iter():
        if not len(element) and not element.text and element.tag not in _VOID_TAGS:
            element.text = ""
    text = etree.tostring(body, encoding="unicode", with_tail=False)
    return text.removeprefix("<body>").removesuffix("</body>")


def insert_text_before(element: Element, text: str) -> None:
    """Insert text directly before an element."""
    previous, parent = element.getprevious(), element.getparent()
    if previous is not None:
        previous.tail = (previous.tail or "") + text
    elif parent is not None:
        parent.text = (parent.text or "") + text


def replace_with_text(element: Element, text: str) -> None:
    """Replace an element and its content with text."""
    insert_text_before(element, text + (element.tail or ""))
    parent = element.getparent()
    element.tail = None
    if parent is not None:
        parent.remove(element)
