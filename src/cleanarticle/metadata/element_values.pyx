"""Values of attributes of many elements, read from the tree without Python objects for elements."""

from libcpp.string cimport string
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree

from cleanarticle.parsing cimport nodes
from cleanarticle.parsing.tree_index cimport TreeIndex

etreepublic.import_lxml__etree()


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
    cdef string name
    cdef Py_ssize_t number
    for text in names:
        nodes.copy_text(text, name)
        wanted.push_back(name)
    return [_values(index._nodes[index._checked_number(number)], wanted) for number in numbers]


def with_value(TreeIndex index not None, numbers not None, str name not None, str part not None):
    """Return the numbers of the elements with an attribute whose value has a part, in any case.

    Args:
        index: The tree.
        numbers: The numbers of the elements.
        name: The name of the attribute.
        part: The part, in lower case.

    Raises:
        IndexError: There is no element with such a number.
    """
    cdef string wanted_name, wanted_part, value
    cdef tree.xmlAttr* attribute
    nodes.copy_text(name, wanted_name)
    nodes.copy_text(part, wanted_part)
    found = []
    for number in numbers:
        attribute = nodes.find_attribute(
            index._nodes[index._checked_number(number)], wanted_name.c_str()
        )
        if attribute is NULL:
            continue
        value.clear()
        nodes.append_value(attribute, value)
        _lower(value)
        if value.find(wanted_part) < value.size():
            found.append(number)
    return found


cdef void _lower(string& text) noexcept:
    """Make the ASCII letters of a text lower case."""
    cdef size_t i
    for i in range(text.size()):
        if 65 <= text[i] <= 90:
            text[i] += 32


cdef tuple _values(tree.xmlNode* node, const vector[string]& names):
    """Return the values of attributes of an element."""
    cdef tree.xmlAttr* attribute
    cdef list values = []
    cdef size_t i
    for i in range(names.size()):
        attribute = nodes.find_attribute(node, names[i].c_str())
        values.append(
            None if attribute is NULL else etreepublic.attributeValue(node, attribute)
        )
    return tuple(values)
