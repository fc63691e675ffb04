"""Ten hard pages, with the kind that a careful reader assigned to each of their blocks.

A case is a folder of `fixtures/kinds/` that contains `source.html`, written for this test in the
style of a well-known system, and `expected.json`: the title, the flags, and every block in page
order with its kind. The reader assigned the kinds without seeing the output of the code.
"related|navigation" means that both kinds fit equally well. `known_wrong` lists the known errors of
the code: the index of the block, the start of its text, and the reason. If the code gets a listed
block right, the test fails until the block is removed from the list.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import cleanarticle
from cleanarticle import Article
from cleanarticle.block import BlockKind
from cleanarticle.parsing.invisible_characters import strip_invisible
from support.paths import FIXTURES

CASES = sorted(path.parent for path in FIXTURES.glob("kinds/*/source.html"))


class Case(NamedTuple):
    """A cleaned page and its expected output."""

    article: Article
    expected: dict[str, Any]

    def differences(self) -> dict[int, str]:
        """Return expected kinds, actual kind and text of each mislabeled block, by its index."""
        pairs = zip(self.expected["blocks"], self.article.blocks, strict=True)
        return {
            index: f"{kinds}, not {block.kind}: {text[:60]}"
            for index, ((kinds, text), block) in enumerate(pairs)
            if block.kind not in kinds.split("|")
        }


@pytest.fixture(params=CASES, ids=lambda folder: folder.name)
def case(request: pytest.FixtureRequest) -> Case:
    folder: Path = request.param
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    page = folder / "source.html"
    return Case(cleanarticle.clean(page, url="https://site.example/page"), expected)


def test_hard_cases_are_ten_pages() -> None:
    assert len(CASES) == 10


def test_hard_case_expected_kinds_are_valid(case: Case) -> None:
    expected = {kind for kinds, _ in case.expected["blocks"] for kind in kinds.split("|")}
    assert expected <= set(BlockKind)


def test_clean_hard_page_blocks_equal_visible_text(case: Case) -> None:
    texts = [" ".join(block.text.split()) for block in case.article.blocks]
    assert texts == [strip_invisible(text).text for _, text in case.expected["blocks"]]


def test_clean_hard_page_has_expected_title_and_flags(case: Case) -> None:
    assert case.article.title == case.expected["title"]
    assert sorted(case.article.flags) == case.expected["flags"]


def test_clean_hard_page_gives_expected_kinds_except_known_errors(case: Case) -> None:
    differences = case.differences()
    known_errors = {index for index, _, _ in case.expected["known_wrong"]}
    unexpected = {index: line for index, line in differences.items() if index not in known_errors}
    assert unexpected == {}
    assert known_errors - differences.keys() == set(), "labeled correctly: remove from known_wrong"


def test_hard_case_known_errors_match_blocks_and_have_reasons(case: Case) -> None:
    for index, start, reason in case.expected["known_wrong"]:
        assert case.expected["blocks"][index][1].startswith(start)
        assert reason
