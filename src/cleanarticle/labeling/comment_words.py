"""Comment words: what pages call their comments, as patterns made of the phrase store."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Iterable


class CommentWords(NamedTuple):
    """Patterns of the words around comments.

    Attributes:
        any_name: A name of comments anywhere in the attributes of a box.
        section: The whole class or id of a section of comments, or of one comment.
        heading: The whole heading above comments and nothing else, unlike "Reviews", "Answers" and
            "Discussion".
        reply: A control to reply, and what may follow it.
        reply_endings: The texts of these controls, in lower case: a block that ends with a letter
            and none of them needs no search for the pattern.
        review: A word of a heading above customers' reviews, which are content of the page of a
            product.
    """

    any_name: re.Pattern[str]
    section: re.Pattern[str]
    heading: re.Pattern[str]
    reply: re.Pattern[str]
    reply_endings: tuple[str, ...]
    review: re.Pattern[str]


@cache
def comment_words() -> CommentWords:
    """Return the patterns of all languages, made once per process."""
    headings = _any_of(load_list("comment_headings"))
    headings = headings.replace(r"\#", r"\d+").replace(r"\*", ".*")
    return CommentWords(
        re.compile(_any_of(name.removesuffix("-") for name in load_list("comment_names"))),
        re.compile(_section_name()),
        re.compile(rf"\W*(?:\d+ )?{headings}\W*\d*\W*", re.IGNORECASE),
        re.compile(rf"{_word_of(load_list('reply_controls'))}\W*", re.IGNORECASE),
        tuple(text.lower() for text in load_list("reply_controls")),
        re.compile(_word_of(load_list("review_headings")), re.IGNORECASE),
    )


def _section_name() -> str:
    names = load_list("comment_names")
    whole = _any_of(name for name in names if not name.endswith("-"))
    stems = _any_of(name.removesuffix("-") for name in names if name.endswith("-"))
    part = rf"(?:[-_]*{_any_of(load_list('comment_name_parts'))})"
    return (
        r"(?!(?:no|has|hide|with|without|enable|allow|show|toggle)[-_])(?:[a-z0-9]+[-_]+)?"
        rf"(?:{whole}{part}*|{stems}{part}+)(?:[-_]*\d+)?"
    )


def _any_of(texts: Iterable[str]) -> str:
    return f"(?:{'|'.join(map(re.escape, texts))})"


def _word_of(words: Iterable[str]) -> str:
    """Return a pattern of words at their start, or anywhere in scripts without spaces."""
    spaced: list[str] = []
    unspaced: list[str] = []
    for word in words:
        (unspaced if word >= _FIRST_CJK else spaced).append(word)
    return rf"(?:(?<!\w){_any_of(spaced)}|{_any_of(unspaced)})"


_FIRST_CJK = "\u2e80"
"""First character of the blocks of Chinese, Japanese and Korean script in Unicode."""
