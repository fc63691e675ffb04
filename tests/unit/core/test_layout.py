from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings

from cleanarticle.core.boxes import Boxes
from cleanarticle.core.layout import END, IDEOGRAPH, LOWER, UPPER
from cleanarticle.core.text_segmenter import segment_text
from support.pages import Tree, laid_out, segmentation, trees


def test_make_layout_letters_and_ideographs_counts_by_block() -> None:
    layout = laid_out(segmentation("<p>Two words.</p><p>世界 <a href=x>link</a></p>"))
    assert layout.chars.tolist() == [10, 7]
    assert layout.links.tolist() == [0, 4]
    assert layout.words.tolist() == [2, pytest.approx(1 + 2 * 0.6)]
    assert layout.size.tolist() == [10, pytest.approx(7 + 2 * 1.8)]
    assert layout.first_class.tolist() == [UPPER, IDEOGRAPH]
    assert layout.last_class.tolist() == [END, LOWER]
    assert layout.counts[2 * UPPER : 2 * UPPER + 2].tolist() == [1, 0]
    assert layout.counts[2 * IDEOGRAPH : 2 * IDEOGRAPH + 2].tolist() == [0, 2]


@pytest.mark.parametrize("text", ["Привет мир", "สวัสดี", "你好", "नमस्ते", "مرحبا", "Γειά", "👍🏽 ok"])
def test_make_layout_any_script_has_words(text: str) -> None:
    layout = laid_out(segmentation(f"<p>{text}</p>"))
    assert layout.words[0] > 0
    assert sum(layout.counts) == len(text)


@pytest.mark.parametrize("box", [-1, 3])
def test_make_layout_block_in_no_box_raises(box: int) -> None:
    page = segmentation("<p>a</p>")
    with pytest.raises(ValueError, match=f"in box {box}$"):
        laid_out(replace(page, blocks=[page.blocks[0]._replace(box=box)]))


@pytest.mark.parametrize("wrong", [{"parent": 2}, {"first": -1}, {"first": 2}, {"last": 2}])
def test_make_layout_box_of_other_blocks_or_inside_itself_raises(wrong: dict[str, Any]) -> None:
    page = segmentation("<p>a</p>")
    html, body, paragraph = page.boxes
    with pytest.raises(ValueError, match="box 2 is in box"):
        laid_out(replace(page, boxes=Boxes([html, body, paragraph._replace(**wrong)])))


def test_make_layout_other_objects_than_blocks_raise() -> None:
    page = segmentation("<p>a</p>")
    with pytest.raises(TypeError, match="not int"):
        laid_out(replace(page, blocks=[1]))  # type: ignore[list-item]


@settings(max_examples=50, deadline=None)
@given(trees())
def test_similar_any_page_counts_siblings_of_same_signature(tree: Tree) -> None:
    layout = laid_out(segmentation(f"<body>x{tree.html}</body>"))
    keys = list(zip(layout.parent.tolist(), layout.signature.tolist(), strict=True))
    assert layout.similar.tolist() == [keys.count(key) for key in keys]
    assert layout.sibling_index.tolist() == [keys[:i].count(key) for i, key in enumerate(keys)]


def test_make_layout_half_surrogate_counts_as_question_mark() -> None:
    texts = [segment_text("a?\n\nb?"), segment_text("a\ud800\n\nb\udfff")]
    question_mark, surrogate = map(laid_out, texts)
    assert surrogate.counts.tolist() == question_mark.counts.tolist()
    assert surrogate.last_class == question_mark.last_class
