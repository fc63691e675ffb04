"""Search for the elements of a page that may be constructs; constructs.py reads them."""

from libc.string cimport strncmp
from libcpp.algorithm cimport sort
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree

from cleanarticle.parsing cimport nodes
from cleanarticle.parsing.tree_index cimport TreeIndex

etreepublic.import_lxml__etree()

ctypedef pair[Py_ssize_t, Py_ssize_t] Candidate  # number of an element, and what it may be


def find_candidates(
    TreeIndex index not None, possible, *, Py_ssize_t hint, Py_ssize_t formula, is_hint_text
):
    """Return the elements that may be constructs, in document order.

    Most inline elements are not hints, and most scripts are not formulas; these are left out.

    Args:
        index: The elements of the page.
        possible: What the elements of each form may be, as bits.
        hint: The bit of what may be a hint.
        formula: The bit of what may be a formula.
        is_hint_text: Returns True if a text is that of a hint.

    Returns:
        Pairs of an element and its bits.

    Raises:
        ValueError: There are more or fewer forms than values in `possible`.
    """
    if len(possible) != len(index.forms):
        raise ValueError(f"the tree has {len(index.forms)} forms, but there are {len(possible)}")
    cdef vector[Candidate] candidates
    cdef Py_ssize_t form, number, bits
    cdef tree.xmlNode* node
    for form, bits in enumerate(possible):
        if bits:
            for number in index._of_form[form]:
                node = index._nodes[number]
                if bits == hint and not _may_be_hint(node, is_hint_text):
                    continue
                if bits == formula and _is_other_script(node):
                    continue
                candidates.push_back(Candidate(number, bits))
    sort(candidates.begin(), candidates.end())
    return [(index.element(candidate.first), candidate.second) for candidate in candidates]


cdef bint _may_be_hint(tree.xmlNode* node, is_hint_text) except -1:
    """Return True if an element has the text of a hint, or is hidden from screen readers."""
    cdef tree.xmlNode* child = node.children
    if nodes.find_attribute(node, b"aria-hidden") is not NULL:
        return True
    while child is not NULL:
        if child.type != tree.XML_TEXT_NODE:
            return False
        child = child.next
    return node.children is not NULL and is_hint_text(etreepublic.textOf(node))


cdef bint _is_other_script(tree.xmlNode* node) noexcept:
    """Return True if an element is a script without a class that is not TeX for MathJax."""
    cdef tree.xmlAttr* attribute = nodes.find_attribute(node, b"type")
    if not nodes.is_named(node, b"script") or nodes.find_attribute(node, b"class") is not NULL:
        return False
    if attribute is NULL or attribute.children is NULL or attribute.children.content is NULL:
        return True
    return strncmp(<const char*>attribute.children.content, "math/tex", 8) != 0
