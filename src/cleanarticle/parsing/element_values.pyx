"""Values of attributes of many elements, read from the tree without Python objects for elements."""

from libcpp.string cimport string
from libcpp.vector cimport vector

from lxml.includes cimport tree

from cleanarticle.parsing cimport nodes
from cleanarticle.parsing.ascii cimport lower_letters
from cleanarticle.parsing.tree_index cimport TreeIndex

def attribute_values(TreeIndex index not None, numbers not None, *names):
    """Return the values of some attributes of elements; None for missing ones.

    Args:
        index: The tree.
        numbers: The numbers of the elements.
        names: The names of the attributes.

    Returns:
        A tuple an element, with a value for each name.

    Raises:
        IndexError: There is no element with such a number.
    """
    cdef vector[string] wanted
    cdef Py_ssize_t number
    _copy_all(names, wanted)
    return [_values(index._nodes[index._checked_number(number)], wanted) for number in numbers]


def with_value(TreeIndex index not None, numbers not None, names not None, parts not None):
    """Return the numbers of the elements with an attribute that has a text in it, in any case.

    Args:
        index: The tree.
        numbers: The numbers of the elements.
        names: The names of the attributes.
        parts: The texts, in lower case.

    Raises:
        IndexError: There is no element with such a number.
    """
    cdef vector[string] wanted_names, wanted_parts
    cdef Py_ssize_t number
    _copy_all(names, wanted_names)
    _copy_all(parts, wanted_parts)
    return [
        number
        for number in numbers
        if _has_value(index._nodes[index._checked_number(number)], wanted_names, wanted_parts)
    ]


cdef int _copy_all(texts, vector[string]& copies) except -1:
    """Append texts, in UTF-8."""
    cdef string copy
    for text in texts:
        nodes.copy_text(text, copy)
        copies.push_back(copy)
    return 0


cdef bint _has_value(
    tree.xmlNode* node, const vector[string]& names, const vector[string]& parts
) except -1:
    """Return True if an attribute with one of some names has one of some texts in it."""
    cdef const tree.xmlAttr* attribute
    cdef string value
    cdef size_t i, j
    for i in range(names.size()):
        attribute = nodes.find_attribute(node, names[i].c_str())
        if attribute is NULL:
            continue
        value.clear()
        nodes.append_value(attribute, value)
        lower_letters(value)
        for j in range(parts.size()):
            if value.find(parts[j]) < value.size():
                return True
    return False


cdef tuple _values(tree.xmlNode* node, const vector[string]& names):
    """Return the values of attributes of an element."""
    cdef tree.xmlAttr* attribute
    cdef list values = []
    cdef size_t i
    for i in range(names.size()):
        attribute = nodes.find_attribute(node, names[i].c_str())
        values.append(
            None if attribute is NULL else nodes.attribute_value(attribute)
        )
    return tuple(values)
