"""Matches: the phrases of a table in many texts, as cues and as counts of evidence."""

from libcpp.vector cimport vector

from cleanarticle.core.new_arrays cimport as_matrix, new_array

import cython

from cleanarticle.core.kinds import KIND_INDEX as _KIND_INDEX

cdef enum:
    ROLES = 4  # exact, starts, contains and attrs, strongest first

cdef Py_ssize_t KINDS = len(_KIND_INDEX)

# Weights of cues of one word and of more by role; only their order matters much.
cdef double[2][ROLES] _CUE_WEIGHTS
_CUE_WEIGHTS[0][:] = [1.0, 0.8, 0.7, 0.6]
_CUE_WEIGHTS[1][:] = [1.0, 0.8, 0.7, 0.8]

cdef double _LONG_BLOCK_DISCOUNT = 0.5
"""Factor for the weight of a phrase at the start of a longer block."""


cdef struct CueMatch:
    Py_ssize_t phrase, length, role, kind
    double weight


@cython.final
@cython.auto_pickle(False)
cdef class Matches:
    """The phrases of a table in many texts.

    Args:
        table: The `PhraseTable`.
        occurrences: Its phrases in the texts.
        text_lengths: Number of words of each text, shape (texts,).
        max_words: Number of words of each text to read as evidence; -1 for all.

    Raises:
        ValueError: The occurrences are of more or fewer texts than the lengths.
    """

    cdef object _table
    cdef const Py_ssize_t[::1] _phrases, _positions, _lengths, _bounds, _text_lengths
    cdef const Py_ssize_t[::1] _cue_kinds
    cdef const double[::1] _kinds
    cdef Py_ssize_t _max_words

    def __cinit__(self, table, occurrences, text_lengths, Py_ssize_t max_words):
        self._table = table
        self._phrases, self._positions, self._lengths, self._bounds = occurrences
        self._text_lengths = text_lengths
        self._cue_kinds = table.cue_kinds
        self._kinds = table.kinds
        self._max_words = max_words
        if self._bounds.shape[0] != self._text_lengths.shape[0] + 1:
            raise ValueError(
                f"there are lengths of {self._text_lengths.shape[0]} texts, but occurrences in"
                f" {self._bounds.shape[0] - 1}"
            )

    def cues(self, is_short=None):
        """Return the cue of the longest phrase in each text, the strongest of ties; None for none.

        Its weight is that of the strongest matching phrase of the same kind.

        Args:
            is_short: 1 for each text of at most `SHORT_WORDS` words; None if all are.
        """
        cdef Py_ssize_t text, count = self._text_lengths.shape[0]
        cdef const unsigned char[::1] in_short = b"\1" * count if is_short is None else is_short
        if in_short.shape[0] != count:
            raise ValueError(f"is_short is of {in_short.shape[0]} texts, but there are {count}")
        cdef vector[CueMatch] matches
        cdef CueMatch cue
        cdef dict cache = self._table.cues
        cues = [None] * count
        for text in range(count):
            if self._bounds[text] == self._bounds[text + 1]:
                continue
            self._find_cues(text, in_short[text], matches)
            if matches.empty():
                continue
            cue = _longest(matches)
            if not in_short[text]:
                cue.weight *= _LONG_BLOCK_DISCOUNT
            key = (cue.phrase, cue.role, cue.kind, cue.weight)
            if key not in cache:
                cache[key] = self._table.cue(*key)
            cues[text] = cache[key]
        return cues

    cdef int _find_cues(self, Py_ssize_t text, bint is_short, vector[CueMatch]& matches) except -1:
        """Find the phrases that are cues where they occur in a text, each in its strongest role."""
        cdef Py_ssize_t index, role, kind, length
        cdef bint[ROLES] applies
        matches.clear()
        for index in range(self._bounds[text], self._bounds[text + 1]):
            length = self._lengths[index]
            applies[1] = self._positions[index] == 0
            applies[0] = applies[1] and is_short and length == self._text_lengths[text]
            applies[2] = applies[3] = is_short
            for role in range(ROLES):
                kind = self._cue_kinds[self._phrases[index] * ROLES + role]
                if applies[role] and kind >= 0:
                    matches.push_back(CueMatch(
                        self._phrases[index], length, role, kind,
                        _CUE_WEIGHTS[length > 1][role],
                    ))
                    break
        return 0

    def count(self):
        """Count the evidence of each kind in each text, shape (texts, kinds); pairs count twice.

        There must be a text at least.
        """
        cdef Py_ssize_t text, index, kind, texts = self._text_lengths.shape[0]
        table = as_matrix(new_array("d", texts * KINDS), texts, KINDS)
        cdef double[:, ::1] counts = table
        with nogil:
            for text in range(counts.shape[0]):
                for index in range(self._bounds[text], self._bounds[text + 1]):
                    if self._is_read(index):
                        for kind in range(KINDS):
                            counts[text, kind] += self._kinds[self._phrases[index] * KINDS + kind]
        return table

    def strongest(self, Py_ssize_t text, kind):
        """Return the first of the strongest words in a text that are evidence of a kind.

        Raises:
            IndexError: There is no such text.
        """
        if not 0 <= text < self._text_lengths.shape[0]:
            raise IndexError(f"there are {self._text_lengths.shape[0]} texts, but not number {text}")
        cdef Py_ssize_t index, column = _KIND_INDEX[kind], best = -1
        cdef double weight, highest = 0
        for index in range(self._bounds[text], self._bounds[text + 1]):
            weight = self._kinds[self._phrases[index] * KINDS + column]
            if weight > highest and self._is_read(index):
                best, highest = self._phrases[index], weight
        return None if best < 0 else " ".join(self._table.phrases[best])

    cdef bint _is_read(self, Py_ssize_t index) noexcept nogil:
        """True if an occurrence is within the words that are read as evidence."""
        return self._max_words < 0 or self._positions[index] + self._lengths[index] <= self._max_words


cdef CueMatch _longest(vector[CueMatch]& matches) noexcept:
    """Return the longest of the matches, the strongest of ties, with the highest weight of its kind."""
    cdef CueMatch best = matches[0], match
    for match in matches:
        if match.length > best.length or (
            match.length == best.length and match.weight > best.weight
        ):
            best = match
    for match in matches:
        if match.kind == best.kind:
            best.weight = max(best.weight, match.weight)
    return best
