from __future__ import annotations

import pytest

from align import align

FIRST = "the river rose by two metres in one night"
SECOND = "the bridge was closed at once and stayed so"


@pytest.mark.parametrize(
    ("blocks", "gold", "body"),
    [
        (["Menu", FIRST, SECOND, "menu"], f"{FIRST} {SECOND}", [0, 1, 1, 0]),
        ([SECOND, "Menu", FIRST], f"{FIRST} {SECOND}", [1, 0, 1]),
        ([FIRST, SECOND, "Menu", FIRST, SECOND], f"{FIRST} {SECOND}", [1, 1, 0, 1, 1]),
        (["", FIRST.upper()], FIRST, [0, 1]),
        ([FIRST], "", [0]),
    ],
    ids=["in order", "out of order", "twice", "case", "no gold"],
)  # fmt: skip
def test_blocks_of_the_gold(blocks: list[str], gold: str, body: list[int]) -> None:
    assert [int(share > 0.5) for share in align(blocks, gold)] == body


def test_a_block_may_be_of_the_gold_in_part() -> None:
    (share,) = align([f"{FIRST} word word word"], FIRST)
    assert share == pytest.approx(9 / 12)
