"""Ten pages of hard kinds, and what a careful reader calls every block of them.

A case is a folder of `fixtures/kinds/` with `source.html`, written for this test in the manner of
a well-known system, and `expected.json`: title, flags, and every block in page order with its kind,
as a reader of KINDS.md labels it without having seen what the code says. "related|navigation" is a
block that two kinds fit equally well. `known_wrong` lists what the code gets wrong still: the
index of the block, the beginning of its text, and why; it must still be wrong, or leave the list.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import cleanarticle
from cleanarticle import Article
from cleanarticle.block import BlockKind
from support.paths import FIXTURES

CASES = sorted(path.parent for path in FIXTURES.glob("kinds/*/source.html"))


class Case(NamedTuple):
    """A page as it is cleaned, and as it should be."""

    article: Article
    expected: dict[str, Any]

    def differences(self) -> dict[int, str]:
        """The blocks of another kind than expected, by index: what is expected, found and said."""
        pairs = zip(self.expected["blocks"], self.article.blocks, strict=True)
        return {
            at: f"{kinds}, not {block.kind}: {text[:60]}"
            for at, ((kinds, text), block) in enumerate(pairs)
            if block.kind not in kinds.split("|")
        }


@pytest.fixture(params=CASES, ids=lambda folder: folder.name)
def case(request: pytest.FixtureRequest) -> Case:
    folder: Path = request.param
    expected = json.loads((folder / "expected.json").read_text("utf-8"))
    page = folder / "source.html"
    return Case(cleanarticle.clean(page, url="https://site.example/page"), expected)


def test_there_are_ten_cases() -> None:
    assert len(CASES) == 10


def test_every_kind_expected_is_a_kind(case: Case) -> None:
    named = {kind for kinds, _ in case.expected["blocks"] for kind in kinds.split("|")}
    assert named <= set(BlockKind)


def test_the_blocks_are_the_visible_text(case: Case) -> None:
    found = [" ".join(block.text.split()) for block in case.article.blocks]
    assert found == [text for _, text in case.expected["blocks"]]


def test_title_and_flags(case: Case) -> None:
    assert case.article.title == case.expected["title"]
    assert sorted(case.article.flags) == case.expected["flags"]


def test_every_block_is_of_its_kind(case: Case) -> None:
    found = case.differences()
    known = {at for at, _, _ in case.expected["known_wrong"]}
    assert {at: said for at, said in found.items() if at not in known} == {}
    assert known - found.keys() == set(), "right by now: take it off the list of what is wrong"


def test_what_is_known_to_be_wrong_is_told(case: Case) -> None:
    for at, text, why in case.expected["known_wrong"]:
        assert case.expected["blocks"][at][1].startswith(text)
        assert why
