"""Time cleaning beside trafilatura and resiliparse, and show where the time goes.

Call it by `make bench CORPORA=...`. All run in one process on one core, page by page in turn, from
bytes to the finished result, so that a noisy machine is as unkind to one as to the other.
"""

from __future__ import annotations

import cProfile
import gzip
import logging
import pstats
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import trafilatura
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding

import cleanarticle

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES = 150
ROUNDS = 3


def resiliparse(page: bytes) -> str:
    """Main content by resiliparse, decoding included, as its own examples do it."""
    text = page.decode(detect_encoding(page) or "utf-8", "replace")
    return str(extract_plain_text(text, main_content=True))


CONTENDERS: dict[str, Callable[[bytes], object]] = {
    "cleanarticle fast": lambda page: cleanarticle.clean(page, effort="fast"),
    "cleanarticle balanced": cleanarticle.clean,
    "trafilatura": trafilatura.extract,
    "resiliparse": resiliparse,
}


def measure(pages: list[bytes]) -> dict[str, float]:
    """Seconds of each contender over all pages, the best of some rounds a page."""
    totals = dict.fromkeys(CONTENDERS, 0.0)
    for page in pages:
        best = dict.fromkeys(CONTENDERS, float("inf"))
        for _ in range(ROUNDS):
            for name, run in CONTENDERS.items():
                started = time.perf_counter()
                run(page)
                best[name] = min(best[name], time.perf_counter() - started)
        for name, seconds in best.items():
            totals[name] += seconds
    return totals


def main(corpora: Path) -> None:
    """Print the ratios and the profile."""
    logging.disable(logging.CRITICAL)
    paths = sorted((corpora / "news-424" / "html").iterdir())[:PAGES]
    pages = [gzip.decompress(path.read_bytes()) for path in paths]
    measure(pages[:5])  # imports and weights are not what is measured
    totals = measure(pages)
    for name, seconds in totals.items():
        print(
            f"{name:22} {seconds / len(pages) * 1000:7.2f} ms a page"
            f"   {seconds / totals['resiliparse']:5.2f} x resiliparse"
            f"   {totals['trafilatura'] / seconds:5.2f} x as fast as trafilatura"
        )
    profile = cProfile.Profile()
    profile.enable()
    for page in pages:
        cleanarticle.clean(page, effort="fast")
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(28)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
