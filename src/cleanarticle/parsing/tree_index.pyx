"""Tree index: the elements of a page by tag, class and other attributes, from one pass over the tree.

The pass reads the tree of libxml2 and makes no Python objects for elements; those that are asked for
get theirs then. It replaces loops over all elements, which take longer than parsing.
"""

from cpython.unicode cimport PyUnicode_AsUTF8
from cython.operator cimport dereference
from libc.stdint cimport uint64_t
from libc.string cimport strchr, strcmp, strncmp, strstr
from libcpp.string cimport string
from libcpp.string_view cimport string_view
from libcpp.unordered_set cimport unordered_set
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree

from cleanarticle.parsing cimport nodes

etreepublic.import_lxml__etree()


cdef class TreeIndex:
    """The elements of a tree, numbered in document order.

    Elements with the same tag and the same class attribute have the same *form*. Controls are the
    elements with attributes that name other elements, as tabs name their panels. Properties are the
    elements of microdata, by the value of `itemprop`. Home links are those that may lead to the
    home page of a site. The tree must not change while the index is used.

    Args:
        root: The root element.

    Raises:
        TypeError: It is not an element.
    """

    def __cinit__(self, etreepublic._Element root not None):
        self._root = root
        self.forms = []
        self.ids = {}
        self.styles = {}
        self.with_hidden = []
        self.controls = []
        self.properties = {}
        self.home_links = []
        self._tags = []
        self._tag_numbers = {}
        self._of_tag = []
        self._read(nodes.node_of(root))

    def __reduce__(self):
        raise TypeError("a tree index refers to a tree in memory, so it cannot be pickled")

    def __len__(self):
        return self._nodes.size()

    def element(self, Py_ssize_t number):
        """Return an element by its number.

        Raises:
            IndexError: There is no such element.
        """
        return etreepublic.elementFactory(
            self._root._doc, self._nodes[self._checked_number(number)]
        )

    def count(self, Py_ssize_t form):
        """Return the number of elements of a form, by its index in `forms`."""
        return self._of_form[self._checked(form)].size()

    def form(self, Py_ssize_t number):
        """Return the form of an element, as its index in `forms`."""
        return self._forms[self._checked_number(number)]

    def parent(self, Py_ssize_t number):
        """Return the number of the parent of an element; -1 for the root."""
        return self._parents[self._checked_number(number)]

    def after(self, Py_ssize_t number):
        """Return the number of the first element behind an element and those inside it."""
        return self._after[self._checked_number(number)]

    def previous(self, Py_ssize_t number):
        """Return the number of the sibling before an element; -1 if there is none."""
        cdef Py_ssize_t parent = self._parents[self._checked_number(number)]
        cdef Py_ssize_t before = number - 1
        while before > parent and self._parents[before] != parent:
            before = self._parents[before]
        return before if before > parent else -1

    def attribute(self, Py_ssize_t number, str name not None):
        """Return the value of an attribute of an element; None if it has none with the name."""
        cdef tree.xmlNode* node = self._nodes[self._checked_number(number)]
        cdef tree.xmlAttr* attribute = nodes.find_attribute(node, PyUnicode_AsUTF8(name))
        return None if attribute is NULL else nodes.attribute_value(attribute)

    def of_forms(self, forms):
        """Return the elements of some forms, in document order.

        Args:
            forms: Indices in `forms`, each once.
        """
        return [self.element(number) for number in self.numbers(forms)]

    def numbers(self, forms):
        """Return the numbers of the elements of some forms, in document order.

        Args:
            forms: Indices in `forms`, each once.
        """
        cdef vector[Py_ssize_t] numbers
        cdef Py_ssize_t form, number
        for form in forms:
            numbers.insert(
                numbers.end(), self._of_form[self._checked(form)].begin(), self._of_form[form].end()
            )
        return sorted(numbers) if len(forms) > 1 else numbers

    def tagged(self, *tags):
        """Return the elements with one of some tags, in document order."""
        return self.of_forms([form for tag in tags for form in self.forms_tagged(tag)])

    def forms_tagged(self, tag):
        """Return the indices of the forms with a tag, in order of first occurrence."""
        number = self._tag_numbers.get(tag)
        return () if number is None else self._of_tag[number]

    def forms_with_words(self, words, parts=()):
        """Return the indices of the forms whose class attribute has one of some words.

        A word is a run of ASCII letters. Class attributes with other letters than those of ASCII
        are returned as well, as the words in them depend on how a caller compares letters.

        Args:
            words: Words, in lower case.
            parts: Strings in lower case that count anywhere, also inside of words.
        """
        cdef unordered_set[string] wanted_words
        cdef vector[string] wanted_parts
        cdef string wanted
        for word in words:
            nodes.copy_text(word, wanted)
            wanted_words.insert(wanted)
        for part in parts:
            nodes.copy_text(part, wanted)
            wanted_parts.push_back(wanted)
        return [
            form
            for form, (_, name) in enumerate(self.forms)
            if name
            and (
                not name.isascii()
                or _has_word_or_part(name.lower(), wanted_words, wanted_parts)
            )
        ]

    cdef Py_ssize_t _checked_number(self, Py_ssize_t number) except -1:
        if not 0 <= number < <Py_ssize_t>self._nodes.size():
            raise IndexError(f"the tree has {self._nodes.size()} elements, but not number {number}")
        return number

    cdef Py_ssize_t _checked(self, Py_ssize_t form) except -1:
        if not 0 <= form < <Py_ssize_t>self._of_form.size():
            raise IndexError(f"the tree has {self._of_form.size()} forms, but not number {form}")
        return form

    cdef int _read(self, tree.xmlNode* root) except -1:
        """Visit all elements below and including a node."""
        cdef FormKeys keys
        cdef tree.xmlNode* node = root
        cdef Py_ssize_t parent = -1
        while node is not NULL:
            if nodes.is_element(node):
                self._parents.push_back(parent)
                self._add(node, &keys)
                if node.children is not NULL:
                    parent = self._nodes.size() - 1
                    node = node.children
                    continue
            while node is not root and node.next is NULL:
                node = node.parent
                self._after[parent] = self._nodes.size()
                parent = self._parents[parent]
            if node is root:
                break
            node = node.next
        return 0

    cdef int _add(self, tree.xmlNode* node, FormKeys* keys) except -1:
        """Add an element."""
        cdef Py_ssize_t number = self._nodes.size()
        cdef tree.xmlAttr* class_attribute = NULL
        cdef tree.xmlAttr* attribute = node.properties
        self._nodes.push_back(node)
        while attribute is not NULL:
            if attribute.ns is NULL:
                if attribute.name[0] == b"c" and strcmp(<const char*>attribute.name, "class") == 0:
                    class_attribute = attribute
                else:
                    self._note(node, attribute, number)
            attribute = attribute.next
        cdef Py_ssize_t form = self._form(node, class_attribute, keys)
        self._forms.push_back(form)
        self._after.push_back(number + 1)
        self._of_form[form].push_back(number)
        return 0

    cdef int _note(
        self, tree.xmlNode* node, tree.xmlAttr* attribute, Py_ssize_t number
    ) except -1:
        """Note an attribute of an element."""
        cdef const char* name = <const char*>attribute.name
        cdef char first = name[0]  # as most attributes have another one than those below
        if first == b"h" or first == b"r":
            if strcmp(<const char*>node.name, "a") == 0:
                self._note_link(attribute, number)
            if strcmp(name, "hidden") == 0:
                self.with_hidden.append(number)
        elif first == b"i":
            if strcmp(name, "id") == 0:
                _note_value(self.ids, attribute, number)
            elif strcmp(name, "itemprop") == 0:
                _note_value(self.properties, attribute, number)
        elif first == b"s":
            if strcmp(name, "style") == 0:
                _note_value(self.styles, attribute, number)
        elif first == b"p":
            if strcmp(name, "popover") == 0:
                self.with_hidden.append(number)
        elif first == b"a" or first == b"d":
            if (
                strcmp(name, "aria-controls") == 0
                or strcmp(name, "data-target") == 0
                or strcmp(name, "data-bs-target") == 0
            ):
                _append_once(self.controls, number)
        return 0

    cdef int _note_link(self, tree.xmlAttr* attribute, Py_ssize_t number) except -1:
        """Note the URL or the relation of a link."""
        cdef const char* name = <const char*>attribute.name
        if _may_be_home(name, attribute):
            _append_once(self.home_links, number)
        if strcmp(name, "href") == 0 and _is_fragment(attribute):
            _append_once(self.controls, number)
        return 0

    cdef Py_ssize_t _form(
        self, tree.xmlNode* node, tree.xmlAttr* class_attribute, FormKeys* keys
    ) except -1:
        """Return the index of the form of an element, a new one if it has none yet."""
        cdef Py_ssize_t tag = self._tag(node, keys)
        cdef uint64_t key = <uint64_t>tag
        if class_attribute is not NULL:
            key |= _class_number(class_attribute, keys) << 32
        added = keys.forms.insert(pair[uint64_t, Py_ssize_t](key, self._of_form.size()))
        cdef Py_ssize_t form = dereference(added.first).second
        if added.second:
            name = None if class_attribute is NULL else nodes.attribute_value(class_attribute)
            (<list>self._of_tag[tag]).append(form)
            self.forms.append((self._tags[tag], name))
            self._of_form.resize(form + 1)
        return form

    cdef Py_ssize_t _tag(self, tree.xmlNode* node, FormKeys* keys) except -1:
        """Return the index of the tag of an element, a new one if no element had it yet.

        The elements of a document that have the same tag share its name in memory, most of them.
        """
        cdef bint is_plain = node.ns is NULL
        if is_plain:
            known = keys.names.find(node.name)
            if known != keys.names.end():
                return dereference(known).second
        tag = etreepublic.namespacedName(node)
        cdef Py_ssize_t number = self._tag_numbers.setdefault(tag, len(self._tags))
        if number == len(self._tags):
            self._tags.append(tag)
            self._of_tag.append([])
        if is_plain:
            keys.names.insert(pair[NamePointer, Py_ssize_t](node.name, number))
        return number


def is_deeper(etreepublic._Element root not None, Py_ssize_t levels):
    """Return True if a document has elements inside more than a number of levels.

    Args:
        root: The root element, which is the first level.
        levels: The number of levels.
    """
    cdef tree.xmlNode* node = nodes.node_of(root).doc.children
    cdef Py_ssize_t level = 1
    while node is not NULL:
        if node.type == tree.XML_ELEMENT_NODE:
            if level > levels:
                return True
            if node.children is not NULL:
                node = node.children
                level += 1
                continue
        while node.next is NULL:
            node = node.parent
            level -= 1
            if level == 0:  # the document
                return False
        node = node.next
    return False


cdef uint64_t _class_number(tree.xmlAttr* attribute, FormKeys* keys) except? 0:
    """Return the number of the value of a class attribute, a new one if no element had it yet."""
    cdef string_view value
    if nodes.is_one_text(attribute):
        value = string_view(<const char*>attribute.children.content)
    elif attribute.children is not NULL:
        keys.joined.push_back(string())
        nodes.append_value(attribute, keys.joined.back())
        value = string_view(keys.joined.back().data(), keys.joined.back().size())
    added = keys.classes.insert(pair[string_view, Py_ssize_t](value, keys.classes.size() + 1))
    return dereference(added.first).second


cdef bint _has_word_or_part(
    str name, const unordered_set[string]& words, const vector[string]& parts
) except -1:
    """Return True if a text of lower case has one of some words or parts."""
    cdef string word, text
    cdef char character
    cdef size_t i
    nodes.copy_text(name, text)
    for i in range(parts.size()):
        if text.find(parts[i]) < text.size():
            return True
    text.push_back(32)  # ends the last word
    for character in text:
        if 97 <= character <= 122:
            word.push_back(character)
        elif word.size():
            if words.count(word):
                return True
            word.clear()
    return False


cdef int _note_value(dict numbers, tree.xmlAttr* attribute, Py_ssize_t number) except -1:
    """Append the number of an element to those with the same value of an attribute."""
    value = nodes.attribute_value(attribute)
    known = numbers.get(value)
    if known is None:
        numbers[value] = [number]
    else:
        (<list>known).append(number)
    return 0


cdef int _append_once(list numbers, Py_ssize_t number) except -1:
    """Append a number to a list unless it is the last one already."""
    if not numbers or numbers[len(numbers) - 1] != number:
        numbers.append(number)
    return 0


cdef bint _is_fragment(tree.xmlAttr* attribute) noexcept:
    """Return True if a URL names a part of the page, or may do so."""
    cdef const char* url = _value(attribute)
    return url[0] == b"#" or url[0] == b" "


cdef bint _may_be_home(const char* name, tree.xmlAttr* attribute) noexcept:
    """Return True if an attribute of a link says that it leads home, or may do so.

    Nothing follows the host of such a URL but a slash, or its path is that of an index.
    """
    cdef const char* url = _value(attribute)
    cdef const char* path
    if strcmp(name, "rel") == 0:
        return strcmp(url, "home") == 0
    if strcmp(name, "href") != 0:
        return False
    path = strstr(url, "//")
    if path is not NULL:
        path = strchr(path + 2, b"/")
        return path is NULL or path[1] == 0
    if url[0] == b".":
        url += 1
    if url[0] == b"/":
        url += 1
        if url[0] == 0:
            return True
    return strncmp(url, "index.", 6) == 0


cdef const char* _value(const tree.xmlAttr* attribute) noexcept:
    """Return the value of an attribute, or its beginning if it is in several nodes."""
    if attribute.children is NULL or attribute.children.content is NULL:
        return ""
    return <const char*>attribute.children.content
