"""Byline lines: lines below the title that say who wrote the text and when, and nothing else.

Without a class and a word such as "by" the models take them for the first line of the text.
"""

from __future__ import annotations

import math
import re
from itertools import compress, count, dropwhile, islice
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.bylines.labels import ACCOUNTS
from cleanarticle.bylines.lines import is_date, is_fact, read_byline_line
from cleanarticle.bylines.marked_dates import DATE_MARK, mark_dates
from cleanarticle.bylines.name_lists import are_names
from cleanarticle.bylines.patterns import EMAIL, FULL_NAME
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.block import Block
    from cleanarticle.core.segmentation import Box, Segmentation, TextBlock
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_BLOCKS = 8
"""Blocks below the title that may be bylines by their labels. Chosen by hand: a kicker, a picture's
caption, a standfirst, and names and dates in lines of their own."""

_NEAR_BLOCKS = 3
"""Blocks below the title that may be a name and a date. Chosen by hand: a kicker and a standfirst
may be in between; farther down such a line is a caption, a source or an entry."""

_LAST_BLOCKS = 4
"""Blocks at the end of the body that may say when it was changed: on pages of wcxb-dev, news-424,
zh-69 and blogs (cross-validated) one of 5 such lines is in the gold text. Chosen by hand."""

_MAX_TEXT_ABOVE = 250
"""Characters from the title to the end of such a line: more is the text itself. Chosen by hand: a
standfirst, and the line."""

_MAX_LENGTH = 120
"""Longest such line, in characters. Chosen by hand: a name, an e-mail address and a date with the
time."""

_MAX_MARKED_LENGTH = 200
"""Longest block with an author's class that is a byline as a whole. Chosen by hand: an agency, a
place, two dates with times and a section."""

_TAGS = frozenset(("p", "div", "span", "header", "address", "body", "main", "article", "section"))

_LABELED_TAGS = _TAGS | {"li", "ul", "time", "figure", "aside", "a"}

_LISTED_BLOCKS = 12
_MIN_LISTED = 2
"""Blocks behind a byline, and bylines among them that make it one of a list. Chosen by hand."""

_MAX_ACCOUNT = max(map(len, ACCOUNTS))

_MAX_MARKED_NAME = 60
"""Longest line with an author's class and nothing but names. Chosen by hand."""

_CJK_NAME = "[\u3040-\u9fff]{2,8}(?: [\u3040-\u9fff]{1,4})?"
_READING_TIME = r"(?:\s?[|•·–—,]?\s?\d{1,3}[\s-]?min\w*(?:\s(?:de\s)?\w{4,8})?\s*)?"
_SHORT_WEEKDAY = r"(?:[^\W\d_]{2,3}\.?,?\s)?"

_FORM = re.compile(
    rf"(?:(?:From|Von|De|Od|Da):\s)?(?P<name>{FULL_NAME}|{_CJK_NAME})(?:\s{EMAIL})?"
    rf"(?:\s?[|•·–—/]\s?|\s-\s|\n|\s|\son\s)(?:Date:\s)?{_SHORT_WEEKDAY}{DATE_MARK}\s*{_READING_TIME}"
)
"""A name, an e-mail address at most, and a date. No comma is between them: "New York, 3 May 2024"
is where and when."""

_AUTHOR_CLASS = re.compile(
    r"(?<![a-z])(?:autor(?:es|in|a)?|authors?|auteurs?|autor[ei]|byline|firma|verfasser|auteur-date)(?![a-z])"
)
"""Class names of bylines in the languages of the corpora."""

_SENTENCE_END = re.compile(r"[^\W\d_]{5,}[.!?。](?:\s|$)")
"""The end of a sentence; shorter words with a period are abbreviations."""

_PLACE_OR_EVENT = re.compile(
    r"\b(?:cup|bowl|tour|day|games|festival|olympi\w+|coupe|jeux|fête|journée|copa|giro|vuelta|pokal|mundial"
    r"|hall|theat(?:re|er)|cent(?:re|er)|museum|gallery|park|stadium|arena|club|hotel|church"
    r"|university|college|school|library|street|road|avenue|square|city|island|beach)\b",
    re.IGNORECASE,
)
"""Words in names of events that are on a day, and of the places where they are."""

_NAME_AND_DATE = Adjustment(-math.inf, "name and date below the title", BlockKind.BYLINE)
_LABELED_LINE = Adjustment(-math.inf, "label and name or date below the title", BlockKind.BYLINE)
_OPENING_DATE = Adjustment(-math.inf, "a date above the text", BlockKind.BYLINE)
_CLOSING_DATE = Adjustment(-math.inf, "label and date behind the text", BlockKind.BYLINE)
_ACCOUNT = Adjustment(-math.inf, "the name of an account", BlockKind.BYLINE)
_MARKED = Adjustment(-math.inf, "date in a box with an author's class", BlockKind.BYLINE)


def byline_lines(draft: Draft) -> Adjustments:
    """Return the lines right below the title that are bylines, with the reason.

    Of the lines that are not body, such as buttons to share, only those with labels of names or
    dates are bylines.
    """
    segmentation, is_body = draft.page.segmentation, draft.is_body
    title_line = draft.facts.title_line
    if title_line is None:
        return {}
    blocks, boxes = segmentation.blocks, segmentation.boxes
    title = blocks[title_line].text
    found: Adjustments = {}
    length = 0  # of the text above, without bylines
    for index in range(title_line + 1, min(title_line + 1 + _BLOCKS, len(blocks) - 1)):
        block, box = blocks[index], boxes[blocks[index].box]
        line = _Line(block.text, box, is_first=not length or index - 1 in found)
        if not is_body[index]:
            if _is_labeled(block.text, is_first=False):
                found[index] = _LABELED_LINE
            continue
        is_near = index <= title_line + _NEAR_BLOCKS and length + len(block.text) <= _MAX_TEXT_ABOVE
        if is_near and _is_name_and_date(line, title):
            found[index] = _NAME_AND_DATE
        elif is_near and _is_marked_byline(line):
            found[index] = _MARKED
        elif (
            _is_labeled_line(line, is_behind_byline=index - 1 in found)
            and not _is_quoted(segmentation, block)
            and not _is_beside_fact(blocks, index, title_line)
            and not _is_listed(blocks, index)
        ):
            found[index] = _LABELED_LINE
        else:
            length += len(block.text)
            if length > _MAX_TEXT_ABOVE:
                break
    return found


def closing_dates(draft: Draft) -> Adjustments:
    """Return the lines at the end of the body that say when it was changed: a label and a date."""
    segmentation = draft.page.segmentation
    title_line = draft.facts.title_line
    start = 0 if title_line is None else title_line + 1
    body = list(compress(count(start), draft.is_body[start:]))
    return {
        index: _CLOSING_DATE
        for index in body[1:][-_LAST_BLOCKS:]
        if _is_labeled_date(segmentation.blocks[index].text)
        and not _is_quoted(segmentation, segmentation.blocks[index])
        and not _is_beside_fact(segmentation.blocks, index, start - 1)
    }


def opening_date(draft: Draft) -> Adjustments:
    """Return the first block of the body if it is a date, as blogs show it above their posts."""
    first = next(compress(count(), draft.is_body), None)
    if first is None or first == draft.facts.title_index:
        return {}
    is_day = is_date(draft.page.segmentation.blocks[first].text)
    return {first: _OPENING_DATE} if is_day else {}


def _is_labeled_date(text: str) -> bool:
    return _is_labeled(text, is_first=False) and DATE_MARK in mark_dates(text)


def account_names(draft: Draft) -> Adjustments:
    """Return the boilerplate that is nothing but the name of an account: "administrator".

    Those with a link may be one to log in.
    """
    return {
        index: _ACCOUNT
        for index, block in enumerate(draft.page.segmentation.blocks)
        if len(block.text) <= _MAX_ACCOUNT
        and not draft.is_body[index]
        and not block.link_length
        and block.text.casefold() in ACCOUNTS
    }


def has_author_and_date(blocks: Sequence[Block], title_line: int | None) -> bool:
    """Return True if bylines right below the title say who wrote the text and when.

    In a list of texts, another byline follows behind the next text.

    Args:
        blocks: The labeled blocks of a page.
        title_line: The index of the title on the page, None if it is not there.
    """
    if title_line is None:
        return False
    below = range(title_line + 1, min(title_line + 1 + _BLOCKS, len(blocks)))
    lines = [index for index in below if blocks[index].kind is BlockKind.BYLINE]
    if not any(DATE_MARK in mark_dates(blocks[index].text) for index in lines):
        return False
    first = next((index for index in lines if _names_someone(blocks[index])), None)
    if first is None:
        return False
    behind = blocks[first + 1 : first + 1 + _LISTED_BLOCKS]
    others = dropwhile(lambda block: block.kind is BlockKind.BYLINE, behind)
    return not any(map(_names_someone, others))


def _names_someone(block: Block) -> bool:
    line = read_byline_line(block.text)
    return line is not None and bool(line.names)


class _Line(NamedTuple):
    """A block below the title.

    Attributes:
        text: Its text.
        box: The box that it is in.
        is_first: Whether nothing but bylines stands between it and the title.
    """

    text: str
    box: Box
    is_first: bool


def _is_labeled_line(line: _Line, *, is_behind_byline: bool) -> bool:
    """Return True if labels of names and dates, or an author's class, make a line a byline."""
    is_cell_of_layout = line.box.tag == "td" and line.box.last - line.box.first > 1
    return (line.box.tag in _LABELED_TAGS or is_cell_of_layout) and (
        _is_labeled(line.text, is_first=line.is_first)
        or ((is_behind_byline or line.is_first) and is_date(line.text))
        or (line.is_first and _is_marked_name(line))
    )


def _is_labeled(text: str, *, is_first: bool) -> bool:
    """Return True if a line is a byline; of "by" and a name, only right below the title."""
    line = read_byline_line(text)
    return line is not None and (line.is_certain or is_first)


def _is_marked_name(line: _Line) -> bool:
    """Return True if a line is names and its box has an author's class."""
    return (
        len(line.text) <= _MAX_MARKED_NAME
        and _AUTHOR_CLASS.search(line.box.attrs) is not None
        and are_names(line.text)
    )


def _is_listed(blocks: Sequence[TextBlock], index: int) -> bool:
    """Return True if more bylines that begin in the same way follow: those of teasers in a list."""
    start = blocks[index].text.split(maxsplit=1)[0] + " "
    after = blocks[index + 1 : index + 1 + _LISTED_BLOCKS]
    similar = (block for block in after if block.text.startswith(start))
    others = (block for block in similar if _is_labeled(block.text, is_first=True))
    return next(islice(others, _MIN_LISTED - 1, None), None) is not None


def _is_quoted(segmentation: Segmentation, block: TextBlock) -> bool:
    return any(box.tag == "blockquote" for box in segmentation.ancestors(block))


def _is_beside_fact(blocks: Sequence[TextBlock], index: int, title_line: int) -> bool:
    """Return True if the block before or after one is a fact, as "Genre: Novel" is.

    A title with a colon is none.
    """
    beside = {index - 1, min(index + 1, len(blocks) - 1)} - {index, title_line}
    return any(is_fact(blocks[other].text) for other in beside)


def _is_name_and_date(line: _Line, title: str) -> bool:
    """Return True if a line is a name and a date; a name in the title is that of its subject."""
    if len(line.text) > _MAX_LENGTH or line.box.tag not in _TAGS:
        return False
    match = _FORM.fullmatch(mark_dates(line.text))
    if match is None or match["name"] in title or not are_names(match["name"]):
        return False
    return not _PLACE_OR_EVENT.search(match["name"])


def _is_marked_byline(line: _Line) -> bool:
    """Return True if a line has an author's class and a date, and no sentence."""
    if len(line.text) > _MAX_MARKED_LENGTH or not _AUTHOR_CLASS.search(line.box.attrs):
        return False
    text = mark_dates(line.text)
    return DATE_MARK in text and not _SENTENCE_END.search(text)
