"""Kill a batch of 2,000 URLs on 100 hosts three times, let it end, and look for what is wrong.

    python benchmarks/kills.py [--urls N] [OUTPUT...]     outputs: out.jsonl, out.sqlite, ...

It prints, for each output, when the kills came and what the end looks like: exactly one record for
each URL, and how many pages were fetched twice because a kill came while they were in flight.
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

from site_on_loopback import addresses, serving, small_page

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from support.outputs import read

URLS, HOSTS, KILLS = 2000, 100, 3


def asked(host: str) -> int:
    """Return the number of pages requested from the site."""
    with urlopen(f"{host}/requests") as answer:  # noqa: S310 - our own site
        return int(answer.read())


def main(name: str, count: int) -> bool:
    """Run the test on one output; whether all is well."""
    with (
        tempfile.TemporaryDirectory() as folder,
        serving([small_page(0)], hosts=HOSTS) as hosts,
    ):
        urls = addresses(hosts, count)
        source, out = Path(folder, "urls"), Path(folder, name)
        source.write_text("\n".join(urls))
        options = ["--allow-private-hosts", "--ignore-robots", "--delay", "0", "--quiet"]
        command = [sys.executable, "-m", "cleanarticle", "batch", str(source), "-o", str(out)]
        for _ in range(KILLS):
            begun = asked(hosts[0])
            goal = begun + random.randint(count // 40, count // 4)  # noqa: S311
            with subprocess.Popen([*command, *options]) as process:
                while asked(hosts[0]) < goal and process.poll() is None:
                    time.sleep(0.01)
                process.kill()
            print(f"  killed after {asked(hosts[0]) - begun} pages")
        last = subprocess.run([*command, *options], check=False)
        records = Counter(record["url"] for record in read(out))
        twice = asked(hosts[0]) - count
        is_well = last.returncode == 0 and records == Counter(urls)
        left = sorted(path.name for path in Path(folder).iterdir())
        print(f"{name}: {records.total()} records of {len(records)} URLs, {twice} fetched twice,")
        print(
            f"  files left: {left}, exit code {last.returncode}: {'well' if is_well else 'WRONG'}"
        )
        return is_well


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("outputs", nargs="*", default=["out.jsonl"])
    parser.add_argument("--urls", type=int, default=URLS)
    chosen = parser.parse_args()
    outcomes = [main(name, chosen.urls) for name in chosen.outputs]
    sys.exit(not all(outcomes))
