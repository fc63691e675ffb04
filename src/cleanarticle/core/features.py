"""Block features: the numeric description of every block that the models read.

Each feature is computed for all blocks at once, without regular expressions. A matrix has one row
per feature, as trees read one feature at a time.
"""

from __future__ import annotations

from collections import Counter
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.layout import (
    ANY_GROUP,
    CHARACTER_CLASSES,
    DIGIT,
    END,
    UPPER,
    FeatureMatrix,
    prefix_sums,
    shifted,
)
from cleanarticle.core.page_signals import NO_SIGNALS, PageSignals
from cleanarticle.core.segmentation import Inline
from cleanarticle.core.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.core.cues import Cues
    from cleanarticle.core.layout import Booleans, Doubles, Floats, Ints, Layout
    from cleanarticle.core.phrase_matcher import Cue
    from cleanarticle.core.segmentation import Segmentation


class PageFacts(NamedTuple):
    """Metadata of a page that helps to separate body from boilerplate.

    Attributes:
        title: The title.
        description: The description.
        article_text: The text of the article in the JSON-LD; "" if there is none.
        title_index: Index of the block that shows the title; None if there is none.
        signals: Evidence of the page type in the head and the URL.
    """

    title: str = ""
    description: str = ""
    article_text: str = ""
    title_index: int | None = None
    signals: PageSignals = NO_SIGNALS


_MIN_PROSE_SIZE = 60
"""Blocks must have more letters than this to count as prose: a short English sentence."""

_GROUP_NAMES = ("p", "h1", "h2", "h3", "h4", "li", "cell", "pre", "quote", "figure", "definition",
                "control", "other")  # fmt: skip

_AREAS = ("nav", "footer", "header", "aside", "article", "main", "form", "table", "ul", "ol",
          "figure", "blockquote", "dl", "section", "details", "button")  # fmt: skip

_BOX_KINDS = (BlockKind.NAVIGATION, BlockKind.BYLINE, BlockKind.SHARE, BlockKind.RELATED,
              BlockKind.ADVERT, BlockKind.COMMENTS, BlockKind.TAGS, BlockKind.WIDGET,
              BlockKind.SUBSCRIBE, BlockKind.CONTACT)  # fmt: skip

_LEVELS = 5
"""Number of levels of boxes around each block that are described one by one."""

_RADII = (3, 8, 20)
"""Blocks on each side of a window: about a paragraph or two, a section, a part of the page."""

_MAIN_SHARES = (0.3, 0.6, 0.9)
"""Shares of the page's prose from which a box counts as the main box."""


def block_features(
    segmentation: Segmentation, layout: Layout, cues: Cues, facts: PageFacts
) -> Floats:
    """Describe every block by numbers.

    Args:
        segmentation: The page, with at least one block.
        layout: The same page as arrays.
        cues: The cues of the page.
        facts: The metadata of the page.

    Returns:
        A matrix of shape (len(FEATURES), blocks), in the order of `FEATURES`.
    """
    return _FeatureBuilder(segmentation, layout, cues, facts).build()


def _format_each(template: str, names: Iterable[object]) -> tuple[str, ...]:
    return tuple(template.format(name) for name in names)


_TEXT_FEATURES = (
    *_format_each("share_{}", range(CHARACTER_CLASSES)), "size", "chars", "words", "sentences",
    "digits", "word_length", "first_class", "last_class", "ends", "repeats", "lines", "tabs",
    *_format_each("tag_{}", _GROUP_NAMES),
)  # fmt: skip
_INLINE_FEATURES = ("links", "bold", "italic", "code", "hidden", "pieces", "link_density")
_CUE_FEATURES = (
    "cue", "box_cue", *_format_each("box_{}", _BOX_KINDS), *_format_each("text_{}", _BOX_KINDS),
)  # fmt: skip
_LEVEL_FEATURES = ("share", "size", "blocks", "density", "prose", "prose_share", "paragraphs",
                   "mean", "cues", "depth", "similar", "sibling_index")  # fmt: skip
_BOX_FEATURES = tuple(f"up{level}_{name}" for level in range(_LEVELS) for name in _LEVEL_FEATURES)
_MAIN_FEATURES = tuple(
    f"{name}_main_{share}" for share in _MAIN_SHARES for name in ("in", "before")
)
_AREA_FEATURES = _format_each("in_{}", _AREAS)
_POSITION_FEATURES = ("position", "before", "index", "from_end", "prose_before", "prose_after",
                      "from_title", "from_h1")  # fmt: skip
_TITLE_FEATURES = ("title_up", "title_down", "title_share", "title_blocks", "titles_above",
                   "h1_above", "h1_all")  # fmt: skip
_HEADING_FEATURES = ("heading_distance", "heading_level", "heading_cue", "heading_box_cue",
                     "heading_kind", "heading_size", "cue_distance", "cue_kind")  # fmt: skip
_FACT_FEATURES = ("title_words", "description_words", "in_json")
_OFFSETS = (-3, -2, -1, 1, 2, 3)
_NEIGHBOR_FEATURES = tuple(
    f"{name}{offset:+}"
    for offset in _OFFSETS
    for name in ("size", "density", "ends", "cue", "box_cue", "p", "li", "depth", "digit", "upper",
                 "up1_share", "tabs")
)  # fmt: skip
_WINDOW_FEATURES = tuple(
    f"{name}{radius}" for radius in _RADII for name in ("mean", "prose", "links", "before", "after")
)
_PAGE_FEATURES = ("page_prose", "page_long", "page_code", "page_json", "page_comments")

FEATURES = (
    *_TEXT_FEATURES, *_INLINE_FEATURES, *_CUE_FEATURES, *_BOX_FEATURES, *_MAIN_FEATURES,
    *_AREA_FEATURES, *_POSITION_FEATURES, *_TITLE_FEATURES, *_HEADING_FEATURES, *_FACT_FEATURES,
    *_NEIGHBOR_FEATURES, *_WINDOW_FEATURES, *_PAGE_FEATURES,
)  # fmt: skip
"""The names of the features, in order."""


class _FeatureBuilder:
    """Builds the feature matrix of one page, in the order of `FEATURES`."""

    def __init__(
        self, segmentation: Segmentation, layout: Layout, cues: Cues, facts: PageFacts
    ) -> None:
        self.page = segmentation
        self.layout = layout
        self.cues = cues
        self.facts = facts
        self.n = len(segmentation.blocks)
        self.order = np.arange(self.n)
        self.features = FeatureMatrix(len(FEATURES), self.n)
        self.add = self.features.add
        size = layout.size
        self.ends = layout.edges[1] == END
        self.prose = np.where(self.ends & (size > _MIN_PROSE_SIZE), size, 0.0)
        self.total_prose = max(1.0, float(self.prose.sum()))
        self.density = np.minimum(1.0, layout.links / np.maximum(1.0, layout.chars))
        self.cue, self.text_kind = _cue_arrays(cues.text_cues)
        # The last entry, at index -1, is for boxes without a cue.
        weights, kinds = _cue_arrays((*cues.signature_cues, None))
        signature = cues.box_signatures[layout.box]
        self.box_cue, self.box_kind = weights[signature], kinds[signature]
        self.total_size = max(1.0, float(size.sum()))
        self.log_size = np.log1p(size)

    def build(self) -> Floats:
        self.add_text()
        self.add_inline()
        self.add_cues()
        self.add_boxes()
        self.add_main()
        self.add_areas()
        self.add_position()
        self.add_title()
        self.add_heading_above()
        self.add_facts()
        self.add_neighbors()
        self.add_windows()
        self.add_page()
        return self.features.matrix

    def add_text(self) -> None:
        """Add the length and the composition of the text."""
        layout = self.layout
        self.shares = layout.counts / np.maximum(1.0, layout.chars)
        texts = [block.text for block in self.page.blocks]
        occurrences = Counter(texts)
        self.tabs = np.array(["\t" in text for text in texts])
        self.add(
            self.shares, self.log_size, np.log1p(layout.chars), np.log1p(layout.words),
            np.log1p(layout.counts[(END, DIGIT), :]),
            layout.chars / np.maximum(1.0, layout.words), layout.edges, self.ends,
            [occurrences[text] for text in texts], [text.count("\n") for text in texts], self.tabs,
            layout.group == np.arange(ANY_GROUP + 1)[:, None],
        )  # fmt: skip

    def add_inline(self) -> None:
        """Add the links and other inline elements of the block."""
        _, _, _, links, inline_tags, _, hidden, _, pieces = zip(*self.page.blocks, strict=True)
        flags = np.array(inline_tags)
        self.add(links, *((flags & flag) > 0 for flag in (Inline.BOLD, Inline.ITALIC, Inline.CODE)),
                 hidden, list(map(len, pieces)), self.density)  # fmt: skip

    def add_cues(self) -> None:
        """Add the cues of the text and of the boxes."""
        kinds = np.arange(len(_BOX_KINDS))[:, None]
        self.add(self.cue, self.box_cue, self.box_kind == kinds, self.text_kind == kinds)

    def add_boxes(self) -> None:
        """Add the innermost box and its ancestors."""
        layout = self.layout
        paragraph_size = np.where(layout.group == 0, layout.size, 0.0)
        size, links, prose, paragraphs, cues = layout.sum_by_box(
            np.stack((layout.size, layout.links, self.prose, paragraph_size, self.cue > 0.7))
        )
        blocks = np.maximum(1, layout.last - layout.first)
        divisor = np.maximum(1.0, size)
        self.box_share = size / self.total_size
        similar, index = _similar_siblings(layout)
        self.prose_share = prose / self.total_prose
        features = np.stack((
            self.box_share, np.log1p(size), np.log1p(blocks), np.minimum(1.0, links / divisor),
            prose / divisor, self.prose_share, paragraphs / divisor, np.log1p(size / blocks),
            cues / blocks, layout.depth, np.log1p(similar), index / similar,
        )).astype(np.float32)  # fmt: skip
        for _, level in zip(range(_LEVELS), layout.levels, strict=False):
            self.add(features[:, level])
        self.up1_share = features[0, layout.parent[layout.box]]

    def add_main(self) -> None:
        """Add whether the block is in, or before, the innermost box with most of the prose."""
        layout = self.layout
        for share in _MAIN_SHARES:
            candidates = np.flatnonzero(self.prose_share >= share)
            main = candidates[-1] if len(candidates) else 0
            before = self.order < layout.first[main]
            self.add(~before & (self.order < layout.last[main]), before)

    def add_areas(self) -> None:
        """Add the elements that contain the block."""
        self.add(self.layout.in_tags(_AREAS))

    def add_position(self) -> None:
        """Add the position of the block on the page."""
        order, n = self.order, self.n
        prose = prefix_sums(self.prose) / self.total_prose
        self.add(order / n, prefix_sums(self.layout.size)[:-1] / self.total_size, np.log1p(order),
                 np.log1p(n - 1 - order), prose[:-1], 1 - prose[1:])  # fmt: skip
        self.first_h1 = next(iter(np.flatnonzero(self.layout.group == 1).tolist()), None)
        for index in (self.facts.title_index, self.first_h1):
            self.add(-99.0 if index is None else np.minimum(np.maximum(order - index, -50), 200))

    def add_title(self) -> None:
        """Add the position of the block relative to the title.

        The article usually shares a box with its title, and later headings with the signature of
        the title begin other articles.
        """
        layout = self.layout
        title = self.first_h1 if self.facts.title_index is None else self.facts.title_index
        if title is None:
            self.add(np.full((5, self.n), -1.0))
        else:
            levels_up, common = layout.common_ancestors(int(layout.box[title]))
            signature = layout.signature[layout.box]
            is_heading = (layout.group >= 1) & (layout.group <= 4)
            is_other_title = (signature == signature[title]) & is_heading
            is_other_title[: title + 1] = False
            self.add(levels_up, layout.depth[layout.box] - layout.depth[common],
                     self.box_share[common], layout.last[common] - layout.first[common],
                     np.cumsum(is_other_title))  # fmt: skip
        h1 = np.cumsum(layout.group == 1)
        self.add(h1, np.full(self.n, h1[-1]))

    def add_heading_above(self) -> None:
        """Add the nearest heading above and the nearest block above with a strong cue."""
        group = self.layout.group
        distance, exists, index = _nearest_before((group >= 1) & (group <= 4))
        features = np.stack((group, self.cue, self.box_cue, self.text_kind, self.log_size))
        missing = np.array((0, -1, -1, -2, -1))[:, None]
        self.add(distance, np.where(exists, features[:, index], missing))
        distance, exists, index = _nearest_before(self.cue >= 0.8)
        self.add(distance, np.where(exists, self.text_kind[index], -2))

    def add_facts(self) -> None:
        """Add the overlap with the title, the description and the JSON-LD text."""
        tokens = self.cues.block_tokens
        lengths = np.maximum(1, tokens.lengths)
        title, description = tokenize(self.facts.title), tokenize(self.facts.description)
        bits = dict.fromkeys(title, 1) | dict.fromkeys(description, 2)
        bits |= dict.fromkeys(set(title).intersection(description), 3)
        word_bits = np.fromiter(map(bits.get, tokens.words, repeat(0)), np.intp, len(tokens.words))
        for bit in (1, 2):
            has_bit = (word_bits & bit) > 0
            self.add(np.add.reduceat(has_bit, tokens.starts, dtype=np.intp) / lengths)
        if len(self.facts.article_text) > _MIN_ARTICLE_TEXT:
            self.add(_occur_in(self.facts.article_text, tokens))
        else:
            self.add(0.0)

    def add_neighbors(self) -> None:
        """Add features of the blocks before and after."""
        group = self.layout.group
        features = np.stack((self.log_size, self.density, self.ends, self.cue, self.box_cue,
                             group == 0, group == 5, self.layout.depth[self.layout.box],
                             self.shares[DIGIT], self.shares[UPPER], self.up1_share,
                             self.tabs))  # fmt: skip
        for row in shifted(features.astype(np.float32), _OFFSETS, -1.0):
            self.add(row)

    def add_windows(self) -> None:
        """Add totals over windows around the block."""
        sums = prefix_sums(np.stack((self.layout.size, self.prose, self.layout.links)))
        order = self.order
        for radius in _RADII:
            low, high = np.maximum(0, order - radius), np.minimum(self.n, order + radius + 1)
            low_sums, high_sums = sums[:, low], sums[:, high]
            size, prose, links = high_sums - low_sums
            size = np.maximum(1.0, size)
            before, after = sums[:2, :-1] - low_sums[:2], high_sums[:2] - sums[:2, 1:]
            self.add(np.log1p(size / (high - low)), prose / size, links / size,
                     before[1] / np.maximum(1.0, before[0]),
                     after[1] / np.maximum(1.0, after[0]))  # fmt: skip

    def add_page(self) -> None:
        """Add features of the whole page; only a few, as models overfit to them."""
        self.add(float(self.prose.sum()) / self.total_size, float((self.prose > 0).sum()),
                 float((self.layout.group == 7).sum()),
                 float(len(self.facts.article_text) > _MIN_ARTICLE_TEXT),
                 float((self.text_kind == _COMMENTS).sum()))  # fmt: skip


_COMMENTS = _BOX_KINDS.index(BlockKind.COMMENTS)

_MIN_ARTICLE_TEXT = 200
"""A JSON-LD text must be longer than this, in characters, to be the article's, not a teaser."""

_MATCHED_WORDS = 12
"""Words at the start of a block that are looked up in the JSON-LD text."""

_KIND_INDEX = {kind: index for index, kind in enumerate(_BOX_KINDS)}


def _occur_in(text: str, blocks: Iterable[Sequence[str]]) -> list[float]:
    """Return 1 for each block whose first words occur in a text, -1 for each other block."""
    words = tokenize(text)
    vocabulary, joined = set(words), f" {' '.join(words)} "
    starts = [block[:_MATCHED_WORDS] for block in blocks]
    return [
        1.0 if vocabulary.issuperset(start) and f" {' '.join(start)} " in joined else -1.0
        for start in starts
    ]


def _cue_arrays(cues: Sequence[Cue | None]) -> tuple[Doubles, Ints]:
    """Return the weights of cues and the indices of their kinds; 0 and -1 for no cue."""
    weights = np.array([cue.weight if cue else 0.0 for cue in cues])
    return weights, np.array([_KIND_INDEX.get(cue.kind, -1) if cue else -1 for cue in cues])


def _nearest_before(selected: Booleans) -> tuple[Doubles, Booleans, Ints]:
    """Find the nearest selected block before each block.

    Returns:
        Three arrays of shape (blocks,): the log distance in blocks (-1 for none), whether there is
        one, and its index (0 for none).
    """
    order = np.arange(len(selected))
    index = np.full(len(selected), -1)
    index[1:] = np.maximum.accumulate(np.where(selected, order, -1))[:-1]
    exists = index >= 0
    return np.where(exists, np.log1p(order - index), -1.0), exists, np.maximum(index, 0)


def _similar_siblings(layout: Layout) -> tuple[Ints, Ints]:
    """Count the siblings of each box with the same signature.

    Returns:
        Two arrays of shape (boxes,): the number of similar siblings, including the box itself, and
        the index of the box among them.
    """
    keys = layout.parent * len(layout.signatures.tags) + layout.signature
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    is_first = np.ones(len(keys), bool)
    is_first[1:] = ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(is_first)
    sizes = np.diff(np.append(starts, len(keys)))
    similar, index = np.empty_like(keys), np.empty_like(keys)
    similar[order] = np.repeat(sizes, sizes)
    index[order] = np.arange(len(keys)) - np.repeat(starts, sizes)
    return similar, index
