"""A trie of phrases, which finds all phrases in many texts in one pass."""

from cython.operator cimport dereference
from libc.stdint cimport int32_t, uint64_t
from libcpp.unordered_map cimport unordered_map
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from typing import NamedTuple

import cython
import numpy as np

WILDCARD = "*"
"""A phrase word that matches any one word."""

cdef enum:
    ROOT = 0
    ANY_WORD = 0  # the number of the wildcard, which is that of unknown words: no phrase has one


class Occurrences(NamedTuple):
    """The phrases in many texts: text by text, by position, shorter ones first.

    All arrays but `bounds` have the shape (occurrences,).

    Attributes:
        phrases: Index of the phrase.
        positions: Index of the first word within the text.
        lengths: Number of words of the phrase.
        bounds: Index of the first occurrence in each text, and the total at the end.
    """

    phrases: object
    positions: object
    lengths: object
    bounds: object


cdef struct Node:
    Py_ssize_t phrase  # index of the phrase that ends here; -1 for none
    bint is_leaf  # whether no phrase goes on from here
    bint is_free  # whether a phrase through here may begin after the first word of a text
    int32_t wildcard  # the node after a wildcard; the root for none


cdef struct Occurrence:
    Py_ssize_t phrase, position, length


@cython.final
@cython.auto_pickle(False)
cdef class PhraseTrie:
    """Phrases as a tree of words.

    Args:
        phrases: The phrases as `Tokens`, of at least one word each, all different. Words that are
            not in the dictionary are wildcards.
        is_free: Whether each phrase may begin after the first word of a text.
    """

    cdef object _dictionary
    cdef vector[Node] _nodes
    cdef vector[int32_t] _first  # the node after the root by word number; the root for none
    cdef vector[bint] _is_inner  # whether each word follows another one in a phrase, by its number
    cdef unordered_map[uint64_t, int32_t] _next  # the node after each other node and word

    def __cinit__(self, phrases, is_free):
        cdef const int32_t[::1] numbers = phrases.numbers
        cdef Py_ssize_t index, start, length
        self._dictionary = phrases.dictionary
        self._first.resize(phrases.dictionary.size)
        self._is_inner.resize(phrases.dictionary.size)
        self._nodes.push_back(Node(-1, True, False, ROOT))
        for index, (start, length) in enumerate(zip(phrases.starts, phrases.lengths)):
            self._add(index, numbers[start : start + length], is_free[index])

    cdef int _add(self, Py_ssize_t phrase, const int32_t[::1] words, bint is_free) except -1:
        cdef int32_t node = ROOT
        cdef int32_t word
        for word in words:
            node = self._child(node, word)
            self._nodes[node].is_free |= is_free
        self._nodes[node].phrase = phrase
        return 0

    cdef int32_t _child(self, int32_t node, int32_t word):
        """Return the node after a node and a word, a new one if there is none."""
        cdef int32_t child = self._first[word] if node == ROOT else self._after(node, word)
        if child != ROOT:
            return child
        child = self._nodes.size()
        self._nodes[node].is_leaf = False
        self._nodes.push_back(Node(-1, True, False, ROOT))
        if word == ANY_WORD:
            self._nodes[node].wildcard = child
        if node == ROOT:
            self._first[word] = child
        else:
            self._next.insert(pair[uint64_t, int32_t](_edge(node, word), child))
            self._is_inner[word] = True
        return child

    def find(self, texts):
        """Find all phrases in texts, which are `Tokens`."""
        texts = texts.numbered_by(self._dictionary)
        cdef const int32_t[::1] numbers = texts.numbers
        cdef const Py_ssize_t[::1] starts = texts.starts
        cdef const Py_ssize_t[::1] lengths = texts.lengths
        cdef vector[Occurrence] found
        cdef vector[int32_t] nodes, following
        cdef Py_ssize_t text, position, count = len(texts)
        bounds = np.zeros(count + 1, np.intp)
        cdef Py_ssize_t[::1] ends = bounds[1:]
        cdef const int32_t* words = &numbers[0] if len(numbers) else NULL
        with nogil:
            for text in range(count):
                for position in range(lengths[text]):
                    self._find_at(
                        words + starts[text], position, lengths[text], nodes, following, found
                    )
                ends[text] = found.size()
        return _as_arrays(found, bounds)

    cdef int _find_at(
        self,
        const int32_t* words,
        Py_ssize_t position,
        Py_ssize_t length,
        vector[int32_t]& nodes,
        vector[int32_t]& following,
        vector[Occurrence]& found,
    ) except -1 nogil:
        """Append the phrases that begin at a position of a text, given its words.

        Args:
            nodes, following: Scratch memory for the nodes of one length and of the next.
        """
        cdef Py_ssize_t end = position + 1
        self._begin(words[position], position == 0, nodes)
        while not nodes.empty():
            for node in nodes:
                if self._nodes[node].phrase >= 0:
                    found.push_back(Occurrence(self._nodes[node].phrase, position, end - position))
            if end == length:
                break
            self._follow(words[end], position == 0, nodes, following)
            nodes.swap(following)
            end += 1
        return 0

    cdef int _begin(self, int32_t word, bint is_start, vector[int32_t]& nodes) except -1 nogil:
        """Set the nodes to those after the root."""
        nodes.clear()
        self._append(self._first[word], is_start, nodes)
        if word != ANY_WORD:
            self._append(self._nodes[ROOT].wildcard, is_start, nodes)
        return 0

    cdef int _follow(
        self, int32_t word, bint is_start, vector[int32_t]& nodes, vector[int32_t]& following
    ) except -1 nogil:
        """Set the following nodes to those after a word; those after wildcards are last."""
        following.clear()
        if self._is_inner[word]:
            for node in nodes:
                if not self._nodes[node].is_leaf:
                    self._append(self._after(node, word), is_start, following)
        if word != ANY_WORD:
            for node in nodes:
                self._append(self._nodes[node].wildcard, is_start, following)
        return 0

    cdef int _append(self, int32_t node, bint is_start, vector[int32_t]& nodes) except -1 nogil:
        """Append a node that is not the root, unless its phrases must start where they do not."""
        if node != ROOT and (is_start or self._nodes[node].is_free):
            nodes.push_back(node)
        return 0

    cdef int32_t _after(self, int32_t node, int32_t word) noexcept nogil:
        edge = self._next.find(_edge(node, word))
        return ROOT if edge == self._next.end() else dereference(edge).second


cdef inline uint64_t _edge(int32_t node, int32_t word) noexcept nogil:
    return <uint64_t>node << 32 | <uint64_t>word


cdef _as_arrays(vector[Occurrence]& found, bounds):
    """Return occurrences as `Occurrences`."""
    table = np.empty((3, found.size()), np.intp)
    cdef Py_ssize_t[:, ::1] columns = table
    cdef Py_ssize_t i
    for i in range(<Py_ssize_t>found.size()):
        columns[0, i] = found[i].phrase
        columns[1, i] = found[i].position
        columns[2, i] = found[i].length
    return Occurrences(*table, bounds)
