from __future__ import annotations

import pytest

from align import align

FIRST = "the river rose by two metres in one night"
SECOND = "the bridge was closed at once and stayed so"


@pytest.mark.parametrize(
    ("blocks", "gold", "expected"),
    [
        (["Menu", FIRST, SECOND, "menu"], f"{FIRST} {SECOND}", [0, 1, 1, 0]),
        ([SECOND, "Menu", FIRST], f"{FIRST} {SECOND}", [1, 0, 1]),
        ([FIRST, SECOND, "Menu", FIRST, SECOND], f"{FIRST} {SECOND}", [1, 1, 0, 1, 1]),
        (["", FIRST.upper()], FIRST, [0, 1]),
        ([FIRST], "", [0]),
    ],
    ids=["in-order", "out-of-order", "repeated", "upper-case", "no-gold"],
)  # fmt: skip
def test_align_blocks_in_gold_have_high_share(
    blocks: list[str], gold: str, expected: list[int]
) -> None:
    assert [int(share > 0.5) for share in align(blocks, gold)] == expected


def test_align_block_partly_in_gold_has_fractional_share() -> None:
    (share,) = align([f"{FIRST} word word word"], FIRST)
    assert share == pytest.approx(9 / 12)
