"""Parsing and serialization of HTML fragments, and tree edits that lxml does not provide."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.parsing.xml_text import NOT_XML

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

_VOID_TAGS = frozenset(("br", "img"))

_CONTROL_REFERENCE = re.compile(
    r"&#(?:0*(?:[0-8]|1[124-9]|2[0-9]|3[01])(?![0-9])|x0*(?:[0-8bcef]|1[0-9a-f])(?![0-9a-f]));?",
    re.IGNORECASE,
)
"""References to characters that are not allowed in an XML tree."""


def parse_fragment(markup: str) -> Element:
    """Parse a fragment of HTML and return the `body` element that contains it."""
    parser = etree.HTMLParser(
        encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True
    )
    # libxml2 parses control characters, but lxml refuses to assign text that contains them.
    text = _CONTROL_REFERENCE.sub("", NOT_XML.sub("", markup))
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
