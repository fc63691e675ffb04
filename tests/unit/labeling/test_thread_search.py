"""The search for comments looks only at blocks that it lets through."""

from __future__ import annotations

import pytest

from cleanarticle.labeling.comment_words import comment_words
from cleanarticle.labeling.thread_search import (
    possible_headings,
    possible_replies,
    texts_with_names,
)
from cleanarticle.phrases.store import load_list
from support.pages import laid_out, segmentation


@pytest.mark.parametrize("name", load_list("comment_names"))
@pytest.mark.parametrize("form", ["{}", "post-{}-list", "a_{}2 b"])
def test_texts_with_names_each_name_of_comments_is_recognized(name: str, form: str) -> None:
    text = form.format(name.removesuffix("-"))
    assert texts_with_names([text, "menu", ""], comment_words().names) == [True, False, False]


def test_texts_with_names_inside_a_word_are_none() -> None:
    assert texts_with_names(["nocomment", "écomment"], ("comment",)) == [False, False]


@pytest.mark.parametrize("heading", load_list("comment_headings"))
def test_texts_with_names_each_heading_above_comments_is_recognized(heading: str) -> None:
    text = heading.replace("#", "12").replace("*", "something").lower()
    assert texts_with_names([text, f"12 {text}"], comment_words().heading_starts) == [True, True]


@pytest.mark.parametrize("control", load_list("reply_controls"))
@pytest.mark.parametrize("end", ["", " »", "…  "])
def test_possible_replies_each_control_is_recognized(control: str, end: str) -> None:
    page = segmentation(f"<p>A text of more than twenty characters<p><a href=x>{control}{end}</a>")
    assert possible_replies(page.blocks, comment_words().reply_endings, 20) == [1]


def test_possible_headings_short_blocks_that_begin_a_box_with_enough_blocks() -> None:
    html = (
        "<p>First<div><h2>A heading of far more than five words</h2><p>a<p>b</div>"
        "<div><h2>4 comments</h2><p>c<p>d</div><div><h2>The end</h2><p>e</div>"
    )
    page = segmentation(html)
    indices = possible_headings(laid_out(page), most_words=5, most_characters=80, least_blocks=3)
    assert [page.blocks[index].text for index in indices] == ["First", "4 comments"]
