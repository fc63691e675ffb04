"""Rule matching: the elements of a page that selectors of names select."""

from cython.operator cimport dereference
from libcpp.algorithm cimport binary_search, lower_bound
from libcpp.unordered_map cimport unordered_map
from libcpp.utility cimport pair
from libcpp.vector cimport vector

import cython

from cleanarticle.parsing.tree_index cimport TreeIndex


cdef struct FormNumbers:
    Py_ssize_t form
    vector[Py_ssize_t] numbers  # of elements


_MAX_CHECKS = 1_000_000
"""Checks of what is around an element. Beyond them, any element with the names of its own that a
selector needs is selected, so that it counts as hidden. Chosen by hand: 0.05 s."""


@cython.final
cdef class _Holders:
    """The elements of a page with a name.

    Those with a class or a tag are known by their forms, those with an id by their numbers.
    """

    cdef bint is_id
    cdef bint has_ranges
    cdef vector[Py_ssize_t] forms
    cdef vector[Py_ssize_t] numbers
    cdef vector[Py_ssize_t] starts  # of the outermost ones
    cdef vector[Py_ssize_t] ends  # numbers behind what is in these

    cdef bint have(self, Py_ssize_t number, Py_ssize_t form) noexcept nogil:
        """Return True if an element of a form has the name."""
        if self.is_id:
            return binary_search(self.numbers.begin(), self.numbers.end(), number)
        return binary_search(self.forms.begin(), self.forms.end(), form)

    cdef bint are_around(self, Py_ssize_t number) noexcept nogil:
        """Return True if an element is inside one with the name."""
        cdef Py_ssize_t place = (
            lower_bound(self.starts.begin(), self.starts.end(), number) - self.starts.begin()
        )
        return place > 0 and number < self.ends[place - 1]


@cython.final
@cython.auto_pickle(False)
cdef class RuleMatcher:
    """The elements of a page that selectors select.

    Args:
        index: The elements of the page.
        names: The classes and ids on it.
    """

    cdef TreeIndex _index
    cdef object _names
    cdef dict _holders
    cdef Py_ssize_t _unchecked

    def __cinit__(self, TreeIndex index not None, names):
        self._index = index
        self._names = names
        self._holders = {}
        self._unchecked = _MAX_CHECKS

    def select(self, selectors, numbers):
        """Return those of some elements that each of some selectors selects, in any order.

        Args:
            selectors: The selectors; what they have to search for does not count.
            numbers: The elements, by their numbers in the index.
        """
        cdef vector[FormNumbers] by_form  # in order of first occurrence: the same for all builds
        cdef unordered_map[Py_ssize_t, size_t] places  # of forms in it
        cdef Py_ssize_t number, form
        for number in numbers:
            form = self._index._forms[self._index._checked_number(number)]
            place = places.insert(pair[Py_ssize_t, size_t](form, by_form.size())).first
            if dereference(place).second == by_form.size():
                by_form.resize(by_form.size() + 1)
                by_form.back().form = form
            by_form[dereference(place).second].numbers.push_back(number)
        return [self._select(selector, by_form) for selector in selectors]

    cdef list _select(self, selector, vector[FormNumbers]& by_form):
        """Return those of some elements that a selector selects."""
        cdef list own = [self._of(name) for name in selector.own]
        cdef list around = [self._around(name) for name in selector.around]
        cdef list parents = [self._of(name) for name in selector.parent]
        cdef list selected = []
        cdef _Holders holders
        cdef Py_ssize_t number
        cdef size_t i, k
        for holders in around:
            if holders.ends.empty():  # nothing on the page has the name: no element is inside it
                return selected
        for i in range(by_form.size()):
            if _fits(own, by_form[i].form):
                for k in range(by_form[i].numbers.size()):
                    number = by_form[i].numbers[k]
                    if self._is_selected(own, around, parents, number):
                        selected.append(number)
        return selected

    cdef bint _is_selected(
        self, list own, list around, list parents, Py_ssize_t number
    ) except -1:
        """Return True if a selector selects an element of a form that fits it."""
        cdef _Holders holders
        self._unchecked -= 1
        if self._unchecked < 0:
            return True
        for holders in around:
            if not holders.are_around(number):
                return False
        for holders in own:
            if holders.is_id and not holders.have(number, -1):
                return False
        cdef Py_ssize_t parent = self._index._parents[number]
        for holders in parents:
            if parent < 0 or not holders.have(parent, self._index._forms[parent]):
                return False
        return True

    cdef _Holders _of(self, str name):
        """Return the elements with a name, as `Selector` spells it."""
        cdef _Holders holders = self._holders.get(name)
        if holders is not None:
            return holders
        holders = _Holders()
        if name[0] == "#":
            holders.is_id = True
            _extend(holders.numbers, self._index.ids.get(name[1:], ()))
        elif name[0] == ".":
            _extend(holders.forms, self._names.forms(name))
        else:
            _extend(holders.forms, self._index.forms_tagged(name))
        self._holders[name] = holders
        return holders

    cdef _Holders _around(self, str name):
        """Return the elements with a name, with their ranges."""
        cdef _Holders holders = self._of(name)
        cdef Py_ssize_t number
        if holders.has_ranges:
            return holders
        for number in holders.numbers if holders.is_id else self._index.numbers(holders.forms):
            if holders.ends.empty() or number >= holders.ends.back():
                holders.starts.push_back(number)
                holders.ends.push_back(self._index._after[number])
        holders.has_ranges = True
        return holders


cdef bint _fits(list own, Py_ssize_t form) except -1:
    """Return True if a form of elements has the tag and the classes that a selector needs."""
    cdef _Holders holders
    for holders in own:
        if not holders.is_id and not holders.have(-1, form):
            return False
    return True


cdef int _extend(vector[Py_ssize_t]& result, numbers) except -1:
    cdef Py_ssize_t number
    for number in numbers:
        result.push_back(number)
    return 0
