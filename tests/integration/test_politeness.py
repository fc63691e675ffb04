"""robots.txt and the delay between requests."""

from __future__ import annotations

import asyncio
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from cleanarticle.errors import CleanArticleError, ConnectError, RobotsDisallowed
from cleanarticle.fetching import Fetcher, HostScheduler, Robots
from cleanarticle.fetching.urls import parse_url
from cleanarticle.options import FetchOptions
from support.webserver import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

LOCAL = FetchOptions(allow_private_hosts=True, attempts=1, delay=0.2)


@pytest.fixture
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def check_robots(*urls: str) -> list[float | CleanArticleError]:
    """Return the crawl delay that robots.txt gives for each URL, or the error."""

    async def main() -> list[float | CleanArticleError]:
        verdicts: list[float | CleanArticleError] = []
        async with Fetcher(LOCAL) as fetcher:
            robots = Robots(fetcher)
            for url in urls:
                try:
                    verdicts.append(await robots.check(parse_url(url)))
                except CleanArticleError as error:
                    verdicts.append(error)
        return verdicts

    return asyncio.run(main())


def test_robots_rules_are_obeyed_and_fetched_once(site: Site) -> None:
    site.robots = (200, "User-agent: *\nDisallow: /secret/\nCrawl-delay: 3")
    allowed, refused = check_robots(site.url("/page"), site.url("/secret/page"))
    assert allowed == 3
    assert isinstance(refused, RobotsDisallowed)
    assert "--ignore-robots" in str(refused)
    assert [hit.path for hit in site.hits] == ["/robots.txt"]


def test_robots_rules_for_cleanarticle_take_precedence(site: Site) -> None:
    site.robots = (200, "User-agent: *\nAllow: /\n\nUser-agent: cleanarticle\nDisallow: /")
    (refused,) = check_robots(site.url("/page"))
    assert isinstance(refused, RobotsDisallowed)


def test_robots_long_crawl_delay_is_capped(site: Site) -> None:
    site.robots = (200, "User-agent: *\nCrawl-delay: 86400")
    assert check_robots(site.url("/page")) == [30]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_robots_missing_file_allows_all(site: Site, status: int) -> None:
    site.robots = (status, "")
    assert check_robots(site.url("/page")) == [0]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_robots_server_error_forbids_all(site: Site, status: int) -> None:
    site.robots = (status, "")
    (refused,) = check_robots(site.url("/page"))
    assert isinstance(refused, RobotsDisallowed)
    assert "RFC 9309" in str(refused)


def test_robots_site_down_raises_connect_error_of_page() -> None:
    (refused,) = check_robots("http://127.0.0.1:1/page")
    assert isinstance(refused, ConnectError)
    assert refused.url == "http://127.0.0.1:1/page"
    assert "robots.txt" not in str(refused)


def fetch_politely(urls: list[str], options: FetchOptions) -> float:
    """Fetch all URLs concurrently through one scheduler and return the seconds it took."""

    async def main() -> None:
        async with Fetcher(options) as fetcher:
            scheduler = HostScheduler(fetcher)

            async def fetch_one(url: str) -> None:
                async with scheduler.visit() as host_visit:
                    await fetcher.fetch(url, admit=host_visit.acquire)

            await asyncio.gather(*map(fetch_one, urls))

    started = time.monotonic()
    asyncio.run(main())
    return time.monotonic() - started


def test_scheduler_one_host_fetches_one_page_at_a_time_with_delay(site: Site) -> None:
    fetch_politely([site.url(f"/page/{n}") for n in range(4)], LOCAL)
    hits = [hit for hit in site.hits if hit.path != "/robots.txt"]
    assert len(hits) == 4
    pauses = [after.began - before.ended for before, after in pairwise(hits)]
    assert min(pauses) >= 0.2


@pytest.mark.parametrize(("delay", "crawl_delay"), [(0.3, 0), (0, 0.3), (0.3, 0.1)])
def test_scheduler_uses_longer_of_delay_and_crawl_delay_for_retries_too(
    site: Site, delay: float, crawl_delay: float
) -> None:
    site.robots = (200, f"User-agent: *\nCrawl-delay: {crawl_delay}")
    urls = [site.url(path) for path in ("/flaky/503", "/busy/never", "/page")]
    fetch_politely(urls, FetchOptions(allow_private_hosts=True, delay=delay))
    hits = [hit for hit in site.hits if hit.path != "/robots.txt"]
    assert len(hits) == 3 + 2 + 1
    assert min(after.began - before.ended for before, after in pairwise(hits)) >= 0.3


def test_scheduler_hosts_do_not_wait_for_each_other(site: Site) -> None:
    urls = [site.url("/slow/1", host) for host in ("127.0.0.1", "localhost", "127.0.0.2")]
    seconds = fetch_politely(urls[:2], FetchOptions(allow_private_hosts=True, delay=30))
    assert seconds < 15
    assert {hit.host for hit in site.hits} == {"127.0.0.1", "localhost"}


def test_redirect_to_disallowed_path_raises_robots_disallowed(site: Site) -> None:
    site.robots = (200, "User-agent: *\nDisallow: /secret/")
    with pytest.raises(RobotsDisallowed):
        fetch_politely([site.url("/to-secret")], LOCAL)
    assert site.paths() == ["/to-secret"]


def test_redirects_to_one_host_are_fetched_one_at_a_time(site: Site) -> None:
    options = FetchOptions(allow_private_hosts=True, ignore_robots=True, delay=0.3)
    names = ("127.0.0.1", "localhost", "0.0.0.0")
    urls = [site.url(f"/to-host/{names[1]}/slow/{n}", names[n % 3]) for n in range(6)]
    fetch_politely(urls, options)
    for name in names:
        hits = [hit for hit in site.hits if hit.host == name and hit.path.startswith("/slow/")]
        assert len(hits) == (6 if name == "localhost" else 0)
        pauses = [after.began - before.ended for before, after in pairwise(hits)]
        assert all(pause >= 0 for pause in pauses)


def test_redirects_between_two_hosts_do_not_deadlock(site: Site) -> None:
    names = ("127.0.0.1", "localhost")
    urls = [
        site.url(f"/to-host/{there}/to-host/{here}/slow/{number}", here)
        for number in range(3)
        for here, there in (names, names[::-1])
    ]
    fetch_politely(urls, FetchOptions(allow_private_hosts=True, delay=0))
    assert sum(hit.path.startswith("/slow/") for hit in site.hits) == len(urls)


def test_timeout_excludes_time_waiting_for_host(site: Site) -> None:
    """The last page waits longer than the timeout and still has its full time to be fetched."""
    options = FetchOptions(allow_private_hosts=True, ignore_robots=True, delay=2, timeout=5)
    urls = [site.url(f"/to-host/localhost/page/{n}") for n in range(4)]
    assert fetch_politely(urls, options) > 5
    assert sum(hit.host == "localhost" for hit in site.hits) == 4


def test_ignore_robots_skips_robots_txt(site: Site) -> None:
    site.robots = (200, "User-agent: *\nDisallow: /")
    fetch_politely([site.url("/page")], FetchOptions(allow_private_hosts=True, ignore_robots=True))
    assert [hit.path for hit in site.hits] == ["/page"]
