"""The search for names that unfold, for compiled modules."""

from cleanarticle.parsing.ascii cimport begins_with


cdef inline const char* _behind_hyphen(const char* text) noexcept nogil:
    return text + 1 if text[0] == b"-" or text[0] == b"_" else text


cdef inline bint _begins_more(const char* text, const char* verb, Py_ssize_t length) noexcept nogil:
    """Return True for a verb before "more"."""
    return begins_with(text, verb) and begins_with(_behind_hyphen(text + length), b"more")


cdef inline bint _begins_tab(const char* text) noexcept nogil:
    """Return True for a part of tabs, such as "tab-pane"."""
    if not begins_with(text, b"tab"):
        return False
    text = _behind_hyphen(text + 3)
    return begins_with(text, b"pan") or begins_with(text, b"content") or begins_with(text, b"item")


cdef inline bint _unfolds_at(const char* text) noexcept nogil:
    """Return True if a word of an accordion, of tabs, slides or animations begins here."""
    cdef char first = text[0] | 32
    if first == b"a":
        return (
            begins_with(text, b"accordion")
            or begins_with(text, b"animat")
            or begins_with(text, b"aos")
        )
    if first == b"c":
        return begins_with(text, b"collaps") or begins_with(text, b"carousel")
    if first == b"d":
        return begins_with(text, b"dropdown") or begins_with(text, b"drop-down")
    if first == b"e":
        return begins_with(text, b"expand")
    if first == b"f":
        return begins_with(text, b"faq") or begins_with(text, b"fade")
    if first == b"p":
        return begins_with(text, b"panel")
    if first == b"r":
        return begins_with(text, b"reveal") or _begins_more(text, b"read", 4)
    if first == b"s":
        return (
            begins_with(text, b"slide")
            or begins_with(text, b"spoiler")
            or _begins_more(text, b"show", 4)
            or _begins_more(text, b"see", 3)
        )
    if first == b"t":
        return begins_with(text, b"toggle") or begins_with(text, b"tabs") or _begins_tab(text)
    if first == b"u":
        return begins_with(text, b"unfold")
    if first == b"v":
        return _begins_more(text, b"view", 4)
    return first == b"w" and begins_with(text, b"wow")


cdef inline bint has_unfolding_word(const char* name) noexcept nogil:
    """Return True if a name, which ends with a null character, unfolds."""
    while name[0]:
        if _unfolds_at(name):
            return True
        name += 1
    return False
