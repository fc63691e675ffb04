"""Notes that the body refers to and that link back to it."""

from __future__ import annotations

import pytest

from cleanarticle.core.analysis import analyze
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.footnotes import footnotes_in_body
from support.pages import segmentation


def notes(reference: str, markup: str) -> list[str]:
    """Return the texts of the notes that become body below a text with a reference."""
    page = segmentation(f"<p>The text refers to a note {reference} here.</p>{markup}<p>Next</p>")
    count = len(page.blocks)
    draft = Draft(analyze(page), [True] + [False] * (count - 1), [0.5] * count)
    found = footnotes_in_body(draft)
    return [page.blocks[index].text for index in sorted(found)]


REFERENCE = "<sup id=r><a href=#n>1</a></sup>"


@pytest.mark.parametrize(
    "markup",
    [
        "<ol><li id=n>Badly. <a href=#r>↩</a></li></ol>",
        "<ol><li id=n><p>Badly.</p><p><a href=#r>↩</a></p></li></ol>",
        "<p><a id=n href=#r>1</a> Badly.</p>",
        "<p><a name=n href=#r>1</a> Badly.</p>",
        "<div id=n><a href=#r>1</a> Badly.</div>",
        "<table><tr id=n><td><a href=#r>1</a><td>Badly.</table>",
        "<dl><dd id=n>Badly. <a class=fn-back href=#r>back</a></dl>",
        "<div class=footnote><a id=n href=#r>1</a><div><p>Badly.</p></div></div>",
        "<div class=note><p><a id=n href=#r>[1]</a></p><p>Badly.</p></div>",
        "<aside><p><sup><a name=n href=#r>1</a></sup></p><div>Badly.</div></aside>",
    ],
)
def test_footnotes_referred_to_and_linking_back_are_body(markup: str) -> None:
    assert "Badly." in " ".join(notes(REFERENCE, markup))


@pytest.mark.parametrize(
    ("reference", "markup"),
    [
        (REFERENCE, "<ol><li id=n>Badly.</li></ol>"),
        (REFERENCE, "<ol><li id=x>Badly. <a href=#r>↩</a></li></ol>"),
        (REFERENCE, "<ol><li id=n>Badly. <a href=#x>↩</a></li></ol>"),
        ("", "<ol><li id=n>Badly. <a href=#r>↩</a></li></ol>"),
        (
            "<a id=r href=#n>a very long text of a link to a section</a>",
            "<div id=n>Badly. <a href=#r>↩</a></div>",
        ),
        (REFERENCE, "<section id=n>Badly. <a href=#r>↩</a></section>"),
    ],
)
def test_footnotes_without_a_pair_of_links_are_not_body(reference: str, markup: str) -> None:
    assert notes(reference, markup) == []
