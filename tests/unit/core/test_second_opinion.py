from __future__ import annotations

from cleanarticle.core.segmenter import segment
from cleanarticle.labeling.second_opinion import blocks_kept_by_trafilatura
from cleanarticle.parsing.document import parse
from support.pages import page_of
from support.paths import FIXTURES

SEED = FIXTURES / "seed_wordpress" / "source.html"


def test_trafilatura_keeps_the_paragraphs_and_drops_the_menu() -> None:
    document = parse(page_of(SEED))
    page = segment(document)
    kept = dict(
        zip([b.text for b in page.blocks], blocks_kept_by_trafilatura(document, page), strict=True)
    )
    assert all(verdict for text, verdict in kept.items() if len(text) > 300)
    assert not kept["Services"]
    assert not kept["© 2025 Crown Advisory. All rights reserved."]


def test_a_page_without_text_has_no_opinion() -> None:
    document = parse(page_of("<p></p>"))
    assert blocks_kept_by_trafilatura(document, segment(document)) == []
