"""Hiding: inline styles by which text is on a page and not to be seen, and pages hidden as a whole.

Scripts show later what many pages hide at first. Hidden text is where prompt injection hides as
well, beside text that is shown; so it is the share of the page's prose that tells the two apart.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.segmentation import TextBlock

_NOTHING = r"(?:0|0?\.0+)(?:px|r?em|%|pt)?\s*(?:[;!]|$)"

_HIDING = re.compile(
    rf"""display\s*:\s*none | visibility\s*:\s*(?:hidden|collapse)
    | font-size\s*:\s*{_NOTHING}
    | clip\s*:\s*rect\((?:\s*[01](?:px)?[\s,]*){{4}}\)
    | clip-path\s*:\s*(?:inset\(\s*(?:50|100)%|circle\(\s*0)
    | (?<![\w-])(?:text-indent|left|right|top|bottom|margin(?:-left|-top)?)\s*:\s*-\d{{4}}
    | text-indent\s*:\s*-(?:\d{{3}}|100)(?:px|%|em)
    | (?<![\w-])color\s*:\s*transparent
    | (?<![\w-])color\s*:\s*(?P<ink>[^;]+?)\s*;(?:.*;)?
        \s*background(?:-color)?\s*:\s*(?P=ink)\s*(?:[;!]|$)
    | background(?:-color)?\s*:\s*(?P<paper>[^;]+?)\s*;(?:.*;)?
        \s*color\s*:\s*(?P=paper)\s*(?:[;!]|$)
    | (?P<faded>(?<![\w-])opacity\s*:\s*{_NOTHING})
    | (?P<flat>(?<![\w-])(?:height|width)\s*:\s*(?:{_NOTHING}|1px))""",
    re.VERBOSE | re.IGNORECASE,
)  # fmt: skip
"""Styles by which text is on the page and not to be seen. Measured on every second page of wcxb-dev
and news-424: of the words of the main content, none stand in text that is clipped, moved away or
without size or colour. `aria-hidden` hides from screen readers, not from sight: of 61,479 words in
such elements 8,119 are main content (folded parts, slides), and it is not taken for hiding."""

_MOVING = re.compile(r"transform|transition|animation|will-change", re.IGNORECASE)
"""Styles of what is faded or folded until the reader comes to it. Of 6,217 words at opacity 0
there, 3,335 are main content, nearly all of them moving."""

_CUT = re.compile(r"overflow(?:-[xy])?\s*:\s*(?:hidden|clip)", re.IGNORECASE)
"""Without it, an element without height shows its text all the same. `max-height: 0` is not taken
for hiding at all: it folds, and of 2,868 words in such elements 2,694 are main content."""


def hides(style: str) -> bool:
    """Whether an element's inline style keeps its text from being seen."""
    for match in _HIDING.finditer(style):
        if match.lastgroup not in ("faded", "flat"):
            return True
        if not _MOVING.search(style) and (match["faded"] or _CUT.search(style)):
            return True
    return False


WHOLE = 0.75
"""Share of a page's prose from which what is hidden is the page, and a script shows it later.
Measured on all of wcxb-dev, most of which the models were trained on, so that only the differences
mean something: half of all text as the share, by which an injected text could be the longer half,
is half a thousandth of word F1 worse. Never to believe that a page hides itself block by block
costs four thousandths."""


def prose_weights(blocks: Sequence[TextBlock]) -> list[int]:
    """How much of a page's prose stands in each of its blocks; of a page without, of its text.

    Menus and dialogs are hidden on purpose and can be longer than a short page, but are no prose.
    """
    sizes = [len(block.text) for block in blocks]
    prose = [
        size if size >= _PARAGRAPH and 2 * block.link_length < size else 0
        for block, size in zip(blocks, sizes, strict=True)
    ]
    return prose if sum(prose) >= _LEAST_PROSE else sizes


_PARAGRAPH = 100
"""Characters of a paragraph; by hand."""

_LEAST_PROSE = 500
"""Characters of a page's prose below which it has none; by hand."""
