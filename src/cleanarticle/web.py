"""clean_url and aclean_url: fetch one page, follow its next pages if asked, and clean it."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Unpack

import anyio
from anyio import to_thread
from anyio.from_thread import start_blocking_portal

from cleanarticle.fetching import Fetcher, HostScheduler
from cleanarticle.keywords import CLEANING, FETCHING, resolve_options
from cleanarticle.loading import load
from cleanarticle.multipage.following import follow
from cleanarticle.pipeline import CleanedPage, clean_content, clean_page_of_article

if TYPE_CHECKING:
    import httpx

    from cleanarticle.article import Article
    from cleanarticle.keywords import PageKeywords
    from cleanarticle.multipage.previous_pages import PreviousPages
    from cleanarticle.options import CleanOptions, FetchOptions
    from cleanarticle.page import Page


def clean_url(
    url: str,
    *,
    options: CleanOptions | None = None,
    fetch_options: FetchOptions | None = None,
    **changes: Unpack[PageKeywords],
) -> Article:
    """Fetch one page and clean it; works inside a running event loop too.

    Args:
        url: An http or https URL. robots.txt is not read, because a person asked for this page.
        options: Options of cleaning; the defaults if None.
        fetch_options: Options of fetching; the defaults if None.
        **changes: Fields of `CleanOptions` and `FetchOptions`, which win over prebuilt options:
            `clean_url(url, prefer="recall", timeout=5)`. With `follow_pages=True` the next pages of
            the article are joined to it; they are fetched as politely as in a batch. See
            `Article.pages` and `Article.pages_error`.

    Raises:
        FetchError: The page could not be fetched; see `cleanarticle.errors` for the kinds.
        InputError: It is empty or cannot be read.
        ConfigError: An option is unknown or wrong.
    """
    chosen = resolve_options(changes, clean=options, fetch=fetch_options, uses=CLEANING | FETCHING)
    with start_blocking_portal() as portal:
        return portal.call(_fetch_and_clean, url, chosen.clean, chosen.fetch)


async def aclean_url(
    url: str,
    *,
    options: CleanOptions | None = None,
    fetch_options: FetchOptions | None = None,
    **changes: Unpack[PageKeywords],
) -> Article:
    """Fetch one page and clean it in a thread; see `clean_url`.

    Raises:
        FetchError: The page could not be fetched.
        InputError: It is empty or cannot be read.
        ConfigError: An option is unknown or wrong.
    """
    chosen = resolve_options(changes, clean=options, fetch=fetch_options, uses=CLEANING | FETCHING)
    return await _fetch_and_clean(url, chosen.clean, chosen.fetch)


async def _fetch_and_clean(url: str, options: CleanOptions, fetching: FetchOptions) -> Article:
    async with Fetcher(fetching) as fetcher:
        page = await fetcher.fetch(url)
        if fetching.follow_pages:
            return await _follow_and_clean(page, options, fetcher)
    return await to_thread.run_sync(lambda: clean_content(load(page), options))


async def _follow_and_clean(page: Page, options: CleanOptions, fetcher: Fetcher) -> Article:
    scheduler = HostScheduler(fetcher)

    async def admit(url: httpx.URL) -> float:
        pause = await scheduler.check(url)
        await anyio.sleep(pause)
        return pause

    async def clean(page: Page, previous: PreviousPages, first_url: str | None) -> CleanedPage:
        return await to_thread.run_sync(clean_page_of_article, page, options, previous, first_url)

    pages = await follow(page, fetcher.options, partial(fetcher.fetch, admit=admit), clean)
    return await to_thread.run_sync(pages.join)
