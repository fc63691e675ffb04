"""The walk over a page that opens and closes boxes and collects runs of text into blocks.

It reads the tree of libxml2, and makes Python objects of elements only for media.
Rare work is in Python functions at the end. text_run.pxd has the functions for runs of text.
"""

import re

import cython

from cython.operator cimport dereference
from libc.string cimport strcmp, strlen
from libcpp.string cimport string
from libcpp.unordered_map cimport unordered_map
from libcpp.unordered_set cimport unordered_set
from libcpp.utility cimport move, pair
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree

from cleanarticle.core cimport box_path, segments, text_run, utf8
from cleanarticle.core.box_path cimport Path
from cleanarticle.core.boxes cimport BoxRow, Boxes
from cleanarticle.core.pieces cimport ELEMENT, TAIL, TEXT, PagePieces, PieceRow
from cleanarticle.core.text_run cimport Run
from cleanarticle.parsing cimport nodes
from cleanarticle.parsing.ascii cimport lower_letters

from cleanarticle.core import roles as role_names
from cleanarticle.core.formulas import dollar_delimited_tex
from cleanarticle.core.segmentation import Inline, Media, TextBlock, is_blank

etreepublic.import_lxml__etree()

ctypedef tree.xmlNode* Node

cdef enum Role:  # as in `core.roles`
    INLINE, LINK, CELL, LINE, BLOCK, PRE, LISTING, ROW, CLOSED, ASIDE
    BREAK, MEDIA, VECTOR, REPLACED, SKIP

if role_names.SKIP != SKIP or role_names.BREAK != BREAK:
    raise ImportError("core/page_walk.pyx has other numbers of roles than core/roles.py")

cdef int _check_place(kind, Py_ssize_t place, name) except -1:
    if kind._fields[place] != name:
        raise ImportError(
            f"core/segments.pxd has {kind.__name__}.{name} at {place}, unlike core/segmentation.py"
        )
    return 0

_check_place(TextBlock, segments.BLOCK_TEXT, "text")
_check_place(TextBlock, segments.BLOCK_BOX, "box")
_check_place(TextBlock, segments.BLOCK_LINK_COUNT, "link_count")
_check_place(TextBlock, segments.BLOCK_PIECES, "pieces")
_check_place(Media, segments.MEDIA_POSITION, "position")
_check_place(Media, segments.MEDIA_BOX, "box")

# Longest cell, in characters, of a row that becomes one block: data cells hold a number or a
# phrase, while the cells of layout tables hold whole columns of the page.
cdef enum:
    MAX_CELL = 200


cdef struct Tag:
    int role
    int usual_role  # on a page that is not shown as without scripts
    int inline_flags
    bint is_xpath_name  # unlike `o:p`


cdef enum:
    RECENT_TAGS = 256  # a power of two


cdef struct RecentTag:
    const void* name  # where it is in memory
    int tag


cdef struct OpenElement:
    tree.xmlNode* node
    int role  # in its context


cdef struct BoxId:
    Py_ssize_t box
    tree.xmlAttr* attribute


def walk(etreepublic._Element root not None, roles, hidden, constructs):
    """Cut a page into blocks in one walk over its tree.

    Args:
        root: The root element.
        roles: The role of each tag; tags without a role are inline.
        hidden: The elements that hide their text, see `HiddenText`.
        constructs: The elements whose roles depend on the page.

    Returns:
        The blocks, boxes and media elements as in `Segmentation`, and for boxes that may be called
        as the first text in them is, their index, their id and this text.
    """
    cdef _Walk page = _Walk(root, roles, hidden, constructs)
    page.visit()
    return page.blocks, page.boxes, page.media, page.read_ids()


@cython.final
@cython.auto_pickle(False)
cdef class _Walk:
    """One walk; for its arguments see `walk`."""

    cdef etreepublic._Element root
    cdef dict roles
    cdef object constructs
    cdef bint has_tex
    cdef unordered_map[Node, int] special_roles
    cdef unordered_set[Node] hiding
    cdef unordered_set[Node] revealed
    # Tags by number:
    cdef vector[Tag] tags
    cdef list tag_names
    cdef dict tag_numbers
    cdef unordered_map[size_t, int] tag_of_name  # by where the name is in memory
    cdef RecentTag[RECENT_TAGS] recent_tags  # likewise, those looked up last
    # What is open:
    cdef vector[OpenElement] open_elements
    cdef vector[Py_ssize_t] open_boxes
    cdef vector[string] open_inline_attrs
    cdef Path path
    cdef int link_depth
    cdef int pre_depth
    cdef bint in_data_row
    cdef bint in_listing  # in one whose lines are elements
    cdef bint collapses  # whether whitespace is collapsed in it
    cdef vector[size_t] line_starts  # parts of the run where each open line began
    cdef vector[Run] saved_runs
    cdef Run run
    # The attributes of the element that was entered last:
    cdef string attrs
    cdef tree.xmlAttr* id
    cdef tree.xmlAttr* href
    cdef tree.xmlAttr* link_href  # of the link that was entered last
    cdef string joined
    # Results:
    cdef list blocks
    cdef list media
    cdef PagePieces pieces
    cdef Boxes boxes
    cdef vector[BoxId] box_ids
    cdef unordered_map[string, int] signatures  # by attributes and the number of a tag

    def __cinit__(self, etreepublic._Element root, roles, hidden, constructs):
        cdef etreepublic._Element element
        self.root, self.roles, self.constructs = root, roles, constructs
        self.has_tex = constructs.has_tex
        for element, role in constructs.roles.items():
            self.special_roles.insert(pair[Node, int](nodes.node_of(element), role))
        for element in hidden.hiding:
            self.hiding.insert(nodes.node_of(element))
        for element in hidden.revealed:
            self.revealed.insert(nodes.node_of(element))
        self.tag_names, self.tag_numbers = [], {}
        self.blocks, self.media = [], []
        self.boxes = Boxes.__new__(Boxes)
        self.pieces = PagePieces.__new__(PagePieces)
        self.boxes.root = self.pieces.root = root
        text_run.clear_run(self.run)

    cdef int visit(self) except -1:
        """Visit every element once, not recursively, as pages nest deep."""
        cdef tree.xmlNode* node = nodes.node_of(self.root)
        cdef int tag = self.tag(node)
        cdef int role
        nodes.copy_text(self.tag_names[tag], self.joined)
        box_path.add_root(self.path, self.joined)
        self.enter(node, tag, BLOCK)
        node = nodes.skip_text(node.children)
        while True:
            if node is NULL:  # behind the last child
                node = self.leave()
                if self.open_elements.empty():
                    return 0
            else:
                tag = self.tag(node)
                role = self.role(node, tag)
                if role < BREAK:
                    box_path.add_step(self.path, node, tag, self.tags[tag].is_xpath_name)
                    self.enter(node, tag, role)
                    node = nodes.skip_text(node.children)
                    continue
                box_path.pass_step(self.path, tag)
                if role != SKIP or _is_fallback(node):
                    self.add_leaf(node, role)
            self.add_text(node.next, node, TAIL)
            node = nodes.skip_text(node.next)

    # Tags and roles

    cdef int tag(self, tree.xmlNode* node) except -1:
        """Return the number of the tag of an element."""
        if not nodes.is_element(node):
            return self.new_tag("!")
        if node.ns is not NULL:
            return self.new_tag(etreepublic.namespacedName(node))
        cdef RecentTag* recent = &self.recent_tags[(<size_t>node.name >> 3) & (RECENT_TAGS - 1)]
        if recent.name != node.name:
            recent.tag, recent.name = self.tag_by_name(node), node.name
        return recent.tag

    cdef int tag_by_name(self, tree.xmlNode* node) except -1:
        """Return the number of the tag of an element in no namespace."""
        known = self.tag_of_name.find(<size_t>node.name)
        if known != self.tag_of_name.end():
            return dereference(known).second
        cdef int tag = self.new_tag(etreepublic.namespacedName(node))
        self.tag_of_name.insert(pair[size_t, int](<size_t>node.name, tag))
        return tag

    cdef int new_tag(self, str name) except -1:
        """Return the number of a tag by its name, a new one if it was not seen yet."""
        number = self.tag_numbers.get(name)
        if number is not None:
            return number
        cdef Tag tag
        tag.role = self.roles.get(name, INLINE)
        tag.usual_role = role_names.TAG_ROLES.get(name, INLINE)
        tag.inline_flags = _INLINE_FLAGS.get(name, 0)
        tag.is_xpath_name = name.isalnum() or _XPATH_NAME.fullmatch(name) is not None
        self.tags.push_back(tag)
        self.tag_names.append(name)
        self.tag_numbers[name] = len(self.tag_numbers)
        return len(self.tag_numbers) - 1

    cdef int role(self, tree.xmlNode* node, int tag) except -1:
        """Return the role of an element, regardless of what is around it."""
        if not nodes.is_element(node):
            return SKIP
        if not self.special_roles.empty():
            special = self.special_roles.find(node)
            if special != self.special_roles.end():
                return dereference(special).second
        cdef int role = self.tags[tag].role
        if role == VECTOR:
            if nodes.has_element(node, b"text") or nodes.has_element(node, b"foreignobject"):
                return INLINE
            return SKIP
        return role

    # Elements

    cdef int enter(self, tree.xmlNode* node, int tag, int role) except -1:
        """Begin an element and add its text."""
        cdef bint hidden = self.hiding.count(node)
        cdef OpenElement element
        self.read_attributes(node)
        if role <= LINE:
            if role != CELL and (hidden or self.revealed.count(node)):
                role = ASIDE
            elif role == CELL and not self.in_data_row:
                role = BLOCK
        element.node, element.role = node, role
        self.open_elements.push_back(element)
        if role > LINE:
            self.open_box(node, tag, role, hidden)
        elif role == CELL:
            text_run.add_character(self.run, text_run.LINE_BREAK)
        elif role == LINE:
            self.open_line(node)
        else:
            self.open_inline(tag, role)
        return self.add_text(node.children, node, TEXT)

    cdef tree.xmlNode* leave(self) except NULL:
        """End the innermost open element and return it."""
        cdef OpenElement element = self.open_elements.back()
        cdef int role = element.role
        self.open_elements.pop_back()
        box_path.drop_step(self.path)
        if role <= LINK:
            self.open_inline_attrs.pop_back()
            if role == LINK:
                self.link_depth -= 1
                self.run.after_link = True
        elif role == LINE:
            self.close_line()
        elif role != CELL:
            self.close_box(role)
        return element.node

    cdef int read_attributes(self, tree.xmlNode* node) except -1:
        """Read the attributes of an element that tend to describe its purpose, id and href."""
        cdef tree.xmlAttr* attribute = node.properties
        self.attrs.clear()
        self.id = self.href = NULL
        while attribute is not NULL:
            if attribute.ns is NULL:
                if strcmp(<const char*>attribute.name, "href") == 0:
                    self.href = attribute
                elif _is_descriptive(<const char*>attribute.name):
                    if strcmp(<const char*>attribute.name, "id") == 0:
                        self.id = attribute
                    if not self.attrs.empty():
                        self.attrs.push_back(text_run.SPACE)
                    nodes.append_value(attribute, self.attrs)
            attribute = attribute.next
        _lower(self.attrs)
        return 0

    cdef int open_inline(self, int tag, int role) except -1:
        """Begin an inline element."""
        self.open_inline_attrs.push_back(self.attrs)
        self.run.inline_flags |= self.tags[tag].inline_flags
        _append_word(self.run.attrs, self.attrs)
        if role == LINK:
            self.link_href = self.href
            self.link_depth += 1
            self.run.link_count += 1
            if self.run.after_link and not self.in_listing:  # without a space still two words
                text_run.add_character(self.run, text_run.SPACE)
        return 0

    cdef int open_box(self, tree.xmlNode* node, int tag, int role, bint hidden) except -1:
        """Begin a block-level element, or an inline element that is collected as its own block."""
        cdef BoxRow box
        cdef BoxId id
        cdef size_t path_start = 0
        if role == ASIDE:
            self.save_run()
        else:
            self.end_run()
        box.node = node
        box.signature = self.signature(self.new_tag("pre") if role == LISTING else tag)
        box.depth, box.parent = self.open_boxes.size(), -1
        box.first = box.last = len(self.blocks)
        if box.depth:
            box.parent = self.open_boxes.back()
            path_start = self.boxes.rows[box.parent].path_length
            if not hidden and self.boxes.rows[box.parent].hidden:
                hidden = not self.revealed.count(node)
        box.hidden = hidden or role == CLOSED
        box.path_start, box.path_length = self.boxes.path_ends.size(), self.path.text.size()
        self.boxes.path_ends.append(self.path.text, path_start, box.path_length - path_start)
        if self.id is not NULL:
            id.box, id.attribute = self.boxes.rows.size(), self.id
            self.box_ids.push_back(id)
        self.open_boxes.push_back(self.boxes.rows.size())
        self.boxes.rows.push_back(box)
        self.boxes.made.append(None)
        return self.begin_special(node, role)

    cdef int signature(self, int tag) except -1:
        """Return the number of the signature of a box with the attributes that were read."""
        cdef size_t i
        self.joined.clear()
        for i in range(self.open_inline_attrs.size()):
            _append_word(self.joined, self.open_inline_attrs[i])
        _append_word(self.joined, self.attrs)
        cdef size_t size = self.joined.size()
        self.joined.append(<const char*>&tag, sizeof(tag))
        known = self.signatures.find(self.joined)
        if known != self.signatures.end():
            return dereference(known).second
        cdef int number = self.signatures.size()
        self.signatures.insert(pair[string, int](self.joined, number))
        self.joined.resize(size)
        self.boxes.attrs.append(nodes.decode(self.joined))
        self.boxes.tags.append(self.tag_names[tag])
        return number

    cdef int begin_special(self, tree.xmlNode* node, int role) except -1:
        """Begin an element whose role is rare."""
        if role == PRE:
            self.pre_depth += 1
        elif role == LISTING:
            self.in_listing = True
            self.collapses = self.element(node) in self.constructs.collapsing
            self.pre_depth += 1
        elif role == ROW:
            self.in_data_row = self.is_data_row(node)
        return 0

    cdef int close_box(self, int role) except -1:
        """End an element that is a box."""
        self.end_run()
        self.boxes.rows[self.open_boxes.back()].last = len(self.blocks)
        self.open_boxes.pop_back()
        if role == PRE:
            self.pre_depth -= 1
        elif role == LISTING:
            self.pre_depth -= 1
            self.in_listing = self.run.line_ended = False
        elif role == ROW:
            self.in_data_row = False
        elif role == ASIDE:
            self.run = move(self.saved_runs.back())
            self.saved_runs.pop_back()
            self.run.after_link = False
        return 0

    cdef int save_run(self) except -1:
        """Put the run aside while an inline element is collected as its own block.

        It is hidden, or it is shown inside hidden text.
        """
        self.saved_runs.push_back(move(self.run))
        return text_run.clear_run(self.run)

    cdef bint is_data_row(self, tree.xmlNode* row) except -1:
        """Return True if a table row has only short text cells, as in a data table."""
        cdef tree.xmlNode* cell = nodes.skip_text(row.children)
        if cell is NULL or nodes.skip_text(cell.next) is NULL:
            return False
        while cell is not NULL:
            if self.tags[self.tag(cell)].usual_role != CELL or not self.is_short(cell):
                return False
            cell = nodes.skip_text(cell.next)
        return True

    cdef bint is_short(self, tree.xmlNode* cell) except -1:
        """Return True if a cell has little text and no block-level elements in it."""
        cdef tree.xmlNode* node = cell
        cdef Py_ssize_t length = 0
        cdef int role
        while True:
            node = nodes.following(node, cell)
            if node is NULL:
                return True
            if nodes.is_text(node):
                length += _length(node)
                if length > MAX_CELL:
                    return False
            elif nodes.is_element(node):
                role = self.tags[self.tag(node)].usual_role
                if CELL <= role <= ROW:
                    return False

    # Lines

    cdef int open_line(self, tree.xmlNode* node) except -1:
        """Begin a line of verse or code that is an element."""
        if not self.run.text.empty() and not self.run.line_ended:
            text_run.end_last_line(self.run)
            self.run.line_ended = not text_run.ends_line(self.run)
        if self.run.line_ended:
            self.end_line(node)
        self.line_starts.push_back(self.run.parts)
        return 0

    cdef int close_line(self) except -1:
        """End a line; its line break is added before what follows, if anything does."""
        cdef bint is_line_empty = self.run.parts <= self.line_starts.back()
        self.line_starts.pop_back()
        if is_line_empty or not text_run.ends_line(self.run):
            self.run.line_ended = True
        return 0

    cdef int end_line(self, tree.xmlNode* node) except -1:
        """Add a line break at an element."""
        self.run.line_ended = False
        text_run.add_character(self.run, text_run.LINE_BREAK)
        return text_run.add_piece(self.run, node, ELEMENT)

    cdef int add_leaf(self, tree.xmlNode* node, int role) except -1:
        """Add a media element, a line break, or an element that shows a text as a whole.

        One line break ends a line. Two in a row end the block, as they do for authors who separate
        paragraphs without markup.
        """
        if role == REPLACED:
            shown = self.constructs.shown(self.element(node)).encode()
            return self.add_part(shown, len(shown), node, ELEMENT)
        if self.run.line_ended:
            self.end_line(node)
        text_run.add_piece(self.run, node, ELEMENT)
        if role == BREAK:
            if self.in_data_row:
                text_run.add_character(self.run, text_run.SPACE)
            elif self.pre_depth or text_run.is_in_line(self.run):
                text_run.add_character(self.run, text_run.LINE_BREAK)
            else:
                self.end_run()
        return 0

    # Text

    cdef int add_text(self, tree.xmlNode* first, tree.xmlNode* node, int part) except -1:
        """Add the text of an element or that behind it, without whitespace before all other text.

        Args:
            first: The node where the text begins if there is any.
            node: The element.
            part: TEXT or TAIL.
        """
        cdef const char* text
        cdef size_t size
        if first is NULL or not nodes.is_text(first):
            return 0
        if first.next is NULL or not nodes.is_text(first.next):
            text = <const char*>first.content
            size = strlen(text) if text is not NULL else 0
        else:
            nodes.join_text(first, self.joined)
            text, size = self.joined.data(), self.joined.size()
        if size == 0:
            return 0
        if self.run.text.empty() and not self.pre_depth and utf8.is_space(text, size):
            return 0  # a browser does not show it
        return self.add_part(text, size, node, part)

    cdef int add_part(
        self, const char* text, size_t size, tree.xmlNode* node, int part
    ) except -1:
        """Add text to the run."""
        cdef Py_ssize_t visible
        if self.in_listing:
            listed = self.listing_text(text[:size].decode("utf-8"), node, part).encode()
            if not listed:
                return 0
            text, size = listed, len(listed)
        elif self.run.line_ended and not utf8.is_space(text, size):
            self.end_line(node)
        elif self.is_beside_time(node, part) and text_run.are_of_words(
            self.run.text.back(), text[0]
        ):
            text_run.add_character(self.run, text_run.SPACE)
        text_run.add_part(self.run, text, size)
        text_run.add_piece(self.run, node, part)
        if self.link_depth:
            visible = utf8.count_visible(text, size)
            self.run.link_length += visible
            if visible and _is_blank_value(self.run.first_href):
                self.run.first_href = self.link_href
        elif self.run.after_link and not utf8.is_space(text, size):
            self.run.after_link = False
        return 0

    cdef bint is_beside_time(self, tree.xmlNode* node, int part) noexcept:
        """Return True if a `time` element begins or ends between the run and a text behind it."""
        cdef PieceRow last
        if self.pre_depth or self.run.pieces.empty() or self.run.text.empty():
            return False
        last = self.run.pieces.back()
        return text_run.is_edge_of_time(last.node, last.part, node, part)

    cdef str listing_text(self, str text, tree.xmlNode* node, int part):
        """Return text as a listing shows it, "" for what only separates elements in the source."""
        container = self.element(node.parent if part == TAIL else node)
        text = text.replace("\r\n", "\n")
        if self.collapses:
            text = _SPACES.sub(" ", text)
            if self.run.text.empty() or self.run.text.back() == text_run.LINE_BREAK:
                text = text.lstrip(" ")
        elif text.isspace() and container in self.constructs.holders:
            text = "\n" * (text.count("\n") - 1) if container.tag in _CODE_TAGS else ""
        elif self.run.line_ended and text[0] == "\n":
            self.run.line_ended = False
        if text and self.run.line_ended:
            self.end_line(node)
        return text.replace("\xa0", " ")

    cdef int end_run(self) except -1:
        """End the run, if there is any, and make it a block if it has visible text."""
        if text_run.is_empty(self.run):
            return 0
        cdef Py_ssize_t box = self.open_boxes.back() if not self.open_boxes.empty() else -1
        text = self.text()
        if text and not ("!" <= text[0] <= "~") and is_blank(text):
            text = ""
        if text:
            self.add_block(text, box)
        else:
            self.add_media(box)
        return text_run.clear_run(self.run)

    cdef int add_block(self, str text, Py_ssize_t box) except -1:
        """Make the run a block."""
        self.blocks.append(segments.named_tuple(TextBlock, (
            text, box, self.run.link_length, self.run.link_count, self.run.inline_flags,
            nodes.decode(self.run.attrs), self.boxes.rows[box].hidden,
            self.value(self.run.first_href), self.pieces.of_block(self.run.pieces),
        )))
        return 0

    cdef int add_media(self, Py_ssize_t box) except -1:
        """Note the media elements of a run without text."""
        position = len(self.blocks)
        for piece in self.run.pieces:
            if piece.part == ELEMENT and not nodes.is_named(piece.node, b"br"):
                self.media.append(Media(self.element(piece.node), position, box))
        return 0

    cdef str text(self):
        """Return the text of the run, with whitespace collapsed except in `pre`."""
        cdef string collapsed
        if self.pre_depth:
            text = nodes.decode(self.run.text).replace("\0", "\n")
            return _without_margins(text) if self.in_listing else text.strip("\r\n")
        if self.has_tex:
            nodes.copy_text(dollar_delimited_tex(nodes.decode(self.run.text)), self.run.text)
        text_run.append_lines(
            collapsed, self.run.text, b"\t" if self.in_data_row else b"\n"
        )
        return nodes.decode(collapsed)

    # Python objects

    cdef etreepublic._Element element(self, tree.xmlNode* node):
        return etreepublic.elementFactory(self.root._doc, node)

    cdef str value(self, tree.xmlAttr* attribute):
        """Return the value of an attribute, "" without one."""
        if attribute is NULL:
            return ""
        return etreepublic.attributeValue(<tree.xmlNode*>attribute.parent, attribute)

    cdef list read_ids(self):
        """Return the index, the id and the first text of boxes if these may have equal letters."""
        cdef list ids = []
        for id in self.box_ids:
            box = &self.boxes.rows[id.box]
            if box.first < box.last:
                name = self.value(id.attribute)
                text = segments.field(self.blocks[box.first], segments.BLOCK_TEXT)
                if _may_have_equal_letters(name, text):
                    ids.append((id.box, name, text))
        return ids


cdef bint _is_fallback(tree.xmlNode* node) noexcept:
    """Return True if an element that is not shown is the fallback of an image."""
    return nodes.is_named(node, b"noscript") and nodes.has_element(node, b"img")


cdef inline Py_ssize_t _length(const tree.xmlNode* text) noexcept:
    """Return the number of characters of a text node."""
    if text.content is NULL:
        return 0
    return utf8.count_characters(<const char*>text.content, strlen(<const char*>text.content))


cdef bint _may_have_equal_letters(str one, str other) noexcept:
    """Return False if two texts begin with different letters or digits of ASCII."""
    cdef long first = _first_letter(one), second = _first_letter(other)
    return first == second or first >= 128 or second >= 128


cdef long _first_letter(str text) noexcept:
    """Return the first letter or digit of a text in lower case, or the first other character."""
    cdef Py_UCS4 character
    for character in text:
        if u"A" <= character <= u"Z":
            return <long>character + 32
        if u"a" <= character <= u"z" or u"0" <= character <= u"9" or character >= 128:
            return character
    return 0


cdef bint _is_descriptive(const char* name) noexcept:
    """Return True if the values of an attribute tend to describe the purpose of an element."""
    return (
        strcmp(name, "class") == 0
        or strcmp(name, "id") == 0
        or strcmp(name, "role") == 0
        or strcmp(name, "itemprop") == 0
        or strcmp(name, "rel") == 0
        or strcmp(name, "aria-label") == 0
        or strcmp(name, "data-testid") == 0
    )


cdef bint _is_blank_value(const tree.xmlAttr* attribute) except -1:
    """Return True if there is no attribute, or its value is empty."""
    cdef string value
    if attribute is not NULL:
        nodes.append_value(attribute, value)
    return value.empty()


cdef int _append_word(string& text, const string& word) except -1:
    """Append a word that is not empty, after a space."""
    if not word.empty():
        if not text.empty():
            text.push_back(text_run.SPACE)
        text.append(word)
    return 0


cdef int _lower(string& text) except -1:
    """Turn a text into lower case."""
    cdef size_t i
    for i in range(text.size()):
        if <unsigned char>text[i] >= 128:
            nodes.copy_text(nodes.decode(text).lower(), text)
            return 0
    lower_letters(text)
    return 0


# Rare work, in Python

_SPACES = re.compile(r"[ \t\n\f\r]+")
_XPATH_NAME = re.compile(r"[a-z_][\w.-]*")
_CODE_TAGS = frozenset(("pre", "listing", "xmp", "code", "samp"))
_INLINE_FLAGS = {
    "a": int(Inline.LINK),
    **dict.fromkeys(("b", "strong"), int(Inline.BOLD)),
    **dict.fromkeys(("i", "em", "cite"), int(Inline.ITALIC)),
    **dict.fromkeys(("code", "kbd", "samp", "tt"), int(Inline.CODE)),
}


def _without_margins(text):
    """Return a listing without empty lines around it and whitespace at the ends of lines."""
    return "\n".join([line.rstrip() for line in text.split("\n")]).strip("\n")
