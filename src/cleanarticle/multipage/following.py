"""Following: from an article's first page to its others."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

import anyio
from anyio import to_thread

from cleanarticle.batch.worker import Part, clean_part
from cleanarticle.errors import CleanArticleError
from cleanarticle.fetching import Fetcher, Pace
from cleanarticle.multipage.joining import Parts
from cleanarticle.multipage.next_page import is_same_page

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    import httpx

    from cleanarticle.article import Article
    from cleanarticle.fetching import FetchOptions
    from cleanarticle.multipage.previous_pages import PreviousPages
    from cleanarticle.options import CleanOptions
    from cleanarticle.page import Page

    Fetch: TypeAlias = Callable[[str], Awaitable[Page]]
    CleanPart: TypeAlias = Callable[[Page, PreviousPages, str | None], Awaitable[Part]]
    """Cleans a page, given what stands on earlier ones and the address of the first, which is None
    for the first itself."""

_BARRED = frozenset(("blocked", "js_required"))
"""Flags of a page that shows a request to its visitors instead of what it is for, whatever of that
reads like text."""


async def follow(page: Page, options: FetchOptions, fetch: Fetch, clean: CleanPart) -> Parts:
    """The article that a page begins: the page, and those on which it goes on.

    Whatever is wrong with a following page ends the article before it, and is said in the parts'
    `error`. A page that says nothing new ends it as well: some sites answer any page number.

    Args:
        page: The first page.
        options: The limits: of the pages, and of the bytes of all of them together.
        fetch: Fetches a page.
        clean: Cleans it.

    Raises:
        CleanArticleError: The first page cannot be cleaned.
    """
    first = page.effective_url
    part = await clean(page, Parts(()).earlier, None)
    articles = [part.article]
    size = len(page.content)
    while (url := part.next_page) is not None:  # each has a higher number, so none comes again
        if len(articles) == options.max_pages:
            return Parts(articles, f"{url} is left out: max_pages is {options.max_pages}")
        try:
            page = await fetch(url)
            size += len(page.content)
            if size > options.max_bytes:
                return Parts(articles, f"{url} is left out: with it, the pages are too large")
            if not is_same_page(page.effective_url or url, url):
                return Parts(articles, f"{url} leads elsewhere, to {page.effective_url}")
            part = await clean(page, Parts(articles).earlier, first)
        except CleanArticleError as error:
            return Parts(articles, str(error))
        barred = part.article.flags & _BARRED
        if barred or not part.article.body:
            why = ", ".join(sorted(barred))
            return Parts(articles, f"{url} shows none of the article: {why}" if barred else None)
        articles.append(part.article)
    return Parts(articles)


async def clean_followed(page: Page, options: FetchOptions, cleaning: CleanOptions) -> Article:
    """Clean a page that was fetched, and those on which its article goes on.

    Raises:
        CleanArticleError: The page cannot be cleaned.
    """
    async with Fetcher(options) as fetcher:
        pace = Pace(fetcher)

        async def admit(url: httpx.URL) -> float:
            pause = await pace.check(url)
            await anyio.sleep(pause)
            return pause

        async def clean(page: Page, earlier: PreviousPages, first: str | None) -> Part:
            chosen = replace(cleaning, earlier=earlier)
            return await to_thread.run_sync(clean_part, page, chosen, first)

        parts = await follow(page, options, partial(fetcher.fetch, admit=admit), clean)
    return await to_thread.run_sync(parts.joined)
