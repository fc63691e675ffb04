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


def test_words_count_for_their_kinds_and_two_in_a_row_count_twice() -> None:
    counts = count(["share", "it", "share"], [], ["ad", "choices"], ["choices", "ad"])
    assert counts[:, SHARE].tolist() == [2, 0, 0, 0]
    assert counts[:, ADVERT].tolist() == [2, 0, 2, 0]
    assert counts.sum() == 6


def test_two_words_of_different_texts_are_not_in_a_row() -> None:
    assert not count(["ad"], ["choices"]).any()


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_texts_are_counted_one_by_one(texts: list[list[str]]) -> None:
    assert count(*texts).tolist() == [count(text)[0].tolist() for text in texts]


def test_only_the_first_words_of_a_long_text_are_counted() -> None:
    texts = tokens_from_words([["share", "other", "share"], ["share"]], TABLE.dictionary)
    assert TABLE.count(texts, 2)[:, SHARE].tolist() == [1, 1]


def test_what_was_found_is_named_two_words_before_one() -> None:
    text = ["ad", "choices", "share"]
    assert list(TABLE.found(text, BlockKind.ADVERT)) == ["ad choices", "share"]
    assert list(TABLE.found(text, BlockKind.SHARE)) == ["share"]
    assert list(TABLE.found(["choices"], BlockKind.SHARE)) == []


def test_the_tables_of_the_package_know_class_names_of_every_kind() -> None:
    names = load_kind_words().names
    known = {kind for kinds in names.kinds.values() for kind in kinds}
    assert {KIND_INDEX[kind] for kind in (BlockKind.SHARE, BlockKind.RELATED)} <= known
