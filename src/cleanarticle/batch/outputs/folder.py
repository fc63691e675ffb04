"""FolderWriter: a folder of Markdown files."""

from __future__ import annotations

import hashlib
import re
from typing import TYPE_CHECKING, Self
from urllib.parse import unquote

from cleanarticle.batch.journal import foreign_file
from cleanarticle.batch.outputs.jsonl import JsonlWriter
from cleanarticle.files.atomic import TEMPORARY
from cleanarticle.rendering import front_matter
from cleanarticle.rendering.plain_data import METADATA_FIELDS

if TYPE_CHECKING:
    from pathlib import Path

    from cleanarticle.batch.record import Record

INDEX = "records.jsonl"

_IN_FILES_ONLY = ("text", "markdown", "html", "boilerplate", "blocks")
"""Fields that the index leaves out."""

_FRONT_MATTER = (
    *METADATA_FIELDS,
    *("page_type", "confidence", "flags", "final_url", "fetched_at", "version"),
)
_SLUG_CHARS = 64
"""Longest slug: with characters of three bytes each and the rest of the name, it stays below the
255 bytes that file systems allow."""


class FolderWriter:
    """One Markdown file per article, with metadata as front matter, and an index of all records.

    The index, `records.jsonl`, includes failures. An article's file is written before its line in
    the index, so that a kill leaves at most a file that the next run writes again.
    """

    is_saved = True

    def __init__(self, path: Path, *, retry_failed: bool = False) -> None:
        self._folder = path
        path.mkdir(exist_ok=True)
        index = path / INDEX
        if not index.exists() and any(path.iterdir()):
            raise foreign_file(path)
        self._index = JsonlWriter(index, retry_failed=retry_failed)
        self.done = self._index.done
        self.notes = self._index.notes

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
            metadata = front_matter({name: fields[name] for name in _FRONT_MATTER})
            self._save(entry["file"], f"{metadata}\n\n{fields['markdown']}")
        self._index.write_fields(entry)

    def _save(self, name: str, text: str) -> None:
        new = self._folder / f"{TEMPORARY}{name}"
        new.write_bytes(text.encode("utf-8", "backslashreplace"))
        new.replace(self._folder / name)


def file_name(source: str) -> str:
    """Return the name of an input's file: a slug of its URL, and a hash that makes it unique."""
    start = unquote(source.partition("://")[2] or source)
    slug = re.sub(r"[\W_]+", "-", start).strip("-").lower()[:_SLUG_CHARS].strip("-")
    digest = hashlib.sha256(source.encode("utf-8", "backslashreplace")).hexdigest()[:10]
    return f"{slug}-{digest}.md" if slug else f"{digest}.md"
