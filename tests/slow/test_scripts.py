"""The scripts of training/ and benchmarks/ run: on a few pages, for what they print.

Those that need large packages are run by training/test_training.py (`make test-training`).
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

LOOPBACK = pytest.mark.skipif(
    sys.platform != "linux", reason="127.0.0.2 and /proc are there on Linux alone"
)


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_corpora(tmp_path_factory.mktemp("corpora"))


def output(*command: object) -> str:
    """Return the output of a script, which must succeed."""
    ran = subprocess.run(
        [sys.executable, *map(str, command)], capture_output=True, text=True, check=False, cwd=ROOT
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


DESCRIBES = """
import sys
from pathlib import Path
from corpora import GATE, extract_of, lines_of, read_examples, read_texts
from learn_words import WordCounts

if __name__ == "__main__":
    corpora = Path(sys.argv[1])
    pages = read_examples(corpora)
    texts = [*read_texts(corpora, lines_of), *read_texts(corpora, extract_of)]
    body = sum(float((one.target > 0.5).sum()) for one in pages)
    vocabulary = WordCounts(pages).without(frozenset())
    print(len(pages), len(texts), len({one.fold for one in pages}), body, len(vocabulary))
"""


def test_pages_become_examples(corpora: Path, tmp_path: Path) -> None:
    """All of training but the trainer."""
    script = tmp_path / "describes.py"
    script.write_text(DESCRIBES, "utf-8")
    path = os.pathsep.join([str(ROOT / "training"), os.environ.get("PYTHONPATH", "")])
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", path)
        pages, texts, folds, body, _ = output(script, corpora).split()
    assert (int(pages), int(folds)) == (4 * 18, 6)
    assert int(texts) > 80
    assert float(body) > 500


def test_speed(corpora: Path) -> None:
    shown = output("benchmarks/speed.py", corpora)
    for name in ("cleanarticle fast", "cleanarticle balanced", "trafilatura", "resiliparse"):
        assert re.search(rf"^{name} +\d+\.\d\d ms a page", shown, re.MULTILINE)


def test_memory(corpora: Path) -> None:
    assert re.fullmatch(r" +20 pages +[\d.]+ MB\n +40 .*\n", output(
        "benchmarks/memory.py", corpora, 40, 20))  # fmt: skip


def test_survival(corpora: Path) -> None:
    shown = output("benchmarks/survival.py", corpora)
    for page_type in ("documentation", "article"):
        assert f"{page_type}: " in shown
    assert re.search(r"^words +\d+ +\d+ +[\d.]+%$", shown, re.MULTILINE)


def test_sites(corpora: Path) -> None:
    shown = output("benchmarks/sites.py", corpora, 6)
    assert "real sites, 54 pages" in shown
    assert "made site, rotating teasers, 6 pages" in shown


@LOOPBACK
def test_throughput() -> None:
    shown = output("benchmarks/throughput.py", FIXTURES / "kinds", "--pages", 20, "--rounds", 1)
    assert re.search(r"the batch reaches \d+% of cleaning alone by the clock", shown)


@LOOPBACK
def test_memory_of_a_batch() -> None:
    assert re.search(r"^300 records in \d+ s, at most \d+ MB", output(
        "benchmarks/memory_batch.py", 300), re.MULTILINE)  # fmt: skip


@LOOPBACK
def test_kills() -> None:
    shown = output("benchmarks/kills.py", "--urls", 200, "out.jsonl")
    assert shown.count("killed after") == 3
    assert "200 records of 200 URLs" in shown
    assert shown.endswith(": well\n")
