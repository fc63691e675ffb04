"""Clean ten thousand pages in one process and print how much memory it holds as it goes.

Call it by `make memory CORPORA=...`. The pages of news-424 are read again and again; the numbers
must not grow after the first round.
"""

from __future__ import annotations

import gzip
import itertools
import sys
from pathlib import Path

import cleanarticle

PAGES = 10_000
STEP = 1_000
PAGE_SIZE = 4096


def resident() -> float:
    """Megabytes of this process in memory (Linux)."""
    return int(Path("/proc/self/statm").read_text("ascii").split()[1]) * PAGE_SIZE / 1e6


def main(corpora: Path) -> None:
    """Print one line every thousand pages."""
    paths = sorted((corpora / "news-424" / "html").iterdir())
    for count, path in enumerate(itertools.islice(itertools.cycle(paths), PAGES), start=1):
        cleanarticle.clean(gzip.decompress(path.read_bytes()), effort="fast")
        if count % STEP == 0:
            print(f"{count:6} pages   {resident():7.1f} MB", flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
