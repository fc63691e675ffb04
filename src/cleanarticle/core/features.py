"""Features: what the model looks at, a number a block and feature.

Everything is computed for all blocks at once, a feature after the other; a matrix has a row a
feature, as trees ask one of them at a time. No regular expression runs a block.
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
    """What a page says of itself to machines, as far as it tells body from boilerplate.

    Attributes:
        title: The page's title.
        description: Its description.
        article_text: The article's text, where the page's JSON-LD repeats it.
        title_index: Index of the block that shows the title; None if there is none.
        signals: What the head says of the page's type.
    """

    title: str = ""
    description: str = ""
    article_text: str = ""
    title_index: int | None = None
    signals: PageSignals = NO_SIGNALS


_PROSE_SIZE = 60
"""Least letters of a block that counts as prose: a short English sentence."""

_GROUP_NAMES = ("p", "h1", "h2", "h3", "h4", "li", "cell", "pre", "quote", "figure", "definition",
                "control", "other")  # fmt: skip

_AREAS = ("nav", "footer", "header", "aside", "article", "main", "form", "table", "ul", "ol",
          "figure", "blockquote", "dl", "section", "details", "button")  # fmt: skip

_BOX_KINDS = (BlockKind.NAVIGATION, BlockKind.BYLINE, BlockKind.SHARE, BlockKind.RELATED,
              BlockKind.ADVERT, BlockKind.COMMENTS, BlockKind.TAGS, BlockKind.WIDGET,
              BlockKind.SUBSCRIBE, BlockKind.CONTACT)  # fmt: skip

_LEVELS = 5
"""How many boxes outwards from a block are described one by one."""

_REACHES = (3, 8, 20)
"""Blocks on each side that are summed up: a paragraph or two, a section, a part of the page."""

_MAIN_SHARES = (0.3, 0.6, 0.9)
"""Shares of the page's prose that make a box the main one."""


def block_features(
    segmentation: Segmentation, layout: Layout, cues: Cues, facts: PageFacts
) -> Floats:
    """Describe every block by numbers.

    Returns:
        A matrix of shape (features, blocks); `FEATURES` has their names.
    """
    return _Describer(segmentation, layout, cues, facts).describe()


def _each(template: str, names: Iterable[object]) -> tuple[str, ...]:
    return tuple(template.format(name) for name in names)


_TEXT_FEATURES = (
    *_each("share_{}", range(CHARACTER_CLASSES)), "size", "chars", "words", "sentences", "digits",
    "word_length", "first_class", "last_class", "ends", "repeats", "lines", "tabs",
    *_each("tag_{}", _GROUP_NAMES),
)  # fmt: skip
_INLINE_FEATURES = ("links", "bold", "italic", "code", "hidden", "pieces", "link_density")
_CUE_FEATURES = ("cue", "box_cue", *_each("box_{}", _BOX_KINDS), *_each("text_{}", _BOX_KINDS))
_OF_BOX = ("share", "size", "blocks", "density", "prose", "prose_share", "paragraphs", "mean",
           "cues", "depth", "alike", "place")  # fmt: skip
_BOX_FEATURES = tuple(f"up{level}_{name}" for level in range(_LEVELS) for name in _OF_BOX)
_MAIN_FEATURES = tuple(f"{name}_main_{part}" for part in _MAIN_SHARES for name in ("in", "before"))
_AROUND_FEATURES = _each("in_{}", _AREAS)
_PLACE_FEATURES = ("position", "before", "index", "from_end", "prose_before", "prose_after",
                  "from_title", "from_h1")  # fmt: skip
_TITLE_FEATURES = ("title_up", "title_down", "title_share", "title_blocks", "titles_above",
                   "h1_above", "h1_all")  # fmt: skip
_HEADING_FEATURES = ("heading_far", "heading_level", "heading_cue", "heading_box_cue",
                    "heading_kind", "heading_size", "cue_far", "cue_kind")  # fmt: skip
_FACT_FEATURES = ("title_words", "description_words", "in_json")
_STEPS = (-3, -2, -1, 1, 2, 3)
_NEIGHBOUR_FEATURES = tuple(
    f"{name}{step:+}"
    for step in _STEPS
    for name in ("size", "density", "ends", "cue", "box_cue", "p", "li", "depth", "digit", "upper",
                 "up1_share", "tabs")
)  # fmt: skip
_WINDOW_FEATURES = tuple(
    f"{name}{reach}" for reach in _REACHES for name in ("mean", "prose", "links", "past", "coming")
)
_PAGE_FEATURES = ("page_prose", "page_long", "page_code", "page_json", "page_comments")

FEATURES = (
    *_TEXT_FEATURES, *_INLINE_FEATURES, *_CUE_FEATURES, *_BOX_FEATURES, *_MAIN_FEATURES,
    *_AROUND_FEATURES, *_PLACE_FEATURES, *_TITLE_FEATURES, *_HEADING_FEATURES, *_FACT_FEATURES,
    *_NEIGHBOUR_FEATURES, *_WINDOW_FEATURES, *_PAGE_FEATURES,
)  # fmt: skip
"""The names of the features, in order."""


class _Describer:
    """Fills in the features of one page, in the order of `FEATURES`."""

    def __init__(
        self, segmentation: Segmentation, layout: Layout, cues: Cues, facts: PageFacts
    ) -> None:
        self.page = segmentation
        self.layout = layout
        self.cues = cues
        self.facts = facts
        self.n = len(segmentation.blocks)
        self.order = np.arange(self.n)
        self.rows = FeatureMatrix(len(FEATURES), self.n)
        self.add = self.rows.add
        size = layout.size
        self.ends = layout.edges[1] == END
        self.prose = np.where(self.ends & (size > _PROSE_SIZE), size, 0.0)
        self.all_prose = max(1.0, float(self.prose.sum()))
        self.density = np.minimum(1.0, layout.links / np.maximum(1.0, layout.chars))
        self.cue, self.text_kind = _of_cues(cues.text_cues)
        of_looks, kinds_of_looks = _of_cues(
            (*cues.signature_cues, None)
        )  # the last for what has none: -1
        look = cues.box_signatures[layout.box]
        self.box_cue, self.box_kind = of_looks[look], kinds_of_looks[look]
        self.total = max(1.0, float(size.sum()))
        self.size_log = np.log1p(size)

    def describe(self) -> Floats:
        self.add_text()
        self.add_inline()
        self.add_cues()
        self.add_boxes()
        self.add_main()
        self.add_around()
        self.add_place()
        self.add_title()
        self.add_heading_above()
        self.add_facts()
        self.add_neighbours()
        self.add_windows()
        self.add_page()
        return self.rows.matrix

    def add_text(self) -> None:
        """Length and make-up of the text."""
        layout = self.layout
        self.shares = layout.counts / np.maximum(1.0, layout.chars)
        texts = [block.text for block in self.page.blocks]
        times = Counter(texts)
        self.tabs = np.array(["\t" in text for text in texts])
        self.add(
            self.shares, self.size_log, np.log1p(layout.chars), np.log1p(layout.words),
            np.log1p(layout.counts[(END, DIGIT), :]),
            layout.chars / np.maximum(1.0, layout.words), layout.edges, self.ends,
            [times[text] for text in texts], [text.count("\n") for text in texts], self.tabs,
            layout.group == np.arange(ANY_GROUP + 1)[:, None],
        )  # fmt: skip

    def add_inline(self) -> None:
        """Links and other elements inside the block."""
        _, _, _, links, inline, _, hidden, _, pieces = zip(*self.page.blocks, strict=True)
        marks = np.array(inline)
        self.add(links, *((marks & mark) > 0 for mark in (Inline.BOLD, Inline.ITALIC, Inline.CODE)),
                 hidden, list(map(len, pieces)), self.density)  # fmt: skip

    def add_cues(self) -> None:
        """What the text and the boxes around say of themselves."""
        kinds = np.arange(len(_BOX_KINDS))[:, None]
        self.add(self.cue, self.box_cue, self.box_kind == kinds, self.text_kind == kinds)

    def add_boxes(self) -> None:
        """The boxes around the block, from the innermost outwards."""
        layout = self.layout
        in_p = np.where(layout.group == 0, layout.size, 0.0)
        size, links, prose, paragraphs, cues = layout.sum_by_box(
            np.stack((layout.size, layout.links, self.prose, in_p, self.cue > 0.7))
        )
        blocks = np.maximum(1, layout.last - layout.first)
        safe = np.maximum(1.0, size)
        self.box_share = size / self.total
        alike, place = _siblings(layout)
        self.prose_share = prose / self.all_prose
        described = np.stack((
            self.box_share, np.log1p(size), np.log1p(blocks), np.minimum(1.0, links / safe),
            prose / safe, self.prose_share, paragraphs / safe, np.log1p(size / blocks),
            cues / blocks, layout.depth, np.log1p(alike), place / alike,
        )).astype(np.float32)  # fmt: skip
        for _, level in zip(range(_LEVELS), layout.levels, strict=False):
            self.add(described[:, level])
        self.up1_share = described[0, layout.parent[layout.box]]

    def add_main(self) -> None:
        """Whether the block is in or before the innermost box that holds most of the prose."""
        layout = self.layout
        for part in _MAIN_SHARES:
            holders = np.flatnonzero(self.prose_share >= part)
            main = holders[-1] if len(holders) else 0
            before = self.order < layout.first[main]
            self.add(~before & (self.order < layout.last[main]), before)

    def add_around(self) -> None:
        """Which elements stand anywhere around."""
        self.add(self.layout.in_tags(_AREAS))

    def add_place(self) -> None:
        """Where on the page the block stands."""
        order, n = self.order, self.n
        prose = prefix_sums(self.prose) / self.all_prose
        self.add(order / n, prefix_sums(self.layout.size)[:-1] / self.total, np.log1p(order),
                 np.log1p(n - 1 - order), prose[:-1], 1 - prose[1:])  # fmt: skip
        self.first_h1 = next(iter(np.flatnonzero(self.layout.group == 1).tolist()), None)
        for at in (self.facts.title_index, self.first_h1):
            self.add(-99.0 if at is None else np.minimum(np.maximum(order - at, -50), 200))

    def add_title(self) -> None:
        """Where the block stands as seen from the title: the article shares a box with it.

        Headings that look like the title head other articles.
        """
        layout = self.layout
        title = self.first_h1 if self.facts.title_index is None else self.facts.title_index
        if title is None:
            self.add(np.full((5, self.n), -1.0))
        else:
            up, shared = layout.common_ancestors(int(layout.box[title]))
            look = layout.signature[layout.box]
            alike = (look == look[title]) & (layout.group >= 1) & (layout.group <= 4)
            alike[: title + 1] = False
            self.add(up, layout.depth[layout.box] - layout.depth[shared], self.box_share[shared],
                     layout.last[shared] - layout.first[shared], np.cumsum(alike))  # fmt: skip
        h1 = np.cumsum(layout.group == 1)
        self.add(h1, np.full(self.n, h1[-1]))

    def add_heading_above(self) -> None:
        """The nearest heading above, and the nearest block above with a strong cue."""
        group = self.layout.group
        far, known, at = _last_before((group >= 1) & (group <= 4))
        seen = np.stack((group, self.cue, self.box_cue, self.text_kind, self.size_log))[:, at]
        self.add(far, np.where(known, seen, np.array((0, -1, -1, -2, -1))[:, None]))
        far, known, at = _last_before(self.cue >= 0.8)
        self.add(far, np.where(known, self.text_kind[at], -2))

    def add_facts(self) -> None:
        """Agreement with what the page says of itself to machines."""
        read = self.cues.block_tokens
        lengths = np.maximum(1, read.lengths)
        title, description = tokenize(self.facts.title), tokenize(self.facts.description)
        wanted = dict.fromkeys(title, 1) | dict.fromkeys(description, 2)
        wanted |= dict.fromkeys(set(title).intersection(description), 3)
        found = map(wanted.get, read.words, repeat(0))
        shared = np.fromiter(found, np.intp, len(read.words))
        for bit in (1, 2):
            self.add(np.add.reduceat((shared & bit) > 0, read.starts, dtype=np.intp) / lengths)
        if len(self.facts.article_text) > _JSON_TEXT:
            self.add(_begin_in(self.facts.article_text, self.cues.block_tokens))
        else:
            self.add(0.0)

    def add_neighbours(self) -> None:
        """What stands before and after."""
        group = self.layout.group
        watched = np.stack((self.size_log, self.density, self.ends, self.cue, self.box_cue,
                            group == 0, group == 5, self.layout.depth[self.layout.box],
                            self.shares[DIGIT], self.shares[UPPER], self.up1_share,
                            self.tabs))  # fmt: skip
        for row in shifted(watched.astype(np.float32), _STEPS, -1.0):
            self.add(row)

    def add_windows(self) -> None:
        """What stands around, as a whole."""
        sums = prefix_sums(np.stack((self.layout.size, self.prose, self.layout.links)))
        order = self.order
        for reach in _REACHES:
            low, high = np.maximum(0, order - reach), np.minimum(self.n, order + reach + 1)
            at_low, at_high = sums[:, low], sums[:, high]
            size, prose, links = at_high - at_low
            size = np.maximum(1.0, size)
            past, coming = sums[:2, :-1] - at_low[:2], at_high[:2] - sums[:2, 1:]
            self.add(np.log1p(size / (high - low)), prose / size, links / size,
                     past[1] / np.maximum(1.0, past[0]),
                     coming[1] / np.maximum(1.0, coming[0]))  # fmt: skip

    def add_page(self) -> None:
        """The page as a whole, the same for every block; few, as they tell pages too well."""
        self.add(float(self.prose.sum()) / self.total, float((self.prose > 0).sum()),
                 float((self.layout.group == 7).sum()),
                 float(len(self.facts.article_text) > _JSON_TEXT),
                 float((self.text_kind == _COMMENTS).sum()))  # fmt: skip


_COMMENTS = _BOX_KINDS.index(BlockKind.COMMENTS)

_JSON_TEXT = 200
"""Least letters of a JSON-LD text that is taken for the article's: less is a teaser."""

_JSON_WORDS = 12
"""Words of a block's beginning that are looked for in the JSON-LD text."""

_KIND_INDEX = {kind: at for at, kind in enumerate(_BOX_KINDS)}


def _begin_in(text: str, blocks: Iterable[Sequence[str]]) -> list[float]:
    """Whether each block begins with words that stand in a text, 1, or not, -1."""
    found = tokenize(text)
    known, joined = set(found), f" {' '.join(found)} "
    begins = [block[:_JSON_WORDS] for block in blocks]
    return [
        1.0 if known.issuperset(begin) and f" {' '.join(begin)} " in joined else -1.0
        for begin in begins
    ]


def _of_cues(cues: Sequence[Cue | None]) -> tuple[Doubles, Ints]:
    """Weights of cues, and their kinds as indices; 0 and -1 where there is none."""
    weights = np.array([cue.weight if cue else 0.0 for cue in cues])
    return weights, np.array([_KIND_INDEX.get(cue.kind, -1) if cue else -1 for cue in cues])


def _last_before(marked: Booleans) -> tuple[Doubles, Booleans, Ints]:
    """Of each block: how far the last marked one before it is, if there is any, and its index."""
    order = np.arange(len(marked))
    at = np.full(len(marked), -1)
    at[1:] = np.maximum.accumulate(np.where(marked, order, -1))[:-1]
    known = at >= 0
    return np.where(known, np.log1p(order - at), -1.0), known, np.maximum(at, 0)


def _siblings(layout: Layout) -> tuple[Ints, Ints]:
    """Of each box: how many siblings look like it, itself included, and how many precede it."""
    keys = layout.parent * len(layout.signatures.tags) + layout.signature
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    new = np.ones(len(keys), bool)
    new[1:] = ordered[1:] != ordered[:-1]
    starts = np.flatnonzero(new)
    sizes = np.diff(np.append(starts, len(keys)))
    alike, place = np.empty_like(keys), np.empty_like(keys)
    alike[order] = np.repeat(sizes, sizes)
    place[order] = np.arange(len(keys)) - np.repeat(starts, sizes)
    return alike, place
