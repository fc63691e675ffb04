"""Tests of the boxes of a page, which are made when they are asked for."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given

from cleanarticle.core.boxes import Boxes
from cleanarticle.core.segmentation import Box
from support.pages import segmentation, trees

if TYPE_CHECKING:
    from support.pages import Tree

PAGE = "<div class=a><p>a</p><p>b</p></div><div class=a><pre>c</pre></div>"
WHOLE = Box("", "", -1, 0, 0, 1, hidden=False, path="", element=None)


@given(trees())
def test_boxes_made_from_boxes_are_equal(tree: Tree) -> None:
    boxes = segmentation(tree.html).boxes
    copy = Boxes(boxes)
    assert list(copy) == list(boxes)
    assert copy.signatures == boxes.signatures
    indices = range(len(boxes))
    assert [copy.path(index) for index in indices] == [box.path for box in boxes]
    assert [copy.tag(index) for index in indices] == [box.tag for box in boxes]


def test_boxes_paths_and_tags_are_those_of_boxes() -> None:
    boxes = segmentation(PAGE).boxes
    indices = range(len(boxes))
    places = [(boxes.path(index), boxes.tag(index)) for index in indices]
    assert places == [(box.path, box.tag) for box in boxes]
    assert places[-1] == ("/html[1]/body[1]/div[2]/pre[1]", "pre")


def test_boxes_asked_for_twice_are_the_same() -> None:
    boxes = segmentation(PAGE).boxes
    assert boxes[2] is boxes[2]
    assert boxes[-1] is boxes[len(boxes) - 1]


def test_boxes_outlive_the_document() -> None:
    boxes = segmentation(PAGE).boxes  # nothing else refers to the tree
    element = boxes[2].element
    assert element is not None
    assert "".join(map(str, element.itertext())) == "ab"


def test_boxes_asked_for_by_threads_are_equal() -> None:
    boxes = segmentation(PAGE * 200).boxes
    with ThreadPoolExecutor(4) as pool:
        one, *others = pool.map(lambda _: list(boxes), range(8))
    assert all(other == one for other in others)


@pytest.mark.parametrize("index", [7, -8])
def test_boxes_of_other_index_raise(index: int) -> None:
    boxes = segmentation(PAGE).boxes
    assert len(boxes) == 7
    for ask in (boxes.__getitem__, boxes.path, boxes.tag):
        with pytest.raises(IndexError, match="7 boxes"):
            ask(index)


def test_boxes_with_signatures_are_those_in_page_order() -> None:
    boxes = segmentation(PAGE).boxes
    wanted = [index for index, name in enumerate(boxes.signatures.attrs) if name == "a"]
    assert boxes.of_signatures(wanted) == [box for box in boxes if box.attrs == "a"]
    with pytest.raises(IndexError, match="signatures"):
        boxes.of_signatures([99])


def test_boxes_holding_more_than_a_sum_are_found() -> None:
    boxes = segmentation(PAGE).boxes
    assert [box.tag for box in boxes.holding([0, 5, 10, 11], 9)] == ["html", "body", "div"]
    with pytest.raises(ValueError, match="2 blocks"):
        boxes.holding([0, 5, 10], 9)


def test_boxes_with_other_attributes_have_other_signatures() -> None:
    boxes = segmentation(PAGE).boxes
    changed = boxes.with_attrs({2: "b"})
    assert [box.attrs for box in changed if box.tag == "div"] == ["b", "a"]
    assert [box._replace(attrs="") for box in changed] == [box._replace(attrs="") for box in boxes]
    assert changed.signatures.attrs == ("", "", "b", "", "a", "")
    assert len(boxes.signatures.tags) == 5
    with pytest.raises(TypeError, match="made by Python"):
        Boxes(boxes).with_attrs({2: "b"})


@pytest.mark.parametrize(
    "wrong", [{"parent": 0}, {"parent": -2}, {"first": 2}, {"first": -1}, {"last": -1}]
)
def test_boxes_of_wrong_box_raise(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="box 0 is in box"):
        Boxes([WHOLE._replace(**wrong)])


def test_boxes_of_other_objects_raise() -> None:
    with pytest.raises(TypeError, match="not int"):
        Boxes([1])  # type: ignore[list-item]


def test_boxes_of_plain_text_can_be_pickled() -> None:
    boxes = Boxes([WHOLE])
    assert list(pickle.loads(pickle.dumps(boxes))) == [WHOLE]  # noqa: S301
    with pytest.raises(TypeError):
        pickle.dumps(segmentation(PAGE).boxes)
