"""Kind classifier: the kind of each block of boilerplate, with a reason.

A log-linear model adds up the evidence of each kind in all places, weighted by the reliability of
each place, and the other features of the block. The largest term of the sum gives the reason.
"""

from libc.math cimport INFINITY
from libc.stdint cimport int32_t

from cleanarticle.core.boxes cimport Boxes

from functools import cache
from typing import NamedTuple

import cython
import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.kind_features import SHAPE_FEATURES as _SHAPE_FEATURES, Place, kind_features
from cleanarticle.core.kinds import KIND_INDEX as _KIND_INDEX, KINDS as _KINDS
from cleanarticle.core.matmul import matmul
from cleanarticle.core.schema import load_weights
from cleanarticle.core.tokens import link_density


class Weights(NamedTuple):
    """The weights of the model.

    Attributes:
        places: Weight of the evidence in each place for each kind, shape (places, kinds).
        shape: Weight of each standardized shape feature for each kind, shape (features, kinds).
        bias: Bias of each kind, shape (kinds,).
        mean: Mean of each shape feature, shape (features,).
        scale: Scale that each shape feature is divided by, shape (features,).
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
            shape: `KindFeatures.shape`, shape (blocks, features).
        """
        scores = np.ascontiguousarray(matmul(self.shape.T, self.standardized(shape).T).T)
        _add_evidence(scores, np.ascontiguousarray(kinds, np.float32), self.places, self.bias)
        _rule_out_author_bios(scores, shape)
        return scores

    def standardized(self, shape):
        """Return standardized shape features, with outliers clipped.

        Args:
            shape: `KindFeatures.shape`, shape (blocks, features).
        """
        result = np.empty(shape.shape, np.float32)
        _standardize(shape, self.mean, self.scale, result)
        return result


cdef int _add_evidence(
    float[:, ::1] scores,
    const float[:, :, ::1] evidence,
    const float[:, ::1] weights,
    const float[::1] bias,
) except -1:
    """Add the weighted evidence in all places and the bias, shape (blocks, kinds)."""
    cdef Py_ssize_t place, block, kind, places = weights.shape[0], kinds = weights.shape[1]
    cdef float total
    if not places == evidence.shape[0] or not kinds == evidence.shape[2] == bias.shape[0]:
        raise ValueError("the weights do not fit the evidence")
    for block in range(scores.shape[0]):
        for kind in range(kinds):
            total = 0
            for place in range(places):
                total += evidence[place, block, kind] * weights[place, kind]
            scores[block, kind] = total + scores[block, kind] + bias[kind]
    return 0


cdef int _standardize(
    const float[:, :] shape, const float[::1] mean, const float[::1] scale, float[:, ::1] result
) except -1:
    """Set standardized features, with outliers clipped, shape (blocks, features)."""
    cdef Py_ssize_t block, feature
    cdef float value
    if not shape.shape[1] == mean.shape[0] == scale.shape[0]:
        raise ValueError(f"there are weights of {mean.shape[0]} features, but {shape.shape[1]}")
    for block in range(shape.shape[0]):
        for feature in range(shape.shape[1]):
            value = (shape[block, feature] - mean[feature]) / scale[feature]
            result[block, feature] = min(max(value, -_CLIP_LIMIT), _CLIP_LIMIT)
    return 0


cdef int _rule_out_author_bios(float[:, ::1] scores, const float[:, :] shape) except -1:
    """Set the score of author bios to minus infinity where a box has no long boilerplate."""
    cdef Py_ssize_t block
    for block in range(scores.shape[0]):
        if shape[block, _LONG_BLOCKS] == 0:
            scores[block, _AUTHOR_BIO] = -INFINITY
    return 0


cdef Py_ssize_t _AUTHOR_BIO = _KINDS.index(BlockKind.AUTHOR_BIO)
cdef Py_ssize_t _LONG_BLOCKS = _SHAPE_FEATURES.index("long_boilerplate")
"""Share of longer texts in the boilerplate box. An author bio has some; with names and dates only,
the box is a byline."""

cdef float _CLIP_LIMIT = 3
"""Limit to which standardized features are clipped, in standard deviations."""


@cache
def load_kind_weights():
    """Return the packaged weights, loaded once."""
    arrays = load_weights("kinds")
    return Weights(*(arrays[f"kinds_{name}"].astype(np.float32) for name in Weights._fields))


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
    best = weights.score(features.kinds, features.shape).argmax(axis=1)
    reasons = _ReasonFinder(segmentation, cues, features, weights.places)
    has_copyright = _has_copyright(cues)
    results = []
    for index, kind_index in enumerate(best.tolist()):
        kind = _KINDS[kind_index]
        if body[index]:
            results.append((BlockKind.BODY, ""))
        elif has_copyright[index] and kind is not BlockKind.LEGAL:
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
    cdef const float[:, :] weights
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
