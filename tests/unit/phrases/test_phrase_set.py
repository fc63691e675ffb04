"""Tests of `PhraseSet`: phrases at the ends of a text and anywhere in it."""

from __future__ import annotations

import pytest

from cleanarticle.phrases.phrase_set import PhraseSet, any_of, load_labels

LABELS = PhraseSet(
    ["Posted", "posted by", "Stand:", "-redakteur", "发布时间", "İnceleme", "last update"]
)


@pytest.mark.parametrize(
    "text",
    [
        "posted",
        "POSTED",
        "Posted:",
        "Posted :",
        "posted  by",
        "stand:",
        "Stand :",
        "发布时间：",
        "inceleme",
    ],
)
def test_contains_phrase_in_any_case_with_colon_or_without(text: str) -> None:
    assert text in LABELS


@pytest.mark.parametrize(
    "text", ["stand", "post", "posted on", "", ":", "redakteur", "posted\nx", 3]
)
def test_contains_other_text_is_false(text: object) -> None:
    assert text not in LABELS


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Posted by Ann Lee", "Posted by"),
        ("Posted on Monday", "Posted"),
        ("Posted", "Posted"),
        ("Postedly", ""),
        ("It was posted", ""),
        ("发布时间 3月", "发布时间"),
        ("", ""),
    ],
)
def test_end_returns_end_of_longest_phrase_at_start(text: str, found: str) -> None:
    assert text[: LABELS.end(text)] == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Ann Lee Last update: 3 May", "Last update"),
        ("Ann Lee|Posted by: 3", "Posted by"),
        ("Posted: 3", "Posted"),
        ("Ann Stand: 3", "Stand"),
        ("Ann reposted: 3", None),
        ("Ann Lee: 3", None),
    ],
)
def test_start_returns_start_of_longest_phrase_before_place(text: str, found: str | None) -> None:
    end = text.index(":")
    start = LABELS.start(text, end)
    assert (None if start is None else text[start:end]) == found


@pytest.mark.parametrize(
    "text",
    [
        "This was posted on Monday",
        "Ann Lee, Wirtschaftsredakteur",
        "Das ist der Stand: 3",
        "在发布时间后",
        "(Last update)",
    ],
)
def test_are_in_finds_phrases_anywhere(text: str) -> None:
    assert LABELS.are_in(text)


@pytest.mark.parametrize(
    "text", ["She took the stand", "reposted", "last updates", "redakteurin", ""]
)
def test_are_in_needs_whole_words(text: str) -> None:
    assert not LABELS.are_in(text)


def test_load_labels_of_unknown_list_raises() -> None:
    with pytest.raises(KeyError, match="no_such_list"):
        load_labels("no_such_list")


def test_any_of_prefers_longer_phrases() -> None:
    assert any_of(["a", "ab", "a.b"]) == r"(?:a\.b|ab|a)"
