"""Search for the elements of a page that may be constructs; constructs.py reads them."""

from libc.string cimport strncmp, strspn
from libcpp.algorithm cimport sort
from libcpp.string cimport string
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree

from cleanarticle.core cimport utf8
from cleanarticle.parsing cimport nodes
from cleanarticle.parsing.ascii cimport lower_letters
from cleanarticle.parsing.tree_index cimport TreeIndex

from cleanarticle.core.asides import MAX_INITIAL as _MAX_INITIAL
from cleanarticle.core.listings import NEAR as _NEAR

etreepublic.import_lxml__etree()

cdef enum:
    FORMULA = 1
    LETTER = 2
    HINT = 4
    HEADING = 8
    LISTING = 16
    VERSE = 32
    LINE = 64
    CODE_NAME = 128
    PLAIN_PICTURE = 256

CONSTRUCTS = FORMULA, LETTER, HINT, HEADING, LISTING, VERSE, LINE
"""Bits for the constructs that an element may be."""

NAMES = CODE_NAME, PLAIN_PICTURE
"""Bits for a name that says that lines inside are code, and for a picture that no name calls a
formula."""

cdef Py_ssize_t MAX_INITIAL = _MAX_INITIAL
cdef int NEAR = _NEAR

ctypedef pair[Py_ssize_t, Py_ssize_t] Candidate  # number of an element, and what it may be


def find_candidates(TreeIndex index not None, possible, is_hint_text):
    """Return the elements that may be constructs, in document order.

    Most inline elements are not hints, most pictures are not letters, and so on; these are left out.

    Args:
        index: The elements of the page.
        possible: What the elements of each form may be and what is known of it, as bits.
        is_hint_text: Returns True if a text is that of a hint.

    Returns:
        Pairs of an element and its bits.

    Raises:
        ValueError: There are more or fewer forms than values in `possible`.
    """
    if len(possible) != len(index.forms):
        raise ValueError(f"the tree has {len(index.forms)} forms, but there are {len(possible)}")
    cdef vector[Candidate] candidates
    cdef vector[int] bits_of_form
    cdef Py_ssize_t form, number
    cdef int bits
    for bits in possible:
        bits_of_form.push_back(bits)
    for form in range(<Py_ssize_t>bits_of_form.size()):
        bits = bits_of_form[form] & ~CODE_NAME
        if bits:
            for number in index._of_form[form]:
                if _may_be(bits, number, index, bits_of_form, is_hint_text):
                    candidates.push_back(Candidate(number, bits & ~PLAIN_PICTURE))
    sort(candidates.begin(), candidates.end())
    return [(index.element(candidate.first), candidate.second) for candidate in candidates]


cdef bint _may_be(
    int bits,
    Py_ssize_t number,
    TreeIndex index,
    const vector[int]& bits_of_form,
    is_hint_text,
) except -1:
    """Return False if an element is none of what its form may be."""
    cdef tree.xmlNode* node = index._nodes[number]
    if bits == HINT:
        return _may_be_hint(node, is_hint_text)
    if bits == FORMULA:
        return not _is_other_script(node)
    if bits == FORMULA | LETTER | PLAIN_PICTURE:
        return _may_be_picture(node)
    if bits == HEADING:
        return _may_have_link(node)
    if bits == LISTING and (nodes.is_named(node, b"ul") or nodes.is_named(node, b"ol")):
        return _is_called_code(number, index, bits_of_form)
    return True


cdef bint _may_be_picture(tree.xmlNode* image) except -1:
    """Return True if a picture may show letters or a formula, which are in its description."""
    cdef tree.xmlAttr* description = nodes.find_attribute(image, b"alt")
    cdef tree.xmlAttr* url
    cdef string text
    cdef Py_ssize_t letters
    if description is NULL:
        return False
    nodes.append_value(description, text)
    letters = utf8.count_visible(text.data(), text.size())
    if letters <= MAX_INITIAL:
        return letters > 0
    url = nodes.find_attribute(image, b"src")
    return _has(url, b"tex") or _has(url, b"tx") or _has(url, b"equation") or _has(url, b"math")


cdef bint _may_have_link(tree.xmlNode* heading) except -1:
    """Return True if an element in a heading or right behind it may be a link to an editor, or one
    of the heading to itself."""
    cdef tree.xmlNode* child = nodes.skip_text(heading.children)
    cdef tree.xmlNode* following = nodes.skip_text(heading.next)
    while child is not NULL:
        if _may_be_link(child, b"#"):
            return True
        child = nodes.skip_text(child.next)
    return following is not NULL and _may_be_link(following, b"edit")


cdef bint _may_be_link(tree.xmlNode* root, const char* target) except -1:
    """Return True if an element is called so, or its first link leads to an editor or a target, or
    is in brackets.

    Args:
        root: The element.
        target: A part of the URL of what is looked for in addition.
    """
    cdef tree.xmlNode* node = root
    cdef tree.xmlAttr* url
    if not nodes.is_element(root):
        return False
    if _has(nodes.find_attribute(root, b"class"), b"edit"):
        return True
    while node is not NULL and not (nodes.is_named(node, b"a") and node.ns is NULL):
        node = nodes.following(node, root)
    if node is NULL:
        return False
    url = nodes.find_attribute(node, b"href")
    return _begins_with_bracket(root) or _has(url, b"edit") or _has(url, target)


cdef bint _begins_with_bracket(tree.xmlNode* root) noexcept:
    """Return True if the first visible character in an element may be an opening bracket."""
    cdef tree.xmlNode* node = nodes.following(root, root)
    cdef const char* text
    while node is not NULL:
        if nodes.is_text(node) and node.content is not NULL:
            text = <const char*>node.content
            text += strspn(text, b" \t\r\n")
            if text[0]:
                return text[0] == b"[" or text[0] == b"(" or <unsigned char>text[0] >= 0xE3
        node = nodes.following(node, root)
    return False


cdef bint _is_called_code(
    Py_ssize_t number, TreeIndex index, const vector[int]& bits_of_form
) noexcept:
    """Return True if the name of an element or one near around it says that its lines are code."""
    cdef int level
    for level in range(NEAR):
        if number >= 0:
            if bits_of_form[index._forms[number]] & CODE_NAME:
                return True
            number = index._parents[number]
    return False


cdef bint _has(const tree.xmlAttr* attribute, const string& part) except -1:
    """Return True if there is an attribute and its value has a part, in lower case or not."""
    cdef string value
    if attribute is NULL:
        return False
    nodes.append_value(attribute, value)
    lower_letters(value)
    return value.find(part) < value.size()


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
