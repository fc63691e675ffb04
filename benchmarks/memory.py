"""Clean ten thousand pages in one process and print its memory as it runs.

    python benchmarks/memory.py CORPORA [PAGES [STEP]]        (make memory CORPORA=...)

PAGES is the number of pages to clean, STEP the number of pages between two printed lines. The
pages of news-424 are cleaned in turn, over and over; the memory must not grow after the first
round.
"""

from __future__ import annotations

import gzip
import itertools
import sys
from pathlib import Path

import cleanarticle

PAGES, STEP = 10_000, 1_000
PAGE_SIZE = 4096


def resident_mb() -> float:
    """Return the resident memory of this process in MB (Linux)."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE_SIZE / 1e6


def main(corpora: Path, pages: int = PAGES, step: int = STEP) -> None:
    """Clean the pages and print one line after every `step` pages."""
    paths = sorted((corpora / "news-424" / "html").iterdir())
    for count, path in enumerate(itertools.islice(itertools.cycle(paths), pages), start=1):
        cleanarticle.clean(gzip.decompress(path.read_bytes()))
        if count % step == 0:
            print(f"{count:6} pages   {resident_mb():7.1f} MB", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
