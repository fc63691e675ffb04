from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.core.tokens import (
    MARK,
    Dictionary,
    normalize_texts,
    tokenize,
    tokenize_attrs,
    tokenize_names,
    tokenize_texts,
    tokens_from_words,
)

NONE = Dictionary([])


def test_words_are_lower_case_and_characters_where_scripts_have_no_spaces() -> None:
    assert tokenize("Don’t PANIC, 世界! 24/7") == ["don", "t", "panic", "世", "界", "24", "7"]


def test_underscores_join_no_words() -> None:
    assert tokenize("snake_case ©") == ["snake", "case", "©"]


def test_a_turkish_capital_i_is_a_letter_like_others() -> None:
    assert tokenize("İlgili HABERLER") == ["ilgili", "haberler"]


@given(st.lists(st.text(st.characters(exclude_characters="\x1e"), max_size=12), max_size=5))
def test_many_texts_at_once_give_what_they_give_alone(texts: list[str]) -> None:
    assert list(tokenize_texts(texts, NONE)) == [tokenize(text) for text in texts]
    assert normalize_texts(texts) == [" ".join(tokenize(text)) for text in texts]


def test_names_are_the_words_of_attributes() -> None:
    assert tokenize_names("post-body col2 x post_3") == ["post", "body", "col", "x", "post"]


@given(st.lists(st.text("ab-_ 1é", max_size=8), max_size=5))
def test_names_of_many_at_once_are_what_they_are_alone(attributes: list[str]) -> None:
    assert list(tokenize_attrs(attributes, NONE)) == [tokenize_names(text) for text in attributes]


def test_words_have_numbers_and_unknown_ones_none() -> None:
    dictionary = Dictionary(["b", "a", "b"])
    tokens = tokenize_texts(["A c", "", "b"], dictionary)
    assert tokens.numbers.tolist() == [3, 0, MARK, MARK, 2, MARK]
    assert dictionary.align({"a": 0.5}).tolist() == [0, 0, 0, 0.5]


def test_tokens_are_read_one_by_one_and_in_a_row() -> None:
    texts = [["a", "b"], [], ["c"]]
    tokens = tokens_from_words(texts, Dictionary(["c"]))
    assert list(tokens) == texts
    assert [tokens[at] for at in range(len(tokens))] == texts
    assert tokens.lengths.tolist() == [2, 0, 1]


def test_tokens_can_be_looked_up_elsewhere() -> None:
    tokens = tokens_from_words([["a", "b"]], Dictionary(["a"]))
    other = tokens.numbered_by(Dictionary(["b"]))
    assert other.numbers.tolist() == [0, 2, MARK]
    assert tokens.numbered_by(tokens.dictionary) is tokens
