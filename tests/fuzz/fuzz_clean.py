"""Fuzz `clean` and all renderings with libFuzzer through atheris.

`make fuzz SECONDS=60` runs it. An input that raises is saved as `.fuzz/crash-*`. Mend its cause,
and keep a small input of its kind in `tests/fixtures/found`, whose files the unit tests clean.
"""

from __future__ import annotations

import sys
from pathlib import Path

import atheris

with atheris.instrument_imports(include=["cleanarticle"]):
    from support.robustness import check_document

HERE = Path(__file__).parent
SEEDS = (HERE.parent / "fixtures", HERE.parent / "golden")


def collect_seeds(folder: Path, max_bytes: int = 3_000) -> None:
    """Copy the small pages of the test suite to a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for root in SEEDS:
        for page in root.rglob("*.html"):
            name = "-".join(page.relative_to(root).parts)
            (folder / name).write_bytes(page.read_bytes()[:max_bytes])


if __name__ == "__main__":
    collect_seeds(Path(".fuzz/seeds"))
    Path(".fuzz/corpus").mkdir(exist_ok=True)
    # The instrumentation keeps some 0.1 MB per input, far more than cleaning does.
    arguments = [
        f"-dict={HERE / 'html.dict'}", "-artifact_prefix=.fuzz/", "-max_len=4000", "-timeout=20",
        "-rss_limit_mb=8192", ".fuzz/corpus", ".fuzz/seeds",
    ]  # fmt: skip
    atheris.Setup([sys.argv[0], *sys.argv[1:], *arguments], check_document)
    atheris.Fuzz()
