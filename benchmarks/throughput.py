"""Compare the speed of a batch over local servers with that of cleaning alone, on two cores.

    python benchmarks/throughput.py [FOLDER] [--pages N] [--rounds N]

The pages are the .html and .html.gz files of the folder, by default those of the golden cases. Both
sides clean the same pages of the same 40 hosts in two processes. The batch
also fetches the pages over HTTP, with all the rules of a crawl except the delay, and writes
records. The two sides take turns, so that other load on the machine affects them equally. The start
of the processes is not counted. The local site runs on the same cores.

On a busy machine, the side with more processes gets more processor time, which is the batch. So the
processor time per page is reported too (Linux), for the workers, the main process of the batch, and
the site. The site adds to the wall-clock time of the batch but is not part of the product, so a
second ratio leaves it out: the processor time of cleaning alone, relative to that of the batch.
"""

from __future__ import annotations

import argparse
import gzip
import multiprocessing
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from cleanarticle.batch import Tally, run
from cleanarticle.batch.worker import clean_and_render
from cleanarticle.options import CleanOptions, FetchOptions
from cleanarticle.page import Page
from site_on_loopback import SITE_PROCESS, page_urls, serve_site

CORES, HOSTS, PAGES, ROUNDS, WARM_UP = 2, 40, 600, 3, 40
FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"


def read_page(path: Path) -> bytes:
    """Return the page in a file, decompressed."""
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


def clean_one(page: Page) -> int:
    """Clean a page; return the text length."""
    return len(clean_and_render(page, CleanOptions())["text"])


class Usage(NamedTuple):
    """Seconds of wall-clock time and of processor time, at a moment or per page.

    Attributes:
        clock: Monotonic clock.
        main: Processor time of this process.
        site: Processor time of the site.
        workers: Processor time of the other children of this process.
    """

    clock: float
    main: float
    site: float
    workers: float

    @classmethod
    def now(cls) -> Usage:
        """Read the clocks."""
        seconds_by_child = {
            child: _process_seconds(child.pid) for child in multiprocessing.active_children()
        }
        site = sum(
            seconds for child, seconds in seconds_by_child.items() if child.name == SITE_PROCESS
        )
        return cls(
            time.monotonic(), time.process_time(), site, sum(seconds_by_child.values()) - site
        )

    def since(self, earlier: Usage, pages: int) -> Usage:
        """Return the usage per page since an earlier moment."""
        costs = ((now - then) / pages for now, then in zip(self, earlier, strict=True))
        return Usage(*costs)


def _process_seconds(process: int | None) -> float:
    """Return the seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def measure_cleaning(pages: list[bytes], hosts: list[str], count: int) -> Usage:
    """Return the usage per page of two processes that clean pages from memory."""
    tasks = [
        Page(pages[number % len(pages)], url=url)
        for number, url in enumerate(page_urls(hosts, count))
    ]
    with multiprocessing.get_context("spawn").Pool(CORES) as pool:
        pool.map(clean_one, tasks[:WARM_UP], chunksize=WARM_UP // CORES)
        started = Usage.now()
        for _ in pool.imap_unordered(clean_one, tasks, chunksize=5):
            pass
        return Usage.now().since(started, count)


def measure_batch(hosts: list[str], count: int) -> Usage:
    """Return the usage per page of a batch with two workers."""
    usages: list[Usage] = []

    def record_usage(tally: Tally) -> None:
        if tally.failed:
            raise RuntimeError(tally.errors)
        if tally.done in {WARM_UP, WARM_UP + count}:
            usages.append(Usage.now())

    options = FetchOptions(allow_private_hosts=True, delay=0)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "urls")
        source.write_text("\n".join(page_urls(hosts, count + WARM_UP)))
        run(
            str(source),
            Path(folder, "out.jsonl"),
            fetch_options=options,
            workers=CORES,
            progress=record_usage,
        )
    started, ended = usages
    return ended.since(started, count)


def main(folder: Path, count: int, rounds: int) -> None:
    """Print the times of each round, and the median ratios."""
    paths = [path for path in folder.rglob("*.html*") if path.suffix in {".html", ".gz"}]
    pages = [read_page(path) for path in sorted(paths)[:100]]
    size = statistics.mean(map(len, pages)) / 1000
    print(
        f"{len(pages)} pages of {size:.0f} KB on average, {count} per round; "
        "ms of processor time per page:"
    )
    clock_ratios, processor_ratios = [], []
    with serve_site(pages, hosts=HOSTS) as hosts:
        for _ in range(rounds):
            cleaning, batch = measure_cleaning(pages, hosts, count), measure_batch(hosts, count)
            clock_ratios.append(cleaning.clock / batch.clock)
            processor_ratios.append(cleaning.workers / (batch.workers + batch.main))
            print(
                f"cleaning alone {1 / cleaning.clock:6.1f} pages/s "
                f"({1000 * cleaning.workers:.1f} ms)   "
                f"batch {1 / batch.clock:6.1f} ({1000 * batch.workers:.1f} ms in the workers, "
                f"{1000 * batch.main:.1f} in the main process, {1000 * batch.site:.1f} in the site)"
                f"   {clock_ratios[-1]:.0%} by wall-clock time, "
                f"{processor_ratios[-1]:.0%} by processor time without the site"
            )
    print(
        f"the batch reaches {statistics.median(clock_ratios):.0%} of cleaning alone by wall-clock "
        f"time, {statistics.median(processor_ratios):.0%} by processor time without the site "
        "(medians)"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "folder", type=Path, nargs="?", default=FIXTURES, help="folder with the pages"
    )
    parser.add_argument("--pages", type=int, default=PAGES, help="pages per round")
    parser.add_argument("--rounds", type=int, default=ROUNDS, help="number of rounds")
    args = parser.parse_args()
    main(args.folder, args.pages, args.rounds)
