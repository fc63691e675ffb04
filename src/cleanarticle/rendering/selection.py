"""What of the body's semantic HTML is shown: a choice of the reader, not of the labeller."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.rendering.fragment import markup_of, replace_by_text, tree_of, unwrap
from cleanarticle.rendering.media import PLAYER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cleanarticle.parsing.document import Element

_HOLDERS = frozenset(("a", "p", "figure", "li"))
"""Elements that go with what was in them; an empty cell stays, as it holds its column."""


def select(markup: str, *, links: bool = True, images: bool = True, tables: bool = True) -> str:
    """Leave out of the body's semantic HTML what is not wanted.

    Args:
        markup: The body.
        links: Keep links; without them their text stays. Marks of footnotes are no such links.
        images: Keep pictures, and links to players and embedded posts.
        tables: Keep tables of data.
    """
    if links and images and tables:
        return markup
    body = tree_of(markup)
    if not tables:
        _remove(body.iter("table"))
    if not images:
        _remove(body.iter("img"))
        _remove(link for link in body.iter("a") if link.get("class") == PLAYER)
    if not links:
        for link in list(body.iter("a")):
            if not (link.get("href") or "").startswith(("#fn-", "#fnref-")):
                unwrap(link)
    return markup_of(body)


def _remove(elements: Iterable[Element]) -> None:
    for element in list(elements):
        above = element.getparent()
        replace_by_text(element, "")
        while above is not None and above.tag in _HOLDERS and not _says_anything(above):
            emptied, above = above, above.getparent()
            replace_by_text(emptied, "")


def _says_anything(element: Element) -> bool:
    return len(element) > 0 or bool((element.text or "").strip())
