"""Set the speed of a batch over local servers against that of its cleaning alone, on two cores.

    python benchmarks/throughput.py [FOLDER] [--pages N] [--rounds N]

The pages are the .html and .html.gz files of the folder, or those of the golden cases. Both sides
clean the same pages of the same 40 hosts in two processes, with what they learn of these; the batch
also fetches them over HTTP, as politely as a crawl except for the pause, and writes its records.
The two take turns, so that a noisy machine is as unkind to one as to the other; the start of the
processes is not counted. The site runs on the same cores.

A machine that has other work gives more of itself to the side of more processes, which is the
batch. So the processor time of a page is reported too (Linux): of the workers, of the batch's main
process, of the site. The last is part of what the batch is measured by and no part of the product,
so a second ratio leaves it out: what cleaning alone takes against all that the batch takes.
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
from cleanarticle.sites.store import TemplateStore, site_of
from site_on_loopback import SITE, addresses, serving

CORES, HOSTS, PAGES, ROUNDS, WARM_UP = 2, 40, 600, 3, 40
FIXTURES = Path(__file__).parents[1] / "tests" / "fixtures"


def read(path: Path) -> bytes:
    """The page in a file."""
    content = path.read_bytes()
    return gzip.decompress(content) if path.suffix == ".gz" else content


SITES = TemplateStore(Path("not-saved.sites.json"))
"""What a process of its own knows of the hosts."""


def clean_one(page: Page) -> int:
    """Clean a page as a worker does, and learn from it."""
    site = site_of(page)
    cleaned = clean_and_render(page, CleanOptions(template=SITES.template(site)))
    if cleaned.site_evidence is not None:
        SITES.learn(site, cleaned.site_evidence)
    return len(cleaned.fields["text"])


class Moment(NamedTuple):
    """The time, and the seconds of processor time that were used until then.

    Attributes:
        clock: The monotonic clock.
        main: Of this process.
        site: Of the site.
        workers: Of the other children of this process.
    """

    clock: float
    main: float
    site: float
    workers: float

    @classmethod
    def now(cls) -> Moment:
        """Read the clocks."""
        used = {child: _used(child.pid) for child in multiprocessing.active_children()}
        site = sum(seconds for child, seconds in used.items() if child.name == SITE)
        return cls(time.monotonic(), time.process_time(), site, sum(used.values()) - site)

    def since(self, before: Moment, pages: int) -> Moment:
        """Return the cost a page between two moments."""
        spent = ((now - then) / pages for now, then in zip(self, before, strict=True))
        return Moment(*spent)


def _used(process: int | None) -> float:
    """Seconds of processor time that a process has used."""
    fields = Path(f"/proc/{process}/stat").read_text("ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def cleaning_alone(pages: list[bytes], hosts: list[str], count: int) -> Moment:
    """Return the cost a page of two processes that have all pages in memory."""
    work = [
        Page(pages[number % len(pages)], url=url)
        for number, url in enumerate(addresses(hosts, count))
    ]
    with multiprocessing.get_context("spawn").Pool(CORES) as pool:
        pool.map(clean_one, work[:WARM_UP], chunksize=WARM_UP // CORES)
        started = Moment.now()
        for _ in pool.imap_unordered(clean_one, work, chunksize=5):
            pass
        return Moment.now().since(started, count)


def batch(hosts: list[str], count: int) -> Moment:
    """Return the cost a page of a batch with two workers."""
    moments: list[Moment] = []

    def note(tally: Tally) -> None:
        if tally.failed:
            raise RuntimeError(tally.errors)
        if tally.done in {WARM_UP, WARM_UP + count}:
            moments.append(Moment.now())

    options = FetchOptions(allow_private_hosts=True, delay=0)
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, "urls")
        source.write_text("\n".join(addresses(hosts, count + WARM_UP)))
        run(
            str(source),
            Path(folder, "out.jsonl"),
            fetch_options=options,
            workers=CORES,
            progress=note,
        )
    started, ended = moments
    return ended.since(started, count)


def main(folder: Path, count: int, rounds: int) -> None:
    """Print what each round took, and the ratios."""
    found = [path for path in folder.rglob("*.html*") if path.suffix in {".html", ".gz"}]
    pages = [read(path) for path in sorted(found)[:100]]
    size = statistics.mean(map(len, pages)) / 1000
    print(
        f"{len(pages)} pages of {size:.0f} KB on average, {count} a round; ms of processor a page:"
    )
    by_clock, by_processor = [], []
    with serving(pages, hosts=HOSTS) as hosts:
        for _ in range(rounds):
            alone, whole = cleaning_alone(pages, hosts, count), batch(hosts, count)
            by_clock.append(alone.clock / whole.clock)
            by_processor.append(alone.workers / (whole.workers + whole.main))
            print(
                f"cleaning alone {1 / alone.clock:6.1f} pages/s ({1000 * alone.workers:.1f} ms)   "
                f"batch {1 / whole.clock:6.1f} ({1000 * whole.workers:.1f} ms in the workers, "
                f"{1000 * whole.main:.1f} in the main process, {1000 * whole.site:.1f} in the site)"
                f"   {by_clock[-1]:.0%} by the clock, {by_processor[-1]:.0%} without the site"
            )
    print(
        f"the batch reaches {statistics.median(by_clock):.0%} of cleaning alone by the clock, "
        f"{statistics.median(by_processor):.0%} by the processor time without the site (medians)"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path, nargs="?", default=FIXTURES)
    parser.add_argument("--pages", type=int, default=PAGES)
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    chosen = parser.parse_args()
    main(chosen.folder, chosen.pages, chosen.rounds)
