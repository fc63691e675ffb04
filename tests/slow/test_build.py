"""Builds on machines without a compiler and without Python's headers."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.paths import ROOT

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="the machines are made for Linux"),
]

TOOLS = "cat dirname env find install ls make mkdir rm sh touch uname".split()
"""The commands of the machine without a compiler."""

TRY_FOREST = """
from array import array
from cleanarticle.core.forest import Forest, __file__ as path
zero = Forest(array("i", [0]), *(array("f", each) for each in ([0], [1, 1], [0])), depth=1)
print(path, zero.predict([memoryview(bytes(12)).cast("f", (1, 3))]).tolist())
"""


@pytest.fixture
def source_copy(tmp_path: Path) -> Path:
    copy = tmp_path / "clone"
    for name in ("Makefile", "meson.build", "pyproject.toml", "README.md", "LICENSE"):
        copy.mkdir(exist_ok=True)
        shutil.copy(ROOT / name, copy)
    for name in ("scripts", "src"):
        ignored = shutil.ignore_patterns("*.so", "__pycache__")
        shutil.copytree(ROOT / name, copy / name, ignore=ignored)
    return copy


def run_make(folder: Path, python: Path, path: str) -> subprocess.CompletedProcess[str]:
    environment = {name: value for name, value in os.environ.items() if name not in {"CC", "CXX"}}
    return subprocess.run(
        ["make", "inplace", f"PYTHON={python}"],
        cwd=folder, env={**environment, "PATH": path}, capture_output=True, text=True, check=False,
    )  # fmt: skip


def test_make_without_compiler_takes_zig_and_says_so(source_copy: Path, tmp_path: Path) -> None:
    commands = tmp_path / "commands"
    commands.mkdir()
    for name in TOOLS:
        (commands / name).symlink_to(str(shutil.which(name)))
    base_python = Path(sys.base_prefix, "bin", f"python3.{sys.version_info.minor}")
    completed = run_make(source_copy, base_python, str(commands))
    assert completed.returncode == 0, completed.stdout + completed.stderr
    said = [line for line in completed.stdout.splitlines() if "no C++ compiler" in line]
    assert len(said) == 1
    assert "installed Zig's from PyPI in" in said[0]
    assert str(source_copy / ".venv") in said[0]
    tried = subprocess.run(
        [sys.executable, "-c", TRY_FOREST], env={**os.environ, "PYTHONPATH": "src"},
        cwd=source_copy, capture_output=True, text=True, check=True,
    )  # fmt: skip
    path, scores = tried.stdout.split(maxsplit=1)
    assert Path(path).resolve().is_relative_to(source_copy.resolve())
    assert scores == "[1.0, 1.0, 1.0]\n"


def test_make_without_python_headers_says_what_to_install(
    source_copy: Path, tmp_path: Path
) -> None:
    """A Python as Debian's without python3-dev: a copy of this one with its library alone."""
    name = f"python3.{sys.version_info.minor}"
    python = tmp_path / "prefix" / "bin" / name
    python.parent.mkdir(parents=True)
    shutil.copy(Path(sys.base_prefix, "bin", name), python)
    (tmp_path / "prefix" / "lib").symlink_to(Path(sys.base_prefix, "lib"))
    completed = run_make(source_copy, python, os.environ["PATH"])
    assert completed.returncode != 0
    said = [line for line in completed.stderr.splitlines() if "Python.h" in line]
    assert len(said) == 1
    assert f"install {name}-dev" in said[0]
    assert "Traceback" not in completed.stderr
