from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleanarticle
from cleanarticle.block import Block, BlockKind
from cleanarticle.core.page_type import PageType
from cleanarticle.core.segmenter import segment
from cleanarticle.labeling.effort import Effort
from cleanarticle.labeling.labels import Labels
from cleanarticle.metadata.declared import Declared, read_declared
from cleanarticle.metadata.resolution import Metadata, resolve_metadata
from cleanarticle.parsing.document import parse
from support.pages import page_of
from support.paths import FIXTURES

if TYPE_CHECKING:
    from cleanarticle.page import Page


def resolve(head: str, body: str = "<p>x</p>") -> Metadata:
    return resolve_page(page_of(f"<html lang=en><head>{head}</head><body>{body}</body>"))


def resolve_page(page: Page) -> Metadata:
    """Return the metadata of a product page: its byline is not read."""
    document = parse(page)
    segmentation = segment(document)
    declared = read_declared(document, segmentation)
    labels = Labels((), 1.0, PageType.PRODUCT)
    return resolve_metadata(declared, document, segmentation, labels, Effort.FAST)


def declared_data(head: str, body: str = "<p>x</p>") -> Declared:
    document = parse(page_of(f"<html lang=en><head>{head}</head><body>{body}</body>"))
    return read_declared(document, segment(document))


def json_ld(value: object) -> str:
    return f"<script type='application/ld+json'>{json.dumps(value)}</script>"


def test_resolve_metadata_json_ld_precedes_meta_tags() -> None:
    metadata = resolve(
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
    assert metadata.title == "A headline"
    assert metadata.authors == ("Ann Lee", "Bo Ek")
    assert metadata.published == "2024-05-04T10:00:00+02:00"
    assert metadata.modified == "2024-05-05"
    assert metadata.tags == ("one", "two")


def test_resolve_metadata_page_without_json_ld_uses_meta_tags() -> None:
    metadata = resolve(
        """<title>Story | The Site</title><meta property=og:site_name content="The Site">
        <meta property=og:title content="Story | The Site">
        <meta name=author content="By Ann Lee"><meta name=description content="What it is">
        <meta property=article:published_time content=2024-05-04>
        <meta property=article:tag content=a><meta property=article:tag content=b>
        <meta property=og:image content=https://x.example/i.png>
        <link rel=canonical href=https://x.example/story>"""
    )
    assert metadata == Metadata(
        title="Story", authors=("Ann Lee",), published="2024-05-04", site_name="The Site",
        language="en", description="What it is", image="https://x.example/i.png",
        tags=("a", "b"), canonical_url="https://x.example/story",
        sources=metadata.sources,
    )  # fmt: skip
    assert metadata.sources == {
        "title": "opengraph", "authors": "meta", "published": "opengraph",
        "site_name": "opengraph", "language": "html", "description": "meta", "image": "opengraph",
        "tags": "opengraph", "canonical_url": "link",
    }  # fmt: skip


def test_resolve_metadata_title_falls_back_to_heading_and_title_element() -> None:
    assert resolve("<title>Story - Site</title>", "<h1>The  story</h1>").title == "The story"
    assert resolve("<title>Story - Site</title>", "<h1>Story</h1>").title == "Story"
    assert resolve("<title>Only this</title>").title == "Only this"
    assert resolve("<title>Only this</title>", "<h1>Only that</h1>").title == "Only that"
    assert resolve("").title is None


def test_resolve_metadata_first_heading_naming_site_is_not_title() -> None:
    banner = "<h1>Acme boards</h1><h2>How to mend a pump</h2>"
    assert resolve("<title>How to mend a pump - Acme boards</title>", banner).title == (
        "How to mend a pump"
    )
    site_first = "<meta property=og:site_name content=Acme><title>Acme - Our boards</title>"
    assert resolve(site_first, "<h1>Our boards</h1><h2>Oak</h2>").title == "Our boards"


def test_resolve_metadata_author_that_is_site_or_url_is_ignored() -> None:
    head = "<meta property=og:site_name content=Acme><meta name=author content=Acme>"
    assert resolve(head).authors == ()
    assert resolve("<meta property=article:author content=https://fb.example/x>").authors == ()


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("<meta name=author content='Ann Lee'>", ("Ann Lee",)),
        (json_ld({"@type": "Article", "author": {"@type": "Person", "name": "Ann Lee"}}),
         ("Ann Lee",)),
        (json_ld({"@type": "Article", "author": {"@type": "NewsMediaOrganization",
                                                 "name": "Ann Lee"}}), ()),
    ],
)  # fmt: skip
def test_clean_author_named_like_site_is_used_only_without_byline(
    head: str, authors: tuple[str, ...]
) -> None:
    site = "<meta property=og:site_name content='Ann Lee'>"
    without_byline = clean_with_byline(site + head, "")
    assert without_byline.authors == authors
    assert "signed" not in without_byline.sources
    with_byline = clean_with_byline(
        site + head, "<div class=byline>By <a rel=author href=/bo>Bo Ek</a></div>"
    )
    assert with_byline.authors == ("Bo Ek",)


def test_resolve_metadata_site_name_in_title_is_used_only_if_host_matches() -> None:
    def site_name_of(title: str) -> str | None:
        page = page_of(f"<title>{title}</title><h1>Oak</h1>", url="https://www.tidewheel.example/a")
        return resolve_page(page).site_name

    assert site_name_of("Oak | Tidewheel") == site_name_of("Tidewheel - Oak") == "Tidewheel"
    assert site_name_of("Oak | Beech") is None


def test_resolve_metadata_unreadable_json_ld_is_ignored() -> None:
    broken = "<script type=application/ld+json>{'oops': </script>"
    assert resolve(broken + "<title>Story</title>").title == "Story"
    assert resolve(f"<script type=application/ld+json>{'[' * 100_000}</script>").authors == ()


def test_resolve_metadata_json_ld_values_of_unexpected_types_are_tolerated() -> None:
    assert resolve(json_ld([])).title is None
    assert resolve(json_ld("text")).title is None
    unexpected = resolve(json_ld({"@type": "Article", "headline": 3, "author": [], "image": []}))
    assert unexpected == Metadata(language="en", sources={"language": "html"})
    assert resolve(json_ld({"@type": "Article", "keywords": "a, b,a"})).tags == ("a", "b")


def test_read_declared_head_gives_page_type_signals() -> None:
    signals = declared_data(
        json_ld({"@type": ["Product", "Thing"]})
        + "<meta property=og:type content=product.item><meta name=generator content='Hugo 0.1'>"
        + "<link rel=canonical href=https://site.example/p/1>"
    ).facts.signals
    assert {"ld:product", "ld:thing", "og:product.item", "generator:hugo"} <= signals.names
    assert signals.url == "https://site.example/p/1"


def clean_with_byline(head: str, byline: str, **options: Any) -> cleanarticle.Article:
    prose = (
        "<p>" + "The town council met in the old hall and talked of the new bridge. " * 8 + "</p>"
    )
    return cleanarticle.clean(
        f"<html lang=en><head><title>Bridge is built</title>{head}</head><body><main>"
        f"<h1>Bridge is built</h1>{byline}{prose * 5}</main></body></html>",
        **options,
    )


PERSON = {"@type": "Person", "name": "Ann Lee"}


@pytest.mark.parametrize(
    "value",
    [
        {"@type": "Article", "author": PERSON},
        {"@type": "BlogPosting", "author": [PERSON]},
        {"@type": ["Thing", "https://schema.org/NewsArticle"], "author": {"name": ["Ann Lee"]}},
        [[{"@type": "BreadcrumbList"}], {"@type": "Article", "creator": "By Ann Lee"}],
        {"@graph": [{"@type": "Article", "author": {"@id": "#ann"}}, {**PERSON, "@id": "#ann"}]},
        {"@type": "WebPage", "author": "Bo", "mainEntity": {"@type": "Report", "author": PERSON}},
        {"@type": "QAPage", "mainEntity": {"@type": "Question", "author": PERSON}},
    ],
)  # fmt: skip
def test_resolve_metadata_json_ld_variants_give_author(value: object) -> None:
    metadata = resolve(json_ld(value))
    assert metadata.authors == ("Ann Lee",)
    assert metadata.sources["authors"] == "json-ld"


@pytest.mark.parametrize(
    "text",
    [
        '{"@type": "Article", "headline": "A bridge",}',
        '{"@type": "Article", "headline": "A bridge"};',
        '<!-- {"@type": "Article", "headline": "A bridge"} -->',
        '//<![CDATA[\n{"@type": "Article", "headline": "A bridge"}\n//]]>',
        '{"@type": "Article" "headline": "A bridge"}',
        '{"@type": "Article", "description": "a \n b", "headline": "A bridge"}',
        '{"@type": "Article", "description": "they said "yes" to it", "headline": "A bridge"}',
        "{&quot;@type&quot;: &quot;Article&quot;, &quot;headline&quot;: &quot;A bridge&quot;}",
    ],
)
def test_resolve_metadata_json_ld_with_syntax_error_is_repaired(text: str) -> None:
    metadata = resolve(f"<script type=application/ld+json>{text}</script><title>Other</title>")
    assert (metadata.title, metadata.sources["title"]) == ("A bridge", "json-ld")


def test_resolve_metadata_microdata_precedes_meta_tags() -> None:
    body = """<article itemscope itemtype="https://schema.org/NewsArticle">
        <h2 itemprop="headline">A bridge</h2>
        <span itemprop="author" itemscope itemtype="https://schema.org/Person">
          <a itemprop="name" href="/ann">Ann Lee</a></span>
        <time itemprop="datePublished" datetime="2024-05-04T10:00+02:00">today</time>
        <meta itemprop="keywords" content="bridge, town"></article>"""
    metadata = resolve("<meta property=og:title content='A bridge for the town'>", body)
    assert metadata.title == "A bridge"
    assert metadata.authors == ("Ann Lee",)
    assert metadata.published == "2024-05-04T10:00+02:00"
    assert metadata.tags == ("bridge", "town")
    fields = ("title", "authors", "published", "tags")
    assert {metadata.sources[name] for name in fields} == {"microdata"}


def test_resolve_metadata_heading_similar_to_declared_title_is_title() -> None:
    head = "<meta property=og:title content='Bridge built at last: all you need to know'>"
    metadata = resolve(head, "<h1>Newsletter</h1><h1>The bridge is built at last</h1>")
    assert (metadata.title, metadata.sources["title"]) == ("The bridge is built at last", "heading")


def test_resolve_metadata_only_heading_naming_site_is_not_title() -> None:
    metadata = resolve("<title>The bridge is built - old.example</title>", "<h1>old.example</h1>")
    assert (metadata.title, metadata.sources["title"]) == ("The bridge is built", "title")


def test_resolve_metadata_yoast_label_written_by_gives_author() -> None:
    head = (
        "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ann Lee'>"
    )
    assert resolve(head).authors == ("Ann Lee",)
    assert resolve(head.replace("Written by", "Est. reading time")).authors == ()


def test_resolve_metadata_relative_urls_are_made_absolute() -> None:
    page = page_of(
        "<link rel=canonical href=/a><meta property=og:image content=i.png>",
        url="https://site.example/b/c",
    )
    metadata = resolve_page(page)
    assert metadata.canonical_url == "https://site.example/a"
    assert metadata.image == "https://site.example/b/i.png"


def resolve_linked(markup: str) -> Metadata:
    return resolve_page(page_of(markup, url="https://site.example/b/c"))


@pytest.mark.parametrize("base", ["https://cdn.example/x/", "//cdn.example/x/"])
def test_resolve_metadata_base_element_resolves_urls(base: str) -> None:
    metadata = resolve_linked(
        f"<base target=_blank><base href={base}><link rel=canonical href=a>"
        "<meta property=og:image content=i.png>"
    )
    assert metadata.canonical_url == "https://cdn.example/x/a"
    assert metadata.image == "https://cdn.example/x/i.png"


def test_resolve_metadata_unusable_url_uses_next_one() -> None:
    metadata = resolve_linked(
        "<link rel=canonical href='javascript:void(0)'><link rel=canonical href=undefined>"
        "<meta property=og:url content=/a><meta property=og:image content='data:image/png,x'>"
        "<meta name=twitter:image content=/i.png>"
    )
    assert metadata.canonical_url == "https://site.example/a"
    assert metadata.image == "https://site.example/i.png"


def test_resolve_metadata_link_with_several_relations_is_canonical() -> None:
    metadata = resolve_linked("<link rel='shortlink CANONICAL' href=/a>")
    assert metadata.canonical_url == "https://site.example/a"
    assert resolve_linked("<link rel=shortlink href=/a>").canonical_url is None


@pytest.mark.parametrize(
    "markup",
    [
        "<link rel=image_src href=/i.png>",
        "<link itemprop=image href=/i.png>",
        "<meta itemprop=image content=/i.png>",
        "<body><img itemprop=image src=/i.png>",
    ],
)
def test_resolve_metadata_image_markup_gives_image(markup: str) -> None:
    assert resolve_linked(markup).image == "https://site.example/i.png"


def test_resolve_metadata_image_of_publisher_is_ignored() -> None:
    logo = "<body><div itemprop=publisher itemscope><img itemprop=image src=/logo.png></div>"
    assert resolve_linked(logo).image is None


def test_resolve_metadata_http_equiv_gives_language() -> None:
    metadata = resolve_linked("<meta http-equiv=Content-Language content='de-AT, en'>")
    assert (metadata.language, metadata.sources["language"]) == ("de-AT", "meta")


def test_resolve_metadata_title_of_drawing_is_ignored() -> None:
    assert resolve("", "<svg><title>Logo</title></svg><p>x</p>").title is None


def test_resolve_metadata_texts_escaped_twice_are_unescaped() -> None:
    metadata = resolve(
        "<title>The &amp;quot;big&amp;quot; bridge</title>"
        "<meta name=author content='Ann O&amp;#039;Neil'>"
        "<meta name=description content='Tom &amp;amp; Jerry'>"
        "<meta property=og:site_name content='Reed &amp;amp; Sons'>"
    )
    assert metadata.title == 'The "big" bridge'
    assert metadata.authors == ("Ann O'Neil",)
    assert (metadata.description, metadata.site_name) == ("Tom & Jerry", "Reed & Sons")


@pytest.mark.parametrize(
    ("head", "authors"),
    [
        ("<meta name=citation_author content='Okafor, Chidi'>"
         "<meta name=citation_author content='Vald, Ines'>", ("Okafor, Chidi", "Vald, Ines")),
        ("<meta name=citation_authors content='Ann Lee; Bo Ek'>", ("Ann Lee", "Bo Ek")),
        ("<meta property=article:author content='Ann Lee'>", ("Ann Lee",)),
        ("<meta property=article:author content='https://www.facebook.com/ann'>", ()),
        ("<meta name=author content='[object Object]'>", ()),
        (json_ld({"@type": "Article", "author": {"givenName": "Ann", "familyName": "Lee"}}),
         ("Ann Lee",)),
        (json_ld({"@type": "Article", "author": [{"name": ["Ann Lee", "Bo Ek"]}]}),
         ("Ann Lee", "Bo Ek")),
        (json_ld({"@type": "Article", "author": "By Ann Lee and Bo Ek"}), ("Ann Lee", "Bo Ek")),
        (json_ld({"@type": "Article", "author": {"@type": "Organization",
                                                 "name": "Health and Safety Executive"}}),
         ("Health and Safety Executive",)),
        (json_ld({"@type": "Article", "author": {"name": "", "@id": "#ann"}})
         + json_ld({"@type": "Person", "@id": "#ann", "name": "Ann Lee"}), ("Ann Lee",)),
        (json_ld({"@type": "Article", "author": {"@type": "Person", "name": None, "@id": "#ann"}})
         + json_ld({"@type": "Person", "@id": "#ann", "name": "Ann Lee"}), ("Ann Lee",)),
        (json_ld({"@type": "Article", "author": {"@id": "#ann"}})
         + json_ld({"@type": "Person", "@id": "#ann", "name": "Ann Lee"}), ("Ann Lee",)),
        (json_ld({"@type": "Article", "author": {"@type": "Person", "@id": "#ann"}})
         + json_ld({"publisher": {"@type": "Person", "@id": "#ann", "name": "Ann Lee"}}),
         ("Ann Lee",)),
        (json_ld({"@type": "Article", "author": "#ann"})
         + json_ld([{"@type": "Person", "@id": "#ann", "name": "Ann Lee"}]), ("Ann Lee",)),
    ],
)  # fmt: skip
def test_resolve_metadata_authors_markup_gives_whole_names(
    head: str, authors: tuple[str, ...]
) -> None:
    assert resolve(head).authors == authors


@pytest.mark.parametrize("name", ["admin", "[object Object]", "undefined", "{{author}}"])
def test_clean_placeholder_author_is_replaced_by_byline(name: str) -> None:
    head = json_ld({"@type": "Article", "author": {"@type": "Person", "name": name}})
    assert clean_with_byline(head, "<p class=byline>By Ann Lee</p>").authors == ("Ann Lee",)


def test_clean_byline_named_like_site_gives_author() -> None:
    site = "<meta property=og:site_name content=Heron>"
    assert clean_with_byline(site, "<p class=byline>By Heron</p>").authors == ("Heron",)


def test_resolve_metadata_service_page_with_change_note_gives_modified() -> None:
    document = parse(page_of("<h1>Maps</h1><p>Harbor</p><p>Last updated: May 4, 2024</p>"))
    segmentation = segment(document)
    kinds = (BlockKind.BODY, BlockKind.BODY, BlockKind.BYLINE)
    blocks = tuple(
        Block(block.text, kind, 0.5, "", None, "p")
        for block, kind in zip(segmentation.blocks, kinds, strict=True)
    )
    metadata = resolve_metadata(
        read_declared(document, segmentation),
        document,
        segmentation,
        Labels(blocks, 1.0, PageType.PRODUCT),
        Effort.FAST,
    )
    assert (metadata.published, metadata.modified) == ("2024-05-04", "2024-05-04")
    assert metadata.sources["modified"] == "byline"


def test_clean_page_without_declared_metadata_reads_byline() -> None:
    article = clean_with_byline(
        "", "<div class=byline>By <a rel=author href=/ann>Ann Lee</a> | May 4, 2024</div>"
    )
    assert (article.authors, article.published) == (("Ann Lee",), "2024-05-04")
    assert article.sources["authors"] == article.sources["published"] == "byline"


def test_clean_declared_metadata_precedes_byline() -> None:
    head = json_ld({"@type": "Article", "author": "Bo Ek", "datePublished": "2024-05-03"})
    article = clean_with_byline(head, "<div class=byline>By Ann Lee | May 4, 2024</div>")
    assert (article.authors, article.published) == (("Bo Ek",), "2024-05-03")
    assert article.sources["published"] == "json-ld"


@pytest.mark.parametrize(
    ("modified", "shown", "published", "source"),
    [
        ("2025-06-24T11:00:00Z", "Aug 20, 2024", "2024-08-20", "byline"),
        ("2025-06-25T11:00:00Z", "Aug 20, 2024", "2025-06-24T10:00:00Z", "json-ld"),
        ("2025-06-24T11:00:00Z", "June 23, 2025", "2025-06-24T10:00:00Z", "json-ld"),
        ("2025-06-24T11:00:00Z", "Aug 20, 2024 | May 3, 2024", "2025-06-24T10:00:00Z", "json-ld"),
    ],
)
def test_clean_publication_day_equal_to_modification_day_yields_to_earlier_byline_date(
    modified: str, shown: str, published: str, source: str
) -> None:
    dates = {"datePublished": "2025-06-24T10:00:00Z", "dateModified": modified}
    article = clean_with_byline(
        json_ld({"@type": "Article", **dates}), f"<div class=byline>By Ann Lee | {shown}</div>"
    )
    assert (article.published, article.sources["published"]) == (published, source)


@pytest.mark.parametrize(
    ("byline", "published", "source"),
    [
        ("<p>Dec 19, 2024</p>", "2024-12-19", "byline"),
        ("<time datetime=2024-12-19T09:00:00Z>Dec 19</time>", "2024-12-19T09:00:00Z", "byline"),
        ("<p>Updated Dec 19, 2024</p>", "2019-03-30", "json-ld"),
        ("<p class=updated>Dec 19, 2024</p>", "2019-03-30", "json-ld"),
        ("<p>Dec 18, 2024</p>", "2019-03-30", "json-ld"),
    ],
)
def test_clean_republished_article_has_date_shown_in_byline(
    byline: str, published: str, source: str
) -> None:
    dates = {"datePublished": "2019-03-30", "dateModified": "2024-12-19T09:00:00Z"}
    article = clean_with_byline(
        json_ld({"@type": "Article", **dates}), f"<div class=byline>By Ann Lee {byline}</div>"
    )
    assert (article.published, article.sources["published"]) == (published, source)


@pytest.mark.parametrize(
    ("url", "shown", "published", "source"),
    [
        ("https://site.example/blog/2023/october/03/a-bridge", "03/10/2023", "2023-10-03", "url"),
        ("https://site.example/2024/05/05/a-bridge", "May 4, 2024 9:30 PM EDT",
         "2024-05-04T21:30:00-04:00", "byline"),
        ("https://site.co.uk/a-bridge", "03/10/2023", "2023-10-03", "byline"),
        ("https://site.example/a-bridge", "03/10/2023", "2023-03-10", "byline"),
    ],
)  # fmt: skip
def test_clean_ambiguous_byline_date_is_resolved_by_url(
    url: str, shown: str, published: str, source: str
) -> None:
    article = clean_with_byline("", f"<div class=byline>By Ann Lee | {shown}</div>", url=url)
    assert (article.published, article.sources["published"]) == (published, source)


def test_resolve_metadata_json_ld_in_meta_tag_is_read() -> None:
    json_text = json.dumps({"@type": "Article", "datePublished": "2024-05-04"})
    metadata = resolve(f"<meta name='script:ld+json' content='{json_text}'>")
    assert (metadata.published, metadata.sources["published"]) == ("2024-05-04", "json-ld")


def test_clean_utc_date_is_converted_to_time_zone_shown_in_byline() -> None:
    head = json_ld({"@type": "Article", "datePublished": "2024-05-05T01:30:00Z"})
    article = clean_with_byline(head, "<div class=byline>By Ann Lee | May 4, 2024 9:30 PM</div>")
    assert article.published == "2024-05-04T21:30:00-04:00"
    assert article.sources["published"] == "json-ld"


def test_clean_page_without_byline_date_takes_date_from_url() -> None:
    url = "https://site.example/2024/05/04/bridge"
    assert clean_with_byline("", "", url=url).sources["published"] == "url"
    assert clean_with_byline("", "", url=url).published == "2024-05-04"
    month_name = clean_with_byline("", "", url="https://site.example/2024/may/04/bridge")
    assert (month_name.published, month_name.sources["published"]) == ("2024-05-04", "url")
    assert clean_with_byline("", "", url="https://site.example/2024/bridge").published is None


def test_clean_time_element_in_byline_precedes_its_text() -> None:
    time = "<time datetime=2024-05-04T10:00:00+02:00>May 4, 2024</time>"
    article = clean_with_byline("", f"<div class=byline>By Ann Lee | {time}</div>")
    assert article.published == "2024-05-04T10:00:00+02:00"
    assert article.sources["published"] == "time"


def test_clean_page_with_only_modification_date_is_published_on_it() -> None:
    article = clean_with_byline("", "<div class=byline>By Ann Lee | Updated May 4, 2024</div>")
    assert article.published == article.modified == "2024-05-04"


def test_resolve_metadata_thorough_finds_no_date_of_other_texts() -> None:
    teaser = "<div class=related><a href=/a>The ferry is sold</a> <span>2024-05-04</span></div>"
    article = clean_with_byline("<!-- date 2024-05-04 -->", teaser, effort="thorough")
    assert article.published is None


def test_clean_wrong_declared_language_is_corrected_from_text() -> None:
    german = "Der Rat der Stadt hat gestern beschlossen, die alte Brücke nicht zu erneuern. " * 6
    article = cleanarticle.clean(
        f"<html lang=en><body><h1>Brücke</h1><p>{german}</p><p>{german}</p></body></html>"
    )
    assert (article.language, article.sources["language"]) == ("de", "text")


def test_clean_sources_list_only_fields_with_values() -> None:
    article = clean_with_byline("<meta name=author content='Ann Lee'>", "<p>May 4, 2024</p>")
    assert article.sources.keys() == {"title", "authors", "published", "language"}
    assert all(getattr(article, name) for name in article.sources)


def test_clean_ordinary_page_does_not_load_heavy_dependencies() -> None:
    page = FIXTURES / "seed_wordpress" / "source.html"
    script = f"""
import sys, pathlib, cleanarticle
cleanarticle.clean(pathlib.Path({str(page)!r}), effort="fast")
print(sorted({{"babel", "dateparser", "gcld3", "json_repair", "numpy"}} & sys.modules.keys()))"""
    process = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert process.stdout.strip() == "[]"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                ["@type", "@graph", "@id", "author", "name", "headline", "datePublished", "image"]
            ),
            inner | st.sampled_from(["Article", "NewsArticle", "WebPage", "#a"]),
            max_size=4,
        )
    ),
    max_leaves=20,
)


@settings(deadline=None)
@given(json_values)
def test_resolve_metadata_any_json_ld_gives_valid_fields(value: object) -> None:
    text = json.dumps(value).replace("<", "\\u003c")
    metadata = resolve(f"<script type=application/ld+json>{text}</script>")
    assert all(getattr(metadata, name) for name in metadata.sources)
    assert all(name.strip() for name in metadata.authors)
