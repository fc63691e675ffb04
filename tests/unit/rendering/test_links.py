from __future__ import annotations

from typing import TYPE_CHECKING, cast
from urllib.parse import urljoin, urlsplit

from hypothesis import example, given
from hypothesis import strategies as st

from cleanarticle.rendering.links import Links

if TYPE_CHECKING:
    from cleanarticle.rendering.footnotes import Footnotes

BASE = "https://site.example/dir/page?q#f"
PARTS = [
    *("http://", "https://", "HTTP:", "//", "/", "a.b", ":80", "[", "@", ";", "?", "#", ".."),
    *("é", "%20", " ", "\t", "javascript:", "&", "x=1"),
]


@given(st.lists(st.sampled_from(PARTS)).map("".join))
@example("https://a.b?x")
@example("https://a.b/x?")
@example("https://a.b:80/x;y")
def test_resolve_any_url_gives_what_urljoin_gives(url: str) -> None:
    try:
        expected = urljoin(BASE, url.strip())
        is_safe = urlsplit(expected).scheme in ("http", "https", "mailto", "tel")
    except ValueError:
        is_safe = False
    links = Links(BASE, cast("Footnotes", None))
    assert links.resolve(url) == (expected if is_safe and url.strip() != "#" else None)
