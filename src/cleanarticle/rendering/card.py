"""A short card of an article as HTML, for notebooks."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from cleanarticle.errors import one_line

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Iterable, Sequence

CARD_PARAGRAPHS = 3
"""Paragraphs that a card shows."""

_MAX_TEXT = 400
"""Characters of a paragraph that are shown."""

_QUIET = "opacity:.75;font-size:.9em"
_CARD = "max-width:44em;border:1px solid #8886;border-radius:8px;padding:.5em 1em;line-height:1.5"


def render_card(
    title: str, lines: Sequence[str], paragraphs: Iterable[str], counts: Counter[str]
) -> str:
    """Return a card, in which all text is escaped.

    Args:
        title: The title.
        lines: Facts below the title, empty ones left out.
        paragraphs: The beginning of the text; long ones are cut.
        counts: The number of blocks by kind.
    """
    facts = (f'<div style="{_QUIET}">{_escaped(line)}</div>' for line in lines if line)
    texts = (f"<p>{_escaped(_shortened(text))}</p>" for text in paragraphs)
    rows = (
        f"<tr><th>{_escaped(kind)}</th><td>{number}</td></tr>"
        for kind, number in counts.most_common()
    )
    table = f"<table><tr><th>kind</th><th>blocks</th></tr>{''.join(rows)}</table>"
    return (
        f'<div style="{_CARD}"><div dir="auto"><strong>{_escaped(title)}</strong></div>'
        f'{"".join(facts)}<div dir="auto">{"".join(texts)}</div>{table}</div>'
    )


def _shortened(text: str) -> str:
    return text if len(text) <= _MAX_TEXT else f"{text[:_MAX_TEXT].rstrip()}…"


def _escaped(text: str) -> str:
    return escape(one_line(text))
