"""Parts: the pages of one article; joined, they are one."""

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


class Parts(NamedTuple):
    """The pages of one article.

    Attributes:
        articles: What is on each of them, in order; at least one.
        error: Why there are not more, None if these are all.
    """

    articles: Sequence[Article]
    error: str | None = None

    @property
    def earlier(self) -> PreviousPages:
        """What the next page need not say again."""
        body = ((block.text, block.xpath) for one in self.articles for block in one.body)
        return PreviousPages.of(self.title, body)

    @property
    def title(self) -> str | None:
        """The article's title."""
        return next((one.title for one in self.articles if one.title), None)

    def joined(self) -> Article:
        """The article as a whole.

        Its blocks are those of all pages, one page behind the other, and its body is what they say
        together: every rendering works on it as on that of one page. What it says of itself
        (authors, dates and so on) is what the first page says. It has the flag "truncated" if
        there are pages that are not in it, and `pages_error` tells why.
        """
        first, last = self.articles[0], self.articles[-1]
        if len(self.articles) == 1 and self.error is None:
            return first
        flags = {flag for one in self.articles for flag in one.flags & _OF_ANY}
        flags |= {"truncated"} if self.error else last.flags & {"truncated"}
        return replace(
            first,
            title=self.title,
            confidence=_confidence(self.articles),
            flags=frozenset(flags) | (first.flags & {"no_main_content"}),
            blocks=tuple(block for one in self.articles for block in one.blocks),
            markup="".join(map(_numbered, range(len(self.articles)), self.articles)),
            pages=tuple(page for one in self.articles for page in one.pages),
            pages_error=self.error,
            comment_section=reduce(add, (one.comment_section for one in self.articles)),
        )


_OF_ANY = frozenset(("paywalled", "blocked", "js_required"))
"""Flags that an article has if one of its pages has them."""


def _confidence(articles: Sequence[Article]) -> float:
    """The mean of the pages' confidence, each counting by the length of its body."""
    sizes = [1 + sum(len(block.text) for block in one.body) for one in articles]
    total = sum(size * one.confidence for size, one in zip(sizes, articles, strict=True))
    return round(total / sum(sizes), 3)


_TAG = re.compile(r"<[a-z][^<>]*>")
_NOTE = re.compile(r'(href="#|id=")(fn(?:ref)?-)')


def _numbered(page: int, article: Article) -> str:
    """A page's markup; its footnotes get the number of the page, as each page begins at 1."""
    if not page:
        return article.markup
    return _TAG.sub(lambda tag: _NOTE.sub(rf"\1\2p{page + 1}-", tag.group()), article.markup)
