"""Kind features: evidence of each kind for blocks that are known to be boilerplate.

The kind of a block depends on its box: the date inside a teaser is part of the teaser. So the same
cues are read in several places, from the inside out: in the block's own words, its link, the names
of its boxes, the other blocks in these boxes, and the blocks above and below.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.cues import MAX_NAMES
from cleanarticle.core.layout import DIGIT, END, UPPER, FeatureMatrix, prefix_sums
from cleanarticle.core.phrase_matcher import KIND_INDEX, KINDS, default_matcher
from cleanarticle.core.segmentation import Inline
from cleanarticle.core.tokens import tokenize_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.cues import Cues
    from cleanarticle.core.layout import Booleans, Doubles, Floats, Ints, Layout
    from cleanarticle.core.phrase_matcher import Cue, Matches
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.core.tokens import Tokens


class Place(IntEnum):
    """A place where evidence of a block's kind is found, relative to the block."""

    TEXT = 0
    """A phrase that the block equals, starts with or contains."""
    WORDS = 1
    """Single words of the block."""
    LINK = 2
    """Words of the URL that the block links to."""
    NAMES = 3
    """Class names of the ancestor boxes, weaker with distance."""
    NEAR = 4
    """Words of the other blocks in the ancestor boxes, weaker with distance."""
    BOILERPLATE_BOX = 5
    """Words of the other blocks in the boilerplate box: the largest around it without body."""
    ABOVE = 6
    """Phrases of the four blocks above, weaker with distance."""
    BELOW = 7
    """Phrases of the four blocks below, weaker with distance."""
    HEADING = 8
    """Words of the heading above."""
    TEASER = 9
    """A name or date that belongs to a teaser: evidence of related pages instead of a byline."""


class KindFeatures(NamedTuple):
    """Evidence of the kind of each block of a page.

    Attributes:
        kinds: Strength of the evidence by place, shape (places, blocks, kinds).
        shape: Features independent of any kind, shape (blocks, len(SHAPE_FEATURES)).
        boilerplate_boxes: Index of the largest box around each block that holds no body and not
            most of the page, else of its innermost box, shape (blocks,).
        headings: Index of the heading above each block; -1 for none, shape (blocks,).
        links: The phrases in the URL that each block of boilerplate links to.
        named_boxes: Index of each box or its nearest ancestor whose names are evidence of a kind;
            -1 for none, shape (boxes, kinds).
    """

    kinds: Floats
    shape: Floats
    boilerplate_boxes: Ints
    headings: Ints
    links: Matches
    named_boxes: Ints


_AREAS = ("nav", "footer", "header", "aside", "article", "main", "form", "table", "ul", "ol",
          "figure", "figcaption", "section", "details", "button", "address")  # fmt: skip
_GROUPS = np.array(((0, 0), (1, 4), (5, 5), (6, 6), (9, 9), (11, 11)))
"""First and last of each range of element groups that is a feature: paragraph, heading, list item,
cell, figure, control."""

_WORD_STEPS = (2, 5, 12, 30)
"""Lengths in words that separate names, menu items, headlines, sentences and paragraphs."""

_BOX_FEATURES = ("size", "density", "blocks", "mean", "similar", "short", "long")
_SIMILAR = _BOX_FEATURES.index("similar")

SHAPE_FEATURES = (
    *(f"over_{step}" for step in _WORD_STEPS), "density", "linked", "all_linked", "links",
    "digits", "capitals", "ends", "sentences", "hidden", "bold", "italic",
    *(f"tag_{index}" for index in range(len(_GROUPS))), *(f"in_{tag}" for tag in _AREAS),
    "before", "after", "to_body", "from_body", "by_body", "top", "bottom", "position",
    "before_linked", "after_linked", "before_long", "after_long",
    *(f"{name}_{level}" for level in ("own", "parent", "boilerplate") for name in _BOX_FEATURES),
    "boilerplate_body", "boilerplate_start", "boilerplate_end", "heading_distance",
    "heading_in_box", "url_words", "url_numbers", "fragment", "absolute",
    "size_before", "size_after", "linked_before", "linked_after", "page",
)  # fmt: skip
"""The names of the columns of `KindFeatures.shape`."""


def kind_features(
    segmentation: Segmentation, cues: Cues, layout: Layout, body: Sequence[bool]
) -> KindFeatures:
    """Collect the evidence of each kind for all blocks of a page.

    Args:
        segmentation: The page, with at least one block.
        cues: The cues of the page.
        layout: The same page as arrays.
        body: Whether each block is body.
    """
    return _KindFeatureBuilder(segmentation, cues, layout, np.asarray(body, bool)).build()


_BYLINE, _RELATED = KIND_INDEX[BlockKind.BYLINE], KIND_INDEX[BlockKind.RELATED]
_CONTACT = KIND_INDEX[BlockKind.CONTACT]

_MIN_BYLINE = 0.3
"""Evidence above which a block counts as a byline: a word of a class name one or two boxes up."""

_DECISIVE, _NEIGHBOR_DISCOUNT = 0.8, 0.5
"""Weight of its own phrase from which the kind of a block is decided, and the factor for the
evidence of its neighbors then: a slogan below a postal address is a slogan. Chosen by hand."""

_LEVEL_DECAY = 0.85
"""Factor for evidence one box farther out: a fifth is left at ten boxes. Chosen by hand."""

_BLOCK_DECAY = 0.8
"""Factor for evidence one block farther up or down. Chosen by hand."""

_NEIGHBOR_BLOCKS = 4
_NEAR_LEVELS = 5

_NAME_WEIGHT = 0.4
"""Weight of a word of a class name, relative to the strongest phrase, which has 1."""

_MAIN_SHARE = 0.5
"""Share of the page's text above which a box is the page, so that its names describe no block."""

_MAX_URL = 60
"""Number of characters of a URL that are read; the rest is mostly the title of its target."""


class _KindFeatureBuilder:
    """Builds the kind features of one page."""

    def __init__(
        self, segmentation: Segmentation, cues: Cues, layout: Layout, body: Booleans
    ) -> None:
        self.page = segmentation
        self.cues = cues
        self.layout = layout
        self.body = body
        self.n = len(body)
        self.order = np.arange(self.n)
        body_sums = prefix_sums(body.astype(np.float64))
        self.holds_body = body_sums[layout.last] > body_sums[layout.first]
        self.block_counts = np.maximum(1, layout.last - layout.first)
        self.is_minor = layout.sum_by_box(layout.size) <= _MAIN_SHARE * layout.size.sum()
        # Boxes with body, or most of the page, are not evidence of the kind of a block:
        self.is_content = self.holds_body | ~self.is_minor
        self.chars = np.maximum(1.0, layout.chars)
        self.density = np.minimum(1.0, layout.links / self.chars)
        self.log_size = np.log1p(layout.size)

    def build(self) -> KindFeatures:
        urls = [
            "" if is_body else block.first_href.partition("?")[0][:_MAX_URL]
            for block, is_body in zip(self.page.blocks, self.body.tolist(), strict=True)
        ]
        words = self.cues.block_tokens
        links = tokenize_texts(urls, words.dictionary)
        link_matches = default_matcher().links.match(links)
        text = _cue_weights(self.cues.text_cues)
        by_word = _per_root_length(self.cues.text_matches.count(), words)
        by_word[self.body] = 0
        by_link = _per_root_length(link_matches.count(), links)
        by_name, named_boxes = self.name_evidence()
        boilerplate_boxes = self.find_boilerplate_boxes()
        own = np.minimum(1.0, np.maximum(text, 0.5 * np.maximum(by_word, by_link)))
        headings = self.find_headings()
        has_heading = (headings >= 0)[:, None]
        decided = text.max(axis=1, keepdims=True) >= _DECISIVE
        discount = np.where(decided, _NEIGHBOR_DISCOUNT, 1.0)
        neighbors = (
            *self.box_evidence(own, boilerplate_boxes), self.adjacent_evidence(text, -1),
            self.adjacent_evidence(text, 1),
        )  # fmt: skip
        kinds = np.stack((
            text, by_word, by_link, by_name, *(evidence * discount for evidence in neighbors),
            np.maximum(text, by_word)[headings] * has_heading,
            np.zeros_like(text),
        ))  # fmt: skip
        boxes = self.box_features()
        kinds[Place.TEASER, :, _RELATED] = self.teaser_evidence(kinds, boxes[_SIMILAR])
        shape = self.shape_features(boxes, boilerplate_boxes, headings, urls, links)
        return KindFeatures(
            kinds.astype(np.float32), shape, boilerplate_boxes, headings, link_matches, named_boxes
        )

    def name_evidence(self) -> tuple[Doubles, Ints]:
        """Return the evidence in the names of the ancestor boxes, and `KindFeatures.named_boxes`.

        The evidence has the shape (blocks, kinds).
        """
        layout = self.layout
        counts = self.cues.name_matches.count()
        counts[:, _CONTACT] += _count_unknown_names(self.cues.name_tokens)
        kind_count = np.maximum(1, (counts > 0).sum(axis=1, keepdims=True))
        weights = _NAME_WEIGHT * np.minimum(2, counts) / np.sqrt(kind_count)
        # Most cues for widgets are buttons, whose kind is that of the page they link to.
        signature_cues = [
            cue if cue and cue.kind is not BlockKind.WIDGET else None
            for cue in self.cues.signature_cues
        ]
        by_signature = np.maximum(_cue_weights(signature_cues), weights[: len(signature_cues)])
        own = by_signature[layout.signature]
        own[~self.is_minor] = 0
        inline = weights[self.cues.inline_rows]
        inherited = own
        jump, decay = layout.parent, _LEVEL_DECAY
        for _ in range(4):  # pointer doubling: 1, 2, 4 and 8 boxes up, so 15 levels in all
            inherited = np.maximum(inherited, decay * inherited[jump])
            jump, decay = jump[jump], decay * decay
        named = layout.nearest_marked(np.where(own > 0, np.arange(len(own))[:, None], -1))
        return np.maximum(inline, inherited[layout.box]), named

    def find_boilerplate_boxes(self) -> Ints:
        """Return `KindFeatures.boilerplate_boxes`."""
        parent = self.layout.parent
        up = np.where(self.is_content[parent], np.arange(len(parent)), parent)
        for _ in range(5):  # pointer doubling: 32 levels in all
            up = up[up]
        return np.asarray(up[self.layout.box], np.intp)

    def box_evidence(self, own: Doubles, boilerplate_boxes: Ints) -> tuple[Doubles, Doubles]:
        """Return the evidence in the other blocks of nearby boxes and of the boilerplate box.

        Args:
            own: The evidence in each block, shape (blocks, kinds), like the results.
            boilerplate_boxes: As in `KindFeatures`.
        """
        layout = self.layout
        sums = np.zeros((self.n + 1, len(KINDS)))
        np.cumsum(own, axis=0, out=sums[1:])
        box_sums = sums[layout.last] - sums[layout.first]
        share = np.where(self.is_content, 0.0, 1.0 / np.maximum(1, self.block_counts - 1))
        near = np.zeros((self.n, len(KINDS)))
        decay = 1.0
        for _, level in zip(range(_NEAR_LEVELS), layout.levels, strict=False):
            near = np.maximum(near, (box_sums[level] - own) * (decay * share[level])[:, None])
            decay *= _LEVEL_DECAY
        return near, (box_sums[boilerplate_boxes] - own) * share[boilerplate_boxes][:, None]

    def adjacent_evidence(self, text: Doubles, side: int) -> Doubles:
        """Return the evidence in the phrases of adjacent blocks, shape (blocks, kinds).

        Args:
            text: The evidence in the phrases of each block, shape (blocks, kinds).
            side: -1 for the blocks above, 1 for those below.
        """
        evidence = np.zeros((self.n, len(KINDS)))
        decay = 1.0
        for step in range(1, min(_NEIGHBOR_BLOCKS, self.n - 1) + 1):
            target, source = (evidence[step:], text[:-step])
            if side > 0:
                target, source = (evidence[:-step], text[step:])
            np.maximum(target, decay * source, out=target)
            decay *= _BLOCK_DECAY
        return evidence

    def find_headings(self) -> Ints:
        """Return the index of the heading above each block; -1 for none."""
        group = self.layout.group
        headings = np.full(self.n, -1)
        own = np.where((group >= 1) & (group <= 4), self.order, -1)
        headings[1:] = np.maximum.accumulate(own)[:-1]
        return headings

    def shape_features(
        self,
        boxes: Doubles,
        boilerplate_boxes: Ints,
        headings: Ints,
        urls: list[str],
        links: Tokens,
    ) -> Floats:
        """Return `KindFeatures.shape`.

        Args:
            boxes: The features of the boxes, shape (box features, boxes).
            boilerplate_boxes: As in `KindFeatures`.
            headings: As in `KindFeatures`.
            urls: The URL that each block links to, "" for none.
            links: The words of these URLs.
        """
        layout, density = self.layout, self.density
        columns = FeatureMatrix(len(SHAPE_FEATURES), self.n)
        add = columns.add
        _, _, _, link_counts, inline_tags, _, hidden, *_ = zip(*self.page.blocks, strict=True)
        flags = np.array(inline_tags)
        linked = density > 0.5
        long = layout.words > _WORD_STEPS[1]
        add(
            layout.words > np.array(_WORD_STEPS)[:, None], density, linked, density > 0.95,
            np.log1p(np.array(link_counts)), layout.counts[DIGIT] / self.chars,
            layout.counts[UPPER] / np.maximum(1.0, layout.words), layout.edges[1] == END,
            np.log1p(layout.counts[END]), hidden, (flags & Inline.BOLD) > 0,
            (flags & Inline.ITALIC) > 0,
        )  # fmt: skip
        low, high = _GROUPS.T[:, :, None]
        add((layout.group >= low) & (layout.group <= high), layout.in_tags(_AREAS))
        before, after, to_body, from_body = self.body_positions()
        add(
            before, after, np.log1p(to_body), np.log1p(from_body),
            np.minimum(to_body, from_body) <= 2, self.order < 10, self.order >= self.n - 10,
            self.order / self.n, before & linked, after & linked, before & long, after & long,
        )  # fmt: skip
        levels = (layout.box, layout.parent[layout.box], boilerplate_boxes)
        add(*(boxes[:, level] for level in levels))
        first, last = layout.first[boilerplate_boxes], layout.last[boilerplate_boxes]
        has_heading = headings >= 0
        add(
            self.holds_body[boilerplate_boxes], np.log1p(self.order - first),
            np.log1p(last - 1 - self.order),
            np.where(has_heading, np.log1p(self.order - headings), 6.0),
            has_heading & (headings >= first),
        )  # fmt: skip
        add(
            np.log1p(links.lengths), _count_numbers(links), [url.startswith("#") for url in urls],
            [url.startswith("http") for url in urls],
        )  # fmt: skip
        for row in (self.log_size, linked):
            padded = np.zeros(self.n + 2)
            padded[1:-1] = row
            add(padded[:-2], padded[2:])
        add(np.full(self.n, np.log1p(self.n)))
        return columns.matrix.T

    def body_positions(self) -> tuple[Booleans, Booleans, Ints, Ints]:
        """Locate each block relative to the body.

        Returns:
            Four arrays of shape (blocks,): whether it is before all body, whether it is after all
            body, and the distances to the next and from the previous body block, in blocks.
        """
        order, n = self.order, self.n
        body_indices = np.flatnonzero(self.body)
        if not len(body_indices):
            distance = np.full(n, n)
            return np.zeros(n, bool), np.zeros(n, bool), distance, distance
        previous = np.maximum.accumulate(np.where(self.body, order, -n))
        following = np.minimum.accumulate(np.where(self.body, order, 2 * n)[::-1])[::-1]
        before, after = order < body_indices[0], order > body_indices[-1]
        return before, after, following - order, order - previous

    def teaser_evidence(self, kinds: Doubles, similar: Doubles) -> Doubles:
        """Return the evidence that a name or date belongs to a teaser, shape (blocks,).

        That is evidence of related pages around it, or boxes that repeat.

        Args:
            kinds: The evidence by place, as in `KindFeatures`.
            similar: The log number of similar siblings of each box, shape (boxes,).
        """
        byline = kinds[[Place.TEXT, Place.NAMES], :, _BYLINE].max(axis=0) > _MIN_BYLINE
        places = [Place.NAMES, Place.NEAR, Place.BOILERPLATE_BOX, Place.ABOVE, Place.HEADING]
        related = kinds[places, :, _RELATED].max(axis=0) > _MIN_BYLINE / 2
        most = np.zeros(self.n)
        for _, level in zip(range(_NEAR_LEVELS), self.layout.levels, strict=False):
            most = np.maximum(most, np.where(self.is_content[level], 0.0, similar[level]))
        repeats = most > np.log1p(2)
        return np.asarray(byline * (0.5 * related + 0.5 * repeats), np.float64)

    def box_features(self) -> Doubles:
        """Return the features named in `_BOX_FEATURES`, shape (box features, boxes)."""
        layout, blocks = self.layout, self.block_counts
        is_long = layout.words > _WORD_STEPS[1]
        size, links, short, long = layout.sum_by_box(
            np.stack((layout.size, layout.links, layout.words <= _WORD_STEPS[0], is_long))
        )
        keys = layout.parent * len(layout.signatures.tags) + layout.signature
        _, inverse, counts = np.unique(keys, return_inverse=True, return_counts=True)
        return np.stack((
            np.log1p(size), np.minimum(1.0, links / np.maximum(1.0, size)), np.log1p(blocks),
            np.log1p(size / blocks), np.log1p(counts[inverse]), short / blocks, long / blocks,
        ))  # fmt: skip


def _cue_weights(cues: Sequence[Cue | None]) -> Doubles:
    """Return the weight of each cue in the column of its kind, shape (cues, kinds)."""
    weights = np.zeros((len(cues), len(KINDS)))
    entries = [(row, KIND_INDEX[cue.kind], cue.weight) for row, cue in enumerate(cues) if cue]
    if entries:
        rows, columns, values = zip(*entries, strict=True)
        weights[list(rows), list(columns)] = values
    return weights


def _per_root_length(counts: Doubles, texts: Tokens) -> Doubles:
    """Divide counts by the root of the text length, as long texts have words of every kind."""
    return np.asarray(counts / np.sqrt(np.maximum(1, texts.lengths))[:, None], np.float64)


def _count_unknown_names(names: Tokens) -> Doubles:
    """Return the number of words of each text, of those read, that are in no dictionary.

    The weights in use were learned with each of them as evidence of contact details. This goes when
    the weights are next trained.
    """
    sums = prefix_sums((names.numbers == 0).astype(np.float64))
    lengths = np.minimum(names.lengths, MAX_NAMES)
    return np.asarray(sums[names.starts + lengths] - sums[names.starts], np.float64)


def _count_numbers(texts: Tokens) -> Ints:
    """Return the number of words of each text that are numbers."""
    is_number = np.fromiter(map(str.isdigit, texts.words), np.intp, len(texts.words))
    return np.asarray(np.add.reduceat(is_number, texts.starts), np.intp)
