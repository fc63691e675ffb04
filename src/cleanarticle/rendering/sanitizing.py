"""Sanitizing of rendered HTML."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from nh3 import Cleaner


def sanitize_html(markup: str) -> str:
    """Return markup without scripts, event handlers, styles and `javascript:` links, using nh3.

    Args:
        markup: HTML returned by `render_html`.
    """
    return _cleaner().clean(markup)


@cache
def _cleaner() -> Cleaner:
    import nh3

    attributes = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    for tag, name in _RENDERER_ATTRIBUTES:
        attributes.setdefault(tag, set()).add(name)
    return nh3.Cleaner(tags=nh3.ALLOWED_TAGS | {"input"}, attributes=attributes, link_rel=None)


_RENDERER_ATTRIBUTES = (
    ("code", "class"), ("span", "class"), ("a", "id"), ("li", "id"), ("p", "id"), ("div", "id"),
    ("dd", "id"), ("li", "value"), ("ol", "reversed"),
    ("input", "type"), ("input", "checked"), ("input", "disabled"),
)  # fmt: skip
"""Attributes that are allowed in addition to the defaults of nh3: code languages, formulas,
footnote anchors, the numbers of list items and their boxes. The renderer builds their values;
attributes of the page are not copied."""
