"""Tests of custom elements that begin and end a line."""

from __future__ import annotations

import pytest

from cleanarticle.core.segmenter import segment
from cleanarticle.parsing.document import parse_markup


def texts(markup: str) -> list[str]:
    return [block.text for block in segment(parse_markup(markup)).blocks]


@pytest.mark.parametrize(
    "markup",
    [
        "<x-story><x-par>One mile.</x-par><x-par>Two <b>miles</b>.</x-par></x-story>",
        "<div>\n<x-par>One mile.</x-par>\n<x-par>Two <a href=/>miles</a>.</x-par>\n</div>",
        "<main><x-head>One mile.</x-head><p>Two miles.</p></main>",
        "<x-list><x-item><x-text>One mile.</x-text></x-item><x-item>Two miles.</x-item></x-list>",
    ],
)
def test_custom_elements_beside_each_other_are_blocks(markup: str) -> None:
    assert texts(markup) == ["One mile.", "Two miles."]


@pytest.mark.parametrize(
    "markup",
    [
        "<p>One <x-tip>long</x-tip> mile.</p>",
        "<div>One <x-tip>long</x-tip> mile.</div>",
        "<x-par>One <x-tip>long</x-tip> mile.</x-par>",
        "<h1><x-text>One long mile.</x-text></h1>",
        "<li><x-text>One</x-text> <x-text>long mile.</x-text></li>",
        "<div><span><x-text>One</x-text> <x-text>long mile.</x-text></span></div>",
    ],
)
def test_custom_elements_in_a_line_are_parts_of_it(markup: str) -> None:
    assert texts(markup) == ["One long mile."]


def test_custom_element_with_blocks_is_left_to_them() -> None:
    blocks = segment(parse_markup("<x-page><p>One.</p></x-page>"))
    assert "x-page" not in blocks.signatures.tags


def test_hidden_custom_element_is_hidden() -> None:
    blocks = segment(
        parse_markup("<div><x-par hidden>One.</x-par><x-par>Two.</x-par></div>")
    ).blocks
    assert [block.hidden for block in blocks] == [True, False]
