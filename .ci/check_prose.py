"""Fail if a tracked file contains one of the phrases to avoid."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

PHRASES = (
    "anew", r"(?:is|are|be|was) told\b", "as far as", "but for", "alike", "its like",
    "whoever", r"(?<!there )(?<!There )is no [a-z]+",
    "makes of", "is worth", "speaks for", "lean", "hush", "sway", "mark-up", "labell", "colour",
    "white space",
)  # fmt: skip
PATTERN = re.compile("|".join(rf"\b(?:{phrase})" for phrase in PHRASES), re.IGNORECASE)
SUFFIXES = (".py", ".pyi", ".pyx", ".pxd", ".hpp", ".md", ".toml", "meson.build", "Makefile")
EXCLUDED = ("tests/fixtures/", "src/cleanarticle/data/", ".ci/check_prose.py", "LICENSE")


def main() -> None:
    """Print each match with its file and line; exit with 1 if there are any."""
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True).stdout  # noqa: S607
    hits = 0
    for name in listed.splitlines():
        if not name.endswith(SUFFIXES) or name.startswith(EXCLUDED) or not Path(name).is_file():
            continue
        for number, line in enumerate(Path(name).read_text("utf-8").splitlines(), start=1):
            for match in PATTERN.finditer(line):
                sys.stderr.write(f"{name}:{number}: {match[0]!r} in: {line.strip()[:90]}\n")
                hits += 1
    sys.exit(hits > 0)


if __name__ == "__main__":
    main()
