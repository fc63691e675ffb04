"""Following: fetching and cleaning the next pages of a paginated article."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeAlias

from cleanarticle.errors import CleanArticleError
from cleanarticle.multipage.joining import ArticlePages
from cleanarticle.multipage.next_page import is_same_page
from cleanarticle.multipage.previous_pages import NO_PREVIOUS_PAGES

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from cleanarticle.article import Article
    from cleanarticle.multipage.previous_pages import PreviousPages
    from cleanarticle.options import FetchOptions
    from cleanarticle.page import Page

    Fetch: TypeAlias = Callable[[str], Awaitable[Page]]
    """Fetches the page at a URL."""

_BARRIERS = frozenset(("blocked", "js_required"))
"""Flags of a page that shows a request to its visitors instead of its content."""


class Cleaned(Protocol):
    """A cleaned page of an article and the URL of the next one, None if there is none."""

    @property
    def article(self) -> Article: ...  # noqa: D102
    @property
    def next_url(self) -> str | None: ...  # noqa: D102


class CleanNext(Protocol):
    """Cleans a page of an article."""

    async def __call__(self, page: Page, previous: PreviousPages, first_url: str | None) -> Cleaned:
        """Clean a page.

        Args:
            page: The page.
            previous: The article's earlier pages.
            first_url: The URL of the first page, None for the first page itself.
        """
        ...


async def follow(page: Page, options: FetchOptions, fetch: Fetch, clean: CleanNext) -> ArticlePages:
    """Clean a page and the pages on which its article continues.

    Any failure of a following page ends the article before it, and is the `error` of the result. A
    page that adds nothing ends it as well: some sites return a page for any
    number.

    Args:
        page: The first page.
        options: The limits: number of pages, and bytes of all of them together.
        fetch: Fetches a page.
        clean: Cleans a page.

    Raises:
        CleanArticleError: The first page cannot be cleaned.
    """
    first_url = page.effective_url
    cleaned = await clean(page, NO_PREVIOUS_PAGES, None)
    articles = [cleaned.article]
    size = len(page.content)
    while (url := cleaned.next_url) is not None:  # page numbers rise, so this ends
        if len(articles) == options.max_pages:
            return ArticlePages(articles, f"{url} is left out: max_pages is {options.max_pages}")
        try:
            page = await fetch(url)
            size += len(page.content)
            if size > options.max_bytes:
                return ArticlePages(
                    articles, f"{url} is left out: with it, the pages are too large"
                )
            if not is_same_page(page.effective_url or url, url):
                return ArticlePages(articles, f"{url} redirects elsewhere, to {page.effective_url}")
            cleaned = await clean(page, ArticlePages(articles).previous, first_url)
        except CleanArticleError as error:
            return ArticlePages(articles, str(error))
        barriers = cleaned.article.flags & _BARRIERS
        if barriers or not cleaned.article.body:
            flags = ", ".join(sorted(barriers))
            error_text = f"{url} shows nothing of the article: {flags}" if barriers else None
            return ArticlePages(articles, error_text)
        articles.append(cleaned.article)
    return ArticlePages(articles)
