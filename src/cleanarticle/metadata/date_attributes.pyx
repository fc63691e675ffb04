"""Search for attributes that may be dates, in the elements of a block.

Most blocks have neither a date in their text nor such an attribute, so they are not read further.
"""

from libc.string cimport strcmp, strncmp

from lxml.includes cimport etreepublic, tree

from cleanarticle.parsing cimport nodes

etreepublic.import_lxml__etree()


def may_have_date(pieces not None):
    """Return True if an attribute of an element of a block, or of its parent, may be a date.

    It is True for all attributes that are read as dates, and for few others.

    Args:
        pieces: The pieces of the block.
    """
    cdef const tree.xmlNode* node
    for element, _ in pieces:
        node = nodes.node_of(element)
        if _has_date(node) or (node.parent is not NULL and _has_date(node.parent)):
            return True
    return False


cdef bint _has_date(const tree.xmlNode* node) noexcept:
    """Return True if an attribute of an element may be a date; other nodes have none."""
    cdef const tree.xmlAttr* attribute
    if not nodes.is_element(node):
        return False
    attribute = node.properties
    while attribute is not NULL:
        if _may_be_date(<const char*>attribute.name, attribute):
            return True
        attribute = attribute.next
    return False


cdef bint _may_be_date(const char* name, const tree.xmlAttr* attribute) noexcept:
    """Return True if an attribute is of a name that dates have, and its value may begin with one."""
    if strcmp(name, "datetime") == 0 or strcmp(name, "ts") == 0:  # in words or numbers
        return True
    return (
        strncmp(name, "data-", 5) == 0
        or strcmp(name, "title") == 0
        or strcmp(name, "content") == 0
    ) and _may_begin_with_digit(attribute.children)


cdef bint _may_begin_with_digit(const tree.xmlNode* value) noexcept:
    """Return True if the first character of a value is a digit, or not one of ASCII."""
    cdef const unsigned char* text
    while value is not NULL:
        text = value.content
        while text is not NULL and text[0]:
            if text[0] > 32:
                return 48 <= text[0] <= 57 or text[0] > 126
            text += 1
        value = value.next
    return False
