"""Contexts: the elements of the output that enclose the text of each element of a page.

They are found when a text in an element is written for the first time. tags.py
says which elements are kept. Links, tables, footnotes and numbers of items are rare, and written in
Python.
"""

from html import escape

import cython

from cython.operator cimport dereference
from libcpp.string cimport string
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree

from cleanarticle.core cimport utf8
from cleanarticle.parsing cimport nodes
from cleanarticle.rendering cimport escaping

from cleanarticle.core import roles as _role_numbers
from cleanarticle.core.listings import LISTING_TAGS as _LISTING_TAGS
from cleanarticle.core.listing_headers import listing_language as _listing_language
from cleanarticle.rendering import tags as _tags
from cleanarticle.rendering.list_numbers import ListNumbers as _ListNumbers
from cleanarticle.rendering.tables import DataTables as _DataTables

etreepublic.import_lxml__etree()

cdef int ASIDE = _role_numbers.ASIDE
cdef int LINE = _role_numbers.LINE
cdef int LISTING = _role_numbers.LISTING
cdef int SKIP = _role_numbers.SKIP

cdef enum:
    NO_ROLE = -2  # of its own: that of its tag


@cython.final
@cython.auto_pickle(False)
cdef class Contexts:
    """The contexts of the elements of a page.

    Args:
        root: The root element of the page.
        segmentation: The blocks of the page.
        body: The indices of the blocks to render.
        links: The links of the page.
    """

    def __cinit__(self, etreepublic._Element root not None, segmentation, body, links):
        cdef etreepublic._Element element
        cdef Context outside
        cdef string start
        self._root, self._links, self._note_labels = root, links, links.footnotes.labels
        self._numbers, self._tables = _ListNumbers(), _DataTables(segmentation, body)
        self._max_value_length = _tags.MAX_VALUE_LENGTH
        self._attribute_names, self._tag_numbers = [], {}
        for element, role in segmentation.constructs.roles.items():
            self._roles.insert(pair[Node, int](nodes.node_of(element), role))
        outside.first = outside.count = 0
        outside.in_data_table = outside.in_listing = outside.is_omitted = False
        self._add_context(outside)
        start.append(b"<p>")
        self._add_element(NULL, 0, self._tag_named("p"), start)

    cdef size_t of(self, Node node) except? 0:
        """Return the place of the context of the text in an element.

        Args:
            node: The element; the document for text outside of all elements.
        """
        cdef vector[Node] unknown
        cdef size_t context = 0
        while node is not NULL and nodes.is_element(node):
            known = self._known.find(node)
            if known != self._known.end():
                context = dereference(known).second
                break
            unknown.push_back(node)
            node = node.parent
        while not unknown.empty():
            context = self._inside(context, unknown.back())
            self._known.insert(pair[Node, size_t](unknown.back(), context))
            unknown.pop_back()
        return context

    cdef size_t _inside(self, size_t outer, Node node) except? 0:
        """Return the context inside an element, given that of its parent."""
        cdef Context context = self.contexts[outer]
        cdef int role = self.role(node)
        if context.in_listing and role == ASIDE:
            return self._around_listing(node)
        if context.is_omitted or (context.in_listing and role != NO_ROLE):
            return outer
        cdef int tag = self.tag(node)
        cdef int use = self.tags[tag].use
        if role == SKIP or (use == LINK and self._is_permalink_mark(node)):
            context.is_omitted = True
            return self._add_context(context)
        if not context.in_listing and (role == LISTING or self.tags[tag].is_listing):
            return self._in_listing(outer, node)
        if use == TABLE and not context.in_listing:
            context.in_data_table = self._tables.is_data_table(self.element(node))
            outer = self._add_context(context)
        if role == LINE or (
            context.in_listing and (self.tags[tag].is_block_level or use == CODE)
        ):
            return outer
        return self._nested(outer, node, tag)

    cdef size_t _in_listing(self, size_t outer, Node node) except? 0:
        """Return the context inside a listing."""
        cdef Context context = self.contexts[outer]
        cdef string start
        language = _listing_language(self.element(node))
        markup = f'<pre><code class="language-{escape(language)}">' if language else "<pre><code>"
        nodes.copy_text(markup, start)
        context.in_listing = True
        self._begin_chain(context)
        self._nest(node, 0, self._tag_named("pre"), start)
        return self._end_chain(context)

    cdef size_t _around_listing(self, Node node) except? 0:
        """Return the context around the listing that an element is in, as its header is."""
        cdef size_t context = self.of(node.parent)
        while self.contexts[context].in_listing:
            node = node.parent
            context = self.of(node.parent)
        return context

    cdef size_t _nested(self, size_t outer, Node node, int tag) except? 0:
        """Return the context inside an element outside of listings, which is kept if it means
        something there.

        Args:
            outer: The context around the element.
            node: The element.
            tag: Its tag.
        """
        cdef Context context = self.contexts[outer]
        cdef string attributes, start
        label = self._note_labels.get(self.element(node)) if self._note_labels else None
        if label is not None and not self.tags[tag].is_item:
            tag = self._tag_named("div")
        elif not self.tags[tag].is_meaningful:
            return outer
        elif self.tags[tag].is_table_part and not context.in_data_table:
            return outer
        cdef bint lacks_list = self.tags[tag].use == ITEM and self._lacks_list(context)
        cdef bint is_container = lacks_list or self.tags[tag].is_container
        if context.count >= <size_t>(MAX_BLOCKS if is_container else MAX_ANCESTORS):
            return outer
        if self._is_redundant(context, tag):
            return outer
        self._append_attributes(node, tag, attributes)
        if label is not None:
            _append(attributes, f' id="fn-{escape(label)}"')
        if self.tags[tag].use == LINK and attributes.empty():
            return outer
        self._begin_chain(context)
        if lacks_list:
            start.append(b"<ul>")
            self._nest(node.parent, -2, self._tag_named("ul"), start)
            start.clear()
        if self.tags[tag].use == CELL:
            self._append_omitted_cells(node, start)
        start.append(b"<").append(self.tags[tag].name).append(attributes).append(b">")
        self._nest(node, 0, tag, start)
        return self._end_chain(context)

    cdef bint _lacks_list(self, const Context& context) except -1:
        """Return True if an item in a context is not directly in a list."""
        cdef size_t i
        cdef int use
        for i in range(context.first + context.count, context.first, -1):
            use = self.tags[self.elements[self.chains[i - 1]].tag].use
            if use == ITEM or use == LIST or use == NUMBERED_LIST:
                return use == ITEM
        return True

    cdef bint _is_redundant(self, const Context& context, int tag) except -1:
        """Return True if an element adds nothing in a context."""
        cdef const Tag* inner = &self.tags[tag]
        cdef const Tag* outer
        cdef size_t i
        cdef bint in_terms = False
        for i in range(context.first, context.first + context.count):
            outer = &self.tags[self.elements[self.chains[i]].tag]
            if (
                (inner == outer and inner.is_non_nesting)
                or (inner.use == PARAGRAPH and outer.is_text_block)
                or (inner.is_heading and outer.is_heading)
            ):
                return True
            in_terms = in_terms or outer.use == TERMS
        return inner.use == TERM and not in_terms

    # Chains of elements

    cdef size_t _add_context(self, Context context) except? 0:
        """Add a context and return its place."""
        self.contexts.push_back(context)
        return self.contexts.size() - 1

    cdef int _begin_chain(self, const Context& context) except -1:
        """Begin a chain with the elements of a context."""
        cdef size_t i
        self._chain.clear()
        for i in range(context.first, context.first + context.count):
            self._chain.push_back(self.chains[i])
        return 0

    cdef int _nest(self, Node source, Py_ssize_t number, int tag, const string& start) except -1:
        """Add an element to the chain.

        A block-level element goes outside the innermost inline elements and headings. A link
        around a card thus becomes a link in each of its paragraphs, the only form that Markdown
        supports, and a heading around a list becomes a heading in each of its items.
        """
        cdef size_t i = self._chain.size()
        cdef const Tag* outer
        while self.tags[tag].is_block_level and i > 0:
            outer = &self.tags[self.elements[self._chain[i - 1]].tag]
            if outer.is_block_level and not outer.is_heading:
                break
            i -= 1
        self._add_element(source, number, tag, start)
        self._chain.insert(self._chain.begin() + i, self.elements.size() - 1)
        return 0

    cdef size_t _end_chain(self, Context context) except? 0:
        """Add a context with the elements of the chain, otherwise like another, and return its
        place."""
        context.first, context.count = self.chains.size(), self._chain.size()
        self.chains.insert(self.chains.end(), self._chain.begin(), self._chain.end())
        return self._add_context(context)

    cdef int _add_element(
        self, Node source, Py_ssize_t number, int tag, const string& start
    ) except -1:
        """Add an element of the output."""
        self.elements.resize(self.elements.size() + 1)
        cdef OutputElement* element = &self.elements.back()
        element.source, element.number, element.tag = source, number, tag
        element.start.append(start)
        return 0

    # Attributes

    cdef int _append_attributes(self, Node node, int tag, string& markup) except -1:
        """Append the attributes to keep of an element, each with a leading space."""
        cdef int use = self.tags[tag].use
        cdef string value
        cdef tree.xmlAttr* attribute
        if use == LINK and _is_fragment(node, skip_space=True):
            links_of_notes = self._links.footnotes.link_attributes(self.element(node))
            if links_of_notes:
                return _append(markup, links_of_notes)
        for name in <tuple>self._attribute_names[tag]:
            attribute = nodes.find_attribute(node, <bytes>name)
            if attribute is NULL:
                continue
            value.clear()
            if name in _URL_NAMES:
                url = self._links.resolve(etreepublic.attributeValue(node, attribute))
                if url is None:
                    continue
                nodes.copy_text(url, value)
            else:
                nodes.append_value(attribute, value)
            if utf8.count_characters(value.data(), value.size()) <= self._max_value_length:
                markup.append(b" ").append(<const char*><bytes>name).append(b'="')
                escaping.append_escaped(markup, value.data(), value.size(), quotes=True)
                markup.append(b'"')
        if use == NUMBERED_LIST or (use == ITEM and nodes.is_named(node.parent, b"ol")):
            _append(markup, self._numbers.attributes(self.element(node)))
        return 0

    cdef int _append_omitted_cells(self, Node cell, string& markup) except -1:
        """Append empty cells for the unrendered ones before a cell, to keep it in its column."""
        cdef vector[Node] omitted
        cdef int tag
        cell = cell.prev
        while cell is not NULL:
            if nodes.is_element(cell) and self.tags[self.tag(cell)].use == CELL:
                if self._known.count(cell):
                    break
                omitted.push_back(cell)
            cell = cell.prev
        while not omitted.empty():
            tag = self.tag(omitted.back())
            markup.append(b"<").append(self.tags[tag].name)
            self._append_attributes(omitted.back(), tag, markup)
            markup.append(b">").append(self.tags[tag].end)
            omitted.pop_back()
        return 0

    cdef bint _is_permalink_mark(self, Node link) except -1:
        """Return True if a link is only a permalink symbol, such as "¶" after a heading."""
        if not _is_fragment(link, skip_space=False):
            return False
        return self._links.is_permalink_mark(self.element(link))

    # Elements and tags

    cdef etreepublic._Element element(self, Node node):
        return etreepublic.elementFactory(self._root._doc, node)

    cdef int role(self, Node node) except? -1:
        """Return the role that an element has on this page, see `Constructs`, else NO_ROLE."""
        if self._roles.empty():
            return NO_ROLE
        role = self._roles.find(node)
        return NO_ROLE if role == self._roles.end() else dereference(role).second

    cdef int tag(self, Node node) except -1:
        """Return the number of the tag that is written for an element."""
        known = self._tag_of_name.find(<size_t>node.name)
        if node.ns is NULL and known != self._tag_of_name.end():
            return dereference(known).second
        name = etreepublic.namespacedName(node)
        cdef int tag = self._tag_named(_tags.MODERN_TAGS.get(name, name))
        if node.ns is NULL:
            self._tag_of_name.insert(pair[size_t, int](<size_t>node.name, tag))
        return tag

    cdef int _tag_named(self, str name) except -1:
        """Return the number of a tag."""
        number = self._tag_numbers.get(name)
        if number is not None:
            return number
        self.tags.resize(self.tags.size() + 1)
        cdef Tag* tag = &self.tags.back()
        nodes.copy_text(name, tag.name)
        tag.end.append(b"</").append(tag.name).append(b">")
        (
            tag.use,
            tag.is_meaningful,
            tag.is_block_level,
            tag.is_container,
            tag.is_heading,
            tag.is_text_block,
            tag.is_item,
            tag.is_table_part,
            tag.is_non_nesting,
            tag.is_listing,
        ) = <tuple>_TAGS.get(name, _OTHER_TAG)
        if tag.use == PRE:
            tag.end.insert(0, b"</code>")
        self._attribute_names.append(_ATTRIBUTE_NAMES.get(name, ()))
        self._tag_numbers[name] = len(self._tag_numbers)
        return len(self._tag_numbers) - 1


cdef int _append(string& markup, str text) except -1:
    """Append a Python string."""
    cdef string copied
    nodes.copy_text(text, copied)
    markup.append(copied)
    return 0


cdef bint _is_fragment(Node link, bint skip_space) except -1:
    """Return True if a link is to a place on its page.

    Args:
        link: An element.
        skip_space: Whether whitespace before the URL is ignored.
    """
    cdef tree.xmlAttr* attribute = nodes.find_attribute(link, b"href")
    cdef string url
    cdef const char* start
    cdef size_t length
    if attribute is NULL:
        return False
    nodes.append_value(attribute, url)
    start = url.data()
    if skip_space:
        while start < url.data() + url.size():
            length = utf8.space_length(start, url.data() + url.size())
            if length == 0:
                break
            start += length
    return start < url.data() + url.size() and start[0] == b"#"


cdef tuple _properties(str name):
    """Return the properties of a tag, in the order of the fields of `Tag`."""
    return (
        _USES.get(name, OTHER),
        name in _tags.MEANINGFUL_TAGS,
        name in _tags.BLOCK_LEVEL_TAGS,
        name in _tags.CONTAINER_TAGS,
        name in _tags.HEADING_TAGS,
        name in _tags.TEXT_BLOCK_TAGS,
        name in _tags.ITEM_TAGS,
        name in _tags.TABLE_TAGS,
        name in _tags.NON_NESTING_TAGS,
        name in _LISTING_TAGS,
    )


_USES = {
    "a": LINK,
    "ul": LIST,
    "ol": NUMBERED_LIST,
    "li": ITEM,
    "p": PARAGRAPH,
    "dl": TERMS,
    "dt": TERM,
    "dd": TERM,
    "table": TABLE,
    "td": CELL,
    "th": CELL,
    "figure": FIGURE,
    "pre": PRE,
    "code": CODE,
}
_URL_NAMES = frozenset(name.encode() for name in _tags.URL_ATTRIBUTES)
_ATTRIBUTE_NAMES = {
    tag: tuple([name.encode() for name in names]) for tag, names in _tags.ATTRIBUTES.items()
}
_TAGS = {name: _properties(name) for name in _tags.MEANINGFUL_TAGS | {"div"} | _LISTING_TAGS}
_OTHER_TAG = _properties("")
