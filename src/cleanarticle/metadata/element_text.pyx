"""Texts of elements: the walk over their trees.

Most elements of headings and links are plain inline ones. Functions in Python examine the others.
"""

from libc.string cimport strcmp, strstr
from libcpp.string cimport string
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree

from cleanarticle.parsing cimport nodes

etreepublic.import_lxml__etree()


def join_texts(etreepublic._Element root not None, is_excluded not None, starts_line not None):
    """Return the text of an element with spaces where lines begin and end.

    Args:
        root: The element.
        is_excluded: Called with an element inside; True leaves out its text.
        starts_line: Called with an element inside; True if it begins and ends a line.
    """
    cdef tree.xmlNode* top = nodes.node_of(root)
    cdef tree.xmlNode* node = top
    cdef tree.xmlNode* child
    cdef vector[bint] lines  # whether each of the open elements begins a line
    cdef bint is_out, is_line = False
    cdef string text
    while True:
        is_out = node is not top and _may_be_excluded(node) and is_excluded(
            etreepublic.elementFactory(root._doc, node)
        )
        if is_line or (is_out and nodes.is_named(node, b"button")):
            text.push_back(32)
        child = NULL
        if not is_out:
            _add_emoji(text, node)
            nodes.append_text(node.children, text)
            child = _element_from(node.children)
        lines.push_back(is_line)
        while child is NULL and node is not top:
            if lines.back():
                text.push_back(32)
            lines.pop_back()
            nodes.append_text(node.next, text)
            child = _element_from(node.next)
            node = node.parent
        if child is NULL:
            return nodes.decode(text)
        node = child
        is_line = _may_start_line(node) and starts_line(
            etreepublic.elementFactory(root._doc, node)
        )


cdef inline tree.xmlNode* _element_from(tree.xmlNode* node) noexcept:
    """Return the first element among a node and those behind it, NULL if there is none."""
    while node is not NULL and not nodes.is_element(node):
        node = node.next
    return node


cdef int _add_emoji(string& text, const tree.xmlNode* node) except -1:
    """Append the character that an image shows: its alternative text without letters or digits."""
    cdef const tree.xmlAttr* attribute
    cdef Py_UCS4 character
    cdef string value
    if not nodes.is_named(node, b"img"):
        return 0
    attribute = nodes.find_attribute(node, b"alt")
    if attribute is NULL:
        return 0
    nodes.append_value(attribute, value)
    for character in nodes.decode(value):
        if character.isalnum():
            return 0
    text.append(value)
    return 0


cdef bint _may_be_excluded(const tree.xmlNode* node) noexcept:
    """Return True unless an element is inline, and without a class, a style and such."""
    cdef const tree.xmlAttr* attribute = node.properties
    cdef const char* name
    if not _is_inline(<const char*>node.name):
        return True
    while attribute is not NULL:
        name = <const char*>attribute.name
        if (
            strcmp(name, "class") == 0
            or strcmp(name, "style") == 0
            or strcmp(name, "hidden") == 0
            or strcmp(name, "aria-hidden") == 0
        ):
            return True
        attribute = attribute.next
    return False


cdef inline bint _is_inline(const char* name) noexcept:
    """Return True for the most common elements that are neither lines nor left out by themselves."""
    return (
        strcmp(name, "span") == 0
        or strcmp(name, "b") == 0
        or strcmp(name, "i") == 0
        or strcmp(name, "em") == 0
        or strcmp(name, "strong") == 0
        or strcmp(name, "font") == 0
        or strcmp(name, "img") == 0
    )


cdef bint _may_start_line(const tree.xmlNode* node) except -1:
    """Return True unless an element is inline, and neither its class, its style nor the element
    before it say that it begins a line."""
    cdef const char* name = <const char*>node.name
    cdef const tree.xmlNode* previous = node.prev
    if not _is_inline(name) and strcmp(name, "a") != 0 and strcmp(name, "svg") != 0:
        return True
    if nodes.find_attribute(node, b"style") is not NULL or _may_have_line_class(node):
        return True
    while previous is not NULL and nodes.is_text(previous) and _is_empty(previous):
        previous = previous.prev
    return previous is not NULL and nodes.is_named(previous, name)


cdef inline bint _is_empty(const tree.xmlNode* text) noexcept:
    return text.content is NULL or not text.content[0]


cdef bint _may_have_line_class(const tree.xmlNode* node) except -1:
    """Return True if a class of an element may be that of a line; capital letters are not read."""
    cdef const tree.xmlAttr* attribute = nodes.find_attribute(node, b"class")
    cdef unsigned char byte
    cdef string names
    if attribute is NULL:
        return False
    nodes.append_value(attribute, names)
    for byte in names:
        if 65 <= byte <= 90 or byte > 126:
            return True
    return (
        strstr(names.c_str(), "line") is not NULL
        or strstr(names.c_str(), "block") is not NULL
        or strstr(names.c_str(), "title") is not NULL
    )
