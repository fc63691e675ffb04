"""Evidence: what speaks for each kind, of a block that is known to be boilerplate.

A kind belongs to a box: the date inside a teaser is part of the teaser. So the same cues are read
in several places, from the block itself outwards: its own words, where it links to, the names of
the boxes around, what else stands in them, what stands above and below.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.kind_words import KIND_INDEX, KINDS, load_kind_words
from cleanarticle.core.layout import DIGIT, END, UPPER, FeatureMatrix, prefix_sums
from cleanarticle.core.segmentation import Inline
from cleanarticle.core.tokens import tokenize_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.cues import Cues
    from cleanarticle.core.layout import Booleans, Doubles, Floats, Ints, Layout
    from cleanarticle.core.phrase_matcher import Cue
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.core.tokens import Tokens


class Place(IntEnum):
    """Where a cue of a kind was found, as seen from a block."""

    TEXT = 0
    """A phrase that boilerplate of the kind consists of, begins with or contains."""
    WORDS = 1
    """Single words of it."""
    LINK = 2
    """Words of the address that it links to."""
    NAMES = 3
    """Class names of the boxes around, the farther the less."""
    NEAR = 4
    """The words of other blocks in one of the boxes around."""
    ISLAND = 5
    """The words of other blocks in the largest box around that holds no body."""
    ABOVE = 6
    """The phrases of the four blocks above, the farther the less."""
    BELOW = 7
    """The phrases of the four blocks below."""
    HEADING = 8
    """The words of the heading above."""
    TEASER = 9
    """A name or a date that is a teaser's speaks for related pages, and against a byline."""


class KindFeatures(NamedTuple):
    """What speaks for which kind.

    Attributes:
        kinds: How strongly each place speaks for each kind, shape (places, blocks, kinds).
        shape: Everything else that is known of each block, shape (blocks, SHAPE_FEATURES).
        islands: Index of the largest box around each block that holds no body and not most of the
            page; its innermost box where there is none.
        headings: Index of the heading above each block, -1 for none.
        links: The words of the address that each block of boilerplate links to.
        speaking: Index of the nearest box, of each one and those around it, whose names speak for a
            kind; -1 where there is none, shape (boxes, kinds).
    """

    kinds: Floats
    shape: Floats
    islands: Ints
    headings: Ints
    links: Tokens
    speaking: Ints


_AREAS = ("nav", "footer", "header", "aside", "article", "main", "form", "table", "ul", "ol",
          "figure", "figcaption", "section", "details", "button", "address")  # fmt: skip
_GROUPS = np.array(((0, 0), (1, 4), (5, 5), (6, 6), (9, 9), (11, 11)))
"""Element groups that tell kinds apart, from and to: paragraph, heading, list item, cell, figure,
control."""

_WORD_STEPS = (2, 5, 12, 30)
"""Lengths in words that divide blocks: a name, a menu item, a headline, a sentence, a paragraph."""

_BOX_SHAPE = ("size", "density", "blocks", "mean", "alike", "short", "long")
_ALIKE = _BOX_SHAPE.index("alike")

SHAPE_FEATURES = (
    *(f"over_{step}" for step in _WORD_STEPS), "density", "linked", "all_linked", "links",
    "digits", "capitals", "ends", "sentences", "hidden", "bold", "italic",
    *(f"tag_{index}" for index in range(len(_GROUPS))), *(f"in_{tag}" for tag in _AREAS),
    "before", "after", "to_body", "from_body", "by_body", "top", "bottom", "place",
    "before_linked", "after_linked", "before_long", "after_long",
    *(f"{name}_{level}" for level in ("own", "up", "island") for name in _BOX_SHAPE),
    "island_body", "island_start", "island_end", "heading_far", "heading_here",
    "address_words", "address_numbers", "fragment", "absolute",
    "size_before", "size_after", "linked_before", "linked_after", "page",
)  # fmt: skip
"""The names of the columns of `KindFeatures.shape`."""


def kind_features(
    segmentation: Segmentation, cues: Cues, layout: Layout, body: Sequence[bool]
) -> KindFeatures:
    """Find what speaks for each kind, of all blocks of a page that has at least one.

    Args:
        segmentation: The page.
        cues: What its blocks and boxes say of themselves.
        layout: The page as arrays.
        body: Which blocks are body.
    """
    return _Finder(segmentation, cues, layout, np.asarray(body, bool)).find()


_BYLINE, _RELATED = KIND_INDEX[BlockKind.BYLINE], KIND_INDEX[BlockKind.RELATED]

_SAID = 0.3
"""Least evidence that counts as said: one word of a class name, one or two boxes out."""

_OUTSPOKEN, _NEIGHBOR_DISCOUNT = 0.8, 0.5
"""Weight of its own phrase from which a block says what it is, and how much less the blocks around
then count: a slogan below an address is a slogan. Set by hand."""

_FADE = 0.85
"""What a cue one box farther out is worth: at ten boxes a fifth. Set by hand, not tuned."""

_STEP_FADE = 0.8
"""The same of a cue one block farther up or down."""

_STEPS = 4
_NEAR_LEVELS = 5

_NAME = 0.4
"""What one word of a class name is worth beside a cue of `cues.toml`, the most telling being 1."""

_MAIN_SHARE = 0.5
"""A box with more of the page's text than this is the page, and its names tell of no block."""

MAX_NAMES = 20
"""Words of class names that are read: what comes first tells most, and style sheets of many small
classes put hundreds behind it."""

_ADDRESS = 60
"""Characters of an address that are read; what follows is the title of what it leads to."""


class _Finder:
    """Finds the evidence of one page."""

    def __init__(
        self, segmentation: Segmentation, cues: Cues, layout: Layout, body: Booleans
    ) -> None:
        self.page = segmentation
        self.cues = cues
        self.layout = layout
        self.body = body
        self.n = len(body)
        self.order = np.arange(self.n)
        self.tables = load_kind_words()
        bodies = prefix_sums(body.astype(np.float64))
        self.holds_body = bodies[layout.last] > bodies[layout.first]
        self.blocks = np.maximum(1, layout.last - layout.first)
        self.named = layout.sum_by_box(layout.size) <= _MAIN_SHARE * layout.size.sum()
        self.whole = self.holds_body | ~self.named
        self.chars = np.maximum(1.0, layout.chars)
        self.density = np.minimum(1.0, layout.links / self.chars)
        self.sizes = np.log1p(layout.size)

    def find(self) -> KindFeatures:
        boilerplate = ~self.body
        wanted = boilerplate.tolist()
        addresses = [
            block.first_href.partition("?")[0][:_ADDRESS] if asked else ""
            for block, asked in zip(self.page.blocks, wanted, strict=True)
        ]
        words = self.cues.block_tokens
        linked = tokenize_texts(addresses, words.dictionary)
        text = _of_cues(self.cues.text_cues)
        by_word = _per_root(self.tables.words.count(words), words)
        by_word[self.body] = 0
        by_link = _per_root(self.tables.links.count(linked), linked)
        names, speaking = self.names()
        islands = self.islands()
        said = np.minimum(1.0, np.maximum(text, 0.5 * np.maximum(by_word, by_link)))
        headings = self.headings()
        known = (headings >= 0)[:, None]
        hush = np.where(text.max(axis=1, keepdims=True) >= _OUTSPOKEN, _NEIGHBOR_DISCOUNT, 1.0)
        around = (
            *self.votes(said, islands), self.passing(text, -1), self.passing(text, 1),
        )  # fmt: skip
        kinds = np.stack((
            text, by_word, by_link, names, *(others * hush for others in around),
            np.maximum(text, by_word)[headings] * known,
            np.zeros_like(text),
        ))  # fmt: skip
        of_boxes = self.box_shape()
        kinds[Place.TEASER, :, _RELATED] = self.teasers(kinds, of_boxes[_ALIKE])
        shape = self.shape(of_boxes, islands, headings, addresses, linked)
        return KindFeatures(kinds.astype(np.float32), shape, islands, headings, linked, speaking)

    def names(self) -> tuple[Doubles, Ints]:
        """What the names of the boxes around say of each block; the boxes that say it."""
        layout = self.layout
        counts = self.tables.names.count(self.cues.name_tokens, MAX_NAMES)
        several = np.maximum(1, (counts > 0).sum(axis=1, keepdims=True))
        worth = _NAME * np.minimum(2, counts) / np.sqrt(several)
        # Cues for widgets are left out: most are buttons, which take the kind of what they lead to.
        told = [
            cue if cue and cue.kind is not BlockKind.WIDGET else None
            for cue in self.cues.signature_cues
        ]
        own = np.maximum(_of_cues(told), worth[: len(told)])[layout.signature]
        own[~self.named] = 0
        inside = worth[self.cues.inline_rows]
        around = own
        jump, fade = layout.parent, _FADE
        for _ in range(4):  # boxes 1, 2, 4 and 8 farther out, so all of 15 levels
            around = np.maximum(around, fade * around[jump])
            jump, fade = jump[jump], fade * fade
        speaking = layout.nearest_marked(np.where(own > 0, np.arange(len(own))[:, None], -1))
        return np.maximum(inside, around[layout.box]), speaking

    def islands(self) -> Ints:
        """The largest box around each block that holds no body and is not the whole page."""
        parent, holds = self.layout.parent, self.whole
        up = np.where(holds[parent], np.arange(len(parent)), parent)
        for _ in range(5):  # 32 levels
            up = up[up]
        return np.asarray(up[self.layout.box], np.intp)

    def votes(self, said: Doubles, islands: Ints) -> tuple[Doubles, Doubles]:
        """What the other blocks of the boxes around say; of the island around."""
        layout = self.layout
        sums = np.zeros((self.n + 1, len(KINDS)))
        np.cumsum(said, axis=0, out=sums[1:])
        tally = sums[layout.last] - sums[layout.first]
        share = np.where(self.whole, 0.0, 1.0 / np.maximum(1, self.blocks - 1))
        near = np.zeros((self.n, len(KINDS)))
        fade = 1.0
        for _, level in zip(range(_NEAR_LEVELS), layout.levels, strict=False):
            near = np.maximum(near, (tally[level] - said) * (fade * share[level])[:, None])
            fade *= _FADE
        return near, (tally[islands] - said) * share[islands][:, None]

    def passing(self, text: Doubles, side: int) -> Doubles:
        """The phrases of the blocks above (side -1) or below (side 1)."""
        found = np.zeros((self.n, len(KINDS)))
        fade = 1.0
        for step in range(1, min(_STEPS, self.n - 1) + 1):
            here, there = (found[step:], text[:-step])
            if side > 0:
                here, there = (found[:-step], text[step:])
            np.maximum(here, fade * there, out=here)
            fade *= _STEP_FADE
        return found

    def headings(self) -> Ints:
        """The heading above each block, -1 where there is none."""
        group = self.layout.group
        at = np.full(self.n, -1)
        heads = np.where((group >= 1) & (group <= 4), self.order, -1)
        at[1:] = np.maximum.accumulate(heads)[:-1]
        return at

    def shape(
        self,
        of_boxes: Doubles,
        islands: Ints,
        headings: Ints,
        addresses: list[str],
        linked: Tokens,
    ) -> Floats:
        """Everything that is known of each block beside what speaks for a kind."""
        layout, density = self.layout, self.density
        columns = FeatureMatrix(len(SHAPE_FEATURES), self.n)
        add = columns.add
        _, _, _, links, inline, _, hidden, *_ = zip(*self.page.blocks, strict=True)
        marks = np.array(inline)
        half = density > 0.5
        long = layout.words > _WORD_STEPS[1]
        add(
            layout.words > np.array(_WORD_STEPS)[:, None], density, half, density > 0.95,
            np.log1p(np.array(links)), layout.counts[DIGIT] / self.chars,
            layout.counts[UPPER] / np.maximum(1.0, layout.words), layout.edges[1] == END,
            np.log1p(layout.counts[END]), hidden, (marks & Inline.BOLD) > 0,
            (marks & Inline.ITALIC) > 0,
        )  # fmt: skip
        low, high = _GROUPS.T[:, :, None]
        add((layout.group >= low) & (layout.group <= high), layout.in_tags(_AREAS))
        before, after, to_body, from_body = self.position()
        add(
            before, after, np.log1p(to_body), np.log1p(from_body),
            np.minimum(to_body, from_body) <= 2, self.order < 10, self.order >= self.n - 10,
            self.order / self.n, before & half, after & half, before & long, after & long,
        )  # fmt: skip
        add(*(of_boxes[:, level] for level in (layout.box, layout.parent[layout.box], islands)))
        first, last = layout.first[islands], layout.last[islands]
        known = headings >= 0
        add(
            self.holds_body[islands], np.log1p(self.order - first),
            np.log1p(last - 1 - self.order),
            np.where(known, np.log1p(self.order - headings), 6.0), known & (headings >= first),
        )  # fmt: skip
        add(
            np.log1p(linked.lengths),
            _numerals(linked),
            [address.startswith("#") for address in addresses],
            [address.startswith("http") for address in addresses],
        )
        for row in (self.sizes, half):
            around = np.zeros(self.n + 2)
            around[1:-1] = row
            add(around[:-2], around[2:])
        add(np.full(self.n, np.log1p(self.n)))
        return columns.matrix.T

    def position(self) -> tuple[Booleans, Booleans, Ints, Ints]:
        """Before or behind all body; how many blocks from the next and the last body block."""
        order, n = self.order, self.n
        at = np.flatnonzero(self.body)
        if not len(at):
            far = np.full(n, n)
            return np.zeros(n, bool), np.zeros(n, bool), far, far
        last = np.maximum.accumulate(np.where(self.body, order, -n))
        coming = np.minimum.accumulate(np.where(self.body, order, 2 * n)[::-1])[::-1]
        return order < at[0], order > at[-1], coming - order, order - last

    def teasers(self, kinds: Doubles, alike: Doubles) -> Doubles:
        """Names and dates that are a teaser's: something around is related, or comes repeatedly.

        Args:
            kinds: What speaks for each kind.
            alike: How many boxes look like each box beside it, as a logarithm.
        """
        byline = kinds[[Place.TEXT, Place.NAMES], :, _BYLINE].max(axis=0) > _SAID
        around = [Place.NAMES, Place.NEAR, Place.ISLAND, Place.ABOVE, Place.HEADING]
        related = kinds[around, :, _RELATED].max(axis=0) > _SAID / 2
        most = np.zeros(self.n)
        for _, level in zip(range(_NEAR_LEVELS), self.layout.levels, strict=False):
            most = np.maximum(most, np.where(self.whole[level], 0.0, alike[level]))
        return np.asarray(byline * (0.5 * related + 0.5 * (most > np.log1p(2))), np.float64)

    def box_shape(self) -> Doubles:
        """The boxes: how much they hold, how it is cut, how many look the same beside them."""
        layout, blocks = self.layout, self.blocks
        long = layout.words > _WORD_STEPS[1]
        size, links, short, prose = layout.sum_by_box(
            np.stack((layout.size, layout.links, layout.words <= _WORD_STEPS[0], long))
        )
        keys = layout.parent * len(layout.signatures.tags) + layout.signature
        _, inverse, times = np.unique(keys, return_inverse=True, return_counts=True)
        return np.stack((
            np.log1p(size), np.minimum(1.0, links / np.maximum(1.0, size)), np.log1p(blocks),
            np.log1p(size / blocks), np.log1p(times[inverse]), short / blocks, prose / blocks,
        ))  # fmt: skip


def _of_cues(cues: Sequence[Cue | None]) -> Doubles:
    """Weights of cues, shape (cues, kinds)."""
    weights = np.zeros((len(cues), len(KINDS)))
    found = [(at, KIND_INDEX[cue.kind], cue.weight) for at, cue in enumerate(cues) if cue]
    if found:
        rows, columns, values = zip(*found, strict=True)
        weights[list(rows), list(columns)] = values
    return weights


def _per_root(counts: Doubles, texts: Tokens) -> Doubles:
    """Counts by the root of each text's length: a long text has some word of any kind."""
    return np.asarray(counts / np.sqrt(np.maximum(1, texts.lengths))[:, None], np.float64)


def _numerals(texts: Tokens) -> Ints:
    """How many words of each text are numbers."""
    found = np.fromiter(map(str.isdigit, texts.words), np.intp, len(texts.words))
    return np.asarray(np.add.reduceat(found, texts.starts), np.intp)
