"""Golden tests: clean whole pages and compare every block with the expected output.

A case is a folder of `fixtures/` that contains `source.html`, `source.html.gz` or `source.txt`, and
the expected output. `pytest --update-golden` rewrites the expected files; review the diff
afterwards. If the expected output itself is wrong, `review.md` says what is wrong.
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
    text_file = folder / "source.txt"
    if text_file.exists():
        return cleanarticle.clean_text(text_file.read_text("utf-8"))
    compressed = folder / "source.html.gz"
    page = (
        gzip.decompress(compressed.read_bytes()) if compressed.exists() else folder / "source.html"
    )
    return cleanarticle.clean(page, url="https://site.example/page")


def snapshot(article: Article) -> dict[str, Any]:
    data = article.to_dict()
    return {name: data[name] for name in METADATA} | {
        "blocks": [[str(block.kind), block.text] for block in article.blocks]
    }


def as_json(expected: dict[str, Any]) -> str:
    blocks = ",\n".join(
        f"  {json.dumps(block, ensure_ascii=False)}" for block in expected["blocks"]
    )
    metadata = {name: value for name, value in expected.items() if name != "blocks"}
    return f'{json.dumps(metadata, ensure_ascii=False)[:-1]}, "blocks": [\n{blocks}\n]}}\n'


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_clean_golden_page_gives_expected_blocks_and_markdown(
    folder: Path, *, update_golden: bool
) -> None:
    article = clean_case(folder)
    expected_json, expected_markdown = folder / "expected.json", folder / "expected.md"
    if update_golden:
        expected_json.write_text(as_json(snapshot(article)), "utf-8")
        expected_markdown.write_text(article.markdown + "\n", "utf-8")
    assert snapshot(article) == json.loads(expected_json.read_text("utf-8"))
    assert article.markdown + "\n" == expected_markdown.read_text("utf-8")


def test_golden_cases_include_two_real_pages_of_each_page_type() -> None:
    names = [folder.name.rsplit("_", 1)[0] for folder in CASES]
    page_types = (
        "article",
        "collection",
        "documentation",
        "forum",
        "listing",
        "product",
        "service",
    )
    assert {name: names.count(name) for name in page_types} == dict.fromkeys(page_types, 2)


@pytest.mark.parametrize("folder", CASES, ids=lambda folder: folder.name)
def test_golden_case_real_page_has_review(folder: Path) -> None:
    if not folder.name.startswith("seed"):
        assert (folder / "review.md").read_text("utf-8").strip()
