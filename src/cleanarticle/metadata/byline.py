"""Byline parsing: authors and dates in the visible text near the title of an article."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.core.segmentation import Part
from cleanarticle.metadata.date_context import (
    MODIFICATION_WORDS,
    PUBLICATION_WORDS,
    has_publication_words,
    is_above_article,
    is_content,
    is_date_line,
    is_in_event,
    is_in_page_head,
    is_of_teaser,
    is_unrelated,
    labels_follow,
    without_ranges,
)
from cleanarticle.metadata.date_search import find_dates, has_year
from cleanarticle.metadata.dates import day_of, is_future, iso_date
from cleanarticle.metadata.names import clean_names, is_role, strip_by
from cleanarticle.metadata.readable_text import one_line, visible_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.core.segmentation import Box, Segmentation, TextBlock
    from cleanarticle.metadata.date_search import FoundDate
    from cleanarticle.parsing.document import Element

_BLOCKS_BEFORE_TITLE = 6
_BLOCKS_AFTER_TITLE = 60
"""Blocks around the title that can hold its byline. Chosen by hand: bylines of other articles are
farther away, after the body."""

_BLOCKS_BEFORE_BODY = 10
"""Blocks before the body that can hold the byline if the title block is unknown."""

_NAME_ONLY_BLOCKS = 6
"""Blocks after the title in which a name without another cue is the author's. Chosen by hand."""

_BLOCKS_AFTER_BODY = 6
"""Blocks after the body that can hold the byline. Chosen by hand."""

_REPLY_WORDS = re.compile(
    r"answered|replied|reply|responded|comment|beantwortet|antwort|répon|respondid|risposto|回答",
    re.IGNORECASE,
)
_REPLY_START = re.compile(
    r"edited\b|answered\b|replied\b|beantwortet\b|bearbeitet\b", re.IGNORECASE
)
_REPLY_BOX = re.compile(r"(?<![a-z])(?:answers?|repl(?:y|ies)|comments?|responses?)(?![a-z])")
"""Words for replies in bylines, and class names of the elements that hold replies."""

_DATE_LABEL_LENGTH = 30
"""Characters before a date that are read as its label. Chosen by hand."""

_MODIFICATION_ATTRIBUTE = re.compile(r"updat|modifi|changed")
_PUBLICATION_ATTRIBUTE = re.compile(
    r"published|publish[-_]?(?:date|time|on)|posted|created|pubdate|entry-date"
)
_DATE_ATTRIBUTE_LEVELS = 3
"""Elements around a date whose attributes are read. Chosen by hand: the attributes of outer
elements describe the whole article, which can be "updated"."""

_AUTHOR_PATH = re.compile(
    r"/(?:authors?|auteurs?|autor(?:en|es)?|profiles?|users?|u|members?|contributors?|people|staff"
    r"|by|bio|writers?|columnists?|team|person)[/=-]|[?&](?:author|u)=",
    re.IGNORECASE,
)
_AUTHOR_ATTRIBUTE = re.compile(r"author|byline|\bfn\b|vcard|writer|username|reporter|poster")
_FULL_NAME = re.compile(
    r"[^\W\d_a-zß-öø-ÿ][\w.'’-]+(?:\s+(?:(?:d[aeiu]|del?|den|der|van|von|la|le|bin|al|ter)\s+)*"
    r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*){1,3}"
)
"""A name that needs no other cue: two to four capitalized words."""

_BYLINE = re.compile(rf"^(?:[Bb]y|BY|Von|Par|Por|Door)\s+(?P<name>{_FULL_NAME.pattern})$")
_WRITTEN_BY = re.compile(rf"\b[Ww]ritten by (?P<name>{_FULL_NAME.pattern})(?=[,.]|$| is )")

_MAX_UNLABELED_NAME_WORDS = 4
"""Maximum words of a name in a block with an author's class but without "by". Chosen by hand."""

_NAME_START = re.compile(r"[^\W\d_a-zß-öø-ÿ]|[\w.-]+$")
"""The start of a name: a capital letter, or a single word, which can be a user name."""

_TEAM = re.compile(r"the (?:\S+ ){1,4}(?:team|staff|editors)", re.IGNORECASE)
_INITIALS = re.compile(r"[A-Z]{1,3}")
"""Initials in place of a portrait."""

_END_OF_NAMES = re.compile(
    r"\s*(?:[|•·–—(\n\t»\d]|\s-\s|\b(?:on|in|at|for|updated|published|posted)\b).*$",
    re.IGNORECASE | re.DOTALL,
)
_BY = re.compile(
    r"(?:^|[\s|•·–—-])(?i:by|(?P<foreign>von|par|por|di|door))(?:\b:?\s*|(?=[A-Z][a-z]))"
    r"|[a-z]By(?=\s?[A-Z])"
)
_ENDS_WITH_BY = re.compile(r"\b(?:by|von|par|por|di|door)\W*$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?:written|posted|published|story|words|text|article)\s+)?by:?|authors?:?"
    r"|(?:(?:geschrieben|text|artikel|ein beitrag)\s+)?von:?|autor(?:in|en)?:?"
    r"|(?:écrit\s+|publié\s+)?par:?"
    r"|auteurs?:?|(?:escrito\s+|publicado\s+)?por:?|autora?:?|(?:scritto\s+)?da:?|di:?|autore:?|door:?"
    r"|автор:?|作者[:：]?|文[:：]?|著者[:：]?|글쓴이:?",
    re.IGNORECASE,
)
"""Labels of a name that is in a block of its own."""

_BYLINE_NOUNS = frozenset(
    """text texte texto testo tekst beitrag artikel article foto fotos bericht kommentar interview
    analyse reportage publié publicado publicada veröffentlicht geschrieben écrit escrito escrita
    scritto pubblicato geschreven gepubliceerd""".split()
)
"""Words before "von" or "par" in a byline, which otherwise follows the first part of a name."""

_MAX_NAME_WORDS = 8
"""Maximum words of a name, credentials included. Chosen by hand."""

_NOT_A_NAME = re.compile(
    r"^(?:asked|last|latest|video|article|mon|tue|wed|thu|fri|sat|sun"
    r"|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w{0,6}\b\.?(?:,? \d.*)?$"
    r"|\b(?:learn|read|view|table of contents|newest|oldest|time|share|menu|comments?|subscribe"
    r"|topic|day \d|click|agree|posts?|minutes?|updated?|not robots|joined|member since)\b",
    re.IGNORECASE,
)
"""Other texts that are common in bylines: days, months and actions such as "share"."""

_INLINE_TAGS = frozenset(("a", "span", "b", "strong", "em", "i", "cite"))
_AUTHOR_ATTRIBUTE_LEVELS = 3
"""Inline elements around a piece of text whose attributes are read. Chosen by hand."""

_SHORT_LINE = 80
"""Maximum characters of a line that consists of little more than a date or a name. Chosen by
hand."""

_BYLINE_KINDS = frozenset((BlockKind.BYLINE, BlockKind.AUTHOR_BIO))
_UNRELATED_KINDS = frozenset(
    (
        BlockKind.RELATED,
        BlockKind.LEGAL,
        BlockKind.COMMENTS,
        BlockKind.ADVERT,
        BlockKind.CONSENT,
    )
)
"""Kinds of blocks whose dates do not belong to the article."""

_PAGE_HEAD_KINDS = frozenset((BlockKind.NAVIGATION, BlockKind.WIDGET))
"""Kinds of blocks between the date of today in the head of a page and the title."""


class Byline(NamedTuple):
    """The authors and dates of an article, as its readers see them.

    Attributes:
        authors: Names of the authors, empty if the page shows none.
        published: Dates not labeled as modification dates, ISO 8601, nearest to the title first.
        modified: Modification dates, ISO 8601, nearest to the title first.
        times: The members of `published` that come from `<time>` elements.
    """

    authors: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


@dataclass(frozen=True)
class ShownPage:
    """A labeled page, as input for byline parsing.

    Attributes:
        segmentation: Blocks of the page.
        kinds: Kind of each block.
        heading: Index of the title block, None if there is none.
        language: BCP 47 tag for month names and the order of day and month, None if unknown.
        not_people: Names that are not authors, such as the site's.
        is_forum: True if the body is posts, each with a date.
    """

    segmentation: Segmentation
    kinds: Sequence[BlockKind]
    heading: int | None
    language: str | None
    not_people: tuple[str, ...] = ()
    is_forum: bool = False

    @cached_property
    def body_end(self) -> int:
        """The index of the last body block, -1 if there is none."""
        last = next(
            (i for i, kind in enumerate(reversed(self.kinds)) if kind is BlockKind.BODY), None
        )
        return -1 if last is None else len(self.kinds) - 1 - last

    @cached_property
    def has_hidden_body(self) -> bool:
        """True if some of the body is hidden in the markup, to be revealed by a script."""
        blocks = zip(self.segmentation.blocks, self.kinds, strict=True)
        return any(block.hidden for block, kind in blocks if kind is BlockKind.BODY)

    def is_next_to_title(self, index: int) -> bool:
        """Return True if a block is so close to the title that a name in it needs no other cue."""
        if self.heading is None or index == self.heading:
            return False
        return -2 <= index - self.heading <= _NAME_ONLY_BLOCKS

    def is_in_reply(self, index: int) -> bool:
        """Return True if a block is in an answer or a comment.

        The class of one of its containers names a reply, and that container holds neither the title
        nor the beginning of the body.
        """
        segmentation = self.segmentation
        return any(
            _REPLY_BOX.search(box.attrs) and not self._has_start_in(box)
            for box in segmentation.ancestors(segmentation.blocks[index])
        )

    def _has_start_in(self, box: Box) -> bool:
        """Return True if the title or the first body block below it is in a box."""
        heading = -1 if self.heading is None else self.heading
        below = (index for index, kind in enumerate(self.kinds) if kind is BlockKind.BODY)
        start = next((index for index in below if index > heading), -1)
        return any(box.first <= index < box.last for index in (heading, start))


def read_byline(page: ShownPage) -> Byline:
    """Read the authors and dates in the byline blocks near the title and after the body."""
    authors: tuple[str, ...] = ()
    dates: list[_ShownDate] = []
    for index in _candidate_indices(page):
        kind = page.kinds[index]
        if kind is BlockKind.BYLINE or (
            kind is BlockKind.AUTHOR_BIO and _is_bio_heading(page, index)
        ):
            if not (authors or page.is_in_reply(index)):
                authors = _people(_names_in_block(page, index), page.not_people)
            dates.extend(_dates_in_block(page, index))
        elif not authors and kind not in _UNRELATED_KINDS:
            authors = _people(_explicit_names(page, index), page.not_people)
    dates = dates or _distant_dates(page)
    published = [date for date in dates if not date.is_modification]
    return Byline(
        authors,
        tuple(date.iso for date in published),
        tuple(date.iso for date in dates if date.is_modification),
        tuple(date.iso for date in published if date.is_from_time_element),
    )


def read_change_note(page: ShownPage) -> Byline:
    """Read the date of the last change in a byline below the body of a page that lists others.

    Return an empty byline if the page shows any other date: dates of listed items are not its own.
    """
    dates = [
        (index, date) for index in _candidate_indices(page) for date in _dates_in_block(page, index)
    ]
    is_note = len({day_of(date.iso) for _, date in dates}) == 1 and all(
        date.is_modification and index > page.body_end and page.kinds[index] is BlockKind.BYLINE
        for index, date in dates
    )
    return Byline(modified=(dates[0][1].iso,) if is_note else ())


def has_signed_title(page: ShownPage) -> bool:
    """Return True if a byline that names its author is next to the title, and few others exist.

    In a list of articles, all teasers are signed.
    """
    signed = [index for index in range(len(page.kinds)) if _is_signed(page, index)]
    return len(signed) <= _MAX_SIGNATURES and any(map(page.is_next_to_title, signed))


_MAX_SIGNATURES = 2
"""Maximum bylines of a single article: one above and one below the text. Chosen by hand."""


def _is_signed(page: ShownPage, index: int) -> bool:
    """Return True if a block has "by" or an author's link or class."""
    block = page.segmentation.blocks[index]
    if len(block.text) > _SHORT_LINE or page.kinds[index] in _UNRELATED_KINDS:
        return False
    is_byline = page.kinds[index] is BlockKind.BYLINE
    is_marked = is_byline and next(_author_elements(block), None) is not None
    return is_marked or next(_explicit_names(page, index), None) is not None


def _distant_dates(page: ShownPage) -> list[_ShownDate]:
    """Return the dates of all byline blocks if they are of one day and none is near the title.

    If there is a date near the title, distant ones belong to something else, such as replies.
    """
    if first_date(page):
        return []
    bylines = (index for index, kind in enumerate(page.kinds) if kind is BlockKind.BYLINE)
    dates = [
        date for index in _visible_indices(page, bylines) for date in _dates_in_block(page, index)
    ]
    return dates if len({day_of(date.iso) for date in dates}) == 1 else []


class _ShownDate(NamedTuple):
    """A date in a block.

    Attributes:
        iso: ISO 8601 date or timestamp.
        is_modification: True if it is labeled as a modification date.
        is_from_time_element: True if it is an attribute of a `<time>` element.
    """

    iso: str
    is_modification: bool
    is_from_time_element: bool


def _is_bio_heading(page: ShownPage, index: int) -> bool:
    """Return True if a block of an author's bio is short, like the name above its text."""
    text = page.segmentation.blocks[index].text
    return len(text) <= _SHORT_LINE and not text.endswith(".")


def first_date(page: ShownPage) -> str | None:
    """Return the first date in a short block near the title, whatever its kind; None if none.

    In forums and short blog posts the line above the text is often classified as body, or, if it
    links to topics, as an advert.
    """
    lines = list(_date_lines(page))
    days_in_body = {day_of(iso) for kind, iso in lines if kind is BlockKind.BODY}
    is_body_dated = page.is_forum or len(days_in_body) == 1  # else a chronicle
    for kind, iso in lines:
        if is_body_dated or kind is not BlockKind.BODY:
            return iso
    return None


def _date_lines(page: ShownPage) -> Iterator[tuple[BlockKind, str]]:
    """Yield the kinds and dates of short blocks near the title, nearest first."""
    for index in _candidate_indices(page):
        block, kind = page.segmentation.blocks[index], page.kinds[index]
        is_advert_near_title = kind is BlockKind.ADVERT and page.is_next_to_title(index)
        if kind in _UNRELATED_KINDS and not is_advert_near_title:
            continue
        if not _is_short(block.text, page.language) or _is_in_aside(page, index):
            continue
        if kind is not BlockKind.BODY or _is_date_line_of_body(page, index):
            yield from ((kind, date.iso) for date in _dates_in_block(page, index))


def _is_date_line_of_body(page: ShownPage, index: int) -> bool:
    """Return True if a block of the body is a line with a date above its prose.

    Below, it has to say that it is the date of publication. Each post of a forum has a date.
    """
    blocks, text = page.segmentation.blocks, page.segmentation.blocks[index].text
    if not is_date_line(text, page.language):
        return False
    if page.heading is None or page.is_forum or has_publication_words(text):
        return True
    above = range(page.heading + 1, index)
    return not any(
        page.kinds[i] is BlockKind.BODY and len(blocks[i].text) > _SHORT_LINE for i in above
    )


def _is_in_aside(page: ShownPage, index: int) -> bool:
    boxes = page.segmentation.ancestors(page.segmentation.blocks[index])
    return any(box.tag == "aside" for box in boxes)


def _is_short(text: str, language: str | None) -> bool:
    """Return True if a text is as short as a line, or starts with one and is at most double.

    The latter are dates followed by a note on who edited the post and why.
    """
    if len(text) > 2 * _SHORT_LINE:
        return False
    return len(text) <= _SHORT_LINE or any(not date.start for date in find_dates(text, language))


def _candidate_indices(page: ShownPage) -> Iterator[int]:
    """Yield the indices of visible blocks that can hold the byline, nearest to the title first.

    A block before the title counts as twice as far away as one after it.
    """
    size = len(page.kinds)
    body = [index for index, kind in enumerate(page.kinds) if kind is BlockKind.BODY]
    if not body:
        return
    anchor = body[0] if page.heading is None else page.heading
    before = _BLOCKS_BEFORE_BODY if page.heading is None else _BLOCKS_BEFORE_TITLE
    near = range(max(0, anchor - before), min(size, anchor + _BLOCKS_AFTER_TITLE))
    body_end = body[-1] + 1
    after_body = range(
        max(anchor + _BLOCKS_AFTER_TITLE, body_end), min(size, body_end + _BLOCKS_AFTER_BODY)
    )
    by_distance = sorted(
        near, key=lambda index: index - anchor if index >= anchor else 2 * (anchor - index)
    )
    yield from _visible_indices(page, (*by_distance, *after_body))


def _visible_indices(page: ShownPage, indices: Iterable[int]) -> Iterator[int]:
    """Yield the indices of visible blocks, as a comment can contain a hidden, forged byline.

    If the body is hidden too, a script reveals the page as a whole, so all blocks count.
    """
    blocks, has_hidden_body = page.segmentation.blocks, page.has_hidden_body
    for index in indices:
        if has_hidden_body or not blocks[index].hidden:
            yield index


def _dates_in_block(page: ShownPage, index: int) -> Iterator[_ShownDate]:
    """Yield the dates of a block that can be the article's, those of `<time>` elements first."""
    block, kind = page.segmentation.blocks[index], page.kinds[index]
    box, has_title = page.segmentation.boxes[block.box], page.heading is not None
    if is_content(box, kind, has_title=has_title) or _is_of_other_text(page, index):
        return
    text = block.text
    dates = find_dates(text, page.language)
    if not dates:  # The date may touch the text of the elements next to it.
        text = _text_with_spaces(block)
        dates = find_dates(text, page.language)
    own = list(_own_dates(page, index, text, dates))
    if own or not (dates or is_unrelated(text, "", "")):
        yield from _time_element_dates(block)
    if not dates and not is_unrelated(text, "", ""):
        yield from _attribute_dates(block)
    for date, label in own:
        is_modification = MODIFICATION_WORDS.search(label) is not None
        if not is_modification and len(dates) == 1 and not PUBLICATION_WORDS.search(label):
            is_modification = any(map(_has_modification_attribute, _elements_with_year(block)))
        yield _ShownDate(date.iso, is_modification, is_from_time_element=False)


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
    return index > page.body_end and is_of_teaser(segmentation, index)


def _time_element_dates(block: TextBlock) -> Iterator[_ShownDate]:
    """Yield the dates in attributes of `<time>` and custom elements such as `<relative-time>`."""
    says_modified = MODIFICATION_WORDS.search(block.text) is not None
    for element in dict.fromkeys(element for element, _ in block.pieces):
        if element.tag == "time" or "-" in element.tag:
            iso = iso_date(element.get("datetime") or element.get("ts") or "")
            if iso and not is_future(iso):
                is_modification = says_modified or _has_modification_attribute(element)
                yield _ShownDate(iso, is_modification, is_from_time_element=True)


def _attribute_dates(block: TextBlock) -> Iterator[_ShownDate]:
    """Yield the dates in other attributes of elements that show "2 years ago" or "May 4"."""
    for element in dict.fromkeys(_elements_and_parents(block)):
        for name, value in element.items():
            iso = iso_date(value) if _is_date_attribute(name, value) else None
            if iso and not is_future(iso):
                words = f"{block.text} {name}"
                is_modification = MODIFICATION_WORDS.search(words) is not None
                is_modification = is_modification or _has_modification_attribute(element)
                yield _ShownDate(iso, is_modification, is_from_time_element=False)


def _elements_and_parents(block: TextBlock) -> Iterator[Element]:
    for element, _ in block.pieces:
        yield element
        parent = element.getparent()
        if parent is not None and element.tag in _INLINE_TAGS:
            yield parent


def _is_date_attribute(name: str, value: str) -> bool:
    """Return True for a title, and data named as a time, that is a machine-readable time."""
    if name in ("title", "content", "datetime"):
        return _ISO_START.match(value) is not None
    if not (name.startswith("data-") and _TIME_NAME.search(name)):
        return False
    return bool(_ISO_START.match(value) or _EPOCH.fullmatch(value))


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
    return one_line(" ".join(_piece_texts(block)))


def _piece_texts(block: TextBlock) -> Iterator[str]:
    """Yield the texts of the elements of a block."""
    for element, part in block.pieces:
        if part is not Part.ELEMENT:
            yield (element.text if part is Part.TEXT else element.tail) or ""


def _names_in_block(page: ShownPage, index: int) -> Iterator[str]:
    """Yield texts of a block that may be names, by the most reliable cue that is present."""
    block = page.segmentation.blocks[index]
    label = page.segmentation.blocks[index - 1].text if index else ""
    if _REPLY_START.match(block.text) or _REPLY_START.match(label[:_SHORT_LINE]):
        return
    marked_names = list(dict.fromkeys(map(_text_without_roles, _author_elements(block))))
    if any(map(strip_by, marked_names)):
        yield from marked_names
        return
    text = _without_role_pieces(_piece_texts(block)) or block.text
    text = _without_dates(text, page.language)
    by = next((match for match in _BY.finditer(text) if not _is_in_name(match)), None)
    before = text[: by.start() + 1] if by else ""
    if MODIFICATION_WORDS.search(before) or _REPLY_WORDS.search(before):
        return  # The last editor is not necessarily an author, and those who reply are not.
    name = _END_OF_NAMES.sub("", text[by.end() :] if by else text.strip(" |•·–—-,"))
    attributes = f"{block.inline_attrs} {page.segmentation.boxes[block.box].attrs}"
    is_short = len(name.split()) <= _MAX_UNLABELED_NAME_WORDS
    is_labeled = _LABEL.fullmatch(label) is not None
    is_marked = by or is_labeled or (is_short and _AUTHOR_ATTRIBUTE.search(attributes))
    if is_marked or (page.is_next_to_title(index) and _FULL_NAME.fullmatch(name)):
        yield name


def _without_dates(text: str, language: str | None) -> str:
    for date in reversed(find_dates(text, language)):
        text = f"{text[: date.start]} | {text[date.end :]}"
    return text


def _is_in_name(by: re.Match[str]) -> bool:
    """Return True if a word for "by" is part of a name: "Ada von Lee", "Par Lindh"."""
    if not by["foreign"]:
        return False
    before = re.split("[|•·–—:,]", by.string[: by.start("foreign")])[-1].split()
    after = by.string[by.end() :].split()
    if not before:
        is_alone = len(after) == 1 and by["foreign"].istitle() and by["foreign"] != "Von"
        return is_alone or (bool(after) and after[0][0].islower())
    is_name = len(before) <= 2 and all(word[0].isupper() for word in before)
    return is_name and before[-1].casefold() not in _BYLINE_NOUNS


def _explicit_names(page: ShownPage, index: int) -> Iterator[str]:
    """Yield the name in a block that is a byline, whatever its kind: "By Ann Lee" alone.

    In an author's bio, "written by" may be in a sentence.
    """
    text = page.segmentation.blocks[index].text
    if page.kinds[index] is BlockKind.AUTHOR_BIO:
        match = _WRITTEN_BY.search(text)
    elif len(text) <= _SHORT_LINE:
        match = _BYLINE.search(_without_dates(text, page.language).strip(" |•·–—-,"))
    else:
        return
    if match:
        yield match["name"]


def _text_without_roles(element: Element) -> str:
    """Return the text of an element, without a job in an element of its own."""
    return _without_role_pieces(map(str, element.itertext())) or visible_text(element)


def _without_role_pieces(texts: Iterable[str]) -> str:
    """Return the texts joined without those that are jobs only, "" if none or all are."""
    pieces = [piece for text in texts if (piece := one_line(text).strip(" |•·–—-,"))]
    others = [piece for piece in pieces if "," in piece or not is_role(piece)]
    text = " ".join(others)
    has_name = strip_by(text) and not _ENDS_WITH_BY.search(text)
    return text if len(others) < len(pieces) and has_name else ""


def _people(texts: Iterable[str], not_people: Iterable[str | None]) -> tuple[str, ...]:
    """Return the texts that are names of people; a role is returned only if there is no name."""
    names = [
        name
        for name in clean_names(texts, *not_people)
        if (_NAME_START.match(name) or _TEAM.fullmatch(name))
        and not _INITIALS.fullmatch(name)
        and not _NOT_A_NAME.search(name)
        and len(name.split()) <= _MAX_NAME_WORDS
    ]
    return tuple(name for name in names if not is_role(name)) or tuple(names[:1])


def _author_elements(block: TextBlock) -> Iterator[Element]:
    """Yield the inline elements of a block that are marked up as an author's name."""
    visited = set()
    for element, part in block.pieces:
        ancestor = element.getparent() if part is Part.TAIL else element
        for _ in range(_AUTHOR_ATTRIBUTE_LEVELS):
            if ancestor is None or ancestor in visited or ancestor.tag not in _INLINE_TAGS:
                break
            visited.add(ancestor)
            if _is_author(ancestor):
                yield ancestor
            ancestor = ancestor.getparent()


def _is_author(element: Element) -> bool:
    attributes = " ".join(element.get(name) or "" for name in ("rel", "itemprop", "class"))
    if _AUTHOR_ATTRIBUTE.search(attributes.lower()):
        return True
    return element.tag == "a" and _AUTHOR_PATH.search(element.get("href") or "") is not None
