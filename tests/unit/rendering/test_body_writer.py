"""Tests of the compiled writer of HTML: its text is that of Python's functions."""

from __future__ import annotations

from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.core.segmenter import segment
from cleanarticle.core.text_segmenter import segment_text
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from cleanarticle.rendering import render_html
from cleanarticle.rendering.body_writer import BodyWriter
from cleanarticle.rendering.contexts import Contexts


def render(html: str) -> str:
    document = parse(Page(html.encode(), url="https://site.example/", encoding="utf-8"))
    page = segment(document)
    return render_html(document, page, range(len(page.blocks)))


TEXTS = st.text("ab&<>\"' \t\n\u00a0\u1680\u2003\u202f\u205f\u3000é中😀", max_size=20)


@given(TEXTS)
def test_render_html_any_text_is_collapsed_and_escaped_as_by_python(text: str) -> None:
    shown = escape(" ".join(f"a{text}b".split()), quote=False)
    assert render(f"<p>a{escape(text)}b</p>") == f"<p>{shown}</p>"


@given(TEXTS, TEXTS)
def test_render_html_space_at_edges_of_elements_is_kept(first: str, second: str) -> None:
    source = f"<p>x{escape(first)}<b>y{escape(second)}</b>z</p>"
    texts = [escape(f".{text}.", quote=False) for text in (f"x{first}", f"y{second}")]
    before, inside = (" ".join(text.split())[1:-1] for text in texts)
    assert render(source) == f"<p>{before}<b>{inside}</b>z</p>"


@given(TEXTS)
def test_render_html_attributes_are_escaped_as_by_python(value: str) -> None:
    source = f'<p>a <abbr title="{escape(value)}">b</abbr></p>'
    assert render(source) == f'<p>a <abbr title="{escape(value)}">b</abbr></p>'


@pytest.mark.parametrize("length", [8_000, 8_001])
def test_render_html_attribute_of_more_than_8_000_characters_is_left_out(length: int) -> None:
    source = f'<p>a <abbr title="{"é" * length}">b</abbr></p>'
    assert render(source) == (source if length <= 8_000 else "<p>a <abbr>b</abbr></p>")


def test_render_html_thousands_of_ampersands_are_split_for_nh3() -> None:
    assert render(f"<p>{'&amp;' * 2_500}</p>").split("<!---->") == [
        "<p>" + "&amp;" * 1_000,
        "&amp;" * 1_000,
        "&amp;" * 500 + "</p>",
    ]


def test_render_html_many_inline_elements_are_all_written() -> None:
    body = "<b>a</b> " * 20_000
    assert render(f"<p>{body}</p>") == f"<p>{body.strip()}</p>"


def test_render_html_source_outside_of_picture_is_not_that_of_an_image() -> None:
    html = "<p>a</p><img src=/a.png><source srcset=/b.png><img src=/c.png><p>b</p>"
    assert "b.png" not in render(html)


@pytest.mark.parametrize("index", [-1, 1])
def test_render_html_unknown_block_is_an_error(index: int) -> None:
    document = parse(Page(b"<p>a</p>", encoding="utf-8"))
    with pytest.raises(IndexError):
        render_html(document, segment(document), [index])


def test_render_html_block_of_plain_text_is_an_error() -> None:
    document = parse(Page(b"<p>a</p>", encoding="utf-8"))
    with pytest.raises(TypeError, match="plain text"):
        render_html(document, segment_text("a"), [0])


def test_body_writer_and_contexts_need_a_page() -> None:
    with pytest.raises(TypeError):
        Contexts(None, None, (), None)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        BodyWriter(None, None, (), None)  # type: ignore[arg-type]
