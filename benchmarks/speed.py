"""Compare the speed of cleaning with trafilatura and resiliparse, and profile cleaning.

Run it with `make bench CORPORA=...`. All extractors run in one process on one core and take turns
on each page, so that other load on the machine affects them equally. Each is timed from bytes to
the finished result.
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


def extract_with_resiliparse(page: bytes) -> str:
    """Extract main content with resiliparse, including decoding, as in its documentation."""
    text = page.decode(detect_encoding(page) or "utf-8", "replace")
    return str(extract_plain_text(text, main_content=True))


EXTRACTORS: dict[str, Callable[[bytes], object]] = {
    "cleanarticle fast": lambda page: cleanarticle.clean(page, effort="fast"),
    "cleanarticle balanced": cleanarticle.clean,
    "trafilatura": trafilatura.extract,
    "resiliparse": extract_with_resiliparse,
}


def measure_times(pages: list[bytes]) -> dict[str, float]:
    """Return the total seconds of each extractor, with the best of `ROUNDS` times per page."""
    total_seconds = dict.fromkeys(EXTRACTORS, 0.0)
    for page in pages:
        best = dict.fromkeys(EXTRACTORS, float("inf"))
        for _ in range(ROUNDS):
            for name, extract in EXTRACTORS.items():
                started = time.perf_counter()
                extract(page)
                best[name] = min(best[name], time.perf_counter() - started)
        for name, seconds in best.items():
            total_seconds[name] += seconds
    return total_seconds


def main(corpora: Path) -> None:
    """Print the times, the ratios and the profile."""
    logging.disable(logging.CRITICAL)
    paths = sorted((corpora / "news-424" / "html").iterdir())[:PAGES]
    pages = [gzip.decompress(path.read_bytes()) for path in paths]
    measure_times(pages[:5])  # load modules and weights before the measurement
    total_seconds = measure_times(pages)
    for name, seconds in total_seconds.items():
        print(
            f"{name:22} {seconds / len(pages) * 1000:7.2f} ms per page"
            f"   {seconds / total_seconds['resiliparse']:5.2f} x resiliparse"
            f"   {total_seconds['trafilatura'] / seconds:5.2f} x as fast as trafilatura"
        )
    profile = cProfile.Profile()
    profile.enable()
    for page in pages:
        cleanarticle.clean(page, effort="fast")
    profile.disable()
    pstats.Stats(profile).sort_stats("tottime").print_stats(28)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
