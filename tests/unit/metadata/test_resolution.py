from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cleanarticle
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


def read(head: str, body: str = "<p>x</p>") -> Metadata:
    return declared_metadata(page_of(f"<html lang=en><head>{head}</head><body>{body}</body>"))


def declared_metadata(page: Page) -> Metadata:
    """The metadata of a page of a type whose bylines are not read."""
    document = parse(page)
    segmentation = segment(document)
    declared = read_declared(document, segmentation)
    labels = Labels((), 1.0, "service")
    return resolve_metadata(declared, document, segmentation, labels, Effort.FAST)


def declared(head: str, body: str = "<p>x</p>") -> Declared:
    document = parse(page_of(f"<html lang=en><head>{head}</head><body>{body}</body>"))
    return read_declared(document, segment(document))


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
        sources=found.sources,
    )  # fmt: skip
    assert found.sources == {
        "title": "opengraph", "authors": "meta", "published": "opengraph",
        "site_name": "opengraph", "language": "html", "description": "meta", "image": "opengraph",
        "tags": "opengraph", "canonical_url": "link",
    }  # fmt: skip


def test_the_heading_and_the_title_element_are_last() -> None:
    assert read("<title>Story - Site</title>", "<h1>The  story</h1>").title == "The story"
    assert read("<title>Story - Site</title>", "<h1>Story</h1>").title == "Story"
    assert read("<title>Only this</title>").title == "Only this"
    assert read("<title>Only this</title>", "<h1>Only that</h1>").title == "Only that"
    assert read("").title is None


def test_a_first_heading_that_is_the_site_is_not_the_title() -> None:
    banner = "<h1>Acme boards</h1><h2>How to mend a pump</h2>"
    assert read("<title>How to mend a pump - Acme boards</title>", banner).title == (
        "How to mend a pump"
    )
    site_first = "<meta property=og:site_name content=Acme><title>Acme - Our boards</title>"
    assert read(site_first, "<h1>Our boards</h1><h2>Oak</h2>").title == "Our boards"


def test_an_author_that_is_the_site_or_an_address_is_none() -> None:
    head = "<meta property=og:site_name content=Acme><meta name=author content=Acme>"
    assert read(head).authors == ()
    assert read("<meta property=article:author content=https://fb.example/x>").authors == ()


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
def test_who_signs_a_site_of_the_same_name_wrote_it_if_nobody_else_did(
    head: str, authors: tuple[str, ...]
) -> None:
    site = "<meta property=og:site_name content='Ann Lee'>"
    alone = cleaned(site + head, "")
    assert alone.authors == authors
    assert "signed" not in alone.sources
    named = cleaned(site + head, "<div class=byline>By <a rel=author href=/bo>Bo Ek</a></div>")
    assert named.authors == ("Bo Ek",)


def test_the_title_names_the_site_as_far_as_its_host_tells() -> None:
    def named(title: str) -> str | None:
        page = page_of(f"<title>{title}</title><h1>Oak</h1>", url="https://www.tidewheel.example/a")
        return declared_metadata(page).site_name

    assert named("Oak | Tidewheel") == named("Tidewheel - Oak") == "Tidewheel"
    assert named("Oak | Beech") is None


def test_broken_json_ld_is_passed_over() -> None:
    broken = "<script type=application/ld+json>{'oops': </script>"
    assert read(broken + "<title>Story</title>").title == "Story"
    assert read(f"<script type=application/ld+json>{'[' * 100_000}</script>").authors == ()


def test_json_ld_of_odd_shapes() -> None:
    assert read(json_ld([])).title is None
    assert read(json_ld("text")).title is None
    odd = read(json_ld({"@type": "Article", "headline": 3, "author": [], "image": []}))
    assert odd == Metadata(language="en", sources={"language": "html"})
    assert read(json_ld({"@type": "Article", "keywords": "a, b,a"})).tags == ("a", "b")


def test_signals_of_the_page_type_come_from_the_head() -> None:
    signals = declared(
        json_ld({"@type": ["Product", "Thing"]})
        + "<meta property=og:type content=product.item><meta name=generator content='Hugo 0.1'>"
        + "<link rel=canonical href=https://site.example/p/1>"
    ).facts.signals
    assert {"ld:product", "ld:thing", "og:product.item", "generator:hugo"} <= signals.names
    assert signals.url == "https://site.example/p/1"


def cleaned(head: str, byline: str, **options: Any) -> cleanarticle.Article:
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
def test_shapes_of_json_ld(value: object) -> None:
    found = read(json_ld(value))
    assert found.authors == ("Ann Lee",)
    assert found.sources["authors"] == "json-ld"


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
def test_slightly_broken_json_ld(text: str) -> None:
    found = read(f"<script type=application/ld+json>{text}</script><title>Other</title>")
    assert (found.title, found.sources["title"]) == ("A bridge", "json-ld")


def test_microdata_is_second() -> None:
    body = """<article itemscope itemtype="https://schema.org/NewsArticle">
        <h2 itemprop="headline">A bridge</h2>
        <span itemprop="author" itemscope itemtype="https://schema.org/Person">
          <a itemprop="name" href="/ann">Ann Lee</a></span>
        <time itemprop="datePublished" datetime="2024-05-04T10:00+02:00">today</time>
        <meta itemprop="keywords" content="bridge, town"></article>"""
    found = read("<meta property=og:title content='A bridge for the town'>", body)
    assert found.title == "A bridge"
    assert found.authors == ("Ann Lee",)
    assert found.published == "2024-05-04T10:00+02:00"
    assert found.tags == ("bridge", "town")
    fields = ("title", "authors", "published", "tags")
    assert {found.sources[name] for name in fields} == {"microdata"}


def test_the_heading_that_readers_see_is_the_title() -> None:
    head = "<meta property=og:title content='Bridge built at last: all you need to know'>"
    found = read(head, "<h1>Newsletter</h1><h1>The bridge is built at last</h1>")
    assert (found.title, found.sources["title"]) == ("The bridge is built at last", "heading")


def test_a_heading_that_is_the_site_is_no_title() -> None:
    found = read("<title>The bridge is built - old.example</title>", "<h1>old.example</h1>")
    assert (found.title, found.sources["title"]) == ("The bridge is built", "title")


def test_the_label_of_yoast_tells_the_author() -> None:
    head = (
        "<meta name=twitter:label1 content='Written by'><meta name=twitter:data1 content='Ann Lee'>"
    )
    assert read(head).authors == ("Ann Lee",)
    assert read(head.replace("Written by", "Est. reading time")).authors == ()


def test_relative_addresses_are_made_absolute() -> None:
    page = page_of(
        "<link rel=canonical href=/a><meta property=og:image content=i.png>",
        url="https://site.example/b/c",
    )
    found = declared_metadata(page)
    assert found.canonical_url == "https://site.example/a"
    assert found.image == "https://site.example/b/i.png"


def test_the_byline_is_read_where_machines_are_told_nothing() -> None:
    article = cleaned(
        "", "<div class=byline>By <a rel=author href=/ann>Ann Lee</a> | May 4, 2024</div>"
    )
    assert (article.authors, article.published) == (("Ann Lee",), "2024-05-04")
    assert article.sources["authors"] == article.sources["published"] == "byline"


def test_machines_are_believed_before_the_byline() -> None:
    head = json_ld({"@type": "Article", "author": "Bo Ek", "datePublished": "2024-05-03"})
    article = cleaned(head, "<div class=byline>By Ann Lee | May 4, 2024</div>")
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
def test_a_day_of_publishing_that_is_that_of_the_change_is_not_believed(
    modified: str, shown: str, published: str, source: str
) -> None:
    told = {"datePublished": "2025-06-24T10:00:00Z", "dateModified": modified}
    article = cleaned(
        json_ld({"@type": "Article", **told}), f"<div class=byline>By Ann Lee | {shown}</div>"
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
def test_an_article_that_was_published_anew_is_of_the_day_that_readers_are_shown(
    byline: str, published: str, source: str
) -> None:
    told = {"datePublished": "2019-03-30", "dateModified": "2024-12-19T09:00:00Z"}
    article = cleaned(
        json_ld({"@type": "Article", **told}), f"<div class=byline>By Ann Lee {byline}</div>"
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
def test_the_address_tells_which_of_two_numbers_is_the_month(
    url: str, shown: str, published: str, source: str
) -> None:
    article = cleaned("", f"<div class=byline>By Ann Lee | {shown}</div>", url=url)
    assert (article.published, article.sources["published"]) == (published, source)


def test_json_ld_that_became_a_meta_tag() -> None:
    told = json.dumps({"@type": "Article", "datePublished": "2024-05-04"})
    found = read(f"<meta name='script:ld+json' content='{told}'>")
    assert (found.published, found.sources["published"]) == ("2024-05-04", "json-ld")


def test_utc_becomes_the_time_zone_that_the_page_shows() -> None:
    head = json_ld({"@type": "Article", "datePublished": "2024-05-05T01:30:00Z"})
    article = cleaned(head, "<div class=byline>By Ann Lee | May 4, 2024 9:30 PM</div>")
    assert article.published == "2024-05-04T21:30:00-04:00"
    assert article.sources["published"] == "json-ld"


def test_the_address_tells_the_date_after_the_byline() -> None:
    url = "https://site.example/2024/05/04/bridge"
    assert cleaned("", "", url=url).sources["published"] == "url"
    assert cleaned("", "", url=url).published == "2024-05-04"
    spelt = cleaned("", "", url="https://site.example/2024/may/04/bridge")
    assert (spelt.published, spelt.sources["published"]) == ("2024-05-04", "url")
    assert cleaned("", "", url="https://site.example/2024/bridge").published is None


def test_a_time_element_in_the_byline_comes_before_its_text() -> None:
    time = "<time datetime=2024-05-04T10:00:00+02:00>May 4, 2024</time>"
    article = cleaned("", f"<div class=byline>By Ann Lee | {time}</div>")
    assert article.published == "2024-05-04T10:00:00+02:00"
    assert article.sources["published"] == "time"


def test_a_page_that_tells_only_its_change_is_dated_by_it() -> None:
    article = cleaned("", "<div class=byline>By Ann Lee | Updated May 4, 2024</div>")
    assert article.published == article.modified == "2024-05-04"


def test_resolve_metadata_thorough_finds_no_date_of_other_texts() -> None:
    teaser = "<div class=related><a href=/a>The ferry is sold</a> <span>2024-05-04</span></div>"
    assert cleaned("<!-- date 2024-05-04 -->", teaser, effort="thorough").published is None


def test_a_wrong_language_is_put_right_by_the_text() -> None:
    german = "Der Rat der Stadt hat gestern beschlossen, die alte Brücke nicht zu erneuern. " * 6
    article = cleanarticle.clean(
        f"<html lang=en><body><h1>Brücke</h1><p>{german}</p><p>{german}</p></body></html>"
    )
    assert (article.language, article.sources["language"]) == ("de", "text")


def test_sources_name_fields_that_are_there() -> None:
    article = cleaned("<meta name=author content='Ann Lee'>", "<p>May 4, 2024</p>")
    assert article.sources.keys() == {"title", "authors", "published", "language"}
    assert all(getattr(article, name) for name in article.sources)


def test_an_ordinary_page_needs_no_heavy_package() -> None:
    page = FIXTURES / "seed_wordpress" / "source.html"
    script = f"""
import sys, pathlib, cleanarticle
cleanarticle.clean(pathlib.Path({str(page)!r}), effort="fast")
print(sorted({{"babel", "dateparser", "json_repair", "py3langid"}} & sys.modules.keys()))"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == "[]"


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
def test_no_json_ld_breaks_it(value: object) -> None:
    text = json.dumps(value).replace("<", "\\u003c")
    found = read(f"<script type=application/ld+json>{text}</script>")
    assert all(getattr(found, name) for name in found.sources)
    assert all(name.strip() for name in found.authors)
