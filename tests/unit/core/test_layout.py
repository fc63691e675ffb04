from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings

from cleanarticle.core.layout import Layout, prefix_sums
from support.pages import Tree, laid_out, segmentation, trees


def test_a_layout_counts_by_block() -> None:
    layout = laid_out(segmentation("<p>Two words.</p><p>世界 <a href=x>link</a></p>"))
    assert layout.chars.tolist() == [10, 7]
    assert layout.links.tolist() == [0, 4]
    assert layout.words.tolist() == [2, pytest.approx(1 + 2 * 0.6)]
    assert layout.size.tolist() == [10, pytest.approx(7 + 2 * 1.8)]
    assert layout.edges.T.tolist() == [[1, 6], [3, 0]]  # upper to end; ideograph to lower


@pytest.mark.parametrize("text", ["Привет мир", "สวัสดี", "你好", "नमस्ते", "مرحبا", "Γειά", "👍🏽 ok"])
def test_every_script_has_letters(text: str) -> None:
    layout = laid_out(segmentation(f"<p>{text}</p>"))
    assert layout.words[0] > 0
    assert layout.counts.sum() == len(text)


def test_sums_over_boxes() -> None:
    page = segmentation("<div><p>aa</p><p>bbb</p></div><p>c</p>")
    layout = laid_out(page)
    sums = dict(zip([box.tag for box in page.boxes], layout.sum_by_box(layout.chars), strict=True))
    assert sums["body"] == 6
    assert sums["div"] == 5
    assert prefix_sums(np.array([1.0, 2.0])).tolist() == [0, 1, 3]


def test_levels_go_outwards_and_end_at_the_root() -> None:
    page = segmentation("<div><p>a</p></div>")
    layout = laid_out(page)
    tags = [page.boxes[level[0]].tag for level, _ in zip(layout.levels, range(5), strict=False)]
    assert tags == ["p", "div", "body", "html", "html"]


def test_which_elements_a_block_stands_in() -> None:
    layout = laid_out(segmentation("<nav><ul><li>a</li></ul></nav><p>b</p>"))
    assert layout.in_tags(("ul", "nav", "body", "table")).T.tolist() == [[1, 1, 1, 0], [0, 0, 1, 0]]


@settings(max_examples=50, deadline=None)
@given(trees())
def test_a_box_is_combined_with_all_boxes_around_it(tree: Tree) -> None:
    layout = laid_out(segmentation(f"<body>x{tree.html}</body>"))
    values = np.random.default_rng(len(layout.parent)).random(len(layout.parent))
    lowest = values.copy()
    for box, parent in enumerate(layout.parent.tolist()):
        lowest[box] = min(lowest[box], lowest[parent])
    assert layout.combine_ancestors(values, np.minimum).tolist() == lowest.tolist()


@settings(max_examples=50, deadline=None)
@given(trees())
def test_where_blocks_meet_a_box(tree: Tree) -> None:
    layout = laid_out(segmentation(f"<body>x{tree.html}</body>"))
    box = int(layout.box[-1])
    around = sorted(ancestors(layout, box))
    up, shared = layout.common_ancestors(box)
    for at, own in enumerate(layout.box.tolist()):
        both = [index for index in around if index in ancestors(layout, own)]
        assert shared[at] == both[-1]
        assert up[at] == layout.depth[box] - layout.depth[both[-1]]


def ancestors(layout: Layout, box: int) -> list[int]:
    """A box and those around it."""
    chain = [box]
    while chain[-1]:
        chain.append(int(layout.parent[chain[-1]]))
    return chain
