"""What the requests of one page take along, and what they do not."""

from __future__ import annotations

import httpx
import pytest

from cleanarticle.fetching import FetchOptions
from cleanarticle.fetching.chain import Chain, request_headers

OPTIONS = FetchOptions(headers=(("Authorization", "Bearer x"), ("Cookie", "own=1")))


def chain() -> Chain:
    return Chain(request_headers(OPTIONS), timeout=5)


def answer(request: httpx.Request, location: str, *cookies: str) -> httpx.Response:
    headers = [(b"Location", location.encode())]
    headers += [(b"Set-Cookie", cookie.encode()) for cookie in cookies]
    return httpx.Response(302, headers=headers, request=request)


def after(start: str, location: str, *cookies: str) -> httpx.Request:
    made = chain()
    request = made.redirected(answer(made.request(httpx.URL(start)), location, *cookies))
    assert request is not None
    return request


@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("/b?c=1", "http://a.org/b?c=1#part"),
        ("b", "http://a.org/x/b#part"),
        ("#else", "http://a.org/x/y#else"),
        ("//b.org/", "http://b.org/#part"),
        ("https://b.org/c", "https://b.org/c#part"),
        ("/m\u00fcll", "http://a.org/m%C3%BCll#part"),
    ],
)
def test_where_a_redirect_leads(location: str, url: str) -> None:
    assert str(after("http://a.org/x/y#part", location).url) == url


@pytest.mark.parametrize(
    ("start", "location", "is_same"),
    [
        ("http://a.org/", "/b", True),
        ("http://a.org/", "https://a.org/", True),
        ("https://a.org/", "http://a.org/", False),
        ("http://a.org/", "http://a.org:8080/", False),
        ("http://a.org:8080/", "https://a.org/", False),
        ("http://a.org/", "http://www.a.org/", False),
    ],
)
def test_a_password_goes_to_no_other_site(start: str, location: str, is_same: bool) -> None:  # noqa: FBT001
    request = after(start, location)
    assert ("authorization" in request.headers) == is_same
    assert ("cookie" in request.headers) == is_same
    assert request.headers["host"] == httpx.URL(start).join(location).netloc.decode()


def test_a_password_that_was_dropped_does_not_come_back() -> None:
    made = chain()
    first = made.request(httpx.URL("http://a.org/"))
    away = made.redirected(answer(first, "http://b.org/"))
    assert away is not None
    back = made.redirected(answer(away, "http://a.org/"))
    assert back is not None
    assert "authorization" not in back.headers


def test_cookies_are_sent_back_to_their_site_alone() -> None:
    assert after("http://a.org/", "/b", "seen=1").headers["cookie"] == "seen=1"
    assert "cookie" not in after("http://a.org/", "http://b.org/", "seen=1").headers


def test_a_name_in_the_address_is_a_login() -> None:
    request = chain().request(httpx.URL("http://me:secret@a.org/"))
    assert request.headers["authorization"] == "Basic bWU6c2VjcmV0"
    assert request.headers["host"] == "a.org"


def test_what_is_no_redirect() -> None:
    made = chain()
    request = made.request(httpx.URL("http://a.org/"))
    for response in (httpx.Response(200, request=request), httpx.Response(302, request=request)):
        assert made.redirected(response) is None
    with pytest.raises(httpx.RemoteProtocolError, match="which is no address"):
        made.redirected(answer(request, "http://a.org:x/"))
