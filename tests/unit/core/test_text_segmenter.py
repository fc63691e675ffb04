from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.core.text_segmenter import segment_text
from support.pages import letters


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("One.\n\nTwo.", ["One.", "Two."]),
        ("One.\r\n\r\n\r\nTwo.", ["One.", "Two."]),
        ("The quick brown fox jumps over the lazy\r\ndog, and more of it.\r\n \r\nTwo.",
         ["The quick brown fox jumps over the lazy\ndog, and more of it.", "Two."]),
        ("Home\nNews\nA long line that says a lot about a thing.",
         ["Home", "News", "A long line that says a lot about a thing."]),
        ("37 Theatre Square,\nNottingham, NG1 6LG of England", ["37 Theatre Square,\nNottingham,"
         " NG1 6LG of England"]),
        (
            "The quick brown fox jumps over the lazy\ndog, and what it does then is known to\n"
            "nobody at all.",
            ["The quick brown fox jumps over the lazy\ndog, and what it does then is known to\n"
             "nobody at all."],
        ),
    ],
)  # fmt: skip
def test_segment_text_wrapped_lines_stay_in_one_block(text: str, blocks: list[str]) -> None:
    assert [block.text for block in segment_text(text).blocks] == blocks


@given(st.text(st.sampled_from("ab., \n"), max_size=80))
def test_segment_text_any_line_ending_gives_same_blocks(text: str) -> None:
    segmentations = [
        segment_text(text.replace("\n", line_ending)).blocks for line_ending in ("\n", "\r\n", "\r")
    ]
    assert segmentations[0] == segmentations[1] == segmentations[2]


@given(st.text(st.sampled_from("ab.,中 \n\r\t\u00a0\u2028"), max_size=80))
def test_segment_text_any_text_is_partitioned(text: str) -> None:
    blocks = segment_text(text).blocks
    assert letters("".join(block.text for block in blocks)) == letters(text)
    assert all(block.text.strip() for block in blocks)
