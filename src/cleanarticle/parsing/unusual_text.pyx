"""Search for characters that are not plain ASCII, in the bytes and in the tree of a page.

Plain ASCII is what is printable, tabs and line ends. Few pages have other characters that matter,
but all have many others, so this search is compiled.
"""

from libc.string cimport memchr
from libcpp.string cimport string

from lxml.includes cimport etreepublic, tree

from cleanarticle.parsing cimport nodes

etreepublic.import_lxml__etree()


def split_unusual(bytes content not None):
    """Return what of the bytes of a page is not plain ASCII, or refers to a character.

    Returns:
        The bytes that are not plain ASCII, and the references, such as `&#xa0;` and `&zwj;`, one a
        line, with the character behind each.
    """
    cdef string others, references
    cdef const char* text = content
    _add_others(others, text, len(content))
    _add_references(references, text, text + len(content))
    return <bytes>others, <bytes>references


def unusual_texts(etreepublic._Element root not None):
    """Return the texts in a tree that are shown and are not plain ASCII, in document order.

    Returns:
        Pairs of an element and the name of its attribute that is the text, "text" or "tail".
    """
    cdef tree.xmlNode* node = nodes.node_of(root)
    texts = []
    while node is not NULL:
        if _begins_text(node) and _is_shown(node) and _is_text_unusual(node):
            if node.prev is NULL:
                texts.append((etreepublic.elementFactory(root._doc, node.parent), "text"))
            else:
                texts.append((etreepublic.elementFactory(root._doc, node.prev), "tail"))
        node = nodes.following(node, root._c_node)
    return texts


def with_unusual_attributes(etreepublic._Element root not None):
    """Return the elements with attributes that are not plain ASCII, in document order."""
    cdef tree.xmlNode* node = nodes.node_of(root)
    elements = []
    while node is not NULL:
        if nodes.is_element(node) and _has_unusual_attribute(node):
            elements.append(etreepublic.elementFactory(root._doc, node))
        node = nodes.following(node, root._c_node)
    return elements


cdef int _add_others(string& result, const char* text, size_t size) except -1:
    """Append the bytes that are not plain ASCII."""
    cdef size_t start, i
    cdef bint is_unusual
    for start in range(0, size, BLOCK):
        is_unusual = False
        for i in range(start, min(start + BLOCK, size)):  # vectorized, as it has no branches
            is_unusual |= _is_unusual(text[i])
        if is_unusual:
            for i in range(start, min(start + BLOCK, size)):
                if _is_unusual(text[i]):
                    result.push_back(text[i])
    return 0


cdef enum:
    BLOCK = 128


cdef inline bint _is_unusual(unsigned char byte) noexcept:
    """Return True if a byte is not plain ASCII."""
    return (byte > 126) | ((byte < 32) & (byte != 9) & (byte != 10) & (byte != 13))


cdef int _add_references(string& result, const char* text, const char* end) except -1:
    """Append the references, and the character behind each."""
    cdef const char* start = <const char*>memchr(text, b"&", end - text)
    while start is not NULL:
        text = start + 1
        while text < end and _is_in_reference(text[0]):
            text += 1
        result.append(start, min(text + 1, end) - start)
        result.push_back(b"\n")
        start = <const char*>memchr(text, b"&", end - text)
    return 0


cdef inline bint _is_in_reference(unsigned char byte) noexcept:
    """Return True if a byte can be inside of a reference."""
    return (
        97 <= (byte | 32) <= 122 or 48 <= byte <= 57 or byte == 35 or byte == 95  # # and _
    )


cdef inline bint _begins_text(const tree.xmlNode* node) noexcept:
    """Return True if a node is text and the one before it is not."""
    return nodes.is_text(node) and (node.prev is NULL or not nodes.is_text(node.prev))


cdef bint _is_shown(const tree.xmlNode* text) noexcept:
    """Return True unless a text is the code of a script or of a style sheet."""
    return text.prev is not NULL or (
        not nodes.is_named(text.parent, b"script") and not nodes.is_named(text.parent, b"style")
    )


cdef bint _is_text_unusual(const tree.xmlNode* node) noexcept:
    """Return True if a text that begins with a node is not plain ASCII, or has carriage returns."""
    cdef const unsigned char* byte
    while node is not NULL and nodes.is_text(node):
        byte = <const unsigned char*>node.content
        while byte is not NULL and byte[0]:
            if _is_unusual(byte[0]) or byte[0] == 13:
                return True
            byte += 1
        node = node.next
    return False


cdef bint _has_unusual_attribute(const tree.xmlNode* element) noexcept:
    """Return True if the value of an attribute is not plain ASCII, or has carriage returns."""
    cdef const tree.xmlAttr* attribute = element.properties
    while attribute is not NULL:
        if _is_text_unusual(attribute.children):
            return True
        attribute = attribute.next
    return False
