"""Constructs: elements that a reader sees as something other than their markup says.

A listing may be a table, a poem a row of `div` elements, a formula a hundred nested `span`
elements, a letter a picture. They are found before the walk, so that the walk only looks up roles,
and text, Markdown and HTML agree on what is shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache, lru_cache
from itertools import chain
from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.core import construct_search
from cleanarticle.core.asides import (
    HINT_TAGS,
    INITIAL_PARTS,
    heading_links,
    is_hint_text,
    is_initial_block,
    is_initial_name,
    is_omitted,
    picture_letters,
)
from cleanarticle.core.custom_elements import custom_blocks
from cleanarticle.core.drawings import drawing_roles
from cleanarticle.core.formulas import (
    FORMULA_CLASSES,
    MATH_LIBRARIES,
    PICTURE_CLASSES,
    formula_text,
    is_formula,
    may_be_formula,
    read_formula,
)
from cleanarticle.core.listing_headers import header_roles
from cleanarticle.core.listings import (
    CODE_WORDS,
    LISTING_CLASSES,
    LISTING_TAGS,
    listing_roles,
    may_be_listing,
    says_code,
)
from cleanarticle.core.roles import (
    HEADING_TAGS,
    INLINE,
    LINE,
    LISTING,
    MEDIA,
    REPLACED,
    SKIP,
    class_names,
    is_block_level,
)
from cleanarticle.core.tasks import is_task_box
from cleanarticle.core.verse import (
    LINE_WORDS,
    VERSE_WORDS,
    is_line_name,
    is_verse_name,
    verse_lines,
)
from cleanarticle.parsing.element_values import with_value

if TYPE_CHECKING:
    from collections.abc import Container

    from cleanarticle.core.formulas import Formula
    from cleanarticle.parsing import tree_index
    from cleanarticle.parsing.document import Element


@dataclass(frozen=True)
class Constructs:
    """The constructs of a page.

    Attributes:
        roles: The roles of their elements, see `core.roles`; LISTING for the outermost element of
            a listing whose lines are elements.
        holders: The elements in listings that have nothing but lines in them.
        collapsing: The listings in which whitespace is collapsed, as nothing but line breaks
            separates their lines.
        has_tex: Whether a script of the page renders TeX in its text.
        formulas: The formula that each element with the role REPLACED shows.
        letters: The letters that pictures with the role REPLACED show.
    """

    roles: dict[Element, int] = field(default_factory=dict)
    holders: set[Element] = field(default_factory=set)
    collapsing: set[Element] = field(default_factory=set)
    has_tex: bool = False
    formulas: dict[Element, Formula] = field(default_factory=dict)
    letters: dict[Element, str] = field(default_factory=dict)

    def shown(self, element: Element) -> str:
        """Return the text of an element with the role REPLACED."""
        formula = self.formulas.get(element)
        return self.letters[element] if formula is None else formula_text(formula)


def find_constructs(index: tree_index.TreeIndex, hiding: Container[Element]) -> Constructs:
    """Return the constructs of a page.

    Args:
        index: The elements of the page.
        hiding: Elements that hide their text; they are never constructs.
    """
    finder = _Finder(hiding)
    possible = _possible_constructs(index)
    for element, bits in construct_search.find_candidates(index, possible, is_hint_text):
        finder.read(element, bits)
    for number in index.numbers(index.forms_tagged("input")):
        if is_task_box(index.element(number)):
            finder.constructs.roles[index.element(number)] = MEDIA
    for element, role in chain(custom_blocks(index), drawing_roles(index)):
        if not finder.is_read(element):
            finder.constructs.roles[element] = role
    scripts = index.numbers(index.forms_tagged("script"))
    has_tex = bool(with_value(index, scripts, ("src",), MATH_LIBRARIES))
    return replace(finder.constructs, has_tex=has_tex)


_FORMULA, _LETTER, _HINT, _HEADING, _LISTING, _VERSE, _LINE = construct_search.CONSTRUCTS
"""What an element may be, by its tag and its class names."""

_CODE_NAME, _PLAIN_PICTURE = construct_search.NAMES
"""A name that says that lines inside are code, and a picture that no name calls a formula."""

_FIRST_WORD = re.compile(r"(?<!\S)[a-z]+")


def _possible_constructs(index: tree_index.TreeIndex) -> list[int]:
    """Return what elements of each form may be, as bits.

    Few names say anything, and matching all patterns takes long, so the words in a name decide
    whether it is read.
    """
    named = frozenset(index.forms_with_words(_naming_words(), INITIAL_PARTS))
    return [
        _possible_by_name(tag, name) if form in named or tag == "img" else _possible_by_tag(tag)
        for form, (tag, name) in enumerate(index.forms)
    ]


@cache
def _naming_words() -> frozenset[str]:
    """Return words of which at least one is in each name of a construct other than an initial."""
    names = (*FORMULA_CLASSES, *LISTING_CLASSES, *CODE_WORDS, *VERSE_WORDS, *LINE_WORDS)
    return frozenset(_FIRST_WORD.findall(" ".join(names)))


def _possible_by_name(tag: str, name: str | None) -> int:
    classes = class_names(name)
    return (
        _FORMULA * may_be_formula(tag, classes)
        | _LETTER * (tag in ("img", "table") or (tag in ("div", "p") and is_initial_name(name)))
        | _HINT * (tag in HINT_TAGS)
        | _HEADING * (tag in HEADING_TAGS)
        | _LISTING * may_be_listing(tag, name)
        | _VERSE * (is_block_level(tag) and is_verse_name(name))
        | _LINE * (tag == "code" or is_line_name(name))
        | _CODE_NAME * (says_code(name) or not classes.isdisjoint(LISTING_CLASSES))
        | _PLAIN_PICTURE * (tag == "img" and classes.isdisjoint(PICTURE_CLASSES))
    )


def _possible_by_tag(tag: str) -> int:
    return (
        _possible_by_short_tag(tag) if len(tag) <= _MAX_TAG_LENGTH else _possible_by_name(tag, None)
    )


_MAX_TAG_LENGTH = 50


@lru_cache(maxsize=1_024)
def _possible_by_short_tag(tag: str) -> int:
    """Tags up to this length, in characters, are kept from page to page."""
    return _possible_by_name(tag, None)


class _Finder:
    """A search for the constructs of one page."""

    def __init__(self, hiding: Container[Element]) -> None:
        self.hiding = hiding
        self.constructs = Constructs()
        self.read_elements: set[Element] = set()
        self.sources: set[Element | None] = set()

    def read(self, element: Element, possible: int) -> None:
        """Note the construct that an element is or is the first line of, if any.

        Args:
            element: The element.
            possible: What it may be, as bits.
        """
        if self.is_read(element):
            return
        for bit, read in self.READERS:
            if possible & bit and read(self, element):
                break

    def is_read(self, element: Element) -> bool:
        """Return True if an element is part of a construct, or hidden."""
        return (
            element in self.read_elements
            or element in self.hiding
            or element in self.constructs.roles
        )

    def read_hint(self, element: Element) -> bool:
        """Note a hint for screen readers or a word that is repeated for them."""
        is_hint = is_omitted(element, self.hiding)
        if is_hint:
            self.omit(element)
        return is_hint

    def read_heading(self, heading: Element) -> bool:
        """Note the links of a heading to an editor and to itself."""
        for link in heading_links(heading):
            self.omit(link)
        return False

    def read_verse(self, element: Element) -> bool:
        """Note the lines of an element that is called verse, and those of its stanzas."""
        for each in (element, *element):
            if not self.is_read(each):
                self.constructs.roles.update(verse_lines(each, is_named=True))
        return False

    def read_first_line(self, line: Element) -> bool:
        """Note the lines of code or verse that begin with an element."""
        around = line.getparent()
        if around is None or line.getprevious() is not None or self.is_read(around):
            return False
        if not self.read_listing(around):
            self.constructs.roles.update(verse_lines(around))
        return False

    def omit(self, element: Element) -> None:
        """Note an element that is not shown."""
        self.constructs.roles[element] = SKIP
        self.read_elements.update(element.iterdescendants())

    def read_listing(self, element: Element) -> bool:
        """Note a listing; return False if an element is none whose lines are elements."""
        lines = listing_roles(element)
        if element.tag in LISTING_TAGS:
            lines = self._with_headers(element, lines)
        if lines is not None:
            self.add_listing(element, lines)
        return lines is not None

    def _with_headers(
        self, pre: Element, lines: dict[Element, int] | None
    ) -> dict[Element, int] | None:
        """Return the roles in a `pre` with those of its headers; note those above it."""
        headers = header_roles(pre)
        if not headers:
            return lines
        roles = lines or {}
        for header, role in headers.items():
            if pre not in header.iterancestors():
                self.omit(header)
                continue
            for element in header.iterdescendants():
                if roles.get(element) == LINE:
                    del roles[element]
            roles[header] = role
        return roles or None

    def add_listing(self, listing: Element, lines: dict[Element, int]) -> None:
        """Note a listing and the roles of the elements in it."""
        constructs = self.constructs
        constructs.roles[listing] = LISTING
        constructs.roles.update(lines)
        self.read_elements.update(listing.iterdescendants())
        holders = {line.getparent() for line, role in lines.items() if role == LINE}
        constructs.holders.update(
            each for each in holders if each is not None and all(child in lines for child in each)
        )
        if not holders and listing.tag not in LISTING_TAGS:
            constructs.collapsing.add(listing)

    def read_formula(self, element: Element) -> bool:
        """Note a formula; return False if an element is none whose source is known."""
        constructs = self.constructs
        if not is_formula(element, class_names(element.get("class"))):
            return False
        formula = read_formula(element)
        if formula is None:
            return False
        if formula.source in self.sources:
            constructs.roles[element] = SKIP
        else:
            constructs.roles[element] = REPLACED
            constructs.formulas[element] = formula
        self.sources.add(formula.source)
        self.read_elements.update(element.iterdescendants())
        return True

    def read_letter(self, element: Element) -> bool:
        """Note a picture of a letter, or a letter in a block of its own."""
        letters = picture_letters(element) if element.tag == "img" else ""
        if letters:
            self.constructs.roles[element] = REPLACED
            self.constructs.letters[element] = letters
        elif element.tag != "img" and is_initial_block(element):
            self.constructs.roles.update(dict.fromkeys(element.iter(etree.Element), INLINE))
        return bool(letters)

    READERS = (
        (_HINT, read_hint),
        (_FORMULA, read_formula),
        (_LETTER, read_letter),
        (_HEADING, read_heading),
        (_LISTING, read_listing),
        (_VERSE, read_verse),
        (_LINE, read_first_line),
    )
    """The kinds of constructs in the order in which they are looked for, and the methods that note
    them, which return True if the element is one. Bound methods in the object would keep the page
    in memory until the garbage collector finds the cycle."""
