"""Pages to start from, and mutations of them that are the same in every run."""

from __future__ import annotations

import gzip
from random import Random
from typing import TYPE_CHECKING

from support.paths import FIXTURES, TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

MAX_LENGTH = 20_000
"""Longest part of a page that is mutated, so that some hundred are cleaned in a minute."""


def stored_pages() -> dict[str, bytes]:
    """Return the pages of the test suite by their paths."""
    pages = {}
    for path in sorted(FIXTURES.rglob("*")):
        name = path.relative_to(FIXTURES).as_posix()
        if name.endswith(".html"):
            pages[name] = path.read_bytes()
        elif name.endswith(".html.gz"):
            pages[name] = gzip.decompress(path.read_bytes())
    return pages


def mutations(pages: Sequence[bytes], seed: int) -> Iterator[bytes]:
    """Yield parts of pages in which bytes were cut, doubled, exchanged and added, without end."""
    random = Random(seed)  # noqa: S311 - no secret
    tokens = _tokens()
    while True:
        page = _part(random, random.choice(pages), MAX_LENGTH)
        for _ in range(random.randint(1, 12)):
            start, end = _bounds(random, len(page), 200)
            inserted = random.choice(
                (
                    b"",
                    page[start:end] * random.randint(2, 5),
                    _part(random, random.choice(pages), 500),
                    random.choice(tokens),
                    random.choice(tokens) * random.randint(2, 50),
                    random.randbytes(3),
                )
            )
            page = page[:start] + inserted + page[random.choice((start, end)) :]
        yield page


def _bounds(random: Random, length: int, max_length: int) -> tuple[int, int]:
    """Return the start and the end of a part."""
    start = random.randint(0, length)
    return start, min(length, start + random.randint(0, max_length))


def _part(random: Random, page: bytes, max_length: int) -> bytes:
    start, end = _bounds(random, len(page), max_length)
    return page[start:end]


def _tokens() -> list[bytes]:
    """Return the tokens of the dictionary for libFuzzer."""
    lines = (TESTS / "fuzz" / "html.dict").read_text("utf-8").splitlines()
    return [line[1:-1].encode() for line in lines if line.startswith('"')]
