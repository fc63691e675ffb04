"""Tiny corpora in the format of training/README.md, made from the golden cases.

The gold is the expected output of the golden cases, so scores measured on it are meaningless: the
corpora only let tests run the scripts of training/ and benchmarks/.
"""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

from support.paths import FIXTURES

TYPES = "article collection documentation forum listing product service".split()

SITES = {0: (0, 7, 8, 9), 1: (2, 22, 25, 28), 2: (1, 13, 14, 18), 3: (3, 4, 5, 6),
         4: (12, 23, 42, 44), -1: (17, 32, 34, 35)}  # fmt: skip
"""Site numbers by the fold that training/corpora.py assigns to them; -1 is the held-out fold."""


def write_corpora(folder: Path) -> Path:
    """Write all corpora into a folder and return it."""
    pages = [_page(case, site) for case, site in _cases()]
    full_golds = [gold for gold, _ in pages]
    snippets = [
        {name: value for name, value in gold.items() if name != "main_content"}
        | {"with": gold["main_content"].split("\n\n")[:2], "without": ["a snippet of nowhere"]}
        for gold in full_golds
    ]
    comments = {case.name: _boilerplate(case) for case, _ in _cases()}
    posts = [gold | {"page_type": None, "comments": comments[gold["id"]]} for gold in full_golds]
    sets = {
        "wcxb-dev": full_golds,
        "news-424": full_golds,
        "zh-69": full_golds,
        "snippets-500": snippets,
        "blogs": posts,
    }
    for name, golds in sets.items():
        (folder / name / "html").mkdir(parents=True)
        _write_lines(folder / name / "gold.jsonl", golds)
        for gold, html in pages:
            (folder / name / "html" / f"{gold['id']}.html.gz").write_bytes(
                gzip.compress(html, mtime=0)
            )
    (folder / "kinds").mkdir()
    _write_lines(folder / "kinds" / "gold.jsonl", _labeled_blocks())
    return folder


def _cases() -> list[tuple[Path, str]]:
    """Return the cases and their sites.

    No fold has all pages of a type, and the held-out fold has some pages.
    """
    sites = {fold: iter(numbers) for fold, numbers in SITES.items()}
    cases = []
    for index, page_type in enumerate(TYPES):
        for offset, case in enumerate(sorted(FIXTURES.glob(f"{page_type}_*"))):
            cases.append((case, f"site{next(sites[(index + 2 * offset) % 5])}.org"))
    cases += [(case, f"site{next(sites[-1])}.org") for case in sorted(FIXTURES.glob("seed_*"))]
    return cases


def _expected(case: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text("utf-8"))
    return expected


def _page(case: Path, site: str) -> tuple[dict[str, Any], bytes]:
    """Return the gold record of a case, and its HTML."""
    expected = _expected(case)
    compressed = case / "source.html.gz"
    if compressed.exists():
        html = gzip.decompress(compressed.read_bytes())
    else:
        html = (case / "source.html").read_bytes()
    body = [text for kind, text in expected["blocks"] if kind == "body"]
    gold = {
        "id": case.name,
        "url": f"https://{site}/{case.name}",
        "page_type": expected["page_type"] if case.name.startswith("seed") else _page_type(case),
        "main_content": "\n\n".join(body),
        "metadata": {
            "title": expected["title"],
            "author": ", ".join(expected["authors"]),
            "date": expected["published"],
        },
    }
    return gold, html


def _boilerplate(case: Path) -> str:
    """Return the boilerplate of a case, which is taken for its readers' comments."""
    return "\n\n".join(text for kind, text in _expected(case)["blocks"] if kind != "body")


def _page_type(case: Path) -> str:
    return case.name.rsplit("_", 1)[0]


def _labeled_blocks() -> list[dict[str, Any]]:
    """Return the boilerplate blocks of all cases in the format of hand-labeled blocks."""
    lines = []
    for case, _ in _cases():
        blocks = _expected(case)["blocks"]
        texts = [text for _, text in blocks]
        lines += [
            {
                "corpus": "wcxb-dev",
                "id": case.name,
                "kind": kind,
                "text": text,
                "prev": texts[max(0, i - 2) : i],
                "next": texts[i + 1 : i + 3],
            }
            for i, (kind, text) in enumerate(blocks)
            if kind != "body"
        ]
    return lines


def _write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
