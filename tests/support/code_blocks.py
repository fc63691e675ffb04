"""The code blocks of a Markdown file, run as one Python program.

- `python` blocks run in order, in one namespace.
- `sql` blocks run with DuckDB, which prints the results.
- `sh` blocks run in a shell; in `console` blocks, lines that start with "$ " do.
- A `toml` block that starts with a comment such as `# rules.toml` is saved under that name.
- Other blocks (`text`, `json`, directives of MyST) do not run.

What a block prints is compared with the other lines of a `console` block, or with the `text` block
that follows a paragraph that ends in "prints:". There, "..." stands for any text.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

from markdown_it import MarkdownIt

from support.paths import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from markdown_it.token import Token

SITE = "https://example.org"
"""The website of the documents; a local one is substituted for it. Documents use URLs of
https://example.com for pages that are not fetched."""

_NOT_RUN = ("", "html", "json", "text")
_END = "\x1e"
"""Printed after each block."""


class Block(NamedTuple):
    """A block that runs.

    Attributes:
        program: It as Python.
        printed: What it prints, None if that does not matter.
    """

    program: str
    printed: str | None = None


def run_blocks(
    document: Path,
    folder: Path,
    *,
    site: str = SITE,
    before: str = "",
    statuses: Sequence[int] = (0,),
) -> str:
    """Run all blocks of a document in order, in a folder, and return what they print.

    Pages are fetched from private hosts too: in Python, the default of `allow_private_hosts` is
    True, and `cleanarticle` gets the option --allow-private-hosts.

    Args:
        document: The Markdown file.
        folder: The folder, with the files that the blocks read.
        site: The URL of a website that takes the place of `SITE`, in text and code.
        before: Python that defines the names that the blocks take for granted.
        statuses: The exit codes of commands that are no failure.

    Raises:
        AssertionError: A block failed, or printed something else than the document says.
        ValueError: The document has a block in another language.
    """
    blocks = list(blocks_of(document.read_text("utf-8").replace(SITE, site), statuses))
    _write_command(folder / "bin" / "cleanarticle")
    program = folder / "blocks.py"
    program.write_text(_BEFORE + before + "\n" + "\n".join(_programs(blocks)), "utf-8")
    completed = subprocess.run(
        [sys.executable, "-u", "-X", "utf8", program],
        cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False, timeout=300,
    )  # fmt: skip
    assert completed.returncode == 0, completed.stderr
    outputs = completed.stdout.split(f"{_END}\n")
    for block, output in zip(blocks, outputs, strict=False):
        if block.printed is not None:
            check_printed(block.printed, output)
    return completed.stdout.replace(f"{_END}\n", "")


def blocks_of(markdown: str, statuses: Sequence[int] = (0,)) -> Iterator[Block]:
    """Yield the blocks of a document that run.

    Args:
        markdown: The document.
        statuses: See `run_blocks`.

    Raises:
        ValueError: A block is in another language.
    """
    before = ""
    waiting: Block | None = None
    for token in MarkdownIt().parse(markdown):
        if token.type == "inline":
            before = token.content
        if token.type != "fence":
            continue
        if token.info == "text" and before.endswith("prints:") and waiting:
            waiting = waiting._replace(printed=token.content)
        elif block := _block(token, statuses):
            if waiting:
                yield waiting
            waiting = block
        before = ""
    if waiting:
        yield waiting


def check_printed(expected: str, printed: str) -> None:
    """Compare two texts, whatever the spaces at the ends of lines.

    Args:
        expected: May have "..." for any text.
        printed: The other one.

    Raises:
        AssertionError: They differ.
    """
    lines = (re.escape(line.rstrip()).replace(r"\.\.\.", ".*") for line in expected.splitlines())
    actual = "\n".join(line.rstrip() for line in printed.strip("\n").splitlines())
    pattern = "\n".join(lines)
    assert re.fullmatch(pattern, actual, re.DOTALL), f"printed:\n{actual}\nnot:\n{expected}"


def _block(token: Token, statuses: Sequence[int]) -> Block | None:
    match token.info:
        case "python":
            return Block(token.content)
        case "sql":
            return Block(f"import duckdb\nprint(duckdb.sql({token.content!r}))\n")
        case "sh":
            return Block(_shell(token.content, statuses))
        case "console":
            lines = token.content.splitlines(keepends=True)
            commands = [line.removeprefix("$ ") for line in lines if line.startswith("$ ")]
            printed = "".join(line for line in lines if not line.startswith("$ "))
            return Block(_shell("".join(commands), statuses), printed)
        case "toml":
            name = re.match(r"# (\w+\.toml)\n", token.content)
            return Block(f"open({name[1]!r}, 'w').write({token.content!r})\n") if name else None
        case language if language in _NOT_RUN or language.startswith("{"):
            return None
        case language:
            raise ValueError(f"a block of {language!r} cannot be run: mark it as text")


def _programs(blocks: Sequence[Block]) -> Iterator[str]:
    for block in blocks:
        yield block.program
        yield f"if __name__ == '__main__':\n    print({_END!r})\n"


def _shell(script: str, statuses: Sequence[int]) -> str:
    """Return Python that runs a script; the processes that a batch starts import it in vain."""
    return (
        "if __name__ == '__main__':\n"
        "    import subprocess\n"
        "    path = os.path.abspath('bin') + os.pathsep + os.environ['PATH']\n"
        "    env = {**os.environ, 'PATH': path}\n"
        f"    status = subprocess.run(['sh', '-ec', {script!r}], env=env).returncode\n"
        f"    assert status in {tuple(statuses)}, status\n"
    )


def _write_command(path: Path) -> None:
    """Write the command `cleanarticle` with the option that lets it fetch from the local site."""
    path.parent.mkdir(exist_ok=True)
    run = f"exec {shlex.quote(sys.executable)} -X utf8 -m cleanarticle"
    path.write_text(
        f'#!/bin/sh\ncase "$1" in\n--*) {run} "$@" ;;\nesac\n{run} "$@" --allow-private-hosts\n',
        "utf-8",
    )
    path.chmod(0o755)


_BEFORE = f"""\
import os, sys
if __name__ != "__main__":  # a process that a batch starts: it imports this program
    sys.stdout = open(os.devnull, "w")
sys.path.insert(0, {str(TESTS)!r})
from support.code_blocks import allow_private_hosts
allow_private_hosts()
"""


def allow_private_hosts() -> None:
    """Let this process fetch from private hosts by default."""
    from dataclasses import fields

    from cleanarticle.options import FetchOptions

    index = [option.name for option in fields(FetchOptions)].index("allow_private_hosts")
    defaults = list(FetchOptions.__init__.__defaults__ or ())
    defaults[index] = True
    FetchOptions.__init__.__defaults__ = tuple(defaults)
