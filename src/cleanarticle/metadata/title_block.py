"""Title block: the block of a page that shows its title."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleanarticle.core.tokens import letters
from cleanarticle.metadata.readable_text import heading_parts, heading_texts

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.core.segmentation import Box, Segmentation, TextBlock


def find_title_block(segmentation: Segmentation, title: str | None) -> int | None:
    """Return the index of the heading with the title, preferably an h1; None if none has it.

    It may be an h3 on pages without an h1 if its class is that of a title, as on Blogger. A heading
    that is the title after a few letters, such as "Opinion", is taken if no other one of its level
    is exactly the title.
    """
    wanted = letters(title or "")
    if not wanted:
        return None
    tags = [segmentation.boxes.tag(block.box) for block in segmentation.blocks]
    for level in ("h1", "h2") if "h1" in tags else ("h2", "h3"):
        near = None
        for index, tag in enumerate(tags):
            block = segmentation.blocks[index]
            if tag != level or (tag == "h3" and not _is_named_title(segmentation, block)):
                continue
            texts = list(map(letters, _readings(block, segmentation.boxes[block.box])))
            if wanted in texts:
                return index
            is_near = any(
                text.endswith(wanted) and len(text) - len(wanted) <= _MAX_EXTRA_LETTERS
                for text in texts
            )
            near = index if near is None and is_near else near
        if near is not None:
            return near
    return None


def find_headline(segmentation: Segmentation) -> str | None:
    """Return the lower heading, or what a class names as a title, right above the first prose.

    On a page that has neither a title nor an h1 of its own, it is the headline.
    """
    title: str | None = None
    lines = 0  # below it
    for block in segmentation.blocks:
        if block.hidden or _is_in_aside(segmentation, block):
            continue
        lines += 1
        is_title = segmentation.boxes.tag(block.box) in ("h2", "h3") or (
            len(block.text) <= _MAX_TITLE_LENGTH and _is_named_title(segmentation, block)
        )
        if is_title and not _APPEAL.search(block.text.lower()):
            title, lines = block.text, 0
        elif len(block.text) >= _PROSE_LENGTH and block.link_density < _MAX_LINKS:
            return title if lines <= _LINES_BELOW_TITLE else None
    return None


def _is_in_aside(segmentation: Segmentation, block: TextBlock) -> bool:
    """Return True if a box around a block, with less than half of the page, is beside its text.

    Names such as `has-sidebar` are those of boxes around all.
    """
    half = len(segmentation.blocks) / 2
    return any(
        (box.tag in _ASIDES or _ASIDE_NAME.search(box.attrs))
        for box in segmentation.ancestors(block)
        if box.last - box.first <= half
    )


_ASIDES = ("aside", "nav", "header", "footer", "dialog", "form")
_ASIDE_NAME = re.compile(
    r"cookie|consent|gdpr|privacy|newsletter|subscri|sidebar|widget|banner|modal|popup|dialog"
    r"|related|teaser|promo|menu|footer"
)
_APPEAL = re.compile(r"cookie|privacy|newsletter|datenschutz|confidentialité|privacidad")
"""Elements, names of boxes and words of headings that are not that of the page."""

_MAX_TITLE_LENGTH, _LINES_BELOW_TITLE = 200, 3
_PROSE_LENGTH, _MAX_LINKS = 100, 0.5
"""Longest title in characters, the block below it that is prose at the latest, and the shortest
prose and its link density. Chosen by hand: a byline and a date may be above the first paragraph."""


def _is_named_title(segmentation: Segmentation, block: TextBlock) -> bool:
    return _TITLE_CLASS.search(segmentation.boxes[block.box].attrs) is not None


_TITLE_CLASS = re.compile(r"(?:entry|post|article|story)[-_]?title|headline")


def _readings(block: TextBlock, box: Box) -> Iterator[str]:
    """Yield the text of a heading's block, the readings of its element, and its parts in it."""
    yield block.text
    if box.element is not None:
        yield from heading_texts(box.element)
        yield from filter(block.text.__contains__, heading_parts(box.element))


_MAX_EXTRA_LETTERS = 20
"""Maximum letters in front of the title in its heading, such as "Opinion". Chosen by hand."""


def find_title_line(segmentation: Segmentation, title: str) -> int | None:
    """Return the index of the first shown block that is the title, in whatever element.

    On old pages the title is in a table cell. None is returned if there is none, or if the title is
    so short that a menu may have it, too.
    """
    wanted, longest = letters(title), 2 * len(title)
    if len(wanted) < _MIN_TITLE_LETTERS:
        return None
    for index, block in enumerate(segmentation.blocks):
        is_possible = len(wanted) <= len(block.text) <= longest and not block.hidden
        if is_possible and letters(block.text) == wanted:
            return index
    return None


_MIN_TITLE_LETTERS = 6
"""Letters of a title that is looked for in other elements than headings. Chosen by hand."""
