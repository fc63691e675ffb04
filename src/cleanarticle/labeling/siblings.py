"""Siblings: sentences, rows and posts that are body as others of the same form are.

The models miss a short answer or a row of numbers between others that they keep, above all on a
page of a few lines, where they have little to go by.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.core.roles import LOWER_HEADING_TAGS
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.labeling.scores import SMALL_PAGE

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.layout import Layout
    from cleanarticle.core.segmentation import Box
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_MIN_SCORE = 0.1
"""Minimum probability of body. Chosen by hand."""

_LIKELY_BODY, _SURE_BODY = 0.5, 0.8
"""Minimum probability of one of the siblings, and of one of the texts in a `div` of some class.
Chosen by hand; at 0.5, 60% and not 82% of the texts that the class makes body are body."""

_ROWS = frozenset(("tr", "td", "th"))
_TAGS = _ROWS | {"p", "div"}
_BODY_SHARE = 0.5
"""Elements of siblings, and the minimum share of body in all their words. On pages of wcxb-dev,
news-424 and blogs that no model saw, all 10 sentences, 87% of the 93 rows and 83% of the 150 texts
in a `div` that this makes body are body."""

SENTENCE_END = re.compile(r"[.!?…。！？][”\"»’')\]]*$")

_IS_SENTENCE = Adjustment(math.inf, "a sentence among paragraphs of the body")
_IS_ROW = Adjustment(math.inf, "in a table of the body")
_IS_HEADING = Adjustment(math.inf, "heads an entry of the body")
_IS_NAMED = Adjustment(math.inf, "a class of texts of the body")
_IS_QUOTE = Adjustment(math.inf, "a quote among paragraphs of the body")
_REASONS = {"p": _IS_SENTENCE, "div": _IS_NAMED}

_ENTRIES = frozenset(("article", "section", "li"))
_MIN_ENTRIES = 3
"""Elements of entries that have several blocks each, and the fewest of them. Chosen by hand."""

_DIGITS = re.compile(r"\d+")


class _Family(NamedTuple):
    """What siblings share.

    Attributes:
        around: Index of the innermost box that holds other blocks, too; 0 for a `div` and for
            paragraphs in entries, as the posts of a thread and of a live blog are in boxes of their
            own.
        tag: The tag of their boxes.
        attrs: The attributes of these boxes; "" for rows and cells, without digits for a `div`.
    """

    around: int
    tag: str
    attrs: str


def siblings_in_body(draft: Draft) -> Adjustments:
    """Return the blocks without links or cues that are body as most of their siblings are.

    On large pages, a sentence before the first or behind the last paragraph of the body is left to
    the models, as it is the site's motto or a note of the editors as often as not.
    """
    page, is_body, scores = draft.page, draft.is_body, draft.scores
    adjusted = draft.adjusted
    possible = {
        index
        for index, score in enumerate(scores)
        if score >= _MIN_SCORE and not is_body[index] and _may_follow_siblings(page, index)
    }.difference(adjusted)
    if not possible:
        return {}
    wanted = {_family(page, index) for index in possible}
    families = _families(page, is_body, {family.tag for family in wanted})
    is_small = len(is_body) <= SMALL_PAGE
    found: Adjustments = {}
    for family in wanted:
        members = families[family]
        body = [index for index in members if is_body[index]]
        least = _SURE_BODY if family.tag == "div" else _LIKELY_BODY
        if not body or max(scores[index] for index in body) < least:
            continue
        words = page.layout.words
        if _total(words, body) < _BODY_SHARE * _total(words, members):
            continue
        reason = _REASONS.get(family.tag, _IS_ROW)
        is_of_entries = family.tag == "p" and _are_entries(page.layout, members)
        is_anywhere = is_small or family.tag != "p" or is_of_entries
        for index in possible.intersection(members):
            if is_anywhere or body[0] < index < body[-1]:
                found[index] = reason
        if is_of_entries:
            headings = _headings_of(page, (*body, *possible.intersection(members)))
            found |= dict.fromkeys(headings.difference(adjusted), _IS_HEADING)
    if is_small:
        others = (index for index in possible.difference(found) if scores[index] >= _MIN_OTHER)
        found |= {index: _IS_SENTENCE for index in others if _is_among_body(page, is_body, index)}
    return found


_QUOTE_LEVELS = 3
_MAX_QUOTES = 100
_MIN_QUOTE = 0.2
"""Boxes around a text that may be its quote, sentences that are looked at, so that their time stays
linear, and minimum probability of body of a quote among the paragraphs of a body. Of 14 texts in
quotes with at least so much that have body right before and behind them, on pages of wcxb-dev,
news-424, zh-69 and blogs (cross-validated), 10 are body. Chosen by hand."""


def quotes_in_body(draft: Draft) -> Adjustments:
    """Return the sentences without links or cues in quotes between paragraphs of the body."""
    page, is_body = draft.page, draft.is_body
    if "blockquote" not in page.segmentation.signatures.tags:
        return {}
    possible = (
        index
        for index, score in enumerate(draft.scores)
        if score >= _MIN_QUOTE
        and not is_body[index]
        and index not in draft.adjusted
        and _is_plain_sentence(page, index)
    )
    return {
        index: _IS_QUOTE
        for index in islice(possible, _MAX_QUOTES)
        if _is_in_quote_among_body(page, is_body, index)
    }


def _is_plain_sentence(page: Analysis, index: int) -> bool:
    """Return True for a shown sentence without links and cues."""
    block = page.segmentation.blocks[index]
    is_plain = not block.hidden and not block.link_length and page.cues.text_cues[index] is None
    return is_plain and SENTENCE_END.search(block.text) is not None


def _is_in_quote_among_body(page: Analysis, is_body: Sequence[bool], index: int) -> bool:
    """Return True if a block is in a quote behind body of the same box, which goes on below."""
    block, boxes = page.segmentation.blocks[index], page.segmentation.boxes
    around = islice(page.segmentation.ancestors(block), _QUOTE_LEVELS)
    quote = next((box for box in around if box.tag == "blockquote"), None)
    if quote is None or quote.parent < 0:
        return False
    outer = boxes[quote.parent]
    before, behind = is_body[outer.first : quote.first], is_body[quote.last :]
    return any(before) and any(behind) and _is_mostly_body(page, is_body, outer, index)


_MIN_OTHER = 0.3
"""Minimum probability of body of a sentence in an element of another kind. Chosen by hand."""


def _is_among_body(page: Analysis, is_body: Sequence[bool], index: int) -> bool:
    """Return True if a block is a sentence behind others in a box whose words are mostly body."""
    if not SENTENCE_END.search(page.segmentation.blocks[index].text):
        return False
    box = page.segmentation.boxes[_around(page.layout, index)]
    is_behind = any(is_body[box.first : index])
    return is_behind and _is_mostly_body(page, is_body, box, index)


def _is_mostly_body(page: Analysis, is_body: Sequence[bool], box: Box, index: int) -> bool:
    """Return True if most of the words of a box are body, without those of a block in it."""
    others = [other for other in range(box.first, box.last) if other != index]
    words = page.layout.words
    body = _total(words, (other for other in others if is_body[other]))
    return body >= _BODY_SHARE * max(1.0, _total(words, others))


def _total(words: Sequence[float], indices: Iterable[int]) -> float:
    """Return the words of some blocks."""
    return sum(words[index] for index in indices)


def _headings_of(page: Analysis, paragraphs: Iterable[int]) -> set[int]:
    """Return the headings right above some paragraphs, in the same entries, that have no cue."""
    blocks, boxes = page.segmentation.blocks, page.segmentation.boxes
    return {
        index - 1
        for index in paragraphs
        if index
        and boxes.tag(blocks[index - 1].box) in LOWER_HEADING_TAGS
        and not blocks[index - 1].link_length
        and page.cues.text_cues[index - 1] is None
        and boxes[_around(page.layout, index)].first < index
    }


def _may_follow_siblings(page: Analysis, index: int) -> bool:
    block, cues = page.segmentation.blocks[index], page.cues
    box = page.segmentation.boxes[block.box]
    if box.tag not in _TAGS or block.hidden or block.link_length or cues.of_box(block.box):
        return False
    if box.tag in _ROWS:
        return box.last - box.first == 1  # a cell of more blocks is part of an old layout
    is_form = not _is_paragraph(box) or SENTENCE_END.search(block.text) is not None
    return is_form and cues.text_cues[index] is None and not _is_below_cue(page, index)


def _is_below_cue(page: Analysis, index: int) -> bool:
    """Return True if a block is right below a heading that has a cue: "Was this page helpful?"."""
    above = index - 1
    if above < 0 or page.cues.text_cues[above] is None:
        return False
    blocks, boxes = page.segmentation.blocks, page.segmentation.boxes
    heading = boxes[blocks[above].box]
    return heading.tag in LOWER_HEADING_TAGS and heading.parent == boxes[blocks[index].box].parent


def _is_paragraph(box: Box) -> bool:
    """Return True for a paragraph, and for a `div` without a name, as editors write them."""
    return box.tag == "p" or (box.tag == "div" and not box.attrs)


def _are_entries(layout: Layout, members: Iterable[int]) -> bool:
    """Return True if paragraphs are in several boxes, such as the entries of a live blog."""
    return len({_around(layout, index) for index in members}) >= _MIN_ENTRIES


def _around(layout: Layout, index: int) -> int:
    """Return the index of the innermost box around a block that holds other blocks, too."""
    parent, first, last = layout.parent, layout.first, layout.last
    around = max(0, parent[layout.box[index]])
    while around > 0 and last[around] - first[around] == 1:
        around = parent[around]
    return around


def _family(page: Analysis, index: int) -> _Family:
    layout, (tags, attrs) = page.layout, page.segmentation.signatures
    signature = layout.signature[layout.box[index]]
    tag, name = tags[signature], attrs[signature]
    if tag == "div" and name:
        return _Family(0, tag, _DIGITS.sub("", name))
    around = _around(layout, index)
    if tag not in ("p", "div"):
        return _Family(around, tag, "")
    entry = layout.signature[around]
    if tags[entry] in _ENTRIES and attrs[entry]:  # as in a live blog
        return _Family(0, "p", f"{name} {tags[entry]} {_DIGITS.sub('', attrs[entry])}")
    return _Family(around, "p", name)


def _families(page: Analysis, is_body: Sequence[bool], tags: set[str]) -> dict[_Family, list[int]]:
    """Return the visible blocks of each family of some tags.

    Paragraphs that a cue says are no body are left out.
    """
    families = defaultdict(list)
    for index, block in enumerate(page.segmentation.blocks):
        tag = page.segmentation.boxes.tag(block.box)
        if block.hidden or not (tag in tags or (tag == "div" and "p" in tags)):
            continue
        family = _family(page, index)
        is_cued = family.tag == "p" and page.cues.text_cues[index] is not None
        if is_body[index] or not is_cued:
            families[family].append(index)
    return families
