"""Removal of links, images or tables from rendered HTML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.rendering.fragment import (
    parse_fragment,
    replace_with_text,
    serialize_fragment,
)
from cleanarticle.rendering.media import PLAYER_CLASS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleanarticle.parsing.document import Element

_UNWANTED = "unwanted"
"""Name of elements of which only the content stays."""

_REMOVED_IF_EMPTY = frozenset(("a", "p", "figure", "li"))
"""Elements that are removed with their only content. Table cells stay, to keep the columns."""


def select_markup(
    markup: str, *, links: bool = True, images: bool = True, tables: bool = True
) -> str:
    """Return rendered HTML without the kinds of elements that are not wanted.

    Args:
        markup: HTML returned by `render_html`.
        links: Keep links. If False, their text stays, and so do footnote links.
        images: Keep images, and links to players and embedded posts.
        tables: Keep data tables.
    """
    if links and images and tables:
        return markup
    body = parse_fragment(markup)
    if not tables:
        _remove(body.iter("table"))
    if not images:
        _remove(body.iter("img"))
        _remove(link for link in body.iter("a") if link.get("class") == PLAYER_CLASS)
    if not links:
        for link in body.iter("a"):
            if not (link.get("href") or "").startswith(("#fn-", "#fnref-")):
                link.tag = _UNWANTED
        etree.strip_tags(body, _UNWANTED)
    return serialize_fragment(body)


def _remove(elements: Iterable[Element]) -> None:
    """Remove elements, and the ancestors that this leaves empty."""
    for element in list(elements):
        parent = element.getparent()
        replace_with_text(element, "")
        while parent is not None and parent.tag in _REMOVED_IF_EMPTY and not _has_content(parent):
            emptied, parent = parent, parent.getparent()
            replace_with_text(emptied, "")


def _has_content(element: Element) -> bool:
    return len(element) > 0 or bool((element.text or "").strip())
