from __future__ import annotations

import pytest

from cleanarticle.core.segmenter import segment
from cleanarticle.labeling.second_opinion import blocks_kept_by_trafilatura, can_ask_trafilatura
from cleanarticle.parsing.document import parse
from support.pages import page_of
from support.paths import FIXTURES

SEED = FIXTURES / "seed_wordpress" / "source.html"


def test_blocks_kept_by_trafilatura_are_paragraphs_without_menu() -> None:
    document = parse(page_of(SEED))
    page = segment(document)
    kept_by_text = dict(
        zip(
            [block.text for block in page.blocks],
            blocks_kept_by_trafilatura(document, page),
            strict=True,
        )
    )
    assert all(is_kept for text, is_kept in kept_by_text.items() if len(text) > 300)
    assert not kept_by_text["Services"]
    assert not kept_by_text["© 2025 Crown Advisory. All rights reserved."]


def test_blocks_kept_by_trafilatura_of_page_without_text_is_empty() -> None:
    document = parse(page_of("<p></p>"))
    assert blocks_kept_by_trafilatura(document, segment(document)) == []


@pytest.mark.parametrize(
    ("cell", "is_asked"),
    [
        ("<td rowspan=2 colspan=2>a", True),
        ("<td rowspan=100>a", True),
        ("<td rowspan=1000 colspan=1000>a", False),
        ("<td rowspan=000100 colspan=' 90'>a", False),
        ("<td rowspan=9x colspan=100>a", True),
    ],
)
def test_can_ask_trafilatura_many_large_spans_is_false(cell: str, *, is_asked: bool) -> None:
    """It fills the places one by one: these rows took minutes."""
    document = parse(page_of(f"<table>{f'<tr>{cell}' * 100}</table>"))
    assert can_ask_trafilatura(document, segment(document)) is is_asked
