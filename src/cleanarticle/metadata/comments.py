"""Comments: what readers wrote below an article, with who wrote it and when.

While a page is cleaned, only the part of it that holds the comments is kept, and only where there
are any. It is read when somebody asks for them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from cleanarticle.block import BlockKind
from cleanarticle.core.segmenter import segment
from cleanarticle.metadata.dates import find_dates, iso_date
from cleanarticle.metadata.structured_data import one_line, text_of, types_of
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.labels import Block
    from cleanarticle.metadata.structured_data import Item
    from cleanarticle.parsing.document import Element


class Comment(NamedTuple):
    """What one reader wrote.

    Attributes:
        author: The name that the reader goes by, None if the mark-up does not tell.
        date: When it was written, ISO 8601 as far as the page has it; None likewise.
        text: What was written, its paragraphs joined by blank lines.
    """

    author: str | None
    date: str | None
    text: str


@dataclass(frozen=True, slots=True)
class CommentSection:
    """The part of a page that holds its comments, as it stands there.

    Attributes:
        markup: Its HTML, "" if no block of the page is of the kind "comments".
        items: The comments that the page's JSON-LD repeats.
    """

    markup: str = ""
    items: tuple[Item, ...] = field(default=(), hash=False)

    def __add__(self, other: CommentSection) -> CommentSection:
        """The comments of two pages of an article."""
        return CommentSection(self.markup + other.markup, self.items + other.items)

    def comments(self) -> tuple[Comment, ...]:
        """The comments, in page order: by JSON-LD, unless more of them stand in the page."""
        shown, said = _shown(self.markup), map(_of_item, self.items)
        told = list(dict.fromkeys(one for one in said if one.text))
        return tuple(told if len(told) >= len(shown) else shown)


_MOST_OF_THEM = 0.8
"""Share of the blocks of comments that is in the part that is kept: one that stands elsewhere, a
count beside the title for example, was taken for one. Set by hand."""


def find_comment_section(
    segmentation: Segmentation, blocks: Sequence[Block], items: tuple[Item, ...]
) -> CommentSection:
    """The part of a page that holds its comments.

    Args:
        segmentation: The page.
        blocks: Its blocks as they were labelled.
        items: The comments that its JSON-LD repeats.
    """
    at = [index for index, block in enumerate(blocks) if block.kind is BlockKind.COMMENTS]
    return CommentSection(_markup_around(segmentation, at) if at else "", items)


def _markup_around(segmentation: Segmentation, at: Sequence[int]) -> str:
    """The innermost element around most comments, or what is named after them around it."""
    boxes = segmentation.boxes
    middle = segmentation.blocks[at[len(at) // 2]]
    chain = list(segmentation.ancestors(middle))
    least = _MOST_OF_THEM * len(at)
    holding = [
        box for box in chain if bisect_left(at, box.last) - bisect_left(at, box.first) >= least
    ]
    named = [box for box in holding if _COMMENT.search(box.attrs) and box.tag not in _WHOLE]
    box = named[-1] if named else holding[0] if holding else boxes[0]
    if box.element is None:
        return ""
    return etree.tostring(box.element, encoding="unicode", method="html", with_tail=False)


_WHOLE = frozenset(("html", "body", "main"))

_COMMENT = re.compile(r"comment(?:aire)?|kommentar|comentario|commento|komentar|reactie")
"""What authors of pages call a comment in classes and ids, in the languages of most pages."""


def _of_item(item: Item) -> Comment:
    author = item.get("author") or item.get("creator")
    author = author[0] if isinstance(author, list) else author
    name = author.get("name") if isinstance(author, dict) else author
    date = item.get("datePublished") or item.get("dateCreated")
    text = item.get("text") or item.get("commentText") or item.get("description")
    return Comment(
        one_line(name) or None if isinstance(name, str) else None,
        iso_date(date) if isinstance(date, str) else None,
        text.strip() if isinstance(text, str) else "",
    )


_BOX = re.compile(
    rf"(?:[a-z]+[-_]+)*?(?:{_COMMENT.pattern})(?:[-_]+(?:body|item|wrap|wrapper|container|inner|box|entry|single"
    r"|article|card|block|row|node|thread))?(?:[-_]*\d+)?"
)
"""How the class or id of one comment's box reads: "comment", "li-comment-1", "dsq-comment-body"."""

_AUTHOR = re.compile(
    r"(?:.*[-_])?(?:authors?|autor|auteur|fn|user|username|nick|nickname|name|commenter|poster|by)"
    r"(?:[-_]*(?:name|link|user))?(?:[-_]*\d+)?"
)
_DATE = re.compile(
    r"(?:.*[-_])?(?:date|datum|fecha|time|posted|published|timestamp|meta|metadata|ago)(?:[-_]*\d+)?"
)
_TEXT = re.compile(r"(?:.*[-_])?(?:text|content|message|entry|copy|body|description)(?:[-_]*\d+)?")
"""What a part of a comment is, by its class or id."""

_SAYS = re.compile(
    r"\s*(?:\b(?:says?|said|wrote|writes|schrieb|sagt|meint|dit|a écrit|dice|dijo|disse|ha scritto"
    r"|zegt|schreef|пишет|говорит|pisze|skriver|says on)|说道?|說道?|より)?\s*[:：,]?\s*$",
    re.IGNORECASE,
)
_BY = re.compile(r"^(?:(?:posted |written )?by|von|par|por)\s+", re.IGNORECASE)

_LONGEST_NAME = 60
"""Characters of a name at most (set by hand)."""

_NO_BOXES = frozenset("html body main a p span h1 h2 h3 h4 h5 h6".split())

_CONTROLS = frozenset(("button", "form", "textarea", "script", "style", "svg", "input", "select"))


def _shown(markup: str) -> list[Comment]:
    """The comments that a part of a page shows."""
    if not markup:
        return []
    every = [element for element in parse(Page.of(markup)).root.iter() if _is_box(element)]
    boxes = set(every)
    for box in reversed(every):  # the innermost first
        inside = any(around in boxes for around in box.iterancestors())
        own = list(_own(box, boxes))
        if inside and not (_author(own) or _date(own)):
            boxes.remove(box)  # the part of a comment that holds its text
    read = [_read(box, boxes) for box in every if box in boxes]
    found = list(dict.fromkeys(one for one in read if one is not None))
    signed = [one for one in found if one.author or one.date]
    return signed or (found if len(found) > 1 else [])  # one alone is a prompt to write some


def _names(element: Element) -> list[str]:
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()


def _properties(element: Element) -> list[str]:
    return (element.get("itemprop") or "").split()


def _is_box(element: Element) -> bool:
    """Whether an element holds one comment."""
    if element.tag in _CONTROLS or element.tag in _NO_BOXES:
        return False
    kinds = types_of({"@type": (element.get("itemtype") or "").split()})
    if "Comment" in kinds or "UserComments" in kinds:
        return True
    return any(_BOX.fullmatch(name) for name in _names(element))


def _own(box: Element, boxes: set[Element]) -> Iterator[Element]:
    """The elements of a comment, without those of the answers inside it."""
    todo = list(box)[::-1]
    while todo:
        element = todo.pop()
        if element not in boxes and element.tag not in _CONTROLS:
            yield element
            todo.extend(list(element)[::-1])


def _read(box: Element, boxes: set[Element]) -> Comment | None:
    """The comment in a box; None if the box only wraps other ones."""
    own = list(_own(box, boxes))
    text = _text(box, own, boxes)
    if not text:
        return None
    return Comment(_author(own), _date(own), text)


def _text(box: Element, own: Sequence[Element], boxes: set[Element]) -> str:
    """What was written: what is marked as it, or else the box's paragraphs."""
    marked = [one for one in own if {"text", "commentText"} & set(_properties(one))]
    marked = marked or [one for one in own if any(_TEXT.fullmatch(name) for name in _names(one))]
    if marked:
        innermost = [
            one for one in marked if not any(other in marked for other in one.iterdescendants())
        ]
        return _blocks_of(max(innermost, key=lambda one: len(text_of(one))))
    texts = [_blocks_of(one) for one in own if one.tag == "p" and not _is_told(one)]
    if texts:
        return "\n\n".join(filter(None, texts))
    return "" if any(one in boxes for one in box.iterdescendants()) else _loose(box, own)


def _is_told(element: Element) -> bool:
    """Whether an element tells who wrote a comment, or when, and not what."""
    return any(_AUTHOR.fullmatch(name) or _DATE.fullmatch(name) for name in _names(element))


def _loose(box: Element, own: Sequence[Element]) -> str:
    """The text that stands in a box itself, beside the elements that tell who wrote it and when."""
    told = {
        one for one in own if one.tag in ("time", "cite", "a", "h3", "h4", "h5") or _is_told(one)
    }
    told |= {inner for one in told for inner in one.iterdescendants()}
    parts = [box.text or ""]
    for one in own:
        parts += ["" if one in told else one.text or "", one.tail or ""]
    return one_line(" ".join(parts))


def _blocks_of(element: Element) -> str:
    markup = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    page = segment(parse(Page.of(markup)))
    return "\n\n".join(block.text for block in page.blocks if not block.hidden)


def _author(own: Sequence[Element]) -> str | None:
    for is_named in (_is_creator, _is_author, _is_heading):
        marked = [one for one in own if is_named(one)]
        for one in marked:
            inner = [other for other in one.iterdescendants() if other in marked]
            for element in (*reversed(inner), one):
                name = _BY.sub("", _SAYS.sub("", _text_but_times(element)))
                if 0 < len(name) <= _LONGEST_NAME:
                    return name
    return None


def _is_creator(element: Element) -> bool:
    return element.tag == "cite" or not {"author", "creator"}.isdisjoint(_properties(element))


def _is_author(element: Element) -> bool:
    return any(_AUTHOR.fullmatch(name) for name in _names(element))


def _is_heading(element: Element) -> bool:
    return element.tag in ("h3", "h4", "h5", "h6", "strong", "b")


def _text_but_times(element: Element) -> str:
    times = {inner for time in element.iter("time") for inner in time.iter()}
    parts = [element.text or ""]
    for inner in element.iterdescendants():
        parts += ["" if inner in times else inner.text or "", inner.tail or ""]
    return one_line(" ".join(parts))


def _date(own: Sequence[Element]) -> str | None:
    for one in own:
        said = one.get("datetime") or (one.get("title") if one.tag in ("abbr", "time") else None)
        date = iso_date(said) if said else None
        if date:
            return date
    for one in own:
        if any(name.endswith(("Time", "Published", "Created")) for name in _properties(one)):
            date = iso_date(one.get("content") or text_of(one))
            if date:
                return date
        if one.tag == "time" or any(_DATE.fullmatch(name) for name in _names(one)):
            found = find_dates(text_of(one))
            if found:
                return found[0].iso
    return None
