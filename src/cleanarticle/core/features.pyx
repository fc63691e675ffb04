"""Block features: the numeric description of every block that the models read.

A matrix has one row per feature, as trees read one feature at a time. The parts are computed in the
order of `FEATURES`, each by the method of `_FeatureBuilder` that is named after it.
"""

from libc.math cimport log1p
from libc.stdint cimport uint32_t
from libcpp.vector cimport vector

from cleanarticle.core.new_arrays cimport as_matrix, new_array

from collections import Counter
from typing import NamedTuple

import cython

from cleanarticle.block import BlockKind
from cleanarticle.core.layout import CHARACTER_CLASSES as _CHARACTER_CLASSES
from cleanarticle.core.layout import DIGIT as _DIGIT, END as _END, UPPER as _UPPER
from cleanarticle.core.page_signals import NO_SIGNALS
from cleanarticle.core.segmentation import Inline
from cleanarticle.core.tokens import Dictionary, tokenize


class PageFacts(NamedTuple):
    """Metadata of a page that helps to separate body from boilerplate.

    Attributes:
        title: The title.
        description: The description.
        article_text: The text of the article in the JSON-LD; "" if there is none.
        title_index: Index of the heading that shows the title; None if there is none.
        title_line: The same, else the index of another block that shows the title.
        signals: Evidence of the page type in the head and the URL.
    """

    title: str = ""
    description: str = ""
    article_text: str = ""
    title_index: object = None
    title_line: object = None
    signals: object = NO_SIGNALS


cdef double _MIN_PROSE_SIZE = 60
"""Blocks must have more letters than this to count as prose: a short English sentence."""

_GROUP_NAMES = ("p", "h1", "h2", "h3", "h4", "li", "cell", "pre", "quote", "figure", "definition",
                "control", "other")

_AREAS = ("nav", "footer", "header", "aside", "article", "main", "form", "table", "ul", "ol",
          "figure", "blockquote", "dl", "section", "details", "button")

_BOX_KINDS = (BlockKind.NAVIGATION, BlockKind.BYLINE, BlockKind.SHARE, BlockKind.RELATED,
              BlockKind.ADVERT, BlockKind.COMMENTS, BlockKind.TAGS, BlockKind.WIDGET,
              BlockKind.SUBSCRIBE, BlockKind.CONTACT)
_KIND_INDEX = {kind: index for index, kind in enumerate(_BOX_KINDS)}

_LEVELS = 5
"""Number of levels of boxes around each block that are described one by one."""

_RADII = (3, 8, 20)
"""Blocks on each side of a window: about a paragraph or two, a section, a part of the page."""

_MAIN_SHARES = (0.3, 0.6, 0.9)
"""Shares of the page's prose from which a box counts as the main box."""

cdef double _STRONG_CUE = 0.8
"""Weight from which a cue separates what is below it from what is above."""

_MIN_ARTICLE_TEXT = 200
"""A JSON-LD text must be longer than this, in characters, to be the article's, not a teaser."""

_MATCHED_WORDS = 12
"""Words at the start of a block that are looked up in the JSON-LD text."""

cdef Py_ssize_t CLASSES = _CHARACTER_CLASSES, DIGIT = _DIGIT, END = _END, UPPER = _UPPER
cdef Py_ssize_t PARAGRAPH = 0, H1 = 1, H4 = 4, LIST_ITEM = 5, LISTING = 7  # element groups
cdef Py_ssize_t COMMENTS = _KIND_INDEX[BlockKind.COMMENTS]
cdef Py_ssize_t NO_KIND = -1


def _format_each(template, names):
    return tuple(template.format(name) for name in names)


_TEXT_FEATURES = (
    *_format_each("share_{}", range(_CHARACTER_CLASSES)), "size", "chars", "words", "sentences",
    "digits", "word_length", "first_class", "last_class", "ends", "repeats", "lines", "tabs",
    *_format_each("tag_{}", _GROUP_NAMES),
)
_INLINE_FEATURES = ("links", "bold", "italic", "code", "hidden", "pieces", "link_density")
_CUE_FEATURES = (
    "cue", "box_cue", *_format_each("box_{}", _BOX_KINDS), *_format_each("text_{}", _BOX_KINDS),
)
_LEVEL_FEATURES = ("share", "size", "blocks", "density", "prose", "prose_share", "paragraphs",
                   "mean", "cues", "depth", "similar", "sibling_index")
_BOX_FEATURES = tuple(f"up{level}_{name}" for level in range(_LEVELS) for name in _LEVEL_FEATURES)
_MAIN_FEATURES = tuple(
    f"{name}_main_{share}" for share in _MAIN_SHARES for name in ("in", "before")
)
_AREA_FEATURES = _format_each("in_{}", _AREAS)
_POSITION_FEATURES = ("position", "before", "index", "from_end", "prose_before", "prose_after",
                      "from_title", "from_h1")
_TITLE_FEATURES = ("title_up", "title_down", "title_share", "title_blocks", "titles_above",
                   "h1_above", "h1_all")
_HEADING_FEATURES = ("heading_distance", "heading_level", "heading_cue", "heading_box_cue",
                     "heading_kind", "heading_size", "cue_distance", "cue_kind")
_FACT_FEATURES = ("title_words", "description_words", "in_json")
_OFFSETS = (-3, -2, -1, 1, 2, 3)
_NEIGHBOR_NAMES = ("size", "density", "ends", "cue", "box_cue", "p", "li", "depth", "digit",
                   "upper", "up1_share", "tabs")
_NEIGHBOR_FEATURES = tuple(f"{name}{offset:+}" for offset in _OFFSETS for name in _NEIGHBOR_NAMES)
_WINDOW_FEATURES = tuple(
    f"{name}{radius}" for radius in _RADII for name in ("mean", "prose", "links", "before", "after")
)
_PAGE_FEATURES = ("page_prose", "page_long", "page_code", "page_json", "page_comments")

FEATURES = (
    *_TEXT_FEATURES, *_INLINE_FEATURES, *_CUE_FEATURES, *_BOX_FEATURES, *_MAIN_FEATURES,
    *_AREA_FEATURES, *_POSITION_FEATURES, *_TITLE_FEATURES, *_HEADING_FEATURES, *_FACT_FEATURES,
    *_NEIGHBOR_FEATURES, *_WINDOW_FEATURES, *_PAGE_FEATURES,
)
"""The names of the features, in order."""


def block_features(segmentation, layout, cues, facts):
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


@cython.final
@cython.auto_pickle(False)
cdef class _FeatureBuilder:
    """Builds the feature matrix of one page, in the order of `FEATURES`."""

    cdef object page, cues, facts, values
    cdef list texts
    cdef float[:, ::1] rows
    cdef Py_ssize_t filled, n, boxes
    cdef Py_ssize_t title, first_h1  # indices of blocks, -1 for none
    # The layout; `sums` are those of the same values over the blocks before each index.
    cdef const double[::1] size, chars, words, links, counts
    cdef const unsigned char[::1] first_class, last_class
    cdef const Py_ssize_t[::1] box, parent, first, last, depth, group, signature
    cdef const Py_ssize_t[::1] similar, sibling_index
    cdef vector[double] size_sums, prose, prose_sums, link_sums, density, log_size
    # The cue of each block and of its boxes, 0 for none, and its kind as an index in `_BOX_KINDS`.
    cdef vector[double] cue, box_cue
    cdef vector[Py_ssize_t] text_kind, box_kind
    cdef vector[double] box_share, prose_share  # of the page's text and prose, for each box
    cdef vector[bint] has_tab
    cdef double all_prose, total_prose, total_size  # the totals are 1 at least

    def __cinit__(self, segmentation, layout, cues, facts):
        self.page, self.cues, self.facts = segmentation, cues, facts
        self.size, self.chars, self.words = layout.size, layout.chars, layout.words
        self.links, self.counts = layout.links, layout.counts
        self.first_class, self.last_class = layout.first_class, layout.last_class
        self.box, self.parent, self.depth = layout.box, layout.parent, layout.depth
        self.first, self.last = layout.first, layout.last
        self.group, self.signature = layout.group, layout.signature
        self.similar, self.sibling_index = layout.similar, layout.sibling_index
        self.n, self.boxes = len(layout.box), len(layout.parent)
        self.title = -1 if facts.title_index is None else facts.title_index
        if (
            not len(segmentation.blocks) == len(cues.text_cues) == self.n > self.title
            or len(cues.box_signatures) != self.boxes
        ):
            raise ValueError("the segmentation, layout, cues and title index are not of one page")
        self.values = new_array("f", len(FEATURES) * self.n)
        self.rows = as_matrix(self.values, len(FEATURES), self.n)
        self._read_blocks()
        self._read_cues()

    def build(self):
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
        return as_matrix(self.values, len(FEATURES), self.n)

    cdef _read_blocks(self):
        """Set the attributes that several parts need."""
        cdef Py_ssize_t i
        self.first_h1 = -1
        cdef bint has_tab
        self.texts = [(<tuple>block)[0] for block in self.page.blocks]
        for i in range(self.n):
            has_tab = "\t" in <str>self.texts[i]
            self.has_tab.push_back(has_tab)
            self.prose.push_back(
                self.size[i] if self.ends(i) and self.size[i] > _MIN_PROSE_SIZE else 0
            )
            self.density.push_back(min(1.0, self.links[i] / max(1.0, self.chars[i])))
            self.log_size.push_back(log1p(self.size[i]))
            if self.group[i] == H1 and self.first_h1 < 0:
                self.first_h1 = i
        _prefix_sums(&self.size[0], self.n, self.size_sums)
        _prefix_sums(&self.links[0], self.n, self.link_sums)
        _prefix_sums(self.prose.data(), self.n, self.prose_sums)
        self.all_prose = self.prose_sums[self.n]
        self.total_prose = max(1.0, self.all_prose)
        self.total_size = max(1.0, self.size_sums[self.n])

    cdef _read_cues(self):
        cdef const Py_ssize_t[::1] signatures = self.cues.box_signatures
        cdef vector[double] weights
        cdef vector[Py_ssize_t] kinds
        cdef Py_ssize_t i, signature
        _read_cues(self.cues.text_cues, self.cue, self.text_kind)
        _read_cues(self.cues.signature_cues, weights, kinds)
        for i in range(self.n):
            signature = signatures[self.box[i]]
            if signature < 0:
                self.box_cue.push_back(0)
                self.box_kind.push_back(NO_KIND)
            else:
                self.box_cue.push_back(weights[signature])
                self.box_kind.push_back(kinds[signature])

    cdef float[:, ::1] next_rows(self, names):
        """Return the rows of the next features."""
        cdef Py_ssize_t start = self.filled
        self.filled += len(names)
        return self.rows[start : self.filled]

    cdef bint ends(self, Py_ssize_t i) noexcept:
        """True if the text of a block ends like a sentence."""
        return self.last_class[i] == END

    cdef double count(self, Py_ssize_t character_class, Py_ssize_t i) noexcept:
        """Return the number of characters of a class in a block."""
        return self.counts[character_class * self.n + i]

    cdef bint is_heading(self, Py_ssize_t i) noexcept:
        return H1 <= self.group[i] <= H4

    cdef add_text(self):
        """Add the length and the composition of the text."""
        cdef float[:, ::1] rows = self.next_rows(_TEXT_FEATURES)
        cdef Py_ssize_t i, k, row = CLASSES
        occurrences = Counter(self.texts)
        for k in range(row):
            for i in range(self.n):
                rows[k, i] = self.count(k, i) / max(1.0, self.chars[i])
        for i, text in enumerate(self.texts):
            rows[row, i] = self.log_size[i]
            rows[row + 1, i] = log1p(self.chars[i])
            rows[row + 2, i] = log1p(self.words[i])
            rows[row + 3, i] = log1p(self.count(END, i))
            rows[row + 4, i] = log1p(self.count(DIGIT, i))
            rows[row + 5, i] = self.chars[i] / max(1.0, self.words[i])
            rows[row + 6, i] = self.first_class[i]
            rows[row + 7, i] = self.last_class[i]
            rows[row + 8, i] = self.ends(i)
            rows[row + 9, i] = <Py_ssize_t>occurrences[text]
            rows[row + 10, i] = (<str>text).count("\n")
            rows[row + 11, i] = self.has_tab[i]
        rows = rows[row + 12 :]
        for k in range(rows.shape[0]):
            for i in range(self.n):
                rows[k, i] = self.group[i] == k

    cdef add_inline(self):
        """Add the links and other inline elements of the block."""
        cdef float[:, ::1] rows = self.next_rows(_INLINE_FEATURES)
        cdef int bold = Inline.BOLD, italic = Inline.ITALIC, code = Inline.CODE, tags
        cdef Py_ssize_t i
        for i, block in enumerate(self.page.blocks):
            _, _, _, links, inline_tags, _, hidden, _, pieces = <tuple>block
            tags = inline_tags
            rows[0, i] = <Py_ssize_t>links
            rows[1, i] = (tags & bold) > 0
            rows[2, i] = (tags & italic) > 0
            rows[3, i] = (tags & code) > 0
            rows[4, i] = <bint>hidden
            rows[5, i] = len(pieces)
            rows[6, i] = self.density[i]

    cdef add_cues(self):
        """Add the cues of the text and of the boxes."""
        cdef float[:, ::1] rows = self.next_rows(_CUE_FEATURES)
        cdef Py_ssize_t i, kind, kinds = len(_BOX_KINDS)
        for i in range(self.n):
            rows[0, i] = self.cue[i]
            rows[1, i] = self.box_cue[i]
            for kind in range(kinds):
                rows[2 + kind, i] = self.box_kind[i] == kind
                rows[2 + kinds + kind, i] = self.text_kind[i] == kind

    cdef add_boxes(self):
        """Add the innermost box and its ancestors."""
        cdef Py_ssize_t k, width = len(_LEVEL_FEATURES)
        cdef float[:, ::1] rows = self.next_rows(_BOX_FEATURES)
        cdef vector[float] of_box
        cdef Py_ssize_t i, level, box
        self.read_boxes(of_box)
        for i in range(self.n):
            box = self.box[i]
            for level in range(rows.shape[0] // width):
                for k in range(width):
                    rows[level * width + k, i] = of_box[box * width + k]
                box = self.parent[box]

    cdef int read_boxes(self, vector[float]& features) except -1:
        """Set the features named in `_LEVEL_FEATURES` of each box, box by box."""
        cdef vector[double] paragraph_sums, cue_sums
        cdef Py_ssize_t box, first, last, blocks
        cdef double size, prose, divisor
        self.sum_paragraphs_and_cues(paragraph_sums, cue_sums)
        for box in range(self.boxes):
            first, last = self.first[box], self.last[box]
            blocks = max(1, last - first)
            size = self.size_sums[last] - self.size_sums[first]
            prose = self.prose_sums[last] - self.prose_sums[first]
            divisor = max(1.0, size)
            self.box_share.push_back(size / self.total_size)
            self.prose_share.push_back(prose / self.total_prose)
            features.push_back(self.box_share[box])
            features.push_back(log1p(size))
            features.push_back(log1p(blocks))
            features.push_back(min(1.0, (self.link_sums[last] - self.link_sums[first]) / divisor))
            features.push_back(prose / divisor)
            features.push_back(self.prose_share[box])
            features.push_back((paragraph_sums[last] - paragraph_sums[first]) / divisor)
            features.push_back(log1p(size / blocks))
            features.push_back((cue_sums[last] - cue_sums[first]) / blocks)
            features.push_back(self.depth[box])
            features.push_back(log1p(self.similar[box]))
            features.push_back(<double>self.sibling_index[box] / self.similar[box])
        return 0

    cdef sum_paragraphs_and_cues(self, vector[double]& paragraphs, vector[double]& cues):
        """Set the sums, before each index, of the sizes of paragraphs and of the clear cues."""
        cdef Py_ssize_t i
        paragraphs.push_back(0)
        cues.push_back(0)
        for i in range(self.n):
            paragraphs.push_back(paragraphs[i] + (self.size[i] if self.group[i] == PARAGRAPH else 0))
            cues.push_back(cues[i] + (self.cue[i] > 0.7))

    cdef add_main(self):
        """Add whether the block is in, or before, the innermost box with most of the prose."""
        cdef float[:, ::1] rows = self.next_rows(_MAIN_FEATURES)
        cdef Py_ssize_t i, k, main
        cdef double share
        for k, share in enumerate(_MAIN_SHARES):
            main = self.boxes - 1
            while main and self.prose_share[main] < share:
                main -= 1
            for i in range(self.n):
                rows[2 * k, i] = self.first[main] <= i < self.last[main]
                rows[2 * k + 1, i] = i < self.first[main]

    cdef add_areas(self):
        """Add the elements that contain the block."""
        cdef float[:, ::1] rows = self.next_rows(_AREA_FEATURES)
        cdef vector[uint32_t] of_signature, of_box
        cdef Py_ssize_t i, k
        bits = {tag: 1 << index for index, tag in enumerate(_AREAS)}
        for tag in self.page.signatures.tags:
            of_signature.push_back(bits.get(tag, 0))
        for i in range(self.boxes):
            of_box.push_back(of_signature[self.signature[i]])
            if i:
                of_box[i] |= of_box[self.parent[i]]
        for k in range(rows.shape[0]):
            for i in range(self.n):
                rows[k, i] = of_box[self.box[i]] >> k & 1

    cdef add_position(self):
        """Add the position of the block on the page."""
        cdef float[:, ::1] rows = self.next_rows(_POSITION_FEATURES)
        cdef Py_ssize_t i, n = self.n
        for i in range(n):
            rows[0, i] = <double>i / n
            rows[1, i] = self.size_sums[i] / self.total_size
            rows[2, i] = log1p(i)
            rows[3, i] = log1p(n - 1 - i)
            rows[4, i] = self.prose_sums[i] / self.total_prose
            rows[5, i] = 1 - self.prose_sums[i + 1] / self.total_prose
            rows[6, i] = _distance_from(self.title, i)
            rows[7, i] = _distance_from(self.first_h1, i)

    cdef add_title(self):
        """Add the position of the block relative to the title.

        The article usually shares a box with its title, and later headings with the signature of
        the title begin other articles.
        """
        cdef float[:, ::1] rows = self.next_rows(_TITLE_FEATURES)
        cdef Py_ssize_t title = self.first_h1 if self.title < 0 else self.title
        cdef Py_ssize_t i, h1 = 0
        for i in range(self.n):
            h1 += self.group[i] == H1
            rows[5, i] = h1
        rows[6, :] = h1
        if title < 0:
            rows[:5, :] = -1
        else:
            self.compare_with_title(title, rows)

    cdef compare_with_title(self, Py_ssize_t title, float[:, ::1] rows):
        cdef vector[Py_ssize_t] ancestors, levels_up
        cdef Py_ssize_t i, common, other_titles = 0
        cdef Py_ssize_t signature = self.signature[self.box[title]]
        self.find_ancestors(self.box[title], ancestors, levels_up)
        for i in range(self.n):
            common = ancestors[levels_up[self.box[i]]]
            other_titles += (
                i > title and self.is_heading(i) and self.signature[self.box[i]] == signature
            )
            rows[0, i] = levels_up[self.box[i]]
            rows[1, i] = self.depth[self.box[i]] - self.depth[common]
            rows[2, i] = self.box_share[common]
            rows[3, i] = self.last[common] - self.first[common]
            rows[4, i] = other_titles

    cdef find_ancestors(
        self, Py_ssize_t box, vector[Py_ssize_t]& ancestors, vector[Py_ssize_t]& levels_up
    ):
        """Find the innermost box that contains both each box and a given one.

        Args:
            box: The given box.
            ancestors: Set to the given box and its ancestors.
            levels_up: Set to the index in `ancestors` of the common box of each box.
        """
        cdef Py_ssize_t i
        levels_up.resize(self.boxes, -1)
        while True:
            levels_up[box] = ancestors.size()
            ancestors.push_back(box)
            if box == 0:
                break
            box = self.parent[box]
        for i in range(self.boxes):
            if levels_up[i] < 0:
                levels_up[i] = levels_up[self.parent[i]]

    cdef add_heading_above(self):
        """Add the nearest heading above and the nearest block above with a strong cue."""
        cdef float[:, ::1] rows = self.next_rows(_HEADING_FEATURES)
        cdef Py_ssize_t i, heading = -1, cued = -1
        for i in range(self.n):
            if heading < 0:
                rows[0, i], rows[1, i], rows[2, i] = -1, 0, -1
                rows[3, i], rows[4, i], rows[5, i] = -1, -2, -1
            else:
                rows[0, i] = log1p(i - heading)
                rows[1, i] = self.group[heading]
                rows[2, i] = self.cue[heading]
                rows[3, i] = self.box_cue[heading]
                rows[4, i] = self.text_kind[heading]
                rows[5, i] = self.log_size[heading]
            rows[6, i] = -1 if cued < 0 else log1p(i - cued)
            rows[7, i] = -2 if cued < 0 else self.text_kind[cued]
            if self.is_heading(i):
                heading = i
            if self.cue[i] >= _STRONG_CUE:
                cued = i

    cdef add_facts(self):
        """Add the overlap with the title, the description and the JSON-LD text."""
        cdef float[:, ::1] rows = self.next_rows(_FACT_FEATURES)
        cdef float[::1] shares
        cdef Py_ssize_t row
        tokens = self.cues.block_tokens
        for row, text in enumerate((self.facts.title, self.facts.description)):
            shares = tokens.shares_in(Dictionary(tokenize(text)))
            rows[row, :] = shares
        if len(self.facts.article_text) > _MIN_ARTICLE_TEXT:
            _occur_in(tokens, self.facts.article_text, rows[2])
        else:
            rows[2, :] = 0

    cdef add_neighbors(self):
        """Add features of the blocks before and after."""
        cdef Py_ssize_t i, k, offset, other, width = len(_NEIGHBOR_NAMES)
        cdef float[:, ::1] rows = self.next_rows(_NEIGHBOR_FEATURES)
        cdef vector[float] values
        self.read_neighbors(values)
        for offset in _OFFSETS:
            for i in range(self.n):
                other = i + offset
                for k in range(width):
                    rows[k, i] = values[other * width + k] if 0 <= other < self.n else -1
            rows = rows[width:]

    cdef int read_neighbors(self, vector[float]& values) except -1:
        """Set the values named in `_NEIGHBOR_NAMES` of each block, block by block."""
        cdef Py_ssize_t i
        cdef double chars
        for i in range(self.n):
            chars = max(1.0, self.chars[i])
            values.push_back(self.log_size[i])
            values.push_back(self.density[i])
            values.push_back(self.ends(i))
            values.push_back(self.cue[i])
            values.push_back(self.box_cue[i])
            values.push_back(self.group[i] == PARAGRAPH)
            values.push_back(self.group[i] == LIST_ITEM)
            values.push_back(self.depth[self.box[i]])
            values.push_back(self.count(DIGIT, i) / chars)
            values.push_back(self.count(UPPER, i) / chars)
            values.push_back(self.box_share[self.parent[self.box[i]]])
            values.push_back(self.has_tab[i])
        return 0

    cdef add_windows(self):
        """Add totals over windows around the block."""
        cdef float[:, ::1] rows = self.next_rows(_WINDOW_FEATURES)
        cdef Py_ssize_t i, low, high, radius
        cdef double size
        for radius in _RADII:
            for i in range(self.n):
                low, high = max(0, i - radius), min(self.n, i + radius + 1)
                size = max(1.0, self.size_sums[high] - self.size_sums[low])
                rows[0, i] = log1p(size / (high - low))
                rows[1, i] = (self.prose_sums[high] - self.prose_sums[low]) / size
                rows[2, i] = (self.link_sums[high] - self.link_sums[low]) / size
                rows[3, i] = self.prose_between(low, i)
                rows[4, i] = self.prose_between(i + 1, high)
            rows = rows[5:]

    cdef double prose_between(self, Py_ssize_t first, Py_ssize_t last) noexcept:
        """Return the share of prose in the blocks from one index to another."""
        return (self.prose_sums[last] - self.prose_sums[first]) / max(
            1.0, self.size_sums[last] - self.size_sums[first]
        )

    cdef add_page(self):
        """Add features of the whole page; only a few, as models overfit to them."""
        cdef float[:, ::1] rows = self.next_rows(_PAGE_FEATURES)
        cdef Py_ssize_t i, prose = 0, code = 0, comments = 0
        for i in range(self.n):
            prose += self.prose[i] > 0
            code += self.group[i] == LISTING
            comments += self.text_kind[i] == COMMENTS
        rows[0, :] = self.all_prose / self.total_size
        rows[1, :] = prose
        rows[2, :] = code
        rows[3, :] = len(self.facts.article_text) > _MIN_ARTICLE_TEXT
        rows[4, :] = comments


cdef int _prefix_sums(const double* values, Py_ssize_t count, vector[double]& sums) except -1:
    """Set the sums over all values before each index."""
    cdef Py_ssize_t i
    sums.push_back(0)
    for i in range(count):
        sums.push_back(sums[i] + values[i])
    return 0


cdef int _read_cues(cues, vector[double]& weights, vector[Py_ssize_t]& kinds) except -1:
    """Set the weights of cues and the indices of their kinds; 0 and -1 for no cue."""
    for cue in cues:
        if cue is None:
            weights.push_back(0)
            kinds.push_back(NO_KIND)
        else:
            kind, weight, _ = <tuple>cue
            weights.push_back(weight)
            kinds.push_back(_KIND_INDEX.get(kind, NO_KIND))
    return 0


cdef Py_ssize_t _distance_from(Py_ssize_t target, Py_ssize_t i) noexcept:
    """Return the blocks from a block to block i, within limits; -99 if the target is -1."""
    return -99 if target < 0 else min(max(i - target, -50), 200)


cdef int _occur_in(tokens, text, float[::1] occurs) except -1:
    """Set 1 for each block whose first words occur in a text, -1 for each other block."""
    cdef Py_ssize_t i
    words = tokenize(text)
    vocabulary, joined = set(words), f" {' '.join(words)} "
    for i in range(occurs.shape[0]):
        start = tokens.beginning(i, 1)
        is_there = vocabulary.issuperset(start)
        if is_there:
            start = tokens.beginning(i, _MATCHED_WORDS)
            is_there = vocabulary.issuperset(start) and f" {' '.join(start)} " in joined
        occurs[i] = 1 if is_there else -1
    return 0
