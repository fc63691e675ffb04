"""XPaths of open elements, while the walk enters and leaves them.

A step is the tag of an element and its number among the siblings of the tag.
"""

from libcpp.string cimport string, to_string
from libcpp.vector cimport vector

from lxml.includes cimport tree

from cleanarticle.parsing cimport nodes


cdef struct TagCount:
    Py_ssize_t parent  # the last open element that has counted a child with the tag
    Py_ssize_t count  # how many it has so far


cdef struct SavedCount:  # that of an element further out, while one further in counts the tag
    int tag
    TagCount count


cdef struct Step:
    Py_ssize_t element  # a number of its own
    size_t length  # of the path before it
    size_t saved  # number of saved counts before those that its children replace
    tree.xmlNode* named_child  # the last child that an XPath cannot name, and its number
    Py_ssize_t child_number


cdef struct Path:
    string text
    vector[Step] steps
    vector[TagCount] counts  # by the number of the tag
    vector[SavedCount] saved_counts
    Py_ssize_t elements  # number of those entered so far


cdef inline int add_step(Path& path, tree.xmlNode* node, int tag, bint is_name) except -1:
    """Add the step to an element that is entered.

    Args:
        path: The path of its parent.
        node: The element.
        tag: The number of its tag.
        is_name: Whether the tag is a name in an XPath, unlike `o:p`.
    """
    cdef Py_ssize_t count = _count(path, tag)
    cdef Step step
    step.length = path.text.size()
    path.text.push_back(b"/")
    if is_name:
        path.text.append(<const char*>node.name)
    else:
        path.text.push_back(b"*")
        count = _child_number(path.steps.back(), node)
    path.text.push_back(b"[")
    path.text.append(to_string(count))
    path.text.push_back(b"]")
    return _add(path, step)


cdef inline int add_root(Path& path, const string& tag) except -1:
    """Add the step to the root element, whatever its tag."""
    cdef Step step
    step.length = 0
    path.elements = 0
    path.text.assign(b"/").append(tag).append(b"[1]")
    return _add(path, step)


cdef inline int pass_step(Path& path, int tag) except -1:
    """Count an element that is not entered."""
    _count(path, tag)
    return 0


cdef inline int drop_step(Path& path) except -1:
    """Remove the last step, as its element is left."""
    cdef Step step = path.steps.back()
    cdef SavedCount saved
    path.steps.pop_back()
    path.text.resize(step.length)
    while path.saved_counts.size() > step.saved:
        saved = path.saved_counts.back()
        path.counts[saved.tag] = saved.count
        path.saved_counts.pop_back()
    return 0


cdef inline int _add(Path& path, Step step) except -1:
    path.elements += 1
    step.element = path.elements
    step.saved = path.saved_counts.size()
    step.named_child = NULL
    step.child_number = 0
    path.steps.push_back(step)
    return 0


cdef inline Py_ssize_t _count(Path& path, int tag) except -1:
    """Count one more child with a tag of the innermost element; return how many it has so far."""
    cdef Py_ssize_t parent = path.steps.back().element
    cdef SavedCount saved
    if <size_t>tag >= path.counts.size():
        path.counts.resize(tag + 1)
    if path.counts[tag].parent != parent:
        saved.tag, saved.count = tag, path.counts[tag]
        path.saved_counts.push_back(saved)
        path.counts[tag].parent, path.counts[tag].count = parent, 0
    path.counts[tag].count += 1
    return path.counts[tag].count


cdef inline Py_ssize_t _child_number(Step& parent, tree.xmlNode* node) except -1:
    """Return the number of an element among the children of its parent, starting at 1."""
    cdef tree.xmlNode* sibling = node.prev
    cdef Py_ssize_t number = 1
    while sibling is not NULL and sibling is not parent.named_child:
        number += nodes.is_element(sibling)
        sibling = sibling.prev
    if sibling is not NULL:
        number += parent.child_number
    parent.named_child, parent.child_number = node, number
    return number
