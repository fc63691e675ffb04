"""Watch the memory of a batch over local servers: of its main process and its workers together.

    python benchmarks/memory_batch.py [URLS]       100,000 by default

The pages are small and made up. Reported is the resident memory of all processes, read twice a
second (Linux), and how much of it is the main process, by the records that are written. What they
share is counted for each, so that the truth is a little less.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

from site_on_loopback import addresses, serving, small_page

URLS, HOSTS, STEPS = 100_000, 200, 20
PAGE_SIZE = 4096


def family(parent: int) -> list[int]:
    """The process and those that it started."""
    children = Path(f"/proc/{parent}/task/{parent}/children")
    found = [int(child) for child in children.read_text("ascii").split()]
    return [parent, *(one for child in found for one in family(child))]


def resident(process: int) -> float:
    """Megabytes of a process."""
    pages = int(Path(f"/proc/{process}/statm").read_text("ascii").split()[1])
    return pages * PAGE_SIZE / 1e6


class Records:
    """Counts the records of a file that is being written."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._read = 0
        self.count = 0

    def update(self) -> int:
        """Read on, and give how many records there are."""
        if self._path.exists():
            with self._path.open("rb") as file:
                file.seek(self._read)
                new = file.read()
            self._read += len(new)
            self.count += new.count(b"\n")
        return self.count


def main(count: int) -> None:
    """Print the memory twenty times on the way, and its peak."""
    pages = [small_page(number) for number in range(50)]
    with tempfile.TemporaryDirectory() as folder, serving(pages, hosts=HOSTS) as hosts:
        source, out = Path(folder, "urls"), Path(folder, "out.jsonl")
        source.write_text("\n".join(addresses(hosts, count)))
        options = ["--allow-private-hosts", "--delay", "0", "--quiet", "-o", str(out)]
        command = [sys.executable, "-m", "cleanarticle", "batch", str(source), *options]
        started, shown, peak, records = time.monotonic(), 0, 0.0, Records(out)
        with subprocess.Popen(command) as process:
            while process.poll() is None:
                try:
                    each = [resident(one) for one in family(process.pid)]
                except OSError:  # one of them has just ended
                    continue
                peak = max(peak, sum(each))
                if records.update() >= shown + count / STEPS:
                    shown = records.count
                    print(
                        f"{shown:7} records   {sum(each):6.1f} MB, main {each[0]:6.1f}", flush=True
                    )
                time.sleep(0.5)
        seconds = time.monotonic() - started
        print(f"{records.update()} records in {seconds:.0f} s, at most {peak:.0f} MB")


if __name__ == "__main__":
    main(int(sys.argv[1]) if sys.argv[1:] else URLS)
