"""Front matter: what is known of a page, in YAML above its Markdown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


_NOTHING: tuple[object, ...] = (None, "", [])


def front_matter(fields: Mapping[str, str | float | list[str] | None]) -> str:
    """Fields as YAML between lines of dashes; those without a value are left out.

    Values are written as JSON, which YAML 1.2 contains: no text can be taken for anything else.
    """
    lines = [f"{name}: {_scalar(value)}" for name, value in fields.items() if value not in _NOTHING]
    return "\n".join(("---", *lines, "---"))


def _scalar(value: str | float | list[str] | None) -> str:
    """The value as JSON; characters that YAML does not take as they are become escapes."""
    text = json.dumps(value, ensure_ascii=False)
    return "".join(char if char.isprintable() else json.dumps(char)[1:-1] for char in text)
