"""What pages show of their site and of their topics: its name in the title, and links to tags."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.segmentation import Part
from cleanarticle.core.tokens import letters
from cleanarticle.metadata.readable_text import visible_text
from cleanarticle.metadata.site_name import affix_among
from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.core.segmentation import TextBlock
    from cleanarticle.metadata.declared import Declared
    from cleanarticle.metadata.shown_page import ShownPage
    from cleanarticle.metadata.statements import Finding
    from cleanarticle.parsing.document import Element

_COPYRIGHT = re.compile(
    r"(?:©|ⓒ|\([cC]\)|copyright|\b(?:19|20)\d\d\b(?:\s?[-–]\s?(?:(?:19|20)\d\d)?)?|\bby\b)\s*",
    re.IGNORECASE,
)
_COPYRIGHT_END = re.compile(
    r"[.,|·•\n]|\b(?:all rights|alle rechte|tous droits|todos (?:los|os) d|tutti i diritti)\b",
    re.IGNORECASE,
)
_MAX_COPYRIGHT = 100
"""Longest copyright line with a name that is read, in characters. Chosen by hand."""

_TAG_KINDS = frozenset((BlockKind.TAGS, BlockKind.BYLINE))
_BLOCKS_AFTER_BODY = 12
"""Blocks after the body with links to tags. Chosen by hand."""


def shown_site_name(declared: Declared, page: ShownPage) -> Finding[str] | None:
    """Return the part of the title element that is the site's name, as the page itself shows.

    It is the text of the logo, which links to the home page, or stands in the copyright line.
    """
    title = next((text for _, text in declared.statements.title_elements()), "")
    own = declared.title.text if declared.title else ""
    if not title or letters(title) == letters(own):
        return None
    for source, names in (("logo", declared.home_links), ("copyright", _copyright_names(page))):
        name = affix_among(title, names)
        if name and letters(name) != letters(own):
            return name, source
    return None


def _copyright_names(page: ShownPage) -> Iterator[str]:
    """Yield the names in the copyright lines."""
    blocks = page.segmentation.blocks
    legal = (blocks[index].text for index, kind in enumerate(page.kinds) if kind is BlockKind.LEGAL)
    for text in legal:
        if len(text) <= _MAX_COPYRIGHT:
            name = _COPYRIGHT.sub("", text)
            if name != text:
                yield _COPYRIGHT_END.split(name.strip(), maxsplit=1)[0].strip()


def shown_tags(page: ShownPage) -> Finding[tuple[str, ...]] | None:
    """Return the texts of the article's links to tags, those with `rel="tag"`."""
    blocks, stop = page.segmentation.blocks, page.body_end + 1 + _BLOCKS_AFTER_BODY
    near = range(page.heading or 0, min(stop, len(page.kinds)))
    tags = dict.fromkeys(
        tag for index in near if page.kinds[index] in _TAG_KINDS for tag in _tags_in(blocks[index])
    )
    return (tuple(tags), "rel-tag") if tags else None


def _tags_in(block: TextBlock) -> Iterator[str]:
    if not block.link_count:
        return
    for element, part in block.pieces:
        if part is not Part.TAIL and _is_tag_link(element):
            text = visible_text(element).strip(" #,")
            if letters(text) not in _no_tags():
                yield text


def _is_tag_link(element: Element) -> bool:
    """Return True if an element is a link to a tag, and not to a category, as WordPress has it."""
    relations = (element.get("rel") or "").lower().split() if element.tag == "a" else ()
    return "tag" in relations and "category" not in relations


@cache
def _no_tags() -> frozenset[str]:
    """Return the letters of what content systems write in place of a category, and of nothing."""
    return frozenset(("", *map(letters, load_list("no_categories"))))
