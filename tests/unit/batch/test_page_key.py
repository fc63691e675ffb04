from __future__ import annotations

import pytest

from cleanarticle.fetching.urls import page_key

SITE = "https://a.example"


@pytest.mark.parametrize(
    "others",
    [
        ["/showthread.php?101-old", "/showthread.php?102-new"],
        ["/?4711", "/?4712", "/"],
        ["/news.asp?cid=1", "/news.asp?cid=2"],
        ["/u?uid=1", "/u?uid=2", "/u"],
        ["/p?gallery=1", "/p?gallery=2"],
        ["/k?keyword=cod", "/k?keyword=eel"],
        ["/g?glossary=a", "/g?glossary=b"],
        ["/g?ref=a", "/g?ref=b", "/g?source=a", "/g?campaign=a", "/g?sid=1", "/g?session=2"],
        ["/#/route/a", "/#/route/b", "/#!/a", "/#!b", "/#?page=2", "/#page=3", "/"],
        ["/?a=1&b=2", "/?b=2&a=1"],
        ["/?a", "/?a=", "/?", "/?a&b", "/"],
        ["/Story", "/story", "/story/"],
        ["/%7Ea", "/~a"],
        ["/?utm=1", "/?ga=1", "/?gclids=1"],
        ["/a;jsessionid=1", "/a;jsessionid=2"],
    ],
)
def test_page_key_of_urls_that_may_differ_differs(others: list[str]) -> None:
    assert len({page_key(SITE + other) for other in others}) == len(others)
    assert page_key("http://a.example/") != page_key("https://a.example/")
    assert page_key("https://www.a.example/") != page_key("https://a.example/")


@pytest.mark.parametrize(
    ("url", "same"),
    [
        ("/s?id=1", "/s?utm_source=a&id=1&UTM_Medium=b"),
        ("/s", "/s?fbclid=x"),
        ("/s?b=&a", "/s?b=&gclid=1&a"),
        ("/s", "/s#section"),
        ("/s", "/s#cite_note-1"),
        ("/s", "/s#:~:text=a/b"),
        ("/s", "/s#utm_source=rss&utm_medium=feed"),
        ("/s", "/s#xtor=RSS-1"),
        ("/s?a=1", "/s?a=1&mc_cid=1&mc_eid=2&_hsenc=3&msclkid=4&yclid=5&_ga=6&igshid=7#top"),
    ],
)
def test_page_key_of_one_page_is_one(url: str, same: str) -> None:
    assert page_key(SITE + url) == page_key(SITE + same)


def test_page_key_ignores_case_of_host_and_default_port() -> None:
    assert page_key("HTTPS://A.Example:443/x") == page_key("https://a.example/x")
    assert page_key("https://a.example") == page_key("https://a.example/")
    assert page_key("https://a.example:8443/") != page_key("https://a.example/")


def test_page_key_of_a_url_with_a_password_is_that_of_its_record() -> None:
    assert page_key("https://Jo:pw@a.example/x") == page_key("https://a.example/x")


@pytest.mark.parametrize("text", ["http://[::bad", "http://a:99999999/", "nonsense", "a b://"])
def test_page_key_of_what_is_not_a_url_is_a_str(text: str) -> None:
    assert isinstance(page_key(text), str)
