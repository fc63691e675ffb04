"""Lexical cohesion: the overlap between the words of a block and those of the rest of the body.

An article reuses its own vocabulary, while a teaser for another story brings new words (lexical
cohesion, Halliday and Hasan 1976). Plain text has no boxes or class names to separate the two, so
its second pass measures how much of each block's vocabulary occurs in the body found by the first.
"""

from libc.math cimport exp, log1p
from libcpp.vector cimport vector

from cleanarticle.core.new_arrays cimport as_matrix, new_array

from cleanarticle.characters import FIRST_IDEOGRAPH as _FIRST_IDEOGRAPH

_MIN_LETTERS = 4
"""Shortest content word, in letters, in scripts with spaces: most shorter words are function words.
Chosen by hand."""

_OFFSETS = (-2, -1, 1, 2)

cdef float _UNKNOWN = -1
"""Value for blocks without content words and for neighbors beyond either end of the page."""

COHESION_FEATURES = (
    "shared_body", "shared_mean", "shared_none", "shared_log", "shared_body_share", "shared_words",
    *(f"shared_{name}{offset:+}" for offset in _OFFSETS for name in ("body", "mean")),
)
"""The names of the features, in order."""

cdef Py_ssize_t OWN = 6  # features of the block itself


cdef struct WordUse:
    # The blocks with a word, and the sum of their probabilities of body.
    Py_ssize_t blocks
    double body


def cohesion_features(words, const double[::1] odds):
    """Describe every block by the words that it shares with the other blocks.

    Args:
        words: The first words of each block, of which there is at least one.
        odds: First-pass log-odds of body, shape (blocks,).

    Returns:
        A matrix of shape (features, blocks). Over the distinct content words of the block: the
        share that occurs in other body blocks, the mean body probability of the other blocks with
        the word, the share that occurs in no other block, and the mean log of the number of other
        body blocks with the word. Then the share of body among all occurrences in other blocks, the
        log of the number of content words, and the first two features of the two blocks before
        and the two after.
    """
    cdef vector[vector[Py_ssize_t]] words_of
    cdef vector[WordUse] uses
    cdef vector[double] body
    cdef Py_ssize_t i, k, blocks = odds.shape[0], width = len(COHESION_FEATURES)
    _number_words(words, words_of)
    if <Py_ssize_t>words_of.size() != blocks:
        raise ValueError(f"there are words of {words_of.size()} blocks, but {blocks} log-odds")
    for i in range(blocks):
        body.push_back(1 / (1 + exp(-odds[i])))
    _count_uses(words_of, body, uses)
    matrix = as_matrix(new_array("f", width * blocks), width, blocks)
    cdef float[:, ::1] rows = matrix
    for i in range(blocks):
        _describe(words_of[i], uses, body[i], i, rows)
    for k, offset in enumerate(_OFFSETS):
        _copy_neighbors(rows, OWN + 2 * k, offset)
    return matrix


cdef int _number_words(words, vector[vector[Py_ssize_t]]& words_of) except -1:
    """Set the numbers of the distinct content words of each block, in the order of the alphabet."""
    cdef vector[Py_ssize_t] numbers
    number_of = {}
    for of_block in words:
        numbers.clear()
        for word in sorted(set(filter(_is_content_word, of_block))):
            numbers.push_back(<Py_ssize_t>number_of.setdefault(word, len(number_of)))
        words_of.push_back(numbers)
    return 0


def _is_content_word(str word):
    # an ideograph, a kana or a syllable is a word
    return len(word) >= _MIN_LETTERS or word >= _FIRST_IDEOGRAPH


cdef int _count_uses(
    const vector[vector[Py_ssize_t]]& words_of,
    const vector[double]& body,
    vector[WordUse]& uses,
) except -1:
    """Set the use of each word by its number."""
    cdef size_t i, k
    cdef Py_ssize_t word
    for i in range(words_of.size()):
        for k in range(words_of[i].size()):
            word = words_of[i][k]
            if word >= <Py_ssize_t>uses.size():
                uses.resize(word + 1)
            uses[word].blocks += 1
            uses[word].body += body[i]
    return 0


cdef void _describe(
    const vector[Py_ssize_t]& words,
    const vector[WordUse]& uses,
    double own,
    Py_ssize_t i,
    float[:, ::1] rows,
) noexcept:
    """Set the features of a block itself.

    Args:
        words: Its words.
        uses: The use of each word.
        own: Its probability of body.
        i: Its index.
        rows: The matrix.
    """
    cdef double in_body = 0, mean = 0, nowhere = 0, amount = 0, all_body = 0, other_body
    cdef Py_ssize_t k, others, all_others = 0, count = words.size()
    for k in range(count):
        others, other_body = uses[words[k]].blocks - 1, uses[words[k]].body - own
        in_body += other_body >= 0.5
        mean += other_body / (others + 1)
        nowhere += others == 0
        amount += log1p(max(0.0, other_body))
        all_body += other_body
        all_others += others
    if count:
        rows[0, i], rows[1, i] = in_body / count, mean / count
        rows[2, i], rows[3, i] = nowhere / count, amount / count
        rows[4, i] = all_body / max(1, all_others)
    else:
        rows[0, i] = rows[1, i] = rows[2, i] = rows[3, i] = rows[4, i] = _UNKNOWN
    rows[5, i] = log1p(count)


cdef void _copy_neighbors(float[:, ::1] rows, Py_ssize_t row, Py_ssize_t offset) noexcept:
    """Set two rows to the first two features of the blocks at an offset."""
    cdef Py_ssize_t i, k, blocks = rows.shape[1]
    for k in range(2):
        for i in range(blocks):
            rows[row + k, i] = rows[k, i + offset] if 0 <= i + offset < blocks else _UNKNOWN
