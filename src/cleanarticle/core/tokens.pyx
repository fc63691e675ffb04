"""Tokenization of text in any script, and of class names, into numbered words.

A text is read once, character by character. Its words become Python strings only when they are asked
for: the models and the phrases need their numbers alone.
"""

from cpython.unicode cimport PyUnicode_DATA, PyUnicode_KIND, PyUnicode_READ
from libc.stdint cimport int32_t, uint32_t, uint64_t
from libcpp.vector cimport vector

import cython

from cleanarticle.core.letters cimport is_alphanumeric
from cleanarticle.core.new_arrays cimport new_array, new_indices
from cleanarticle.core.prefetch cimport AHEAD, FETCH_SOON


cdef extern from "Python.h":
    bint PyUnicode_IS_ASCII(object text)
    bint Py_UNICODE_ISSPACE(Py_UCS4 character) nogil
    object PyUnicode_FromKindAndData(int kind, const void* data, Py_ssize_t size)
    const int PyUnicode_4BYTE_KIND
    const Py_ssize_t PY_SSIZE_T_MAX


cdef struct Word:
    # A word: its first character, the character after it, and the hash of its characters.
    Py_ssize_t start, end
    uint64_t hash


cdef struct Slot:
    # A place in a hash table: the number of a word, 0 for none, the upper half of its hash, and where
    # its characters are.
    uint32_t hash
    int32_t number
    uint32_t start, length


def tokenize(str text not None):
    """Return the lower-case words of a text.

    In scripts without spaces, each character is a word. The copyright sign is a word, too.
    """
    cdef vector[Word] words
    text = _lowered(text)
    _split(text, words)
    return _slices(text, words, 0, words.size())


def tokenize_names(str attributes not None):
    """Return the words in class names and similar attributes: `post-body col2` has three.

    Args:
        attributes: Attribute values, in lower case.
    """
    cdef vector[Word] words
    _split_names(attributes, words)
    return _slices(attributes, words, 0, words.size())


def normalize_texts(texts):
    """Return each text as its words joined by single spaces."""
    cdef vector[Word] words
    normalized = []
    for text in texts:
        text = _lowered(text)
        words.clear()
        _split(text, words)
        normalized.append(_joined(text, words))
    return normalized


def link_density(str text not None, Py_ssize_t link_length):
    """Return the share of a text that is inside links, 0 to 1.

    Args:
        text: The text; its whitespace does not count.
        link_length: Characters inside links, not counting whitespace.
    """
    cdef Py_ssize_t count = 0
    cdef Py_UCS4 character
    if link_length == 0:
        return 0.0
    for character in text:
        count += not Py_UNICODE_ISSPACE(character)
    return min(1.0, link_length / <double>max(1, count))


def letters(str text not None):
    """Return the letters and digits of a text, for comparison."""
    cdef vector[Py_UCS4] kept
    cdef Py_UCS4 character
    text = text.casefold()
    if text.isalnum():
        return text
    for character in text:
        if is_alphanumeric(character):
            kept.push_back(character)
    return _string(kept)


@cython.final
cdef class Dictionary:
    """A numbering of the known words, so that tables about them can be arrays.

    Args:
        words: The known words, in any order; duplicates are allowed. They are numbered from 1; 0
            means any unknown word.

    Attributes:
        size: One more than the highest number.
    """

    # A hash table with open addressing, over words that are stored one after another: it is asked
    # for every word of a page, without making a string of it.
    cdef vector[Py_UCS4] _characters
    cdef vector[size_t] _ends
    cdef vector[uint64_t] _hashes
    cdef vector[Slot] _slots

    def __cinit__(self, words):
        cdef str word
        self._ends.push_back(0)
        self._hashes.push_back(0)
        self._slots.resize(64)
        for word in words:
            self._add(word)

    def __reduce__(self):
        return Dictionary, ([self._word(number) for number in range(1, self.size)],)

    @property
    def size(self):
        return <Py_ssize_t>self._ends.size()

    def number(self, str word not None):
        """Return the number of a word; 0 if it is unknown."""
        return self._find(word, 0, len(word), _hash(word))

    def align(self, values):
        """Return the values as an array indexed by word number; 0 for words without a value.

        Args:
            values: Values by word, of known words only.
        """
        table = new_array("f", self.size)  # half of the cache that doubles would need
        cdef float[::1] by_number = table
        for word, value in values.items():
            by_number[self.number(word)] = value
        return table

    cdef int _add(self, str word) except -1:
        cdef uint64_t hash = _hash(word)
        cdef Py_UCS4 character
        if self._find(word, 0, len(word), hash):
            return 0
        for character in word:
            self._characters.push_back(character)
        self._ends.push_back(self._characters.size())
        self._hashes.push_back(hash)
        if 2 * self._ends.size() > self._slots.size():
            self._grow()
        else:
            self._insert(self._ends.size() - 1)
        return 0

    cdef int _grow(self) except -1:
        cdef size_t size = 2 * self._slots.size()
        cdef int32_t number
        self._slots.clear()
        self._slots.resize(size)
        for number in range(1, <int32_t>self._ends.size()):
            self._insert(number)
        return 0

    cdef void _insert(self, int32_t number) noexcept:
        cdef size_t slot = self._slot(self._hashes[number]), start = self._ends[number - 1]
        while self._slots[slot].number:
            slot = self._slot(slot + 1)
        self._slots[slot] = Slot(
            self._hashes[number] >> 32, number, start, self._ends[number] - start
        )

    cdef size_t _slot(self, uint64_t value) noexcept:
        return value & (self._slots.size() - 1)

    cdef int32_t _find(self, str text, Py_ssize_t start, Py_ssize_t end, uint64_t hash) noexcept:
        """Return the number of the word between two positions of a text; 0 if it is unknown."""
        cdef size_t index = self._slot(hash)
        cdef Slot slot = self._slots[index]
        while slot.number:
            if (
                slot.hash == hash >> 32
                and slot.length == end - start
                and self._is_word(slot, text, start)
            ):
                return slot.number
            index = self._slot(index + 1)
            slot = self._slots[index]
        return 0

    cdef bint _is_word(self, Slot slot, str text, Py_ssize_t start) noexcept:
        cdef const Py_UCS4* word = &self._characters[slot.start]
        cdef int kind = PyUnicode_KIND(text)
        cdef void* data = PyUnicode_DATA(text)
        cdef Py_ssize_t i
        for i in range(slot.length):
            if word[i] != PyUnicode_READ(kind, data, start + i):
                return False
        return True

    cdef str _word(self, Py_ssize_t number):
        cdef size_t first = self._ends[number - 1]
        return PyUnicode_FromKindAndData(
            PyUnicode_4BYTE_KIND, self._characters.data() + first, self._ends[number] - first
        )


@cython.final
cdef class Tokens:
    """The words of many texts, numbered; as a sequence, the words of each text as strings.

    Attributes:
        starts: Index in `numbers` of the first word of each text, shape (texts,).
        lengths: Number of words of each text, shape (texts,).
        numbers: Dictionary number of each word of all texts, shape (words,).
        dictionary: The dictionary of the numbers.
    """

    cdef readonly object starts
    cdef readonly object lengths
    cdef readonly object numbers
    cdef readonly Dictionary dictionary
    cdef list _texts
    cdef vector[Word] _words
    cdef vector[Py_ssize_t] _bounds

    def __init__(self):
        raise TypeError("tokens are made by tokenize_texts and similar functions")

    def __reduce__(self):
        return tokens_from_words, (list(self), self.dictionary)

    def __len__(self):
        return len(self._texts)

    def __getitem__(self, Py_ssize_t index):
        return self.beginning(index, PY_SSIZE_T_MAX)

    def __iter__(self):
        return map(self.__getitem__, range(len(self._texts)))

    def beginning(self, Py_ssize_t index, Py_ssize_t count):
        """Return at most `count` words from the beginning of a text."""
        if not 0 <= index < len(self._texts):
            raise IndexError(f"there are {len(self._texts)} texts, but not number {index}")
        cdef Py_ssize_t first = self._bounds[index]
        cdef Py_ssize_t last = first + min(count, self._bounds[index + 1] - first)
        return _slices(self._texts[index], self._words, first, last)

    def number_counts(self):
        """Return how many words of each text are numbers, shape (texts,)."""
        counts = new_indices(len(self._texts))
        cdef Py_ssize_t[::1] view = counts
        cdef Py_ssize_t text, index
        for text in range(view.shape[0]):
            for index in range(self._bounds[text], self._bounds[text + 1]):
                view[text] += _is_number(self._texts[text], self._words[index])
        return counts

    def shares_in(self, Dictionary dictionary not None):
        """Return the share of the words of each text that are in a dictionary, shape (texts,)."""
        shares = new_array("f", len(self._texts))
        cdef float[::1] view = shares
        cdef Py_ssize_t text, index, known
        cdef str content
        cdef Word word
        for text, content in enumerate(self._texts):
            known = 0
            for index in range(self._bounds[text], self._bounds[text + 1]):
                word = self._words[index]
                known += dictionary._find(content, word.start, word.end, word.hash) > 0
            view[text] = <double>known / max(1, self._bounds[text + 1] - self._bounds[text])
        return shares

    def numbered_by(self, Dictionary dictionary not None):
        """Return the same texts, numbered by another dictionary."""
        if dictionary is self.dictionary:
            return self
        cdef Tokens tokens = Tokens.__new__(Tokens)
        tokens._texts = self._texts
        tokens._words.insert(tokens._words.end(), self._words.begin(), self._words.end())
        tokens._bounds.insert(tokens._bounds.end(), self._bounds.begin(), self._bounds.end())
        tokens._number(dictionary)
        return tokens

    cdef int _number(self, Dictionary dictionary) except -1:
        """Set the attributes once all words are there."""
        cdef Py_ssize_t count = len(self._texts), words = self._words.size(), text, index
        self.dictionary = dictionary
        self.starts = new_indices(count)
        self.lengths = new_indices(count)
        self.numbers = new_array("i", words)
        cdef Py_ssize_t[::1] starts = self.starts, lengths = self.lengths
        cdef int32_t[::1] numbers = self.numbers
        cdef str content
        cdef Word word
        for text in range(count):
            content = self._texts[text]
            starts[text] = self._bounds[text]
            lengths[text] = self._bounds[text + 1] - self._bounds[text]
            for index in range(self._bounds[text], self._bounds[text + 1]):
                word = self._words[min(index + AHEAD, words - 1)]
                FETCH_SOON(&dictionary._slots[dictionary._slot(word.hash)])
                word = self._words[index]
                numbers[index] = dictionary._find(content, word.start, word.end, word.hash)
        return 0


def tokenize_texts(texts, Dictionary dictionary not None):
    """Tokenize many texts at once, each like `tokenize`."""
    return _tokenized([_lowered(text) for text in texts], _split, dictionary)


def tokenize_attrs(attributes, Dictionary dictionary not None):
    """Tokenize the attributes of many elements at once, each like `tokenize_names`."""
    return _tokenized(attributes, _split_names, dictionary)


ctypedef int (*Splitter)(str, vector[Word]&) except -1


cdef Tokens _tokenized(texts, Splitter split, Dictionary dictionary):
    cdef Tokens tokens = _empty_tokens(texts)
    cdef str text
    for text in tokens._texts:
        split(text, tokens._words)
        tokens._bounds.push_back(tokens._words.size())
    tokens._number(dictionary)
    return tokens


def tokens_from_words(texts, Dictionary dictionary not None):
    """Return texts that are already split into words as `Tokens`."""
    cdef Tokens tokens = _empty_tokens(())
    cdef Py_ssize_t start
    cdef str word
    for words in texts:
        start = 0
        for word in words:
            tokens._words.push_back(Word(start, start + len(word), _hash(word)))
            start += len(word)
        tokens._texts.append("".join(words))
        tokens._bounds.push_back(tokens._words.size())
    tokens._number(dictionary)
    return tokens


cdef Tokens _empty_tokens(texts):
    cdef Tokens tokens = Tokens.__new__(Tokens)
    tokens._texts = list(texts)
    tokens._bounds.push_back(0)
    return tokens


cdef str _DOT_ABOVE = "\u0307"


cdef str _lowered(str text):
    if _is_plain(text):
        return text
    text = text.lower()
    # Left over from lowering a Turkish capital I; it would split the word.
    return text if text.isascii() else text.replace(_DOT_ABOVE, "")


cdef bint _is_plain(str text) noexcept:
    """Return True if a text is of ASCII without capital letters."""
    cdef const unsigned char* characters = <const unsigned char*>PyUnicode_DATA(text)
    cdef Py_ssize_t i
    if not PyUnicode_IS_ASCII(text):
        return False
    for i in range(len(text)):
        if 65 <= characters[i] <= 90:
            return False
    return True


cdef int _split(str text, vector[Word]& words) except -1:
    """Append the words of a lower-case text."""
    cdef uint64_t hash = 0
    cdef Py_ssize_t i, start = -1
    cdef Py_UCS4 character
    for i, character in enumerate(text):
        if not _is_word(character) and is_alphanumeric(character):
            if start < 0:
                start, hash = i, _SEED
            hash = _hash_next(hash, character)
            continue
        if start >= 0:
            words.push_back(Word(start, i, hash))
            start = -1
        if _is_word(character):
            words.push_back(Word(i, i + 1, _hash_next(_SEED, character)))
    if start >= 0:
        words.push_back(Word(start, len(text), hash))
    return 0


cdef int _split_names(str text, vector[Word]& words) except -1:
    """Append the words of attribute values in lower case: runs of the letters of ASCII.

    Letters between the digits of a hash (`sc-3a1d0ad5`) are no words.
    """
    cdef uint64_t hash = 0
    cdef Py_ssize_t i, start = -1
    cdef size_t first = words.size()
    cdef int switches = 0
    cdef bint was_digit = False
    cdef Py_UCS4 character
    for i, character in enumerate(text):
        if "a" <= character <= "z":
            if start < 0:
                start, hash = i, _SEED
                switches += was_digit
            hash = _hash_next(hash, character)
            was_digit = False
            continue
        if start >= 0:
            words.push_back(Word(start, i, hash))
            switches += "0" <= character <= "9"
            start = -1
        was_digit = "0" <= character <= "9"
        if not was_digit:
            _drop_hash(words, first, switches)
            first, switches = words.size(), 0
    if start >= 0:
        words.push_back(Word(start, len(text), hash))
    _drop_hash(words, first, switches)
    return 0


cdef enum:
    _HASH_SWITCHES = 4  # from letters to digits and back, of which `col2` and `w3c` have fewer


cdef inline void _drop_hash(vector[Word]& words, size_t first, int switches) noexcept:
    """Drop the words from one on if they are those of a hash."""
    while switches >= _HASH_SWITCHES and words.size() > first:
        words.pop_back()


cdef inline bint _is_word(Py_UCS4 character) noexcept:
    """True for a character that is a word by itself: Thai, kana, Han, Hangul, and ©."""
    if character < 0x0e00:
        return character == u"©"
    return (
        character <= 0x0e7f
        or 0x3040 <= character <= 0x30ff
        or 0x3400 <= character <= 0x4dbf
        or 0x4e00 <= character <= 0x9fff
        or 0xac00 <= character <= 0xd7af
        or 0xf900 <= character <= 0xfaff
    )


cdef bint _is_number(str text, Word word) noexcept:
    """`str.isdigit` of a word."""
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t i
    for i in range(word.start, word.end):
        if not PyUnicode_READ(kind, data, i).isdigit():
            return False
    return True


# The hash is FNV-1a (Fowler, Noll, Vo). Its seed differs between processes, as that of Python's own
# hashes does, so that no page can be written whose words all collide.
cdef uint64_t _SEED = <uint64_t><Py_ssize_t>hash("words")


cdef inline uint64_t _hash_next(uint64_t hash, Py_UCS4 character) noexcept:
    return (hash ^ <uint64_t>character) * 1099511628211ULL


cdef uint64_t _hash(str word) noexcept:
    cdef uint64_t hash = _SEED
    cdef Py_UCS4 character
    for character in word:
        hash = _hash_next(hash, character)
    return hash


cdef list _slices(str text, vector[Word]& words, Py_ssize_t first, Py_ssize_t last):
    """Return the words from one index to another as strings."""
    cdef Py_ssize_t i
    return [text[words[i].start : words[i].end] for i in range(first, last)]


cdef str _joined(str text, vector[Word]& words):
    """Return the words of a text, joined by spaces."""
    cdef vector[Py_UCS4] characters
    cdef int kind = PyUnicode_KIND(text)
    cdef void* data = PyUnicode_DATA(text)
    cdef Py_ssize_t i
    cdef Word word
    for word in words:
        if not characters.empty():
            characters.push_back(u" ")
        for i in range(word.start, word.end):
            characters.push_back(PyUnicode_READ(kind, data, i))
    return _string(characters)


cdef str _string(vector[Py_UCS4]& characters):
    return PyUnicode_FromKindAndData(
        PyUnicode_4BYTE_KIND, characters.data(), characters.size()
    )
