from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from cleanarticle.core.layout import END, IDEOGRAPH, LOWER, UPPER, Layout, prefix_sums
from support.pages import Tree, laid_out, segmentation, trees


def test_make_layout_letters_and_ideographs_counts_by_block() -> None:
    layout = laid_out(segmentation("<p>Two words.</p><p>世界 <a href=x>link</a></p>"))
    assert layout.chars.tolist() == [10, 7]
    assert layout.links.tolist() == [0, 4]
    assert layout.words.tolist() == [2, pytest.approx(1 + 2 * 0.6)]
    assert layout.size.tolist() == [10, pytest.approx(7 + 2 * 1.8)]
    assert layout.edges.T.tolist() == [[UPPER, END], [IDEOGRAPH, LOWER]]


@pytest.mark.parametrize("text", ["Привет мир", "สวัสดี", "你好", "नमस्ते", "مرحبا", "Γειά", "👍🏽 ok"])
def test_make_layout_any_script_has_words(text: str) -> None:
    layout = laid_out(segmentation(f"<p>{text}</p>"))
    assert layout.words[0] > 0
    assert layout.counts.sum() == len(text)


def test_sum_by_box_nested_boxes_sums_over_blocks_inside() -> None:
    page = segmentation("<div><p>aa</p><p>bbb</p></div><p>c</p>")
    layout = laid_out(page)
    sums = dict(zip([box.tag for box in page.boxes], layout.sum_by_box(layout.chars), strict=True))
    assert sums["body"] == 6
    assert sums["div"] == 5
    assert prefix_sums(np.array([1.0, 2.0])).tolist() == [0, 1, 3]


def test_levels_past_root_repeats_root() -> None:
    page = segmentation("<div><p>a</p></div>")
    layout = laid_out(page)
    tags = [page.boxes[level[0]].tag for level, _ in zip(layout.levels, range(5), strict=False)]
    assert tags == ["p", "div", "body", "html", "html"]


def test_in_tags_nested_elements_marks_all_ancestors() -> None:
    layout = laid_out(segmentation("<nav><ul><li>a</li></ul></nav><p>b</p>"))
    assert layout.in_tags(("ul", "nav", "body", "table")).T.tolist() == [[1, 1, 1, 0], [0, 0, 1, 0]]


@settings(max_examples=50, deadline=None)
@given(trees())
def test_combine_ancestors_minimum_covers_all_ancestors(tree: Tree) -> None:
    layout = laid_out(segmentation(f"<body>x{tree.html}</body>"))
    values = np.random.default_rng(len(layout.parent)).random(len(layout.parent))
    lowest = values.copy()
    for box, parent in enumerate(layout.parent.tolist()):
        lowest[box] = min(lowest[box], lowest[parent])
    assert layout.combine_ancestors(values, np.minimum).tolist() == lowest.tolist()


@settings(max_examples=50, deadline=None)
@given(trees())
def test_common_ancestors_any_page_returns_innermost_common_box(tree: Tree) -> None:
    layout = laid_out(segmentation(f"<body>x{tree.html}</body>"))
    box = int(layout.box[-1])
    box_ancestors = sorted(ancestors(layout, box))
    levels_up, common = layout.common_ancestors(box)
    for block, block_box in enumerate(layout.box.tolist()):
        shared = [index for index in box_ancestors if index in ancestors(layout, block_box)]
        assert common[block] == shared[-1]
        assert levels_up[block] == layout.depth[box] - layout.depth[shared[-1]]


def ancestors(layout: Layout, box: int) -> list[int]:
    """Return a box and its ancestors."""
    chain = [box]
    while chain[-1]:
        chain.append(int(layout.parent[chain[-1]]))
    return chain
