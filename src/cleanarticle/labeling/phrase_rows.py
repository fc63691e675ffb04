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
from cleanarticle.core.segmentation import Inline
from cleanarticle.core.tokens import normalize_texts
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.phrases.phrase_set import load_labels
from cleanarticle.phrases.store import Role, load_phrases

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from cleanarticle.core.segmentation import TextBlock
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft
    from cleanarticle.parsing.document import Element

_MIN_LINKS = 0.8
_MIN_LINK_COUNT = 2
_MAX_ROW = 120
"""Minimum link density and number of links of a row, and its longest text, in characters. Chosen by
hand: six links of three words."""

_MAX_LABEL = 30
_MAX_ADVERT = 160
"""Longest label of an advertisement, and longest line with one, in characters. Chosen by hand."""

_CERTAIN_BODY = 0.8
"""Probability of body from which a line with such a label is kept: in an article on advertising it
is a heading or a definition. Chosen by hand."""

_TAGS = frozenset(("article", "aside", "body", "div", "main", "p", "section", "span"))
"""Elements of such lines and rows: not of items, cells, headings and listings."""

_MIN_ADVERT_LINKS = 0.5
"""Minimum link density of an advertisement whose label has no colon. Chosen by hand."""

_LEVELS = 3
"""Elements around a text in which its link is looked for. Chosen by hand."""

_SEPARATORS = re.compile(r"[\s|•·/]*")
"""What is between the links of a row: a comma is between the words of a sentence."""

_COLON = re.compile(r"\s?[:：]\s*\S")
_ADVERT = Adjustment(-math.inf, "behind a label of advertising", BlockKind.ADVERT)


def phrase_rows(draft: Draft) -> Adjustments:
    """Return the rows of links that are known phrases, and labeled adverts, with the reason."""
    page, is_body, scores = draft.page, draft.is_body, draft.scores
    boxes = page.segmentation.boxes
    found: Adjustments = {}
    for index, block in enumerate(page.segmentation.blocks):
        if not is_body[index] or boxes.tag(block.box) not in _TAGS:
            continue
        is_row = block.link_count >= _MIN_LINK_COUNT and block.link_density >= _MIN_LINKS
        kind = _kind_of_row(block) if is_row else None
        if kind is not None:
            found[index] = Adjustment(-math.inf, "a row of links with known phrases", kind)
        elif len(block.text) <= _MAX_ADVERT and scores[index] < _CERTAIN_BODY and _is_advert(block):
            found[index] = _ADVERT
    return found


def _kind_of_row(block: TextBlock) -> BlockKind | None:
    """Return the kind of most links of a row; None unless each is a phrase of some kind."""
    if len(block.text) > _MAX_ROW or block.inline_tags & Inline.CODE:
        return None
    texts = ["".join(map(str, link.itertext())) for link in _links(block)]
    rest = block.text
    for text in texts:
        rest = rest.replace(text.strip(), "", 1)
    if not _SEPARATORS.fullmatch(rest):
        return None
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


def _is_advert(block: TextBlock) -> bool:
    """Return True if a label of advertising has a colon, or is in an element before a link."""
    labels = load_labels("advert_labels")
    colon = _COLON.search(block.text, 0, _MAX_LABEL)
    if colon is not None:
        return block.text[: colon.start()].lstrip("[(") in labels
    if block.link_density < _MIN_ADVERT_LINKS or not block.pieces:
        return False
    label = next(iter(block.pieces))[0].text or ""
    return label.strip() in labels and len(label.strip()) < len(block.text)


@cache
def _exact_phrases() -> Mapping[str, BlockKind]:
    """Return the kinds of the phrases that can be a whole block, normalized, of all languages."""
    return {
        text: phrases.kind
        for phrases in load_phrases()
        if Role.EXACT in phrases.roles
        for text in normalize_texts(phrases.texts)
    }
