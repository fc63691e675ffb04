"""Tests of formulas and captions that are body as the text around them is."""

from __future__ import annotations

import pytest

import cleanarticle

BEFORE = "For the area of a disc the radius must be known, and it seldom is."
AFTER = "for its edge, as everybody learns in the seventh year of school."


@pytest.mark.parametrize("box", ["main", "article", "div"])
def test_clean_formula_in_the_box_of_the_paragraphs_around_it_is_body(box: str) -> None:
    formula = "<math display=block><mi>U</mi><mo>=</mo><mn>2</mn><mi>π</mi><mi>r</mi></math>"
    page = f"<{box}><h1>Discs</h1><p>{BEFORE}</p><p>It follows</p>{formula}<p>{AFTER}</p></{box}>"
    assert "$$U = 2 π r$$" in cleanarticle.clean(f"<body>{page}</body>").text


@pytest.mark.parametrize(
    "caption", ["Dusk.", "The first printing, in its box. Public Domain", "A. Okafor speaks, 1953"]
)
def test_clean_caption_on_a_page_of_a_few_lines_is_body(caption: str) -> None:
    figure = f"<figure><img src=/a.jpg><figcaption class=credit>{caption}</figcaption></figure>"
    page = f"<main><h1>Discs</h1><p>{BEFORE}</p>{figure}<p>It follows the rule {AFTER}</p></main>"
    assert caption in cleanarticle.clean(f"<body>{page}</body>").text
