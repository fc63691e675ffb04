"""The comment section of a page: the HTML and the JSON-LD of its comments.

`clean` only stores these, if there are any. They are read on the first access to
`CommentSection.comments`.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

from lxml import etree

from cleanarticle.block import BlockKind
from cleanarticle.labeling.comment_words import PAGE_TAGS, comment_words
from cleanarticle.metadata.comments import Comment, comment_of_item, parse_comments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cleanarticle.block import Block
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.metadata.items import Item


@dataclass(frozen=True)
class CommentSection:
    """The part of a page that contains its comments, unparsed.

    Attributes:
        markup: HTML of the comment section, "" if the page has no block of kind "comments".
        items: The comments in the page's JSON-LD.
    """

    markup: str = ""
    items: tuple[Item, ...] = field(default=(), hash=False)

    def __add__(self, other: CommentSection) -> CommentSection:
        """Return the comment sections of two pages of an article as one."""
        return CommentSection(self.markup + other.markup, self.items + other.items)

    @classmethod
    def from_dicts(cls, comments: Iterable[Mapping[str, Any]]) -> CommentSection:
        """Return the section with these comments, as dicts with the fields of `Comment`."""
        return cls(
            items=tuple(
                {
                    "author": {"name": comment["author"]},
                    "datePublished": comment["date"],
                    "text": comment["text"],
                }
                for comment in comments
            )
        )

    @cached_property
    def comments(self) -> tuple[Comment, ...]:
        """The distinct comments, in page order, parsed on first access.

        The comments in the JSON-LD take precedence unless the HTML has more of them.
        """
        from_markup = parse_comments(self.markup)
        from_items = list(
            dict.fromkeys(comment for comment in map(comment_of_item, self.items) if comment.text)
        )
        return tuple(from_items if len(from_items) >= len(from_markup) else from_markup)


_MIN_SHARE_OF_BLOCKS = 0.8
"""Minimum share of the blocks of kind "comments" inside the comment section. The others may be
misclassified, such as a comment count beside the title. Chosen by hand."""


def find_comment_section(
    segmentation: Segmentation, blocks: Sequence[Block], items: tuple[Item, ...]
) -> CommentSection:
    """Return the part of a page that contains its comments.

    Args:
        segmentation: The page.
        blocks: Its labeled blocks.
        items: The comments in its JSON-LD.
    """
    kind = BlockKind.COMMENTS
    indices = [index for index, block in enumerate(blocks) if block.kind is kind]
    return CommentSection(_section_markup(segmentation, indices) if indices else "", items)


def _section_markup(segmentation: Segmentation, indices: Sequence[int]) -> str:
    """Return the HTML of the box that contains most comment blocks.

    It is the outermost such box with a class or ID that names comments, if there is one, else the
    innermost such box.
    """
    boxes = segmentation.boxes
    middle_block = segmentation.blocks[indices[len(indices) // 2]]
    min_blocks = _MIN_SHARE_OF_BLOCKS * len(indices)
    candidates = [
        box
        for box in segmentation.ancestors(middle_block)
        if bisect_left(indices, box.last) - bisect_left(indices, box.first) >= min_blocks
    ]
    word = comment_words().word
    named = [box for box in candidates if word.search(box.attrs) and box.tag not in PAGE_TAGS]
    box = named[-1] if named else candidates[0] if candidates else boxes[0]
    if box.element is None:
        return ""
    return etree.tostring(box.element, encoding="unicode", method="html", with_tail=False)
