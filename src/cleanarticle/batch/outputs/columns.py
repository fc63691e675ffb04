"""Columns: a record as one row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: dict[str, type] = {
    "url": str,
    "final_url": str,
    "status": str,
    "error_kind": str,
    "error_message": str,
    "http_status": int,
    "fetched_at": str,
    "elapsed_ms": int,
    "title": str,
    "authors": list,
    "published": str,
    "site_name": str,
    "language": str,
    "page_type": str,
    "confidence": float,
    "flags": list,
    "text": str,
    "markdown": str,
    "boilerplate": list,
}
"""The columns of a table of records and what they hold; lists are of texts, but for `boilerplate`,
whose items have a kind, a text and a reason."""


def row(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The record's values by column, None where it has none.

    Args:
        fields: A record as `Record.to_dict` gives it.
    """
    error = fields.get("error") or {}
    own = {
        "error_kind": error.get("kind"),
        "error_message": error.get("message"),
        "http_status": error.get("http_status"),
    }
    return {name: _storable(own.get(name, fields.get(name))) for name in COLUMNS}


def _storable(value: Any) -> Any:
    """The value without lone surrogates, which no database takes: they become escapes."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case list() | tuple():
            return [_storable(item) for item in value]
        case dict():
            return {key: _storable(item) for key, item in value.items()}
        case _:
            return value
