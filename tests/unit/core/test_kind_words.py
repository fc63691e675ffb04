from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.block import BlockKind
from cleanarticle.core.kind_words import KIND_INDEX, load_kind_words, make_kind_word_table
from cleanarticle.core.tokens import tokens_from_words

if TYPE_CHECKING:
    from cleanarticle.core.layout import Doubles

SHARE, ADVERT = KIND_INDEX[BlockKind.SHARE], KIND_INDEX[BlockKind.ADVERT]
TABLE = make_kind_word_table(
    [
        (["share"], BlockKind.SHARE),
        (["share"], BlockKind.ADVERT),
        (["ad", "choices"], BlockKind.ADVERT),
    ]
)


def count(*texts: list[str]) -> Doubles:
    return TABLE.count(tokens_from_words(texts, TABLE.dictionary))


WORDS = st.lists(st.sampled_from(["share", "ad", "choices", "other"]), max_size=6)


def test_count_words_and_pairs_counts_pairs_twice() -> None:
    counts = count(["share", "it", "share"], [], ["ad", "choices"], ["choices", "ad"])
    assert counts[:, SHARE].tolist() == [2, 0, 0, 0]
    assert counts[:, ADVERT].tolist() == [2, 0, 2, 0]
    assert counts.sum() == 6


def test_count_pair_across_texts_is_not_counted() -> None:
    assert not count(["ad"], ["choices"]).any()


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_count_many_texts_equals_count_of_each(texts: list[list[str]]) -> None:
    assert count(*texts).tolist() == [count(text)[0].tolist() for text in texts]


def test_count_max_words_ignores_later_words() -> None:
    texts = tokens_from_words([["share", "other", "share"], ["share"]], TABLE.dictionary)
    assert TABLE.count(texts, 2)[:, SHARE].tolist() == [1, 1]


def test_matches_pair_and_word_yields_pair_first() -> None:
    text = ["ad", "choices", "share"]
    assert list(TABLE.matches(text, BlockKind.ADVERT)) == ["ad choices", "share"]
    assert list(TABLE.matches(text, BlockKind.SHARE)) == ["share"]
    assert list(TABLE.matches(["choices"], BlockKind.SHARE)) == []


def test_load_kind_words_names_include_attributes_of_boilerplate_phrases() -> None:
    names = load_kind_words().names
    kinds = {kind for word_kinds in names.kinds.values() for kind in word_kinds}
    assert {KIND_INDEX[kind] for kind in (BlockKind.SHARE, BlockKind.RELATED)} <= kinds
