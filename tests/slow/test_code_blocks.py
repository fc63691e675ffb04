"""The code blocks of the documentation and of README.md, run as they are written.

They run in a folder with these files: bridge.html and saved/bridge.html (a page of docs/),
crawl.warc.gz (two such pages) and pages.parquet (the columns url, html and topic).
https://example.org is replaced by a local website, which has the page under /news/bridge and
another one under /news/ferry, and answers 404 otherwise; it is on a private host, which is allowed.
Expected outputs are compared. The recipes, which need other files, have tests of their own in
tests/frameworks.
"""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from support.code_blocks import run_blocks
from support.frameworks import require
from support.paths import ROOT
from support.warcs import write_crawl
from support.webserver import Site, article

if TYPE_CHECKING:
    from pathlib import Path

    from _pytest.mark import ParameterSet

DOCS = ROOT / "docs"
PAGE = DOCS / "bridge.html"
DOCUMENTS = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]

BEFORE = {
    "README.md": """
from pathlib import Path
html = Path("bridge.html").read_bytes()
""",
}
"""Names and files that a document takes for granted, as Python."""

ON_RAY = "crawls.md"
"""The document that needs Ray, an extra that `make test-frameworks` installs."""


def parameter(document: Path) -> ParameterSet:
    mark = pytest.mark.frameworks if document.name == ON_RAY else pytest.mark.slow
    return pytest.param(document, id=document.name, marks=mark)


@pytest.mark.parametrize("document", [parameter(document) for document in DOCUMENTS])
def test_document_has_blocks_that_run_and_print_what_it_says(
    document: Path, tmp_path: Path
) -> None:
    require("datasketch", *(["ray"] if document.name == ON_RAY else []))
    write_files(tmp_path)
    pages = {"/news/bridge": PAGE.read_bytes(), "/news/ferry": article("The ferry runs at night")}
    with Site(pages=pages) as site:
        before = BEFORE.get(document.name, "")
        run_blocks(document, tmp_path, site=site.url(""), before=before)


def write_files(folder: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet

    (folder / "saved").mkdir()
    for copy in ("bridge.html", "saved/bridge.html"):
        shutil.copy(PAGE, folder / copy)
    pages = {
        "https://example.com/news/bridge": PAGE.read_bytes(),
        "https://example.com/news/ferry": article("The ferry runs at night"),
    }
    write_crawl(folder / "crawl.warc.gz", pages)
    html = [page.decode() for page in pages.values()]
    columns = {"url": list(pages), "html": html, "topic": ["roads", "rivers"]}
    pa.parquet.write_table(pa.table(columns), folder / "pages.parquet")
