"""Compare what two revisions of the package make of the same pages.

python benchmarks/compare.py BASE CORPORA        (make compare BASE=<revision> CORPORA=<folder>)

Each revision is installed into a virtual environment of its own, in a temporary folder, and cleans
every page of the corpora (`<set>/html/<id>.html.gz`, with URLs from `<set>/gold.jsonl`), once as
HTML and once as plain text. The report counts the pages on which each field differs and shows the
first differences. Nothing is left on disk.
"""

from __future__ import annotations

import argparse
import difflib
import gzip
import json
import subprocess
import sys
import tempfile
import venv
from collections import defaultdict
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
CLEANER = Path(__file__).resolve().parent / "clean_corpora.py"


def main() -> None:
    """Build both revisions, run both, and print what differs; exit with 1 if anything does."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base", help="the revision to compare the working tree with")
    parser.add_argument("corpora", type=Path)
    parser.add_argument("--every", type=int, default=1, help="take every n-th page")
    parser.add_argument("--ignore", nargs="*", default=[], help="fields to leave out")
    parser.add_argument("--most", type=int, default=5, help="differences shown for each field")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        work = Path(folder)
        base = work / "base"
        _run("git", "-C", str(ROOT), "worktree", "add", "--detach", str(base), given.base)
        try:
            outputs = [work / "base.jsonl.gz", work / "head.jsonl.gz"]
            for source, output in zip((base, ROOT), outputs, strict=True):
                python = _install(source, work / f"venv-{output.name.partition('.')[0]}")
                _run(str(python), str(CLEANER), str(given.corpora), str(output), str(given.every))
            differences = compare(*outputs, ignored=frozenset(given.ignore))
        finally:
            _run("git", "-C", str(ROOT), "worktree", "remove", "--force", str(base))
    report(differences, given.most)
    sys.exit(any(found for name, found in differences.items() if name != "pages"))


def _install(source: Path, folder: Path) -> Path:
    print(f"installing {source.name} ...", file=sys.stderr)
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(source))
    return python


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=sys.stderr)


Difference = tuple[str, Any, Any]
"""A page, and the value of a field before and after."""


def compare(
    base: Path, head: Path, *, ignored: frozenset[str] = frozenset()
) -> dict[str, list[Difference]]:
    """Return the differences by field; the key "pages" holds one entry a page compared."""
    found: dict[str, list[Difference]] = defaultdict(list)
    with gzip.open(base, "rt") as old, gzip.open(head, "rt") as new:
        for before_line, after_line in zip(old, new, strict=True):
            before, after = json.loads(before_line), json.loads(after_line)
            page = before.pop("page")
            if page != after.pop("page"):
                raise ValueError(f"the runs differ in their pages: {page}")
            found["pages"].append((page, None, None))
            for field in before.keys() & after.keys() - ignored:
                if before[field] != after[field]:
                    found[field].append((page, before[field], after[field]))
    return found


def report(differences: dict[str, list[Difference]], most: int) -> None:
    """Print the counts by field and the first differences of each."""
    print(f"{len(differences['pages'])} pages compared")
    for field, found in sorted(differences.items()):
        if field == "pages":
            continue
        print(f"\n{field}: differs on {len(found)}")
        for page, before, after in found[:most]:
            print(f"  {page}")
            for line in _changed_lines(before, after):
                print(f"    {line[:160]}")
    if len(differences) == 1:
        print("no differences")


def _changed_lines(before: object, after: object) -> list[str]:
    old, new = _lines(before), _lines(after)
    changed = difflib.unified_diff(old, new, lineterm="", n=0)
    return [line for line in changed if not line.startswith(("---", "+++", "@@"))][:8]


def _lines(value: object) -> list[str]:
    if isinstance(value, str):
        return value.split("\n")
    if isinstance(value, list):
        return [json.dumps(item, ensure_ascii=False) for item in value]
    return [json.dumps(value, ensure_ascii=False)]


if __name__ == "__main__":
    main()
