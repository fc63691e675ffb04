"""Panels: boxes that are hidden until a click or a script shows them, such as those of accordions.

Their text is a part of the page, so what hides them does not count.
"""

from cpython.unicode cimport PyUnicode_AsUTF8
from libcpp.string cimport string
from libcpp.vector cimport vector

from lxml.includes cimport tree

import cython

from cleanarticle.parsing cimport nodes
from cleanarticle.parsing.tree_index cimport TreeIndex
from cleanarticle.parsing.unfolding_names cimport has_unfolding_word


cdef enum:
    UNFOLDING_REACH = 3  # boxes around a text whose names count: a panel, its item, the accordion
    MAX_SIBLINGS = 200  # siblings of a panel that are looked at
    MAX_CONTROL_LENGTH = 200  # characters of the question above an answer
    MIN_PANELS = 3  # of an accordion
    UNKNOWN = -1
"""All chosen by hand."""


@cython.final
@cython.auto_pickle(False)
cdef class Panels:
    """The panels of a page.

    Args:
        index: The elements of the page.
        names: The classes on it.
    """

    cdef TreeIndex _index
    cdef object _names
    cdef vector[signed char] _unfolding  # by form, whether the class attribute unfolds
    cdef list _first_classes  # by form; UNKNOWN if not needed yet
    cdef dict _counts  # by form

    def __cinit__(self, TreeIndex index not None, names):
        self._index = index
        self._names = names
        self._unfolding.resize(index._of_form.size(), UNKNOWN)
        self._first_classes = [UNKNOWN] * index._of_form.size()
        self._counts = {}

    def unfolds(self, Py_ssize_t number):
        """Return True if the name of an element, or of a box around it, says that it unfolds."""
        cdef Py_ssize_t reach = UNFOLDING_REACH
        self._index._checked_number(number)
        while number >= 0 and reach > 0:
            if self._is_unfolding(number):
                return True
            number = self._index._parents[number]
            reach -= 1
        return False

    def is_one_of_several(self, Py_ssize_t number, hidden):
        """Return True if an element is one of several panels or slides, of which one is shown.

        Args:
            number: The element.
            hidden: The numbers of hidden elements.
        """
        cdef Py_ssize_t parent = self._index._parents[self._index._checked_number(number)]
        cdef Py_ssize_t looked_at = 0, sibling = parent + 1
        name = self._first_class(number)
        if parent < 0 or name is None or not has_unfolding_word(PyUnicode_AsUTF8(name)):
            return False
        while sibling < self._index._after[parent] and looked_at < MAX_SIBLINGS:
            if self._first_class(sibling) == name and sibling not in hidden:
                return True
            sibling = self._index._after[sibling]
            looked_at += 1
        return False

    def is_below_control(self, Py_ssize_t number, hidden):
        """Return True if an element follows a short text, as others of the same classes do.

        Args:
            number: The element.
            hidden: The numbers of hidden elements.
        """
        cdef Py_ssize_t before = self._index.previous(number)
        return (
            before >= 0
            and before not in hidden
            and _is_short(self._index._nodes[before])
            and self._count(self._index._forms[number]) >= MIN_PANELS
        )

    cdef bint _is_unfolding(self, Py_ssize_t number) except -1:
        """Return True if the class attribute or the id of an element unfolds."""
        cdef Py_ssize_t form = self._index._forms[number]
        if self._unfolding[form] == UNKNOWN:
            name = self._index.forms[form][1] or ""
            self._unfolding[form] = has_unfolding_word(PyUnicode_AsUTF8(name))
        return self._unfolding[form] or _has_unfolding_id(self._index._nodes[number])

    cdef object _first_class(self, Py_ssize_t number):
        """Return the first class of an element; None if it has none."""
        cdef Py_ssize_t form = self._index._forms[number]
        if self._first_classes[form] == UNKNOWN:
            classes = (self._index.forms[form][1] or "").split(maxsplit=1)
            self._first_classes[form] = classes[0] if classes else None
        return self._first_classes[form]

    cdef Py_ssize_t _count(self, Py_ssize_t form) except -1:
        """Return the number of elements with the class attribute of a form, an empty one too."""
        if form in self._counts:
            return self._counts[form]
        value = self._index.forms[form][1] or ""
        classes = value.split(maxsplit=1)
        others = range(len(self._index.forms))
        if classes:
            others = self._names.forms(f".{classes[0]}")
        same = [other for other in others if self._index.forms[other][1] == value]
        count = sum([self._index.count(other) for other in same])
        self._counts.update(dict.fromkeys(same, count))
        self._counts[form] = count
        return count


cdef bint _has_unfolding_id(const tree.xmlNode* node) except -1:
    cdef const tree.xmlAttr* attribute = nodes.find_attribute(node, "id")
    cdef string name
    if attribute is NULL:
        return False
    nodes.append_value(attribute, name)
    return has_unfolding_word(name.c_str())


cdef bint _is_short(tree.xmlNode* element) except -1:
    """Return True if an element has a text, of at most `MAX_CONTROL_LENGTH` characters and parts."""
    cdef tree.xmlNode* node = nodes.following(element, element)
    cdef Py_ssize_t length = 0, parts = 0
    cdef string text
    while node is not NULL and length <= MAX_CONTROL_LENGTH and parts < MAX_CONTROL_LENGTH:
        if nodes.is_text(node) and (node.prev is NULL or nodes.is_element(node.prev)):
            nodes.join_text(node, text)
            length += len(nodes.decode(text).strip())
            parts += 1
        node = nodes.following(node, element)
    return 0 < length <= MAX_CONTROL_LENGTH
