"""Search for unusual characters in the bytes and in the tree of a page, and in texts.

Unusual are the controls other than tabs and line ends, and all characters that begin like one without a
glyph, or like one that no text may contain. Few pages have any that matter, but all have many other
characters, so this search is compiled.
"""

from libc.string cimport memchr, strlen, strncmp
from libcpp.string cimport string

from lxml.includes cimport etreepublic, tree

from cleanarticle.parsing cimport nodes

etreepublic.import_lxml__etree()


def split_unusual(bytes content not None):
    """Return what of the bytes of a page is unusual, or refers to a character that may be.

    Returns:
        The unusual characters, with "-" between those that have others outside ASCII between them; and
        the references, such as `&#xa0;` and `&zwj;`, one a line, with the character behind each.
    """
    cdef string others, references
    cdef const unsigned char* text = content
    cdef const unsigned char* end = text + len(content)
    with nogil:
        _add_others(others, text, end)
        _add_references(references, <const char*>text, <const char*>end)
    return <bytes>others, <bytes>references


def unusual_texts(etreepublic._Element root not None):
    """Return the texts in a tree that are shown and have unusual characters or carriage returns.

    Returns:
        Pairs of an element and the name of its attribute that is the text, "text" or "tail", in
        document order.
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
    """Return the elements with attributes that have such characters, in document order."""
    cdef tree.xmlNode* node = nodes.node_of(root)
    elements = []
    while node is not NULL:
        if nodes.is_element(node) and _has_unusual_attribute(node):
            elements.append(etreepublic.elementFactory(root._doc, node))
        node = nodes.following(node, root._c_node)
    return elements


def is_plain_line(str text not None):
    """Return True if a text is visible characters with single spaces between them.

    Rare characters count as invisible.
    """
    cdef Py_UCS4 character, previous = 32
    for character in text:
        if not _is_plain(character) and (character != 32 or previous == 32):
            return False
        previous = character
    return previous != 32 or not text


def is_plain_text(str text not None):
    """Return True if a text is visible characters, spaces, tabs and line feeds.

    Rare characters count as invisible.
    """
    cdef Py_UCS4 character
    for character in text:
        if not _is_plain(character) and not _is_usual_space(character):
            return False
    return True


cdef inline bint _is_plain(Py_UCS4 character) noexcept:
    """Return True for characters that are visible, wherever they stand."""
    if character < 127:
        return character > 32
    if character < 0x2010:
        return (
            0xa1 <= character <= 0x34e and character != 0xad
            or 0x350 <= character <= 0x61b
            or 0x61d <= character <= 0x167f
            or 0x1681 <= character <= 0x180d
            or 0x1810 <= character <= 0x1fff
        )
    if character < 0x3000:
        return character <= 0x2027 or 0x2030 <= character <= 0x205e or character >= 0x2070
    return (
        0x3001 <= character <= 0x3163
        or 0x3165 <= character <= 0xd7ff
        or 0xe000 <= character <= 0xfdcf
        or 0xff01 <= character <= 0xff9f
        or 0x1f000 <= character <= 0x1faff
    )


cdef inline bint _is_usual_space(Py_UCS4 character) noexcept:
    return (
        character == 32
        or character == 9
        or character == 10
        or character == 0xa0
        or character == 0x3000
    )


cdef int _add_others(
    string& result, const unsigned char* text, const unsigned char* end
) except -1 nogil:
    """Append the unusual characters of a page."""
    cdef const unsigned char* block_end
    cdef size_t size
    while text < end:
        if end - text >= BLOCK and _is_plain_block(text):
            text += BLOCK
            continue
        block_end = min(text + BLOCK, end)
        while text < block_end:
            size = _character_size(text, end)
            if _is_unusual(text, size):
                result.append(<const char*>text, size)
            elif size > 1 and not result.empty() and result.back() != b"-":
                result.push_back(b"-")
            text += size
    return 0


cdef enum:
    BLOCK = 128


cdef inline bint _is_plain_block(const unsigned char* text) noexcept nogil:
    """Return True if the next bytes are plain ASCII: printable, tabs and line ends."""
    cdef unsigned char is_plain = 1
    cdef size_t i
    for i in range(BLOCK):  # vectorized, as it has no branches
        is_plain &= (text[i] < 127) & (
            (text[i] >= 32) | (text[i] == 9) | (text[i] == 10) | (text[i] == 13)
        )
    return is_plain


cdef inline size_t _character_size(
    const unsigned char* text, const unsigned char* end
) noexcept nogil:
    """Return the number of bytes of a character of UTF-8; fewer at the end of a text that is cut."""
    cdef size_t size = 1
    if text[0] >= 0xC0:
        size += 1 + (text[0] >= 0xE0) + (text[0] >= 0xF0)
    return min(size, <size_t>(end - text))


cdef inline bint _is_unusual(const unsigned char* text, size_t size) noexcept nogil:
    """Return True if a character may be one of those in characters.py."""
    cdef unsigned char first = text[0]
    if size == 1:
        return first == 127 or (first < 32 and first != 9 and first != 10 and first != 13)
    cdef unsigned char second = text[1]
    if size == 2:
        return (
            (first == 0xC2 and (second < 0xA0 or second == 0xAD))  # C1, soft hyphen
            or (first == 0xCD and second == 0x8F)  # U+034F
            or (first == 0xD8 and second == 0x9C)  # U+061C
        )
    cdef unsigned char third = text[2]
    if size == 4:
        return (
            first == 0xF3  # tags, selectors
            or (first == 0xF0 and (second == 0x9B or second == 0x9D))  # U+1BCA0, U+1D173
            or third == 0xBF  # the last ones of a plane
        )
    if first == 0xE2:
        return (second == 0x80 and (0x8B <= third <= 0x8F or 0xA8 <= third <= 0xAE)) or (
            second == 0x81 and third >= 0xA0  # U+200B to U+200F, U+2028 to U+202E, from U+2060
        )
    return (
        (first == 0xE1 and second == 0xA0)  # U+180E
        or (first == 0xE3 and second == 0x85)  # U+3164
        or (first == 0xED and second >= 0xA0)  # surrogates
        or (first == 0xEF and second >= 0xB7)  # U+FDD0, U+FE00, U+FEFF, U+FFA0, from U+FFF9
    )


cdef int _add_references(string& result, const char* text, const char* end) except -1 nogil:
    """Append the references that may matter, and the character behind each."""
    cdef const char* start = <const char*>memchr(text, b"&", end - text)
    while start is not NULL:
        text = start + 1
        if _may_begin_reference(text):
            while text < end and _is_in_reference(text[0]):
                text += 1
            result.append(start, min(text + 1, end) - start)
            result.push_back(b"\n")
        start = <const char*>memchr(text, b"&", end - text)
    return 0


cdef inline bint _may_begin_reference(const char* text) noexcept nogil:
    """Return True for "#" and for first letters of the names of invisible characters."""
    if text[0] == b"s":
        return strncmp(text, b"shy", 3) == 0
    return text[0] == b"#" or (
        memchr(b"zlrNZaAiI", text[0], 9) is not NULL and strncmp(text, b"amp;", 4) != 0
    )


cdef inline bint _is_in_reference(unsigned char byte) noexcept nogil:
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
    """Return True if a text that begins with a node has unusual characters or carriage returns."""
    while node is not NULL and nodes.is_text(node):
        if node.content is not NULL and _has_unusual(node.content):
            return True
        node = node.next
    return False


cdef bint _has_unusual(const unsigned char* text) noexcept:
    cdef const unsigned char* end = text + strlen(<const char*>text)
    cdef size_t size
    while text < end:
        size = _character_size(text, end)
        if text[0] == 13 or _is_unusual(text, size):
            return True
        text += size
    return False


cdef bint _has_unusual_attribute(const tree.xmlNode* element) noexcept:
    """Return True if an attribute has unusual characters or carriage returns."""
    cdef const tree.xmlAttr* attribute = element.properties
    while attribute is not NULL:
        if _is_text_unusual(attribute.children):
            return True
        attribute = attribute.next
    return False
