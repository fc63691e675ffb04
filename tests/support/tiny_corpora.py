"""Corpora as training/README.md describes them, of the few pages of the golden cases.

The gold is what the golden cases expect, so that what is measured on it means nothing: it is there
for the scripts of training/ and benchmarks/ to run on.
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
"""Numbers of sites by the fold that training/corpora.py puts them in; -1 is the gate."""


def write_corpora(folder: Path) -> Path:
    """Write all corpora into a folder, and give it back."""
    pages = [_page(case, site) for case, site in _cases()]
    whole = [gold for gold, _ in pages]
    snippets = [
        {name: value for name, value in gold.items() if name != "main_content"}
        | {"with": gold["main_content"].split("\n\n")[:2], "without": ["a snippet of nowhere"]}
        for gold in whole
    ]
    sets = {"wcxb-dev": whole, "news-424": whole, "zh-69": whole, "snippets-500": snippets}
    for name, golds in sets.items():
        (folder / name / "html").mkdir(parents=True)
        _write_lines(folder / name / "gold.jsonl", golds)
        for gold, html in pages:
            (folder / name / "html" / f"{gold['id']}.html.gz").write_bytes(gzip.compress(html))
    (folder / "kinds").mkdir()
    _write_lines(folder / "kinds" / "gold.jsonl", _kinds())
    return folder


def _cases() -> list[tuple[Path, str]]:
    """The pages with their sites: no fold has all pages of a type, and the gate has some."""
    sites = {fold: iter(numbers) for fold, numbers in SITES.items()}
    found = []
    for at, name in enumerate(TYPES):
        for offset, case in enumerate(sorted(FIXTURES.glob(f"{name}_*"))):
            found.append((case, f"site{next(sites[(at + 2 * offset) % 5])}.org"))
    found += [(case, f"site{next(sites[-1])}.org") for case in sorted(FIXTURES.glob("seed_*"))]
    return found


def _expected(case: Path) -> dict[str, Any]:
    expected: dict[str, Any] = json.loads((case / "expected.json").read_text("utf-8"))
    return expected


def _page(case: Path, site: str) -> tuple[dict[str, Any], bytes]:
    """A line of gold and the page."""
    expected = _expected(case)
    packed = case / "source.html.gz"
    plain = case / "source.html"
    html = gzip.decompress(packed.read_bytes()) if packed.exists() else plain.read_bytes()
    body = [text for kind, text in expected["blocks"] if kind == "body"]
    gold = {
        "id": case.name,
        "url": f"https://{site}/{case.name}",
        "page_type": expected["page_type"] if case.name.startswith("seed") else _type(case),
        "main_content": "\n\n".join(body),
        "metadata": {
            "title": expected["title"],
            "author": ", ".join(expected["authors"]),
            "date": expected["published"],
        },
    }
    return gold, html


def _type(case: Path) -> str:
    return case.name.rsplit("_", 1)[0]


def _kinds() -> list[dict[str, Any]]:
    """The boilerplate of all pages as hand-labeled blocks."""
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
                "prev": texts[max(0, at - 2) : at],
                "next": texts[at + 1 : at + 3],
            }
            for at, (kind, text) in enumerate(blocks)
            if kind != "body"
        ]
    return lines


def _write_lines(path: Path, lines: list[dict[str, Any]]) -> None:
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), "utf-8")
