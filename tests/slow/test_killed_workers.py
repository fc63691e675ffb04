from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

import pytest

from support.outputs import read

pytestmark = pytest.mark.slow

KILLS = 100
PAGES = 3000


def children(pid: int) -> list[int]:
    """Return the worker processes of a batch."""
    lists = [path.read_text() for path in Path(f"/proc/{pid}/task").glob("*/children")]
    commands = {
        int(name): Path(f"/proc/{name}/cmdline") for names in lists for name in names.split()
    }
    return [child for child, path in commands.items() if b"spawn_main" in path.read_bytes()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="finds workers by Linux's /proc")
def test_batch_workers_killed_at_random_each_cost_one_page(tmp_path: Path) -> None:
    folder, output = tmp_path / "pages", tmp_path / "out.jsonl"
    folder.mkdir()
    for number in range(PAGES):
        text = f"<p>The bridge over the river was closed after night {number}.</p>" * 20
        (folder / f"{number}.html").write_text(f"<html><body><h1>Page {number}</h1>{text}")
    command = [sys.executable, "-m", "cleanarticle", "batch", str(folder), "-o", str(output)]
    chance = random.Random(4)  # noqa: S311 - not for cryptography
    kills = 0
    with subprocess.Popen([*command, "--workers", "2", "--quiet"], stderr=subprocess.PIPE) as batch:
        while batch.poll() is None and kills < KILLS:
            time.sleep(chance.uniform(0, 0.2))
            try:
                victims = children(batch.pid)
                if victims:
                    os.kill(chance.choice(victims), signal.SIGKILL)
                    kills += 1
            except (OSError, ProcessLookupError):
                continue
        batch.wait(timeout=600)
    records = read(output)
    failures = [record["error"]["message"] for record in records if record["status"] == "error"]
    assert Counter(record["url"] for record in records) == Counter(map(str, folder.iterdir()))
    assert len(failures) <= kills
    assert all("crashed its process (exit code -9)" in message for message in failures)
    assert kills == KILLS
