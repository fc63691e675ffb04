"""The scripts of training/ and benchmarks/, run on a few pages and checked by their output.

Scripts that need large packages are tested in training/test_training.py (`make test-training`).
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from support.paths import FIXTURES, ROOT
from support.tiny_corpora import write_corpora

pytestmark = pytest.mark.slow

LINUX_ONLY = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has 127.0.0.2 and /proc"
)


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpora(tmp_path_factory.mktemp("corpora"))


def run_script(*command: object) -> str:
    """Run a script, assert that it succeeds, and return its stdout."""
    completed = subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert completed.returncode == 0, completed.stderr
    return completed.stdout


SUMMARIZE = """
import sys
from pathlib import Path
from corpora import read_examples, read_texts, trafilatura_text, visible_text
from learn_words import WordCounts

if __name__ == "__main__":
    corpora = Path(sys.argv[1])
    pages = read_examples(corpora)
    texts = [*read_texts(corpora, visible_text), *read_texts(corpora, trafilatura_text)]
    body = sum(float((example.target > 0.5).sum()) for example in pages)
    vocabulary = WordCounts(pages).vocabulary(frozenset())
    print(len(pages), len(texts), len({example.fold for example in pages}), body, len(vocabulary))
"""


def test_read_examples_tiny_corpora_gives_pages_texts_and_folds(
    corpora: Path, tmp_path: Path
) -> None:
    """Covers every step of training except the trainer."""
    script = tmp_path / "summarize.py"
    script.write_text(SUMMARIZE, "utf-8")
    path = os.pathsep.join([str(ROOT / "training"), os.environ.get("PYTHONPATH", "")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", path)
        pages, texts, folds, body, _ = run_script(script, corpora).split()
    assert (int(pages), int(folds)) == (5 * 18, 6)
    assert int(texts) > 80
    assert float(body) > 500


def test_speed_script_prints_time_of_each_run_and_step(corpora: Path) -> None:
    stdout = run_script("benchmarks/speed.py", corpora)
    runs = (
        r"clean\(page\)\.text",
        r"trafilatura\.extract",
        "resiliparse main content",
        "lxml parse",
    )
    for name in runs:
        assert len(re.findall(rf"^  {name} +\d+\.\d\d +\d+\.\d\d$", stdout, re.MULTILINE)) == 2
    for step in ("segment", "score_blocks", "clean"):
        assert len(re.findall(rf"^    {step} +\d+\.\d\d +\d+%$", stdout, re.MULTILINE)) == 2


def test_memory_script_prints_memory_by_page_count(corpora: Path) -> None:
    assert re.fullmatch(r" +20 pages +[\d.]+ MB\n +40 .*\n", run_script(
        "benchmarks/memory.py", corpora, 40, 20))  # fmt: skip


def test_survival_script_prints_each_page_type_and_words(corpora: Path) -> None:
    stdout = run_script("benchmarks/survival.py", corpora)
    for page_type in ("documentation", "article"):
        assert f"{page_type}: " in stdout
    assert re.search(r"^words +\d+ +\d+ +[\d.]+%$", stdout, re.MULTILINE)


def test_sites_script_prints_real_and_made_up_sites(corpora: Path) -> None:
    stdout = run_script("benchmarks/sites.py", corpora, 6)
    assert "real sites, 54 pages" in stdout
    assert "synthetic site, rotating teasers, 6 pages" in stdout


@LINUX_ONLY
def test_throughput_script_prints_share_of_cleaning_alone() -> None:
    stdout = run_script(
        "benchmarks/throughput.py", FIXTURES / "kinds", "--pages", 20, "--rounds", 1
    )
    assert re.search(r"the batch reaches \d+% of cleaning alone by wall-clock time", stdout)


@LINUX_ONLY
def test_memory_batch_script_prints_peak_memory() -> None:
    assert re.search(r"^300 records in \d+ s, at most \d+ MB", run_script(
        "benchmarks/memory_batch.py", 300), re.MULTILINE)  # fmt: skip


@LINUX_ONLY
def test_kills_script_prints_one_record_per_url() -> None:
    stdout = run_script("benchmarks/kills.py", "--urls", 200, "out.jsonl")
    assert stdout.count("killed after") == 3
    assert "200 records of 200 URLs" in stdout
    assert stdout.endswith(": ok\n")
