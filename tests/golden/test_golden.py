"""Golden cases: whole pages, and what becomes of every block of them.

A case is a folder of `fixtures/` with `source.html`, `source.html.gz` or `source.txt`; what is
expected of it stands beside it. `pytest --update-golden` rewrites the expected files; a reader
then reviews the difference. Where the expected output itself is wrong, `review.md` says what.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

import cleanarticle
from cleanarticle import Article
from support.paths import FIXTURES

CASES = sorted({path.parent for path in FIXTURES.glob("*/source.*")})
METADATA = ("title", "authors", "published", "site_name", "language", "page_type", "flags")


def clean_case(folder: Path) -> Article:
    text = folder / "source.txt"
    if text.exists():
        return cleanarticle.clean_text(text.read_text("utf-8"))
    packed = folder / "source.html.gz"
    page = gzip.decompress(packed.read_bytes()) if packed.exists() else folder / "source.html"
    return cleanarticle.clean(page, url="https://site.example/page")


def snapshot(article: Article) -> dict[str, Any]:
    everything = article.to_dict()
    return {name: everything[name] for name in METADATA} | {
        "blocks": [[str(block.kind), block.text] for block in article.blocks]
    }


def as_json(expected: dict[str, Any]) -> str:
    blocks = ",\n".join(f"  {json.dumps(b, ensure_ascii=False)}" for b in expected["blocks"])
    head = json.dumps({k: v for k, v in expected.items() if k != "blocks"}, ensure_ascii=False)
    return f'{head[:-1]}, "blocks": [\n{blocks}\n]}}\n'


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_golden(folder: Path, *, update_golden: bool) -> None:
    article = clean_case(folder)
    expected_json, expected_markdown = folder / "expected.json", folder / "expected.md"
    if update_golden:
        expected_json.write_text(as_json(snapshot(article)), "utf-8")
        expected_markdown.write_text(article.markdown + "\n", "utf-8")
    assert snapshot(article) == json.loads(expected_json.read_text("utf-8"))
    assert article.markdown + "\n" == expected_markdown.read_text("utf-8")


def test_there_are_two_real_pages_of_each_type() -> None:
    names = [folder.name.rsplit("_", 1)[0] for folder in CASES]
    types = ("article", "collection", "documentation", "forum", "listing", "product", "service")
    assert {name: names.count(name) for name in types} == dict.fromkeys(types, 2)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_every_real_page_was_reviewed(folder: Path) -> None:
    if not folder.name.startswith("seed"):
        assert (folder / "review.md").read_text("utf-8").strip()
