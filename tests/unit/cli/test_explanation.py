from __future__ import annotations

import io

import pytest
from rich.console import Console

from cleanarticle import Article, BlockKind, Rules, clean
from cleanarticle.block import MEANINGS
from cleanarticle.cli.explanation import STYLES, explain
from cleanarticle.errors import one_line

PROSE = "This is a sentence of the kind that articles are made of, and it goes on for a while. " * 4
PAGE = f"""<title>A story</title><body>
<nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></nav><h1>A story</h1>
<p>{PROSE}</p><p>{PROSE}</p><p class=promo>Save ten percent on our annual plan, today only.</p>
<h4>Leave a Reply</h4>"""


def explanation_of(article: Article, width: int, *, colors: bool = False) -> str:
    file = io.StringIO()
    console = Console(
        file=file, width=width, force_terminal=colors, no_color=not colors, highlight=False,
        color_system="truecolor" if colors else None,
    )  # fmt: skip
    console.print(explain(article, width))
    return file.getvalue()


@pytest.fixture(scope="module")
def article() -> Article:
    return clean(PAGE, rules=Rules(drop=[".promo"]))


def test_styles_every_kind_has_distinct_style_and_meaning() -> None:
    for texts in (STYLES, MEANINGS):
        assert set(texts) == set(BlockKind)
        assert len(set(texts.values())) == len(texts)


def test_explain_header_shows_title_page_type_confidence_and_flags(article: Article) -> None:
    first, second, *_ = explanation_of(article, 160).splitlines()
    assert first.strip() == "A story"
    assert second.strip() == f"{article.page_type} · confidence {article.confidence:.2f}"
    flagged = clean("<title>Shop</title><body><nav><a href=/>Home</a></nav>")
    assert "no_main_content" in explanation_of(flagged, 160).splitlines()[1]


def test_explain_lists_every_block_with_kind_and_reason(article: Article) -> None:
    rows = [line.split() for line in explanation_of(article, 160).splitlines()]
    numbered = [row for row in rows if row and row[0].isdigit()]
    assert [row[1] for row in numbered] == [
        "navigation", "navigation", "▌", "▌", "▌", "advert", "comment_form",
    ]  # fmt: skip
    assert "dropped by your rule '.promo'" in " ".join(numbered[5])


def test_explain_legend_shows_totals_and_meaning_of_each_kind(article: Article) -> None:
    text = " ".join(explanation_of(article, 160).split())
    assert "▌ body 3 154 92% the main content" in text
    assert "navigation 2 2 1% menus, breadcrumbs, pages, site search" in text
    assert "all 7 168" in text
    assert "newsletter" not in text  # not on the page


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_explain_any_width_fits(article: Article, width: int) -> None:
    text = explanation_of(article, width)
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text
    if width >= 60:
        assert "dropped by your rule" in text


def test_explain_with_colors_shows_kinds_in_their_styles(article: Article) -> None:
    text = explanation_of(article, 160, colors=True)
    assert "\x1b[1;32mbody" in text
    assert "\x1b[34mnavigation" in text


def test_explain_control_characters_of_page_are_removed() -> None:
    assert one_line("a\x1b[31m\n\x9b b\u202e") == "a [31m   b "
    hostile = f"<title>\x9b2J</title><p>[red]{PROSE}[/nonsense]</p>"
    text = explanation_of(clean(hostile), 160)
    assert "[red]This" in text
    assert "\x9b" not in text
