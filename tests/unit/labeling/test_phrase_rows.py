"""Tests of rows of links with known phrases, and of lines with a label of advertising."""

from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.block import BlockKind
from cleanarticle.core.analysis import analyze
from cleanarticle.core.segmenter import segment
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.phrase_rows import phrase_rows
from cleanarticle.parsing.document import parse_markup

TEXT = "".join(
    f"<p>The ferry crossed the river {day} times that day, as the keeper wrote, and nobody on the"
    " other side believed how high the water had been in the morning.</p>"
    for day in range(3)
)


def kinds(markup: str, score: float = 0.6) -> list[BlockKind | None]:
    """Return the kinds of the rows among the blocks of a page of which all are body."""
    page = analyze(segment(parse_markup(markup)))
    count = len(page.segmentation.blocks)
    rows = phrase_rows(Draft(page, [True] * count, [score] * count))
    return [rows[index].kind for index in sorted(rows)]


@pytest.mark.parametrize(
    "row",
    [
        "<a href=/1>Compartir</a> <a href=/2>Imprimir</a> <a href=/3>Copiar enlace</a>",
        "<a href=/1><span>Share</span></a> | <a href=/2><b>Tweet</b></a>",
        "<span><a href=/1>Teilen</a></span> <span><a href=/2>Drucken</a></span>",
    ],
)
def test_row_of_links_to_share_is_share(row: str) -> None:
    assert kinds(f"{TEXT}<div>{row}</div>{TEXT}") == [BlockKind.SHARE]


@pytest.mark.parametrize(
    "row",
    [
        "<a href=/1>Share</a> <a href=/2>the ferry of Orvane</a>",
        "<a href=/1>Share</a>",
        "<a href=/1>Share</a> and <a href=/2>Print</a> are what the buttons say",
        "Share Tweet",
        "<a href=/1>Facebook</a>, <a href=/2>Twitter</a> and <a href=/3>Instagram</a>",
        "<code><a href=/1>select</a></code> <code><a href=/2>play</a></code>",
    ],
)
def test_row_with_other_text_is_left_alone(row: str) -> None:
    assert kinds(f"{TEXT}<div>{row}</div>{TEXT}") == []


@pytest.mark.parametrize(
    "line",
    ["Advertisement: umbrellas", "广告：沈记油布伞", "Anzeige : Schirme", "[Реклама: зонты]"],
)
def test_line_behind_label_of_advertising_is_advert(line: str) -> None:
    assert kinds(f"{TEXT}<p>{line}</p>{TEXT}") == [BlockKind.ADVERT]


@pytest.mark.parametrize("line", ["Advertisement:", "Amazon: umbrellas", "The ad: umbrellas"])
def test_line_behind_other_label_is_left_alone(line: str) -> None:
    assert kinds(f"{TEXT}<p>{line}</p>{TEXT}") == []


@pytest.mark.parametrize(
    "markup",
    [
        "<li>Anzeige: 6,1 Zoll",
        "<pre>advertisement: true</pre>",
        "<h2>Advertisement: a list</h2>",
    ],
)
def test_label_of_advertising_in_item_listing_or_heading_is_left_alone(markup: str) -> None:
    assert kinds(f"{TEXT}{markup}{TEXT}") == []


def test_certain_line_behind_label_of_advertising_is_left_alone() -> None:
    assert kinds(f"{TEXT}<p>Advertisement: a notice that is paid for.</p>{TEXT}", 0.9) == []


def test_link_behind_element_that_says_advertising_is_advert() -> None:
    line = "<div><span>Реклама</span><a href=/1>Теплицы со скидкой</a></div>"
    assert kinds(f"{TEXT}{line}{TEXT}") == [BlockKind.ADVERT]


def test_clean_drops_row_between_paragraphs() -> None:
    row = "<div><a href=/1>Share</a> <a href=/2>Print</a> <a href=/3>Copy link</a></div>"
    text = cleanarticle.clean(f"<h1>The ferry</h1>{TEXT}{row}{TEXT}").text
    assert "Copy link" not in text
    assert text.count("The ferry crossed") == 6
