from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.words import words, words_of_each


def test_words_are_lower_case_and_characters_where_scripts_have_no_spaces() -> None:
    assert words("Don’t PANIC, 世界! 24/7") == ["don", "t", "panic", "世", "界", "24", "7"]


def test_underscores_join_no_words() -> None:
    assert words("snake_case ©") == ["snake", "case", "©"]


@given(st.lists(st.text(st.characters(exclude_characters="\x1e"), max_size=12), max_size=5))
def test_many_texts_at_once_give_what_they_give_alone(texts: list[str]) -> None:
    assert words_of_each(texts) == [words(text) for text in texts]
