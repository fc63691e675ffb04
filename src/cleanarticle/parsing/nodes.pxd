"""Functions for the nodes of libxml2, of which only fields are read.

Text nodes are nodes like elements and are before, between and behind these; several in a row are
one text.
"""

from cpython.unicode cimport PyUnicode_AsUTF8AndSize
from libc.string cimport strcmp, strlen
from libcpp.string cimport string

from lxml.includes cimport etreepublic, tree


cdef inline tree.xmlNode* node_of(etreepublic._Element element) except NULL:
    """Return the node of an element.

    Raises:
        TypeError: It is None, or an element that lxml did not make.
    """
    if element is None or element._c_node is NULL:
        raise TypeError(f"expected an element of a tree, not {type(element).__name__}")
    return element._c_node


cdef inline bint is_element(const tree.xmlNode* node) noexcept nogil:
    """Return True if a node is neither text nor a comment or a processing instruction."""
    return node.type == tree.XML_ELEMENT_NODE


cdef inline bint is_text(const tree.xmlNode* node) noexcept nogil:
    """Return True if a node is text."""
    return node.type == tree.XML_TEXT_NODE or node.type == tree.XML_CDATA_SECTION_NODE


cdef inline bint is_named(const tree.xmlNode* node, const char* name) noexcept nogil:
    """Return True if a node is an element with a name, in any namespace."""
    return is_element(node) and strcmp(<const char*>node.name, name) == 0


cdef inline tree.xmlNode* skip_text(tree.xmlNode* node) noexcept nogil:
    """Return the first of a node and its following siblings that is not text, NULL without one."""
    while node is not NULL and is_text(node):
        node = node.next
    return node


cdef inline tree.xmlNode* following(tree.xmlNode* node, const tree.xmlNode* root) noexcept nogil:
    """Return the next node in document order below a root, NULL behind the last one."""
    if is_element(node) and node.children is not NULL:
        return node.children
    while node is not root:
        if node.next is not NULL:
            return node.next
        node = node.parent
    return NULL


cdef inline bint has_element(tree.xmlNode* root, const char* name) noexcept nogil:
    """Return True if there is an element with a name below or at a root."""
    cdef tree.xmlNode* node = root
    while node is not NULL:
        if is_named(node, name):
            return True
        node = following(node, root)
    return False


cdef inline int join_text(const tree.xmlNode* node, string& text) except -1 nogil:
    """Set a string to the text that begins with a node."""
    text.clear()
    return append_text(node, text)


cdef inline int append_text(const tree.xmlNode* node, string& text) except -1 nogil:
    """Append the text that begins with a node to a string."""
    while node is not NULL and is_text(node):
        if node.content is not NULL:
            text.append(<const char*>node.content)
        node = node.next
    return 0


cdef inline int copy_text(str source, string& text) except -1:
    """Set a string to the UTF-8 of a Python string; Cython's conversion aborts if memory runs out."""
    cdef Py_ssize_t size
    cdef const char* start = PyUnicode_AsUTF8AndSize(source, &size)
    text.assign(start, size)
    return 0


cdef inline str decode(const string& text):
    """Return a text in UTF-8 as a Python string, without the copy that `text.decode` makes."""
    return text.data()[: text.size()].decode("utf-8")


cdef inline tree.xmlAttr* find_attribute(const tree.xmlNode* node, const char* name) noexcept nogil:
    """Return an attribute of an element, NULL if it has none with the name."""
    cdef tree.xmlAttr* attribute = node.properties
    while attribute is not NULL:
        if attribute.ns is NULL and strcmp(<const char*>attribute.name, name) == 0:
            break
        attribute = attribute.next
    return attribute


cdef inline int append_value(const tree.xmlAttr* attribute, string& text) except -1:
    """Append the value of an attribute to a string."""
    cdef const tree.xmlNode* node = attribute.children
    while node is not NULL:
        if node.content is not NULL:
            text.append(<const char*>node.content)
        node = node.next
    return 0


cdef inline bint is_one_text(const tree.xmlAttr* attribute) noexcept nogil:
    """Return True if the value of an attribute is in one node, as nearly all are."""
    cdef const tree.xmlNode* node = attribute.children
    return node is not NULL and node.next is NULL and node.content is not NULL and is_text(node)


cdef inline str attribute_value(const tree.xmlAttr* attribute):
    """Return the value of an attribute."""
    cdef string joined
    cdef const char* text
    if is_one_text(attribute):
        text = <const char*>attribute.children.content
        return text[: strlen(text)].decode("utf-8")
    append_value(attribute, joined)
    return decode(joined)
