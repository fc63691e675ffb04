"""Count of the attributes of tags, before a page is parsed.

libxml2 walks over all attributes of an element to append the next one, so its time grows with the
square of their number. A tag with very many must be known before it is parsed.
"""

from libc.string cimport memchr, memcmp


cdef struct Text:
    const char* at
    const char* end
    bint is_empty  # whether a slash ends the tag before, so that libxml2 takes it for an empty element


def most_attributes(bytes content not None):
    """Return the largest number of attributes in a start tag of a page, repeated ones included.

    Tags and text are separated as in the HTML standard (13.2.5), except after `<!--` in a script.
    """
    cdef Text text
    cdef const char* name
    cdef Py_ssize_t most = 0
    text.at = content
    text.end = text.at + len(content)
    while _pass_to(&text, b"<"):
        if _is_at_letter(&text):
            name = text.at
            most = max(most, _pass_tag(&text))
            if not text.is_empty:
                _pass_raw_text(&text, name)
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
    return most


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


cdef void _pass_raw_text(Text* text, const char* name) noexcept:
    """Go to the end tag of an element if it has no tags inside."""
    cdef Py_ssize_t length = 0
    while name + length < text.end and not _ends_name(name[length]):
        length += 1
    if not _is_raw(name, length):
        return
    while _pass_to(text, b"<"):
        if text.end - text.at > length + 1 and text.at[0] == b"/":
            if _is_same(text.at + 1, name, length) and _ends_name(text.at[length + 1]):
                text.at -= 1
                return


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
