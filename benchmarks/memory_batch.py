"""Watch the memory of a batch over local servers: of its main process and its workers together.

    python benchmarks/memory_batch.py [URLS]       100,000 by default

The pages are small and made up; the sum is of the resident memory of all processes, read twice a
second (Linux). What they share is counted for each, so that the truth is a little less.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from site_on_loopback import addresses, serving, small_page

URLS, HOSTS, STEP = 100_000, 200, 10.0
PAGE_SIZE = 4096


def family(parent: int) -> list[int]:
    """The process and those that it started."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    found = [int(child) for child in children.read_text("ascii").split()]
    return [parent, *(one for child in found for one in family(child))]


def resident(parent: int) -> float:
    """Megabytes of the process and of those that it started."""
    pages = 0
    for process in family(parent):
        pages += int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * PAGE_SIZE / 1e6


def main(count: int) -> None:
    """Print the memory every ten seconds, and its peak."""
    pages = [small_page(number) for number in range(50)]
    with tempfile.TemporaryDirectory() as folder, serving(pages, hosts=HOSTS) as hosts:
        source, out = Path(folder, "urls"), Path(folder, "out.jsonl")
        source.write_text("\n".join(addresses(hosts, count)))
        options = ["--allow-private-hosts", "--delay", "0", "--quiet", "-o", str(out)]
        command = [sys.executable, "-m", "cleanarticle", "batch", str(source), *options]
        started = shown = time.monotonic()
        peak = 0.0
        with subprocess.Popen(command) as process:
            while process.poll() is None:
                try:
                    now = resident(process.pid)
                except OSError:  # one of them has just ended
                    continue
                peak = max(peak, now)
                if time.monotonic() - shown > STEP:
                    shown = time.monotonic()
                    print(f"{shown - started:6.0f} s   {now:6.1f} MB", flush=True)
                time.sleep(0.5)
        with out.open("rb") as file:
            records = sum(1 for _ in file)
        seconds = time.monotonic() - started
        print(f"{records} records in {seconds:.0f} s, at most {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else URLS)
