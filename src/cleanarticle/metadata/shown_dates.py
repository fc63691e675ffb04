"""Shown dates: the dates in the visible text of a page that can be those of its article."""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.bylines.lines import read_byline_line
from cleanarticle.core.segmentation import Part
from cleanarticle.dates.iso import day_of, is_future, iso_date
from cleanarticle.dates.search import has_number, has_year
from cleanarticle.metadata import date_attributes
from cleanarticle.metadata.date_context import (
    has_publication_words,
    is_above_article,
    is_content,
    is_date_line,
    is_in_event,
    is_in_page_head,
    is_unrelated,
    labels_follow,
    says_first_published,
    says_modified,
    says_published,
    without_ranges,
)
from cleanarticle.metadata.readable_text import one_line
from cleanarticle.metadata.shown_page import (
    INLINE_TAGS,
    SHORT_LINE,
    UNRELATED_KINDS,
    piece_texts,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.segmentation import TextBlock
    from cleanarticle.dates.search import FoundDate
    from cleanarticle.metadata.shown_page import ShownPage
    from cleanarticle.parsing.document import Element


_DATE_LABEL_LENGTH = 30
"""Characters before a date that are read as its label. Chosen by hand."""

_MODIFICATION_ATTRIBUTE = re.compile(r"updat|modifi|changed")

_PUBLICATION_ATTRIBUTE = re.compile(
    r"published|publish[-_]?(?:date|time|on)|posted|created|pubdate|entry-date"
)

_DATE_ATTRIBUTE_LEVELS = 3
"""Elements around a date whose attributes are read. Chosen by hand: the attributes of outer
elements describe the whole article, which can be "updated"."""

_PAGE_HEAD_KINDS = frozenset((BlockKind.NAVIGATION, BlockKind.WIDGET))
"""Kinds of blocks between the date of today in the head of a page and the title."""


class ShownDate(NamedTuple):
    """A date in a block.

    Attributes:
        iso: ISO 8601 date or timestamp.
        is_modification: True if it is labeled as a modification date.
        is_first: True if it is labeled as the date of the first publication.
        is_from_time_element: True if it is an attribute of a `<time>` element.
    """

    iso: str
    is_modification: bool
    is_from_time_element: bool
    is_first: bool = False


def first_date(page: ShownPage) -> str | None:
    """Return the first date in a short block near the title, whatever its kind; None if none.

    In forums and short blog posts the line above the text is often classified as body, or, if it
    links to topics, as an advert.
    """
    lines = _date_lines(page)
    kind, first = next(lines, (None, None))
    if first is None or kind is not BlockKind.BODY or page.is_forum:
        return first
    others = list(lines)
    is_chronicle = any(
        kind is BlockKind.BODY and day_of(iso) != day_of(first) for kind, iso in others
    )
    if is_chronicle:
        return next((iso for kind, iso in others if kind is not BlockKind.BODY), None)
    return first


def dateline_date(page: ShownPage) -> str | None:
    """Return the date between the place and the text of a press release; None if there is none.

    It stands at the start of one of the first paragraphs: "BERLIN, May 7, 2024 /PRNewswire/ --".
    """
    start = 0 if page.heading is None else page.heading + 1
    for index in islice((index for index in page.body if index >= start), _DATELINES):
        text = page.segmentation.blocks[index].text[: 2 * SHORT_LINE]
        dates = page.dates_in(text) if text[:1].isupper() else ()
        if not dates or dates[0].start > SHORT_LINE or is_future(dates[0].iso):
            continue
        behind = _BEHIND_DATE.match(text, dates[0].end)
        is_range = any(date.start <= behind.end() for date in dates[1:]) if behind else True
        if not is_range and _is_place(text[: dates[0].start], page.language):
            return dates[0].iso
    return None


def _is_place(text: str, language: str | None) -> bool:
    """Return True if what is before a date is a place in capitals, also with the name of a wire.

    In other languages than English, a city and a comma suffice: "Berlin, 7. Mai 2024 –".
    """
    if _WIRE.sub("", text).isupper():
        return True
    return not (language or "en").startswith("en") and _CITY.fullmatch(text) is not None


_DATELINES = 3
"""Blocks of the body at whose starts a dateline is looked for. Chosen by hand: a subtitle and a
picture's caption may be above it."""

_WIRE = re.compile(r"\([^()]{2,40}\)|/[^/]{2,40}/")
_CITY = re.compile(r"[^\W\d_][\w-]+,\s(?:le\s|den\s|el\s|em\s|il\s)?")
_BEHIND_DATE = re.compile(rf"\s*(?:{_WIRE.pattern})?\s*(?:[-–—]{{1,2}}|/)\s")
"""The name of a wire, a city before a date, and what is behind the date of a dateline."""


def _date_lines(page: ShownPage) -> Iterator[tuple[BlockKind, str]]:
    """Yield the kinds and dates of short blocks near the title, nearest first."""
    for index in page.candidates:
        block, kind = page.segmentation.blocks[index], page.kinds[index]
        is_unrelated = kind in UNRELATED_KINDS and not _is_mistaken(page, index)
        if is_unrelated or not _may_have_date(block):
            continue
        if not _is_short(page, block.text) or _is_in_aside(page, index):
            continue
        if kind is not BlockKind.BODY or _is_date_line_of_body(page, index):
            yield from ((kind, date.iso) for date in dates_in_block(page, index))


def _is_mistaken(page: ShownPage, index: int) -> bool:
    """Return True if a block near the title can be a byline that links make look like others.

    If the title is in another element than a heading, the models take most bylines for teasers or
    for comments.
    """
    kind = page.kinds[index]
    if kind is BlockKind.ADVERT:
        return page.is_next_to_title(index)
    is_possible = kind in (BlockKind.RELATED, BlockKind.COMMENTS) and not page.has_heading_as_title
    return is_possible and page.is_right_below_title(index) and not page.is_below_prose(index)


def _is_date_line_of_body(page: ShownPage, index: int) -> bool:
    """Return True if a block of the body is a line with a date above its prose.

    Below, it has to say that it is the date of publication. Each post of a forum has a date.
    """
    text = page.segmentation.blocks[index].text
    line = read_byline_line(text)
    if not (line and line.is_certain) and not is_date_line(text, page.language):
        return False
    if page.heading is None or page.is_forum or has_publication_words(text):
        return True
    return not page.is_below_prose(index)


def _is_in_aside(page: ShownPage, index: int) -> bool:
    boxes = page.segmentation.ancestors(page.segmentation.blocks[index])
    return any(box.tag == "aside" for box in boxes)


def _is_short(page: ShownPage, text: str) -> bool:
    """Return True if a text is as short as a line, or starts with one and is at most double.

    The latter are dates followed by a note on who edited the post and why.
    """
    if len(text) > 2 * SHORT_LINE:
        return False
    return len(text) <= SHORT_LINE or any(not date.start for date in page.dates_in(text))


def dates_in_block(page: ShownPage, index: int) -> Iterator[ShownDate]:
    """Yield the dates of a block that can be the article's, those of `<time>` elements first."""
    block, kind = page.segmentation.blocks[index], page.kinds[index]
    box, has_title = page.segmentation.boxes[block.box], page.has_heading_as_title
    if (
        not _may_have_date(block)
        or is_content(box, kind, has_title=has_title)
        or _is_of_other_text(page, index)
    ):
        return
    text = block.text
    dates = page.dates_in(text)
    if not dates:  # The date may touch the text of the elements next to it.
        text = _text_with_spaces(block)
        dates = page.dates_in(text)
    own = list(_own_dates(page, index, text, dates))
    if own:
        yield from _time_element_dates(block)
    elif not dates and date_attributes.may_have_date(block.pieces):
        marked = [*_time_element_dates(block), *_attribute_dates(block)]
        if marked and not is_unrelated(text, "", ""):
            yield from marked
    for date, label in own:
        is_modification = says_modified(label)
        if not is_modification and len(dates) == 1 and not says_published(label):
            is_modification = any(map(_has_modification_attribute, _elements_with_year(block)))
        yield ShownDate(
            date.iso,
            is_modification,
            is_from_time_element=False,
            is_first=says_first_published(label),
        )


def _may_have_date(block: TextBlock) -> bool:
    """Return True unless a block has neither a number nor an attribute that may be a date."""
    return has_number(block.text) or date_attributes.may_have_date(block.pieces)


def _own_dates(
    page: ShownPage, index: int, text: str, dates: Sequence[FoundDate]
) -> Iterator[tuple[FoundDate, str]]:
    """Yield the dates of a block that can be the article's, each with the text before it."""
    blocks = page.segmentation.blocks
    text_before = blocks[index - 1].text if index and index - 1 != page.heading else ""
    text_after = blocks[index + 1].text if index + 1 < len(blocks) else ""
    previous_end, is_labeled_after = 0, labels_follow(text, dates)
    for date in without_ranges(text, dates):
        label = context = text[max(previous_end, date.start - _DATE_LABEL_LENGTH) : date.start]
        if not label.strip(" |•·-–—:,") and not previous_end:
            label = text_before[-_DATE_LABEL_LENGTH:]
            context = text_before if len(text_before) <= _DATE_LABEL_LENGTH else ""
        previous_end = date.end
        if is_labeled_after:
            following = (other.start for other in dates if other.start >= date.end)
            label = text[date.end : next(following, len(text))]
        is_other = is_unrelated(context, text[date.end :], text_after)
        if not is_other and not is_future(date.iso):
            yield date, label


def _is_of_other_text(page: ShownPage, index: int) -> bool:
    """Return True if a block is in the page head, an event, or a teaser after the body."""
    segmentation, title = page.segmentation, page.heading
    if is_in_event(segmentation, index):
        return True
    if title is not None and index < title:
        between = page.kinds[index + 1 : title]
        is_above_menu = not _PAGE_HEAD_KINDS.isdisjoint(between) and BlockKind.BODY not in between
        return (
            is_above_menu
            or is_in_page_head(segmentation, index, title)
            or is_above_article(segmentation, page.kinds, index, title)
        )
    return page.is_in_teaser(index)


def _time_element_dates(block: TextBlock) -> Iterator[ShownDate]:
    """Yield the dates in attributes of `<time>` and custom elements such as `<relative-time>`."""
    labels = _labels_of_times(block)
    for element, label in labels.items():
        iso = iso_date(_moment(element))
        if iso and not is_future(iso):
            said = block.text if len(labels) == 1 else label
            is_modification = _has_modification_attribute(element) or says_modified(said)
            yield ShownDate(iso, is_modification, is_from_time_element=True)


def _labels_of_times(block: TextBlock) -> dict[Element, str]:
    """Return the elements with a moment of a block, each with the words that say what it is.

    These are in the element, else before it; a second element without such words shows the same
    moment. Words behind the last element, and none before the first, belong to the one before.
    """
    labels: dict[Element, str] = {}
    inside, around = [""], [""]  # around[n] is what follows the n-th element
    for element, part in block.pieces:
        is_time = _moment(element) != ""
        if is_time and element not in labels:
            labels[element] = ""
            inside.append("")
            around.append("")
        text = element.tail if part is Part.TAIL else element.text if part is Part.TEXT else None
        if text:
            (inside if is_time and part is Part.TEXT else around)[-1] += f" {text}"
    are_behind = not _has_letters(around[0]) and _has_letters(around[-1])
    label = ""
    for number, element in enumerate(labels, start=1):
        beside = around[number if are_behind else number - 1]
        label = next(filter(_says_which, (inside[number], beside)), label or beside)
        labels[element] = label
    return labels


def _moment(element: Element) -> str:
    """Return the machine-readable moment of a `<time>` or custom element, "" if it has none."""
    if element.tag != "time" and "-" not in element.tag:
        return ""
    return element.get("datetime") or element.get("ts") or ""


def _has_letters(text: str) -> bool:
    return any(map(str.isalpha, text))


def _says_which(text: str) -> bool:
    return says_modified(text) or says_published(text)


def _attribute_dates(block: TextBlock) -> Iterator[ShownDate]:
    """Yield the dates in other attributes of elements that show "2 years ago" or "May 4"."""
    is_of_change = says_modified(block.text)
    for element in dict.fromkeys(_elements_and_parents(block)):
        for name in filter(_may_be_date, map(str, element.keys())):
            value = str(element.get(name))  # only of these: a lookup passes all attributes
            iso = iso_date(value) if _is_date(name, value) else None
            if iso and not is_future(iso):
                is_modification = (
                    is_of_change or says_modified(name) or _has_modification_attribute(element)
                )
                yield ShownDate(iso, is_modification, is_from_time_element=False)


def _elements_and_parents(block: TextBlock) -> Iterator[Element]:
    for element, _ in block.pieces:
        yield element
        parent = element.getparent()
        if parent is not None and element.tag in INLINE_TAGS:
            yield parent


def _may_be_date(name: str) -> bool:
    """Return True for the names of a title and of data that is named as a time."""
    if name in _DATE_ATTRIBUTES:
        return True
    return name.startswith("data-") and _TIME_NAME.search(name) is not None


def _is_date(name: str, value: str) -> bool:
    """Return True if the value of such an attribute is a machine-readable time."""
    if _ISO_START.match(value):
        return True
    return name not in _DATE_ATTRIBUTES and _EPOCH.fullmatch(value) is not None


_DATE_ATTRIBUTES = ("title", "content", "datetime")
"""Attributes that may be dates besides `data-` ones. date_attributes.pyx looks for all of them
first, and for a value that may begin as the patterns below do."""

_ISO_START = re.compile(r"\s*\d{4}-\d\d-\d\d(?!\d)")

_EPOCH = re.compile(r"\d{10}(?:\d{3})?")

_TIME_NAME = re.compile(r"date|time|stamp|publish|posted|created|updat|modif|utc|iso")
"""Machine-readable times in attributes, and parts of the names of these attributes."""


def _has_modification_attribute(element: Element) -> bool:
    """Return True if the innermost conclusive class around a date marks a modification.

    WordPress gives the date of an article that was never modified both the "published" and the
    "updated" class, so both together are inconclusive.
    """
    ancestor: Element | None = element
    for _ in range(_DATE_ATTRIBUTE_LEVELS):
        if ancestor is None:
            break
        attributes = f"{ancestor.get('class') or ''} {ancestor.get('itemprop') or ''}".lower()
        is_modification = _MODIFICATION_ATTRIBUTE.search(attributes) is not None
        is_publication = _PUBLICATION_ATTRIBUTE.search(attributes) is not None
        if is_modification is not is_publication:
            return is_modification
        ancestor = ancestor.getparent()
    return False


def _elements_with_year(block: TextBlock) -> Iterator[Element]:
    """Yield the elements of a block whose own text contains a year."""
    for element, part in block.pieces:
        text = element.text if part is Part.TEXT else element.tail if part is Part.TAIL else None
        parent = element.getparent() if part is Part.TAIL else element
        if text and parent is not None and has_year(text):
            yield parent


def _text_with_spaces(block: TextBlock) -> str:
    """Return the text of a block with spaces between its elements."""
    return one_line(" ".join(piece_texts(block)))
