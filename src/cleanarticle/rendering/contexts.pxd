from libcpp.string cimport string
from libcpp.unordered_map cimport unordered_map
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree

ctypedef tree.xmlNode* Node

# Elements around a text at which no further container and no further element at all is written.
# Each block can open all of them again. Chosen by hand: 3,243 real pages have at most 20 and 23.
cdef enum:
    MAX_BLOCKS = 24
    MAX_ANCESTORS = 32

cdef enum Use:
    OTHER, LINK, LIST, NUMBERED_LIST, ITEM, PARAGRAPH, TERMS, TERM, TABLE, CELL, FIGURE, PRE, CODE


cdef struct Tag:  # of elements of the output
    string name
    string end  # end tag
    int use
    bint is_meaningful
    bint is_block_level
    bint is_container
    bint is_heading
    bint is_text_block
    bint is_item
    bint is_table_part
    bint is_non_nesting
    bint is_listing


cdef struct OutputElement:
    Node source  # NULL for an inserted paragraph
    Py_ssize_t number  # distinguishes several elements that are made of one source
    int tag
    string start  # start tag, with any markup that has to precede or follow it directly


cdef struct Context:  # of the text in an element of the page
    size_t first  # where the output elements around it begin in `Contexts.chains`
    size_t count  # of them
    bint in_data_table
    bint in_listing  # whitespace is significant
    bint is_omitted  # the text is left out, as permalink marks are


cdef class Contexts:
    cdef etreepublic._Element _root
    cdef object _links
    cdef dict _note_labels
    cdef object _numbers
    cdef object _tables
    cdef Py_ssize_t _max_value_length
    cdef unordered_map[Node, int] _roles
    cdef unordered_map[Node, size_t] _known  # places in `contexts`
    cdef vector[Context] contexts  # the first is that outside of all elements
    cdef vector[size_t] chains  # places in `elements`, outermost first
    cdef vector[OutputElement] elements  # the first is an inserted paragraph
    cdef vector[Tag] tags  # by number
    cdef list _attribute_names
    cdef dict _tag_numbers
    cdef unordered_map[size_t, int] _tag_of_name  # by where the name is in memory
    cdef vector[size_t] _chain  # that of the next context

    cdef size_t of(self, Node node) except? 0
    cdef int role(self, Node node) except? -1
    cdef int tag(self, Node node) except -1
    cdef etreepublic._Element element(self, Node node)
    cdef int _tag_named(self, str name) except -1
    cdef size_t _inside(self, size_t outer, Node node) except? 0
    cdef size_t _in_listing(self, size_t outer, Node node) except? 0
    cdef size_t _around_listing(self, Node node) except? 0
    cdef size_t _nested(self, size_t outer, Node node, int tag) except? 0
    cdef bint _is_redundant(self, const Context& context, int tag) except -1
    cdef bint _lacks_list(self, const Context& context) except -1
    cdef size_t _add_context(self, Context context) except? 0
    cdef int _begin_chain(self, const Context& context) except -1
    cdef size_t _end_chain(self, Context context) except? 0
    cdef int _nest(self, Node source, Py_ssize_t number, int tag, const string& start) except -1
    cdef int _add_element(
        self, Node source, Py_ssize_t number, int tag, const string& start
    ) except -1
    cdef bint _is_permalink_mark(self, Node link) except -1
    cdef int _append_attributes(self, Node node, int tag, string& markup) except -1
    cdef int _append_omitted_cells(self, Node cell, string& markup) except -1
