"""Items of schema.org, whatever markup declares them: their types, and which describe the page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

Item = dict[str, Any]
"""A schema.org item: its properties, and its types as "@type"."""

MAX_DEPTH = 100
"""Maximum levels of nested items and lists that are read. Chosen by hand: it is far above that of
real pages and far below the recursion limit."""


def item_types(item: Item) -> list[str]:
    """Return the types of an item without the URL of the vocabulary."""
    declared = item.get("@type")
    types = declared if isinstance(declared, list) else [declared]
    return [str(name).rstrip("/").rsplit("/", 1)[-1] for name in types if name]


def rank_items(items: Iterable[Item]) -> list[Item]:
    """Return the items that describe an article or its page, the most specific type first."""
    ranked = [(_rank(item), item) for item in items]
    return [item for rank, item in sorted(ranked, key=lambda pair: pair[0]) if rank < _UNRANKED]


_TYPE_RANKS = {
    "Recipe": 1, "Review": 1, "HowTo": 1, "Question": 1, "Report": 0,
    "QAPage": 2, "VideoObject": 2, "PodcastEpisode": 2, "Book": 2, "Product": 2, "Course": 2,
    "WebPage": 3, "ItemPage": 3, "AboutPage": 3, "FAQPage": 3, "CollectionPage": 3,
}  # fmt: skip
"""Specificity of schema.org types: 0 for articles to 3 for the pages that contain them. Chosen by
hand."""

_PAGE_RANK, _UNRANKED = 3, 4


def is_article(item: Item) -> bool:
    """Return True if an item is itself a text: an article, a posting or a report."""
    return _rank(item) == 0


def is_content(item: Item) -> bool:
    """Return True if an item is what a page may be about, and not the page around it."""
    return _rank(item) < _PAGE_RANK


def _rank(item: Item) -> int:
    return min(map(_type_rank, item_types(item)), default=_UNRANKED)


def _type_rank(name: str) -> int:
    if name.endswith(("Article", "Posting")):
        return 0
    return _TYPE_RANKS.get(name, _UNRANKED)
