"""Tests of the pieces of blocks, which are made when they are asked for."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

from cleanarticle.core.segmentation import Part
from support.pages import Tree, segmentation, trees

PAGE = "<p>a <b>b</b> c<br>d</p><p><a>e</a><img src=x></p>"


def test_pieces_are_the_parts_of_elements_in_order() -> None:
    first, second = segmentation(PAGE).blocks
    named = [(element.tag, part) for element, part in first.pieces]
    assert named == [
        ("p", Part.TEXT),
        ("b", Part.TEXT),
        ("b", Part.TAIL),
        ("br", Part.ELEMENT),
        ("br", Part.TAIL),
    ]
    assert [element.tag for element, _ in second.pieces] == ["a", "img"]


@given(trees())
def test_pieces_have_all_text_of_a_block(tree: Tree) -> None:
    for block in segmentation(tree.html).blocks:
        texts = [
            element.text if part is Part.TEXT else element.tail
            for element, part in block.pieces
            if part is not Part.ELEMENT
        ]
        assert "".join("".join(map(str, texts)).split()) == "".join(block.text.split())


def test_pieces_by_index_are_those_of_the_sequence() -> None:
    pieces = segmentation(PAGE).blocks[0].pieces
    assert [pieces[index] for index in range(5)] == list(pieces)
    assert pieces[-1] == pieces[len(pieces) - 1]
    for index in (5, -6):
        with pytest.raises(IndexError, match="5 pieces"):
            pieces[index]


def test_pieces_outlive_the_document() -> None:
    pieces = segmentation(PAGE).blocks[1].pieces  # nothing else refers to the tree
    assert pieces[0][0].text == "e"


def test_pieces_asked_for_by_threads_are_equal() -> None:
    blocks = segmentation(PAGE * 200).blocks
    with ThreadPoolExecutor(4) as pool:
        one, *others = pool.map(lambda _: [list(block.pieces) for block in blocks], range(8))
    assert all(other == one for other in others)


def test_pieces_cannot_be_pickled() -> None:
    with pytest.raises(TypeError, match="pickled"):
        pickle.dumps(segmentation(PAGE).blocks[0].pieces)
