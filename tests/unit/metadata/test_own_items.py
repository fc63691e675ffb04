from __future__ import annotations

import json
from typing import Any

import pytest

import cleanarticle

_URL = "https://wexmoor.example/news/bridge"
_FERRY: dict[str, Any] = {
    "headline": "The ferry is sold",
    "datePublished": "2023-01-02",
    "author": {"@type": "Person", "name": "Bo Ek"},
    "image": "https://wexmoor.example/ferry.png",
    "articleBody": "The ferry is sold to a firm in the north.",
}
_BRIDGE: dict[str, Any] = {"headline": "The bridge is built", "datePublished": "2024-05-04"}


def page(*items: object, canonical: str = _URL) -> str:
    scripts = "".join(
        f"<script type='application/ld+json'>{json.dumps(item)}</script>" for item in items
    )
    text = "<p>The town council met in the old hall and talked of the new bridge.</p>" * 6
    return (
        f"<html lang=en><head><title>The bridge is built - Daily Wexmoor</title>{scripts}"
        f"<link rel=canonical href='{canonical}'></head>"
        f"<body><article><h1>The bridge is built</h1>{text}</article></body></html>"
    )


@pytest.mark.parametrize(
    "item",
    [
        {"@type": "NewsArticle", "url": "https://wexmoor.example/news/ferry", **_FERRY},
        {"@type": "NewsArticle", "url": "/news/ferry", **_FERRY},
        {"@type": "NewsArticle", "mainEntityOfPage": "https://wexmoor.example/f", **_FERRY},
        {"@type": "Article", "mainEntityOfPage": {"@id": "https://wexmoor.example/f"}, **_FERRY},
        {"@type": "BlogPosting", "@id": "https://wexmoor.example/news/ferry#a", **_FERRY},
        {"@type": "Article", **_FERRY, "headline": "All the news of the valley", "url": "/"},
        {"@type": "WebPage", "url": "https://wexmoor.example/", "datePublished": "2015-01-02"},
        {"@type": "VideoObject", "name": "A ferry in fog", "uploadDate": "2021-01-02"},
        [{"@type": "NewsArticle", "url": "/news/ferry", **_FERRY}],
        {"@graph": [{"@type": "NewsArticle", "url": "/news/ferry", **_FERRY}]},
    ],
)
def test_clean_json_ld_of_other_page_gives_no_metadata(item: Any) -> None:
    article = cleanarticle.clean(page(item), url=_URL)
    assert article.title == "The bridge is built"
    assert (article.authors, article.published, article.image) == ((), None, None)


@pytest.mark.parametrize("canonical", [_URL, ""])
@pytest.mark.parametrize("urls", [("/news/ferry", "/news/bridge"), (None, None), ("/f", None)])
def test_clean_json_ld_of_several_articles_gives_the_one_named_like_the_page(
    urls: tuple[str | None, str | None], canonical: str
) -> None:
    items = [
        {"@type": "NewsArticle", **fields} | ({"url": url} if url else {})
        for fields, url in zip((_FERRY, _BRIDGE), urls, strict=True)
    ]
    for scripts in ([items], items, [{"@graph": items}]):
        article = cleanarticle.clean(page(*scripts, canonical=canonical))
        assert (article.published, article.authors) == ("2024-05-04", ())


@pytest.mark.parametrize(
    "item",
    [
        {"@type": "NewsArticle", "url": "https://wexmoor.example/", **_BRIDGE},
        {"@type": "NewsArticle", "url": "https://amp.wexmoor.example/news/bridge/amp", **_BRIDGE},
        {"@type": "NewsArticle", "url": f"{_URL}/?utm_source=x", "datePublished": "2024-05-04"},
        {"@type": "WebPage", "@id": f"{_URL}#webpage", "datePublished": "2024-05-04"},
        {"@type": "NewsArticle", **_BRIDGE, "headline": "Wexmoor crosses its river", "url": _URL},
        {"@type": "NewsArticle", **_BRIDGE, "headline": "Wexmoor crosses its river"},
        {"@type": "VideoObject", "name": "The bridge is built", "uploadDate": "2024-05-04"},
    ],
)
def test_clean_json_ld_of_page_in_another_form_gives_its_date(item: dict[str, Any]) -> None:
    assert cleanarticle.clean(page(item), url=_URL).published == "2024-05-04"
