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
        ("Home\nNews\nA long line that says a lot about a thing.", None),
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
def test_plain_text_is_cut_at_blank_lines_and_unwrapped(
    text: str, blocks: list[str] | None
) -> None:
    expected = text.split("\n") if blocks is None else blocks
    assert [block.text for block in segment_text(text).blocks] == expected


@given(st.text(st.sampled_from("ab., \n"), max_size=80))
def test_the_system_that_wrote_the_lines_does_not_matter(text: str) -> None:
    found = [segment_text(text.replace("\n", end)).blocks for end in ("\n", "\r\n", "\r")]
    assert found[0] == found[1] == found[2]


@given(st.text(st.sampled_from("ab.,中 \n\r\t\u00a0\u2028"), max_size=80))
def test_segmentation_of_plain_text_is_a_partition(text: str) -> None:
    blocks = segment_text(text).blocks
    assert letters("".join(block.text for block in blocks)) == letters(text)
    assert all(block.text.strip() for block in blocks)
