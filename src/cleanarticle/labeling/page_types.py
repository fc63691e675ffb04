"""Page types: what a page declares and shows about its type, against what the models say.

The models see the whole page, so that a short article with a long thread of comments or with menus
longer than itself looks like a list to them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.core.page_signals import PageSignals
    from cleanarticle.core.segmentation import TextBlock

_ARTICLES = frozenset(("ld:article", "ld:newsarticle", "ld:blogposting", "ld:report"))
_OTHERS = frozenset(
    """ld:product ld:discussionforumposting ld:qapage ld:itemlist ld:collectionpage ld:techarticle
    ld:apireference ld:service ld:softwareapplication""".split()
)
"""Types in JSON-LD. Of 252 pages of wcxb-dev that declare an article and none of the others, 244
are articles."""


def final_page_type(
    predicted: str, signals: PageSignals, body: Iterable[TextBlock], *, has_thread: bool
) -> str:
    """Return the type of a page.

    Args:
        predicted: The type by the models.
        signals: What the page declares.
        body: The blocks of its main content.
        has_thread: Whether comments below an article were found.
    """
    is_declared = not _ARTICLES.isdisjoint(signals.names) and _OTHERS.isdisjoint(signals.names)
    if has_thread or is_declared:
        return "article"
    return "article" if predicted == "listing" and not _is_list(list(body)) else predicted


_LEAST_ITEMS = 3
_LINKED = 0.3
_LEAST_PROSE = 8
_LINKED_PROSE = 20
"""Fewest linked blocks of a list, least share of links in each, and fewest words of a paragraph,
and of one that is a link. Of the pages that the models take for lists and that have a paragraph,
but fewer items, 66 of blogs, news-424 and zh-69 are articles, and six of wcxb-dev are lists."""


def _is_list(body: Sequence[TextBlock]) -> bool:
    """Return True if main content has the links of a list, or no prose."""
    items = sum(block.link_density > _LINKED for block in body)
    return items >= _LEAST_ITEMS or not any(map(_is_prose, body))


def _is_prose(block: TextBlock) -> bool:
    least = _LEAST_PROSE if block.link_density < _LINKED else _LINKED_PROSE
    return len(block.text.split()) >= least
