from __future__ import annotations

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.metadata.structured_data import StructuredData, ranked, read_structured, types_of
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse


def read(markup: str) -> StructuredData:
    return read_structured(parse(Page.of(markup)))


def script(text: str) -> str:
    return f"<script type='application/ld+json'>{text}</script>"


def test_ids_are_resolved() -> None:
    graph = {
        "@graph": [{"@type": "Article", "author": [{"@id": "a"}]}, {"@id": "a", "name": "Ann"}]
    }
    (item,) = read(script(json.dumps(graph))).json_ld
    assert item["author"] == [{"@id": "a", "name": "Ann"}]


def test_items_of_special_types_come_first() -> None:
    items = [{"@type": "WebPage"}, {"@type": "Organization"}, {"@type": "NewsArticle"}]
    assert [types_of(item) for item in ranked(items)] == [["NewsArticle"], ["WebPage"]]


def test_items_of_microdata_hold_items() -> None:
    (item,) = read(
        """<div itemscope itemtype="http://schema.org/BlogPosting">
        <b itemprop=headline>A bridge</b><a itemprop=url href=/a></a>
        <div itemprop=author itemscope itemtype="http://schema.org/Person">
        <i itemprop=name>Ann</i></div></div><b itemprop=headline>Elsewhere</b>"""
    ).microdata
    assert item["headline"] == ["A bridge"]
    assert item["url"] == ["/a"]
    assert [person["name"] for person in item["author"]] == [["Ann"]]


def test_microdata_is_not_read_where_json_ld_has_an_article() -> None:
    markup = "<div itemscope itemtype='http://schema.org/Article'><b itemprop=headline>x</b></div>"
    assert read(markup).microdata
    assert not read(script('{"@type": "Article"}') + markup).microdata


def test_of_several_articles_in_microdata_that_of_the_page_counts() -> None:
    def article(name: str) -> str:
        return (
            "<div itemscope itemtype='http://schema.org/Article'>"
            f"<b itemprop=headline>{name}</b></div>"
        )

    title = "<title>A bridge | Site</title>"
    found = read(title + article("Elsewhere") + article("A bridge")).microdata
    assert [item["headline"] for item in found] == [["A bridge"]]
    assert not read(title + article("Elsewhere") + article("Nowhere")).microdata
    assert read(title + article("Elsewhere")).microdata


@settings(deadline=None)
@given(st.text(alphabet='[]{}",: a\\\\n1<!-&', max_size=60))
def test_no_text_breaks_it(text: str) -> None:
    assert all(isinstance(item, dict) for item in read(script(text)).json_ld)
