"""Check of bytes for valid UTF-8, without decoding them.

Most pages are valid UTF-8, which a parser reads as it is.
"""


def is_utf8(bytes content not None):
    """Return True if bytes are valid UTF-8, as `bytes.decode` checks it."""
    cdef const unsigned char* text = content
    cdef const unsigned char* end = text + len(content)
    cdef bint is_valid
    with nogil:
        is_valid = _is_valid(text, end)
    return is_valid


cdef enum:
    BLOCK = 128


cdef bint _is_valid(const unsigned char* text, const unsigned char* end) noexcept nogil:
    cdef const unsigned char* block_end
    cdef Py_ssize_t size
    while text < end:
        if end - text >= BLOCK and _is_ascii_block(text):
            text += BLOCK
            continue
        block_end = min(text + BLOCK, end)
        while text < block_end:
            size = _character_size(text, end)
            if size == 0:
                return False
            text += size
    return True


cdef inline bint _is_ascii_block(const unsigned char* text) noexcept nogil:
    cdef unsigned char bits = 0
    cdef size_t i
    for i in range(BLOCK):  # vectorized, as it has no branches
        bits |= text[i]
    return bits < 0x80


cdef inline Py_ssize_t _character_size(
    const unsigned char* text, const unsigned char* end
) noexcept nogil:
    """Return the number of bytes of a character, 0 if it is not valid (Unicode, table 3-7)."""
    cdef unsigned char first = text[0]
    cdef unsigned char least = 0x80, most = 0xBF  # of the second byte
    cdef Py_ssize_t i, size = 2
    if first < 0x80:
        return 1
    if first < 0xC2 or first > 0xF4:
        return 0
    if first >= 0xE0:
        size = 3 if first < 0xF0 else 4
    if first == 0xE0:
        least = 0xA0
    elif first == 0xED:
        most = 0x9F
    elif first == 0xF0:
        least = 0x90
    elif first == 0xF4:
        most = 0x8F
    if end - text < size or not least <= text[1] <= most:
        return 0
    for i in range(2, size):
        if not 0x80 <= text[i] <= 0xBF:
            return 0
    return size
