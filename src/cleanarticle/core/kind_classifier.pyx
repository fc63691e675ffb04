"""Kind classifier: the kind of each block of boilerplate, with a reason.

A log-linear model adds up the evidence of each kind in all places, weighted by the reliability of
each place, and the other features of the block. The largest term of the sum gives the reason.
"""

from libc.math cimport INFINITY
from libc.stdint cimport int32_t

from cleanarticle.core.boxes cimport Boxes
from cleanarticle.core.new_arrays cimport as_matrix, new_array

from functools import cache
from typing import NamedTuple

import cython

from cleanarticle.block import BlockKind
from cleanarticle.core.kind_features import SHAPE_FEATURES as _SHAPE_FEATURES, Place, kind_features
from cleanarticle.core.kinds import KIND_INDEX as _KIND_INDEX, KINDS as _KINDS
from cleanarticle.core.schema import load_weights
from cleanarticle.core.tokens import link_density


class Weights(NamedTuple):
    """The weights of the model.

    Attributes:
        places: Weight of the evidence in each place for each kind, shape (places, kinds).
        shape: Weight of each standardized shape feature for each kind, shape (features, kinds).
        bias: Bias of each kind.
        mean: Mean of each shape feature.
        scale: Scale that each shape feature is divided by.
    """

    places: object
    shape: object
    bias: object
    mean: object
    scale: object

    def score(self, kinds, shape):
        """Return the score of each kind, up to a constant its log-odds, shape (blocks, kinds).

        Args:
            kinds: `KindFeatures.kinds`, shape (places, blocks, kinds).
            shape: `KindFeatures.shape`, shape (features, blocks).
        """
        cdef const float[:, :, ::1] evidence = kinds
        cdef const float[:, ::1] features = shape
        cdef Py_ssize_t blocks = features.shape[1]
        matrix = as_matrix(new_array("f", blocks * KINDS), blocks, KINDS)
        cdef float[:, ::1] scores = matrix
        if evidence.shape[1] != blocks or evidence.shape[2] != KINDS:
            raise ValueError(f"there are features of {blocks} blocks, but not the evidence of these")
        _add_shape(scores, features, self.shape, self.mean, self.scale)
        _add_evidence(scores, evidence, self.places, self.bias)
        _rule_out_author_bios(scores, features)
        return matrix


cdef int _add_shape(
    float[:, ::1] scores,
    const float[:, ::1] features,
    const float[:, ::1] weights,
    const float[::1] mean,
    const float[::1] scale,
) except -1:
    """Add the weighted features, standardized, with outliers clipped."""
    cdef Py_ssize_t block, feature, kind, count = weights.shape[0]
    cdef const float* weight
    cdef float* score
    cdef float value
    if not count == features.shape[0] == mean.shape[0] == scale.shape[0]:
        raise ValueError(f"there are weights of {count} features, but {features.shape[0]}")
    for feature in range(count):
        weight = &weights[feature, 0]
        for block in range(features.shape[1]):
            value = (features[feature, block] - mean[feature]) / scale[feature]
            value = min(max(value, -_CLIP_LIMIT), _CLIP_LIMIT)
            score = &scores[block, 0]
            for kind in range(KINDS):
                score[kind] += value * weight[kind]
    return 0


cdef int _add_evidence(
    float[:, ::1] scores,
    const float[:, :, ::1] evidence,
    const float[:, ::1] weights,
    const float[::1] bias,
) except -1:
    """Add the weighted evidence in all places and the bias."""
    cdef Py_ssize_t place, block, kind
    cdef const float* strength
    cdef const float* weight
    cdef float* score
    if not weights.shape[0] == evidence.shape[0] or not KINDS == bias.shape[0]:
        raise ValueError("the weights do not fit the evidence")
    for place in range(evidence.shape[0]):
        weight = &weights[place, 0]
        for block in range(evidence.shape[1]):
            strength, score = &evidence[place, block, 0], &scores[block, 0]
            for kind in range(KINDS):
                score[kind] += strength[kind] * weight[kind]
    for block in range(scores.shape[0]):
        for kind in range(KINDS):
            scores[block, kind] += bias[kind]
    return 0


cdef int _rule_out_author_bios(float[:, ::1] scores, const float[:, ::1] shape) except -1:
    """Set the score of author bios to minus infinity where a box has no long boilerplate."""
    cdef Py_ssize_t block
    for block in range(scores.shape[0]):
        if shape[_LONG_BLOCKS, block] == 0:
            scores[block, _AUTHOR_BIO] = -INFINITY
    return 0


cdef Py_ssize_t _best(const float[:, ::1] scores, Py_ssize_t block) noexcept:
    """Return the index of the kind with the highest score of a block."""
    cdef Py_ssize_t kind, best = 0
    for kind in range(1, KINDS):
        if scores[block, kind] > scores[block, best]:
            best = kind
    return best


cdef enum:
    KINDS = 16  # known when this is compiled, so that loops over kinds are vectorized

if len(_KINDS) != KINDS:
    raise ImportError("core/kind_classifier.pyx has another number of kinds than core/kinds.py")

cdef Py_ssize_t _AUTHOR_BIO = _KINDS.index(BlockKind.AUTHOR_BIO)
cdef Py_ssize_t _LONG_BLOCKS = _SHAPE_FEATURES.index("long_boilerplate")
"""Share of longer texts in the boilerplate box. An author bio has some; with names and dates only,
the box is a byline."""

CLIP_LIMIT = 3.0
"""Limit to which standardized features are clipped, in standard deviations."""

cdef float _CLIP_LIMIT = CLIP_LIMIT


@cache
def load_kind_weights():
    """Return the packaged weights, loaded once."""
    arrays = load_weights("kinds")
    return Weights(*(arrays[f"kinds_{name}"] for name in Weights._fields))


_BODY = (BlockKind.BODY, "")


def classify_boilerplate(segmentation, cues, layout, body):
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
    cdef const float[:, ::1] scores = weights.score(features.kinds, features.shape)
    cdef Py_ssize_t index
    reasons = _ReasonFinder(segmentation, cues, features, weights.places)
    has_copyright = _has_copyright(cues)
    results = []
    for index in range(scores.shape[0]):
        if body[index]:
            results.append(_BODY)
            continue
        kind = _KINDS[_best(scores, index)]
        if has_copyright[index] and kind is not BlockKind.LEGAL:
            results.append((BlockKind.LEGAL, "a copyright sign"))
        else:
            results.append((kind, reasons.reason(index, kind)))
    return results


cdef list _has_copyright(cues):
    """Return whether each text is short and contains a copyright sign."""
    tokens = cues.block_tokens
    cdef const int32_t[::1] numbers = tokens.numbers
    cdef const Py_ssize_t[::1] starts = tokens.starts, lengths = tokens.lengths
    cdef int32_t sign = tokens.dictionary.number("©")
    cdef Py_ssize_t text, word
    found = cues.is_short.tolist()
    for text in range(starts.shape[0]):
        for word in range(starts[text], starts[text] + lengths[text]):
            if numbers[word] == sign:
                break
        else:
            found[text] = False
    return found


cdef double _MIN_TERM = 0.2
"""Log-odds above which a term can be the reason: it raises the odds by a fifth."""

cdef enum:
    MAX_PLACES = 3  # places with evidence that are asked for a reason

cdef Py_ssize_t _MAX_QUOTE = 30
"""Longest quote of a block in a reason, in characters: enough to find it on the page."""

cdef Py_ssize_t _MAX_DISTANCE = 12
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


cdef Py_ssize_t TEXT = Place.TEXT, WORDS = Place.WORDS, LINK = Place.LINK, NAMES = Place.NAMES
cdef Py_ssize_t NEAR = Place.NEAR, BOILERPLATE_BOX = Place.BOILERPLATE_BOX
cdef Py_ssize_t ABOVE = Place.ABOVE, BELOW = Place.BELOW, HEADING = Place.HEADING


@cython.final
@cython.auto_pickle(False)
cdef class _ReasonFinder:
    """Short descriptions of the evidence for the kind of a block.

    Each `from_...` method returns the reason in one place, or None if there is none.
    """

    cdef object page, cues, features
    cdef Boxes boxes
    cdef list blocks, text_kinds, signature_cues
    cdef dict name_cache, word_cache, quotes, densities
    cdef const float[:, :, ::1] evidence
    cdef const float[:, ::1] weights
    cdef const Py_ssize_t[::1] boilerplate_boxes, headings, inline_rows
    cdef const Py_ssize_t[:, ::1] named_boxes

    def __cinit__(self, page, cues, features, weights):
        self.page, self.cues, self.features = page, cues, features
        self.blocks, self.boxes = page.blocks, page.boxes
        self.text_kinds = [None if cue is None else (<tuple>cue)[0] for cue in cues.text_cues]
        self.signature_cues = list(cues.signature_cues)
        self.name_cache, self.word_cache, self.quotes, self.densities = {}, {}, {}, {}
        self.evidence, self.weights = features.kinds, weights
        self.boilerplate_boxes, self.headings = features.boilerplate_boxes, features.headings
        self.inline_rows, self.named_boxes = cues.inline_rows, features.named_boxes

    cdef str reason(self, Py_ssize_t index, kind):
        """Return the reason for the kind of a block."""
        cdef Py_ssize_t[MAX_PLACES] places
        cdef Py_ssize_t i, count = self.strongest_places(index, _KIND_INDEX[kind], places)
        cdef str reason = None
        for i in range(count):
            reason = self.from_place(places[i], index, kind)
            if reason:
                break
        if kind in _LINK_KINDS and not (reason and reason.startswith("text")):
            text, _, link_length, _, _, _, _, _, _ = <tuple>self.blocks[index]
            density = link_density(text, link_length)
            if density > 0.5:
                links = self.densities.get(density)
                if links is None:
                    links = self.densities[density] = f"{density:.0%} link text"
                return f"{links}, {reason}" if reason else links
        return reason or self.from_elements(index, kind)

    cdef Py_ssize_t strongest_places(self, Py_ssize_t index, Py_ssize_t kind, Py_ssize_t* places):
        """Set the places with the most evidence for a kind, and return their number.

        A phrase comes first, as it is the clearest reason.
        """
        cdef float[MAX_PLACES] strengths
        cdef Py_ssize_t place, i, count = 0
        cdef float strength
        for place in range(self.evidence.shape[0]):
            strength = self.evidence[place, index, kind] * self.weights[place, kind]
            if strength <= _MIN_TERM:
                continue
            if place == TEXT:
                strength = INFINITY
            i = min(count, MAX_PLACES - 1)
            if count == MAX_PLACES and strength <= strengths[i]:
                continue
            while i and strength > strengths[i - 1]:
                strengths[i], places[i] = strengths[i - 1], places[i - 1]
                i -= 1
            strengths[i], places[i] = strength, place
            count = min(count + 1, MAX_PLACES)
        return count

    cdef str from_place(self, Py_ssize_t place, Py_ssize_t index, kind):
        if place == TEXT:
            return self.from_text(index, kind)
        if place == WORDS:
            return self.from_words(index, kind)
        if place == LINK:
            return _describe("links to", self.features.links.strongest(index, kind))
        if place == NAMES:
            return self.from_names(index, kind)
        if place == NEAR or place == BOILERPLATE_BOX:
            return self.from_boilerplate_box(index, kind)
        if place == ABOVE:
            return self.from_adjacent(index, kind, -1)
        if place == BELOW:
            return self.from_adjacent(index, kind, 1)
        if place == HEADING:
            return self.from_heading(index, kind)
        return self.from_teaser(index, kind)

    cdef str from_text(self, Py_ssize_t index, kind):
        return self.cues.text_cues[index].reason if self.text_kinds[index] is kind else None

    cdef str from_words(self, Py_ssize_t index, kind):
        key = (index, kind)
        if key not in self.word_cache:
            words = self.cues.text_matches.strongest(index, kind)
            self.word_cache[key] = _describe("word", words)
        return self.word_cache[key]

    cdef str from_names(self, Py_ssize_t index, kind):
        """Use the names of the inline elements, else of the nearest box named after the kind."""
        block = self.blocks[index]
        if block.inline_attrs:
            reason = self.from_row(self.inline_rows[index], kind)
            if reason:
                return reason
        cdef Py_ssize_t box = self.named_boxes[<Py_ssize_t>block.box, <Py_ssize_t>_KIND_INDEX[kind]]
        return None if box < 0 else self.from_signature(self.boxes.rows[box].signature, kind)

    cdef str from_signature(self, Py_ssize_t signature, kind):
        cue = self.signature_cues[signature]
        if cue is not None and cue.kind is kind:
            return cue.reason
        return self.from_row(signature, kind)

    cdef str from_row(self, Py_ssize_t row, kind):
        """Use the names in a row of `Cues.name_tokens`."""
        key = (row, kind)
        if key not in self.name_cache:
            self.name_cache[key] = _describe("class", self.cues.name_matches.strongest(row, kind))
        return self.name_cache[key]

    cdef str from_boilerplate_box(self, Py_ssize_t index, kind):
        """Use the nearest block with a phrase of the kind in the same boilerplate box."""
        box = &self.boxes.rows[self.boilerplate_boxes[index]]
        cdef Py_ssize_t first = box.first, last = box.last, step
        for step in range(1, _MAX_DISTANCE):
            if index - step >= first and self.text_kinds[index - step] is kind:
                return f"in one box with {self.quote(index - step)}"
            if index + step < last and self.text_kinds[index + step] is kind:
                return f"in one box with {self.quote(index + step)}"
        return None

    cdef str from_adjacent(self, Py_ssize_t index, kind, Py_ssize_t side):
        """Use the nearest of four blocks above (side -1) or below (side 1)."""
        cdef Py_ssize_t step, other
        for step in range(1, 5):
            other = index + side * step
            if 0 <= other < len(self.text_kinds) and self.text_kinds[other] is kind:
                return f"{'below' if side < 0 else 'above'} {self.quote(other)}"
        return None

    cdef str from_heading(self, Py_ssize_t index, kind):
        cdef Py_ssize_t heading = self.headings[index]
        if heading < 0 or not (self.from_text(heading, kind) or self.from_words(heading, kind)):
            return None
        return f"below {self.quote(heading)}"

    cdef str from_teaser(self, Py_ssize_t index, kind):
        reason = self.from_names(index, kind) or self.from_heading(index, kind)
        return reason or "a name or date in a list of teasers"

    cdef str from_elements(self, Py_ssize_t index, kind):
        """Return a reason of last resort: an ancestor element, or the position of the block."""
        cdef Py_ssize_t box = self.blocks[index].box
        tags = _TYPICAL_ELEMENTS.get(kind, ())
        while box >= 0 and tags:
            tag = self.boxes.tags[self.boxes.rows[box].signature]
            if tag in tags:
                return f"inside <{tag}>"
            box = self.boxes.rows[box].parent
        if self.blocks[index].hidden:
            return "hidden by markup or style"
        return "outside the main content"

    cdef str quote(self, Py_ssize_t index):
        """Return the text of a block in quotes, shortened to `_MAX_QUOTE` characters."""
        cdef str quote = self.quotes.get(index)
        if quote is None:
            quote = " ".join(self.blocks[index].text.split())
            if len(quote) > _MAX_QUOTE:
                quote = f"{quote[: _MAX_QUOTE - 1].rstrip()}…"
            self.quotes[index] = quote = f"'{quote}'"
        return quote


cdef str _describe(str label, words):
    return f"{label} '{words}'" if words else None
