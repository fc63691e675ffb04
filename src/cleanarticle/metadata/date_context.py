"""Contexts of dates: the words and boxes around a date that is not the article's own."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.roles import LOWER_HEADING_TAGS
from cleanarticle.dates.calendar_names import WORD
from cleanarticle.dates.lunar_hijri import LUNAR_DATE
from cleanarticle.dates.numerals import with_ascii_digits
from cleanarticle.dates.search import find_dates
from cleanarticle.phrases.caseless import caseless
from cleanarticle.phrases.phrase_set import load_labels

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.segmentation import Box, Segmentation
    from cleanarticle.dates.search import FoundDate

_SOURCE_WORDS = re.compile(r"来源|來源|作者|\bby\b|\bpost\b", re.IGNORECASE)

_OTHER_SIGNS = re.compile(
    r"[*†✝]\s*$|©|\b(?:photos?|photograph\w*|fotos?|images?|bild|pictures?)\s?(?:by\b|credit|[:©/])"
)
"""Signs before dates of lives, pictures and copyrights, as `caseless` writes them."""

_LIMIT = re.compile(
    r"\b(?:until|till|through|from|since|before|after|by|bis|ab|seit|vom|desde|hasta|jusqu\S{1,3}"
    r"|depuis|fino al?|dal)\s(?:the\s)?(?:[^\W\d]{3,10},?\s)?$",
    re.IGNORECASE,
)
"""A preposition before a date that begins or ends something."""

_RANGE = re.compile(r"\s*(?:[–—~～至]|-|to|until|through|till|bis|au|al?|a)\s*", re.IGNORECASE)
"""The text between the two dates of an event."""

_RANGE_START = re.compile(
    r"(?<![:\d])\d{1,2}(?:\.|st|nd|rd|th)?\s?[^\W\d]{0,9}\.?\s?(?:[–—-]|to|bis|au|al)\s?$"
)
"""The first day of an event without its year, before the last: "21 June - 3 July 2025"."""

_PARENTHESES = re.compile(r"\([^()]{0,200}\)")

_MAX_OTHER_WORDS = 3
"""Maximum words beside a date in a line of the body without a word such as "posted". Chosen by
hand: a section, a name, a number of comments."""

_SENTENCE_END = re.compile(r"[^\W\d_]{2,}[.!?。।؟]\s*$|\s[.!?。।؟]\s*$")
_UNSPACED = re.compile("[\u3040-\u30ff\u3400-\u9fff]")

_TEXT_TAGS = frozenset(("li", "dd", "blockquote"))
_FORUM_TAGS = frozenset((*LOWER_HEADING_TAGS, "tr", "td"))

_PAGE_HEAD = re.compile(
    r"masthead|top-?bar|site-?head|page-?head|navbar|current-?date|today|header-?(?:top|date)"
)
"""Class names of the top of a page, where newspapers show today's date."""


_COOKIES = re.compile(r"\b(?:use|using|accept|our|of|über|les|las) cookies", re.IGNORECASE)
_PART_END = re.compile("[|•·»]")

_EVENT_CLASS = re.compile(
    r"\b(?:v-?event|dt-?start|dt-?end|event[-_](?:date|time|info|details|meta))\b"
)
"""Classes of the parts of an event. `_is_of_event` looks for strings of which each has one."""

_EVENT_LEVELS = 3
"""Boxes around a date whose classes are read. Chosen by hand: outer ones describe the page."""


_EVENT_AFTER = re.compile(
    r"\W{0,4}(?:\d\d?\s?[ap]\.?m\b|doors\b|オープン|開催|開幕|开幕)", re.IGNORECASE
)
"""The text after the day of an event. Times of publication have minutes."""


def labels_follow(text: str, dates: Sequence[FoundDate]) -> bool:
    """Return True if the words that say what the dates in a text are come after them.

    That is the order in Japanese ("2026年3月14日 公開"), with no such word before the first date.
    """
    if not dates or _is_label(text[: dates[0].start]):
        return False
    after = text[dates[-1].end :].strip()
    return len(after) <= _MAX_LABEL_AFTER and _is_label(after)


def says_published(text: str) -> bool:
    """Return True if a text says that something was published."""
    return load_labels("published_labels", "first_published_labels").are_in(text)


def says_first_published(text: str) -> bool:
    """Return True if a part of a text begins with words that only a first publication has."""
    labels = load_labels("first_published_labels")
    return any(labels.end(part.lstrip()) for part in _PART_START.split(text))


_PART_START = re.compile(r"[|·•–—(\[;.,\n]")


def says_modified(text: str) -> bool:
    """Return True if a text says that something was changed."""
    return load_labels("changed_labels").are_in(text)


def _is_label(text: str) -> bool:
    return says_published(text) or says_modified(text)


_MAX_LABEL_AFTER = 12
"""Maximum characters of the words after a date that label it: "に更新されました". By hand."""


def _ends_with_answer(text: str) -> bool:
    """Return True if the end of a text says that somebody answered."""
    end = _SENTENCE_SIGN.split(text)[-1][-_MAX_ANSWER_WORDS:]
    return load_labels("answer_labels").are_in(end)


_SENTENCE_SIGN = re.compile("[.!?]")

_MAX_ANSWER_WORDS = 35
"""Characters before the date of an answer that are searched for such a word. Chosen by hand."""


def is_unrelated(label: str, after: str, next_block: str) -> bool:
    """Return True if a date is not that of a text, but of an event, a life, a policy and so on.

    Args:
        label: The text before the date.
        after: The text after it.
        next_block: The text of the next block.
    """
    if _COOKIES.search(label) or _ends_with_answer(label):
        return True
    if _is_label(label):
        return False
    label = _PART_END.split(label)[-1]
    return bool(
        load_labels("other_date_labels").are_in(label)
        or _OTHER_SIGNS.search(caseless(label))
        or _LIMIT.search(label)
        or _RANGE_START.search(label)
        or _EVENT_AFTER.match(after)
        or load_labels("place_labels").end(next_block)
    )


def without_ranges(text: str, dates: Sequence[FoundDate]) -> Iterator[FoundDate]:
    """Yield the dates that are neither the first nor the last day of something."""
    ranges = {
        index
        for index in range(1, len(dates))
        if _RANGE.fullmatch(text, dates[index - 1].end, dates[index].start)
    }
    for index, date in enumerate(dates):
        if index not in ranges and index + 1 not in ranges:
            yield date


def is_date_line(text: str, language: str | None) -> bool:
    """Return True if a line is little but a date, or says that it is of publication."""
    return any(_has_date_alone(line, language) for line in text.split("\n"))


def has_publication_words(text: str) -> bool:
    """Return True if a text says that something was published, changed or written by somebody."""
    return _is_label(text) or _SOURCE_WORDS.search(text) is not None


def _has_date_alone(line: str, language: str | None) -> bool:
    dates = find_dates(line, language)
    if not dates:
        return False
    if has_publication_words(line):
        return True
    for date in reversed(dates):
        line = f"{line[: date.start]} {line[date.end :]}"
    line = LUNAR_DATE.sub(" ", with_ascii_digits(line))
    words = sum(map(_word_count, WORD.findall(_PARENTHESES.sub("", line))))
    return words <= _MAX_OTHER_WORDS and not (words and _SENTENCE_END.search(line))


def _word_count(word: str) -> int:
    """Return 1 for a word, 0 for a letter, and more for words in scripts without spaces."""
    return len(word) // 2 if _UNSPACED.search(word) else int(len(word) > 1)


def is_content(box: Box, kind: BlockKind, *, has_title: bool) -> bool:
    """Return True if dates in a box are content: in captions, and in lists and tables of the body.

    Args:
        box: The box.
        kind: The kind of its block.
        has_title: True if the title of the page is a heading. In forums without one, the dates of
            posts are in headings and table rows.
    """
    if kind is BlockKind.BODY and (box.tag in _TEXT_TAGS or (has_title and box.tag in _FORUM_TAGS)):
        return True
    return box.tag == "figcaption"


def is_in_page_head(segmentation: Segmentation, index: int, title: int) -> bool:
    """Return True if a block before the title is in the page head, which does not have the title.

    Args:
        segmentation: The page.
        index: Index of the block.
        title: Index of the title block.
    """
    if index >= title:
        return False
    boxes = [box for box in segmentation.ancestors(segmentation.blocks[index]) if box.last <= title]
    is_in_article = any(
        box.tag == "article" for box in segmentation.ancestors(segmentation.blocks[index])
    )
    return any(
        box.tag == "nav"
        or (box.tag == "header" and not is_in_article)
        or _PAGE_HEAD.search(box.attrs)
        for box in boxes
    )


def is_above_article(
    segmentation: Segmentation, kinds: Sequence[BlockKind], index: int, title: int
) -> bool:
    """Return True if a date without a class is above the article's container, below a menu.

    Newspapers show today's date there. A date right above the title has the same parent as it has.

    Args:
        segmentation: The page.
        kinds: Kind of each block.
        index: Index of the date's block, before the title.
        title: Index of the title block.
    """
    block = segmentation.blocks[index]
    if _DATE_CLASS.search(f"{segmentation.boxes[block.box].attrs} {block.inline_attrs}"):
        return False
    around_title = list(segmentation.ancestors(segmentation.blocks[title]))
    common = [box for box in around_title if box.first <= index]
    if not common or common[0] in around_title[:2] or any(box.tag in _MAIN_TAGS for box in common):
        return False
    return BlockKind.NAVIGATION in kinds[common[0].first : index]


_DATE_CLASS = re.compile(r"date|publish|posted|byline|meta|entry|article|(?<![a-z])post(?![a-z])")
_MAIN_TAGS = frozenset(("main", "article"))


def is_in_event(segmentation: Segmentation, index: int) -> bool:
    """Return True if the markup of a block says that it is part of an event."""
    block = segmentation.blocks[index]
    boxes = islice(segmentation.ancestors(block), _EVENT_LEVELS)
    return any(map(_is_of_event, (block.inline_attrs, *(box.attrs for box in boxes))))


def _is_of_event(attrs: str) -> bool:
    may_be = "event" in attrs or "dt" in attrs  # strings are found faster than a pattern
    return may_be and _EVENT_CLASS.search(attrs) is not None


def is_of_teaser(segmentation: Segmentation, index: int) -> bool:
    """Return True if the block before a block is a link as a whole: the title of another article.

    A line that says when the page was published or changed can follow a link, too.
    """
    text = segmentation.blocks[index].text
    previous = segmentation.blocks[index - 1]
    if not index or previous.link_density <= _TEASER_LINK_DENSITY or _is_label(text):
        return False
    return len(previous.text.split()) >= _MIN_TEASER_WORDS


_TEASER_LINK_DENSITY = 0.8
"""Minimum share of letters in links of a teaser's title. Chosen by hand."""

_MIN_TEASER_WORDS = 3
"""Minimum words of a teaser's title; shorter links are sections and names. Chosen by hand."""
