"""Prepare a virtual environment to build the package; the Makefile runs it with its Python.

It checks that Python's headers are there, installs the build requirements of pyproject.toml, and
makes sure of a C++ compiler: if the machine has none that works, it installs Zig's from PyPI, as
commands `cc`, `c++` and `ar` beside the environment's Python.
"""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import sysconfig
import tempfile
import tomllib
from importlib.metadata import distribution
from pathlib import Path

ROOT = Path(__file__).parents[1]
COMMANDS = Path(sys.executable).parent
WRAPPED = {"cc": "cc -mcpu=baseline", "c++": "c++ -mcpu=baseline", "ar": "ar"}
"""The arguments of zig by command. Without them, it compiles for the CPU of this machine alone."""

COMPILERS = {
    "CC": ("cc", "gcc", "clang"),
    "CXX": ("c++", "g++", "clang++"),
}
"""The names that meson tries, by the variable that overrides them."""

PROGRAMS = {
    "CC": ("program.c", "#include <stdlib.h>\nint main(void) { return EXIT_SUCCESS; }\n"),
    "CXX": ("program.cpp", "#include <vector>\nint main() { return std::vector<int>().size(); }\n"),
}


def main() -> None:
    """Prepare the environment, or exit with a line that says what to install."""
    check_headers()
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    install("build>=1.2", "ninja>=1.11", *settings["build-system"]["requires"])
    if not all(map(has_compiler, COMPILERS)):
        install("ziglang>=0.17")
        wrap_zig()


def check_headers() -> None:
    """Exit with a message if Python's headers are not installed."""
    folder = sysconfig.get_path("include")
    if not Path(folder, "Python.h").is_file():
        version = sysconfig.get_python_version()
        sys.exit(
            f"Python.h is not in {folder}: install python{version}-dev (Debian, Ubuntu: apt install"
            f" python3-dev) or python3-devel (Fedora), or use another Python:"
            f" make clean; make PYTHON=..."
        )


def install(*requirements: str) -> None:
    """Install packages into this environment."""
    quiet = ("--quiet", "--disable-pip-version-check")
    subprocess.run([sys.executable, "-m", "pip", "install", *quiet, *requirements], check=True)


def has_compiler(variable: str) -> bool:
    """Return True if the first compiler that meson would use can build a program.

    Args:
        variable: A key of `COMPILERS`.
    """
    name, text = PROGRAMS[variable]
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder, name)
        source.write_text(text, "utf-8")
        for compiler in [os.environ[variable]] if variable in os.environ else COMPILERS[variable]:
            command = [*shlex.split(compiler), str(source), "-o", str(source.with_suffix(".out"))]
            try:
                return subprocess.run(command, capture_output=True, check=False).returncode == 0
            except OSError:  # not installed
                continue
    return False


def wrap_zig() -> None:
    """Write commands for the compilers of the installed Zig, and say so."""
    zig = distribution("ziglang").locate_file("ziglang/zig")
    for name, arguments in WRAPPED.items():
        command = COMMANDS / name
        command.write_text(f'#!/bin/sh\nexec "{zig}" {arguments} "$@"\n', "utf-8")
        command.chmod(0o755)
    print(
        f"no C++ compiler here: installed Zig's from PyPI in {COMMANDS}; the first build takes some"
        " minutes (to use another compiler, install it and run make clean)"
    )


if __name__ == "__main__":
    main()
