from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle import clean
from cleanarticle.metadata.items import item_types, rank_items
from cleanarticle.metadata.structured_data import StructuredData, read_structured
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


@pytest.mark.parametrize(
    ("kind", "is_read"), [("QAPage", True), ("Product", True), ("WebPage", False)]
)
def test_microdata_of_the_page_around_the_content_is_not_read(kind: str, *, is_read: bool) -> None:
    markup = f"<div itemscope itemtype='https://schema.org/{kind}'><b itemprop=name>x</b></div>"
    assert bool(read(markup).microdata) == is_read


@pytest.mark.parametrize("attribute", ['ITEMTYPE="{}"', "itemtype = '{}'", "itemtype={}"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_microdata_is_read_however_it_is_written(attribute: str, encoding: str) -> None:
    scope = attribute.format("https://schema.org/Article")
    markup = f"<div itemscope {scope}><b itemprop=headline>A bridge</b></div>"
    (item,) = read_structured(parse(Page(markup.encode(encoding), encoding=encoding))).microdata
    assert item["headline"] == ["A bridge"]


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


@pytest.mark.parametrize("depth", [50, 400, 700, 950, 5000])
@pytest.mark.parametrize(
    ("start", "end"), [("[", "]"), ('{"name":', "}"), ('[{"name":', "}]"), ('{"@graph":', "}")]
)
def test_clean_json_ld_of_any_depth_gives_article(start: str, end: str, depth: int) -> None:
    for name in ("author", "headline", "comment", "@id", "datePublished", "mainEntity"):
        value = f'{start * depth}"Ann Lee"{end * depth}'
        article = clean(script(f'{{"@type":"Article","{name}":{value}}}') + "<p>a few words")
        assert article.to_json()


@pytest.mark.parametrize("depth", [50, 400, 3000])
def test_clean_microdata_of_any_depth_gives_article(depth: int) -> None:
    start = "<div itemscope itemtype=https://schema.org/Article>"
    article = clean(start + "<div itemprop=author itemscope>a" * depth)
    assert article.to_json()


def test_microdata_property_deep_below_its_item_belongs_to_the_innermost_item() -> None:
    inner = "<div><b itemprop=name>b</b><div><i itemprop=url>c</i></div></div>"
    (item,) = read(
        "<div itemscope itemtype=https://schema.org/Article><div><b itemprop=name>a</b>"
        f"<p><span itemprop=author itemscope>{inner}</span></p>{inner}</div></div>"
    ).microdata
    assert item["name"] == ["a", "b"]
    assert item["url"] == ["c"]
    assert item["author"] == [{"@type": [], "name": ["b"], "url": ["c"]}]


def test_microdata_long_text_of_property_is_not_metadata() -> None:
    (item,) = read(
        "<div itemscope itemtype=https://schema.org/Article><b itemprop=name>a</b>"
        f"<p itemprop=author>{'a few words ' * 1000}</p></div>"
    ).microdata
    assert item["author"] == [""]


@pytest.mark.parametrize("escape", [r"\ud800", r"\uDC00x", r"\ude00\ud83d"])
def test_json_ld_unpaired_surrogate_can_be_encoded(escape: str) -> None:
    item = f'{{"@type":"Article","headline":"Old bridge{escape}"'
    for text in (f"{item}}}", f"{item},}} trailing"):  # the second one is repaired
        title = clean(script(text) + "<p>a few words").title
        assert title is not None
        assert title.startswith("Old bridge?")
        assert title.encode()


def test_json_ld_paired_surrogates_are_one_character() -> None:
    (item,) = read(script(r'{"@type":"Article","headline":"a\ud83d\ude00"}')).json_ld
    assert item["headline"] == "a😀"


@pytest.mark.parametrize(("length", "is_read"), [(1_900_000, True), (2_000_001, False)])
def test_json_ld_that_is_too_long_is_not_read(length: int, *, is_read: bool) -> None:
    item = json.dumps({"@type": "Article", "headline": "Bridge", "keywords": "x" * length})
    assert bool(read(script(item)).json_ld) is is_read
