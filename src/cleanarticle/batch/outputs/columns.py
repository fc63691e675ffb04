"""Columns: a record as one row of a table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleanarticle.batch.record import RECORD_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping


def row(fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record's values by column, None where it has none.

    Args:
        fields: A record as `Record.to_dict` returns it.
    """
    return {name: _storable(fields.get(name)) for name in RECORD_FIELDS}


def _storable(value: Any) -> Any:
    """Return a value with lone surrogates, which no database accepts, replaced by escapes."""
    match value:
        case str():
            return value.encode("utf-8", "backslashreplace").decode()
        case list() | tuple():
            return [_storable(item) for item in value]
        case dict():
            return {key: _storable(item) for key, item in value.items()}
        case _:
            return value
