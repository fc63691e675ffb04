"""Threads that clean pages at the same time do not mix them up."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

from cleanarticle import clean
from support.mutations import stored_pages

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_BYTES = 8_000
"""Larger pages are left out to save time."""

THREADS = 6
ROUNDS = 3


@pytest.fixture
def _frequent_switches() -> Iterator[None]:
    """Let threads take turns every few microseconds, not every few milliseconds."""
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-5)
    yield
    sys.setswitchinterval(interval)


def _clean(content: bytes) -> str:
    return clean(content).to_json()


@pytest.mark.usefixtures("_frequent_switches")
def test_clean_in_threads_gives_the_articles_of_one_thread() -> None:
    small = [page for page in stored_pages().values() if len(page) < MAX_BYTES]
    pages = [b"".join(small[i::THREADS]) for i in range(THREADS)]  # long, so that threads overlap
    expected = [_clean(page) for page in pages]
    with ThreadPoolExecutor(THREADS) as pool:
        articles = list(pool.map(_clean, pages * ROUNDS))
    assert articles == expected * ROUNDS
