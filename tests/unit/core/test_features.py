from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from cleanarticle.core.cues import find_cues
from cleanarticle.core.features import FEATURES, PageFacts, block_features
from cleanarticle.core.models import load_forest
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.text_segmenter import segment_text
from cleanarticle.core.vocabulary import VOCABULARY_FEATURES
from support.pages import Tree, laid_out, segmentation, trees

if TYPE_CHECKING:
    from cleanarticle.core.segmentation import Segmentation


def features_by_name(page: Segmentation, facts: PageFacts | None = None) -> dict[str, list[float]]:
    layout = laid_out(page)
    cues = find_cues(page, layout, default_matcher())
    matrix = np.asarray(block_features(page, layout, cues, facts or PageFacts()))
    assert len(set(FEATURES)) == len(FEATURES) == len(matrix)
    return {name: row.tolist() for name, row in zip(FEATURES, matrix, strict=True)}


def test_block_features_nav_and_article_describe_surroundings() -> None:
    html = """<nav><ul><li><a href=/>Home</a></li></ul></nav><article class="post-content">
        <h2>Head</h2><p>A sentence that is long enough to be counted as prose, it is.</p>
        <p>Another one.</p></article>"""
    columns = features_by_name(segmentation(html))
    assert columns["in_nav"] == [1, 0, 0, 0]
    assert columns["in_article"] == [0, 1, 1, 1]
    assert columns["link_density"] == [1, 0, 0, 0]
    assert columns["tag_h2"] == [0, 1, 0, 0]
    assert columns["heading_level"] == [0, 0, 2, 2]
    assert columns["p+1"] == [0, 1, 1, -1]
    assert columns["in_main_0.9"] == [0, 0, 1, 0]


def test_block_features_title_index_gives_position_relative_to_title() -> None:
    html = """<main><header><h1>Title</h1></header><div><p>a</p><p>b</p></div></main>
        <aside><h1>Next</h1><p>b</p></aside>"""
    columns = features_by_name(segmentation(html), PageFacts(title_index=0))
    assert columns["title_up"] == [0, 2, 2, 3, 3]  # common ancestor: itself, main, body
    assert columns["title_down"] == [0, 2, 2, 2, 2]
    assert columns["title_blocks"] == [1, 3, 3, 5, 5]
    assert columns["titles_above"] == [0, 0, 0, 1, 1]
    assert columns["h1_above"] == [1, 1, 1, 2, 2]
    assert columns["h1_all"] == [2] * 5
    untitled = features_by_name(segmentation("<p>a</p>"))
    assert untitled["title_up"] == untitled["titles_above"] == [-1]


def test_block_features_page_facts_are_compared_with_blocks() -> None:
    sentence = "The river rose by two metres in one night, and the bridge was closed at once."
    page = segmentation(f"<h1>The river</h1><p>{sentence}</p><p>{'Other text. ' * 30}</p>")
    facts = PageFacts("The river", "Two metres", article_text=sentence * 4, title_index=0)
    columns = features_by_name(page, facts)
    assert columns["title_words"][0] == 1
    assert columns["in_json"] == [1, 1, -1]
    assert columns["from_title"] == [0, 1, 2]


def test_block_features_plain_text_has_same_columns_as_html() -> None:
    text = segment_text("Home\n\nA sentence.")
    assert list(features_by_name(text)) == list(features_by_name(segmentation("<p>x</p>")))


def test_block_features_models_use_existing_columns() -> None:
    columns = len(FEATURES) + len(VOCABULARY_FEATURES)
    assert max(load_forest("first").questions) < columns
    assert max(load_forest("text_first").questions) < columns


@settings(max_examples=50, deadline=None)
@given(trees())
def test_block_features_any_page_are_finite(tree: Tree) -> None:
    page = segmentation(f"<body>x{tree.html}</body>")
    matrix = np.array(list(features_by_name(page).values()), np.float32)
    assert np.isfinite(matrix).all()


def test_block_features_cues_of_another_page_raise() -> None:
    page, other = segmentation("<p>a</p>"), segmentation("<div><p class=x>a</p></div>")
    cues = find_cues(other, laid_out(other), default_matcher())
    with pytest.raises(ValueError, match="not of one page"):
        block_features(page, laid_out(page), cues, PageFacts())
