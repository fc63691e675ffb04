"""Images and players of the page that belong to the main content."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from cleanarticle.core.segmentation import Box, Media, Segmentation

_MAX_CREDIT_BLOCKS = 1
"""Maximum number of blocks, such as a photo credit, between a figure and the text that follows it.
Chosen by hand."""

_MAX_STANDFIRST_BLOCKS = 2
"""Maximum number of blocks, such as a standfirst and a byline, between the title and a figure.
Chosen by hand."""


def body_media(
    segmentation: Segmentation, body: Collection[int], heading: int | None
) -> Iterator[Media]:
    """Yield the media between body blocks and those in figures that belong to the body.

    Args:
        segmentation: Blocks of the page.
        body: Indices of the blocks to render.
        heading: Index of the block that shows the title, None if there is none.
    """
    blocks = segmentation.blocks
    for medium in segmentation.media:
        follows_body = medium.position - 1 in body
        precedes_body = medium.position in body
        if follows_body and precedes_body:
            yield medium
            continue
        figure = _enclosing_figure(segmentation, medium)
        if figure is None:
            continue
        if follows_body or precedes_body:
            neighbor = blocks[medium.position - 1 if follows_body else medium.position]
            if any(box is figure for box in segmentation.ancestors(neighbor)):
                yield medium
                continue
        if _is_body_figure(segmentation, body, heading, figure):
            yield medium


def _enclosing_figure(segmentation: Segmentation, medium: Media) -> Box | None:
    boxes = segmentation.boxes
    index = medium.box
    while index >= 0 and boxes[index].tag != "figure":
        index = boxes[index].parent
    return boxes[index] if index >= 0 else None


def _is_body_figure(
    segmentation: Segmentation, body: Collection[int], heading: int | None, figure: Box
) -> bool:
    """Return True if a figure without body blocks is between body blocks or below the title.

    The classifier may reject the caption of a content image and a credit after it. A caption
    with a link marks a teaser instead.
    """
    blocks = segmentation.blocks
    if any(block.link_count for block in blocks[figure.first : figure.last]):
        return False
    next_blocks = range(figure.last, figure.last + _MAX_CREDIT_BLOCKS + 1)
    precedes_body = any(index in body for index in next_blocks)
    if heading is not None and heading < figure.first < min(body):
        return precedes_body or figure.first - heading <= _MAX_STANDFIRST_BLOCKS + 1
    return precedes_body and figure.first - 1 in body
