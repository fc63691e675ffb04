"""Tests of the rows of tables in the text."""

from __future__ import annotations

import pytest

from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.tables import tables_in_body
from support.pages import segmentation

BODY = "<p>Body that says what the loader does while everybody is at lunch.</p>"
LINKED = (
    "<table><tr><td><b>Technique</b></td><td><b>ID</b></td></tr>"
    "<tr><td><a href=/1>Time based evasion</a></td><td><a href=/2>T1497</a></td></tr></table>"
)


def rows(markup: str) -> list[str]:
    """Return the rows that become body on a page whose blocks with "Body" are body."""
    page = segmentation(f"<h1>Body of a title</h1>{markup}")
    is_body = [block.text.startswith("Body") for block in page.blocks]
    draft = Draft(analyze(page), is_body, [0.5] * len(is_body), PageFacts(title_index=0))
    return [page.blocks[index].text for index in tables_in_body(draft)]


def test_tables_rows_behind_the_text_are_body_with_their_links() -> None:
    assert rows(f"<main>{BODY}{LINKED}{BODY}</main>") == [
        "Technique\tID",
        "Time based evasion\tT1497",
    ]


@pytest.mark.parametrize(
    "page",
    [
        "<main>{table}{body}</main>",
        "<main>{body}<p>Other</p>{table}{body}</main>",
        "{table}<main>{body}</main>",
        "<main>{body}{table}<p>" + "Other words of a long list beside it. " * 5 + "</p></main>",
        "<main>{body}<div>{table}</div></main>",
    ],
)
def test_tables_that_are_not_in_the_text_are_left(page: str) -> None:
    assert rows(page.format(body=BODY, table=LINKED)) == []


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>One cell</td></tr><tr><td>in a row</td></tr></table>",
        "<table><tr><td><p>A layout</p><p>of two</p></td><td>columns</td></tr></table>",
        "<table><tr><td>One</td><td>row</td></tr></table>",
        "<table hidden><tr><td>One</td><td>1</td></tr><tr><td>Two</td><td>2</td></tr></table>",
    ],
)
def test_tables_lists_layouts_and_hidden_tables_are_left(table: str) -> None:
    assert rows(f"<main>{BODY}{table}{BODY}</main>") == []


def test_tables_row_with_a_cue_is_left() -> None:
    row = "<tr><td>Share this article</td><td>Facebook</td></tr>"
    table = LINKED.replace("</table>", f"{row}</table>")
    assert len(rows(f"<main>{BODY}{table}{BODY}</main>")) == 2
