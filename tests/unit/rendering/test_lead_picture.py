"""Tests of the picture between the title and the text."""

from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.rendering.lead_picture import _file_name

TEXT = (
    "<p>The barn was moved in one piece on Monday, which took nine hours and many rollers.</p>"
    "<p>Nobody was hurt, although a hen was surprised by it, and said so to the mayor.</p>"
)


def shown(before: str, image: str = "", above: str = "") -> bool:
    """Return True if a picture a.jpg before the text of a page is part of its article."""
    article = cleanarticle.clean(
        f"<html><head><title>The barn is moved | Site</title>"
        f"<meta property=og:image content='{image}'></head><body><header>Site</header>"
        f"<main><article>{above}<h1>The barn is moved</h1>{before}{TEXT}</article></main>"
        "<footer><p>© Site</p></footer>",
        url="https://site.example/a/barn",
    )
    assert ("a.jpg" in article.markdown) == ("a.jpg" in (article.html or ""))
    assert article.text.startswith("The barn was moved in one piece")
    return "a.jpg" in article.markdown


@pytest.mark.parametrize(
    "before",
    [
        "<figure><img src=/a.jpg alt=Barn></figure>",
        "<p><img src=/a.jpg></p>",
        "<div class=hero><div><picture><source srcset=/a.jpg><img src=/s.jpg></picture></div>",
        "<div><img src=spacer.gif data-src=/a.jpg width=800 height=600></div>",
        "<div><noscript><img src=/a.jpg></noscript></div>",
        "<a href=/full/a.jpg><img src=/a.jpg></a>",
        "<img src=/a.jpg>",
        "<div class=meta><img class=avatar src=/bo.jpg><p>By <a href=/bo>Bo</a></p></div>"
        "<figure><img src=/a.jpg></figure>",
        "<amp-img src=/a.jpg width=800 height=600></amp-img>",
        "<figure><amp-img src=/a.jpg width=800 height=600><noscript><img src=/a.jpg></noscript>"
        "</amp-img></figure>",
    ],
)
def test_clean_picture_between_title_and_text_is_part_of_the_article(before: str) -> None:
    assert shown(before)


@pytest.mark.parametrize(
    "before",
    [
        "<img src=/a.jpg width=48 height=48>",
        "<img src=/a.jpg width=1 height=1>",
        "<img src=/a.jpg style='width:40px'>",
        "<img class=avatar src=/a.jpg>",
        "<div class=site-logo><img src=/a.jpg></div>",
        "<img src=/a.jpg alt='Logo of the Site'>",
        "<a href=/><img src=/a.jpg></a>",
        "<a href=https://shop.example/><img src=/a.jpg></a>",
        "<div class=ads><img src=/a.jpg></div>",
        "<img src=/a.jpg width=728 height=90>",
        "<img src=/icon-a.jpg><img src=/logo-a.jpg>",
        "<aside><img src=/a.jpg></aside>",
        "<ul><li><img src=/a.jpg></li></ul>",
        "<div><img src=/a.jpg><p><a href=/b>Hen elected</a></p></div>",
        "<div class=author><img src=/a.jpg></div>",
        "<div hidden><img src=/a.jpg></div>",
    ],
)
def test_clean_other_picture_above_the_text_is_left_out(before: str) -> None:
    assert not shown(before)


def test_clean_declared_picture_is_shown_in_doubt_and_above_the_title() -> None:
    assert shown("<a href=/gallery><img src=/x/barn-a.jpg></a>", "/img/barn-a.jpg")
    assert shown("", "/img/barn-a.jpg", above="<figure><img src=/x/barn-a.jpg></figure>")
    assert not shown("", "/img/other.jpg", above="<figure><img src=/x/barn-a.jpg></figure>")
    assert not shown("<a href=/><img src=/logo-a.jpg></a>", "/img/logo-a.jpg")


@pytest.mark.parametrize(
    "url",
    ["/x/barn.jpg", "/barn-1024x768.jpg", "https://x/y/Barn_small.webp?w=3", "barn@2x.png#a",
     "/barn-scaled.jpg"],
)  # fmt: skip
def test_file_name_is_without_size(url: str) -> None:
    assert _file_name(url) == "barn"


@pytest.mark.parametrize(
    ("player", "url"),
    [
        ("<amp-youtube data-videoid=aB3></amp-youtube>", "https://www.youtube.com/watch?v=aB3"),
        ("<amp-vimeo data-videoid=12></amp-vimeo>", "https://vimeo.com/12"),
        ("<amp-video src=/v.mp4></amp-video>", "https://site.example/v.mp4"),
        ("<amp-audio src=/v.mp3></amp-audio>", "https://site.example/v.mp3"),
        ("<amp-iframe src=https://www.youtube.com/embed/aB3><amp-img placeholder></amp-img>"
         "</amp-iframe>", "https://www.youtube.com/watch?v=aB3"),
        ("<amp-anim src=/v.gif></amp-anim>", "https://site.example/v.gif"),
    ],
)  # fmt: skip
def test_clean_elements_of_amp_are_shown_as_those_of_html(player: str, url: str) -> None:
    html = f"<body><article><h1>The barn is moved</h1>{TEXT}{player}{TEXT}</article>"
    assert url in cleanarticle.clean(html, url="https://site.example/a").markdown
