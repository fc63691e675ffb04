"""The code blocks of a Markdown file, as one Python program."""

from __future__ import annotations

import shlex
import subprocess
import sys
from typing import TYPE_CHECKING

from markdown_it import MarkdownIt

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EXAMPLE = "https://example.org/news"


def run_recipe(
    document: Path, folder: Path, url: str = EXAMPLE
) -> subprocess.CompletedProcess[str]:
    """Run all blocks of a document in order, in a folder.

    Blocks of Python are run as they are, those of SQL with DuckDB, which prints the results; the
    lines of `sh` blocks are commands of cleanarticle.

    Args:
        document: The Markdown file.
        folder: The folder, which has the files that the blocks read.
        url: The URL of the page to fetch, in place of `EXAMPLE`.
    """
    program = folder / "recipe.py"
    markdown = document.read_text("utf-8").replace(EXAMPLE, url)
    program.write_text("".join(_programs(markdown)), "utf-8")
    return subprocess.run(
        [sys.executable, "-X", "utf8", program],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip


def _programs(markdown: str) -> Iterator[str]:
    for token in MarkdownIt().parse(markdown):
        if token.type != "fence":
            continue
        match token.info:
            case "python":
                yield f"{token.content}\n"
            case "sql":
                yield f"import duckdb\nprint(duckdb.sql({token.content!r}))\n"
            case "sh":
                for line in token.content.splitlines():
                    yield f"import subprocess, sys\nprogram = {_command(line)}\n"
                    yield "assert subprocess.run(program).returncode in (0, 1)  # some failed\n"
            case language:
                raise ValueError(f"a block of {language!r} cannot be run")


def _command(line: str) -> str:
    name, *arguments = shlex.split(line)
    if name != "cleanarticle":
        raise ValueError(f"{line!r} is not a command of cleanarticle")
    return f"[sys.executable, '-m', {', '.join(map(repr, (name, *arguments)))}]"
