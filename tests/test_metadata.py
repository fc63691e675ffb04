from __future__ import annotations

import json

from cleanarticle.document import parse
from cleanarticle.metadata import Metadata, read_metadata
from cleanarticle.page import Page


def read(head: str, body: str = "<p>x</p>") -> Metadata:
    return read_metadata(parse(Page.of(f"<html lang=en><head>{head}</head><body>{body}</body>")))


def json_ld(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


def test_json_ld_comes_first() -> None:
    found = read(
        json_ld({
            "@context": "https://schema.org",
            "@graph": [
                {"@type": "WebPage", "name": "page"},
                {
                    "@type": ["NewsArticle"],
                    "headline": "A headline",
                    "author": [{"@type": "Person", "name": "Ann Lee"}, "Bo Ek"],
                    "datePublished": "2024-05-04T10:00:00+02:00",
                    "dateModified": "2024-05-05",
                    "keywords": ["one", "two"],
                },
            ],
        })
        + "<meta property='og:title' content='Another'><meta name=author content='Nobody'>"
    )  # fmt: skip
    assert found.title == "A headline"
    assert found.authors == ("Ann Lee", "Bo Ek")
    assert found.published == "2024-05-04T10:00:00+02:00"
    assert found.modified == "2024-05-05"
    assert found.tags == ("one", "two")


def test_meta_tags_are_next() -> None:
    found = read(
        """<title>Story | The Site</title><meta property=og:site_name content="The Site">
        <meta property=og:title content="Story | The Site">
        <meta name=author content="By Ann Lee"><meta name=description content="What it is">
        <meta property=article:published_time content=2024-05-04>
        <meta property=article:tag content=a><meta property=article:tag content=b>
        <meta property=og:image content=https://x.example/i.png>
        <link rel=canonical href=https://x.example/story>"""
    )
    assert found == Metadata(
        title="Story", authors=("Ann Lee",), published="2024-05-04", site_name="The Site",
        language="en", description="What it is", image="https://x.example/i.png",
        tags=("a", "b"), canonical_url="https://x.example/story",
        hints=found.hints,
    )  # fmt: skip


def test_the_heading_and_the_title_element_are_last() -> None:
    assert read("<title>Story - Site</title>", "<h1>The  story</h1>").title == "The story"
    assert read("<title>Story - Site</title>", "<h1>Story</h1>").title == "Story"
    assert read("<title>Only this</title>").title == "Only this"
    assert read("").title is None


def test_an_author_that_is_the_site_or_an_address_is_none() -> None:
    head = "<meta property=og:site_name content=Acme><meta name=author content=Acme>"
    assert read(head).authors == ()
    assert read("<meta property=article:author content=https://fb.example/x>").authors == ()


def test_broken_json_ld_is_passed_over() -> None:
    broken = "<script type=application/ld+json>{'oops': </script>"
    assert read(broken + "<title>Story</title>").title == "Story"
    assert read(f"<script type=application/ld+json>{'[' * 100_000}</script>").authors == ()


def test_json_ld_of_odd_shapes() -> None:
    assert read(json_ld([])).title is None
    assert read(json_ld("text")).title is None
    odd = read(json_ld({"@type": "Article", "headline": 3, "author": [], "image": []}))
    assert odd == Metadata(language="en", hints=odd.hints)
    assert read(json_ld({"@type": "Article", "keywords": "a, b,a"})).tags == ("a", "b")


def test_hints_of_the_page_type() -> None:
    hints = read(
        json_ld({"@type": ["Product", "Thing"]})
        + "<meta property=og:type content=product.item><meta name=generator content='Hugo 0.1'>"
        + "<link rel=canonical href=https://site.example/p/1>"
    ).hints
    assert {"ld:product", "ld:thing", "og:product.item", "generator:hugo"} <= hints.names
    assert hints.address == "https://site.example/p/1"
