"""Repeats: what a page says twice, as many do that have one layout for phones and one for desks.

A forum's quotations, a recipe's card and a product's tabs repeat whole paragraphs as well. The
reader wants each once. A refrain is no repeat: it comes again in the same box.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.layout import Booleans, Layout

LONG = 8
"""Words from which a text is one that nobody writes twice by chance; cross-validation finds the
same word F1, within 0.0005, at 3 and at 20."""


def find_duplicates(texts: Sequence[str], layout: Layout, body: Booleans) -> list[int]:
    """The blocks of the body that only say what an earlier one says, in another box.

    Args:
        texts: The blocks.
        layout: The same as arrays.
        body: Which of them are body.
    """
    around = layout.parent[layout.box].tolist()
    first: dict[str, int] = {}
    long = np.flatnonzero(body & (layout.words >= LONG)).tolist()
    return [at for at in long if first.setdefault(texts[at], around[at]) != around[at]]
