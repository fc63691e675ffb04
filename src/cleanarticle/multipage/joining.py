"""ArticlePages: the cleaned pages of one article, and the article that joins them."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import reduce
from operator import add
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.multipage.previous_pages import PreviousPages

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.article import Article


class ArticlePages(NamedTuple):
    """The cleaned pages of one article.

    Attributes:
        articles: The article of each page, in order; at least one.
        error: Why further pages are missing, None if these are all.
    """

    articles: Sequence[Article]
    error: str | None = None

    @property
    def previous(self) -> PreviousPages:
        """The text that the next page may repeat."""
        body = (block for article in self.articles for block in article.body)
        return PreviousPages.of(self.title, body)

    @property
    def title(self) -> str | None:
        """The article's title."""
        return next((article.title for article in self.articles if article.title), None)

    def join(self) -> Article:
        """Return the article as a whole.

        Its blocks are those of all pages, one page after the other, and every rendering shows them
        as one text. Its metadata is that of the first page. If pages are missing, it has the flag
        "truncated", and `pages_error` says why.
        """
        first, last = self.articles[0], self.articles[-1]
        if len(self.articles) == 1 and self.error is None:
            return first
        flags = {flag for article in self.articles for flag in article.flags} - _OWN_FLAGS
        flags |= {"truncated"} if self.error else last.flags & {"truncated"}
        return replace(
            first,
            title=self.title,
            confidence=_mean_confidence(self.articles),
            flags=frozenset(flags) | (first.flags & {"no_main_content"}),
            blocks=tuple(block for article in self.articles for block in article.blocks),
            markup="".join(map(_number_footnotes, range(len(self.articles)), self.articles)),
            pages=tuple(page for article in self.articles for page in article.pages),
            pages_error=self.error,
            comment_section=reduce(add, (article.comment_section for article in self.articles)),
        )


_OWN_FLAGS = frozenset(("truncated", "no_main_content"))
"""Flags of a page that its article need not have; it has all others that any of its pages has."""


def _mean_confidence(articles: Sequence[Article]) -> float:
    """Return the mean confidence of the pages, weighted by the length of their bodies."""
    sizes = [1 + sum(len(block.text) for block in article.body) for article in articles]
    total = sum(size * article.confidence for size, article in zip(sizes, articles, strict=True))
    return round(total / sum(sizes), 3)


_TAG = re.compile(r"<[a-z][^<>]*>")
_FOOTNOTE = re.compile(r'(href="#|id=")(fn(?:ref)?-)')


def _number_footnotes(page: int, article: Article) -> str:
    """Return a page's markup with unique footnote anchors, as each page begins with note 1."""
    if not page:
        return article.markup
    return _TAG.sub(lambda tag: _FOOTNOTE.sub(rf"\1\2p{page + 1}-", tag.group()), article.markup)
