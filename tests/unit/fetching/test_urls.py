"""URLs: user names and passwords in them."""

from __future__ import annotations

import pytest

from cleanarticle.fetching.urls import page_key
from cleanarticle.page import without_userinfo


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://jo:pw@host/", "http://host/"),
        ("https://jo@host:8/p?x=a@b", "https://host:8/p?x=a@b"),
        ("http://jo:p:w@x@host/", "http://host/"),
        (" HTTP://jo:pw@host", " HTTP://host"),
        ("https:\\\\jo:pw@host\\x", "https:\\\\host\\x"),
        ("http:jo:pw@host", "http:host"),
        ("//jo:pw@host/", "//host/"),
        ("ftp://jo:pw@host/", "ftp://host/"),
        ("http://@host/", "http://host/"),
        ("http://host/p@q", "http://host/p@q"),
        ("http://host?a:b@c", "http://host?a:b@c"),
        ("http://host#a@b", "http://host#a@b"),
        ("file:///a:b@c", "file:///a:b@c"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("a@b.example", "a@b.example"),
        ("/home/a:b@c.html", "/home/a:b@c.html"),
        ("", ""),
    ],
)
def test_without_userinfo_removes_it_and_nothing_else(url: str, expected: str) -> None:
    assert without_userinfo(url) == expected


@pytest.mark.parametrize("password", ["a/b", "a?b", "a#b", "a\\b", "a@b", ":a", "", "a b"])
@pytest.mark.parametrize("at", ["@", "＠"])
def test_without_userinfo_with_a_password_that_is_not_escaped_removes_it(
    password: str, at: str
) -> None:
    url = without_userinfo(f"https://user:{password}.x{at}a.example:80/b")
    assert url == "https://a.example:80/b"


@pytest.mark.parametrize(
    "url",
    [
        "http://a.example:80/@b", "http://a.example/b:c@d", "http://a.example:/@b",
        "http://[::1]:80/@b", "http://[::1]/@b", "http://a.example?b:c@d", "http://a.example:80#@b",
        "http://a.example:80", "http://a.example/＠",
    ],
)  # fmt: skip
def test_without_userinfo_of_a_url_with_an_at_sign_in_its_path_keeps_it(url: str) -> None:
    assert without_userinfo(url) == url


def test_page_key_of_texts_without_a_host_differ() -> None:
    names = [
        "http:/a.example/1",
        "http:/b.example/1",
        "https:\\\\a.example",
        "file:///a",
        "file:///b",
    ]
    assert len(set(map(page_key, names))) == len(names)
