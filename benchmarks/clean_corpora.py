"""Clean every page of the corpora with the installed package, for `compare.py`.

python benchmarks/clean_corpora.py CORPORA OUTPUT.jsonl.gz [EVERY]

It uses only names that every revision of the package has, and no other file of this repository.
"""

from __future__ import annotations

import gzip
import json
import sys
from functools import partial
from multiprocessing import Pool
from pathlib import Path
from typing import TYPE_CHECKING, Any

import cleanarticle

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle import Article

METADATA_FIELDS = (
    "title", "authors", "published", "modified", "site_name", "language", "description", "image",
    "tags", "url", "canonical_url", "page_type", "confidence",
)  # fmt: skip


def main(corpora: Path, output: Path, every: int) -> None:
    """Clean all pages on all cores.

    The output has two lines per page, in the order of the gold files: the results of cleaning the
    HTML and of cleaning the page's plain text. There is only one line if the page has no text or
    cannot be cleaned.

    Args:
        corpora: The folder of corpora.
        output: The gzip-compressed JSON Lines file to write.
        every: Clean every n-th page of each corpus.
    """
    entries = list(_entries(corpora, every))
    with Pool() as pool, gzip.open(output, "wt", compresslevel=1) as file:
        for lines in pool.imap(partial(_clean, corpora), entries, chunksize=8):
            file.writelines(f"{json.dumps(line, ensure_ascii=False)}\n" for line in lines)


def _entries(corpora: Path, every: int) -> Iterator[tuple[str, str, str]]:
    for gold in sorted(corpora.glob("*/gold.jsonl")):
        with gold.open(encoding="utf-8") as file:
            pages = [json.loads(line) for line in file]
        for page in pages[::every]:
            if (gold.parent / "html" / f"{page.get('id')}.html.gz").is_file():
                yield gold.parent.name, page["id"], page.get("url") or ""


def _clean(corpora: Path, entry: tuple[str, str, str]) -> list[dict[str, Any]]:
    set_name, name, url = entry
    content = gzip.decompress((corpora / set_name / "html" / f"{name}.html.gz").read_bytes())
    is_url = url.startswith(("http://", "https://"))
    try:
        article = cleanarticle.clean(content, url=url if is_url else None)
    except cleanarticle.CleanArticleError as error:
        return [{"page": f"{set_name}/{name}", "error": type(error).__name__}]
    lines = [_record(f"{set_name}/{name}", article)]
    text = "\n".join(block.text for block in article.blocks)
    if text.strip():
        lines.append(_record(f"{set_name}/{name} as text", cleanarticle.clean_text(text)))
    return lines


def _record(page: str, article: Article) -> dict[str, Any]:
    return {
        "page": page,
        **{name: getattr(article, name) for name in METADATA_FIELDS},
        "flags": sorted(article.flags),
        "text": article.text,
        "markdown": article.markdown,
        "html": article.html,
        "kinds": [[block.kind, block.text] for block in article.blocks],
        "scores": [block.score for block in article.blocks],
        "reasons": [block.reason for block in article.blocks],
        "xpaths": [[block.xpath, block.tag] for block in article.blocks],
        "comments": [list(comment) for comment in article.comments],
        "sources": dict(article.sources),
    }


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]) if len(sys.argv) > 3 else 1)
