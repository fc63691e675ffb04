"""Fragments: small pages with little boilerplate, like those from feeds, emails and exports.

The pages of the corpora are from large sites and have a hundred blocks of boilerplate or more. In
practice, many inputs are smaller: the HTML of a feed entry, or a page written without a CMS. A
model that is never trained on such pages mistakes a list of ingredients for a menu, because on
large pages a list of short lines is a menu. So a fragment is cut out of every training page: a run
of its body blocks with at most a few blocks of boilerplate before and after, as plain semantic
HTML.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.page import Page
from cleanarticle.rendering import render_html

if TYPE_CHECKING:
    import numpy.typing as npt

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.parsing.document import Document

MAX_BODY_BLOCKS = 16
"""Maximum number of body blocks in a fragment."""

MAX_BOILERPLATE_BLOCKS = 4
"""Maximum number of boilerplate blocks on each side of the body."""


def cut_fragment(
    document: Document,
    segmentation: Segmentation,
    is_body: npt.NDArray[np.bool_],
    title: str,
    seed: int,
) -> tuple[Page, str] | None:
    """Return a small page cut out of a page, and the text of its body.

    Args:
        document: The page.
        segmentation: Its blocks.
        is_body: True for each body block, shape (blocks,).
        title: The page's title, "" if it has none.
        seed: Seed of the random choice of the part.

    Returns:
        None if the page has no visible body.
    """
    random = np.random.default_rng(seed)
    is_shown = np.array([not block.hidden for block in segmentation.blocks])
    body, boilerplate = np.flatnonzero(is_body & is_shown), np.flatnonzero(~is_body & is_shown)
    if not len(body):
        return None
    # Half of all runs are shorter than a quarter of the maximum, because the smallest pages differ
    # most from whole pages.
    length = 1 + int(MAX_BODY_BLOCKS * random.random() ** 2)
    first = int(random.integers(max(1, len(body) - length + 1)))
    run = body[first : first + length]
    nearest_first = boilerplate[boilerplate < run[0]][::-1], boilerplate[boilerplate > run[-1]]
    surroundings = [
        side[: random.integers(MAX_BOILERPLATE_BLOCKS + 1)] if random.random() < 0.5 else side[:0]
        for side in nearest_first
    ]
    heading = f"<h1>{escape(title)}</h1>" if title and random.random() < 0.5 else ""
    markup = render_html(document, segmentation, np.concatenate((run, *surroundings)).tolist())
    head = f"<title>{escape(title)}</title>" if title and random.random() < 0.5 else ""
    html = f"<html><head>{head}</head><body>{heading}{markup}</body></html>"
    text = "\n".join(segmentation.blocks[index].text for index in run)
    return Page(html.encode("utf-8", "replace"), encoding="utf-8"), text
