from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.words import joined, names_in, names_of_each, words, words_of_each


def test_words_are_lower_case_and_characters_where_scripts_have_no_spaces() -> None:
    assert words("Don’t PANIC, 世界! 24/7") == ["don", "t", "panic", "世", "界", "24", "7"]


def test_underscores_join_no_words() -> None:
    assert words("snake_case ©") == ["snake", "case", "©"]


def test_a_turkish_capital_i_is_a_letter_like_others() -> None:
    assert words("İlgili HABERLER") == ["ilgili", "haberler"]


@given(st.lists(st.text(st.characters(exclude_characters="\x1e"), max_size=12), max_size=5))
def test_many_texts_at_once_give_what_they_give_alone(texts: list[str]) -> None:
    assert words_of_each(texts) == [words(text) for text in texts]


def test_names_are_the_words_of_attributes() -> None:
    assert names_in("post-body col2 x post_3") == ["post", "body", "col", "2", "x", "post", "3"]


@given(st.lists(st.text("ab-_ 1é", max_size=8), max_size=5))
def test_names_of_many_at_once_are_what_they_are_alone(attributes: list[str]) -> None:
    assert names_of_each(attributes) == [names_in(text) for text in attributes]


def test_texts_are_joined_with_a_gap() -> None:
    assert joined([["a", "b"], [], ["c"]]) == (["a", "b", "", "", "c", ""], [0, 3, 4, 6])
