"""Style blocks: the blocks of a page's style sheets by what they may hide and what they name.

One pass over the text finds all blocks, and which of them set a property by which text can be hidden.
A second one, only on request, finds which of these name a class or an id of the page. Both need time
in proportion to the length of the sheets, so there are no limits. Python code reads what the few
blocks that matter mean.
"""

from cython.operator cimport dereference
from cpython.unicode cimport PyUnicode_AsUTF8AndSize
from libc.string cimport memchr, memcmp, memmove, memset
from libcpp.string cimport string
from libcpp.string_view cimport string_view
from libcpp.unordered_map cimport unordered_map
from libcpp.utility cimport pair
from libcpp.vector cimport vector

from lxml.includes cimport etreepublic, tree

import cython

from cleanarticle.parsing cimport nodes

etreepublic.import_lxml__etree()

ctypedef pair[string_view, Py_ssize_t] Number  # of a name


cdef struct ClassForm:
    Py_ssize_t form
    Py_ssize_t previous  # the index of the form before with the same class; -1 without one


cdef enum:
    SKETCHES = 4096


@cython.final
cdef class PageNames:
    """The classes and ids on a page.

    Args:
        forms: The tag and the class attribute of each form, as `TreeIndex.forms`.
        ids: The ids.
    """

    cdef object _owners
    cdef unordered_map[string_view, Py_ssize_t] _classes
    cdef unordered_map[string_view, Py_ssize_t] _ids
    cdef unsigned char[SKETCHES] _has  # whether some name has a sketch
    cdef vector[ClassForm] _forms
    cdef vector[Py_ssize_t] _last  # the index of the last form of each class

    def __cinit__(self, forms, ids):
        self._owners = (list(forms), list(ids))  # the keys of the maps are parts of these strings
        cdef Py_ssize_t form
        memset(self._has, 0, SKETCHES)
        self._classes.reserve(2 * len(self._owners[0]))
        for form, (_, value) in enumerate(self._owners[0]):
            if value is not None:
                self._add_classes(_view(value), form)
        for name in self._owners[1]:
            self._has[_sketch(_view(name))] = True
            self._ids.insert(Number(_view(name), self._classes.size() + self._ids.size()))

    def __reduce__(self):
        raise TypeError("names of a page refer to its strings in memory, so they cannot be pickled")

    def has_all(self, names):
        """Return True if the page has all of some classes (".class") and ids ("#id")."""
        for name in names:
            if self._find(_view(name)) < 0:
                return False
        return True

    def forms(self, name):
        """Return the forms with a class (".class"), by their indices in ascending order."""
        cdef Py_ssize_t index = self._find(_view(name))
        cdef list forms = []
        index = self._last[index] if 0 <= index < <Py_ssize_t>self._last.size() else -1
        while index >= 0:
            forms.append(self._forms[index].form)
            index = self._forms[index].previous
        forms.reverse()
        return forms

    cdef int _add_classes(self, string_view value, Py_ssize_t form) except -1:
        cdef Py_ssize_t start, end = 0, length = value.size()
        while True:
            start = end
            while start < length and _is_blank(value[start]):
                start += 1
            end = start
            while end < length and not _is_blank(value[end]):
                end += 1
            if start == end:
                return 0
            self._add_class(value.substr(start, end - start), form)

    cdef int _add_class(self, string_view name, Py_ssize_t form) except -1:
        added = self._classes.insert(Number(name, self._last.size()))
        cdef Py_ssize_t number = dereference(added.first).second
        if added.second:
            self._has[_sketch(name)] = True
            self._last.push_back(-1)
        cdef ClassForm last
        last.form = form
        last.previous = self._last[number]
        if last.previous < 0 or self._forms[last.previous].form != form:
            self._last[number] = self._forms.size()
            self._forms.push_back(last)
        return 0

    cdef Py_ssize_t _find(self, string_view name) noexcept nogil:
        """Return the number of a class (".class") or id ("#id"), -1 if the page has none such."""
        cdef unordered_map[string_view, Py_ssize_t]* numbers = &self._classes
        if name.size() < 2 or not self._has[_sketch(name.substr(1))]:
            return -1
        if name[0] == b"#":
            numbers = &self._ids
        found = numbers[0].find(name.substr(1))
        return -1 if found == numbers[0].end() else dereference(found).second


cdef struct Block:
    Py_ssize_t prelude, brace, end  # indices in the text: of its prelude, of "{" and of "}"
    Py_ssize_t outer  # the block around it, or -1
    Py_ssize_t after  # the first block behind those inside it
    bint hides, sets_display


@cython.final
cdef class StyleBlocks:
    """The blocks of style sheets, numbered in the order in which they begin.

    Comments are taken out. Braces and semicolons in strings, in URLs and behind a backslash are
    text. A sheet closes the blocks that it leaves open.

    Args:
        elements: The `style` elements, whose text is a sheet each.
        names: The names on the page.
    """

    cdef PageNames _names
    cdef string _text
    cdef vector[Block] _blocks
    cdef vector[vector[Py_ssize_t]] _naming  # of the names on the page
    cdef vector[vector[Py_ssize_t]] _displaying  # those of them that set `display`
    cdef vector[Py_ssize_t] _open

    def __cinit__(self, elements, PageNames names not None):
        cdef etreepublic._Element element
        cdef const tree.xmlNode* node
        self._names = names
        for element in elements:
            node = nodes.node_of(element).children
            with nogil:
                self._read(node)

    def __reduce__(self):
        raise TypeError("style blocks refer to names in memory, so they cannot be pickled")

    def __len__(self):
        return self._blocks.size()

    @property
    def length(self):
        """The length of all sheets without comments, in bytes."""
        return self._text.size()

    def has(self, word):
        """Return True if a word in lower case stands anywhere in the sheets."""
        return word.encode() in (<bytes>self._text).lower()

    def numbers(self, *, bint hiding, bint selecting):
        """Return the numbers of blocks.

        Args:
            hiding: Leave out those without a value by which style sheets hide text.
            selecting: Leave out those whose selectors all name what is not on the page, or neither
                a class nor an id.
        """
        cdef Py_ssize_t number
        return [
            number
            for number in range(<Py_ssize_t>self._blocks.size())
            if (self._blocks[number].hides or not hiding)
            and (not selecting or self._is_selecting(number))
        ]

    def naming(self, name, *, bint displaying):
        """Return the blocks with a class (".class") or id ("#id") in the last part of a selector.

        Args:
            name: A name on the page; other names have no blocks.
            displaying: Leave out those that do not set `display`.
        """
        cdef vector[vector[Py_ssize_t]]* naming = &self._naming
        cdef Py_ssize_t block, number = self._names._find(_view(name))
        if number < 0:
            return []
        if displaying:
            naming = &self._displaying
        if naming.empty():
            naming.resize(self._names._classes.size() + self._names._ids.size())
            for block in range(<Py_ssize_t>self._blocks.size()):
                if self._blocks[block].sets_display or not displaying:
                    self._note_names(block, naming)
        return naming[0][number]

    def prelude(self, Py_ssize_t number):
        """Return what is before a block: its selectors, or an at-rule."""
        cdef Block* block = self._block(number)
        return self._text.data()[block.prelude : block.brace].decode("utf-8").strip()

    def selectors(self, Py_ssize_t number):
        """Return those selectors before a block whose names are all on the page.

        Of a block inside another whose prelude begins with "@" or ">" or has "&", they are all.
        """
        cdef Block* block = self._block(number)
        cdef const char* text = self._text.data()
        cdef Py_ssize_t end, start = block.prelude
        cdef string chosen
        if _is_relative(text, start, block.brace):
            return self.prelude(number)
        while start < block.brace:
            end = _next_comma(text, start, block.brace)
            if self._is_present(text, start, end):
                if not chosen.empty():
                    chosen.push_back(b",")
                chosen.append(text + start, end - start)
            start = end + 1
        return chosen.data()[: chosen.size()].decode("utf-8")

    def selects(self, Py_ssize_t number, name, *, bint present):
        """Return True if a selector before a block has a name in its last part.

        Args:
            number: The block.
            name: ".class" or "#id".
            present: Leave out selectors with states, such as `:hover`, or names that are not on the page.
        """
        cdef Block* block = self._block(number)
        cdef const char* text = self._text.data()
        cdef string_view wanted = _view(name)
        cdef Py_ssize_t comma, start = block.prelude
        while start < block.brace:
            comma = _next_comma(text, start, block.brace)
            if _has_name(text, _last_part(text, start, comma), comma, wanted) and (
                not present or self._may_be_present(text, start, comma)
            ):
                return True
            start = comma + 1
        return False

    def outer(self, Py_ssize_t number):
        """Return the block around a block; -1 if there is none."""
        return self._block(number).outer

    def size(self, Py_ssize_t number):
        """Return the length of a prelude, "{" and what is between the blocks inside, in bytes."""
        cdef Block* block = self._block(number)
        cdef Py_ssize_t length = block.end - block.prelude, inner = number + 1
        while inner < block.after:
            length -= self._blocks[inner].end + 1 - self._blocks[inner].prelude
            inner = self._blocks[inner].after
        return length

    def declarations(self, Py_ssize_t number):
        """Return what is in a block, in lower case, with ";" in the place of blocks inside it."""
        cdef string own
        self._add_own(number, own)
        return nodes.decode(own).lower()

    def declared(self, Py_ssize_t number, str name not None):
        """Return the declarations of a property in a block, in lower case.

        It is None if it is not sure where declarations end.

        Args:
            number: The block.
            name: The name of the property.
        """
        cdef string own, chosen
        self._add_own(number, own)
        if not _choose_declarations(own, _view(name), chosen):
            return None
        return nodes.decode(chosen).lower()

    cdef int _add_own(self, Py_ssize_t number, string& own) except -1:
        """Append what is in a block, with ";" in the place of blocks inside it."""
        cdef Block* block = self._block(number)
        cdef Py_ssize_t start = block.brace + 1, inner = number + 1
        while inner < block.after:
            own.append(self._text, start, self._blocks[inner].prelude - start)
            own.push_back(b";")
            start = self._blocks[inner].end + 1
            inner = self._blocks[inner].after
        own.append(self._text, start, block.end - start)
        return 0

    cdef Block* _block(self, Py_ssize_t number) except NULL:
        if not 0 <= number < <Py_ssize_t>self._blocks.size():
            raise IndexError(f"there are {self._blocks.size()} blocks, but not number {number}")
        return &self._blocks[number]

    cdef int _read(self, const tree.xmlNode* sheet) except -1 nogil:
        """Add the blocks of a sheet, which begins with a text node.

        Its comments are taken out in place, at the end of the text.
        """
        cdef Py_ssize_t next, index = self._text.size()
        cdef Py_ssize_t length = index, statement = index
        cdef Py_ssize_t kept = index  # where text begins that is still to be moved
        cdef unsigned char[256] is_special
        nodes.append_text(sheet, self._text)
        cdef Py_ssize_t end = self._text.size()
        cdef char* text = <char*>self._text.data()
        _set_special(is_special)
        while True:
            while not is_special[<unsigned char>text[index]]:
                index += 1
            if index >= end:
                break
            next = _token_end(text, index, end)
            if text[index] == b"/" and next > index + 1:
                length = _move(text, kept, index, length)
                if next == end or not _continues_compound(text[next]):
                    text[length] = b" "
                    length += 1
                kept = next
            elif text[index] == b"{" or text[index] == b"}" or text[index] == b";":
                length = _move(text, kept, index, length)
                self._end_statement(text[index], statement, length)
                statement = length + 1
                kept = index
            index = next
        length = _move(text, kept, end, length)
        self._text.resize(length)
        self._end_statement(b";", statement, length)
        while not self._open.empty():
            self._end_statement(b"}", self._text.size(), self._text.size())
            self._text.push_back(b"}")
        return 0

    cdef int _end_statement(self, char mark, Py_ssize_t start, Py_ssize_t end) except -1 nogil:
        """Read what is between two indices, before "{", "}" or ";"."""
        if mark == b"{":
            self._begin_block(start, end)
        elif not self._open.empty():
            _note_declaration(
                &self._blocks[self._open.back()], self._text.data() + start, self._text.data() + end
            )
            if mark == b"}":
                self._blocks[self._open.back()].end = end
                self._blocks[self._open.back()].after = self._blocks.size()
                self._open.pop_back()
        return 0

    cdef int _begin_block(self, Py_ssize_t start, Py_ssize_t brace) except -1 nogil:
        cdef Block block
        cdef Py_ssize_t number = self._blocks.size()
        block.brace = block.end = brace
        block.prelude = _skip_marks(self._text.data(), start, brace)
        block.outer = -1 if self._open.empty() else self._open.back()
        block.after = number + 1
        block.hides = block.sets_display = False
        self._blocks.push_back(block)
        self._open.push_back(number)
        return 0

    cdef bint _is_selecting(self, Py_ssize_t number) noexcept nogil:
        """Return True if a block may select something by a class or an id, or is an at-rule."""
        cdef const char* text = self._text.data()
        cdef Py_ssize_t comma, start = self._blocks[number].prelude
        cdef Py_ssize_t end = self._blocks[number].brace
        if _is_relative(text, start, end):
            return True
        while start < end:
            comma = _next_comma(text, start, end)
            if self._may_select(text, start, comma):
                return True
            start = comma + 1
        return False

    cdef bint _may_select(self, const char* text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
        """Return True if a selector has names in its last part, and all its names are on the page."""
        cdef Py_ssize_t index = _last_part(text, start, end)
        while index < end:
            if _name_end(text, index, end) > index + 1:
                return self._is_present(text, start, end)
            index += 1
        return False

    cdef int _note_names(
        self, Py_ssize_t number, vector[vector[Py_ssize_t]]* naming
    ) except -1 nogil:
        """Add a block to those of the names in the last parts of its selectors."""
        cdef const char* text = self._text.data()
        cdef Py_ssize_t comma, index, name, name_end, start = self._blocks[number].prelude
        cdef Py_ssize_t end = self._blocks[number].brace
        if start < end and text[start] == b"@":
            return 0
        while start < end:
            comma = _next_comma(text, start, end)
            index = _last_part(text, start, comma)
            while index < comma:
                name_end = max(_name_end(text, index, comma), index + 1)
                if name_end > index + 1:
                    name = self._names._find(string_view(text + index, name_end - index))
                    if name >= 0:
                        _append_once(naming[0][name], number)
                index = name_end
            start = comma + 1
        return 0

    cdef bint _may_be_present(
        self, const char* text, Py_ssize_t start, Py_ssize_t end
    ) noexcept nogil:
        """Return True if a selector has no pseudo-classes and all classes and ids are on the page."""
        cdef Py_ssize_t name_end
        while start < end:
            name_end = max(_name_end(text, start, end), start + 1)
            if text[start] == b":" or (
                name_end > start + 1
                and self._names._find(string_view(text + start, name_end - start)) < 0
            ):
                return False
            start = name_end
        return True

    cdef bint _is_present(self, const char* text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
        """Return True if selectors name only tags, and classes and ids that are on the page."""
        cdef Py_ssize_t name_end
        while start < end:
            name_end = _name_end(text, start, end)
            if name_end > start + 1:
                if self._names._find(string_view(text + start, name_end - start)) < 0:
                    return False
                start = name_end
            elif _is_plain(text[start]):
                start += 1
            else:
                return False
        return True


cdef inline size_t _sketch(string_view name) noexcept nogil:
    """Return a number that most other names do not have, in less time than a hash takes."""
    cdef size_t size = name.size()
    if size == 0:
        return 0
    return (
        size
        + 7 * <unsigned char>name[0]
        + 31 * <unsigned char>name[size - 1]
        + 127 * <unsigned char>name[size // 2]
    ) % SKETCHES


cdef string_view _view(str text) except *:
    """Return the UTF-8 of a string, which lives as long as the string."""
    cdef Py_ssize_t length
    cdef const char* start = PyUnicode_AsUTF8AndSize(text, &length)
    return string_view(start, length)


cdef int _append_once(vector[Py_ssize_t]& numbers, Py_ssize_t number) except -1 nogil:
    """Append a number unless it is the last one already."""
    if numbers.empty() or numbers.back() != number:
        numbers.push_back(number)
    return 0


cdef inline bint _is_blank(char character) noexcept nogil:
    return (
        character == b" "
        or character == b"\n"
        or character == b"\t"
        or character == b"\r"
        or character == b"\f"
    )


cdef inline bint _continues_compound(char character) noexcept nogil:
    """Return True for a class or id; it belongs to the tag before it if a comment is between them."""
    return character == b"." or character == b"#"


cdef inline Py_ssize_t _move(
    char* text, Py_ssize_t start, Py_ssize_t end, Py_ssize_t target
) noexcept nogil:
    """Move a part of a text to the left, and return where its end is then."""
    if target < start:
        memmove(text + target, text + start, end - start)
    return target + end - start


cdef void _set_special(unsigned char* is_special) noexcept nogil:
    """Make a table of the characters that do not just continue a prelude or a declaration.

    The null character behind a text is one, so that searches for the next one end there.
    """
    cdef const char* special = b"{};/\"'\\("
    memset(is_special, 0, 256)
    is_special[0] = True
    while special[0]:
        is_special[<unsigned char>special[0]] = True
        special += 1


cdef inline bint _is_quote(char character) noexcept nogil:
    return character == b"'" or character == b'"'


cdef inline bint _is_plain(char character) noexcept nogil:
    """Return True for what may stand in a selector of names."""
    return (
        _is_in_name(character) or _is_blank(character) or character == b">" or character == b"*"
    )


cdef inline bint _is_in_name(char character) noexcept nogil:
    return (
        b"a" <= (character | 32) <= b"z"
        or b"0" <= character <= b"9"
        or character == b"-"
        or character == b"_"
        or <unsigned char>character >= 0x80  # all letters outside ASCII; char may have no sign
    )


cdef Py_ssize_t _name_end(const char* text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Return where a class or an id ends that begins at an index; the index if none does."""
    cdef Py_ssize_t index = start + 1
    if text[start] != b"." and text[start] != b"#":
        return start
    if index < end and b"0" <= text[index] <= b"9":
        return start
    while index < end and _is_in_name(text[index]):
        index += 1
    return index


cdef bint _is_relative(const char* text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Return True if a prelude means nothing without those around it, or is an at-rule."""
    return start < end and (
        text[start] == b"@"
        or text[start] == b">"
        or memchr(text + start, b"&", end - start) is not NULL
    )


cdef Py_ssize_t _next_comma(const char* text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    cdef const void* comma = memchr(text + start, b",", end - start)
    return end if comma is NULL else <const char*>comma - text


cdef bint _has_name(
    const char* text, Py_ssize_t start, Py_ssize_t end, string_view name
) noexcept nogil:
    """Return True if a class or an id is in a part of a selector."""
    cdef Py_ssize_t name_end
    while start < end:
        name_end = max(_name_end(text, start, end), start + 1)
        if string_view(text + start, name_end - start) == name:
            return True
        start = name_end
    return False


cdef Py_ssize_t _last_part(const char* text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Return where the last part of a selector begins: the names of the elements it selects."""
    while end > start and (_is_blank(text[end - 1]) or text[end - 1] == b">"):
        end -= 1
    while end > start and not _is_blank(text[end - 1]) and text[end - 1] != b">":
        end -= 1
    return end


cdef Py_ssize_t _skip_marks(const char* text, Py_ssize_t start, Py_ssize_t end) noexcept nogil:
    """Return where a prelude begins behind blanks and the marks of HTML comments."""
    while start < end:
        if _is_blank(text[start]):
            start += 1
        elif end - start >= 4 and memcmp(text + start, b"<!--", 4) == 0:
            start += 4
        elif end - start >= 3 and memcmp(text + start, b"-->", 3) == 0:
            start += 3
        else:
            break
    return start


cdef Py_ssize_t _comment_end(const char* css, Py_ssize_t start, Py_ssize_t length) noexcept nogil:
    """Return where a comment ends that begins at an index; behind the slash if it is none."""
    cdef Py_ssize_t index = start + 2
    if start + 1 >= length or css[start + 1] != b"*":
        return start + 1
    while index + 1 < length:
        if css[index] == b"*" and css[index + 1] == b"/":
            return index + 2
        index += 1
    return length


cdef Py_ssize_t _token_end(const char* css, Py_ssize_t start, Py_ssize_t length) noexcept nogil:
    """Return where a comment, string, URL or escaped character ends that begins at an index.

    Behind it if none of them does.
    """
    cdef char first = css[start]
    cdef Py_ssize_t index = start + 1
    if first == b"\\":
        return min(start + 2, length)
    if first == b"/":
        return _comment_end(css, start, length)
    if _is_quote(first):
        return _quoted_end(css, index, length, first)
    if first == b"(" and _is_url(css, start):
        while index < length and _is_blank(css[index]):
            index += 1
        if index == length or not _is_quote(css[index]):
            return _quoted_end(css, index, length, b")")
    return start + 1


cdef Py_ssize_t _quoted_end(
    const char* css, Py_ssize_t index, Py_ssize_t length, char end
) noexcept nogil:
    """Return where a string or a URL ends; a string that is not closed ends with its line."""
    while index < length and css[index] != end:
        if css[index] == b"\n" and end != b")":
            return index
        index += 2 if css[index] == b"\\" else 1
    return min(index + 1, length)


cdef bint _is_url(const char* css, Py_ssize_t index) noexcept nogil:
    """Return True if "url" is before a parenthesis."""
    return (
        index >= 3
        and css[index - 3] | 32 == b"u"
        and css[index - 2] | 32 == b"r"
        and css[index - 1] | 32 == b"l"
        and (index == 3 or not _is_in_name(css[index - 4]))
    )


cdef bint _choose_declarations(const string& css, string_view name, string& chosen) except -1 nogil:
    """Append the declarations of a property; return False if a value nests."""
    cdef const char* text = css.data()
    cdef const char* end = text + css.size()
    cdef const char* stop
    while text < end:
        while text < end and _is_blank(text[0]):
            text += 1
        stop = _declaration_end(text, end)
        if stop is NULL:
            return False
        if _is_declaration_of(name, text, stop):
            if not chosen.empty():
                chosen.push_back(b";")
            chosen.append(text, stop - text)
        text = stop + 1
    return True


cdef const char* _declaration_end(const char* text, const char* end) noexcept nogil:
    """Return where the semicolon is that ends a declaration, or the end; NULL if a value nests."""
    cdef Py_ssize_t open = 0  # parentheses
    cdef char quote
    while text < end and (open > 0 or text[0] != b";"):
        if _is_quote(text[0]) and open == 0:
            quote = text[0]
            text += 1
            while text < end and text[0] != quote:
                if _is_unsure(text[0]):
                    return NULL
                text += 1
        elif open > 0 and _is_unsure(text[0]):
            return NULL
        elif text[0] == b"\\" or text[0] == b"{" or text[0] == b"[":
            return NULL
        elif text[0] == b"(":
            open += 1
        elif text[0] == b")" and open > 0:
            open -= 1
        text += 1
    return min(text, end)


cdef inline bint _is_unsure(char character) noexcept nogil:
    """Return True for what may end a value, or not, in parentheses and strings."""
    return (
        character == b";" or character == b"\\" or character == b"\n" or _is_quote(character)
    )


cdef bint _is_declaration_of(string_view name, const char* text, const char* end) noexcept nogil:
    cdef const char* colon = text + name.size()
    if not _starts(text, end, name.data(), name.size()):
        return False
    while colon < end and _is_blank(colon[0]):
        colon += 1
    return colon < end and colon[0] == b":"


cdef int _note_declaration(Block* block, const char* text, const char* end) noexcept nogil:
    """Note what a declaration means for its block."""
    cdef const char* colon = <const char*>memchr(text, b":", end - text)
    if colon is NULL:
        return 0
    cdef const char* value = colon + 1
    while value < end and _is_blank(value[0]):
        value += 1
    while colon > text and _is_blank((colon - 1)[0]):
        colon -= 1
    if value == end or colon == text:
        return 0
    block.sets_display = block.sets_display or _ends(text, colon, b"display", 7)
    block.hides = block.hides or _hides(text, colon, value, end)
    return 0


cdef bint _hides(
    const char* name, const char* name_end, const char* value, const char* end
) noexcept nogil:
    cdef char first = value[0] | 32
    if first == b"n":
        return _ends(name, name_end, b"display", 7) and _starts(value, end, b"none", 4)
    if first == b"h":
        return _ends(name, name_end, b"visibility", 10) and _starts(value, end, b"hidden", 6)
    if value[0] == b"-":
        return (_ends(name, name_end, b"-indent", 7) and _has_digits(value + 1, end, 2)) or (
            _ends(name, name_end, b"left", 4) and _has_digits(value + 1, end, 4)
        )
    if value[0] == b"0" or value[0] == b".":
        return _is_small(name, name_end, value, end)
    if first == b"r" or first == b"c" or first == b"i":
        return (
            _ends(name, name_end, b"clip", 4)
            or _ends(name, name_end, b"clip-path", 9)
            or (first == b"c" and _ends(name, name_end, b"font-size", 9))
        )
    return first == b"v" and _ends(name, name_end, b"font-size", 9)


cdef bint _is_small(
    const char* name, const char* name_end, const char* value, const char* end
) noexcept nogil:
    """Return True for an opacity below 0.1 and a font size of 0."""
    cdef bint is_zero
    cdef const char* index = value
    if not (_ends(name, name_end, b"opacity", 7) or _ends(name, name_end, b"font-size", 9)):
        return False
    while index < end and index[0] == b"0":
        index += 1
    if index < end and index[0] == b".":
        index += 1
        if index < end and index[0] == b"0" and (name_end - 1)[0] | 32 == b"y":
            return True
        while index < end and index[0] == b"0":
            index += 1
    return index == end or not (b"0" <= index[0] <= b"9" or index[0] == b".")


cdef bint _ends(
    const char* text, const char* end, const char* ending, Py_ssize_t length
) noexcept nogil:
    """Return True if a text ends with another in lower case."""
    return end - text >= length and _starts(end - length, end, ending, length)


cdef bint _starts(
    const char* text, const char* end, const char* beginning, Py_ssize_t length
) noexcept nogil:
    """Return True if a text starts with another in lower case."""
    cdef Py_ssize_t index
    if end - text < length:
        return False
    for index in range(length):
        if text[index] != beginning[index] and text[index] | 32 != beginning[index]:
            return False
    return True


cdef bint _has_digits(const char* text, const char* end, Py_ssize_t count) noexcept nogil:
    """Return True if a text starts with a number of digits."""
    cdef Py_ssize_t index
    for index in range(count):
        if text + index >= end or not b"0" <= text[index] <= b"9":
            return False
    return True
