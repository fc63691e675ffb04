"""Pages with kinds of fault, and what is wrong in their cleaned articles."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import cleanarticle
from support.paths import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from cleanarticle import Article

FOLDER = FIXTURES / "fault_kinds"


class FaultPage(NamedTuple):
    """A page of a kind of fault, and its expected output."""

    kind: str
    path: Path
    expected: dict[str, Any]

    @property
    def name(self) -> str:
        return f"{self.kind}/{self.path.stem}"

    def faults(self) -> list[str]:
        """Clean the page; return what is missing or surplus in the article."""
        article = cleanarticle.clean(self.path.read_bytes(), url="https://site.example/page")
        return [*_text_faults(article, self.expected), *_metadata_faults(article, self.expected)]


def read_pages() -> list[FaultPage]:
    """Return all pages, sorted by kind."""
    return [
        FaultPage(folder.name, folder / f"{number}.html", expected)
        for folder in sorted(FOLDER.iterdir())
        for number, expected in json.loads((folder / "expect.json").read_text("utf-8")).items()
    ]


def _text_faults(article: Article, expected: dict[str, Any]) -> Iterator[str]:
    for field, text in (("text", article.text), ("md", article.markdown)):
        for part in expected.get(f"{field}_has", ()):
            if part not in text:
                yield f"{field} lacks {part!r}"
        for part in expected.get(f"{field}_not", ()):
            if part in text:
                yield f"{field} has {part!r}"
    for part in expected.get("once", ()):
        if (count := article.text.count(part)) != 1:
            yield f"text has {part!r} {count} times"


def _metadata_faults(article: Article, expected: dict[str, Any]) -> Iterator[str]:
    actual = {
        "title": article.title,
        "authors": list(article.authors),
        "date": (article.published or "")[:10],
        "page_type": article.page_type,
    }
    for field, value in actual.items():
        if value != expected.get(field, value):
            yield f"{field} is {value!r}, not {expected[field]!r}"
