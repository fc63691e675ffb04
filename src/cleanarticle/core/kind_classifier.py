"""Kind classifier: the kind of each block of boilerplate, with a reason.

A log-linear model adds up the evidence of each kind in all places, weighted by the reliability of
each place, and the other features of the block. The largest term of the sum gives the reason.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.kind_features import SHAPE_FEATURES, KindFeatures, Place, kind_features
from cleanarticle.core.kinds import KIND_INDEX, KINDS
from cleanarticle.core.matmul import matmul
from cleanarticle.core.schema import load_weights

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cleanarticle.core.cues import Cues
    from cleanarticle.core.layout import Booleans, Floats, Layout
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.core.tokens import Tokens


class Weights(NamedTuple):
    """The weights of the model.

    Attributes:
        places: Weight of the evidence in each place for each kind, shape (places, kinds).
        shape: Weight of each standardized shape feature for each kind, shape (features, kinds).
        bias: Bias of each kind, shape (kinds,).
        mean: Mean of each shape feature, shape (features,).
        scale: Scale that each shape feature is divided by, shape (features,).
    """

    places: Floats
    shape: Floats
    bias: Floats
    mean: Floats
    scale: Floats

    def score(self, kinds: Floats, shape: Floats) -> Floats:
        """Return the score of each kind, up to a constant its log-odds, shape (blocks, kinds).

        Args:
            kinds: `KindFeatures.kinds`, shape (places, blocks, kinds).
            shape: `KindFeatures.shape`, shape (blocks, features).
        """
        scores: Floats = np.einsum("pbk,pk->bk", kinds, self.places)
        scores += matmul(self.shape.T, self.standardised(shape).T).T
        scores += self.bias
        scores[shape[:, _LONG_BLOCKS] == 0, _AUTHOR_BIO] = -np.inf
        return scores

    def standardised(self, shape: Floats) -> Floats:
        """Return standardized shape features, with outliers clipped.

        Args:
            shape: `KindFeatures.shape`, shape (blocks, features).
        """
        columns: Floats = np.clip((shape - self.mean) / self.scale, -_CLIP_LIMIT, _CLIP_LIMIT)
        return columns


_AUTHOR_BIO = KINDS.index(BlockKind.AUTHOR_BIO)
_LONG_BLOCKS = SHAPE_FEATURES.index("long_boilerplate")
"""Share of longer texts in the boilerplate box. An author bio has some; with names and dates only,
the box is a byline."""

_CLIP_LIMIT = np.float32(3)
"""Limit to which standardized features are clipped, in standard deviations."""


@cache
def load_kind_weights() -> Weights:
    """Return the packaged weights, loaded once."""
    arrays = load_weights("kinds")
    return Weights(*(arrays[f"kinds_{name}"].astype(np.float32) for name in Weights._fields))


def classify_boilerplate(
    segmentation: Segmentation, cues: Cues, layout: Layout, body: Sequence[bool]
) -> list[tuple[BlockKind, str]]:
    """Predict the kind of every block of boilerplate.

    Args:
        segmentation: The page, with at least one block.
        cues: The cues of the page.
        layout: The same page as arrays.
        body: Whether each block is body.

    Returns:
        The kind and the reason of every block, in page order; for body blocks, `BlockKind.BODY`
        and "".
    """
    features = kind_features(segmentation, cues, layout, body)
    weights = load_kind_weights()
    best = weights.score(features.kinds, features.shape).argmax(axis=1)
    rows = np.arange(len(best))
    terms = features.kinds[:, rows, best].T * weights.places[:, best].T
    reasons = _ReasonFinder(segmentation, cues, features)
    is_reason = terms > _MIN_TERM
    terms[is_reason[:, Place.TEXT], Place.TEXT] = np.inf  # a phrase is the clearest reason
    order = np.argsort(-terms, axis=1)[:, :_MAX_PLACES]
    counts = is_reason.sum(axis=1).tolist()
    has_copyright = (cues.is_short & _contains_word(cues.block_tokens, "©")).tolist()
    results = [(BlockKind.BODY, "")] * len(best)
    for index, (kind_index, places) in enumerate(zip(best.tolist(), order.tolist(), strict=True)):
        kind = KINDS[kind_index]
        if body[index]:
            continue
        if has_copyright[index] and kind is not BlockKind.LEGAL:
            results[index] = (BlockKind.LEGAL, "a copyright sign")
        else:
            results[index] = (kind, reasons.reason(index, kind, places[: counts[index]]))
    return results


def _contains_word(texts: Tokens, word: str) -> Booleans:
    """Return whether each text contains a word of the dictionary, shape (texts,)."""
    found = np.append(0, np.cumsum(texts.numbers == texts.dictionary.number(word)))
    return np.asarray(found[texts.starts + texts.lengths] > found[texts.starts], bool)


_MIN_TERM = 0.2
"""Log-odds above which a term can be the reason: it raises the odds by a fifth."""

_MAX_PLACES = 3

_MAX_QUOTE = 30
"""Longest quote of a block in a reason, in characters: enough to find it on the page."""

_MAX_DISTANCE = 12
"""The search for a block that explains the kind of its box ends before this many blocks up and
down."""

_TYPICAL_ELEMENTS = {
    BlockKind.NAVIGATION: ("nav", "footer", "header", "menu"),
    BlockKind.RELATED: ("aside", "nav", "footer", "article"),
    BlockKind.CREDIT: ("figcaption", "figure", "footer"),
    BlockKind.BYLINE: ("header", "address"),
    BlockKind.CONTACT: ("address", "form", "footer"),
    BlockKind.SUBSCRIBE: ("form", "aside", "footer", "header"),
    BlockKind.COMMENT_FORM: ("form",),
    BlockKind.LEGAL: ("footer",),
    BlockKind.SHARE: ("footer", "header", "aside"),
    BlockKind.ADVERT: ("aside", "footer"),
    BlockKind.AUTHOR_BIO: ("aside", "footer"),
    BlockKind.TAGS: ("footer", "ul"),
    BlockKind.WIDGET: ("button", "form", "select", "label", "details", "dialog"),
}
"""Elements that are a reason for a kind if there is no better one."""

_LINK_KINDS = frozenset((BlockKind.NAVIGATION, BlockKind.RELATED, BlockKind.TAGS))
"""Kinds that consist of links."""


class _ReasonFinder:
    """Short descriptions of the evidence for the kind of a block.

    Each `from_...` method returns the reason in one place, or None if there is none.
    """

    def __init__(self, page: Segmentation, cues: Cues, features: KindFeatures) -> None:
        self.page = page
        self.cues = cues
        self.features = features
        self.boilerplate_boxes: list[int] = features.boilerplate_boxes.tolist()
        self.headings: list[int] = features.headings.tolist()
        self.name_cache: dict[tuple[int, BlockKind], str | None] = {}
        self.word_cache: dict[tuple[int, BlockKind], str | None] = {}
        self.text_kinds = [cue and cue.kind for cue in cues.text_cues]

    def reason(self, index: int, kind: BlockKind, places: Sequence[int]) -> str:
        """Return the reason for the kind of a block.

        Args:
            index: Index of the block.
            kind: The kind of the block.
            places: The places with evidence, strongest first.
        """
        reason = None
        for place in places:
            reason = _REASON_METHODS[place](self, index, kind)
            if reason:
                break
        if kind in _LINK_KINDS and not (reason and reason.startswith("text")):
            density = self.page.blocks[index].link_density
            if density > 0.5:
                links = f"{density:.0%} link text"
                return f"{links}, {reason}" if reason else links
        return reason or self.from_elements(index, kind)

    def from_text(self, index: int, kind: BlockKind) -> str | None:
        cue = self.cues.text_cues[index]
        return cue.reason if cue is not None and cue.kind is kind else None

    def from_words(self, index: int, kind: BlockKind) -> str | None:
        key = (index, kind)
        if key not in self.word_cache:
            words = self.cues.text_matches.strongest(index, kind)
            self.word_cache[key] = _describe("word", words)
        return self.word_cache[key]

    def from_link(self, index: int, kind: BlockKind) -> str | None:
        return _describe("links to", self.features.links.strongest(index, kind))

    def from_names(self, index: int, kind: BlockKind) -> str | None:
        """Use the names of the inline elements, else of the nearest box named after the kind."""
        block = self.page.blocks[index]
        if block.inline_attrs:
            reason = self.from_row(int(self.cues.inline_rows[index]), kind)
            if reason:
                return reason
        box = int(self.features.named_boxes[block.box, KIND_INDEX[kind]])
        return None if box < 0 else self.from_signature(self.page.signatures.of_box[box], kind)

    def from_signature(self, signature: int, kind: BlockKind) -> str | None:
        cue = self.cues.signature_cues[signature]
        if cue is not None and cue.kind is kind:
            return cue.reason
        return self.from_row(signature, kind)

    def from_row(self, row: int, kind: BlockKind) -> str | None:
        """Use the names in a row of `Cues.name_tokens`."""
        key = (row, kind)
        if key not in self.name_cache:
            self.name_cache[key] = _describe("class", self.cues.name_matches.strongest(row, kind))
        return self.name_cache[key]

    def from_boilerplate_box(self, index: int, kind: BlockKind) -> str | None:
        """Use the nearest block with a phrase of the kind in the same boilerplate box."""
        box = self.page.boxes[self.boilerplate_boxes[index]]
        first, last, kinds = box.first, box.last, self.text_kinds
        for step in range(1, _MAX_DISTANCE):
            for other in (index - step, index + step):
                if first <= other < last and kinds[other] is kind:
                    return f"in one box with {self.quote(other)}"
        return None

    def from_above(self, index: int, kind: BlockKind) -> str | None:
        return self.from_adjacent(index, kind, -1)

    def from_below(self, index: int, kind: BlockKind) -> str | None:
        return self.from_adjacent(index, kind, 1)

    def from_adjacent(self, index: int, kind: BlockKind, side: int) -> str | None:
        """Use the nearest of four blocks above (side -1) or below (side 1)."""
        for step in range(1, 5):
            other = index + side * step
            if 0 <= other < len(self.text_kinds) and self.text_kinds[other] is kind:
                return f"{'below' if side < 0 else 'above'} {self.quote(other)}"
        return None

    def from_heading(self, index: int, kind: BlockKind) -> str | None:
        heading = self.headings[index]
        if heading < 0 or not (self.from_text(heading, kind) or self.from_words(heading, kind)):
            return None
        return f"below {self.quote(heading)}"

    def from_teaser(self, index: int, kind: BlockKind) -> str:
        reason = self.from_names(index, kind) or self.from_heading(index, kind)
        return reason or "a name or date in a list of teasers"

    def from_elements(self, index: int, kind: BlockKind) -> str:
        """Return a reason of last resort: an ancestor element, or the position of the block."""
        block = self.page.blocks[index]
        tags = _TYPICAL_ELEMENTS.get(kind, ())
        for box in self.page.ancestors(block):
            if box.tag in tags:
                return f"inside <{box.tag}>"
        if block.hidden:
            return "hidden by markup or style"
        return "outside the main content"

    def quote(self, index: int) -> str:
        """Return the text of a block in quotes, shortened to `_MAX_QUOTE` characters."""
        text = " ".join(self.page.blocks[index].text.split())
        return f"'{text}'" if len(text) <= _MAX_QUOTE else f"'{text[: _MAX_QUOTE - 1].rstrip()}…'"


_REASON_METHODS: dict[int, Callable[[_ReasonFinder, int, BlockKind], str | None]] = {
    Place.TEXT: _ReasonFinder.from_text,
    Place.WORDS: _ReasonFinder.from_words,
    Place.LINK: _ReasonFinder.from_link,
    Place.NAMES: _ReasonFinder.from_names,
    Place.NEAR: _ReasonFinder.from_boilerplate_box,
    Place.BOILERPLATE_BOX: _ReasonFinder.from_boilerplate_box,
    Place.ABOVE: _ReasonFinder.from_above,
    Place.BELOW: _ReasonFinder.from_below,
    Place.HEADING: _ReasonFinder.from_heading,
    Place.TEASER: _ReasonFinder.from_teaser,
}
"""The method that describes the evidence in each place."""


def _describe(label: str, words: str | None) -> str | None:
    return f"{label} '{words}'" if words else None
