"""Fragments: small pages that hold little but text, as feeds, mails and exports have them.

The corpora are pages of large sites, with a hundred blocks of furniture and more. What is cleaned
in practice is often less: the HTML of a feed entry, a page somebody wrote by hand. A model that
never saw such a page takes its list of ingredients for a menu, as lists of short lines are menus on
large pages. So every page gives a fragment as well: a run of its body and at most a few blocks of
what stands before and behind, in plain semantic HTML.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

import numpy as np

from cleanarticle.page import Page
from cleanarticle.rendering import markup_of_tree

if TYPE_CHECKING:
    import numpy.typing as npt

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.parsing.document import Document

LONGEST = 16
"""Most blocks of body in a fragment."""

MOST_AROUND = 4
"""Most blocks of boilerplate before it, and as many behind."""


def cut_fragment(
    document: Document,
    page: Segmentation,
    body: npt.NDArray[np.bool_],
    title: str | None,
    seed: int,
) -> tuple[Page, str] | None:
    """Make a small page of a part of a page.

    Args:
        document: The page.
        page: Its blocks.
        body: Which are body.
        title: The page's title.
        seed: Chooses the part.

    Returns:
        The small page and the text of its body; None if the page has none.
    """
    random = np.random.default_rng(seed)
    shown = np.array([not block.hidden for block in page.blocks])
    inside, outside = np.flatnonzero(body & shown), np.flatnonzero(~body & shown)
    if not len(inside):
        return None
    # Half of all runs are shorter than a quarter of the longest: small pages differ most.
    length = 1 + int(LONGEST * random.random() ** 2)
    first = int(random.integers(max(1, len(inside) - length + 1)))
    run = inside[first : first + length]
    before = outside[outside < run[0]][::-1]
    behind = outside[outside > run[-1]]
    around = [near[: random.integers(MOST_AROUND + 1)] if random.random() < 0.5 else near[:0]
              for near in (before, behind)]  # fmt: skip
    heading = f"<h1>{escape(title)}</h1>" if title and random.random() < 0.5 else ""
    markup = markup_of_tree(document, page, np.concatenate((run, *around)).tolist())
    head = f"<title>{escape(title)}</title>" if title and random.random() < 0.5 else ""
    html = f"<html><head>{head}</head><body>{heading}{markup}</body></html>"
    return Page.of(html), "\n".join(page.blocks[at].text for at in run)
