"""Vocabulary: learned log-odds of body for the words of class names and of block text.

Cues are written by hand; the vocabulary is learned from the training pages. It holds the log-odds
of body of the blocks below a class name, and of the blocks that contain a word.
"""

from libc.stdint cimport int32_t
from libcpp.vector cimport vector

from cleanarticle.core.new_arrays cimport as_matrix, new_array

from typing import NamedTuple

VOCABULARY_FEATURES = ("name_own", "name_low", "name_high", "name_sum", "word_mean", "word_low",
                       "word_high")

cdef double _MAX_BOX_ODDS = 6.0
"""Limit to which the sum of the log-odds of a box's names is clipped, as names repeat each other
(`post`, `post-content`). Chosen by hand, above the highest log-odds of a single word."""


class Vocabulary(NamedTuple):
    """Log-odds of body by word number, minus the log-odds of an average block.

    Attributes:
        names: For words of class names and similar attributes, shape (dictionary.size,).
        words: For words of the text, shape (dictionary.size,).
        dictionary: The numbering of the words.
    """

    names: object
    words: object
    dictionary: object

    @classmethod
    def of(cls, names, words, dictionary):
        """Build a vocabulary from the log-odds of each word."""
        return cls(dictionary.align(names), dictionary.align(words), dictionary)


cdef struct Range:
    # The log-odds of a box and its ancestors, or of the known words of a block.
    double own, low, high, total


def vocabulary_features(layout, names, words, vocabulary):
    """Describe every block by the log-odds of its words and of the names of its boxes.

    Args:
        layout: The page.
        names: The attribute words of each box signature; texts after those are ignored.
        words: The first words of each block.
        vocabulary: The log-odds.

    Returns:
        A matrix of shape (len(VOCABULARY_FEATURES), blocks): the log-odds of the names of the
        innermost box, and their minimum, maximum and sum over it and its ancestors; the mean,
        minimum and maximum log-odds of the known words of the block.

    Raises:
        ValueError: The words or the names are not those of the page.
    """
    if len(words) != len(layout.box) or len(names) < len(layout.signatures.tags):
        raise ValueError(
            f"the page has {len(layout.box)} blocks and {len(layout.signatures.tags)} box"
            f" signatures, but there are words of {len(words)} and names of {len(names)}"
        )
    names = names.numbered_by(vocabulary.dictionary)
    words = words.numbered_by(vocabulary.dictionary)
    cdef const Py_ssize_t[::1] box = layout.box
    cdef vector[Range] boxes, blocks
    _box_odds(layout, names, vocabulary.names, boxes)
    _word_odds(words, vocabulary.words, blocks)
    cdef Py_ssize_t width = len(VOCABULARY_FEATURES)
    matrix = as_matrix(new_array("f", width * len(box)), width, len(box))
    cdef float[:, ::1] rows = matrix
    cdef Py_ssize_t i
    for i in range(rows.shape[1]):
        rows[0, i] = boxes[box[i]].own
        rows[1, i] = boxes[box[i]].low
        rows[2, i] = boxes[box[i]].high
        rows[3, i] = boxes[box[i]].total
        rows[4, i] = blocks[i].own
        rows[5, i] = blocks[i].low
        rows[6, i] = blocks[i].high
    return matrix


cdef int _box_odds(layout, names, const float[::1] odds, vector[Range]& boxes) except -1:
    """Set the log-odds of each box, and their range over it and its ancestors."""
    cdef const Py_ssize_t[::1] signature = layout.signature, parent = layout.parent
    cdef vector[Range] by_signature
    cdef Py_ssize_t i
    cdef double own
    cdef Range outer
    _word_odds(names, odds, by_signature)
    for i in range(signature.shape[0]):
        own = min(max(by_signature[signature[i]].total, -_MAX_BOX_ODDS), _MAX_BOX_ODDS)
        outer = Range(own, own, own, 0) if i == 0 else boxes[parent[i]]
        boxes.push_back(
            Range(own, min(own, outer.low), max(own, outer.high), outer.total + own)
        )
    return 0


cdef int _word_odds(tokens, const float[::1] odds, vector[Range]& texts) except -1:
    """Set the log-odds of the known words of each text, their mean as `own`; 0 for none."""
    if odds.shape[0] != tokens.dictionary.size:
        raise ValueError(
            f"the dictionary has {tokens.dictionary.size} numbers, but the vocabulary"
            f" {odds.shape[0]} log-odds"
        )
    cdef const int32_t[::1] numbers = tokens.numbers
    cdef const Py_ssize_t[::1] starts = tokens.starts, lengths = tokens.lengths
    cdef Py_ssize_t text, i, known
    cdef Range range_
    cdef double value
    for text in range(starts.shape[0]):
        known, range_ = 0, Range(0, 0, 0, 0)
        for i in range(starts[text], starts[text] + lengths[text]):
            value = odds[numbers[i]]
            if value == 0:
                continue
            range_.low = value if known == 0 else min(range_.low, value)
            range_.high = value if known == 0 else max(range_.high, value)
            range_.total += value
            known += 1
        range_.own = range_.total / max(1, known)
        texts.push_back(range_)
    return 0
