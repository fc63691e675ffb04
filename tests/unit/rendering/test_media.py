"""Tests of the URLs of images, players and embedded posts."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cleanarticle.parsing.document import parse_markup
from cleanarticle.rendering.media import image_of, image_url, is_preview, player_url

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element


def elements(markup: str, tag: str) -> list[Element]:
    return list(parse_markup(f"<body>{markup}").root.iter(tag))


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ("<img src=' a.jpg '>", "a.jpg"),
        ("<img src=a.jpg srcset='b.jpg 300w, c.jpg 1200w, d.jpg 600w'>", "c.jpg"),
        ("<img src=a.jpg srcset='b.jpg, c.jpg 2x'>", "c.jpg"),
        ("<img src=a.jpg srcset='b,1.jpg 2x, c.jpg'>", "b,1.jpg"),
        ("<img src=blank.gif data-src=a.jpg>", "a.jpg"),
        ("<img src=a.jpg data-src=/img/placeholder-1x1.png>", "a.jpg"),
        ("<img src=data:image/gif;base64,x data-srcset='a.jpg 1x'>", "a.jpg"),
        ("<picture><source srcset='b.jpg 2x'><img src=a.jpg data-src=c.jpg></picture>", "b.jpg"),
        ("<img src=/spacer.gif>", ""),
        ("<img src=/Blank.GIF>", ""),
        ("<img>", ""),
    ],
)
def test_image_url_is_that_of_the_largest_version(markup: str, url: str) -> None:
    assert image_url(elements(markup, "img")[0]) == url


@pytest.mark.parametrize(
    ("markup", "previews"),
    [
        ("<figure><img class=lqip src=a.jpg><img src=b.jpg></figure>", [True, False]),
        ("<figure><img src=/300/a.jpg><img src=/900/a.jpg></figure>", [True, False]),
        ("<figure><img src=a.jpg><img src=b.jpg></figure>", [False, False]),
        ("<figure><img src=a.jpg><noscript><img src=b.jpg></noscript></figure>", [False, False]),
        ("<div>" + "<img class=thumb src=/1/a.jpg>" * 4 + "</div>", [False] * 4),
    ],
)
def test_is_preview_of_smaller_versions_is_true(markup: str, previews: list[bool]) -> None:
    assert [is_preview(image) for image in elements(markup, "img")] == previews


@pytest.mark.parametrize(
    ("markup", "is_found"),
    [
        ("<noscript><img src=a.jpg></noscript>", True),
        ("<div><img src=/blank.gif></div><noscript><img src=a.jpg></noscript>", True),
        ("<div><img src=b.jpg></div><noscript><img src=a.jpg></noscript>", False),
        ("<div><img src=b.jpg></div>text<noscript><img src=a.jpg></noscript>", True),
        ("<noscript>Scripts are off</noscript>", False),
    ],
)
def test_image_of_unless_a_usable_one_precedes(markup: str, *, is_found: bool) -> None:
    image = image_of(elements(markup, "noscript")[0])
    assert (image is not None) == is_found


@pytest.mark.parametrize(
    ("markup", "url"),
    [
        ("<iframe src=https://www.youtube.com/embed/x1></iframe>", "youtube.com/watch?v=x1"),
        (
            "<iframe src='https://www.youtube.com/embed/videoseries?list=p'></iframe>",
            "youtube.com/playlist?list=p",
        ),
        ("<iframe data-src=https://player.vimeo.com/video/1/></iframe>", "vimeo.com/1"),
        ("<iframe src=about:blank data-src=https://ted.com/x></iframe>", "ted.com/x"),
        ("<iframe src=https://ads.example.com/x></iframe>", ""),
        ("<iframe src='https://[youtube.com'></iframe>", ""),
        ("<video><source src=a.mp4></video>", "a.mp4"),
        ("<audio src=blob:x></audio>", ""),
        ("<p src=https://ted.com/x>", ""),
    ],
)
def test_player_url_of_content_is_its_page(markup: str, url: str) -> None:
    element = next(parse_markup(f"<body>{markup}").root.iter("iframe", "video", "audio", "p"))
    assert player_url(element).removeprefix("https://").removeprefix("www.") == url
