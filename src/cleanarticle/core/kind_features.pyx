"""Kind features: evidence of each kind for blocks that are known to be boilerplate.

The kind of a block depends on its box: the date inside a teaser is part of the teaser. So the same
cues are read in several places, from the inside out: in the block's own words, its link, the names
of its boxes, the other blocks in these boxes, and the blocks above and below.
"""

from libc.math cimport log1p, sqrt
from libc.stdint cimport uint32_t
from libcpp.vector cimport vector

from cleanarticle.core.new_arrays cimport as_matrix, new_array, new_indices

from enum import IntEnum
from typing import NamedTuple

import cython

from cleanarticle.block import BlockKind
from cleanarticle.core.kinds import KIND_INDEX as _KIND_INDEX, KINDS as _KINDS
from cleanarticle.core.layout import DIGIT as _DIGIT, END as _END, UPPER as _UPPER
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.segmentation import Inline
from cleanarticle.core.tokens import tokenize_texts

cdef enum:
    KINDS = 16  # known when this is compiled, so that loops over kinds are vectorized

if len(_KINDS) != KINDS:
    raise ImportError("core/kind_features.pyx has another number of kinds than core/kinds.py")

cdef Py_ssize_t DIGIT = _DIGIT, END = _END, UPPER = _UPPER
cdef Py_ssize_t H1 = 1, H4 = 4  # element groups


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


cdef enum:  # the same, for loops
    TEXT, WORDS, LINK, NAMES, NEAR, BOILERPLATE_BOX, ABOVE, BELOW, HEADING, TEASER


class KindFeatures(NamedTuple):
    """Evidence of the kind of each block of a page.

    Attributes:
        kinds: Strength of the evidence by place, shape (places, blocks, kinds).
        shape: Features independent of any kind, shape (len(SHAPE_FEATURES), blocks).
        boilerplate_boxes: Index of the largest box around each block that holds no body and not
            most of the page, else of its innermost box.
        headings: Index of the heading above each block; -1 for none.
        links: The phrases in the URL that each block of boilerplate links to.
        named_boxes: Index of each box or its nearest ancestor whose names are evidence of a kind;
            -1 for none, shape (boxes, kinds).
    """

    kinds: object
    shape: object
    boilerplate_boxes: object
    headings: object
    links: object
    named_boxes: object


_AREAS = ("nav", "footer", "header", "aside", "article", "main", "form", "table", "ul", "ol",
          "figure", "figcaption", "section", "details", "button", "address")
_GROUPS = ((0, 0), (1, 4), (5, 5), (6, 6), (9, 9), (11, 11))
"""First and last of each range of element groups that is a feature: paragraph, heading, list item,
cell, figure, control."""

_WORD_STEPS = (2, 5, 12, 30)
"""Lengths in words that separate names, menu items, headlines, sentences and paragraphs."""

_BOX_FEATURES = ("size", "density", "blocks", "mean", "similar", "short", "long")

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
)
"""The names of the rows of `KindFeatures.shape`."""

cdef double MAX_NAME_LENGTH = _WORD_STEPS[0], MAX_ITEM_LENGTH = _WORD_STEPS[1]
cdef Py_ssize_t BOX_WIDTH = len(_BOX_FEATURES)


cdef Py_ssize_t BYLINE = _KIND_INDEX[BlockKind.BYLINE]
cdef Py_ssize_t RELATED = _KIND_INDEX[BlockKind.RELATED]
cdef Py_ssize_t WIDGET = _KIND_INDEX[BlockKind.WIDGET]

cdef double _MIN_BYLINE = 0.3
"""Evidence above which a block counts as a byline: a word of a class name one or two boxes up."""

cdef double _DECISIVE = 0.8, _NEIGHBOR_DISCOUNT = 0.5
"""Weight of its own phrase from which the kind of a block is decided, and the factor for the
evidence of its neighbors then: a slogan below a postal address is a slogan. Chosen by hand."""

cdef double _LEVEL_DECAY = 0.85
"""Factor for evidence one box farther out: a fifth is left at ten boxes. Chosen by hand."""

cdef double _BLOCK_DECAY = 0.8
"""Factor for evidence one block farther up or down. Chosen by hand."""

cdef Py_ssize_t _NEIGHBOR_BLOCKS = 4
cdef Py_ssize_t _NEAR_LEVELS = 5

cdef double _NAME_WEIGHT = 0.4
"""Weight of a word of a class name, relative to the strongest phrase, which has 1."""

cdef double _MAIN_SHARE = 0.5
"""Share of the page's text above which a box is the page, so that its names describe no block."""

_MAX_URL = 60
"""Number of characters of a URL that are read; the rest is mostly the title of its target."""


def kind_features(segmentation, cues, layout, body):
    """Collect the evidence of each kind for all blocks of a page.

    Args:
        segmentation: The page, with at least one block.
        cues: The cues of the page.
        layout: The same page as arrays.
        body: Whether each block is body.
    """
    return _KindFeatureBuilder(segmentation, cues, layout, body).build()


@cython.final
@cython.auto_pickle(False)
cdef class _KindFeatureBuilder:
    """Builds the kind features of one page."""

    cdef object page, cues, layout
    cdef Py_ssize_t n, boxes
    cdef const double[::1] size, chars, words, links, counts
    cdef const unsigned char[::1] last_class
    cdef const Py_ssize_t[::1] box, parent, first, last, group, signature, similar
    cdef vector[bint] body, has_phrase
    cdef vector[Py_ssize_t] body_sums  # over the blocks before each index
    cdef vector[double] size_sums
    cdef vector[bint] is_minor  # whether each box holds at most half of the page's text
    # Boxes with body, or most of the page, are not evidence of the kind of a block:
    cdef vector[bint] is_content
    cdef vector[Py_ssize_t] boilerplate_boxes, headings
    cdef vector[double] kinds  # as `KindFeatures.kinds`, one after another
    cdef float[:, ::1] shape

    def __cinit__(self, segmentation, cues, layout, body):
        self.page, self.cues, self.layout = segmentation, cues, layout
        self.size, self.chars, self.words = layout.size, layout.chars, layout.words
        self.links, self.counts, self.last_class = layout.links, layout.counts, layout.last_class
        self.box, self.parent, self.group = layout.box, layout.parent, layout.group
        self.first, self.last = layout.first, layout.last
        self.signature, self.similar = layout.signature, layout.similar
        self.n, self.boxes = len(layout.box), len(layout.parent)
        for is_body in body:
            self.body.push_back(is_body)
        for cue in cues.text_cues:
            self.has_phrase.push_back(cue is not None)
        if (
            not len(segmentation.blocks) == len(cues.text_cues) == len(body) == self.n
            or not len(segmentation.boxes) == len(cues.box_signatures) == self.boxes
            or len(cues.signature_cues) != len(layout.signatures.tags)
        ):
            raise ValueError("the segmentation, layout, cues and body are not of one page")
        self.describe_boxes()
        self.find_boilerplate_boxes()
        self.find_headings()

    def build(self):
        self.kinds.resize(len(Place) * self.n * KINDS)
        shape = as_matrix(new_array("f", len(SHAPE_FEATURES) * self.n), len(SHAPE_FEATURES), self.n)
        self.shape = shape
        urls = self.first_urls()
        links = tokenize_texts(urls, self.cues.block_tokens.dictionary)
        link_matches = default_matcher().links.match(links)
        self.add_words(links, link_matches)
        named_boxes = self.add_names()
        self.add_boxes()
        self.add_adjacent(ABOVE, -1)
        self.add_adjacent(BELOW, 1)
        self.add_headings()
        self.discount_neighbors()
        self.add_teasers()
        self.fill_shape(urls, links)
        return KindFeatures(
            self.all_kinds(), shape, _as_array(self.boilerplate_boxes), _as_array(self.headings),
            link_matches, named_boxes,
        )

    cdef all_kinds(self):
        """Return `KindFeatures.kinds`."""
        cdef size_t i
        values = new_array("f", self.kinds.size())
        cdef float[::1] strengths = values
        for i in range(self.kinds.size()):
            strengths[i] = self.kinds[i]
        return memoryview(values).cast("B").cast("f", (len(Place), self.n, KINDS))

    cdef describe_boxes(self):
        cdef Py_ssize_t i
        cdef double size, limit
        cdef bint is_minor, is_content
        self.body_sums.push_back(0)
        self.size_sums.push_back(0)
        for i in range(self.n):
            self.body_sums.push_back(self.body_sums[i] + self.body[i])
            self.size_sums.push_back(self.size_sums[i] + self.size[i])
        limit = _MAIN_SHARE * self.size_sums[self.n]
        for i in range(self.boxes):
            size = self.size_sums[self.last[i]] - self.size_sums[self.first[i]]
            is_minor = size <= limit
            self.is_minor.push_back(is_minor)
            is_content = self.holds_body(i) or not is_minor
            self.is_content.push_back(is_content)

    cdef bint holds_body(self, Py_ssize_t box) noexcept:
        return self.body_sums[self.last[box]] > self.body_sums[self.first[box]]

    cdef find_boilerplate_boxes(self):
        """Set `KindFeatures.boilerplate_boxes`."""
        cdef vector[Py_ssize_t] up, farther
        cdef Py_ssize_t i
        for i in range(self.boxes):
            up.push_back(i if self.is_content[self.parent[i]] else self.parent[i])
        farther.resize(self.boxes)
        for _ in range(5):  # pointer doubling: 32 levels in all
            for i in range(self.boxes):
                farther[i] = up[up[i]]
            up.swap(farther)
        for i in range(self.n):
            self.boilerplate_boxes.push_back(up[self.box[i]])

    cdef find_headings(self):
        """Set `KindFeatures.headings`."""
        cdef Py_ssize_t i, heading = -1
        for i in range(self.n):
            self.headings.push_back(heading)
            if H1 <= self.group[i] <= H4:
                heading = i

    cdef list first_urls(self):
        """Return the beginning of the URL that each block of boilerplate links to, "" for none."""
        cdef Py_ssize_t i
        urls = []
        for i, block in enumerate(self.page.blocks):
            _, _, _, _, _, _, _, url, _ = <tuple>block
            urls.append(_beginning(url) if url and not self.body[i] else "")
        return urls

    cdef add_words(self, links, link_matches):
        """Add the evidence in the phrases and words of each block and in its link."""
        cdef Py_ssize_t i
        _add_cues(self.cues.text_cues, self.row(TEXT, 0))
        _add_counts(self.cues.text_matches, self.cues.block_tokens, self.row(WORDS, 0))
        _add_counts(link_matches, links, self.row(LINK, 0))
        for i in range(self.n):
            if self.body[i]:
                _clear(self.row(WORDS, i))

    cdef inline double* row(self, Py_ssize_t place, Py_ssize_t i) noexcept:
        """Return the evidence of each kind in a place of a block."""
        return &self.kinds[(place * self.n + i) * KINDS]

    cdef add_names(self):
        """Add the evidence in the names of the ancestor boxes; return `KindFeatures.named_boxes`."""
        cdef const Py_ssize_t[::1] inline_rows = self.cues.inline_rows
        cdef double[:, ::1] weights = self.name_weights()
        cdef vector[double] own, inherited
        cdef Py_ssize_t i
        self.read_own_names(weights, own)
        self.read_inherited_names(own, inherited)
        for i in range(self.n):
            _set_higher(
                self.row(NAMES, i), &weights[inline_rows[i], 0], &inherited[KINDS * self.box[i]]
            )
        return self.nearest_named(own)

    cdef double[:, ::1] name_weights(self):
        """Return the evidence of each kind in each text of `Cues.name_tokens`."""
        cdef double[:, ::1] weights = self.cues.name_matches.count()
        cdef Py_ssize_t i, kind, kinds
        for i in range(weights.shape[0]):
            kinds = 0
            for kind in range(KINDS):
                kinds += weights[i, kind] > 0
            for kind in range(KINDS if kinds else 0):
                weights[i, kind] = _NAME_WEIGHT * min(2.0, weights[i, kind]) / sqrt(max(1, kinds))
        return weights

    cdef int read_own_names(self, double[:, ::1] weights, vector[double]& own) except -1:
        """Set the evidence in the names of each box itself; none for boxes with most text."""
        cdef Py_ssize_t i
        cdef vector[double] cue_weights
        own.resize(KINDS * self.boxes)
        cue_weights.resize(KINDS * len(self.cues.signature_cues))
        _add_cues(self.cues.signature_cues, cue_weights.data())
        # Most cues for widgets are buttons, whose kind is that of the page they link to.
        for i in range(len(self.cues.signature_cues)):
            cue_weights[KINDS * i + WIDGET] = 0
        for i in range(self.boxes):
            if self.is_minor[i]:
                _set_higher(
                    &own[KINDS * i],
                    &cue_weights[KINDS * self.signature[i]],
                    &weights[self.signature[i], 0],
                )
        return 0

    cdef int read_inherited_names(
        self, const vector[double]& own, vector[double]& inner
    ) except -1:
        """Set the strongest evidence in the names of each box and its ancestors."""
        cdef vector[Py_ssize_t] jump, farther
        cdef vector[double] outer
        cdef double decay = _LEVEL_DECAY
        cdef Py_ssize_t i
        for i in range(self.boxes):
            jump.push_back(self.parent[i])
        farther.resize(self.boxes)
        inner.insert(inner.end(), own.begin(), own.end())
        outer.resize(inner.size())
        for _ in range(4):  # pointer doubling: 1, 2, 4 and 8 boxes up, so 15 levels in all
            for i in range(self.boxes):
                farther[i] = jump[jump[i]]
                _set_raised(&outer[KINDS * i], &inner[KINDS * i], &inner[KINDS * jump[i]], decay)
            jump.swap(farther)
            inner.swap(outer)
            decay *= decay
        return 0

    cdef nearest_named(self, const vector[double]& own):
        """Return `KindFeatures.named_boxes`."""
        named = as_matrix(new_indices(self.boxes * KINDS), self.boxes, KINDS)
        cdef Py_ssize_t[:, ::1] nearest = named
        cdef Py_ssize_t i, kind
        for i in range(self.boxes):
            for kind in range(KINDS):
                nearest[i, kind] = nearest[self.parent[i], kind] if i else -1
            for kind in range(KINDS):
                if own[KINDS * i + kind] > 0:
                    nearest[i, kind] = i
        return named

    cdef add_boxes(self):
        """Add the evidence in the other blocks of nearby boxes and of the boilerplate box."""
        cdef vector[double] sums
        cdef double[KINDS] own
        cdef Py_ssize_t i, kind, box
        cdef double decay
        sums.resize(KINDS * (self.n + 1))
        for i in range(self.n):
            self.read_own(i, own)
            for kind in range(KINDS):
                sums[KINDS * (i + 1) + kind] = sums[KINDS * i + kind] + own[kind]
        for i in range(self.n):
            self.read_own(i, own)
            box, decay = self.boilerplate_boxes[i], 1
            self.raise_by_box(self.row(BOILERPLATE_BOX, i), sums, own, box, decay)
            box = self.box[i]
            for _ in range(_NEAR_LEVELS):
                self.raise_by_box(self.row(NEAR, i), sums, own, box, decay)
                box, decay = self.parent[box], decay * _LEVEL_DECAY

    cdef void raise_by_box(
        self,
        double* evidence,
        const vector[double]& sums,
        const double* own,
        Py_ssize_t box,
        double weight,
    ) noexcept:
        """Raise evidence to that of the other blocks in a box of a block.

        Args:
            evidence: The evidence of each kind.
            sums: The evidence in all blocks before each index.
            own: The evidence in the block.
            box: Index of the box.
            weight: Factor for the mean of the blocks.
        """
        cdef Py_ssize_t first = self.first[box], last = self.last[box], kind
        cdef const double* before = &sums[KINDS * first]
        cdef const double* total = &sums[KINDS * last]
        if self.is_content[box]:
            return
        weight *= 1.0 / max(1, last - first - 1)
        for kind in range(KINDS):
            evidence[kind] = max(evidence[kind], (total[kind] - before[kind] - own[kind]) * weight)

    cdef void read_own(self, Py_ssize_t i, double* own) noexcept:
        """Set the evidence of each kind in a block itself."""
        cdef const double* text = self.row(TEXT, i)
        cdef const double* words = self.row(WORDS, i)
        cdef const double* link = self.row(LINK, i)
        cdef Py_ssize_t kind
        for kind in range(KINDS):
            own[kind] = min(1.0, max(text[kind], 0.5 * max(words[kind], link[kind])))

    cdef add_adjacent(self, Py_ssize_t place, Py_ssize_t side):
        """Add the evidence in the phrases of the blocks above (side -1) or below (side 1)."""
        cdef Py_ssize_t i, step, other
        cdef double decay
        for i in range(self.n):
            decay = 1
            for step in range(1, _NEIGHBOR_BLOCKS + 1):
                other = i + side * step
                if not 0 <= other < self.n:
                    break
                if self.has_phrase[other]:
                    _raise(self.row(place, i), self.row(TEXT, other), decay)
                decay *= _BLOCK_DECAY

    cdef add_headings(self):
        """Add the evidence in the words of the heading above."""
        cdef Py_ssize_t i, heading
        for i in range(self.n):
            heading = self.headings[i]
            if heading >= 0:
                _set_higher(
                    self.row(HEADING, i), self.row(TEXT, heading), self.row(WORDS, heading)
                )

    cdef discount_neighbors(self):
        """Discount the evidence around blocks whose own phrase decides."""
        cdef Py_ssize_t i, place
        for i in range(self.n):
            if self.has_phrase[i] and _highest(self.row(TEXT, i)) >= _DECISIVE:
                for place in range(NEAR, BELOW + 1):
                    _scale(self.row(place, i), _NEIGHBOR_DISCOUNT)

    cdef add_teasers(self):
        """Add the evidence that a name or date belongs to a teaser.

        That is evidence of related pages around it, or boxes that repeat.
        """
        cdef Py_ssize_t i
        cdef double related
        for i in range(self.n):
            if max(self.row(TEXT, i)[BYLINE], self.row(NAMES, i)[BYLINE]) > _MIN_BYLINE:
                related = max(
                    self.row(NAMES, i)[RELATED], self.row(NEAR, i)[RELATED],
                    self.row(ABOVE, i)[RELATED], self.row(BOILERPLATE_BOX, i)[RELATED],
                    self.row(HEADING, i)[RELATED],
                )
                self.row(TEASER, i)[RELATED] = (
                    0.5 * (related > _MIN_BYLINE / 2) + 0.5 * self.is_repeated(i)
                )

    cdef bint is_repeated(self, Py_ssize_t i) noexcept:
        """True if a boilerplate box around a block is one of three or more like it."""
        cdef Py_ssize_t box = self.box[i]
        for _ in range(_NEAR_LEVELS):
            if self.similar[box] > 2 and not self.is_content[box]:
                return True
            box = self.parent[box]
        return False

    cdef fill_shape(self, list urls, links):
        """Set `KindFeatures.shape`, part by part.

        Args:
            urls: The URL that each block links to, "" for none.
            links: The words of these URLs.
        """
        cdef Py_ssize_t row = 0
        row = self.add_text(row)
        row = self.add_elements(row)
        row = self.add_position(row)
        row = self.add_box_features(row)
        row = self.add_boilerplate_box(row)
        row = self.add_urls(row, urls, links)
        self.add_sizes(row)

    cdef Py_ssize_t add_text(self, Py_ssize_t row) except -1:
        """Add the length, the links and the composition of the text; return the next row."""
        cdef float[:, ::1] rows = self.shape[row:]
        cdef int bold = Inline.BOLD, italic = Inline.ITALIC, tags
        cdef Py_ssize_t i, k, step
        cdef double density
        for k, step in enumerate(_WORD_STEPS):
            for i in range(self.n):
                rows[k, i] = self.words[i] > step
        rows = rows[len(_WORD_STEPS) :]
        for i, block in enumerate(self.page.blocks):
            _, _, _, links, inline_tags, _, hidden, _, _ = <tuple>block
            tags = inline_tags
            density = self.density(i)
            rows[0, i] = density
            rows[1, i] = density > 0.5
            rows[2, i] = density > 0.95
            rows[3, i] = log1p(<Py_ssize_t>links)
            rows[4, i] = self.counts[DIGIT * self.n + i] / max(1.0, self.chars[i])
            rows[5, i] = self.counts[UPPER * self.n + i] / max(1.0, self.words[i])
            rows[6, i] = self.last_class[i] == END
            rows[7, i] = log1p(self.counts[END * self.n + i])
            rows[8, i] = <bint>hidden
            rows[9, i] = (tags & bold) > 0
            rows[10, i] = (tags & italic) > 0
        return row + len(_WORD_STEPS) + 11

    cdef double density(self, Py_ssize_t i) noexcept:
        return min(1.0, self.links[i] / max(1.0, self.chars[i]))

    cdef bint is_linked(self, Py_ssize_t i) noexcept:
        return self.density(i) > 0.5

    cdef bint is_long(self, Py_ssize_t i) noexcept:
        return self.words[i] > MAX_ITEM_LENGTH

    cdef Py_ssize_t add_elements(self, Py_ssize_t row) except -1:
        """Add the group of the element and the elements that contain the block."""
        cdef Py_ssize_t i, k, low, high
        cdef vector[uint32_t] areas
        self.read_areas(areas)
        for low, high in _GROUPS:
            for i in range(self.n):
                self.shape[row, i] = low <= self.group[i] <= high
            row += 1
        for k in range(len(_AREAS)):
            for i in range(self.n):
                self.shape[row + k, i] = areas[self.box[i]] >> k & 1
        return row + len(_AREAS)

    cdef int read_areas(self, vector[uint32_t]& of_box) except -1:
        """Set the elements around each box as bits, by their index in `_AREAS`."""
        cdef vector[uint32_t] of_signature
        cdef Py_ssize_t i
        bits = {tag: 1 << index for index, tag in enumerate(_AREAS)}
        for tag in self.page.signatures.tags:
            of_signature.push_back(bits.get(tag, 0))
        for i in range(self.boxes):
            of_box.push_back(of_signature[self.signature[i]])
            if i:
                of_box[i] |= of_box[self.parent[i]]
        return 0

    cdef Py_ssize_t add_position(self, Py_ssize_t row) except -1:
        """Add the position of the block on the page and relative to the body."""
        cdef float[:, ::1] rows = self.shape[row:]
        cdef vector[Py_ssize_t] following
        cdef Py_ssize_t i, n = self.n, previous = -n, total = self.body_sums[n]
        cdef Py_ssize_t to_body, from_body
        cdef bint before, after
        self.find_following_body(following)
        for i in range(n):
            if self.body[i]:
                previous = i
            to_body = following[i] - i if total else n
            from_body = i - previous if total else n
            before = total and self.body_sums[i + 1] == 0
            after = total and self.body_sums[i] == total
            rows[0, i], rows[1, i] = before, after
            rows[2, i], rows[3, i] = log1p(to_body), log1p(from_body)
            rows[4, i] = min(to_body, from_body) <= 2
            rows[5, i], rows[6, i] = i < 10, i >= n - 10
            rows[7, i] = <double>i / n
            rows[8, i], rows[9, i] = before and self.is_linked(i), after and self.is_linked(i)
            rows[10, i], rows[11, i] = before and self.is_long(i), after and self.is_long(i)
        return row + 12

    cdef find_following_body(self, vector[Py_ssize_t]& following):
        """Set the index of the next body block at or after each block; 2n for none."""
        cdef Py_ssize_t i, next_body = 2 * self.n
        following.resize(self.n)
        for i in range(self.n - 1, -1, -1):
            if self.body[i]:
                next_body = i
            following[i] = next_body

    cdef Py_ssize_t add_box_features(self, Py_ssize_t row) except -1:
        """Add the features of the innermost box, its parent and the boilerplate box."""
        cdef Py_ssize_t i, width = BOX_WIDTH
        cdef vector[float] of_box
        self.read_boxes(of_box)
        for i in range(self.n):
            self.copy_box(row, i, &of_box[self.box[i] * width])
            self.copy_box(row + width, i, &of_box[self.parent[self.box[i]] * width])
            self.copy_box(row + 2 * width, i, &of_box[self.boilerplate_boxes[i] * width])
        return row + 3 * width

    cdef void copy_box(self, Py_ssize_t row, Py_ssize_t i, const float* features) noexcept:
        cdef Py_ssize_t k
        for k in range(BOX_WIDTH):
            self.shape[row + k, i] = features[k]

    cdef int read_boxes(self, vector[float]& features) except -1:
        """Set the features named in `_BOX_FEATURES` of each box, box by box."""
        cdef vector[Py_ssize_t] short_sums, long_sums
        cdef vector[double] link_sums
        cdef Py_ssize_t i, first, last, blocks
        cdef double size
        short_sums.push_back(0)
        long_sums.push_back(0)
        link_sums.push_back(0)
        for i in range(self.n):
            short_sums.push_back(short_sums[i] + (self.words[i] <= MAX_NAME_LENGTH))
            long_sums.push_back(long_sums[i] + self.is_long(i))
            link_sums.push_back(link_sums[i] + self.links[i])
        for i in range(self.boxes):
            first, last = self.first[i], self.last[i]
            blocks = max(1, last - first)
            size = self.size_sums[last] - self.size_sums[first]
            features.push_back(log1p(size))
            features.push_back(min(1.0, (link_sums[last] - link_sums[first]) / max(1.0, size)))
            features.push_back(log1p(blocks))
            features.push_back(log1p(size / blocks))
            features.push_back(log1p(self.similar[i]))
            features.push_back(<double>(short_sums[last] - short_sums[first]) / blocks)
            features.push_back(<double>(long_sums[last] - long_sums[first]) / blocks)
        return 0

    cdef Py_ssize_t add_boilerplate_box(self, Py_ssize_t row) except -1:
        """Add the position in the boilerplate box, and the distance to the heading above."""
        cdef float[:, ::1] rows = self.shape[row:]
        cdef Py_ssize_t i, box, heading
        for i in range(self.n):
            box, heading = self.boilerplate_boxes[i], self.headings[i]
            rows[0, i] = self.holds_body(box)
            rows[1, i] = log1p(i - self.first[box])
            rows[2, i] = log1p(self.last[box] - 1 - i)
            rows[3, i] = log1p(i - heading) if heading >= 0 else 6
            rows[4, i] = heading >= 0 and heading >= self.first[box]
        return row + 5

    cdef Py_ssize_t add_urls(self, Py_ssize_t row, list urls, links) except -1:
        """Add the form of the URL."""
        cdef float[:, ::1] rows = self.shape[row:]
        cdef const Py_ssize_t[::1] lengths = links.lengths, numbers = links.number_counts()
        cdef Py_ssize_t i
        cdef str url
        for i, url in enumerate(urls):
            rows[0, i] = log1p(lengths[i])
            rows[1, i] = numbers[i]
            rows[2, i] = url.startswith("#")
            rows[3, i] = url.startswith("http")
        return row + 4

    cdef add_sizes(self, Py_ssize_t row):
        """Add the blocks before and after, and the size of the page."""
        cdef float[:, ::1] rows = self.shape[row:]
        cdef Py_ssize_t i, n = self.n
        for i in range(n):
            rows[0, i] = log1p(self.size[i - 1]) if i else 0
            rows[1, i] = log1p(self.size[i + 1]) if i + 1 < n else 0
            rows[2, i] = self.is_linked(i - 1) if i else 0
            rows[3, i] = self.is_linked(i + 1) if i + 1 < n else 0
            rows[4, i] = log1p(n)


cdef str _beginning(str url):
    """Return the beginning of a URL, without its query."""
    url = url[:_MAX_URL]
    cdef Py_ssize_t end = url.find("?")
    return url if end < 0 else url[:end]


cdef inline void _raise(double* evidence, const double* other, double weight) noexcept:
    """Raise the evidence of each kind to another one with a weight."""
    cdef Py_ssize_t kind
    for kind in range(KINDS):
        evidence[kind] = max(evidence[kind], weight * other[kind])


cdef inline void _set_raised(
    double* evidence, const double* one, const double* other, double weight
) noexcept:
    """Set the evidence of each kind to the higher of two, of which the second has a weight."""
    cdef Py_ssize_t kind
    for kind in range(KINDS):
        evidence[kind] = max(one[kind], weight * other[kind])


cdef inline void _set_higher(double* evidence, const double* one, const double* other) noexcept:
    """Set the evidence of each kind to the higher of two."""
    cdef Py_ssize_t kind
    for kind in range(KINDS):
        evidence[kind] = max(one[kind], other[kind])


cdef inline double _highest(const double* evidence) noexcept:
    """Return the strongest evidence of any kind."""
    cdef double highest = 0
    cdef Py_ssize_t kind
    for kind in range(KINDS):
        highest = max(highest, evidence[kind])
    return highest


cdef inline void _scale(double* evidence, double factor) noexcept:
    """Multiply the evidence of each kind."""
    cdef Py_ssize_t kind
    for kind in range(KINDS):
        evidence[kind] *= factor


cdef inline void _clear(double* evidence) noexcept:
    cdef Py_ssize_t kind
    for kind in range(KINDS):
        evidence[kind] = 0


cdef int _add_cues(cues, double* weights) except -1:
    """Set the weight of each cue in the column of its kind, shape (cues, kinds)."""
    cdef Py_ssize_t i
    for i, cue in enumerate(cues):
        if cue is not None:
            kind, weight, _ = <tuple>cue
            weights[i * KINDS + <Py_ssize_t>_KIND_INDEX[kind]] = weight
    return 0


cdef int _add_counts(matches, texts, double* weights) except -1:
    """Set counts divided by the root of the text length, as long texts have words of every kind."""
    cdef const double[:, ::1] counts = matches.count()
    cdef const Py_ssize_t[::1] lengths = texts.lengths
    cdef Py_ssize_t i, kind
    cdef double root
    for i in range(counts.shape[0]):
        root = sqrt(max(1, lengths[i]))
        for kind in range(KINDS):
            weights[i * KINDS + kind] = counts[i, kind] / root
    return 0


cdef _as_array(vector[Py_ssize_t]& values):
    array = new_indices(values.size())
    cdef Py_ssize_t[::1] view = array
    cdef Py_ssize_t i
    for i in range(view.shape[0]):
        view[i] = values[i]
    return array
