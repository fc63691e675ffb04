from __future__ import annotations

import gzip
import os
from pathlib import Path

import pytest

from cleanarticle.batch.inputs import Input, Skipped
from cleanarticle.batch.inputs.folders import FolderSource
from support.webserver import PDF, SENTENCE, article

PAGES = {
    "page": article(),
    "index.php": article(),
    "index.php?id=3": article(),
    "a.shtml": b"\r\n\n" + article(),
    "b.aspx": b"\xef\xbb\xbf<!-- saved -->\n" + article(),
    "c.xhtml": b'<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "x" "y">' + article(),
    "d.php": b"<b>Warning</b>: include() failed\n" + article(),
    "e.php": b"Warning: include() failed\n" + article(),
    "f.js": b"<html><body>Not found</body></html>",
    "fragment": b"<p>One</p><p>Two</p>",
    "app": b"<my-app><p>One</p></my-app>",
    "wide": article().decode().encode("utf-16"),
    "g.html.gz": gzip.compress(article(), mtime=0),
    "packed": gzip.compress(article(), mtime=0),
    "plain.html": SENTENCE.encode(),
    "note.txt": SENTENCE.encode(),
    "README.md": b"# Title\n\n" + SENTENCE.encode(),
    "quotes.html": b"<html><body><pre>&lt;rss></pre><rss>x</rss>",
    "saved": b"From: <Saved by Blink>\r\nMIME-Version: 1.0\r\n"
    b'Content-Type: multipart/related; boundary="x"\r\n\r\n--x\r\n',
}
SKIPPED = {
    "style.css": (b"p { color: red }", "text that is not a page"),
    "script.js": (b'document.write("<html><body><p>x</p>")', "text that is not a page"),
    "template.js": (b"/* <!doctype html> */ x = '<div>'", "text that is not a page"),
    "LICENSE": (b"You may.", "text that is not a page"),
    "data.json": (b'{"html": "<p>x</p>"}', "JSON"),
    "list.json": (b'["<p>x</p>", 2]', "JSON"),
    "feed": (b'<?xml version="1.0"?><rss version="2.0">', "an RSS feed"),
    "feed.html": (b'<rdf:RDF xmlns="http://purl.org/rss/1.0/">', "an RSS feed"),
    "atom.xml": (b'\n<feed xmlns="http://www.w3.org/2005/Atom">', "an Atom feed"),
    "sitemap.xml": (b'<?xml version="1.0"?><!-- x --><urlset>', "a sitemap"),
    "sitemap_index": (b'<?xml version="1.0"?><sitemapindex>', "a sitemap"),
    "icon.svg": (b"<svg><title>x</title></svg>\n", "an SVG image"),
    "other.xml": (b'<?xml version="1.0"?><plist></plist>', "an XML document"),
    "robots.txt": (b"# all\nUser-Agent: *\nDisallow:\n", "a robots.txt"),
    "pic.html": (b"\x89PNG\r\n\x1a\n", "a PNG image"),
    "doc": (PDF, "a PDF"),
    "font.woff2": (b"wOF2xyz", "a font"),
    "crawl.warc.gz": (
        gzip.compress(b"WARC/1.0\r\nWARC-Type: warcinfo\r\n", mtime=0),
        "a WARC archive",
    ),
    "site.tar": (b"a".ljust(257, b"\0") + b"ustar\0", "a tar archive"),
    "torn.gz": (b"\x1f\x8bnonsense", "gzip data"),
    "empty.html": (b" \n", "an empty file"),
}


def items(folder: Path, output: str = "/nowhere/out.jsonl") -> dict[str, str]:
    found = {}
    for item in FolderSource(folder, Path(output)).read():
        if isinstance(item, Input):
            found[os.path.relpath(item.name, folder)] = ""
        else:
            found[os.path.relpath(item.input, folder)] = item.message
    return found


def test_folder_source_yields_pages_and_names_the_rest(tmp_path: Path) -> None:
    for name, content in PAGES.items():
        (tmp_path / name).write_bytes(content)
    for name, (content, _) in SKIPPED.items():
        (tmp_path / name).write_bytes(content)
    expected = dict.fromkeys(PAGES, "") | {name: kind for name, (_, kind) in SKIPPED.items()}
    assert items(tmp_path) == expected
    assert FolderSource(tmp_path, Path("/nowhere/out")).count() == len(expected)


def test_folder_source_leaves_out_the_output_of_the_batch(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(article())
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "b.md").write_text(SENTENCE)
    for name in ("out.sites.json", "out.skipped.jsonl", ".out.lock"):
        (tmp_path / name).write_text("{}")
    assert items(tmp_path, str(tmp_path / "out")) == {"a.html": ""}


@pytest.mark.skipif(os.name == "nt", reason="Windows gives links to few")
def test_folder_source_names_links_that_it_does_not_follow(tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "broken").symlink_to(tmp_path / "gone")
    found = items(tmp_path)
    assert found == {
        "loop": "a link to a folder: name that folder itself",
        "broken": "a broken link",
    }


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root reads all")
def test_folder_source_reports_a_folder_that_it_cannot_read(tmp_path: Path) -> None:
    (tmp_path / "locked").mkdir(mode=0)
    (item,) = FolderSource(tmp_path, Path("/nowhere/out")).read()
    assert isinstance(item, Skipped)
    assert item.reason.is_failure
