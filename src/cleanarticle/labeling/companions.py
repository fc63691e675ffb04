"""Companions: blocks that are body if the text around them is.

The models see words. A listing that says "login", a formula and an item of a cell have few that
look like prose, and a caption looks like a teaser; what decides about them is where they are.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import APPEALS, BlockKind
from cleanarticle.labeling.accordions import accordion_panels
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.labeling.scores import SMALL_PAGE

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.segmentation import Box, Segmentation
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_BODY_SHARE = 0.5
"""Minimum share of body words in a container whose companions are body. Chosen by hand."""

_MAX_LINKS = 0.5
"""Link density from which a caption is the title of a teaser. Chosen by hand."""

_MAX_LABEL = 40
"""Longest name of a row whose lists are companions, in characters. Chosen by hand."""

_MAX_LEVELS = 12
"""Boxes around a block in which the element that it is a caption or an item of is looked for.
Chosen by hand."""

_CAPTION, _ITEM, _FORMULA_NAME = "caption", "item of a cell", "formula"
_PANEL, _QUOTATION = "accordion", "quotation with a source"

_MIN_CAPTION_SCORE = 0.05
"""Minimum probability of body of a caption that follows its figure, except on small pages. Pages
declared to be news are left to the models: their gold texts have few captions, 4 of the 109 in
news-424 and 2 of 46 on those of wcxb-dev. With this rule for them, too, shingle F1 is 0.935 and not
0.937, and 0.276 of the pages are exact and not 0.287 (cross-validated)."""

_CAPTION_NAME = re.compile(
    r"(?<![a-z])(?:(?:wp-)?caption(?:-text)?|code-?(?:block-?)?(?:title|header|caption)|file-?name)"
    r"(?![a-z])"
)
"""Names of captions of pictures and listings that are no `figcaption`. `_possible_companions` looks
for strings of which each has one."""

_FORMULA = re.compile(r"\$\$[^$]+\$\$[.,;]?|\$[^$]+\$[.,;]?")

_LISTING_TAGS = frozenset(("pre", "listing", "xmp"))


class _Companion(NamedTuple):
    """A block that follows the text around it.

    Attributes:
        block: Index of the block.
        box: Index of the figure, table or listing that it belongs to, or of the box that a formula
            is in.
        what: What it is, for the reason of its label.
    """

    block: int
    box: int
    what: str


def companions_in_body(draft: Draft) -> Adjustments:
    """Return the companions that are body as the text around them is, with the reason."""
    page, is_body, scores = draft.page, draft.is_body, draft.scores
    facts = draft.facts
    segmentation = page.segmentation
    is_news = "ld:newsarticle" in facts.signals.names and len(scores) > SMALL_PAGE
    companions = [
        *_companions(segmentation),
        *(_Companion(block, box, _PANEL) for block, box in accordion_panels(page)),
    ]
    possible = [
        companion
        for companion in companions
        if not is_body[companion.block]
        and not segmentation.blocks[companion.block].hidden
        and (
            companion.what != _CAPTION
            or (not is_news and _may_be_body(page, companion.block, scores))
        )
    ]
    if not possible:
        return {}
    apart = {companion.block for companion in companions}.union(_tab_labels(segmentation))
    prose = _Prose(segmentation, page.layout.words, is_body, apart)
    title = -1 if facts.title_index is None else facts.title_index
    return {
        companion.block: Adjustment(math.inf, f"{companion.what} in the body")
        for companion in possible
        if prose.is_around(companion, title)
    }


def _may_be_body(page: Analysis, caption: int, scores: Sequence[float]) -> bool:
    cue = page.cues.of_box(page.segmentation.blocks[caption].box)
    own_cue = page.cues.text_cues[caption]
    is_appeal = cue is not None and cue.kind in APPEALS
    is_credit = own_cue is not None and own_cue.kind is BlockKind.CREDIT
    least = 0.0 if len(scores) <= SMALL_PAGE else _MIN_CAPTION_SCORE
    return scores[caption] >= least and not is_appeal and not is_credit


def _companions(segmentation: Segmentation) -> Iterator[_Companion]:
    rows: set[int] = set()
    for index in _possible_companions(segmentation):
        block = segmentation.blocks[index]
        what = ""
        box = block.box
        if segmentation.boxes[box].tag in _LISTING_TAGS:
            what = "listing"
        elif "$" in block.text and _FORMULA.fullmatch(block.text):
            what = _FORMULA_NAME
        elif block.link_density < _MAX_LINKS:
            what, box = _caption_or_item(segmentation, box)
        if what:
            yield _Companion(index, box, what)
        if what == _ITEM and box not in rows:
            rows.add(box)
            yield from _labels_of_row(segmentation, box)


def _possible_companions(segmentation: Segmentation) -> list[int]:
    """Return the indices of the blocks in listings, cells and captions, and of possible formulas.

    They are few on most pages, so the boxes around the other blocks need not be looked at.
    """
    may_be = (
        signature
        for signature, (tag, name) in enumerate(zip(*segmentation.signatures, strict=True))
        if tag in _COMPANION_TAGS or "caption" in name or "code" in name or "file" in name
    )
    indices = {index for index, block in enumerate(segmentation.blocks) if "$" in block.text}
    end = 0
    for box in segmentation.boxes.of_signatures(may_be):
        if box.last > end:
            end = box.last
            indices.update(range(box.first, end))
    return sorted(indices)


_COMPANION_TAGS = frozenset(("figcaption", "caption", "blockquote", "td", "th", *_LISTING_TAGS))
"""Elements whose blocks may be companions whatever their names."""


def _labels_of_row(segmentation: Segmentation, row: int) -> Iterator[_Companion]:
    """Yield the cells of a row that hold one short text, such as the name of what it lists."""
    boxes = segmentation.boxes
    for index in range(boxes[row].first, boxes[row].last):
        block = segmentation.blocks[index]
        is_cell = boxes[block.box].tag in ("td", "th")
        if is_cell and len(block.text) <= _MAX_LABEL and block.link_density < _MAX_LINKS:
            yield _Companion(index, row, "cell of a row")


def _tab_labels(segmentation: Segmentation) -> Iterator[int]:
    """Yield the labels of tabs, which are no text around what a tab shows."""
    may_be = [number for number, name in enumerate(segmentation.signatures.attrs) if "tab" in name]
    end = 0
    for box in segmentation.boxes.of_signatures(may_be):
        if box.last > end and _TABS.search(box.attrs):
            labels, end = range(max(box.first, end), box.last), box.last
            yield from (i for i in labels if len(segmentation.blocks[i].text) <= _MAX_LABEL)


_TABS = re.compile(
    r"(?<![a-z])(?:tabs|tab-?list|tabbed|tab-?(?:label|button|link|nav|bar|header))s?(?![a-z])"
)
"""Names of the boxes of tabs and of their labels."""


def _caption_or_item(segmentation: Segmentation, index: int) -> tuple[str, int]:
    """Return what a block in a box is, "" for no companion, and the box that it belongs to."""
    boxes = segmentation.boxes
    is_item = is_quoted = False
    for _ in range(_MAX_LEVELS):
        if index < 0:
            break
        box = boxes[index]
        if box.tag == "figcaption":
            return _CAPTION, _enclosing(segmentation, index, "figure")
        if box.tag == "caption":
            return _CAPTION, index
        if box.tag == "figure" and is_quoted:
            return (_QUOTATION if _has_caption(segmentation, box) else ""), index
        is_quoted |= box.tag == "blockquote"
        if box.tag in ("p", "div", "span") and _CAPTION_NAME.search(box.attrs):
            return _CAPTION, index
        if box.tag in ("td", "th"):
            return (_ITEM if is_item else ""), _enclosing(segmentation, index, "tr")
        is_item |= box.tag == "li"
        if box.tag not in _INNER_TAGS:
            break
        index = box.parent
    return "", index


_INNER_TAGS = frozenset(("p", "div", "span", "li", "ul", "ol", "cite", "small", "blockquote"))
"""Elements between a block and the figure, the cell or the caption that it is in."""


def _has_caption(segmentation: Segmentation, figure: Box) -> bool:
    """Return True if the last block of a figure is its caption, as quoted posts have none."""
    last = segmentation.blocks[figure.last - 1]
    boxes = islice(segmentation.ancestors(last), _MAX_LEVELS)
    return any(box.tag == "figcaption" for box in boxes)


def _enclosing(segmentation: Segmentation, index: int, tag: str) -> int:
    """Return the index of the nearest box of a tag around a box, itself if there is none."""
    outer = index
    while outer >= 0:
        if segmentation.boxes[outer].tag == tag:
            return outer
        outer = segmentation.boxes[outer].parent
    return index


_SECTIONS = frozenset(("article", "aside", "div", "footer", "header", "main", "nav", "section"))
"""Elements that are parts of a page and not of a text."""


class _Prose:
    """The blocks of a page without the companions and the labels of tabs."""

    def __init__(
        self,
        segmentation: Segmentation,
        words: Sequence[float],
        is_body: Sequence[bool],
        indices: Collection[int],
    ) -> None:
        self.boxes = segmentation.boxes
        self.box_of = [block.box for block in segmentation.blocks]
        self.is_body = is_body
        self.indices = [index for index in range(len(is_body)) if index not in indices]
        counts = [0 if index in indices else count for index, count in enumerate(words)]
        self.words = list(accumulate(counts, initial=0))
        self.body = list(
            accumulate((n * b for n, b in zip(counts, is_body, strict=True)), initial=0)
        )

    def is_around(self, companion: _Companion, title: int) -> bool:
        """Return True if most words around a companion are body, and so is a block next to it.

        A formula may be in the same box as the paragraphs around it; other companions are in a box
        of their own. Beside a companion in the article's head, the text is behind the head.

        Args:
            companion: The companion.
            title: Index of the block that shows the title, -1 if there is none.
        """
        index = companion.box
        first, last = self.boxes[index].first, self.boxes[index].last
        if companion.what == _FORMULA_NAME:
            first, last = companion.block, companion.block + 1
        start = bisect_left(self.indices, first)
        end = bisect_left(self.indices, last)
        before = self.indices[start - 1] if start else -1
        after = self.indices[end] if end < len(self.indices) else len(self.is_body)
        while index >= 0:
            box = self.boxes[index]
            beside = [i for i in (before, after) if box.first <= i < box.last]
            if beside:
                total, body = (
                    sums[box.last] - sums[box.first] - (sums[last] - sums[first])
                    for sums in (self.words, self.body)
                )
                is_beside = sum(self.is_body[i] for i in beside) >= self._needed(companion, beside)
                if is_beside or not box.first <= title < box.last:
                    return is_beside and body >= _BODY_SHARE * total
            index = box.parent
        return False

    def _needed(self, companion: _Companion, beside: Sequence[int]) -> int:
        """Return how many of the blocks beside a companion have to be body.

        Footers have accordions, too; those in the text are in the same box as a paragraph.
        """
        if companion.what != _PANEL:
            return 1
        return 1 if any(self._is_text_in_box_of(companion, index) for index in beside) else 2

    def _is_text_in_box_of(self, companion: _Companion, index: int) -> bool:
        """Return True if a block is or is in a paragraph, list or table beside a companion."""
        around, box = self.boxes[companion.box].parent, self.boxes[self.box_of[index]]
        for _ in range(_MAX_LEVELS):
            if box.parent == around or box.parent < 0:
                break
            box = self.boxes[box.parent]
        return box.parent == around and box.tag not in _SECTIONS
