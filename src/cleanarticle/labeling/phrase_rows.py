"""Phrase rows: lines of the body that consist of known phrases, such as a row of links to share.

A phrase says what a block is if it is the whole block. In a row without list items, several links
are one block; and what is advertised stands behind the word that says so.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.tokens import normalize_texts
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.phrases.labels import load_labels
from cleanarticle.phrases.store import Role, load_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.segmentation import TextBlock
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.parsing.document import Element

_MIN_LINKS = 0.8
_MIN_LINK_COUNT = 2
_MAX_ROW = 120
"""Minimum link density and number of links of a row, and its longest text, in characters. Chosen by
hand: six links of three words."""

_MAX_LABEL = 20
_MAX_ADVERT = 160
"""Longest label of an advertisement, and longest line with one, in characters. Chosen by hand."""

_LEVELS = 3
"""Elements around a text in which its link is looked for. Chosen by hand."""

_COLON = re.compile(r"\s?[:：]\s*\S")
_ADVERT = Adjustment(-math.inf, "behind a label of advertising", BlockKind.ADVERT)


def phrase_rows(page: Analysis, is_body: Sequence[bool]) -> Adjustments:
    """Return the rows of links that are known phrases, and labeled adverts, with the reason.

    Args:
        page: The page.
        is_body: True for each block that is body without regard to this.
    """
    found: Adjustments = {}
    for index, block in enumerate(page.segmentation.blocks):
        if not is_body[index]:
            continue
        if block.link_count >= _MIN_LINK_COUNT and block.link_density >= _MIN_LINKS:
            kind = _kind_of_row(block)
            if kind is not None:
                found[index] = Adjustment(-math.inf, "a row of links with known phrases", kind)
        elif len(block.text) <= _MAX_ADVERT and _has_advert_label(block.text):
            found[index] = _ADVERT
    return found


def _kind_of_row(block: TextBlock) -> BlockKind | None:
    """Return the kind of most links of a row; None unless each is a phrase of some kind."""
    if len(block.text) > _MAX_ROW:
        return None
    texts = ["".join(map(str, link.itertext())) for link in _links(block)]
    kinds = [_exact_phrases().get(text) for text in normalize_texts(texts)]
    if len(kinds) < _MIN_LINK_COUNT or None in kinds:
        return None
    return Counter(kinds).most_common(1)[0][0]


def _links(block: TextBlock) -> Iterator[Element]:
    """Yield the links that texts of a block are in, in page order."""
    seen: set[Element] = set()
    for element, _ in block.pieces:
        link: Element | None = element
        for _ in range(_LEVELS):
            if link is None or link.tag == "a":
                break
            link = link.getparent()
        if link is not None and link.tag == "a" and link not in seen:
            seen.add(link)
            yield link


def _has_advert_label(text: str) -> bool:
    colon = _COLON.search(text, 0, _MAX_LABEL)
    return colon is not None and text[: colon.start()].lstrip("[(") in load_labels("advert_labels")


@cache
def _exact_phrases() -> Mapping[str, BlockKind]:
    """Return the kinds of the phrases that can be a whole block, normalized, of all languages."""
    return {
        text: phrases.kind
        for phrases in load_phrases()
        if Role.EXACT in phrases.roles
        for text in normalize_texts(phrases.texts)
    }
