from __future__ import annotations

import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cleanarticle
from cleanarticle.core.page_type import PAGE_TYPES
from cleanarticle.labeling.preference import Preference
from cleanarticle.labeling.scores import Scores
from support.paths import FIXTURES


def body_with(preference: Preference, body: list[float], page_type: str) -> set[int]:
    """Return the indices of the body blocks of a page with these probabilities."""
    types = [float(name == page_type) for name in PAGE_TYPES]
    scores = Scores(body, [10] * len(body), types, shift=preference.shift)
    return {index for index, is_body in enumerate(scores.is_body) if is_body}


@given(
    st.lists(st.floats(0, 1), min_size=1, max_size=12),
    st.sampled_from(("article", "documentation")),
)
def test_is_body_recall_keeps_what_precision_keeps(body: list[float], page_type: str) -> None:
    precision, neutral, recall = (
        body_with(preference, body, page_type)
        for preference in (Preference.PRECISION, Preference.NONE, Preference.RECALL)
    )
    assert precision <= neutral <= recall


def test_is_body_unsure_blocks_depend_on_preference() -> None:
    body = [0.95, 0.7, 0.4, 0.0]
    assert body_with(Preference.PRECISION, body, "article") == {0}
    assert body_with(Preference.NONE, body, "article") == {0, 1}
    assert body_with(Preference.RECALL, body, "article") == {0, 1, 2}


@pytest.mark.parametrize("page_type", PAGE_TYPES)
def test_is_body_certain_blocks_do_not_depend_on_preference(page_type: str) -> None:
    for preference in Preference:
        assert body_with(preference, [1.0, 0.0, 0.0, 1.0], page_type) == {0, 3}


def test_clean_precision_gives_fewer_words_than_recall() -> None:
    page = gzip.decompress((FIXTURES / "forum_0536" / "source.html.gz").read_bytes())
    precise, full = (
        cleanarticle.clean(page, prefer=preference) for preference in ("precision", "recall")
    )
    assert {block.xpath for block in precise.body} < {block.xpath for block in full.body}


def test_clean_options_prefer_none_is_no_preference() -> None:
    assert cleanarticle.CleanOptions(prefer=None).prefer is Preference.NONE  # type: ignore[arg-type]


def test_clean_unknown_preference_raises_config_error() -> None:
    with pytest.raises(cleanarticle.ConfigError, match="prefer must be one of none, precision"):
        cleanarticle.clean("<p>One.</p>", prefer="speed")  # type: ignore[arg-type]
