"""Byline: who wrote an article and when, as its readers are shown it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.core.segmentation import Part
from cleanarticle.metadata.dates import day_of, find_dates, has_year, iso_date
from cleanarticle.metadata.names import clean_names
from cleanarticle.metadata.structured_data import one_line, text_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.core.segmentation import Segmentation, TextBlock
    from cleanarticle.parsing.document import Element

_BEFORE = 6
_BEHIND = 60
"""Blocks before and behind the title in which its byline stands; by hand: a byline is near its
title, and the ones of other articles are behind the text."""

_BEFORE_TEXT = 10
"""The same before the text, where it is not known which block is the title."""

_NEXT = 6
"""Blocks behind the title in which a name alone is the author's; by hand."""

_AFTER_BODY = 4
"""Blocks behind the text in which a byline is still the article's; by hand."""

_CHANGED = re.compile(
    r"updat|modifi|edited|revis|reviewed|aktualisiert|geändert|mis à jour|actualiza|aggiornat"
    r"|atualiza|bijgewerkt|gewijzigd|uppdaterad|更新|修改",
    re.IGNORECASE,
)
_NO_DATE_OF_THE_TEXT = re.compile(
    r"joined|member since|registered|registriert|inscrit|copyright|©", re.IGNORECASE
)
_LABEL = 30
"""Characters before a date that say what it is the date of; by hand."""

_AUTHOR_PATH = re.compile(
    r"/(?:authors?|auteurs?|autor(?:en|es)?|profiles?|users?|u|members?|contributors?|people|staff"
    r"|by|bio|writers?|columnists?|team|person)[/=-]|[?&](?:author|u)=",
    re.IGNORECASE,
)
_AUTHOR_CLASS = re.compile(r"author|byline|\bfn\b|vcard|writer|username|reporter|poster")
_FULL_NAME = re.compile(
    r"[^\W\d_a-zß-öø-ÿ][\w.'’-]+(?:\s+(?:(?:d[aeiu]|del?|den|der|van|von|la|le|bin|al|ter)\s+)*"
    r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*){1,3}"
)
"""A name that needs no other sign: two to four words that begin with capitals."""

_FEW_WORDS = 4

_NAME = re.compile(r"[^\W\d_a-zß-öø-ÿ]|[\w.-]+$")
"""How a name begins: with a capital, or it is one word that a user calls himself."""

_END_OF_NAMES = re.compile(
    r"\s*(?:[|•·–—(\n\t»\d]|\s-\s|\b(?:on|in|at|for|updated|published|posted)\b).*$",
    re.IGNORECASE | re.DOTALL,
)


class Byline(NamedTuple):
    """Who wrote it and when.

    Attributes:
        authors: Names, none where the page shows none.
        published: Dates that are not said to be of a change, ISO 8601, in page order.
        modified: Dates of changes, likewise.
        times: Which of `published` are those of `<time>` elements.
    """

    authors: tuple[str, ...] = ()
    published: tuple[str, ...] = ()
    modified: tuple[str, ...] = ()
    times: tuple[str, ...] = ()


NO_BYLINE = Byline()


class Showing(NamedTuple):
    """What a page shows, and what is known of it.

    Attributes:
        segmentation: Its blocks.
        kinds: The kind of each block.
        heading: Index of the block that shows the title, None if there is none.
        language: In which months are named.
        not_people: Names that are no authors: the site's.
    """

    segmentation: Segmentation
    kinds: Sequence[BlockKind]
    heading: int | None
    language: str | None
    not_people: tuple[str, ...] = ()

    @property
    def is_unveiled(self) -> bool:
        """Whether text that mark-up hides is the body, which a script shows later."""
        blocks = zip(self.segmentation.blocks, self.kinds, strict=True)
        return any(block.hidden for block, kind in blocks if kind is BlockKind.BODY)

    def is_next_to_title(self, at: int) -> bool:
        """Whether a block is so close to the title that a name there needs no other sign."""
        return self.heading is not None and -2 <= at - self.heading <= _NEXT


def read_byline(page: Showing) -> Byline:
    """Read the blocks that were named byline and stand near the title or the end of the text."""
    authors: tuple[str, ...] = ()
    dates: list[_ShownDate] = []
    for at in _near(page):
        kind = page.kinds[at]
        if kind not in _BYLINES:
            continue
        if not authors and (kind is BlockKind.BYLINE or _is_heading_of_bio(page, at)):
            authors = _people(_names(page, at), page.not_people)
        if kind is BlockKind.BYLINE or _is_heading_of_bio(page, at):
            dates.extend(_dates(page, at))
    dates = dates or _lone_date(page)
    published = [one for one in dates if not one.is_change]
    return Byline(
        authors,
        tuple(one.iso for one in published),
        tuple(one.iso for one in dates if one.is_change),
        tuple(one.iso for one in published if one.is_machines),
    )


def _lone_date(page: Showing) -> list[_ShownDate]:
    """The dates of the bylines that are not near the title, if all are of one day.

    Where there is a date near the title, these are of something else, of answers for example.
    """
    if first_date(page):
        return []
    bylines = (at for at, kind in enumerate(page.kinds) if kind is BlockKind.BYLINE)
    dates = [found for at in _shown(page, bylines) for found in _dates(page, at)]
    return dates if len({day_of(found.iso) for found in dates}) == 1 else []


class _ShownDate(NamedTuple):
    """A date in a block: of a change or not, of a `<time>` element or a text."""

    iso: str
    is_change: bool
    is_machines: bool


_BYLINES = frozenset((BlockKind.BYLINE, BlockKind.AUTHOR_BIO))


def _is_heading_of_bio(page: Showing, at: int) -> bool:
    """Whether a block of what is told of the author is the name above it."""
    text = page.segmentation.blocks[at].text
    return len(text) <= _SHORT and not text.endswith(".")


def first_date(page: Showing) -> str | None:
    """The first date near the title that stands in a short block, whatever that was named.

    In a forum or a blog of few words the line above the text is often taken for text, or, if it
    links to topics, for an advert.
    """
    for at in _near(page):
        short = _tells_little_more_than_a_date(page.segmentation.blocks[at].text, page.language)
        kind = page.kinds[at]
        under = kind is BlockKind.ADVERT and page.is_next_to_title(at)
        if short and (under or kind not in _OTHERS):
            for found in _dates(page, at):
                return found.iso
    return None


def _tells_little_more_than_a_date(text: str, language: str | None) -> bool:
    """Whether a line is short, or begins with a date and tells who edited a post and why."""
    if len(text) > 2 * _SHORT:
        return False
    return len(text) <= _SHORT or any(not one.start for one in find_dates(text, language))


_SHORT = 80
"""Characters of a line that tells little more than a date; by hand."""

_OTHERS = frozenset((BlockKind.RELATED, BlockKind.LEGAL, BlockKind.COMMENTS, BlockKind.ADVERT))
"""Kinds whose dates are not the article's."""


def _near(page: Showing) -> Iterator[int]:
    """Indices of the blocks in which a byline may be, the nearest first; behind is nearer."""
    size = len(page.kinds)
    body = [at for at, kind in enumerate(page.kinds) if kind is BlockKind.BODY]
    if body:
        anchor = body[0] if page.heading is None else page.heading
        before = _BEFORE if page.heading is not None else _BEFORE_TEXT
        near: Sequence[int] = range(max(0, anchor - before), min(size, anchor + _BEHIND))
        behind = range(max(anchor + _BEHIND, body[-1] + 1), min(size, body[-1] + 1 + _AFTER_BODY))
        by_distance = sorted(
            near, key=lambda at: at - anchor if at >= anchor else 2 * (anchor - at)
        )
        yield from _shown(page, (*by_distance, *behind))


def _shown(page: Showing, indices: Iterable[int]) -> Iterator[int]:
    """Those of the blocks that readers see: anybody can hide a byline in a comment.

    Where the body is hidden too, a script shows the page as a whole.
    """
    blocks, is_unveiled = page.segmentation.blocks, page.is_unveiled
    for at in indices:
        if is_unveiled or not blocks[at].hidden:
            yield at


def _dates(page: Showing, at: int) -> Iterator[_ShownDate]:
    """The dates of a block, those of its `<time>` elements first."""
    blocks = page.segmentation.blocks
    text = blocks[at].text
    for machine, named in _machine_dates(blocks[at]):
        is_change = named or _CHANGED.search(text) is not None
        yield _ShownDate(machine, is_change, is_machines=True)
    if not has_year(text):
        return
    found_dates = find_dates(text, page.language)
    if not found_dates:  # mark-up alone may keep it from what is before and behind
        text = _spaced(blocks[at])
        found_dates = find_dates(text, page.language)
    before = blocks[at - 1].text[-_LABEL:] if at else ""
    end = 0
    for found in found_dates:
        label = text[max(end, found.start - _LABEL) : found.start]
        said = label if label.strip(" |•·-–—:,") or end else before
        if not _NO_DATE_OF_THE_TEXT.search(said):
            is_change = _CHANGED.search(said) is not None
            if not is_change and len(found_dates) == 1 and not _FIRST.search(said):
                is_change = any(map(_is_named_change, _dated_elements(blocks[at])))
            yield _ShownDate(found.iso, is_change, is_machines=False)
        end = found.end


_FIRST = re.compile(r"publish|posted|veröffentlicht|publi[ée]|publicad|pubblicat", re.IGNORECASE)
_CHANGE_NAME = re.compile(r"updat|modifi|changed")
_FIRST_NAME = re.compile(
    r"published|publish[-_]?(?:date|time|on)|posted|created|pubdate|entry-date"
)


def _is_named_change(element: Element) -> bool:
    """Whether the nearest name that tells says that a date is that of a change.

    WordPress gives the date of an article that never changed both names, so both tell nothing.
    """
    inside: Element | None = element
    for _ in range(_NAMING_LEVELS):
        if inside is None:
            break
        names = f"{inside.get('class') or ''} {inside.get('itemprop') or ''}".lower()
        is_change = _CHANGE_NAME.search(names) is not None
        if is_change is not (_FIRST_NAME.search(names) is not None):
            return is_change
        inside = inside.getparent()
    return False


_NAMING_LEVELS = 3
"""Elements around a date whose names are read; by hand: farther out are those of the article, which
may well be "updated"."""


def _dated_elements(block: TextBlock) -> Iterator[Element]:
    """The elements of a block whose own text has a year."""
    for element, part in block.pieces:
        text = element.text if part is Part.TEXT else element.tail if part is Part.TAIL else None
        holder = element.getparent() if part is Part.TAIL else element
        if text and holder is not None and has_year(text):
            yield holder


def _spaced(block: TextBlock) -> str:
    """The text of a block with spaces between the elements that it is made of."""
    texts = (
        element.text if part is Part.TEXT else element.tail
        for element, part in block.pieces
        if part is not Part.ELEMENT
    )
    return one_line(" ".join(filter(None, texts)))


def _machine_dates(block: TextBlock) -> Iterator[tuple[str, bool]]:
    """The dates of `<time>` elements, and whether they are named those of changes."""
    for element in dict.fromkeys(element for element, _ in block.pieces):
        if element.tag == "time" or "-" in element.tag:  # <relative-time>, <time-ago> and such
            found = iso_date(element.get("datetime") or element.get("ts") or "")
            if found:
                yield found, _is_named_change(element)


def _names(page: Showing, at: int) -> Iterator[str]:
    """What of a block may be names, by the surest way that finds any."""
    block = page.segmentation.blocks[at]
    marked = list(dict.fromkeys(map(text_of, _author_elements(block))))
    if any(marked):
        yield from marked
        return
    text = block.text
    for found in reversed(find_dates(text, page.language)):
        text = f"{text[: found.start]} | {text[found.end :]}"
    by = _BY_INSIDE.search(text)
    if by and _CHANGED.search(text[: by.start()]):
        return  # whoever changed it last need not have written it
    name = _END_OF_NAMES.sub("", text[by.end() :] if by else text.strip(" |•·–—-,"))
    classes = f"{block.inline_attrs} {page.segmentation.boxes[block.box].attrs}"
    is_marked = by or (_AUTHOR_CLASS.search(classes) and len(name.split()) <= _FEW_WORDS)
    if is_marked or (page.is_next_to_title(at) and _FULL_NAME.fullmatch(name)):
        yield name


_BY_INSIDE = re.compile(
    r"(?:^|[\s|•·–—-])(?i:by|von|par|por|di|door)(?:\b:?\s*|(?=[A-Z][a-z]))|[a-z]By(?=\s?[A-Z])"
)


def _people(names: Iterable[str], not_people: Iterable[str | None]) -> tuple[str, ...]:
    """The names that look like those of people: of text that readers see, much else does not."""
    found = [
        name
        for name in clean_names(names, *not_people)
        if _NAME.match(name) and not _NO_NAME.search(name) and len(name.split()) <= _MOST_WORDS
    ]
    return tuple(name for name in found if not _ROLE.search(name)) or tuple(found[:1])


_MOST_WORDS = 8
"""Words of the longest name, degrees included; by hand."""

_NO_NAME = re.compile(
    r"^(?:asked|last|latest|video|article|mon|tue|wed|thu|fri|sat|sun"
    r"|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w{0,6}\b\.?(?:,? \d.*)?$"
    r"|\b(?:learn|read|view|table of contents|newest|oldest|time|share|menu|comments?|subscribe"
    r"|topic|day \d|click|agree|posts?|minutes?|updated?|not robots)\b",
    re.IGNORECASE,
)
"""What stands in bylines and is no name: days, months, and what the page offers to do."""

_ROLE = re.compile(
    r"\b(?:editor|writer|reporter|correspondent|columnist|founder|co-founder|director|manager|officer"
    r"|president|contributor|specialist|expert|gardener|astrologer|journalist|author|analyst)\b",
    re.IGNORECASE,
)


def _author_elements(block: TextBlock) -> Iterator[Element]:
    """The inline elements of a block that say that they hold an author's name."""
    seen = set()
    for element, part in block.pieces:
        inside = element.getparent() if part is Part.TAIL else element
        for _ in range(_INLINE_LEVELS):
            if inside is None or inside in seen or inside.tag not in _INLINE:
                break
            seen.add(inside)
            if _is_author(inside):
                yield inside
            inside = inside.getparent()


_INLINE = frozenset(("a", "span", "b", "strong", "em", "i", "cite"))
_INLINE_LEVELS = 3
"""Inline elements around a piece of text that are looked at; by hand."""


def _is_author(element: Element) -> bool:
    said = (
        f"{element.get('rel') or ''} {element.get('itemprop') or ''} {element.get('class') or ''}"
    )
    if _AUTHOR_CLASS.search(said.lower()):
        return True
    return element.tag == "a" and _AUTHOR_PATH.search(element.get("href") or "") is not None
