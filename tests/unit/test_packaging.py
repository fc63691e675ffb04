"""The files of the wheel that `make` builds before it runs the tests."""

from __future__ import annotations

import re
import subprocess
import zipfile
from pathlib import Path

import pytest

from support.paths import ROOT

COMPILED = (".pyd", ".so")
NOT_INSTALLED = {".hpp", ".md", ".pxd", ".pyx"}


@pytest.fixture(scope="module")
def wheel_files() -> list[str]:
    wheels = list(ROOT.glob("dist/*.whl"))
    if not wheels:
        pytest.skip("make has not built a wheel")
    return [name for name in zipfile.ZipFile(wheels[0]).namelist() if ".dist-info/" not in name]


@pytest.fixture(scope="module")
def tracked_files() -> list[Path]:
    command = ["git", "ls-files", "src/cleanarticle"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout
    if not listed:
        pytest.skip("the tests do not run in a Git repository")
    return [Path(name).relative_to("src") for name in listed.splitlines()]


def test_wheel_contains_tracked_files_and_nothing_else(
    wheel_files: list[str], tracked_files: list[Path]
) -> None:
    expected = [path.as_posix() for path in tracked_files if path.suffix not in NOT_INSTALLED]
    assert sorted(name for name in wheel_files if not name.endswith(COMPILED)) == sorted(expected)


def test_wheel_contains_a_library_for_each_cython_module(
    wheel_files: list[str], tracked_files: list[Path]
) -> None:
    sources = [path.with_suffix("").as_posix() for path in tracked_files if path.suffix == ".pyx"]
    compiled = [name.partition(".")[0] for name in wheel_files if name.endswith(COMPILED)]
    assert sources
    assert sorted(compiled) == sorted(sources)


def test_makefile_scripts_of_the_build_are_sources_of_the_wheel() -> None:
    build = (ROOT / "meson.build", ROOT / "src/meson.build")
    scripts = {name for path in build for name in re.findall(r"scripts/\w+\.py", path.read_text())}
    makefile = (ROOT / "Makefile").read_text()
    assert scripts
    assert scripts <= set(re.findall(r"^SOURCES := (.*)$", makefile, re.MULTILINE)[0].split())
