"""YAML front matter for Markdown documents."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


_MISSING: tuple[object, ...] = (None, "", [])


def front_matter(fields: Mapping[str, str | float | list[str] | None]) -> str:
    """Return fields as YAML between lines of dashes, without a final newline.

    Values are written as JSON, which is valid YAML 1.2, so that no text is misread as YAML syntax.

    Args:
        fields: Values by name; None, "" and [] are omitted.
    """
    lines = [
        f"{name}: {_json_value(value)}" for name, value in fields.items() if value not in _MISSING
    ]
    return "\n".join(("---", *lines, "---"))


def _json_value(value: str | float | list[str] | None) -> str:
    """Return a value as JSON in which characters that YAML does not allow are escaped."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
