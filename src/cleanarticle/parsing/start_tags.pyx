"""Tags of a page before it is parsed: the number of their attributes, and the code of scripts.

libxml2 walks over all attributes of an element to append the next one, so its time grows with the
square of their number. A tag with very many must be known before it is parsed. The code of scripts,
nearly a third of the bytes of a page of news, is never read, so it need not be parsed.
"""

from cpython.bytes cimport PyBytes_AS_STRING, PyBytes_FromStringAndSize
from libc.string cimport memchr, memcmp, memcpy
from libcpp.vector cimport vector

from cleanarticle.parsing.ascii cimport begins_with


cdef struct Text:
    const char* at
    const char* end
    bint is_empty  # whether a slash ends the tag before, so that libxml2 takes it for an empty element


cdef struct Part:
    const char* start
    const char* end


def read_tags(bytes content not None):
    """Return a page without most code of its scripts, and the most attributes of a start tag.

    The beginning of a script stays, as the text of some elements is measured with the code in it.
    Data, formulas and templates in scripts stay. Repeated attributes count. Tags and text are
    separated as in the HTML standard (13.2.5), except after a slash that ends a tag, and after
    `<!-- <script` in a script; no code is taken out from there on.
    """
    cdef Text text
    cdef Part tag, code
    cdef vector[Part] codes
    cdef bint is_sure = True
    cdef Py_ssize_t most = 0
    text.at = content
    text.end = text.at + len(content)
    while _pass_to(&text, b"<"):
        if _is_at_letter(&text):
            tag.start = text.at
            most = max(most, _pass_tag(&text))
            tag.end = code.start = text.at
            if text.is_empty:
                continue
            if _pass_raw_text(&text, tag.start) and _is_named(&tag, b"script", 6):
                code.end = text.at
                is_sure = is_sure and not _may_nest(&code)
                if is_sure and _runs(&tag):
                    _append_rest(codes, code)
            is_sure = is_sure and not _is_named(&tag, b"plaintext", 9)
        elif _is_at(&text, b"!--", 3):
            _pass_comment(&text)
        elif _is_at(&text, b"/", 1):
            text.at += 1
            if _is_at_letter(&text):
                _pass_tag(&text)
            else:
                _pass_to(&text, b">")
        elif _is_at(&text, b"!", 1) or _is_at(&text, b"?", 1):
            _pass_to(&text, b">")
    return _without(content, codes), most


cdef enum:
    KEPT = 800  # bytes of a script: 200 characters are the longest short text of any kind


cdef int _append_rest(vector[Part]& codes, Part code) except -1:
    """Append what is behind the beginning of a script, if anything is."""
    if code.end - code.start <= KEPT:
        return 0
    code.start += KEPT
    while code.start < code.end and code.start[0] & 0xC0 == 0x80:  # inside a character of UTF-8
        code.start += 1
    codes.push_back(code)
    return 0


cdef bytes _without(bytes content, const vector[Part]& parts):
    """Return bytes without some parts, which are in order."""
    cdef const char* start = content
    cdef const char* end = start + len(content)
    cdef Py_ssize_t size = len(content)
    cdef size_t i
    if parts.empty():
        return content
    for i in range(parts.size()):
        size -= parts[i].end - parts[i].start
    rest = PyBytes_FromStringAndSize(NULL, size)
    cdef char* target = PyBytes_AS_STRING(rest)
    for i in range(parts.size()):
        memcpy(target, start, parts[i].start - start)
        target += parts[i].start - start
        start = parts[i].end
    memcpy(target, start, end - start)
    return rest


cdef bint _runs(const Part* tag) noexcept:
    """Return True if the tag of a script is that of code, by its type if it has one."""
    return not _has(tag, b"type") or (_has(tag, b"javascript") and not _has(tag, b"json"))


cdef bint _has(const Part* tag, const char* word) noexcept:
    """Return True if a word in lower case stands in a tag, in any case."""
    cdef const char* text = tag.start
    while text < tag.end:
        if begins_with(text, word):
            return True
        text += 1
    return False


cdef bint _may_nest(const Part* code) noexcept:
    """Return True if a script may go on behind its first end tag: if it opens one in a comment."""
    cdef bint in_comment = False
    cdef Text text
    text.at = code.start
    text.end = code.end
    while _pass_to(&text, b"<"):
        if in_comment and begins_with(text.at, b"script"):
            return True
        in_comment = in_comment or _is_at(&text, b"!--", 3)
    return False


cdef bint _is_named(const Part* tag, const char* name, Py_ssize_t length) noexcept:
    """Return True if a tag has a name, of ASCII letters in lower case."""
    return (
        tag.end - tag.start > length
        and _is_same(tag.start, name, length)
        and _ends_name(tag.start[length])
    )


cdef Py_ssize_t _pass_tag(Text* text) noexcept:
    """Go behind a tag, whose name begins here, and return the number of its attributes."""
    cdef Py_ssize_t attributes = 0
    while text.at < text.end and not _ends_name(text.at[0]):
        text.at += 1
    text.is_empty = False
    while text.at < text.end:
        if text.at[0] == b">":
            text.at += 1
            break
        text.is_empty = text.at[0] == b"/"
        if _ends_name(text.at[0]):
            text.at += 1
        else:
            attributes += 1
            _pass_attribute(text)
    return attributes


cdef void _pass_attribute(Text* text) noexcept:
    """Go behind an attribute and its value; its name may begin with an equals sign."""
    text.at += 1
    while text.at < text.end and not _ends_name(text.at[0]) and text.at[0] != b"=":
        text.at += 1
    _pass_spaces(text)
    if text.at == text.end or text.at[0] != b"=":
        return
    text.at += 1
    _pass_spaces(text)
    if _is_at(text, b'"', 1) or _is_at(text, b"'", 1):
        text.at += 1
        _pass_to(text, text.at[-1])
        return
    while text.at < text.end and not _is_space(text.at[0]) and text.at[0] != b">":
        text.at += 1


cdef void _pass_comment(Text* text) noexcept:
    """Go behind a comment, which begins here with `!--`."""
    text.at += 3
    if _is_at(text, b">", 1) or _is_at(text, b"->", 2):
        return
    while _pass_to(text, b"-"):
        if _is_at(text, b"->", 2) or _is_at(text, b"-!>", 3):
            return


cdef bint _pass_raw_text(Text* text, const char* name) noexcept:
    """Go to the end tag of an element if it has no tags inside; return False without one."""
    cdef Py_ssize_t length = 0
    while name + length < text.end and not _ends_name(name[length]):
        length += 1
    if not _is_raw(name, length):
        return False
    while _pass_to(text, b"<"):
        if text.end - text.at > length + 1 and text.at[0] == b"/":
            if _is_same(text.at + 1, name, length) and _ends_name(text.at[length + 1]):
                text.at -= 1
                return True
    return False


cdef bint _is_raw(const char* name, Py_ssize_t length) noexcept:
    """Return True if an element has no tags inside (HTML standard, 13.2.6.2 and 13.2.6.4)."""
    return (
        (length == 3 and _is_same(name, b"xmp", 3))
        or (length == 5 and (_is_same(name, b"style", 5) or _is_same(name, b"title", 5)))
        or (length == 6 and (_is_same(name, b"script", 6) or _is_same(name, b"iframe", 6)))
        or (length == 7 and _is_same(name, b"noembed", 7))
        or (length == 8 and (_is_same(name, b"noframes", 8) or _is_same(name, b"textarea", 8)))
    )


cdef inline bint _pass_to(Text* text, char byte) noexcept:
    """Go behind the next of a byte; return False, and go to the end, if there is none."""
    cdef const char* found = <const char*>memchr(text.at, byte, text.end - text.at)
    text.at = text.end if found is NULL else found + 1
    return found is not NULL


cdef inline void _pass_spaces(Text* text) noexcept:
    while text.at < text.end and _is_space(text.at[0]):
        text.at += 1


cdef inline bint _is_at(const Text* text, const char* bytes_, Py_ssize_t length) noexcept:
    """Return True if some bytes are next."""
    return text.end - text.at >= length and memcmp(text.at, bytes_, length) == 0


cdef inline bint _is_at_letter(const Text* text) noexcept:
    return text.at < text.end and b"a" <= (text.at[0] | 32) <= b"z"


cdef inline bint _is_same(const char* name, const char* other, Py_ssize_t length) noexcept:
    """Return True if two names of ASCII letters are the same, whatever their case."""
    cdef Py_ssize_t i
    for i in range(length):
        if (name[i] | 32) != (other[i] | 32):
            return False
    return True


cdef inline bint _is_space(char byte) noexcept:
    return byte == b" " or b"\t" <= byte <= b"\r" and byte != b"\v"


cdef inline bint _ends_name(char byte) noexcept:
    """Return True if a byte ends the name of a tag, and may stand between attributes."""
    return _is_space(byte) or byte == b"/" or byte == b">"
