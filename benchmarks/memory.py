"""Clean ten thousand pages in one process and print how much memory it holds as it goes.

Call it by `make memory CORPORA=...`; called by hand, two more arguments are how many pages to clean
and after how many of them to print. The pages of news-424 are read again and again; the numbers
must not grow after the first round.
"""

from __future__ import annotations

import gzip
import itertools
import sys
from pathlib import Path

import cleanarticle

PAGES, STEP = 10_000, 1_000
PAGE_SIZE = 4096


def resident() -> float:
    """Megabytes of this process in memory (Linux)."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE_SIZE / 1e6


def main(corpora: Path, pages: int = PAGES, step: int = STEP) -> None:
    """Print one line every so many pages."""
    paths = sorted((corpora / "news-424" / "html").iterdir())
    for count, path in enumerate(itertools.islice(itertools.cycle(paths), pages), start=1):
        cleanarticle.clean(gzip.decompress(path.read_bytes()), effort="fast")
        if count % step == 0:
            print(f"{count:6} pages   {resident():7.1f} MB", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
