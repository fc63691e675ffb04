"""Tests of the type that a page has by what it shows."""

from __future__ import annotations

import pytest

from cleanarticle.block import Block, BlockKind
from cleanarticle.core.features import PageFacts
from cleanarticle.core.page_type import PAGE_TYPES, PageType
from cleanarticle.labeling.byline_lines import has_author_and_date
from cleanarticle.labeling.page_types import final_page_type
from cleanarticle.labeling.scores import Scores


def type_of(page_type: PageType, *, has_byline: bool) -> PageType:
    types = [float(name is page_type) for name in PAGE_TYPES]
    scores = Scores(body=[0.9], words=[40], types=types)
    lines = ("By Ann Lee, 3 May 2024",) if has_byline else ()
    return final_page_type(scores, PageFacts(title_line=0), [], blocks(*lines))


@pytest.mark.parametrize("page_type", [PageType.SERVICE, PageType.LISTING, PageType.COLLECTION])
def test_page_with_an_author_and_a_date_below_its_title_is_an_article(page_type: PageType) -> None:
    assert type_of(page_type, has_byline=True) is PageType.ARTICLE
    assert type_of(page_type, has_byline=False) is page_type


@pytest.mark.parametrize("page_type", [PageType.FORUM, PageType.DOCUMENTATION, PageType.PRODUCT])
def test_threads_manuals_and_products_have_authors_and_dates_too(page_type: PageType) -> None:
    assert type_of(page_type, has_byline=True) is page_type


def blocks(*texts: str) -> list[Block]:
    title = Block("The ferry is late", BlockKind.BODY, 0.9, "", None, "h1")
    lines = [Block(text, BlockKind.BYLINE, 0.1, "", None, "div") for text in texts]
    return [title, *lines, Block("Prose.", BlockKind.BODY, 0.9, "", None, "p")]


@pytest.mark.parametrize(
    "lines",
    [("By Ann Lee", "3 May 2024"), ("By Ann Lee, 3 May 2024",), ("Von Ann Lee", "3. Mai 2024")],
)
def test_has_author_and_date_reads_them_in_one_line_or_two(lines: tuple[str, ...]) -> None:
    assert has_author_and_date(blocks(*lines), 0)
    assert not has_author_and_date(blocks(*lines), None)


@pytest.mark.parametrize("lines", [("By Ann Lee",), ("3 May 2024",), ("Paris", "3 May 2024"), ()])
def test_has_author_and_date_wants_both(lines: tuple[str, ...]) -> None:
    assert not has_author_and_date(blocks(*lines), 0)


@pytest.mark.parametrize("form", ["By {} Lee, {} May 2024", "{1} May 2024 by {0} Lee"])
def test_has_author_and_date_leaves_out_the_bylines_of_a_list(form: str) -> None:
    first, second = (form.format(name, day) for day, name in enumerate(("Ann", "Bo"), 1))
    teasers = [*blocks(first), *blocks(second)]
    assert not has_author_and_date(teasers, 0)
    assert has_author_and_date(blocks(first, second), 0)
    assert has_author_and_date([*blocks(first), *blocks()], 0)
