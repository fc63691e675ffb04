"""Measure the memory of a batch over local servers: the main process and its workers.

    python benchmarks/memory_batch.py [URLS]       100,000 by default

The pages are small and synthetic. The resident memory of all processes together is read twice a
second (Linux), and is printed as records are written, as is the memory of the main process alone.
Memory that processes share is counted once for each, so the actual total is slightly lower.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from site_on_loopback import page_urls, serve_site, small_page

URLS, HOSTS, STEPS = 100_000, 200, 20
PAGE_SIZE = 4096


def process_tree(parent: int) -> list[int]:
    """Return the ids of a process and of all its descendants, with the process first."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    child_ids = [int(child) for child in children.read_text("ascii").split()]
    return [parent, *(process_id for child in child_ids for process_id in process_tree(child))]


def resident_mb(process: int) -> float:
    """Return the resident memory of a process in MB."""
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * PAGE_SIZE / 1e6


class RecordCounter:
    """A counter of the records in a JSON Lines file that is being written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0
        self.count = 0

    def update(self) -> int:
        """Read the new part of the file, and return the number of records so far."""
        if self._path.exists():
            with self._path.open("rb") as file:
                file.seek(self._read)
                new = file.read()
            self._read += len(new)
            self.count += new.count(b"\n")
        return self.count


def main(count: int) -> None:
    """Run a batch, print its memory twenty times, and its peak at the end."""
    pages = [small_page(number) for number in range(50)]
    with tempfile.TemporaryDirectory() as folder, serve_site(pages, hosts=HOSTS) as hosts:
        source, output = Path(folder, "urls"), Path(folder, "out.jsonl")
        source.write_text("\n".join(page_urls(hosts, count)))
        options = ["--allow-private-hosts", "--delay", "0", "--quiet", "-o", str(output)]
        command = [sys.executable, "-m", "cleanarticle", "batch", str(source), *options]
        started, last_shown, peak, records = time.monotonic(), 0, 0.0, RecordCounter(output)
        with subprocess.Popen(command) as process:
            while process.poll() is None:
                try:
                    memory = [resident_mb(process_id) for process_id in process_tree(process.pid)]
                except OSError:  # a process has just ended
                    continue
                peak = max(peak, sum(memory))
                if records.update() >= last_shown + count / STEPS:
                    last_shown = records.count
                    print(
                        f"{last_shown:7} records   {sum(memory):6.1f} MB, main {memory[0]:6.1f}",
                        flush=True,
                    )
                time.sleep(0.5)
        seconds = time.monotonic() - started
        print(f"{records.update()} records in {seconds:.0f} s, at most {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else URLS)
