"""FolderWriter: a folder of Markdown files."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote

from cleanarticle.batch.journal import foreign
from cleanarticle.batch.outputs.jsonl import JsonlWriter
from cleanarticle.batch.record import ARTICLE_KEYS
from cleanarticle.rendering import front_matter

if TYPE_CHECKING:
    from pathlib import Path

    from cleanarticle.batch.record import Record

INDEX = "records.jsonl"

_IN_FILES_ONLY = ("text", "markdown", "boilerplate")
_FRONT_MATTER = (
    *(name for name in ARTICLE_KEYS if name not in _IN_FILES_ONLY),
    *("url", "final_url", "fetched_at"),
)
_SLUG_CHARS = 64
"""Longest slug: of characters of three bytes each, with the rest of the name, it stays below the
255 bytes that a file system has room for."""


class FolderWriter:
    """One Markdown file an article, its metadata in front, and an index of all records.

    The index, `records.jsonl`, has what failed too. An article's file is there before its line in
    the index, so that a kill leaves at most a file which the next run writes again.
    """

    def __init__(self, path: Path, *, retry_failed: bool = False) -> None:
        self._folder = path
        path.mkdir(exist_ok=True)
        index = path / INDEX
        if not index.exists() and any(path.iterdir()):
            raise foreign(path)
        self._index = JsonlWriter(index, retry_failed=retry_failed)
        self.done = self._index.done

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._index.__exit__()

    def write(self, record: Record) -> None:
        """Write an article's file, then its line in the index."""
        fields = record.to_dict()
        entry = {name: value for name, value in fields.items() if name not in _IN_FILES_ONLY}
        if record.status == "ok":
            entry["file"] = file_name(record.url)
            known = front_matter({name: fields[name] for name in _FRONT_MATTER})
            self._save(entry["file"], f"{known}\n\n{fields['markdown']}")
        self._index.write_fields(entry)

    def _save(self, name: str, text: str) -> None:
        new = self._folder / f".new-{name}"
        new.write_bytes(text.encode("utf-8", "backslashreplace"))
        new.replace(self._folder / name)


def file_name(source: str) -> str:
    """The name of an input's file: a slug of its address, and a hash that sets it apart."""
    start = unquote(source.partition("://")[2] or source)
    slug = re.sub(r"[\W_]+", "-", start).strip("-").lower()[:_SLUG_CHARS].strip("-")
    digest = hashlib.sha256(source.encode("utf-8", "backslashreplace")).hexdigest()[:10]
    return f"{slug}-{digest}.md" if slug else f"{digest}.md"
