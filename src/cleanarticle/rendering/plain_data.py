"""Plain data: the fields of an article as JSON has them, to and fro."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Any

from cleanarticle.block import Block, BlockKind

if TYPE_CHECKING:
    from collections.abc import Mapping


class FieldType(StrEnum):
    """The type of a field in plain data, such as a JSON record or a table column."""

    TEXT = "text"
    INTEGER = "integer"
    REAL = "real"
    TEXTS = "texts"
    """A list of texts."""
    MAP = "map"
    """Texts by name."""
    BOILERPLATE = "boilerplate"
    """A list of objects with kind, text and reason."""
    BLOCKS = "blocks"
    """A list of objects with the fields of `Block`."""
    COMMENTS = "comments"
    """A list of objects with the fields of `Comment`."""
    ERROR = "error"
    """An object with kind, message and http_status."""
    JSON = "json"
    """An object with any fields."""


METADATA_FIELDS = {
    "title": FieldType.TEXT,
    "authors": FieldType.TEXTS,
    "published": FieldType.TEXT,
    "modified": FieldType.TEXT,
    "site_name": FieldType.TEXT,
    "language": FieldType.TEXT,
    "description": FieldType.TEXT,
    "image": FieldType.TEXT,
    "tags": FieldType.TEXTS,
    "url": FieldType.TEXT,
    "canonical_url": FieldType.TEXT,
}
"""The metadata of an article in plain data, in order."""

ARTICLE_FIELDS = {
    **METADATA_FIELDS,
    "page_type": FieldType.TEXT,
    "confidence": FieldType.REAL,
    "flags": FieldType.TEXTS,
    "text": FieldType.TEXT,
    "markdown": FieldType.TEXT,
    "html": FieldType.TEXT,
    "body_hash": FieldType.TEXT,
    "boilerplate": FieldType.BOILERPLATE,
    "blocks": FieldType.BLOCKS,
    "comments": FieldType.COMMENTS,
    "sources": FieldType.MAP,
    "pages": FieldType.TEXTS,
    "pages_error": FieldType.TEXT,
}
"""All fields of an article in plain data, in order."""


def plain(value: Any) -> Any:
    """Return a value as plain data: lists for tuples and sets, dicts for named tuples."""
    if isinstance(value, frozenset):
        return sorted(value)
    if isinstance(value, tuple):
        as_dict = getattr(value, "_asdict", None)
        if as_dict is not None:
            return {name: plain(inner) for name, inner in as_dict().items()}
        return [plain(inner) for inner in value]
    return str(value) if isinstance(value, StrEnum) else value


def plain_block(block: Block) -> dict[str, Any]:
    """Return a block as plain data; five times as fast as `plain`, as a page has hundreds."""
    text, kind, score, reason, xpath, tag = block
    return {
        "text": text, "kind": str(kind), "score": score, "reason": reason, "xpath": xpath,
        "tag": tag,
    }  # fmt: skip


def has_type(value: Any, kind: FieldType) -> bool:
    """Return True if a value is None or of the JSON type of a field."""
    match kind:
        case FieldType.TEXT:
            return isinstance(value, str | None)
        case FieldType.REAL | FieldType.INTEGER:
            return isinstance(value, int | float | None)
        case FieldType.TEXTS:
            return value is None or (
                isinstance(value, list | tuple) and all(isinstance(text, str) for text in value)
            )
        case FieldType.MAP | FieldType.ERROR | FieldType.JSON:
            return isinstance(value, dict | None)
        case _:
            return isinstance(value, list | tuple | None)


def probability(value: float) -> float:
    """Return a number from 0 to 1; nan is none."""
    if not 0 <= value <= 1:
        raise ValueError(f"{value!r} is not between 0 and 1")
    return float(value)


def required_text(data: Mapping[str, Any], name: str) -> str:
    """Return a text of plain data; raise a `TypeError` if it is none."""
    if not isinstance(data[name], str):
        raise TypeError(f"{name} is missing")
    text: str = data[name]
    return text


def frozen(value: Any) -> Any:
    """Return a list as a tuple, and any other value as it is."""
    return tuple(value) if isinstance(value, list) else value


def block_from_dict(data: Mapping[str, Any]) -> Block:
    """Return the block of plain data; raise a `TypeError` or `ValueError` if it describes none."""
    block = Block(**data)
    texts = (block.text, block.reason, block.tag, block.xpath or "")
    if not all(isinstance(text, str) for text in texts):
        raise TypeError(f"{data!r} is not a block")
    return block._replace(kind=BlockKind(block.kind), score=probability(block.score))
