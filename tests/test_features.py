from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from cleanarticle.cues import default_lexicon, read_cues
from cleanarticle.document import parse
from cleanarticle.features import FEATURES, Facts, Floats, Layout, block_features, lay_out, prefix
from cleanarticle.lines import segment_text
from cleanarticle.model import load_characters, load_forest
from cleanarticle.page import Page
from cleanarticle.segment import segment
from cleanarticle.vocabulary import VOCABULARY_FEATURES
from test_segment import Tree, trees

if TYPE_CHECKING:
    from cleanarticle.blocks import Segmentation

CLASSES = load_characters()


def page_of(html: str) -> Segmentation:
    return segment(parse(Page.of(html)))


def laid_out(page: Segmentation) -> Layout:
    return lay_out(page, CLASSES)


def described(page: Segmentation, facts: Facts | None = None) -> dict[str, list[float]]:
    matrix = block_features(
        page, laid_out(page), read_cues(page, default_lexicon()), facts or Facts()
    )
    assert len(set(FEATURES)) == len(FEATURES) == len(matrix)
    return {name: row.tolist() for name, row in zip(FEATURES, matrix, strict=True)}


def test_a_layout_counts_by_block() -> None:
    layout = laid_out(page_of("<p>Two words.</p><p>世界 <a href=x>link</a></p>"))
    assert layout.chars.tolist() == [10, 7]
    assert layout.links.tolist() == [0, 4]
    assert layout.words.tolist() == [2, pytest.approx(1 + 2 * 0.6)]
    assert layout.size.tolist() == [10, pytest.approx(7 + 2 * 1.8)]
    assert layout.edges.T.tolist() == [[1, 6], [3, 0]]  # upper to end; ideograph to lower


@pytest.mark.parametrize("text", ["Привет мир", "สวัสดี", "你好", "नमस्ते", "مرحبا", "Γειά", "👍🏽 ok"])
def test_every_script_has_letters(text: str) -> None:
    layout = laid_out(page_of(f"<p>{text}</p>"))
    assert layout.words[0] > 0
    assert layout.counts.sum() == len(text)


def test_sums_over_boxes() -> None:
    page = page_of("<div><p>aa</p><p>bbb</p></div><p>c</p>")
    layout = laid_out(page)
    sums = dict(zip([box.tag for box in page.boxes], layout.over_boxes(layout.chars), strict=True))
    assert sums["body"] == 6
    assert sums["div"] == 5
    assert prefix(np.array([1.0, 2.0])).tolist() == [0, 1, 3]


def test_levels_go_outwards_and_end_at_the_root() -> None:
    page = page_of("<div><p>a</p></div>")
    layout = laid_out(page)
    tags = [page.boxes[level[0]].tag for level, _ in zip(layout.levels, range(5), strict=False)]
    assert tags == ["p", "div", "body", "html", "html"]


def test_what_stands_around_a_block() -> None:
    html = """<nav><ul><li><a href=/>Home</a></li></ul></nav><article class="post-content">
        <h2>Head</h2><p>A sentence that is long enough to be counted as prose, it is.</p>
        <p>Another one.</p></article>"""
    columns = described(page_of(html))
    assert columns["in_nav"] == [1, 0, 0, 0]
    assert columns["in_article"] == [0, 1, 1, 1]
    assert columns["link_density"] == [1, 0, 0, 0]
    assert columns["tag_h2"] == [0, 1, 0, 0]
    assert columns["heading_level"] == [0, 0, 2, 2]
    assert columns["p+1"] == [0, 1, 1, -1]
    assert columns["in_main_0.9"] == [0, 0, 1, 0]


def test_facts_are_compared_with_the_blocks() -> None:
    sentence = "The river rose by two metres in one night, and the bridge was closed at once."
    page = page_of(f"<h1>The river</h1><p>{sentence}</p><p>{'Other text. ' * 30}</p>")
    facts = Facts("The river", "Two metres", article_text=sentence * 4, heading=0)
    columns = described(page, facts)
    assert columns["title_words"][0] == 1
    assert columns["in_json"] == [1, 1, -1]
    assert columns["from_title"] == [0, 1, 2]


def test_plain_text_has_the_same_columns() -> None:
    text = segment_text("Home\n\nA sentence.")
    assert list(described(text)) == list(described(page_of("<p>x</p>")))


def test_the_models_ask_for_columns_that_are_there() -> None:
    columns = len(FEATURES) + len(VOCABULARY_FEATURES)
    assert load_forest("first").questions.max() < columns
    assert load_forest("text_first").questions.max() < columns


@settings(max_examples=50, deadline=None)
@given(trees())
def test_features_are_finite_whatever_the_page(tree: Tree) -> None:
    page = page_of(f"<body>x{tree.html}</body>")
    matrix: Floats = np.array(list(described(page).values()), np.float32)
    assert np.isfinite(matrix).all()
