"""Set the speed of a batch over local servers against that of its cleaning alone, on two cores.

    python benchmarks/throughput.py [FOLDER]       pages: the .html and .html.gz files of a folder

Without a folder, the pages are those of the golden cases. Both sides clean the same pages in two
processes; the batch also fetches them over HTTP from 40 hosts, by the manners of a crawl but for
the pause, and writes its records. The two take turns, so that a noisy machine is as unkind to one
as to the other; the start of the processes is not counted. The site runs on the same cores.

A machine that has other work gives more of itself to the side of more processes, which is the
batch. So the processor time of its main process is told too: what it takes beside the cleaning.
"""

from __future__ import annotations

import gzip
import multiprocessing
import statistics
import sys
import tempfile
import time
from pathlib import Path

from site_on_loopback import addresses, serving

from cleanarticle.batch import BatchOptions, Tally, run
from cleanarticle.batch.worker import clean_to_fields
from cleanarticle.fetching import FetchOptions
from cleanarticle.options import CleanOptions
from cleanarticle.page import Page

CORES, HOSTS, PAGES, ROUNDS, WARM_UP = 2, 40, 600, 3, 40
FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"


def read(path: Path) -> bytes:
    """The page in a file."""
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def clean_one(content: bytes) -> int:
    """Clean a page as a worker does."""
    return len(clean_to_fields(Page(content), CleanOptions()).fields["text"])


def cleaning_alone(pages: list[bytes]) -> float:
    """Pages a second of two processes that have all pages at hand."""
    work = [pages[number % len(pages)] for number in range(PAGES)]
    with multiprocessing.get_context("spawn").Pool(CORES) as pool:
        pool.map(clean_one, work[:WARM_UP], chunksize=WARM_UP // CORES)
        started = time.monotonic()
        for _ in pool.imap_unordered(clean_one, work, chunksize=5):
            pass
        return PAGES / (time.monotonic() - started)


def batch(hosts: list[str]) -> tuple[float, float]:
    """Pages a second of a batch with two workers; seconds a page of its main process."""
    moments: list[tuple[float, float]] = []

    def note(tally: Tally) -> None:
        if tally.failed:
            raise RuntimeError(tally.errors)
        moments.append((time.monotonic(), time.process_time()))

    options = BatchOptions(fetch=FetchOptions(allow_private_hosts=True, delay=0), workers=CORES)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "urls")
        source.write_text("\n".join(addresses(hosts, PAGES + WARM_UP)))
        run(str(source), Path(folder, "out.jsonl"), options=options, progress=note)
    (started, before), (ended, after) = moments[WARM_UP - 1], moments[-1]
    return PAGES / (ended - started), (after - before) / PAGES


def main(paths: list[Path]) -> None:
    """Print the rates of each round and the ratio."""
    pages = [read(path) for path in paths]
    size = statistics.mean(map(len, pages)) / 1000
    print(f"{len(pages)} pages of {size:.0f} KB on average, {PAGES} a round")
    ratios = []
    with serving(pages, hosts=HOSTS) as hosts:
        for _ in range(ROUNDS):
            alone = cleaning_alone(pages)
            whole, beside = batch(hosts)
            ratios.append(whole / alone)
            print(
                f"cleaning alone {alone:6.1f} pages/s   batch {whole:6.1f}   {ratios[-1]:.0%}"
                f"   {beside * 1000:.1f} ms a page in the main process"
            )
    print(f"the batch reaches {statistics.median(ratios):.0%} of cleaning alone (median)")


if __name__ == "__main__":
    folder = Path(sys.argv[1]) if sys.argv[1:] else FIXTURES
    found = [path for path in folder.rglob("*.html*") if path.suffix in {".html", ".gz"}]
    main(sorted(found)[:100])
