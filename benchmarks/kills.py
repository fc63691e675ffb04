"""Kill a batch of 2,000 URLs on 100 hosts three times, let it finish, and check its output.

    python benchmarks/kills.py [--urls N] [OUTPUT...]     outputs: out.jsonl, out.sqlite, ...

For each output, it prints after how many pages each kill came, whether there is exactly one record
per URL, and how many pages were fetched again because a kill interrupted them.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from urllib.request import urlopen

from site_on_loopback import page_urls, serve_site, small_page

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from support.outputs import read

URLS, HOSTS, KILLS = 2000, 100, 3


def request_count(host: str) -> int:
    """Return the number of pages that were requested from the site."""
    with urlopen(f"{host}/requests") as response:  # noqa: S310 - our own site
        return int(response.read())


def run(name: str, count: int) -> bool:
    """Return True if a batch that is killed three times writes a correct output.

    Args:
        name: File name of the output.
        count: Number of URLs.
    """
    with (
        tempfile.TemporaryDirectory() as folder,
        serve_site([small_page(0)], hosts=HOSTS) as hosts,
    ):
        urls = page_urls(hosts, count)
        source, output = Path(folder, "urls"), Path(folder, name)
        source.write_text("\n".join(urls))
        options = ["--allow-private-hosts", "--ignore-robots", "--delay", "0", "--quiet"]
        command = [sys.executable, "-m", "cleanarticle", "batch", str(source), "-o", str(output)]
        for _ in range(KILLS):
            count_before = request_count(hosts[0])
            target_count = count_before + random.randint(count // 40, count // 4)  # noqa: S311
            with subprocess.Popen([*command, *options]) as process:
                while request_count(hosts[0]) < target_count and process.poll() is None:
                    time.sleep(0.01)
                process.kill()
            print(f"  killed after {request_count(hosts[0]) - count_before} pages")
        completed = subprocess.run([*command, *options], check=False)
        records = Counter(record["url"] for record in read(output))
        repeated = request_count(hosts[0]) - count
        is_correct = completed.returncode == 0 and records == Counter(urls)
        remaining_files = sorted(path.name for path in Path(folder).iterdir())
        print(f"{name}: {records.total()} records of {len(records)} URLs, {repeated} fetched again")
        print(
            f"  remaining files: {remaining_files}, exit code {completed.returncode}: "
            f"{'ok' if is_correct else 'FAILED'}"
        )
        return is_correct


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", nargs="*", default=["out.jsonl"], help="names of output files")
    parser.add_argument("--urls", type=int, default=URLS, help="number of URLs")
    args = parser.parse_args()
    outcomes = [run(name, args.urls) for name in args.outputs]
    sys.exit(not all(outcomes))
