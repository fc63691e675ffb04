"""Tests that train and evaluate all models on a few pages.

`make test-training` installs the required packages. The scripts run in a copy of their folder,
because they write weights to the package next to it.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from corpora import page_example, read_page

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.tiny_corpora import write_corpora  # noqa: E402 - found in the folder added above


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with tiny corpora."""
    return write_corpora(tmp_path_factory.mktemp("corpora"))


@pytest.fixture(scope="module")
def script_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with copies of the scripts and an empty folder for the weights."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("training", "benchmarks"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "src" / "cleanarticle" / "data").mkdir(parents=True)
    return folder


def run_script(script: Path, *arguments: object) -> str:
    """Run a script, assert that it succeeds, and return its output."""
    command = [sys.executable, str(script), *map(str, arguments)]
    completed = subprocess.run(command, capture_output=True, text=True, check=False)
    assert completed.returncode == 0, completed.stderr
    return completed.stdout


def test_train_twice_writes_equal_weights_that_evaluate_reads(
    corpora: Path, script_folder: Path
) -> None:
    """Runs the scripts in the order of README.md."""
    train = script_folder / "training" / "train.py"
    run_script(train, corpora)
    weights = script_folder / "src" / "cleanarticle" / "data" / "labeler.npz"
    shipped = ROOT / "src" / "cleanarticle" / "data" / "labeler.npz"
    with np.load(weights) as trained, np.load(shipped) as expected:
        assert set(trained) == set(expected)
        weights_of_first_run = dict(trained)
    run_script(train, corpora)
    with np.load(weights) as retrained:
        assert all(
            np.array_equal(retrained[name], array) for name, array in weights_of_first_run.items()
        )
    other = corpora / "other.npz"
    shutil.copy(weights, other)
    run_script(script_folder / "training" / "average.py", other)
    with np.load(weights) as averaged:
        assert set(averaged) == set(weights_of_first_run)
        for forest in ("first", "second"):
            name = f"{forest}_questions"
            assert averaged[name].shape[1] == 2 * weights_of_first_run[name].shape[1]
    output = run_script(script_folder / "training" / "evaluate.py", corpora)
    assert "page type accuracy" in output
    output = run_script(script_folder / "training" / "site_weights.py", corpora)
    assert "long text on all pages" in output


def test_written_writes_pages_that_have_their_texts(tmp_path: Path) -> None:
    """Each has texts that are body, and most have texts that are not."""
    run_script(ROOT / "training" / "written.py", tmp_path)
    lines = (tmp_path / "written" / "gold.jsonl").read_text("utf-8").splitlines()
    examples = [
        example
        for gold in map(json.loads, lines[::20])
        if (example := page_example(read_page(tmp_path, "written", gold), ("written", gold)))
    ]
    assert len(examples) == len(lines[::20]) > 10
    labels = [{*example.target[example.weight > 0].tolist()} for example in examples]
    assert all(1 in known for known in labels)
    assert sum(0 in known for known in labels) > 10


def test_kinds_save_prints_accuracy_and_writes_weights(corpora: Path, script_folder: Path) -> None:
    """Trains, evaluates and saves the kind classifier."""
    output = run_script(script_folder / "training" / "kinds.py", corpora, "--save")
    assert "model: accuracy" in output
    assert (script_folder / "src" / "cleanarticle" / "data" / "kinds.npz").stat().st_size > 1000


def test_metadata_benchmark_prints_all_tools(corpora: Path) -> None:
    """Runs the only benchmark that needs newspaper4k."""
    output = run_script(ROOT / "benchmarks" / "metadata.py", corpora)
    for tool in ("cleanarticle", "trafilatura", "newspaper4k"):
        assert output.count(tool) == 2
