"""Hidden content: an article that its page hides until a script shows it, below a shown headline.

Most such pages hide all that they have, and the share of their prose tells (see `segmenter`). Where
the title, menus and dialogs are outside of the hidden element, as on short pages, the article is
the only text in sentences.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.core.prose import HIDDEN_PAGE_SHARE
from cleanarticle.parsing.hiding_styles import read_style

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.segmentation import Box, Segmentation, TextBlock
    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.hidden_text import HiddenText

_SENTENCE = re.compile(r"[.!?…।؟۔][\"'”’»)\]]*(?:\s|$)|[。！？]")

_MIN_LENGTH = 20
_MIN_IDEOGRAPHIC_LENGTH = 8
"""Least characters of a sentence; labels such as "Loading ..." are shorter. Chosen by hand."""

_MAX_LINKS = 0.5
"""Link density from which a text is a teaser. Chosen by hand."""

_HEADINGS = frozenset(("h1", "h2"))

_CONTENT = re.compile(
    r"(?<![a-z])(?:js)?(?:article|content|story|entry|post|main|text)(?:_?-?body|text)?(?![a-z])",
    re.IGNORECASE,
)
"""Names of the element that holds an article. "display: none" alone says little: it hides menus and
dialogs, too."""

_OTHER = re.compile(
    r"modal|menu|offcanvas|popup|pop-up|overlay|dialog|drop-?down|lightbox|drawer|tooltip|toast"
    r"|cookie|consent|gdpr|banner|newsletter|subscri|login|sign-?(?:in|up)|search|share|social"
    r"|comment|template|skeleton|print|sr-only|screen-?reader|visually",
    re.IGNORECASE,
)
"""Names of boxes that are laid over a page or shown on demand."""

_OTHER_TAGS = frozenset(
    ("nav", "footer", "form", "aside", "dialog", "header", "template", "button")
)

_FADING = frozenset(("visibility", "opacity"))

_MAX_BOXES = 200
_DEEPEST = 40
"""Hidden boxes that are looked at, and boxes around one. Chosen by hand."""


def content_shown_later(page: Segmentation, hidden: HiddenText) -> frozenset[Element]:
    """Return the element that hides the article of a page until a script shows it, if any does.

    Nothing below the headline of such a page can be read. Hidden text beside an article that can
    be read never counts, however much it is: it may be injected.

    Args:
        page: The page.
        hidden: The elements that hide their text.
    """
    blocks = page.blocks
    total = sum(len(block.text) for block in blocks if block.hidden)
    if not total:
        return frozenset()
    shown = 0
    for block in sorted(blocks, key=_length, reverse=True):  # the sooner it is too much
        if _is_shown_text(page, block):
            shown += len(block.text)
            if shown > (1 - HIDDEN_PAGE_SHARE) * (total + shown):
                return frozenset()
    every = shown + _running_text([block for block in blocks if block.hidden])
    for box in islice(_outermost_hidden(page), _MAX_BOXES):
        length = _running_text(blocks[box.first : box.last])
        if (
            length > HIDDEN_PAGE_SHARE * every
            and box.element is not None
            and box.element in hidden.hiding
            and _is_content(page, box)
            and _is_alone_below_headline(page, box)
        ):
            return frozenset((box.element,))
    return frozenset()


def _length(block: TextBlock) -> int:
    return len(block.text)


def _outermost_hidden(page: Segmentation) -> list[Box]:
    """Return the outermost hidden boxes."""
    outermost: dict[int, Box] = {}
    last = -1
    for index, block in enumerate(page.blocks):
        if block.hidden and index >= last:
            number = block.box
            while (parent := page.boxes[number].parent) >= 0 and page.boxes[parent].hidden:
                number = parent
            outermost[number] = page.boxes[number]
            last = outermost[number].last
    return list(outermost.values())


def _is_content(page: Segmentation, box: Box) -> bool:
    """Return True if the name or the style of a hidden box says that it may hold an article."""
    around = box
    for _ in range(_DEEPEST):
        if around.parent < 0:
            break
        if around.tag in _OTHER_TAGS or (around.tag != "body" and _OTHER.search(around.attrs)):
            return False
        around = page.boxes[around.parent]
    if box.tag in ("article", "main") or _CONTENT.search(box.attrs):
        return True
    style = "" if box.element is None else box.element.get("style") or ""
    hiding = read_style(style).hiding
    return bool(hiding) and hiding <= _FADING


def _is_alone_below_headline(page: Segmentation, box: Box) -> bool:
    """Return True if a headline can be read before a box, and no text beside both."""
    blocks, boxes = page.blocks, page.boxes
    headlines = (
        index
        for index in range(box.first - 1, -1, -1)
        if not blocks[index].hidden and boxes[blocks[index].box].tag in _HEADINGS
    )
    headline = next(headlines, None)
    if headline is None:
        return False
    around = box
    while around.parent >= 0 and around.first > headline:
        around = boxes[around.parent]
    return not any(_is_shown_text(page, block) for block in blocks[headline + 1 : around.last])


def _is_shown_text(page: Segmentation, block: TextBlock) -> bool:
    """Return True if a block can be read, has a sentence, and is in no menu or footer."""
    return (
        not block.hidden
        and _is_running_text(block)
        and not any(box.tag in _OTHER_TAGS for box in islice(page.ancestors(block), _DEEPEST))
    )


def _running_text(blocks: Sequence[TextBlock]) -> int:
    return sum(len(block.text) for block in blocks if _is_running_text(block))


def _is_running_text(block: TextBlock) -> bool:
    """Return True if a block has a sentence and consists mostly of other text than links."""
    least = _MIN_LENGTH if block.text.isascii() else _MIN_IDEOGRAPHIC_LENGTH
    return (
        len(block.text) >= least
        and block.link_density < _MAX_LINKS
        and _SENTENCE.search(block.text) is not None
    )
