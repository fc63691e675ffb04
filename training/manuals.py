"""Build the corpus `manuals`: pages of manuals that Debian packages contain.

    python training/manuals.py CORPORA            download it (make manuals CORPORA=...)
    python training/manuals.py CORPORA --score    clean it with the installed weights

The generators of manuals mark where the content of a page is, so no gold text has to be written.
`manuals.tsv` lists the packages; `apt-get download` fetches them from the Debian release that the
machine has. Pages of a package are chosen by hashes of their names.
"""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
import logging
import re
import subprocess
import sys
import tarfile
from functools import partial
from itertools import islice
from multiprocessing import Pool
from pathlib import Path
from statistics import fmean
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, NamedTuple

from lxml import html

import cleanarticle
from corpora import read_page, trafilatura_text
from metrics import word_score

if TYPE_CHECKING:
    from collections.abc import Iterator

NAME = "manuals"
PAGES = 8
"""Pages of a package. Chosen by hand: so that no package has more pages than a large site of the
other sets."""

_CANDIDATES = 60
"""Pages of a package that are looked at, as many are too short or lists of links."""

_MIN_BYTES, _MAX_BYTES = 1_500, 300_000
_MIN_WORDS, _MAX_WORDS = 40, 6_000
_MAX_LINKED = 0.5
"""Share of the words of a gold text in links above which the page is an index, which may be main
content or not."""


class Generator(NamedTuple):
    """Where a generator of manuals puts the content of a page.

    Attributes:
        main: CSS selectors of the element with the content, the best first.
        furniture: CSS selector of what is not content in it: links to the chapters before and
            after, permalinks, tables of contents.
    """

    main: tuple[str, ...]
    furniture: str


_NAVIGATION = "nav, footer, script, style, [role=navigation], [role=contentinfo]"

GENERATORS = {
    "apache": Generator(("#page-content",), "#quickview, .top, #comments_section, .bottomlang"),
    "asciidoc": Generator(("#content",), "#toc, #footer"),
    "docbook": Generator(
        ("body",),
        ".navheader, .navfooter, .NAVHEADER, .NAVFOOTER, .docnav, #banner, .toc, .TOC, .footer,"
        " table.navigation",
    ),
    "doxygen": Generator((".contents",), "address.footer"),
    "erlang": Generator(("#content .innertube",), ".footer"),
    "exim": Generator(("#chapter",), ".previous_page, .next_page, .toc_page"),
    "fpdoc": Generator(("body",), "table.bar, .footer"),
    "gapdoc": Generator(
        ("body",),
        ".chlinktop, .chlinkprevnexttop, .chlinkprevnextbot, .chlinkbot, #mathjaxlink, .ChapSects,"
        " p.foot",
    ),
    "gi-docgen": Generator(("#main",), ".sidebar"),
    "haddock": Generator(("#content",), "#table-of-contents, #synopsis"),
    "ikiwiki": Generator(("#content",), ".toc, .pagefooter"),
    "javadoc": Generator(("main",), ".sub-nav"),
    "latex2html": Generator(("body",), ".navigation"),
    "libreoffice": Generator(("#DisplayArea",), ".debug"),
    "lilypond": Generator(("#main",), ".nav_table, .footer, .nav_footer, #languages"),
    "main": Generator(("main",), ".nav-wrapper, .nav-wide-wrapper, .sidebar, .menu-bar"),
    "nodejs": Generator(("#apicontent",), "a.mark"),
    "povray": Generator((".Content",), ".HeaderFooter, .NavPanel"),
    "qt": Generator((".mainContent",), ".sidebar, .naviNextPrevious, .toc"),
    "sphinx": Generator(
        ("[role=main]", "main", "#docs-body", "div.body", ".yui-g"),
        ".headerlink, .prev-next-area, .prev-next-bottom, .rst-footer-buttons, .viewcode-link,"
        " .viewcode-back, .contents.local",
    ),
    "sqlite": Generator(("body",), ".nosearch, .fancy_toc, #toc"),
    "texinfo": Generator(
        ("body",), ".header, .nav-panel, table.header, .Contents_element, .contents, table.menu"
    ),
}


def main(corpora: Path) -> None:
    """Download the packages and write their pages and gold texts to the corpus."""
    folder = corpora / NAME
    (folder / "html").mkdir(parents=True, exist_ok=True)
    with (folder / "gold.jsonl").open("w", encoding="utf-8") as gold:
        for package, site, generator in _packages():
            pages = list(_chosen_pages(package, GENERATORS[generator]))
            print(f"{package}: {len(pages)} pages", file=sys.stderr)
            for name, data, text in pages:
                page_id = _hash(name)
                (folder / "html" / f"{page_id}.html.gz").write_bytes(gzip.compress(data, mtime=0))
                entry = {
                    "id": page_id, "url": site, "page_type": "documentation", "main_content": text,
                }  # fmt: skip
                gold.write(json.dumps(entry, ensure_ascii=False) + "\n")


def _packages() -> list[tuple[str, str, str]]:
    """Return the name, the site and the generator of each package."""
    with (Path(__file__).parent / "manuals.tsv").open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [(row["package"], row["site"], row["generator"]) for row in rows]


def _chosen_pages(package: str, generator: Generator) -> Iterator[tuple[str, bytes, str]]:
    """Yield the path, the bytes and the gold text of each chosen page of a package."""
    candidates = sorted(_pages(package), key=lambda page: _hash(page[0]))
    found = (
        (path, data, text)
        for path, data in candidates[:_CANDIDATES]
        if (text := content_of(data, generator)) is not None
    )
    yield from islice(found, PAGES)


def _hash(text: str) -> str:
    return hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()


def _pages(package: str) -> Iterator[tuple[str, bytes]]:
    """Yield the paths and the bytes of the pages in a package."""
    with TemporaryDirectory() as folder:
        download = ["apt-get", "download", "-qq", package]
        subprocess.run(download, cwd=folder, check=True)  # noqa: S603 - names of manuals.tsv
        (archive,) = Path(folder).glob("*.deb")
        unpack = ["dpkg-deb", "--fsys-tarfile", str(archive)]
        with (
            subprocess.Popen(unpack, stdout=subprocess.PIPE) as unpacking,  # noqa: S603 - as above
            tarfile.open(fileobj=unpacking.stdout, mode="r|") as files,
        ):
            for member in files:
                is_page = member.isfile() and _PAGE.search(member.name)
                if is_page and _MIN_BYTES <= member.size <= _MAX_BYTES:
                    data = files.extractfile(member).read()  # type: ignore[union-attr]
                    yield member.name, gzip.decompress(data) if member.name[-3:] == ".gz" else data


_PAGE = re.compile(r"\.x?html?(\.gz)?$")


def content_of(data: bytes, generator: Generator) -> str | None:
    """Return the text of a page's content; None if it is too short, too long or an index."""
    document = html.document_fromstring(data)
    for furniture in document.cssselect(f"{_NAVIGATION}, {generator.furniture}"):
        if isinstance(furniture, html.HtmlElement) and furniture.getparent() is not None:
            furniture.drop_tree()
    found = (document.cssselect(selector) for selector in generator.main)
    main_elements = next(filter(None, found), None)
    if main_elements is None:
        return None
    texts = [str(text).strip() for text in main_elements[0].itertext()]
    links = (str(text) for link in main_elements[0].iter("a") for text in link.itertext())
    text = "\n".join(filter(None, texts))
    words = len(text.split())
    is_index = len(" ".join(links).split()) > _MAX_LINKED * words
    return text if _MIN_WORDS <= words <= _MAX_WORDS and not is_index else None


def report(corpora: Path) -> None:
    """Print the mean word F1 of cleanarticle and trafilatura on the pages of each project."""
    logging.disable(logging.CRITICAL)
    gold = (corpora / NAME / "gold.jsonl").read_text("utf-8").splitlines()
    with Pool() as pool:
        rows = pool.map(partial(_scores, corpora), map(json.loads, gold), chunksize=8)
    sites = dict.fromkeys(site for site, *_ in rows)
    for site in (*sites, None):
        chosen = [scores for name, *scores in rows if site in (None, name)]
        own, other = (fmean(column) for column in zip(*chosen, strict=True))
        print(f"{site or 'all':24} {len(chosen):4} pages   {own:.3f}   trafilatura {other:.3f}")


def _scores(corpora: Path, entry: dict[str, str]) -> tuple[str, float, float]:
    """Return the site of a page and the word F1 of both outputs, each below the title."""
    page = read_page(corpora, NAME, entry)
    article = cleanarticle.clean(page)
    outputs = (article.text, trafilatura_text(page))
    title, content = article.title or "", entry["main_content"]
    own, other = (word_score(f"{title}\n{text}", content).f1 for text in outputs)
    return entry["url"], own, other


if __name__ == "__main__":
    (report if "--score" in sys.argv else main)(Path(sys.argv[1]))
