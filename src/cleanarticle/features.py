"""Features: what the model looks at, one row a block.

Everything is computed for all blocks at once. Character counts come from one table look-up over
the whole page's text; sums over boxes are differences of prefix sums, as a box is a range of
blocks. Cue words are looked up in dictionaries; no regular expression runs a block.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import numpy.typing as npt

from cleanarticle.kinds import BlockKind, words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.blocks import Box, Segmentation
    from cleanarticle.kinds import Cues

Floats = npt.NDArray[np.float32]
Doubles = npt.NDArray[np.float64]
Ints = npt.NDArray[np.intp]
Bytes = npt.NDArray[np.uint8]


class Facts(NamedTuple):
    """What a page says of itself to machines, as far as it tells body from boilerplate.

    Attributes:
        title: The page's title.
        description: Its description.
        article_text: The article's text, where the page's JSON-LD repeats it.
        heading: Index of the block that shows the title; None if there is none.
    """

    title: str = ""
    description: str = ""
    article_text: str = ""
    heading: int | None = None


# The classes of characters in the table that comes with the weights; the first five make words.
LOWER, UPPER, CASELESS, IDEOGRAPH, DIGIT, SPACE, END = range(7)
CHARACTER_CLASSES = 14

_IDEOGRAPH_SIZE = 2.8
"""Letters that an ideograph stands for: translations between Chinese and English differ in length
by about this factor (UN parallel corpus)."""

_IDEOGRAPH_WORDS = 0.6
"""Words that an ideograph stands for: a Chinese word has 1.6 of them on average."""

_PROSE_SIZE = 60
"""Least letters of a block that counts as prose: a short English sentence."""

_GROUPS = {
    "p": 0, "h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 4, "h6": 4, "li": 5, "td": 6, "th": 6,
    "tr": 6, "table": 6, "caption": 6, "pre": 7, "listing": 7, "xmp": 7, "blockquote": 8,
    "figcaption": 9, "figure": 9, "dt": 10, "dd": 10, "dl": 10, "button": 11, "label": 11,
    "option": 11, "select": 11, "textarea": 11, "legend": 11, "form": 11, "fieldset": 11,
}  # fmt: skip
_ANY_GROUP = 12
_GROUP_NAMES = ("p", "h1", "h2", "h3", "h4", "li", "cell", "pre", "quote", "figure", "definition",
                "control", "other")  # fmt: skip

_AREAS = ("nav", "footer", "header", "aside", "article", "main", "form", "table", "ul", "ol",
          "figure", "blockquote", "dl", "section", "details", "button")  # fmt: skip
_AREA_BITS = {tag: 1 << index for index, tag in enumerate(_AREAS)}

_NAMES = (
    ("content", "contents"), ("article", "articlebody"), ("post", "posts"), ("entry",), ("body",),
    ("story",), ("text", "copy", "prose", "richtext", "wysiwyg", "rte", "markdown"), ("main",),
    ("page",), ("description", "desc"), ("product", "products"), ("summary", "abstract"),
    ("item", "items"), ("card", "cards"), ("message",), ("title", "headline"),
    ("caption", "credit"), ("hero",), ("faq", "accordion"), ("list", "grid", "results"),
    ("row", "col", "column"), ("wrapper", "container"), ("spec", "specs", "price"),
    ("lead", "intro", "excerpt", "dek", "standfirst", "subtitle", "subheading"),
    ("hidden", "collapse", "tab", "panel"), ("modal", "popup", "overlay"),
    ("block", "module", "widget"), ("sidebar", "rail"), ("footer",), ("header",),
)  # fmt: skip
"""Words of class names that say something of what a box holds, in groups of a meaning."""
_NAME_BITS = {word: 1 << index for index, group in enumerate(_NAMES) for word in group}

_BOX_KINDS = (BlockKind.NAVIGATION, BlockKind.BYLINE, BlockKind.SHARE, BlockKind.RELATED,
              BlockKind.ADVERT, BlockKind.COMMENTS, BlockKind.TAGS, BlockKind.WIDGET,
              BlockKind.SUBSCRIBE, BlockKind.CONTACT)  # fmt: skip

_LEVELS = 5
"""How many boxes outwards from a block are described one by one."""

_REACHES = (3, 8, 20)
"""Blocks on each side that are summed up: a paragraph or two, a section, a part of the page."""

_MAIN_SHARES = (0.3, 0.6, 0.9)
"""Shares of the page's prose that make a box the main one."""


@dataclass(frozen=True, slots=True)
class Layout:
    """A segmented page as arrays.

    Attributes:
        size: Letters of each block, ideographs counted by what they stand for.
        chars: Characters of each block.
        links: Characters inside links of each block.
        box: Index of each block's box.
        parent: Index of the box around each box; that of the outermost is its own.
        first: Index of the first block inside each box.
        last: Index behind the last block inside each box.
        group: The element group of each block's box.
        counts: Characters by class of each block, shape (blocks, classes).
        words: Words of each block.
        edges: Class of the first and of the last character of each block, shape (blocks, 2).
        look: For each box, which boxes look the same: the same element and attributes.
    """

    size: Doubles
    chars: Doubles
    links: Doubles
    box: Ints
    parent: Ints
    first: Ints
    last: Ints
    group: Ints
    counts: Doubles
    words: Doubles
    edges: Bytes
    look: Ints

    @property
    def levels(self) -> Iterator[Ints]:
        """The boxes around each block, from the innermost outwards; the outermost repeats."""
        level = self.box
        while True:
            yield level
            level = self.parent[level]

    def over_boxes(self, values: Doubles) -> Doubles:
        """The sum of a column, or of each column, over the blocks of each box."""
        sums = prefix(values)
        return sums[self.last] - sums[self.first]


def prefix(values: Doubles) -> Doubles:
    """Sums of all rows before each, and of all: shape (rows + 1, ...)."""
    sums = np.zeros((len(values) + 1, *values.shape[1:]))
    np.cumsum(values, axis=0, out=sums[1:])
    return sums


def lay_out(segmentation: Segmentation, classes: Bytes) -> Layout:
    """Turn a segmentation into arrays; it must hold at least one block.

    Args:
        segmentation: The page.
        classes: The class of every character, by code point; the last entry is for all above.
    """
    blocks, boxes = segmentation.blocks, segmentation.boxes
    lengths = np.array([len(block.text) for block in blocks], np.intp)
    text = "\n".join([block.text for block in blocks])
    codes = np.frombuffer(text.encode("utf-32-le", "replace"), np.uint32)
    found = classes[np.minimum(codes, len(classes) - 1)]
    starts = np.zeros(len(blocks), np.intp)
    np.cumsum(lengths[:-1] + 1, out=starts[1:])
    row = np.repeat(np.arange(len(blocks)), lengths + 1)[: len(found)]
    tally = np.bincount(row * CHARACTER_CLASSES + found, minlength=len(blocks) * CHARACTER_CLASSES)
    counts = tally.reshape(len(blocks), CHARACTER_CLASSES).astype(np.float64)
    in_word = (found <= DIGIT) & (found != IDEOGRAPH)
    word_starts = in_word.copy()
    word_starts[1:] &= ~in_word[:-1]
    chars = lengths.astype(np.float64)
    parent = np.array([box.parent for box in boxes], np.intp)
    box = np.array([block.box for block in blocks], np.intp)
    looks: dict[tuple[str, str], int] = {}
    groups = np.array([_GROUPS.get(one.tag, _ANY_GROUP) for one in boxes], np.intp)
    return Layout(
        size=chars + (_IDEOGRAPH_SIZE - 1) * counts[:, IDEOGRAPH],
        chars=chars,
        links=np.array([block.link_length for block in blocks], np.float64),
        box=box,
        parent=np.maximum(parent, 0),
        first=np.array([one.first for one in boxes], np.intp),
        last=np.array([one.last for one in boxes], np.intp),
        group=groups[box],
        counts=counts,
        words=np.bincount(row[word_starts], minlength=len(blocks))
        + _IDEOGRAPH_WORDS * counts[:, IDEOGRAPH],
        edges=np.stack((found[starts], found[starts + lengths - 1]), axis=1),
        look=np.array([looks.setdefault((b.tag, b.attrs), len(looks)) for b in boxes], np.intp),
    )


def block_features(
    segmentation: Segmentation, layout: Layout, cues: Cues, facts: Facts
) -> tuple[list[str], Floats]:
    """Describe every block by numbers.

    Returns:
        The names of the columns, and a matrix of shape (blocks, columns).
    """
    return _Describer(segmentation, layout, cues, facts).describe()


class _Describer:
    """Gathers the columns of one page."""

    def __init__(
        self, segmentation: Segmentation, layout: Layout, cues: Cues, facts: Facts
    ) -> None:
        self.page = segmentation
        self.layout = layout
        self.cues = cues
        self.facts = facts
        self.n = len(segmentation.blocks)
        self.order = np.arange(self.n)
        self.names: list[str] = []
        self.parts: list[npt.NDArray[np.generic]] = []
        size, edges = layout.size, layout.edges
        self.ends = edges[:, 1] == END
        self.prose = np.where(self.ends & (size > _PROSE_SIZE), size, 0.0)
        self.density = np.minimum(1.0, layout.links / np.maximum(1.0, layout.chars))
        self.cue = np.array([cue.weight if cue else 0.0 for cue in cues.texts])
        self.box_cue = np.array([cue.weight if cue else 0.0 for cue in cues.boxes])[layout.box]
        self.total = max(1.0, float(size.sum()))
        self.heading = (layout.group >= 1) & (layout.group <= 4)

    def add(self, names: Sequence[str], values: npt.NDArray[np.generic]) -> None:
        """Add one column, or a matrix of several."""
        self.names.extend(names)
        self.parts.append(values[:, None] if values.ndim == 1 else values)

    def describe(self) -> tuple[list[str], Floats]:
        self.add_text()
        self.add_inline()
        self.add_cues()
        self.add_boxes()
        self.add_surroundings()
        self.add_place()
        self.add_heading_above()
        self.add_facts()
        self.add_neighbours()
        self.add_page()
        return self.names, np.concatenate(self.parts, axis=1, dtype=np.float32)

    def add_text(self) -> None:
        """Length and make-up of the text."""
        layout = self.layout
        shares = layout.counts / np.maximum(1.0, layout.chars)[:, None]
        self.shares = shares
        self.add([f"share_{index}" for index in range(CHARACTER_CLASSES)], shares)
        self.size_log = np.log1p(layout.size)
        self.add(("size", "chars", "words", "sentences", "digits"), np.log1p(np.stack((
            layout.size, layout.chars, layout.words, layout.counts[:, END],
            layout.counts[:, DIGIT]), axis=1)))  # fmt: skip
        self.add(("word_length",), layout.chars / np.maximum(1.0, layout.words))
        self.add(("first_class", "last_class"), layout.edges)
        self.add(("ends",), self.ends)
        texts = [block.text for block in self.page.blocks]
        times: dict[str, int] = {}
        for text in texts:
            times[text] = times.get(text, 0) + 1
        self.tabs = np.array(["\t" in text for text in texts])
        self.add(("repeats",), np.array([times[text] for text in texts]))
        self.add(("lines",), np.array([text.count("\n") for text in texts]))
        self.add(("tabs",), self.tabs)
        one_hot = layout.group[:, None] == np.arange(_ANY_GROUP + 1)
        self.add([f"tag_{name}" for name in _GROUP_NAMES], one_hot)

    def add_inline(self) -> None:
        """Links and other elements inside the block."""
        rows = []
        for block in self.page.blocks:
            tags = block.inline_tags
            rows.append((
                tags.count("a ") if tags else 0, len(tags), "strong" in tags or "b " in tags,
                "em " in tags or "i " in tags, "code" in tags, block.hidden, len(block.pieces),
                _name_bits(block.inline) if block.inline else 0,
            ))  # fmt: skip
        self.add(("links", "inline", "bold", "italic", "code", "hidden", "pieces", "inline_names"),
                 np.array(rows, np.float64))  # fmt: skip
        self.add(("link_density",), self.density)

    def add_cues(self) -> None:
        """What the text and the boxes around say of themselves."""
        self.add(("cue", "box_cue"), np.stack((self.cue, self.box_cue), axis=1))
        index = {kind: at for at, kind in enumerate(_BOX_KINDS)}
        of_boxes = np.array([index.get(cue.kind, -1) if cue else -1 for cue in self.cues.boxes])
        of_texts = np.array([index.get(cue.kind, -1) if cue else -1 for cue in self.cues.texts])
        kinds = np.arange(len(_BOX_KINDS))
        self.add([f"box_{kind}" for kind in _BOX_KINDS],
                 of_boxes[self.layout.box][:, None] == kinds)  # fmt: skip
        self.add([f"text_{kind}" for kind in _BOX_KINDS], of_texts[:, None] == kinds)
        self.text_kind = of_texts

    def add_boxes(self) -> None:
        """The boxes around the block, from the innermost outwards, and the main one."""
        layout = self.layout
        in_p = np.where(layout.group == 0, layout.size, 0.0)
        sums = layout.over_boxes(
            np.stack((layout.size, layout.links, self.prose, in_p, self.cue > 0.7), axis=1)
        )
        size, links, prose, paragraphs, cues = sums.T
        blocks = np.maximum(1, layout.last - layout.first)
        safe = np.maximum(1.0, size)
        alike, place = _siblings(self.page.boxes)
        depth = np.array([box.depth for box in self.page.boxes])
        prose_share = prose / max(1.0, float(self.prose.sum()))
        described = np.stack((
            size / self.total, np.log1p(size), np.log1p(blocks), np.minimum(1.0, links / safe),
            prose / safe, prose_share, paragraphs / safe, np.log1p(size / blocks), cues / blocks,
            depth, np.log1p(alike), place / alike,
        ), axis=1)  # fmt: skip
        names = ("share", "size", "blocks", "density", "prose", "prose_share", "paragraphs",
                 "mean", "cues", "depth", "alike", "place")  # fmt: skip
        for index, level in zip(range(_LEVELS), layout.levels, strict=False):
            self.add([f"up{index}_{name}" for name in names], described[level])
        self.depth = depth[layout.box]
        self.up1_share = described[layout.parent[layout.box], 0]
        for part in _MAIN_SHARES:
            holders = np.flatnonzero(prose_share >= part)
            main = holders[-1] if len(holders) else 0
            before = self.order < layout.first[main]
            inside = ~before & (self.order < layout.last[main])
            self.add((f"in_main_{part}", f"before_main_{part}"), np.stack((inside, before), 1))

    def add_surroundings(self) -> None:
        """Which elements, and which words of class names, stand anywhere around."""
        areas: list[int] = []
        named: list[int] = []
        own: list[int] = []
        known: dict[str, int] = {"": 0}
        for box in self.page.boxes:
            area = _AREA_BITS.get(box.tag, 0)
            bits = known.get(box.attrs)
            if bits is None:
                bits = known[box.attrs] = _name_bits(box.attrs)
            own.append(bits)
            if box.parent >= 0:
                area |= areas[box.parent]
                bits |= named[box.parent]
            areas.append(area)
            named.append(bits)
        inside = self.layout.box
        self.add([f"in_{tag}" for tag in _AREAS], _spread(np.array(areas)[inside], len(_AREAS)))
        names = [group[0] for group in _NAMES]
        self.add([f"named_{name}" for name in names], _spread(np.array(named)[inside], len(_NAMES)))
        self.add([f"own_{name}" for name in names], _spread(np.array(own)[inside], len(_NAMES)))

    def add_place(self) -> None:
        """Where on the page the block stands."""
        order, n = self.order, self.n
        prose = prefix(self.prose) / max(1.0, float(self.prose.sum()))
        before = prefix(self.layout.size)[:-1] / self.total
        self.add(("position", "before", "index", "from_end", "prose_before", "prose_after"),
                 np.stack((order / n, before, np.log1p(order), np.log1p(n - 1 - order),
                           prose[:-1], 1 - prose[1:]), axis=1))  # fmt: skip
        h1 = np.flatnonzero(self.layout.group == 1)
        for name, at in (("from_title", self.facts.heading), ("from_h1", next(iter(h1), None))):
            if at is None:
                self.add((name,), np.full(n, -99.0))
            else:
                self.add((name,), np.clip(order - at, -50, 200))

    def add_heading_above(self) -> None:
        """The nearest heading above, and the nearest block above with a strong cue."""
        far, known, at = _last_before(self.heading)
        cue = np.where(known, self.cue[at], -1.0)
        self.add(("heading_far", "heading_level", "heading_cue", "heading_box_cue",
                  "heading_kind", "heading_size"),
                 np.stack((far, np.where(known, self.layout.group[at], 0), cue,
                           np.where(known, self.box_cue[at], -1.0),
                           np.where(known, self.text_kind[at], -2),
                           np.where(known, self.size_log[at], -1.0)), axis=1))  # fmt: skip
        far, known, at = _last_before(self.cue >= 0.8)
        self.add(("cue_far", "cue_kind"),
                 np.stack((far, np.where(known, self.text_kind[at], -2)), axis=1))  # fmt: skip

    def add_facts(self) -> None:
        """Agreement with what the page says of itself to machines."""
        title, description = set(words(self.facts.title)), set(words(self.facts.description))
        overlap = np.zeros((self.n, 2))
        if title or description:
            for row, found in enumerate(self.cues.words):
                if found:
                    overlap[row, 0] = sum(map(title.__contains__, found)) / len(found)
                    overlap[row, 1] = sum(map(description.__contains__, found)) / len(found)
        self.add(("title_words", "description_words"), overlap)
        text = _letters(self.facts.article_text)
        agreed = np.zeros(self.n)
        if len(text) > _JSON_TEXT:
            agreed = np.array([1.0 if _letters(block.text[:120]) in text else -1.0
                               for block in self.page.blocks])  # fmt: skip
        self.add(("in_json",), agreed)

    def add_neighbours(self) -> None:
        """What stands before and after."""
        group = self.layout.group
        watched = np.stack((self.size_log, self.density, self.ends, self.cue, self.box_cue,
                            group == 0, group == 5, self.depth, self.shares[:, DIGIT],
                            self.shares[:, UPPER], self.up1_share, self.tabs), axis=1)  # fmt: skip
        names = ("size", "density", "ends", "cue", "box_cue", "p", "li", "depth", "digit", "upper",
                 "up1_share", "tabs")  # fmt: skip
        padded = np.pad(watched, ((3, 3), (0, 0)), constant_values=-1.0)
        for step in (-3, -2, -1, 1, 2, 3):
            self.add([f"{name}{step:+}" for name in names], padded[3 + step : 3 + step + self.n])
        sums = prefix(np.stack((self.layout.size, self.prose, self.layout.links), axis=1))
        order = self.order
        for reach in _REACHES:
            low, high = np.maximum(0, order - reach), np.minimum(self.n, order + reach + 1)
            around = sums[high] - sums[low]
            past, coming = sums[order] - sums[low], sums[high] - sums[order + 1]
            size = np.maximum(1.0, around[:, 0])
            columns = (np.log1p(size / (high - low)), around[:, 1] / size, around[:, 2] / size,
                       past[:, 1] / np.maximum(1.0, past[:, 0]),
                       coming[:, 1] / np.maximum(1.0, coming[:, 0]))  # fmt: skip
            self.add([f"{name}{reach}" for name in ("mean", "prose", "links", "past", "coming")],
                     np.stack(columns, axis=1))  # fmt: skip

    def add_page(self) -> None:
        """The page as a whole, the same on every row; few, as they tell pages apart too well."""
        values = (float(self.prose.sum()) / self.total, float((self.prose > 0).sum()),
                  float((self.layout.group == 7).sum()), float(len(self.facts.article_text) > 200),
                  float((self.text_kind == 5).sum()))  # fmt: skip
        self.add(("page_prose", "page_long", "page_code", "page_json", "page_comments"),
                 np.broadcast_to(np.array(values), (self.n, len(values))))  # fmt: skip


_JSON_TEXT = 200
"""Least letters of a JSON-LD text that is taken for the article's: less is a teaser."""


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.lower()))


_NOT_SMALL = {code: " " for code in range(128) if not chr(code).islower()}


def _name_bits(attrs: str) -> int:
    """The groups of `_NAMES` that the words of some attributes belong to, as bits."""
    bits = 0
    for word in attrs.translate(_NOT_SMALL).split():
        bits |= _NAME_BITS.get(word, 0)
    return bits


def _spread(bits: npt.NDArray[np.int64], count: int) -> npt.NDArray[np.generic]:
    """Bits of integers to columns."""
    return (bits[:, None] >> np.arange(count)) & 1


def _last_before(marked: npt.NDArray[np.bool_]) -> tuple[Doubles, npt.NDArray[np.bool_], Ints]:
    """Of each row: how far the last marked row before it is, if there is any, and its index."""
    order = np.arange(len(marked))
    at = np.full(len(marked), -1)
    at[1:] = np.maximum.accumulate(np.where(marked, order, -1))[:-1]
    known = at >= 0
    return np.where(known, np.log1p(order - at), -1.0), known, np.maximum(at, 0)


def _siblings(boxes: Sequence[Box]) -> tuple[Doubles, Doubles]:
    """Of each box: how many siblings look like it, itself included, and how many precede it."""
    counts: dict[tuple[int, str, str], int] = {}
    keys = [(box.parent, box.tag, box.attrs) for box in boxes]
    ranks = []
    for key in keys:
        rank = counts.get(key, 0)
        ranks.append(rank)
        counts[key] = rank + 1
    return np.array([counts[key] for key in keys], np.float64), np.array(ranks, np.float64)
