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
    figures = _Figures(segmentation, body, heading)
    for medium in segmentation.media:
        position = medium.position
        follows_body = position - 1 in body
        precedes_body = position in body
        if follows_body and precedes_body:
            yield medium
            continue
        figure = figures.around(medium.box)
        if figure is None:
            continue
        neighbor = position - 1 if follows_body else position
        is_beside = (follows_body or precedes_body) and figure.first <= neighbor < figure.last
        if is_beside or figures.is_in_body(figure):
            yield medium


class _Figures:
    """Figures of a page; for the arguments see `body_media`."""

    def __init__(
        self, segmentation: Segmentation, body: Collection[int], heading: int | None
    ) -> None:
        self._blocks, self._boxes = segmentation.blocks, segmentation.boxes
        self._body, self._heading = body, heading
        self._figures: dict[int, Box | None] = {-1: None}  # around each box
        self._in_body: dict[str, bool] = {}

    def around(self, box: int) -> Box | None:
        """Return the innermost figure that is or contains a box, None if there is none."""
        inside: list[int] = []
        while box not in self._figures:
            inside.append(box)
            current = self._boxes[box]
            if current.tag == "figure":
                self._figures[box] = current
            else:
                box = current.parent
        figure = self._figures[box]
        self._figures.update(dict.fromkeys(inside, figure))
        return figure

    def is_in_body(self, figure: Box) -> bool:
        """Return True if a figure without body blocks is between body blocks or below the title.

        The classifier may reject the caption of a content image and a credit after it. A caption
        with a link marks a teaser instead.
        """
        if figure.path not in self._in_body:
            self._in_body[figure.path] = self._is_in_body(figure)
        return self._in_body[figure.path]

    def _is_in_body(self, figure: Box) -> bool:
        if any(block.link_count for block in self._blocks[figure.first : figure.last]):
            return False
        next_blocks = range(figure.last, figure.last + _MAX_CREDIT_BLOCKS + 1)
        precedes_body = any(index in self._body for index in next_blocks)
        heading = self._heading
        if heading is not None and heading < figure.first < min(self._body):
            return precedes_body or figure.first - heading <= _MAX_STANDFIRST_BLOCKS + 1
        return precedes_body and figure.first - 1 in self._body
