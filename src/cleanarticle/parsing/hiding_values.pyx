"""Search for values that may hide text in the declarations of a style.

Most style attributes hide nothing, and reading one takes long. So this search looks for what any style
that hides text has, in one pass.
"""

from cpython.unicode cimport PyUnicode_AsUTF8AndSize
from libc.string cimport strlen

from cleanarticle.parsing.ascii cimport begins_with, is_digit, is_in_word


def may_hide(str css not None):
    """Return False if a style hides nothing for sure.

    It may hide if it has letters outside ASCII, escapes or comments.
    """
    cdef Py_ssize_t size
    cdef const char* text = PyUnicode_AsUTF8AndSize(css, &size)
    cdef const char* start = text
    cdef const char* end = text + size
    cdef bint is_moved = False, is_font = False  # what the declaration up to here sets
    while text < end:
        if text[0] == b";":
            is_moved = is_font = False
        if _may_hide_at(start, text):
            return True
        if (is_moved and _has_three_digits(text)) or (is_font and _is_small(text)):
            return True
        is_moved = is_moved or begins_with(text, b"translate")
        is_font = is_font or _value(text, b"font") or _value(text, b"font-size")
        text += 1
    return False


cdef bint _may_hide_at(const char* start, const char* text) noexcept nogil:
    """Return True if a property, a function or a value that may hide begins at a place of a style.

    Args:
        start: The start of the style, which ends with a null character.
        text: The place.
    """
    cdef char first = text[0] | 32
    if <unsigned char>text[0] >= 0x80 or text[0] == b"\\":  # char has no sign on some CPUs
        return True
    if first == b"a" or first == b"e" or first == b"i" or first == b"n" or first == b" ":
        return False  # as most characters
    if first == b"d":
        return _sets(text, b"display", b"none") or _sets(text, b"display", b"var")
    if first == b"v":
        return (
            _sets(text, b"visibility", b"h")
            or _sets(text, b"visibility", b"c")
            or begins_with(text, b"var(")
        )
    if first == b"c":
        return (
            begins_with(text, b"clip")
            or begins_with(text, b"calc")
            or begins_with(text, b"clamp(")
            or (_sets(text, b"color", b"") and (text == start or not _continues_name((text - 1)[0])))
        )
    if first == b"m":
        return (
            begins_with(text, b"mask")
            or begins_with(text, b"matrix")
            or begins_with(text, b"min(")
            or begins_with(text, b"max(")
        )
    if first == b"o":
        return begins_with(text, b"opacity")
    if first == b"s":
        return begins_with(text, b"scale") or _sets_small(text, b"size")
    if first == b"r":
        return begins_with(text, b"rotate")
    if first == b"z":
        return begins_with(text, b"zoom")
    if first == b"h":
        return _sets_small(text, b"height")
    if first == b"w":
        return _sets_small(text, b"width")
    if first == b"f":
        return begins_with(text, b"fill-color")
    if text[0] == b"-":
        return _is_far_at(start, text)
    return text[0] == b"/" and text[1] == b"*"


cdef const char* _value(const char* text, const char* name) noexcept nogil:
    """Return where the value of a property begins, NULL if none with the name begins here."""
    if not begins_with(text, name):
        return NULL
    text = _skip_blanks(text + strlen(name))
    return _skip_blanks(text + 1) if text[0] == b":" else NULL


cdef bint _sets(const char* text, const char* name, const char* beginning) noexcept nogil:
    """Return True if a property begins here whose value begins with some letters."""
    cdef const char* value = _value(text, name)
    return value is not NULL and begins_with(value, beginning)


cdef bint _sets_small(const char* text, const char* name) noexcept nogil:
    """Return True if a length is set to 0 or 1 of any unit."""
    cdef const char* value = _value(text, name)
    return (
        value is not NULL
        and (value[0] == b"0" or value[0] == b"1")
        and not (is_digit(value[1]) or value[1] == b".")
    )


cdef bint _is_small(const char* text) noexcept nogil:
    """Return True if a number below 2 may begin at a place behind others."""
    return (text[0] == b"0" or text[0] == b"1" or text[0] == b".") and not (
        _continues_name((text - 1)[0]) or (text - 1)[0] == b"."
    )


cdef bint _has_three_digits(const char* text) noexcept nogil:
    return is_digit(text[0]) and is_digit(text[1]) and is_digit(text[2])


cdef bint _is_far_at(const char* start, const char* text) noexcept nogil:
    """Return True for a negative indent, and for a negative length that moves text far away."""
    cdef const char* value = _value(text, b"-indent")
    if value is not NULL and (value[0] == b"-" or value[0] == b"1"):
        return True
    if text > start and (is_in_word((text - 1)[0]) or (text - 1)[0] == b"."):
        return False
    value = text + 1
    while is_digit(value[0]):
        value += 1
    return value - text > 3 or _is_unit(value, b"em") or _is_unit(value, b"vw") or _is_unit(
        value, b"in"
    )


cdef bint _is_unit(const char* text, const char* unit) noexcept nogil:
    """Return True if a unit of two letters is next."""
    return begins_with(text, unit) and not is_in_word(text[2])


cdef inline const char* _skip_blanks(const char* text) noexcept nogil:
    while text[0] == b" " or b"\t" <= text[0] <= b"\r":
        text += 1
    return text


cdef inline bint _continues_name(char character) noexcept nogil:
    return is_in_word(character) or character == b"-"
