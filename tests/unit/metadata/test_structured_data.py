from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.metadata.structured_data import (
    StructuredData,
    item_types,
    rank_items,
    read_structured,
)
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse


def read(markup: str) -> StructuredData:
    return read_structured(parse(Page(markup.encode(), encoding="utf-8")))


def script(text: str) -> str:
    return f"<script type='application/ld+json'>{text}</script>"


def test_json_ld_reference_by_id_is_resolved() -> None:
    graph = {
        "@graph": [{"@type": "Article", "author": [{"@id": "a"}]}, {"@id": "a", "name": "Ann"}]
    }
    (item,) = read(script(json.dumps(graph))).json_ld
    assert item["author"] == [{"@id": "a", "name": "Ann"}]


def test_rank_items_sorts_specific_types_first_and_drops_unranked() -> None:
    items = [{"@type": "WebPage"}, {"@type": "Organization"}, {"@type": "NewsArticle"}]
    assert [item_types(item) for item in rank_items(items)] == [["NewsArticle"], ["WebPage"]]


def test_microdata_nested_item_is_property_value() -> None:
    (item,) = read(
        """<div itemscope itemtype="http://schema.org/BlogPosting">
        <b itemprop=headline>A bridge</b><a itemprop=url href=/a></a>
        <div itemprop=author itemscope itemtype="http://schema.org/Person">
        <i itemprop=name>Ann</i></div></div><b itemprop=headline>Elsewhere</b>"""
    ).microdata
    assert item["headline"] == ["A bridge"]
    assert item["url"] == ["/a"]
    assert [person["name"] for person in item["author"]] == [["Ann"]]


def test_microdata_page_with_json_ld_article_is_ignored() -> None:
    markup = "<div itemscope itemtype='http://schema.org/Article'><b itemprop=headline>x</b></div>"
    assert read(markup).microdata
    assert not read(script('{"@type": "Article"}') + markup).microdata


def test_microdata_several_articles_keeps_one_named_like_page() -> None:
    def article(name: str) -> str:
        return (
            "<div itemscope itemtype='http://schema.org/Article'>"
            f"<b itemprop=headline>{name}</b></div>"
        )

    title = "<title>A bridge | Site</title>"
    items = read(title + article("Elsewhere") + article("A bridge")).microdata
    assert [item["headline"] for item in items] == [["A bridge"]]
    assert not read(title + article("Elsewhere") + article("Nowhere")).microdata
    assert read(title + article("Elsewhere")).microdata


@settings(deadline=None)
@given(st.text(alphabet='[]{}",: a\\\\n1<!-&', max_size=60))
def test_json_ld_any_text_returns_items(text: str) -> None:
    assert all(isinstance(item, dict) for item in read(script(text)).json_ld)
