from __future__ import annotations

import io

import pytest
from rich.console import Console

from cleanarticle import Article, BlockKind, Rules, clean
from cleanarticle.cli.errors import one_line
from cleanarticle.cli.explanation import STYLES, explain

PROSE = "This is a sentence of the kind that articles are made of, and it goes on for a while. " * 4
PAGE = f"""<title>A story</title><body>
<nav><ul><li><a href=/>Home</a><li><a href=/s>Sport</a></ul></nav><h1>A story</h1>
<p>{PROSE}</p><p>{PROSE}</p><p class=promo>{PROSE}</p><h4>Leave a Reply</h4>"""


def shown(article: Article, width: int, *, colors: bool = False) -> str:
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


def test_every_kind_has_its_look() -> None:
    assert set(STYLES) == set(BlockKind)
    assert len({look.style for look in STYLES.values()}) == len(STYLES)
    assert len({look.meaning for look in STYLES.values()}) == len(STYLES)


def test_the_page_as_a_whole(article: Article) -> None:
    first, second, *_ = shown(article, 160).splitlines()
    assert first.strip() == "A story"
    assert second.strip() == f"{article.page_type} · confidence {article.confidence:.2f}"
    flagged = clean("<title>Shop</title><body><nav><a href=/>Home</a></nav>")
    assert "no_main_content" in shown(flagged, 160).splitlines()[1]


def test_every_block_with_its_reason(article: Article) -> None:
    rows = [line.split() for line in shown(article, 160).splitlines()]
    numbered = [row for row in rows if row and row[0].isdigit()]
    assert [row[1] for row in numbered] == [
        "navigation", "navigation", "▌", "▌", "▌", "advert", "comment_form",
    ]  # fmt: skip
    assert "dropped by your rule '.promo'" in " ".join(numbered[5])


def test_totals_by_kind_are_the_legend(article: Article) -> None:
    text = " ".join(shown(article, 160).split())
    assert "▌ body 3 154 66% the main content" in text
    assert "navigation 2 2 1% menus, breadcrumbs, pages, site search" in text
    assert "all 7 235" in text
    assert "newsletter" not in text  # the page has none


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_it_fits_any_width(article: Article, width: int) -> None:
    text = shown(article, width)
    assert max(map(len, text.splitlines())) <= width
    assert "\x1b" not in text
    if width >= 60:
        assert "dropped by your rule" in text


def test_colors_say_the_kind(article: Article) -> None:
    text = shown(article, 160, colors=True)
    assert "\x1b[1;32mbody" in text
    assert "\x1b[34mnavigation" in text


def test_pages_cannot_steer_the_terminal() -> None:
    assert one_line("a\x1b[31m\n\x9b b\u202e") == "a [31m   b "
    hostile = f"<title>\x9b2J</title><p>[red]{PROSE}[/nonsense]</p>"
    text = shown(clean(hostile), 160)
    assert "[red]This" in text
    assert "\x9b" not in text
