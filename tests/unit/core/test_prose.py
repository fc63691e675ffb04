"""Tests of the amount of running text in blocks."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.core.prose import prose_weights
from cleanarticle.core.segmentation import TextBlock

BLOCKS = st.lists(
    st.builds(
        TextBlock,
        text=st.sampled_from(["a" * size for size in (0, 1, 99, 100, 249, 250, 500)]),
        box=st.just(0),
        link_length=st.sampled_from([0, 49, 50, 51, 125, 250]),
    ),
    max_size=6,
)


@given(BLOCKS)
def test_prose_weights_are_those_of_paragraphs_if_a_page_has_enough(
    blocks: list[TextBlock],
) -> None:
    sizes = [len(block.text) for block in blocks]
    prose = [
        size if size >= 100 and block.link_length < size / 2 else 0
        for size, block in zip(sizes, blocks, strict=True)
    ]
    assert prose_weights(blocks) == (prose if sum(prose) >= 500 else sizes)
