from __future__ import annotations

from cleanarticle.core.segmenter import segment
from cleanarticle.labeling.second_opinion import blocks_kept_by_trafilatura
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
