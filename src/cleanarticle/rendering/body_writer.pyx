"""Writer of the body of a page as semantic HTML.

Each piece of text is written inside the elements of its context. Elements are opened and closed as
these change from one piece to the next, so the markup is well-formed for any set of blocks.
"""

import cython

from cython.operator cimport dereference
from libc.string cimport memchr, strlen
from libcpp.set cimport set as ordered_set
from libcpp.string cimport string
from libcpp.unordered_set cimport unordered_set
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree

from cleanarticle.core cimport segments, text_run, utf8
from cleanarticle.core.boxes cimport Boxes
from cleanarticle.core.pieces cimport ELEMENT, TEXT, PieceRow, Pieces
from cleanarticle.parsing cimport nodes
from cleanarticle.rendering cimport contexts, escaping
from cleanarticle.rendering.contexts cimport Context, Contexts, Node, Tag

from html import escape as _escape

from cleanarticle.core import roles as _role_numbers
from cleanarticle.core.formulas import wrap_delimited_tex as _wrap_delimited_tex
from cleanarticle.rendering.escaping import MAX_AMPERSANDS as _MAX_AMPERSANDS
from cleanarticle.rendering.escaping import split_text as _split_text
from cleanarticle.rendering.tags import ITEM_TAGS as _ITEM_TAGS

etreepublic.import_lxml__etree()

cdef int LINE = _role_numbers.LINE
cdef int LISTING = _role_numbers.LISTING

# Characters of repeated start tags for each other character, from which on attributes are left out.
# A link around a card is repeated in each of its paragraphs, and a long one around thousands of
# paragraphs would fill the memory. Chosen by hand.
cdef enum:
    MAX_REPETITION = 10


cdef struct Text:  # in UTF-8
    const char* start
    size_t size


cdef struct OpenElement:
    size_t element  # its place in `Contexts.elements`
    Node source
    Py_ssize_t number  # that of the paragraph, if it is one, else that of the element


@cython.final
@cython.auto_pickle(False)
cdef class BodyWriter:
    """Writer of the body of one page.

    Args:
        contexts: The contexts of its elements.
        segmentation: The blocks of the page.
        body: The indices of the blocks that will be written.
        embedded: The markup of media elements and others that are shown as a whole.
    """

    cdef Contexts contexts
    cdef list blocks
    cdef Boxes boxes
    cdef object embedded
    cdef bint has_tex
    cdef unordered_set[Node] crowded_items  # with several body blocks
    # What is written:
    cdef string text
    cdef vector[OpenElement] open
    cdef ordered_set[pair[Node, Py_ssize_t]] opened  # once or more
    cdef Py_ssize_t original_length  # in characters
    cdef Py_ssize_t repeated_length
    cdef bint after_link  # only tags of inline elements follow a link
    # What is written next:
    cdef vector[OpenElement] around
    cdef string markup
    # Memory that is used again:
    cdef string joined
    cdef string words

    def __cinit__(self, Contexts contexts not None, segmentation, body, embedded):
        self.contexts, self.embedded = contexts, embedded
        self.blocks, self.boxes = segmentation.blocks, segmentation.boxes
        self.has_tex = segmentation.constructs.has_tex
        self.original_length = self.repeated_length = 0
        self.after_link = False
        self.find_crowded_items(body)

    cdef int find_crowded_items(self, body) except -1:
        """Find the list items and cells that contain several blocks of the body directly."""
        cdef vector[Py_ssize_t] counts  # of blocks, by box
        cdef Py_ssize_t box
        counts.resize(len(self.boxes))
        for index in body:
            box = segments.field(self.blocks[index], segments.BLOCK_BOX)
            counts[box] += 1
        for box in range(len(self.boxes) - 1, -1, -1):  # inner boxes follow outer ones
            if counts[box] == 0:
                continue
            row = &self.boxes.rows[box]
            if self.boxes.tags[row.signature] in _ITEM_TAGS:
                if counts[box] > 1:
                    self.crowded_items.insert(row.node)
            elif row.parent >= 0:
                counts[row.parent] += counts[box]
        return 0

    # Blocks

    def write_block(self, Py_ssize_t index):
        """Write a block, by its index; those of the body come in ascending order.

        Raises:
            IndexError: There is no such block.
            TypeError: It is of plain text.
        """
        if not 0 <= index < len(self.blocks):
            raise IndexError(f"the page has {len(self.blocks)} blocks, but not number {index}")
        block = self.blocks[index]
        cdef Py_ssize_t box = segments.field(block, segments.BLOCK_BOX)
        cdef Node node = self.boxes.rows[box].node
        if node is NULL:
            raise TypeError("a block of plain text has no markup to write")
        if self.contexts.role(node) == LISTING:
            self.write_listing(node, segments.field(block, segments.BLOCK_TEXT))
        else:
            self.write_pieces(segments.field(block, segments.BLOCK_PIECES), index)

    cdef int write_pieces(self, Pieces pieces, Py_ssize_t block) except -1:
        """Write the pieces of a block without whitespace at its edges."""
        cdef Py_ssize_t i, first = 0, last = pieces.size - 1
        cdef bint has_code = False
        cdef Node node
        cdef int part
        cdef Context context
        while first < last and self.is_blank(pieces.row(first)):
            first += 1
        while last > first and self.is_blank(pieces.row(last)):
            last -= 1
        for i in range(pieces.size):
            node, part = pieces.row(i).node, pieces.row(i).part
            context = self.contexts.contexts[self.contexts.of(_container(node, part))]
            if context.is_omitted:
                continue
            if context.in_listing:
                if self.write_code(node, part, context, not has_code):
                    has_code = True
            elif first <= i <= last:
                self.read_piece(node, part)
                self.strip_markup(i == first, i == last)
                if i > first and self.are_two_words(pieces.row(i - 1), node, part):
                    self.markup.insert(0, b" ")  # as in the text of the block
                if not self.markup.empty():
                    self.go_to(context)
                    self.add_paragraph(block)
                    self.write_markup()
        return 0

    cdef bint are_two_words(self, const PieceRow* before, Node node, int part) except -1:
        """Return True if two pieces touch and one of them is the text of a `time` element."""
        cdef char last
        cdef Text text
        if part == ELEMENT or before.part == ELEMENT or not text_run.is_edge_of_time(
            before.node, before.part, node, part
        ):
            return False
        text = self.read_text(before.node, before.part)
        if text.size == 0:
            return False
        last = text.start[text.size - 1]
        text = self.read_text(node, part)
        return text.size > 0 and text_run.are_of_words(last, text.start[0])

    cdef bint is_blank(self, const PieceRow* piece) except -1:
        """Return True if a piece is invisible at the edge of a block."""
        if piece.part == ELEMENT:
            return nodes.is_named(piece.node, b"br")
        cdef Text text = self.read_text(piece.node, piece.part)
        return utf8.is_space(text.start, text.size)

    cdef int read_piece(self, Node node, int part) except -1:
        """Read the markup of a piece outside of listings."""
        self.markup.clear()
        if part != ELEMENT:
            return self.append_collapsed(self.read_text(node, part))
        if nodes.is_named(node, b"br") or self.contexts.role(node) == LINE:
            self.markup.append(b"<br>")
            return 0
        return nodes.copy_text(self.embedded.element(self.contexts.element(node)), self.markup)

    cdef int strip_markup(self, bint at_start, bint at_end) except -1:
        """Strip a space from the edges of the markup that are those of a block."""
        if at_start and not self.markup.empty() and self.markup.front() == b" ":
            self.markup.erase(0, 1)
        if at_end and not self.markup.empty() and self.markup.back() == b" ":
            self.markup.pop_back()
        return 0

    cdef int write_listing(self, Node listing, str text) except -1:
        """Write a listing whose lines are elements."""
        self.go_to(self.contexts.contexts[self.contexts.of(listing)])
        self.markup.clear()
        if self.is_within_line():
            self.markup.push_back(b"\n")
        nodes.copy_text(text, self.words)
        self.append_text(self.words.data(), self.words.size())
        return self.write_markup()

    cdef bint write_code(
        self, Node node, int part, const Context& context, bint is_first
    ) except -1:
        """Write a piece of a listing without changing its whitespace; each block starts a line.

        Args:
            node: The element of the piece.
            part: The part of the element.
            context: The context of the piece.
            is_first: Whether no code of the block was written yet.

        Returns:
            Whether anything was written.
        """
        cdef Text text = self.read_text(node, part)
        cdef const Tag* tag
        if part == ELEMENT:
            text.start = "\n" if nodes.is_named(node, b"br") else ""
            text.size = strlen(text.start)
        elif utf8.is_space(text.start, text.size):
            tag = &self.contexts.tags[self.contexts.tag(_container(node, part))]
            if tag.is_table_part and tag.use != contexts.CELL:
                return False
        while is_first and text.size and (text.start[0] == b"\n" or text.start[0] == b"\r"):
            text.start += 1
            text.size -= 1
        if text.size == 0:
            return False
        self.go_to(context)
        self.markup.clear()
        if is_first and self.is_within_line():
            self.markup.push_back(b"\n")
        self.append_text(text.start, text.size)
        self.write_markup()
        return True

    def write_medium(self, etreepublic._Element element not None, Py_ssize_t position):
        """Write an image or a player that is outside of all blocks.

        Args:
            element: The media element.
            position: The index of the block that follows it.
        """
        cdef Node parent = nodes.node_of(element).parent
        cdef Context context = self.contexts.contexts[self.contexts.of(parent)]
        if context.is_omitted or context.in_listing:
            return
        nodes.copy_text(self.embedded.medium(element), self.markup)
        if self.markup.empty():
            return
        self.go_to(context)
        if self.around.empty() or self.tag_of(self.around.back()).use != contexts.FIGURE:
            self.add_paragraph(-1 - position)
        self.write_markup()

    def finish(self):
        """Close all elements and return the HTML."""
        self.close(0)
        return nodes.decode(self.text)

    # Text

    cdef Text read_text(self, Node node, int part) except *:
        """Return the text of a piece; it is valid until the next is read."""
        cdef Text text
        cdef const tree.xmlNode* first = node.children if part == TEXT else node.next
        text.start, text.size = "", 0
        if part == ELEMENT or first is NULL or not nodes.is_text(first):
            return text
        if first.next is NULL or not nodes.is_text(first.next):
            if first.content is not NULL:
                text.start = <const char*>first.content
                text.size = strlen(text.start)
            return text
        nodes.join_text(first, self.joined)
        text.start, text.size = self.joined.data(), self.joined.size()
        return text

    cdef int append_collapsed(self, Text text) except -1:
        """Append text to the markup, with one space for each run of whitespace."""
        self.words.clear()
        if _starts_with_space(text):
            self.words.push_back(b" ")
        utf8.append_words(self.words, text.start, text.size)
        if _ends_with_space(text) and self.words.back() != b" ":
            self.words.push_back(b" ")
        if self.has_tex and memchr(self.words.data(), b"\\", self.words.size()) is not NULL:
            return nodes.copy_text(_tex_markup(nodes.decode(self.words)), self.markup)
        return self.append_text(self.words.data(), self.words.size())

    cdef int append_text(self, const char* text, size_t size) except -1:
        """Append text to the markup."""
        cdef size_t ampersands = escaping.append_escaped(self.markup, text, size, quotes=False)
        if ampersands >= _MAX_AMPERSANDS:
            nodes.copy_text(_split_text(nodes.decode(self.markup)), self.markup)
        return 0

    # Elements around the markup

    cdef const Tag* tag_of(self, const OpenElement& element) noexcept:
        return &self.contexts.tags[self.contexts.elements[element.element].tag]

    cdef int go_to(self, const Context& context) except -1:
        """Set the elements around the markup to those of a context."""
        cdef OpenElement element
        cdef size_t i
        self.around.clear()
        for i in range(context.first, context.first + context.count):
            element.element = self.contexts.chains[i]
            element.source = self.contexts.elements[element.element].source
            element.number = self.contexts.elements[element.element].number
            self.around.push_back(element)
        return 0

    cdef int add_paragraph(self, Py_ssize_t number) except -1:
        """Add a paragraph to the elements around the markup if none can contain text directly.

        Args:
            number: A number that identifies the paragraph: the block index, or a negative number
                for a medium.
        """
        cdef size_t i, place = 0
        cdef Py_ssize_t innermost_item = self.innermost_item()
        cdef const Tag* tag
        cdef OpenElement paragraph
        for i in range(self.around.size()):
            tag = self.tag_of(self.around[i])
            if tag.is_text_block:
                self.around[i].number = number  # two blocks of one <p> are two paragraphs
                return 0
            if <Py_ssize_t>i == innermost_item:
                if not self.crowded_items.count(self.around[i].source):
                    return 0
            if tag.is_block_level:
                place = i + 1
        paragraph.element, paragraph.number = 0, number
        paragraph.source = NULL
        self.around.insert(self.around.begin() + place, paragraph)
        return 0

    cdef Py_ssize_t innermost_item(self) noexcept:
        """Return the place of the innermost item or cell around the markup, -1 if there is none."""
        cdef Py_ssize_t i
        if self.around.size() < contexts.MAX_BLOCKS:  # else one inside it may have been left out
            for i in range(<Py_ssize_t>self.around.size() - 1, -1, -1):
                if self.tag_of(self.around[i]).is_item:
                    return i
        return -1

    cdef bint is_within_line(self) noexcept:
        """Return True if the listing around the markup is open and its last line unfinished."""
        cdef size_t i, k
        for i in range(self.around.size()):
            if self.tag_of(self.around[i]).use != contexts.PRE:
                continue
            for k in range(self.open.size()):
                if _is_same(self.open[k], self.around[i]):
                    return self.text.back() != b"\n"
            return False
        return False

    # Output

    cdef int write_markup(self) except -1:
        """Write the markup, after closing and opening elements as needed."""
        cdef size_t i, shared = 0
        while (
            shared < self.open.size()
            and shared < self.around.size()
            and _is_same(self.open[shared], self.around[shared])
        ):
            shared += 1
        self.close(shared)
        for i in range(shared, self.around.size()):
            self.open_element(self.around[i])
        self.text.append(self.markup)
        self.original_length += utf8.count_characters(self.markup.data(), self.markup.size())
        self.after_link = False
        return 0

    cdef int open_element(self, const OpenElement& element) except -1:
        """Write a start tag, without attributes if these are repeated too often."""
        cdef const Tag* tag = self.tag_of(element)
        cdef const string* start = &self.contexts.elements[element.element].start
        cdef Py_ssize_t length = utf8.count_characters(start.data(), start.size())
        if tag.use == contexts.LINK and self.after_link:
            self.text.push_back(b" ")  # the block text has a space between adjacent links, too
            self.after_link = False
        if tag.is_block_level:
            self.after_link = False
        self.open.push_back(element)
        if self.opened.insert(
            pair[Node, Py_ssize_t](element.source, element.number)
        ).second:
            self.original_length += length
        elif self.repeated_length > MAX_REPETITION * self.original_length:
            self.text.append(b"<").append(tag.name).append(b">")
            return 0
        else:
            self.repeated_length += length
        self.text.append(dereference(start))
        return 0

    cdef int close(self, size_t kept) except -1:
        """Close all open elements except the outermost ones.

        Args:
            kept: How many stay open.
        """
        cdef const Tag* tag
        while self.open.size() > kept:
            tag = self.tag_of(self.open.back())
            self.open.pop_back()
            self.text.append(tag.end)
            if tag.use == contexts.LINK:
                self.after_link = True
            elif tag.is_block_level:
                self.after_link = False
        return 0


cdef inline Node _container(Node node, int part) noexcept:
    """Return the element that contains a piece, the document for one outside of all elements."""
    return node if part == TEXT else node.parent


cdef inline bint _is_same(const OpenElement& first, const OpenElement& second) noexcept:
    return first.source == second.source and first.number == second.number


cdef inline bint _starts_with_space(const Text& text) noexcept:
    return text.size == 0 or utf8.space_length(text.start, text.start + text.size) > 0


cdef inline bint _ends_with_space(const Text& text) noexcept:
    cdef size_t i = text.size
    while i > 0:
        i -= 1
        if (<unsigned char>text.start[i] & 0xC0) != 0x80:  # the first byte of a character
            return utf8.space_length(text.start + i, text.start + text.size) > 0
    return False


# Rare work, in Python

def _tex_markup(text):
    """Return text with each piece of delimited TeX wrapped in a `span`."""
    return _split_text(_wrap_delimited_tex(_escape(text, quote=False)))
