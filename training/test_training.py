"""Training runs from pages to weights, and what measures them after it: on a few pages.

`make test-training` installs what it needs. The scripts run in a copy of their folder, as they
write the weights of the package beside it.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from support.tiny_corpora import write_corpora  # noqa: E402 - it lies in the folder of the tests


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The corpora."""
    return write_corpora(tmp_path_factory.mktemp("corpora"))


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with copies of the scripts, and room for weights."""
    folder = tmp_path_factory.mktemp("copy")
    for name in ("training", "benchmarks"):
        shutil.copytree(ROOT / name, folder / name)
    (folder / "src" / "cleanarticle" / "data").mkdir(parents=True)
    return folder


def output(script: Path, *arguments: object) -> str:
    """Return the output of a script, which must succeed."""
    command = [sys.executable, str(script), *map(str, arguments)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def test_from_pages_to_weights_and_figures(corpora: Path, copy: Path) -> None:
    """The scripts in the order in which README.md calls them."""
    train = copy / "training" / "train.py"
    output(train, corpora)
    weights = copy / "src" / "cleanarticle" / "data" / "labeler.npz"
    shipped = ROOT / "src" / "cleanarticle" / "data" / "labeler.npz"
    with np.load(weights) as made, np.load(shipped) as known:
        assert set(made) == set(known)
        first = dict(made)
    output(train, corpora)
    with np.load(weights) as again:
        assert all(np.array_equal(again[name], array) for name, array in first.items())
    shown = output(copy / "training" / "evaluate.py", corpora)
    assert "page type accuracy" in shown
    shown = output(copy / "training" / "site_weights.py", corpora)
    assert "long text on all pages" in shown


def test_the_model_of_kinds(corpora: Path, copy: Path) -> None:
    """It is fitted, measured and saved."""
    shown = output(copy / "training" / "kinds.py", corpora, "--save")
    assert "model: accuracy" in shown
    assert (copy / "src" / "cleanarticle" / "data" / "kinds.npz").stat().st_size > 1000


def test_metadata_beside_its_peers(corpora: Path) -> None:
    """The one benchmark that needs newspaper4k."""
    shown = output(ROOT / "benchmarks" / "metadata.py", corpora)
    for tool in ("cleanarticle", "trafilatura", "newspaper4k"):
        assert shown.count(tool) == 2
