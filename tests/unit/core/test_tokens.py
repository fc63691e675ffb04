from __future__ import annotations

import copy
import re

from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.core.tokens import (
    Dictionary,
    letters,
    link_density,
    normalize_texts,
    tokenize,
    tokenize_attrs,
    tokenize_names,
    tokenize_texts,
    tokens_from_words,
)

EMPTY = Dictionary([])
UNSPACED = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"


def test_tokenize_mixed_scripts_gives_lower_case_words_and_characters() -> None:
    assert tokenize("Don’t PANIC, 世界! 24/7") == ["don", "t", "panic", "世", "界", "24", "7"]


def test_tokenize_underscore_separates_words() -> None:
    assert tokenize("snake_case ©") == ["snake", "case", "©"]


def test_tokenize_turkish_capital_i_does_not_split_word() -> None:
    assert tokenize("İlgili HABERLER") == ["ilgili", "haberler"]


@given(st.lists(st.text(max_size=12) | st.just("a\x1eb"), max_size=5))
def test_tokenize_texts_many_texts_equal_single_calls(texts: list[str]) -> None:
    assert list(tokenize_texts(texts, EMPTY)) == [tokenize(text) for text in texts]
    assert normalize_texts(texts) == [" ".join(tokenize(text)) for text in texts]


def test_tokenize_names_class_names_gives_letter_words() -> None:
    assert tokenize_names("post-body col2 x post_3") == ["post", "body", "col", "x", "post"]


def test_tokenize_names_hash_has_no_words() -> None:
    assert tokenize_names("sc-3a1d0ad5-0 post 1ad2b3c w3c h1 col2") == [
        "sc",
        "post",
        "w",
        "c",
        "h",
        "col",
    ]


@given(st.lists(st.text("ab-_ 1é\x1e", max_size=8), max_size=5))
def test_tokenize_attrs_many_elements_equal_single_calls(attributes: list[str]) -> None:
    assert list(tokenize_attrs(attributes, EMPTY)) == [tokenize_names(text) for text in attributes]


def test_dictionary_unknown_words_are_zero() -> None:
    dictionary = Dictionary(["b", "a", "b"])
    tokens = tokenize_texts(["A c", "", "b"], dictionary)
    assert tokens.numbers.tolist() == [2, 0, 1]
    assert tokens.starts.tolist() == [0, 2, 2]
    assert tokens.lengths.tolist() == [2, 0, 1]
    assert dictionary.align({"a": 0.5}).tolist() == [0, 0, 0.5]


def test_dictionary_many_words_have_numbers_in_order() -> None:
    words = [f"w{i}é" for i in range(1000)]
    dictionary = Dictionary([*words, *words])
    assert [dictionary.number(word) for word in words] == list(range(1, 1001))
    assert dictionary.size == 1001
    assert dictionary.number("w1000é") == 0


def test_dictionary_and_tokens_can_be_pickled() -> None:
    tokens = tokenize_texts(["Ein Wort", "世界"], Dictionary(["wort", "世"]))
    copied = copy.deepcopy(tokens)  # by the methods that pickle uses
    assert list(copied) == list(tokens)
    assert copied.numbers.tolist() == tokens.numbers.tolist() == [0, 1, 2, 0]


def test_tokens_index_and_iteration_return_each_text() -> None:
    texts = [["a", "b"], [], ["c"]]
    tokens = tokens_from_words(texts, Dictionary(["c"]))
    assert list(tokens) == texts
    assert [tokens[index] for index in range(len(tokens))] == texts
    assert tokens.lengths.tolist() == [2, 0, 1]


def test_numbered_by_other_dictionary_renumbers_words() -> None:
    tokens = tokens_from_words([["a", "b"]], Dictionary(["a"]))
    other = tokens.numbered_by(Dictionary(["b"]))
    assert other.numbers.tolist() == [0, 1]
    assert tokens.numbered_by(tokens.dictionary) is tokens


@given(st.text())
def test_letters_any_text_keeps_letters_and_digits_in_lower_case(text: str) -> None:
    assert letters(text) == "".join(filter(str.isalnum, text.casefold()))


@given(st.text())
def test_tokenize_any_text_gives_runs_of_word_characters(text: str) -> None:
    lowered = text.lower().replace("\u0307", "")
    assert "".join(tokenize(text)) == "".join(re.findall(rf"[{UNSPACED}©]|[^\W_]", lowered))


@given(text=st.text())
def test_link_density_any_text_is_share_of_characters_of_words(text: str) -> None:
    size = len("".join(text.split()))
    assert link_density(text, 1) == 1 / max(1, size)
    assert link_density(text, size + 2) == 1
    assert link_density(text, 0) == 0


def test_shares_in_dictionary_are_known_words_of_each_text() -> None:
    tokens = tokenize_texts(["One two", "", "two two three four"], Dictionary([]))
    assert tokens.shares_in(Dictionary(["two", "four"])).tolist() == [0.5, 0, 0.75]
