from __future__ import annotations

import gzip
import time
from typing import TYPE_CHECKING

import pytest

import cleanarticle
from cleanarticle.errors import InputError, UnsupportedContent
from cleanarticle.loading import load
from cleanarticle.loading.sniffing import decoded, is_page, text_format
from cleanarticle.page import Page

if TYPE_CHECKING:
    from pathlib import Path

PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n'
NOT_PAGES = [
    ('<rss version="2.0"><channel><item><description>&lt;p>x', "an RSS feed"),
    (f"{PROLOG}<?xml-stylesheet href='a'?><!-- c --><rss><channel>", "an RSS feed"),
    ('<!DOCTYPE rss PUBLIC "a" "b" [<!ENTITY n "x>">]><rss version="0.91">', "an RSS feed"),
    ('<rdf:RDF xmlns:rdf="x" xmlns="http://purl.org/rss/1.0/">', "an RSS feed"),
    ('<feed xmlns="http://www.w3.org/2005/Atom"><entry><content><p>x</p>', "an Atom feed"),
    ('<atom:feed xmlns:atom="http://www.w3.org/2005/Atom">', "an Atom feed"),
    ("<opml version='2.0'><body>", "an OPML list of feeds"),
    (f"{PROLOG}<urlset><url><loc>https://a.example/</loc>", "a sitemap"),
    ("<sitemapindex xmlns='x'>", "a sitemap"),
    (f"{PROLOG}<svg xmlns='http://www.w3.org/2000/svg'><text>x</text>", "an SVG image"),
    ("<svg><title>Icon</title><path d='M0'/></svg>\n", "an SVG image"),
    (f"{PROLOG}<plist version='1.0'><dict/>", "an XML document"),
    ('{"title": "A", "html": "<p>Text of it.</p>"}', "JSON"),
    ('[{"a": 1}, {"b": 2}]', "JSON"),
    ('{"a": 1}\n{"a": 2}\n', "JSON"),
    ('["a", "b"]', "JSON"),
    ("WARC/1.1\r\nWARC-Type: warcinfo\r\n\r\n", "a WARC archive"),
    ("User-agent: *\nDisallow: /private\nSitemap: https://a.example/s.xml\n", "a robots.txt"),
]


@pytest.mark.parametrize(("content", "kind"), NOT_PAGES)
def test_load_of_what_is_not_a_page_is_refused_by_name(
    tmp_path: Path, content: str, kind: str
) -> None:
    path = tmp_path / "index.html"
    path.write_text(content, "utf-16" if "WARC" not in content else "utf-8")
    for source in (content, content.encode(), b"\xef\xbb\xbf" + content.encode(), path,
                   gzip.compress(content.encode(), mtime=0), Page(content.encode())):  # fmt: skip
        if isinstance(source, bytes) and source.startswith(b"\xef\xbb\xbfWARC"):
            continue
        with pytest.raises(UnsupportedContent, match=f" is {kind}, not "):
            load(source)


@pytest.mark.parametrize(
    "content",
    [
        f'{PROLOG}<!DOCTYPE html PUBLIC "a" "b"><html xmlns="x"><body><p>x</p>',
        f"{PROLOG}<html><body><p>An <code>&lt;rss&gt;</code> feed</p>",
        "<!doctype html><body><rss>x</rss><feed>y</feed>",
        "<!-- <rss> --><p>x</p>",
        "<p>x</p><script type=application/json>{}</script>",
        "<svg><path d='M0'/></svg><h1>Title</h1><p>x</p>",
        "<svg></svg><p>x</p><svg></svg><footer>y</footer>",
        "<my-app><p>x</p></my-app>",
        f"{PROLOG}<div xmlns='x'><p>x</p></div>",
        f"{PROLOG}<wml><card><p>x</p></card></wml>",
        "<script>{}</script><p>x</p>",
    ],
)
def test_load_of_a_page_that_quotes_other_formats_is_a_page(content: str) -> None:
    assert isinstance(load(content), Page)


@pytest.mark.parametrize(
    "text",
    [
        "[1] Smith, J. A paper.",
        "[Update] The bridge is open.",
        "{note} to self",
        "{{template}} text",
        "User-agent: is a header. It is sent by browsers.\n\nMore text on it.",
        "Sitemap: a map of a site",
        "[1]\n\nText\n\n[2]",
    ],
)
def test_load_of_text_that_begins_like_other_formats_is_text(text: str) -> None:
    assert not isinstance(load(text), Page)


def test_load_of_a_pdf_behind_a_line_end_or_a_mark_is_refused() -> None:
    for start in (b"\r\n", b"\xef\xbb\xbf", b"\xef\xbb\xbf\n "):
        with pytest.raises(UnsupportedContent, match="is a PDF"):
            load(start + b"%PDF-1.7\n1 0 obj")


@pytest.mark.parametrize("url", ["https://example.org/", "  http://example.org/a b".strip()[:20]])
def test_clean_of_a_url_as_bytes_is_refused_as_that_of_a_str(url: str) -> None:
    with pytest.raises(InputError) as as_str:
        cleanarticle.clean(url)
    with pytest.raises(InputError) as as_bytes:
        cleanarticle.clean(url.encode())
    assert str(as_bytes.value) == str(as_str.value)
    assert "use clean_url" in str(as_str.value)


@pytest.mark.parametrize(
    "start", ["<!DOCTYPE a [" * 300, "<!DOCTYPE a " + "[a]b]" * 800, "<!--" * 1000, "<?x" * 1000]
)
def test_text_format_of_a_hostile_prolog_ends(start: str) -> None:
    begun = time.process_time()
    text_format(start, ending="")
    assert time.process_time() - begun < 2


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
@pytest.mark.parametrize(
    "start", ["\n" * 9000, "<!-- " + "x" * 9000 + " -->", "\r\n<!--a-->\t" * 900, "\n \n" * 5000]
)
def test_is_page_behind_many_blanks_and_comments_is_true(start: str, encoding: str) -> None:
    content = f"{start}<html><body><p>x</p></body></html>".encode(encoding)
    assert is_page(decoded(content))
    assert isinstance(load(content), Page)


def test_load_of_a_comment_alone_is_a_page() -> None:
    assert isinstance(load(b"<!-- x -->"), Page)
