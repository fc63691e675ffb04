"""Naming: which kind of boilerplate a block is, and what tells so.

A log-linear model: what speaks for a kind in each place is added up, weighed by how far cues of
that place have proved right, and so is everything else that is known of the block. Being a sum,
its largest term is the reason.
"""

from __future__ import annotations

from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.kind_features import (
    MAX_NAMES,
    SHAPE_FEATURES,
    KindFeatures,
    Place,
    kind_features,
)
from cleanarticle.core.kind_words import KIND_INDEX, KINDS, load_kind_words
from cleanarticle.core.matmul import matmul
from cleanarticle.core.tokens import tokenize_names

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cleanarticle.core.cues import Cues
    from cleanarticle.core.layout import Booleans, Floats, Layout
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.core.tokens import Tokens


class Weights(NamedTuple):
    """What evidence is worth.

    Attributes:
        places: Of each place, for each kind, shape (places, kinds).
        shape: Of each shape feature, for each kind, shape (features, kinds).
        bias: Of each kind, shape (kinds,).
        mean: Of each shape feature, shape (features,).
        scale: Of each shape feature, what it is divided by, shape (features,).
    """

    places: Floats
    shape: Floats
    bias: Floats
    mean: Floats
    scale: Floats

    def score(self, kinds: Floats, shape: Floats) -> Floats:
        """Log-odds, shape (blocks, kinds).

        Args:
            kinds: As `KindFeatures.kinds`, shape (places, blocks, kinds).
            shape: As `KindFeatures.shape`, shape (blocks, features).
        """
        scores: Floats = np.einsum("pbk,pk->bk", kinds, self.places)
        scores += matmul(self.shape.T, self.standardised(shape).T).T
        scores += self.bias
        scores[shape[:, _SENTENCES] == 0, _AUTHOR_BIO] = -np.inf
        return scores

    def standardised(self, shape: Floats) -> Floats:
        """Shape features around 0; far outliers are drawn in, as no page is like the training's."""
        rows: Floats = np.clip((shape - self.mean) / self.scale, -_OUTLIER, _OUTLIER)
        return rows


_AUTHOR_BIO = KINDS.index(BlockKind.AUTHOR_BIO)
_SENTENCES = SHAPE_FEATURES.index("long_island")
"""An author's box tells something of the author: with names and dates alone, it is a byline."""

_OUTLIER = np.float32(3)
"""Standard deviations from which a value tells no more."""


@cache
def load_weights() -> Weights:
    """The weights that come with the package, read once."""
    with resources.files("cleanarticle").joinpath("data/kinds.npz").open("rb") as file:
        archive = np.load(file)
        return Weights(*(archive[f"kinds_{name}"].astype(np.float32) for name in Weights._fields))


def classify_boilerplate(
    segmentation: Segmentation, cues: Cues, layout: Layout, body: Sequence[bool]
) -> list[tuple[BlockKind, str]]:
    """Name the kind of every block of boilerplate, of a page that has at least one block.

    Args:
        segmentation: The page.
        cues: What its blocks and boxes say of themselves.
        layout: The page as arrays.
        body: Which blocks are body.

    Returns:
        Kind and reason of every block, in page order; of body blocks, `BlockKind.BODY` and "".
    """
    evidence = kind_features(segmentation, cues, layout, body)
    weights = load_weights()
    best = weights.score(evidence.kinds, evidence.shape).argmax(axis=1)
    rows = np.arange(len(best))
    terms = evidence.kinds[:, rows, best].T * weights.places[:, best].T
    witness = _ReasonFinder(segmentation, cues, evidence)
    telling = terms > _TELLING
    terms[telling[:, Place.TEXT], Place.TEXT] = np.inf  # a phrase is the plainest reason
    order = np.argsort(-terms, axis=1)[:, :_MOST_PLACES]
    counts = telling.sum(axis=1).tolist()
    copyrighted = (cues.is_short & _has(cues.block_tokens, "©")).tolist()
    named = [(BlockKind.BODY, "")] * len(best)
    for at, (index, places) in enumerate(zip(best.tolist(), order.tolist(), strict=True)):
        kind = KINDS[index]
        if body[at]:
            continue
        if copyrighted[at] and kind is not BlockKind.LEGAL:
            named[at] = (BlockKind.LEGAL, "a copyright sign")
        else:
            named[at] = (kind, witness.reason(at, kind, places[: counts[at]]))
    return named


def _has(texts: Tokens, word: str) -> Booleans:
    """Whether each text has a word that the dictionary knows."""
    number = texts.dictionary.numbers[word]
    return np.asarray(np.logical_or.reduceat(texts.numbers == number, texts.starts), bool)


_TELLING = 0.2
"""Least log-odds of evidence that is given as a reason: it raises the odds by a fifth."""

_MOST_PLACES = 3

_QUOTE = 30
"""Characters of a block that a reason quotes: enough to find it on the page."""

_FAR = 12
"""Blocks up and down in which a block is looked for that tells the kind of its box."""

_AREAS = {
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
"""Elements that are a reason for a kind, where there is no better one."""

_LINKED = frozenset((BlockKind.NAVIGATION, BlockKind.RELATED, BlockKind.TAGS))
"""Kinds that consist of links."""


class _ReasonFinder:
    """Says what speaks for a kind, in one short line."""

    def __init__(self, page: Segmentation, cues: Cues, evidence: KindFeatures) -> None:
        self.page = page
        self.cues = cues
        self.evidence = evidence
        self.islands: list[int] = evidence.islands.tolist()
        self.headings: list[int] = evidence.headings.tolist()
        self.tables = load_kind_words()
        self.looks: dict[tuple[int, BlockKind], str | None] = {}
        self.inline: dict[tuple[str, BlockKind], str | None] = {}
        self.words: dict[tuple[int, BlockKind], str | None] = {}
        self.kinds = [cue and cue.kind for cue in cues.text_cues]

    def reason(self, at: int, kind: BlockKind, places: Sequence[int]) -> str:
        """The reason for a block's kind.

        Args:
            at: Index of the block.
            kind: Its kind.
            places: Where telling evidence was found, the most telling first.
        """
        found = None
        for place in places:
            found = _WAYS[place](self, at, kind)
            if found:
                break
        if kind in _LINKED and not (found and found.startswith("text")):
            density = self.page.blocks[at].link_density
            if density > 0.5:
                return f"{density:.0%} link text, {found}" if found else f"{density:.0%} link text"
        return found or self.from_elements(at, kind)

    def phrase(self, at: int, kind: BlockKind) -> str | None:
        cue = self.cues.text_cues[at]
        return cue.reason if cue is not None and cue.kind is kind else None

    def word(self, at: int, kind: BlockKind) -> str | None:
        key = (at, kind)
        if key not in self.words:
            found = self.tables.words.found(self.cues.block_tokens[at], kind)
            self.words[key] = _quoted("word", next(found, None))
        return self.words[key]

    def from_link(self, at: int, kind: BlockKind) -> str | None:
        found = self.tables.links.found(self.evidence.links[at], kind)
        return _quoted("links to", next(found, None))

    def from_names(self, at: int, kind: BlockKind) -> str | None:
        """What the names of the block, or of the nearest box named after the kind, say."""
        block = self.page.blocks[at]
        if block.inline_attrs:
            key = (block.inline_attrs, kind)
            if key not in self.inline:
                self.inline[key] = self.name_among(tokenize_names(block.inline_attrs), kind)
            if self.inline[key]:
                return self.inline[key]
        box = int(self.evidence.speaking[block.box, KIND_INDEX[kind]])
        return None if box < 0 else self.name_of(self.page.signatures.of_box[box], kind)

    def name_of(self, look: int, kind: BlockKind) -> str | None:
        key = (look, kind)
        if key not in self.looks:
            cue = self.cues.signature_cues[look]
            of_cue = cue.reason if cue is not None and cue.kind is kind else None
            self.looks[key] = of_cue or self.name_among(self.cues.name_tokens[look], kind)
        return self.looks[key]

    def name_among(self, names: Sequence[str], kind: BlockKind) -> str | None:
        return _quoted("class", next(self.tables.names.found(names[:MAX_NAMES], kind), None))

    def from_island(self, at: int, kind: BlockKind) -> str | None:
        """The nearest block in the same box that says of itself to be of the kind."""
        box = self.page.boxes[self.islands[at]]
        first, last, kinds = box.first, box.last, self.kinds
        for step in range(1, _FAR):
            for other in (at - step, at + step):
                if first <= other < last and kinds[other] is kind:
                    return f"in one box with {self.quote(other)}"
        return None

    def from_above(self, at: int, kind: BlockKind) -> str | None:
        return self.from_passing(at, kind, -1)

    def from_below(self, at: int, kind: BlockKind) -> str | None:
        return self.from_passing(at, kind, 1)

    def from_passing(self, at: int, kind: BlockKind, side: int) -> str | None:
        for step in range(1, 5):
            other = at + side * step
            if 0 <= other < len(self.kinds) and self.kinds[other] is kind:
                return f"{'below' if side < 0 else 'above'} {self.quote(other)}"
        return None

    def from_heading(self, at: int, kind: BlockKind) -> str | None:
        heading = self.headings[at]
        if heading < 0 or not (self.phrase(heading, kind) or self.word(heading, kind)):
            return None
        return f"below {self.quote(heading)}"

    def from_teaser(self, at: int, kind: BlockKind) -> str:
        found = self.from_names(at, kind) or self.from_heading(at, kind)
        return found or "a name or date in a row of teasers"

    def from_elements(self, at: int, kind: BlockKind) -> str:
        """What the elements around or the place tell, where there is no better reason."""
        block = self.page.blocks[at]
        telling = _AREAS.get(kind, ())
        for box in self.page.ancestors(block):
            if box.tag in telling:
                return f"inside <{box.tag}>"
        if block.hidden:
            return "not shown: hidden by mark-up or style"
        return "apart from the main text"

    def quote(self, at: int) -> str:
        text = " ".join(self.page.blocks[at].text.split())
        return f"'{text}'" if len(text) <= _QUOTE else f"'{text[: _QUOTE - 1].rstrip()}…'"


_WAYS: dict[int, Callable[[_ReasonFinder, int, BlockKind], str | None]] = {
    Place.TEXT: _ReasonFinder.phrase,
    Place.WORDS: _ReasonFinder.word,
    Place.LINK: _ReasonFinder.from_link,
    Place.NAMES: _ReasonFinder.from_names,
    Place.NEAR: _ReasonFinder.from_island,
    Place.ISLAND: _ReasonFinder.from_island,
    Place.ABOVE: _ReasonFinder.from_above,
    Place.BELOW: _ReasonFinder.from_below,
    Place.HEADING: _ReasonFinder.from_heading,
    Place.TEASER: _ReasonFinder.from_teaser,
}
"""How what was found in a place is said."""


def _quoted(what: str, found: str | None) -> str | None:
    return f"{what} '{found}'" if found else None
