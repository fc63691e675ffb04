"""Write the corpus `written`: pages of the kinds that users report, with invented texts.

    python training/written.py CORPORA            (make written CORPORA=...)

`written.jsonl` has one line per page: its markup, and texts that must and must not be in its main
content. The pages were written without knowledge of the program, after reports about extractors of
main content.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

NAME = "written"
_SOURCE = Path(__file__).with_suffix(".jsonl")


def main(corpora: Path) -> None:
    """Write the pages and `gold.jsonl` to a folder of the corpora."""
    folder = corpora / NAME / "html"
    folder.mkdir(parents=True, exist_ok=True)
    lines = []
    for line in _SOURCE.read_text("utf-8").splitlines():
        gold = json.loads(line)
        page = gzip.compress(gold.pop("html").encode(), mtime=0)
        (folder / f"{gold['id']}.html.gz").write_bytes(page)
        lines.append(json.dumps(gold, ensure_ascii=False))
    (folder.parent / "gold.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    print(f"{len(lines)} pages in {folder.parent}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
