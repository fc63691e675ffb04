"""Headings of sections of the body whose words are also those of furniture, such as "Share".

A method, a form field or a chapter may be called "login", "search", "name" or "Newsletter". The
models see the word; what decides is the text below it. So it is for a heading that stands right
behind the table of contents, which lists it, and for one behind a box of furniture. The title of a
panel goes with its text, and a list or a table with the heading above it.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.roles import LOWER_HEADING_TAGS
from cleanarticle.core.tokens import letters
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.segmentation import Box, TextBlock
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft
    from cleanarticle.parsing.document import Element

_TAGS = frozenset((*LOWER_HEADING_TAGS, "dt"))

_INNER_TAGS = frozenset(("button", "div"))
"""Elements around the text of a heading."""

_MAX_HEADING = 3
"""Maximum words of such a heading: longer phrases are appeals. Chosen by hand."""

_MIN_TEXT = 4
"""Minimum words of the text below it. Chosen by hand."""

_LIKELY_BODY = 0.5
"""Minimum probability of the text below it. Chosen by hand."""

_MAX_LINKS = 0.5
"""Link density from which a text is a teaser. Chosen by hand."""

_SECTIONS = (BlockKind.COMMENTS, BlockKind.RELATED, BlockKind.AUTHOR_BIO, BlockKind.BYLINE)
"""Boilerplate that stands above text of its own or of the article, so that the text proves nothing.
"""

_OF_HEADING = Adjustment(math.inf, "heads text of the body")


def headings_in_body(draft: Draft) -> Adjustments:
    """Return the headings and terms that are body because the text below them is."""
    page, is_body, scores = draft.page, draft.is_body, draft.scores
    above_body = [
        index
        for index in _headings(page)
        if not is_body[index] and _heads_body(page, index, is_body, scores)
    ]
    contents = _contents(page) if above_body else frozenset()
    return {
        index: _OF_HEADING
        for index in above_body
        if _is_rejected_for_its_words(page, index) or _is_in_contents(page, index, contents)
    }


def headings_of_text(draft: Draft) -> Adjustments:
    """Return the headings and lists that are body as the body goes on below or above them.

    A heading behind a box of related links, and the title of a panel that unfolds, head the text
    below them if nothing in their words and names says otherwise; a short list or a table of links
    ends a section.
    """
    page, is_body, scores = draft.page, draft.is_body, draft.scores
    first = next((index for index, body in enumerate(is_body) if body), len(is_body))
    found = {
        index: _OF_HEADING
        for index in range(first + 1, len(is_body) - 1)
        if is_body[index + 1] and not is_body[index] and _heads_text(page, index, scores[index])
    }
    tables: dict[Element, bool] = {}
    for index in filter(is_body.__getitem__, range(first, len(is_body) - 1)):
        if _is_lower_heading(page, index):
            found |= dict.fromkeys(_rows_below(page, index, scores, tables), _IN_SECTION)
            if not is_body[index + 1]:
                found |= dict.fromkeys(_items_below(page, index, scores), _IN_SECTION)
    is_left = (index for index in found if not is_body[index] and index not in draft.adjusted)
    return {index: found[index] for index in is_left}


def _heads_text(page: Analysis, index: int, score: float) -> bool:
    """Return True if a heading or the title of a panel, without cues, is right above a text."""
    block, below = page.segmentation.blocks[index : index + 2]
    if block.hidden or below.hidden or page.cues.text_cues[index] is not None:
        return False
    if page.layout.words[index + 1] < _MIN_TEXT or below.link_density >= _MAX_LINKS:
        return False
    if page.segmentation.boxes.tag(below.box) in _TAGS:
        return False
    if _is_panel_title(page.segmentation.boxes[block.box]):
        return score >= _POSSIBLE_TITLE
    has_plain_markup = page.cues.of_box(block.box) in (None, page.cues.of_box(below.box))
    is_heading = _is_lower_heading(page, index) and block.link_density < _MAX_LINKS
    return is_heading and has_plain_markup and score >= _POSSIBLE_HEADING


def _is_lower_heading(page: Analysis, index: int) -> bool:
    return page.segmentation.boxes.tag(page.segmentation.blocks[index].box) in LOWER_HEADING_TAGS


def _is_panel_title(box: Box) -> bool:
    """Return True for a text that works as a button and stands above a region of the page."""
    element = box.element
    if element is None or element.get("role") != "button":
        return False
    panel = element.getnext()
    return panel is not None and panel.get("role") in ("region", "tabpanel")


def _items_below(page: Analysis, index: int, scores: Sequence[float]) -> Iterator[int]:
    """Yield the items of a list without links right below a heading."""
    for below in range(index + 1, len(scores)):
        block = page.segmentation.blocks[below]
        is_item = page.segmentation.boxes.tag(block.box) == "li" and not block.link_count
        if not is_item or not _may_follow(page, below) or scores[below] < _POSSIBLE_ITEM:
            return
        yield below


def _rows_below(
    page: Analysis, index: int, scores: Sequence[float], tables: dict[Element, bool]
) -> Iterator[int]:
    """Yield the rows of a table of data right below a heading.

    Args:
        page: The page.
        index: The heading.
        scores: The probability of body of each block.
        tables: Whether each table that was looked at is one of data; new ones are added.
    """
    for below in range(index + 1, len(scores)):
        box = page.segmentation.boxes[page.segmentation.blocks[below].box]
        is_row = box.tag == "tr" and _is_of_data(box, tables)
        if not is_row or not _may_follow(page, below) or scores[below] < _POSSIBLE_ROW:
            return
        yield below


def _may_follow(page: Analysis, index: int) -> bool:
    return not page.segmentation.blocks[index].hidden and page.cues.text_cues[index] is None


def _is_of_data(row: Box, tables: dict[Element, bool]) -> bool:
    """Return True for a row of a table whose columns or rows have names, as data have."""
    table = None if row.element is None else next(row.element.iterancestors("table"), None)
    if table is None:
        return False
    if table not in tables:
        tables[table] = table.find(".//th") is not None
    return tables[table]


_POSSIBLE_HEADING, _POSSIBLE_TITLE, _POSSIBLE_ITEM, _POSSIBLE_ROW = 0.3, 0.05, 0.3, 0.1
"""Minimum probabilities of body of such a heading, of the title of a panel, of an item of such a
list, and of a row of such a table. Chosen by hand."""

_IN_SECTION = Adjustment(math.inf, "a list or a table below a heading of the body")


def _headings(page: Analysis) -> Iterator[int]:
    layout = page.layout
    is_heading = [tag in _TAGS for tag in layout.signatures.tags]
    is_inner = [tag in _INNER_TAGS for tag in layout.signatures.tags]
    for index, box in enumerate(layout.box[:-1]):
        heading = layout.parent[box] if is_inner[layout.signature[box]] else box
        if is_heading[layout.signature[heading]]:
            yield index


def _is_rejected_for_its_words(page: Analysis, index: int) -> bool:
    """Return True if a heading has a cue in its few words, and none in the markup around it."""
    block = page.segmentation.blocks[index]
    box = page.segmentation.boxes[block.box]
    heading = _heading_box(page, index)
    own, below = (page.cues.of_box(each.box) for each in page.segmentation.blocks[index:][:2])
    has_plain_markup = own == below or box.tag == "button" or _is_named_like_itself(heading, block)
    cue = page.cues.text_cues[index]
    is_furniture = box.tag == "button" if cue is None else cue.kind not in _SECTIONS
    return (
        is_furniture
        and has_plain_markup
        and not block.hidden
        and not _leads_elsewhere(heading, block)
        and page.layout.words[index] <= _MAX_HEADING
    )


def _contents(page: Analysis) -> frozenset[str]:
    """Return the letters of the links to places on a page, as in tables of contents."""
    return frozenset(
        letters(block.text)
        for block in page.segmentation.blocks
        if "#" in block.first_href and block.link_density >= _MAX_LINKS
    )


def _is_in_contents(page: Analysis, index: int, contents: frozenset[str]) -> bool:
    """Return True if the table of contents lists a heading; it may stand right behind that."""
    block, cue = page.segmentation.blocks[index], page.cues.text_cues[index]
    return (
        letters(block.text) in contents
        and (cue is None or cue.kind not in _SECTIONS)
        and not block.hidden
        and not _leads_elsewhere(_heading_box(page, index), block)
    )


def _heading_box(page: Analysis, index: int) -> Box:
    """Return the box of the heading with a block."""
    boxes = page.segmentation.boxes
    box = boxes[page.segmentation.blocks[index].box]
    return boxes[box.parent] if box.tag in _INNER_TAGS else box


def _leads_elsewhere(heading: Box, block: TextBlock) -> bool:
    """Return True if the text of a heading is a link to anything but the heading itself."""
    if block.link_density < _MAX_LINKS or heading.element is None:
        return block.link_density >= _MAX_LINKS
    target = block.first_href.removeprefix("#")
    elements = (heading.element, *(element for element, _ in block.pieces))
    own = (element.get(name) for element in elements for name in ("id", "name"))
    return not target or target == block.first_href or target not in own


def _is_named_like_itself(box: Box, block: TextBlock) -> bool:
    """Return True if the id of a heading is made of its text, as the target of links to it."""
    name = "" if box.element is None else box.element.get("id") or ""
    return letters(name) == letters(block.text)


def _heads_body(
    page: Analysis, index: int, is_body: Sequence[bool], scores: Sequence[float]
) -> bool:
    """Return True if the text right below a heading is likely to be body.

    The button of a listing may be between.
    """
    blocks, boxes = page.segmentation.blocks, page.segmentation.boxes
    following = index + 1
    if following + 1 < len(blocks) and boxes.tag(blocks[following].box) == "button":
        following += 1
    below = blocks[following]
    return (
        is_body[following]
        and not below.hidden
        and scores[following] >= _LIKELY_BODY
        and page.layout.words[following] >= _MIN_TEXT
        and below.link_density < _MAX_LINKS
        and boxes.tag(below.box) not in _TAGS
    )
