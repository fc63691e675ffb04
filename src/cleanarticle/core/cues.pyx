"""Cues: evidence of boilerplate in the text of blocks and in the markup of boxes."""

from libcpp.vector cimport vector

from cleanarticle.core.letters cimport is_in_word
from cleanarticle.core.new_arrays cimport new_array, new_indices

import re
from typing import NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.core.phrase_matcher import SHORT_WORDS as _SHORT_WORDS, Cue
from cleanarticle.core.tokens import tokenize_attrs, tokenize_texts

cdef Py_ssize_t _CUE_CHARACTERS = 400
"""Characters at the start of a block that are searched for cues: its first sentences, and more than
`SHORT_WORDS` words even in languages with long words."""

MAX_NAMES = 20
"""Number of words of class names that are read as evidence of kinds: the first are the most
descriptive, and utility class frameworks add hundreds."""

_TAG_CUES = {
    "nav": Cue(BlockKind.NAVIGATION, 0.9, "inside <nav>"),
    "menu": Cue(BlockKind.NAVIGATION, 0.7, "inside <menu>"),
    "footer": Cue(BlockKind.NAVIGATION, 0.5, "inside <footer>"),
    "header": Cue(BlockKind.NAVIGATION, 0.3, "inside <header>"),
    "aside": Cue(BlockKind.RELATED, 0.5, "inside <aside>"),
    "button": Cue(BlockKind.WIDGET, 0.7, "a button"),
    "select": Cue(BlockKind.WIDGET, 0.7, "a drop-down list"),
    "textarea": Cue(BlockKind.WIDGET, 0.5, "a text field"),
    "label": Cue(BlockKind.WIDGET, 0.5, "a form label"),
    "address": Cue(BlockKind.CONTACT, 0.5, "inside <address>"),
    "dialog": Cue(BlockKind.WIDGET, 0.6, "inside <dialog>"),
}
"""Cues of elements with a meaning of their own in the HTML standard."""

cdef double _MAIN_SHARE = 0.5
"""Share of the page's text above which a box gives no cue: its class names (`has-sidebar`,
`nav-open`) do not describe all of its contents."""


class Cues(NamedTuple):
    """All cues of a page.

    Attributes:
        block_tokens: The first words of each block.
        name_tokens: The attribute words of each box signature, followed by those of the inline
            elements in blocks.
        inline_rows: Index in `name_tokens` of the inline elements of each block.
        is_short: 1 for each block of at most `SHORT_WORDS` words, 0 for each other one.
        text_matches: The phrases in these words of each block.
        name_matches: The phrases in `name_tokens`.
        text_cues: The cue in the text of each block.
        signature_cues: The cue of each box signature.
        box_signatures: Index of the signature of each box or its nearest ancestor with a cue; -1
            for none.
    """

    block_tokens: object
    name_tokens: object
    inline_rows: object
    is_short: object
    text_matches: object
    name_matches: object
    text_cues: object
    signature_cues: object
    box_signatures: object

    def of_box(self, index):
        """Return the cue of a box or of its nearest ancestor with one; None for none."""
        signature = self.box_signatures[index]
        return None if signature < 0 else self.signature_cues[signature]


def find_cues(segmentation, layout, matcher):
    """Find the cues in all blocks and boxes of a page.

    Args:
        segmentation: The page.
        layout: The same page as arrays.
        matcher: The phrases and class names to look for.
    """
    tags, attrs = segmentation.signatures
    cdef Py_ssize_t i, signatures = len(attrs)
    inline_rows = new_indices(len(segmentation.blocks))
    cdef Py_ssize_t[::1] rows = inline_rows
    texts, beginnings, inline = [], [], {}
    for i, block in enumerate(segmentation.blocks):
        text, _, _, _, _, inline_attrs, _, _, _ = <tuple>block
        texts.append(text)
        beginnings.append((<str>text)[:_CUE_CHARACTERS])
        rows[i] = signatures + <Py_ssize_t>inline.setdefault(inline_attrs, len(inline))
    block_tokens = tokenize_texts(beginnings, matcher.dictionary)
    name_tokens = tokenize_attrs([*attrs, *inline], matcher.dictionary)
    is_short = _are_short(layout.words)
    text_matches = matcher.texts.match(block_tokens)
    name_matches = matcher.names.match(name_tokens, MAX_NAMES)
    text_cues = text_matches.cues(is_short)
    for i, text in enumerate(texts):
        if text_cues[i] is None and len(<str>text) <= MAX_PATTERN_LENGTH:
            text_cues[i] = _pattern_cue(text)
    signature_cues = [
        _stronger(attribute_cue, _TAG_CUES.get(tag))
        for attribute_cue, tag in zip(name_matches.cues(), tags)
    ]
    return Cues(
        block_tokens, name_tokens, inline_rows, is_short, text_matches,
        name_matches, text_cues, signature_cues, nearest_cued_signatures(layout, signature_cues),
    )


cdef object _are_short(const double[::1] words):
    """Return `Cues.is_short`."""
    cdef double most = _SHORT_WORDS
    cdef Py_ssize_t i
    are_short = new_array("B", words.shape[0])
    cdef unsigned char[::1] is_short = are_short
    for i in range(words.shape[0]):
        is_short[i] = words[i] <= most
    return are_short


def nearest_cued_signatures(layout, signature_cues):
    """Return `Cues.box_signatures`: the nearest signature with a cue of each box, -1 for none.

    Boxes with most of the page's text are skipped.

    Args:
        layout: The page.
        signature_cues: The cue of each box signature.

    Raises:
        ValueError: There are more or fewer signatures than cues.
    """
    if len(signature_cues) != len(layout.signatures.tags):
        raise ValueError(
            f"the page has {len(layout.signatures.tags)} box signatures, but {len(signature_cues)}"
            " cues are given"
        )
    cdef const Py_ssize_t[::1] parent = layout.parent, signature = layout.signature
    cdef const Py_ssize_t[::1] first = layout.first, last = layout.last
    cdef Py_ssize_t i
    cdef const double[::1] chars = layout.chars
    cdef vector[double] sums
    cdef vector[bint] has_cue
    for cue in signature_cues:
        has_cue.push_back(cue is not None)
    sums.push_back(0)
    for i in range(chars.shape[0]):
        sums.push_back(sums[i] + chars[i])
    cdef double limit = _MAIN_SHARE * sums[chars.shape[0]]
    nearest = new_indices(len(parent))
    cdef Py_ssize_t[::1] signatures = nearest
    for i in range(signatures.shape[0]):
        if has_cue[signature[i]] and sums[last[i]] - sums[first[i]] <= limit:
            signatures[i] = signature[i]
        else:
            signatures[i] = signatures[parent[i]] if i else -1
    return nearest


def _stronger(first, second):
    if first is None or second is None:
        return first or second
    return first if first.weight >= second.weight else second


cdef enum:  # shapes of texts
    SIGN = 1  # a digit or a sign
    YEAR = 2  # four digits in a row
    POSTCODE = 4  # a capital letter before a digit, or a digit first
    PHONE = 8  # digits and separators at the end

cdef enum:
    PHONE_LENGTH = 8  # fewest of these before the last digit

cdef enum:
    MAX_PATTERN_LENGTH = 160  # longest text, in characters, matched against patterns: a line

_PATTERNS = (
    ("©(", re.compile(r"©|\(c\) ?(19|20)\d\d"), Cue(BlockKind.LEGAL, 0.7, "a copyright sign")),
    (
        ":：",
        re.compile(r"^\W*re ?[:：]", re.IGNORECASE),
        Cue(BlockKind.COMMENTS, 0.8, "a reply's subject line"),
    ),
    ("@", re.compile(r"\S@\S+\.\w"), Cue(BlockKind.CONTACT, 0.7, "an email address")),
    (
        PHONE,
        re.compile(r"^\W*(\w{1,9}\W{1,3})?\+?[\d(][\d ()./-]{7,}\d\W*$"),
        Cue(BlockKind.CONTACT, 0.7, "a phone number"),
    ),
    (
        POSTCODE,
        re.compile(
            r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"  # Nottingham, NG1 6LG
            r"|[A-Z]{2} \d{5}(-\d{4})?"  # Springfield, IL 62704
            r"|[A-Z]\d[A-Z] ?\d[A-Z]\d)\W*\w{0,20}\W*$"  # Ottawa, ON K1A 0B1
            r"|^\W*\d{1,5}[A-Za-z]? ([A-Z][\w.']* ){1,4}"
            r"(Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Square|Boulevard|Blvd|Drive|Dr|Buildings)\b"
        ),
        Cue(BlockKind.CONTACT, 0.7, "a postal address"),
    ),
    (
        YEAR,
        re.compile(
            r"^\W*(\w{2,9}\.?,? )?(\d{1,2}(st|nd|rd|th)?\.? \w{3,9}\.?,? \d{4}"
            r"|\w{3,9}\.? \d{1,2},? \d{4}"
            r"|\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4}|\d{4} ?年 ?\d\d? ?月 ?\d\d? ?日)"
            r"([ ,T|at-]*\d\d?([:.]\d\d|[时時]\d\d?分).{0,12})?\W*$"
        ),
        Cue(BlockKind.BYLINE, 0.7, "a date"),
    ),
    (
        ":.",
        re.compile(r"^\W*\d\d?[:.]\d\d ?([AaPp]\.?[Mm]\b\.?)? ?[A-Z]{2,4}\W*$"),
        Cue(BlockKind.BYLINE, 0.7, "a time with a time zone"),
    ),
    (
        "/",
        re.compile(r"^\d\d?(:\d\d){1,2} ?/ ?\d\d?(:\d\d){1,2}$"),
        Cue(BlockKind.WIDGET, 0.9, "a media player's clock"),
    ),
    (
        "/#",
        re.compile(r"^(\d{1,3} ?/ ?\d{1,3}|#\d{1,6})$"),
        Cue(BlockKind.WIDGET, 0.9, "a counter"),
    ),
    (
        "%",
        re.compile(r"^[^.!?]{0,30}?\d[.,]\d\d\W{1,3}[+−–-] ?\d+[.,]\d+ ?%\W*$"),
        Cue(BlockKind.WIDGET, 0.9, "a market quote"),
    ),
    (
        "]}/",
        re.compile(r"^(\[[a-z][\w-]* [\w-]+=.*\]|\{\{.*\}\}|(/[\w.-]+){6,})$"),
        Cue(BlockKind.WIDGET, 0.9, "stray template code"),
    ),
)
"""Cues of texts by their form, each with characters of which a matching text has one, or with its
shape, as `_shapes` finds it: most patterns are ruled out sooner by these. Interface text weighs nearly as
much as a phrase that equals the block; dates and addresses also occur in teasers and bylines, and
weigh as much as a phrase that the block contains."""


cdef _pattern_cue(str text):
    """Return the cue of the first matching pattern."""
    cdef int shapes = _shapes(text)
    if not shapes:
        return None
    for needed, pattern, cue in _PATTERNS:
        if isinstance(needed, str):
            if not _has_one_of(needed, text):
                continue
        elif not shapes & <int>needed:
            continue
        if pattern.search(text):
            return cue
    return None


cdef int _shapes(str text) noexcept:
    """Return the shapes of a text as bits; 0 if no pattern can match, as of most texts."""
    cdef int shapes = 0
    cdef Py_ssize_t digits = 0
    cdef bint is_start = True  # whether there was no letter or digit yet
    cdef Py_UCS4 character, previous = 0, before = 0
    for character in text:
        if not _is_decimal(character):
            digits = 0
            if character in u"@©[{/:：":
                shapes |= SIGN
        else:
            digits += 1
            shapes |= SIGN
            if digits == 4:
                shapes |= YEAR
            if is_start or _is_capital(previous) or (previous == u" " and _is_capital(before)):
                shapes |= POSTCODE
        is_start = is_start and not is_in_word(character)
        before, previous = previous, character
    return shapes | PHONE if shapes and _ends_with_number(text) else shapes


cdef bint _ends_with_number(str text) noexcept:
    """True if the last letter or digit is a digit, with only digits and separators before it."""
    cdef Py_ssize_t last = len(text) - 1, i
    while last >= 0 and not is_in_word(text[last]):
        last -= 1
    if last < PHONE_LENGTH or not _is_decimal(text[last]):
        return False
    for i in range(last - PHONE_LENGTH, last):
        if not _is_decimal(text[i]) and text[i] not in u" ()./-":
            return False
    return True


cdef inline bint _is_decimal(Py_UCS4 character) noexcept:
    """True for what `\\d` matches."""
    return 48 <= character <= 57 if character < 128 else character.isdecimal()


cdef inline bint _is_capital(Py_UCS4 character) noexcept:
    return 65 <= character <= 90


cdef bint _has_one_of(str characters, str text) noexcept:
    """True if a text has one of some characters."""
    cdef Py_UCS4 character
    for character in characters:
        if character in text:
            return True
    return False
