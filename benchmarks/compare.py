"""Compare the results of two revisions of the package on the same pages.

python benchmarks/compare.py BASE CORPORA        (make compare BASE=<revision> CORPORA=<folder>)

Each revision is installed into a separate virtual environment in a temporary folder. It cleans
every page of the corpora (`<set>/html/<id>.html.gz`, with URLs from `<set>/gold.jsonl`), once as
HTML and once as plain text. The report counts the pages on which each field differs, and shows the
first differences. No files remain on disk.
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
    """Install and run both revisions, and print the differences; exit with 1 if there are any."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("base", help="the revision to compare the working tree with")
    parser.add_argument("corpora", type=Path, help="the folder of corpora")
    parser.add_argument("--every", type=int, default=1, help="clean every n-th page")
    parser.add_argument("--ignore", nargs="*", default=[], help="fields not to compare")
    parser.add_argument("--most", type=int, default=5, help="differences to show per field")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="compare-") as folder:
        folder_path = Path(folder)
        base = folder_path / "base"
        _run("git", "-C", str(ROOT), "worktree", "add", "--detach", str(base), args.base)
        try:
            outputs = [folder_path / "base.jsonl.gz", folder_path / "head.jsonl.gz"]
            for source, output in zip((base, ROOT), outputs, strict=True):
                python = _install(source, folder_path / f"venv-{output.name.partition('.')[0]}")
                _run(str(python), str(CLEANER), str(args.corpora), str(output), str(args.every))
            differences = compare(*outputs, ignored=frozenset(args.ignore))
        finally:
            _run("git", "-C", str(ROOT), "worktree", "remove", "--force", str(base))
    report(differences, args.most)
    sys.exit(any(changes for field, changes in differences.items() if field != "pages"))


def _install(source: Path, folder: Path) -> Path:
    print(f"installing {source.name} ...", file=sys.stderr)
    venv.create(folder, with_pip=True)
    python = folder / "bin" / "python"
    _run(str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(source))
    return python


def _run(*command: str) -> None:
    subprocess.run(command, check=True, stdout=sys.stderr)


Difference = tuple[str, Any, Any]
"""Name of a page, and the value of a field in the base and in the working tree."""


def compare(
    base: Path, head: Path, *, ignored: frozenset[str] = frozenset()
) -> dict[str, list[Difference]]:
    """Return the differences by field; the key "pages" has one entry per page compared."""
    differences: dict[str, list[Difference]] = defaultdict(list)
    with gzip.open(base, "rt") as old, gzip.open(head, "rt") as new:
        for before_line, after_line in zip(old, new, strict=True):
            before, after = json.loads(before_line), json.loads(after_line)
            page = before.pop("page")
            if page != after.pop("page"):
                raise ValueError(f"the two runs do not have the same pages: {page}")
            differences["pages"].append((page, None, None))
            for field in before.keys() & after.keys() - ignored:
                if before[field] != after[field]:
                    differences[field].append((page, before[field], after[field]))
    return differences


def report(differences: dict[str, list[Difference]], max_shown: int) -> None:
    """Print the number of differences and the first differences of each field."""
    print(f"{len(differences['pages'])} pages compared")
    for field, changes in sorted(differences.items()):
        if field == "pages":
            continue
        print(f"\n{field}: {len(changes)} differences")
        for page, before, after in changes[:max_shown]:
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
