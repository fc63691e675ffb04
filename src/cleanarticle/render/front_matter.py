"""Front matter: what is known of a page, in YAML above its Markdown."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


def front_matter(fields: Mapping[str, str | list[str] | None]) -> str:
    """Fields as YAML between lines of dashes; those without a value are left out.

    Values are written as JSON, which YAML 1.2 contains: no text can be taken for anything else.
    """
    lines = [
        f"{name}: {json.dumps(value, ensure_ascii=False)}"
        for name, value in fields.items()
        if value
    ]
    return "\n".join(("---", *lines, "---"))
