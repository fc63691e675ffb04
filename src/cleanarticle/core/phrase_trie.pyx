"""A trie of phrases, which finds all phrases in many texts in one pass."""

from libc.stdint cimport int32_t, uint64_t
from libcpp.vector cimport vector

from typing import NamedTuple

import cython

from cleanarticle.core.new_arrays cimport new_indices
from cleanarticle.core.prefetch cimport AHEAD, FETCH_SOON

WILDCARD = "*"
"""A phrase word that matches any one word."""

cdef enum:
    ROOT = 0
    ANY_WORD = 0  # the number of the wildcard, which is that of unknown words: no phrase has one


class Occurrences(NamedTuple):
    """The phrases in many texts: text by text, by position, shorter ones first.

    All arrays but `bounds` have one value for each occurrence.

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


cdef struct FirstStep:
    int32_t node  # the node after the root and a word; the root for none
    bint is_inner  # whether the word follows another one in a phrase


cdef struct Edge:
    uint64_t key  # a node and a word; 0 for none, as the root has no edges here
    int32_t child


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
    cdef vector[FirstStep] _first  # by word number
    cdef vector[Edge] _edges  # a hash table with open addressing: the nodes after other nodes
    cdef size_t _edge_count

    def __cinit__(self, phrases, is_free):
        cdef const int32_t[::1] numbers = phrases.numbers
        cdef Py_ssize_t index, start, length
        self._dictionary = phrases.dictionary
        self._first.resize(phrases.dictionary.size)
        self._edges.resize(64)
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
        cdef int32_t child = ROOT
        if node == ROOT:
            child = self._first[word].node
        else:
            child = self._after(node, word)
        if child != ROOT:
            return child
        child = self._nodes.size()
        self._nodes[node].is_leaf = False
        self._nodes.push_back(Node(-1, True, False, ROOT))
        if word == ANY_WORD:
            self._nodes[node].wildcard = child
        if node == ROOT:
            self._first[word].node = child
        else:
            self._add_edge(Edge(_edge(node, word), child))
            self._first[word].is_inner = True
        return child

    cdef int _add_edge(self, Edge edge) except -1:
        cdef vector[Edge] old
        self._edge_count += 1
        if 2 * self._edge_count > self._edges.size():
            old.swap(self._edges)
            self._edges.resize(2 * old.size())
            for i in range(old.size()):
                if old[i].key:
                    self._edges[self._slot(old[i].key)] = old[i]
        self._edges[self._slot(edge.key)] = edge
        return 0

    cdef inline size_t _slot(self, uint64_t key) noexcept nogil:
        """Return where an edge is, or would be."""
        cdef size_t last = self._edges.size() - 1
        cdef size_t slot = (key * 0x9E3779B97F4A7C15ULL) >> 32 & last
        while self._edges[slot].key and self._edges[slot].key != key:
            slot = slot + 1 & last
        return slot

    def find(self, texts):
        """Find all phrases in texts, which are `Tokens`."""
        texts = texts.numbered_by(self._dictionary)
        cdef const int32_t[::1] numbers = texts.numbers
        cdef const Py_ssize_t[::1] starts = texts.starts
        cdef const Py_ssize_t[::1] lengths = texts.lengths
        cdef vector[Occurrence] found
        cdef vector[int32_t] nodes, following
        cdef Py_ssize_t text, position, count = len(texts)
        bounds = new_indices(count + 1)
        cdef Py_ssize_t[::1] ends = bounds  # from the second on
        cdef const int32_t* words = &numbers[0] if numbers.shape[0] else NULL
        cdef bint begins_anywhere = self._nodes[ROOT].wildcard != ROOT
        with nogil:
            for text in range(count):
                for position in range(min(lengths[text], AHEAD)):
                    FETCH_SOON(&self._first[words[starts[text] + position]])
                for position in range(lengths[text]):
                    if position + AHEAD < lengths[text]:
                        FETCH_SOON(&self._first[words[starts[text] + position + AHEAD]])
                    if begins_anywhere or self._first[words[starts[text] + position]].node != ROOT:
                        self._find_at(
                            words + starts[text], position, lengths[text], nodes, following, found
                        )
                ends[text + 1] = found.size()
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
        self._append(self._first[word].node, is_start, nodes)
        if word != ANY_WORD:
            self._append(self._nodes[ROOT].wildcard, is_start, nodes)
        return 0

    cdef int _follow(
        self, int32_t word, bint is_start, vector[int32_t]& nodes, vector[int32_t]& following
    ) except -1 nogil:
        """Set the following nodes to those after a word; those after wildcards are last."""
        following.clear()
        if self._first[word].is_inner:
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
        return self._edges[self._slot(_edge(node, word))].child


cdef inline uint64_t _edge(int32_t node, int32_t word) noexcept nogil:
    return <uint64_t>node << 32 | <uint64_t>word


cdef _as_arrays(vector[Occurrence]& found, bounds):
    """Return occurrences as `Occurrences`."""
    cdef Py_ssize_t i, count = found.size()
    columns = new_indices(count), new_indices(count), new_indices(count)
    cdef Py_ssize_t[::1] phrases = columns[0], positions = columns[1], lengths = columns[2]
    for i in range(count):
        phrases[i] = found[i].phrase
        positions[i] = found[i].position
        lengths[i] = found[i].length
    return Occurrences(*columns, bounds)
