"""Comment words: what pages call their comments, as patterns made of the phrase store."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.characters import FIRST_IDEOGRAPH
from cleanarticle.phrases.phrase_set import any_of
from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Iterable


PAGE_TAGS = frozenset(("html", "body", "main", ""))
"""Elements that are the page, whatever their names."""


class CommentWords(NamedTuple):
    """Patterns of the words around comments.

    Attributes:
        names: The beginnings of the names of comments.
        word: A word for comments in a class or an id.
        section: The whole class or id of a section of comments, or of one comment.
        one: The whole class or id of one comment.
        says: What follows the name of who wrote a comment.
        heading: The whole heading above comments and nothing else, unlike "Reviews", "Answers" and
            "Discussion".
        heading_starts: The beginnings of these headings, in lower case.
        reply: A control to reply, and what may follow it.
        reply_texts: The texts of these controls, in lower case: a block that ends with a letter and
            none of them needs no search for the pattern.
        reply_endings: The last two letters of each.
        review: A word of a heading above customers' reviews, which are content of the page of a
            product.
    """

    names: tuple[str, ...]
    word: re.Pattern[str]
    section: re.Pattern[str]
    one: re.Pattern[str]
    says: re.Pattern[str]
    heading: re.Pattern[str]
    heading_starts: tuple[str, ...]
    reply: re.Pattern[str]
    reply_texts: tuple[str, ...]
    reply_endings: frozenset[str]
    review: re.Pattern[str]


@cache
def comment_words() -> CommentWords:
    """Return the patterns of all languages, made once per process."""
    starts = (text.lower().strip("#*() ") for text in load_list("comment_headings"))
    headings = any_of(load_list("comment_headings"))
    headings = headings.replace(r"\#", r"\d+").replace(r"\*", ".*")
    replies = tuple(text.lower() for text in load_list("reply_controls"))
    return CommentWords(
        _without_longer(name.removesuffix("-") for name in load_list("comment_names")),
        re.compile(any_of(load_list("comment_words"))),
        re.compile(_section_name()),
        re.compile(_name_of_one()),
        re.compile(rf"\s*{_word_of(load_list('comment_verbs'))}?\s*[:：,]?\s*$", re.IGNORECASE),
        re.compile(rf"\W*(?:\d+ )?{headings}\W*\d*\W*", re.IGNORECASE),
        _without_longer(starts),
        re.compile(rf"{_word_of(load_list('reply_controls'))}\W*", re.IGNORECASE),
        replies,
        frozenset(text[-2:] for text in replies),
        re.compile(_word_of(load_list("review_headings")), re.IGNORECASE),
    )


def _section_name() -> str:
    names = load_list("comment_names")
    whole = any_of(name for name in names if not name.endswith("-"))
    stems = any_of(name.removesuffix("-") for name in names if name.endswith("-"))
    part = rf"(?:[-_]*{any_of(load_list('comment_name_parts'))})"
    return (
        r"(?!(?:no|has|hide|with|without|enable|allow|show|toggle)[-_])(?:[a-z0-9]+[-_]+)?"
        rf"(?:{whole}{part}*|{stems}{part}+)(?:[-_]*\d+)?"
    )


def _name_of_one() -> str:
    word, part = any_of(load_list("comment_words")), any_of(load_list("one_comment_parts"))
    return rf"(?:[a-z]+[-_]+)*?{word}(?:[-_]+{part})?(?:[-_]*\d+)?"


def _without_longer(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the texts that do not begin with another one."""
    shortest: list[str] = []
    for text in sorted(texts):
        if not shortest or not text.startswith(shortest[-1]):
            shortest.append(text)
    return tuple(shortest)


def _word_of(words: Iterable[str]) -> str:
    """Return a pattern of words at their start, or anywhere in scripts without spaces."""
    spaced: list[str] = []
    unspaced: list[str] = []
    for word in words:
        (unspaced if word >= FIRST_IDEOGRAPH else spaced).append(word)
    return rf"(?:(?<!\w){any_of(spaced)}|{any_of(unspaced)})"
