"""URLs: user names and passwords in them."""

from __future__ import annotations

import pytest

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
