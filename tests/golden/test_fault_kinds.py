"""Pages of the kinds of fault that users of extractors report.

`fixtures/fault_kinds/<kind>/` contains five pages in different markup and languages, and
`expect.json`: by page, what text and Markdown must contain (`text_has`, `md_has`) and must not
contain (`text_not`, `md_not`), what the text must contain once, and metadata. The expectations were
written before the program saw the pages.
"""

from __future__ import annotations

import pytest

from support.fault_kinds import read_pages

PAGES = read_pages()
KINDS = sorted({page.kind for page in PAGES})

RIGHT_PAGES = 0.9
"""Share of all pages that must be right."""

KNOWN_WRONG = frozenset(
    """blogroll/3 blogroll/5 comments_many/4 comments_short/4 furniture_words/5
    last_answerer/4 new_tab/1 new_tab/3 newsletter_post/4 verse/3""".split()
)
"""Pages that are wrong. A page that comes out right must be removed, and no other may be wrong."""


@pytest.fixture(scope="module")
def faults() -> dict[str, list[str]]:
    """The faults of each wrong page, by its name."""
    return {page.name: found for page in PAGES if (found := page.faults())}


def report(faults: dict[str, list[str]]) -> str:
    return "\n".join(f"{name}: {'; '.join(found)}" for name, found in faults.items())


@pytest.mark.parametrize("kind", KINDS)
def test_fault_kind_has_five_pages_with_expectations(kind: str) -> None:
    pages = [page for page in PAGES if page.kind == kind]
    assert [page.path.stem for page in pages] == ["1", "2", "3", "4", "5"]
    for page in pages:
        assert page.path.stat().st_size < 30_000
        assert page.expected["text_has"]
        assert page.expected["text_not"]


def test_clean_most_pages_of_all_kinds_are_right(faults: dict[str, list[str]]) -> None:
    right = len(PAGES) - len(faults)
    assert right >= RIGHT_PAGES * len(PAGES), f"{right} of {len(PAGES)}\n{report(faults)}"


def test_clean_wrong_pages_are_the_known_ones(faults: dict[str, list[str]]) -> None:
    unknown = {name: found for name, found in faults.items() if name not in KNOWN_WRONG}
    assert not unknown, report(unknown)
    assert faults.keys() >= KNOWN_WRONG, "right: remove from KNOWN_WRONG"
