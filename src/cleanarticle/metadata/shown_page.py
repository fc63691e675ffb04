"""The blocks of a page near its title and its body, in which readers see authors and dates."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.roles import LOWER_HEADING_TAGS
from cleanarticle.core.segmentation import Part
from cleanarticle.dates.search import find_dates
from cleanarticle.metadata.date_context import is_of_teaser

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.core.segmentation import Box, Segmentation, TextBlock
    from cleanarticle.dates.search import FoundDate


_BLOCKS_BEFORE_TITLE = 6

_BLOCKS_AFTER_TITLE = 60
"""Blocks around the title that can hold its byline. Chosen by hand: bylines of other articles are
farther away, after the body."""

_BLOCKS_BEFORE_BODY = 10
"""Blocks before the body that can hold the byline if the title block is unknown."""

_NAME_ONLY_BLOCKS_BEFORE = 2

_NAME_ONLY_BLOCKS = 6
"""Blocks before and after the title in which a name without another cue is the author's. Chosen by
hand."""

_BLOCKS_AFTER_BODY = 6
"""Blocks after the body that can hold the byline. Chosen by hand."""

_REPLY_BOX = re.compile(r"(?<![a-z])(?:answers?|repl(?:y|ies)|comments?|responses?)(?![a-z])")
"""Class names of the elements that hold replies."""

_REPLY_STEMS = ("answer", "repl", "comment", "response")
"""Beginnings of these names, as strings are found faster than a pattern."""

INLINE_TAGS = frozenset(("a", "span", "b", "strong", "em", "i", "cite"))

SHORT_LINE = 80
"""Maximum characters of a line that consists of little more than a date or a name. Chosen by
hand."""

UNRELATED_KINDS = frozenset(
    (
        BlockKind.RELATED,
        BlockKind.LEGAL,
        BlockKind.COMMENTS,
        BlockKind.ADVERT,
        BlockKind.CONSENT,
    )
)
"""Kinds of blocks whose dates do not belong to the article."""


@dataclass(frozen=True)
class ShownPage:
    """A labeled page, as input for byline parsing.

    Attributes:
        segmentation: Blocks of the page.
        kinds: Kind of each block.
        heading: Index of the title block, None if there is none.
        language: BCP 47 tag for month names and the order of day and month, None if unknown.
        is_forum: True if the body is posts, each with a date.
    """

    segmentation: Segmentation
    kinds: Sequence[BlockKind]
    heading: int | None
    language: str | None
    is_forum: bool = False

    def dates_in(self, text: str) -> Sequence[FoundDate]:
        """Return the dates in a text of the page; each text is searched once."""
        dates = self._dates.get(text)
        if dates is None:
            dates = self._dates[text] = find_dates(text, self.language)
        return dates

    @cached_property
    def _dates(self) -> dict[str, Sequence[FoundDate]]:
        """The dates that were found, by text."""
        return {}

    @cached_property
    def names(self) -> dict[int, list[str]]:
        """The texts that may be names of authors, by the block; only of blocks searched so far."""
        return {}

    @cached_property
    def body(self) -> list[int]:
        """The indices of the body blocks."""
        body = BlockKind.BODY
        return [index for index, kind in enumerate(self.kinds) if kind is body]

    @cached_property
    def body_end(self) -> int:
        """The index of the last body block, -1 if there is none."""
        return self.body[-1] if self.body else -1

    @cached_property
    def has_hidden_body(self) -> bool:
        """True if some of the body is hidden in the markup, to be revealed by a script."""
        return any(self.segmentation.blocks[index].hidden for index in self.body)

    @cached_property
    def next_to_title(self) -> list[int]:
        """The indices of the blocks so close to the title that a name needs no other cue there."""
        if self.heading is None:
            return []
        start = max(0, self.heading - _NAME_ONLY_BLOCKS_BEFORE)
        stop = min(len(self.kinds), self.heading + _NAME_ONLY_BLOCKS + 1)
        return [index for index in range(start, stop) if index != self.heading]

    @cached_property
    def has_heading_as_title(self) -> bool:
        """True if the title block is a heading, as on all but old pages and bare ones."""
        if self.heading is None:
            return False
        block = self.segmentation.blocks[self.heading]
        return self.segmentation.boxes.tag(block.box) in ("h1", *LOWER_HEADING_TAGS)

    def is_next_to_title(self, index: int) -> bool:
        """Return True if a block is one of `next_to_title`."""
        return index in self.next_to_title

    def is_right_below_title(self, index: int) -> bool:
        """Return True if a block is so close below the title that a name needs no other cue.

        Above the title, a section of the site has the form of a name: "College Football".
        """
        return self.is_next_to_title(index) and index > (self.heading or 0)

    @cached_property
    def _prose(self) -> range:
        """The indices from the first to the last paragraph of the body below the title."""
        start = 0 if self.heading is None else self.heading + 1
        paragraphs = [
            index
            for index in self.body
            if index >= start and len(self.segmentation.blocks[index].text) > SHORT_LINE
        ]
        return range(paragraphs[0], paragraphs[-1] + 1) if paragraphs else range(0)

    def is_within_prose(self, index: int) -> bool:
        """Return True if a block is between paragraphs of the body."""
        return index in self._prose[1:-1]

    def is_below_prose(self, index: int) -> bool:
        """Return True if a paragraph of the body is between the title and a block."""
        return bool(self._prose) and index > self._prose.start

    def is_in_teaser(self, index: int) -> bool:
        """Return True if a block is in a teaser of another article after the body."""
        return index > self.body_end and is_of_teaser(self.segmentation, index)

    def is_of_others(self, index: int) -> bool:
        """Return True if names in a block are not the author's: of a reply, a teaser or a quote."""
        blocks, boxes = self.segmentation.blocks, self.segmentation.boxes
        ancestors = self.segmentation.ancestors(blocks[index])
        is_quoted = any(box.tag == "blockquote" for box in ancestors)
        is_after_heading = index > 0 and boxes[blocks[index - 1].box].tag in LOWER_HEADING_TAGS
        is_below_teaser = is_after_heading and self.is_in_teaser(index)
        return is_quoted or is_below_teaser or self.is_in_reply(index)

    def is_in_reply(self, index: int) -> bool:
        """Return True if a block is in an answer or a comment.

        The class of one of its containers names a reply, and that container holds neither the title
        nor the beginning of the body.
        """
        segmentation = self.segmentation
        return any(
            _is_called_reply(box.attrs) and not self._has_start_in(box)
            for box in segmentation.ancestors(segmentation.blocks[index])
        )

    def _has_start_in(self, box: Box) -> bool:
        """Return True if the title or the first body block below it is in a box."""
        heading = -1 if self.heading is None else self.heading
        start = next((index for index in self.body if index > heading), -1)
        return any(box.first <= index < box.last for index in (heading, start))

    @cached_property
    def candidates(self) -> list[int]:
        """The indices of visible blocks that can hold the byline, nearest to the title first.

        A block before the title counts as twice as far away as one after it.
        """
        if not self.body:
            return []
        size = len(self.kinds)
        anchor = self.body[0] if self.heading is None else self.heading
        before = _BLOCKS_BEFORE_BODY if self.heading is None else _BLOCKS_BEFORE_TITLE
        near = range(max(0, anchor - before), min(size, anchor + _BLOCKS_AFTER_TITLE))
        body_end = self.body_end + 1
        after_body = range(
            max(anchor + _BLOCKS_AFTER_TITLE, body_end), min(size, body_end + _BLOCKS_AFTER_BODY)
        )
        by_distance = sorted(
            near, key=lambda index: index - anchor if index >= anchor else 2 * (anchor - index)
        )
        return self.visible((*by_distance, *after_body))

    def visible(self, indices: Iterable[int]) -> list[int]:
        """Return the indices of visible blocks, as a comment can contain a hidden, forged byline.

        If the body is hidden too, a script reveals the page as a whole, so all blocks count.
        """
        if self.has_hidden_body:
            return list(indices)
        blocks = self.segmentation.blocks
        return [index for index in indices if not blocks[index].hidden]


def _is_called_reply(attrs: str) -> bool:
    return any(map(attrs.__contains__, _REPLY_STEMS)) and _REPLY_BOX.search(attrs) is not None


def piece_texts(block: TextBlock) -> Iterator[str]:
    """Yield the texts of the elements of a block."""
    for element, part in block.pieces:
        if part is not Part.ELEMENT:
            yield (element.text if part is Part.TEXT else element.tail) or ""
