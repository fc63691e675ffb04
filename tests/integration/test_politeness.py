"""robots.txt and the pace of requests."""

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


def check(*urls: str) -> list[float | CleanArticleError]:
    """Return the delay of each URL by robots.txt, or the error."""

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


def test_rules_are_obeyed_and_read_once(site: Site) -> None:
    site.robots = (200, "User-agent: *\nDisallow: /secret/\nCrawl-delay: 3")
    allowed, refused = check(site.url("/page"), site.url("/secret/page"))
    assert allowed == 3
    assert isinstance(refused, RobotsDisallowed)
    assert "--ignore-robots" in str(refused)
    assert [hit.path for hit in site.hits] == ["/robots.txt"]


def test_rules_for_this_client_come_first(site: Site) -> None:
    site.robots = (200, "User-agent: *\nAllow: /\n\nUser-agent: cleanarticle\nDisallow: /")
    (refused,) = check(site.url("/page"))
    assert isinstance(refused, RobotsDisallowed)


def test_an_endless_crawl_delay_is_cut(site: Site) -> None:
    site.robots = (200, "User-agent: *\nCrawl-delay: 86400")
    assert check(site.url("/page")) == [30]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_txt_allows_all(site: Site, status: int) -> None:
    site.robots = (status, "")
    assert check(site.url("/page")) == [0]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_broken_robots_txt_forbids_all(site: Site, status: int) -> None:
    site.robots = (status, "")
    (refused,) = check(site.url("/page"))
    assert isinstance(refused, RobotsDisallowed)
    assert "RFC 9309" in str(refused)


def test_a_site_that_is_down_is_down() -> None:
    (refused,) = check("http://127.0.0.1:1/page")
    assert isinstance(refused, ConnectError)
    assert refused.url == "http://127.0.0.1:1/page"
    assert "robots.txt" not in str(refused)


def visit(urls: list[str], options: FetchOptions) -> float:
    """Fetch all addresses in their turns, all at a time; how many seconds that took."""

    async def main() -> None:
        async with Fetcher(options) as fetcher:
            pace = HostScheduler(fetcher)

            async def one(url: str) -> None:
                async with pace.visit() as visit:
                    await fetcher.fetch(url, admit=visit.acquire)

            await asyncio.gather(*map(one, urls))

    begun = time.monotonic()
    asyncio.run(main())
    return time.monotonic() - begun


def test_one_host_is_asked_one_page_at_a_time_with_a_pause(site: Site) -> None:
    visit([site.url(f"/page/{n}") for n in range(4)], LOCAL)
    hits = [hit for hit in site.hits if hit.path != "/robots.txt"]
    assert len(hits) == 4
    pauses = [after.began - before.ended for before, after in pairwise(hits)]
    assert min(pauses) >= 0.2


@pytest.mark.parametrize(("delay", "crawl_delay"), [(0.3, 0), (0, 0.3), (0.3, 0.1)])
def test_the_pause_is_the_longer_one_and_holds_for_new_attempts(
    site: Site, delay: float, crawl_delay: float
) -> None:
    site.robots = (200, f"User-agent: *\nCrawl-delay: {crawl_delay}")
    urls = [site.url(path) for path in ("/flaky/503", "/busy/never", "/page")]
    visit(urls, FetchOptions(allow_private_hosts=True, delay=delay))
    hits = [hit for hit in site.hits if hit.path != "/robots.txt"]
    assert len(hits) == 3 + 2 + 1
    assert min(after.began - before.ended for before, after in pairwise(hits)) >= 0.3


def test_hosts_do_not_wait_for_each_other(site: Site) -> None:
    urls = [site.url("/slow/1", host) for host in ("127.0.0.1", "localhost", "127.0.0.2")]
    seconds = visit(urls[:2], FetchOptions(allow_private_hosts=True, delay=30))
    assert seconds < 15
    assert {hit.host for hit in site.hits} == {"127.0.0.1", "localhost"}


def test_a_redirect_is_no_way_around_robots_txt(site: Site) -> None:
    site.robots = (200, "User-agent: *\nDisallow: /secret/")
    with pytest.raises(RobotsDisallowed):
        visit([site.url("/to-secret")], LOCAL)
    assert site.paths() == ["/to-secret"]


def test_a_redirect_is_no_way_around_a_hosts_turn(site: Site) -> None:
    options = FetchOptions(allow_private_hosts=True, ignore_robots=True, delay=0.3)
    names = ("127.0.0.1", "localhost", "0.0.0.0")
    urls = [site.url(f"/to-host/{names[1]}/slow/{n}", names[n % 3]) for n in range(6)]
    visit(urls, options)
    for name in names:
        hits = [hit for hit in site.hits if hit.host == name and hit.path.startswith("/slow/")]
        assert len(hits) == (6 if name == "localhost" else 0)
        pauses = [after.began - before.ended for before, after in pairwise(hits)]
        assert all(pause >= 0 for pause in pauses)


def test_pages_that_swap_hosts_do_not_wait_for_ever(site: Site) -> None:
    names = ("127.0.0.1", "localhost")
    urls = [
        site.url(f"/to-host/{there}/to-host/{here}/slow/{number}", here)
        for number in range(3)
        for here, there in (names, names[::-1])
    ]
    visit(urls, FetchOptions(allow_private_hosts=True, delay=0))
    assert sum(hit.path.startswith("/slow/") for hit in site.hits) == len(urls)


def test_waiting_for_a_turn_is_on_nobodys_deadline(site: Site) -> None:
    """The last page waits longer than a page may take, and then has all its time."""
    options = FetchOptions(allow_private_hosts=True, ignore_robots=True, delay=2, timeout=5)
    urls = [site.url(f"/to-host/localhost/page/{n}") for n in range(4)]
    assert visit(urls, options) > 5
    assert sum(hit.host == "localhost" for hit in site.hits) == 4


def test_robots_can_be_ignored(site: Site) -> None:
    site.robots = (200, "User-agent: *\nDisallow: /")
    visit([site.url("/page")], FetchOptions(allow_private_hosts=True, ignore_robots=True))
    assert [hit.path for hit in site.hits] == ["/page"]
