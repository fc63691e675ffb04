"""Constructs: elements that a reader sees as something other than their markup says.

A listing may be a table, a poem a row of `div` elements, a formula a hundred nested `span`
elements, a letter a picture. They are found before the walk, so that the walk only looks up roles,
and text, Markdown and HTML agree on what is shown.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.core.asides import is_initial_block, is_omitted, picture_letters
from cleanarticle.core.formulas import (
    formula_text,
    is_formula,
    is_formula_script,
    is_math_library,
    read_formula,
)
from cleanarticle.core.listings import LISTING_TAGS, listing_roles
from cleanarticle.core.roles import INLINE, LINE, LISTING, REPLACED, SKIP, class_names
from cleanarticle.core.verse import verse_lines

if TYPE_CHECKING:
    from collections.abc import Container

    from cleanarticle.core.formulas import Formula
    from cleanarticle.parsing.document import Element


@dataclass(frozen=True)
class Constructs:
    """The constructs of a page.

    Attributes:
        roles: The roles of their elements, see `core.roles`; LISTING for the outermost element of
            a listing whose lines are elements.
        holders: The elements in listings that have lines in them.
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


def find_constructs(root: Element, hiding: Container[Element]) -> Constructs:
    """Return the constructs of a page.

    Args:
        root: The root element.
        hiding: Elements that hide their text; they are never constructs.
    """
    finder = _Finder(hiding)
    for element in root.iter(etree.Element):
        finder.read(element)
    return replace(finder.constructs, has_tex=any(map(is_math_library, root.iter("script"))))


class _Finder:
    """A search for the constructs of one page."""

    def __init__(self, hiding: Container[Element]) -> None:
        self.hiding = hiding
        self.constructs = Constructs()
        self.read_elements: set[Element] = set()
        self.sources: set[Element | None] = set()
        self.names: dict[str | None, frozenset[str]] = {None: frozenset()}

    def read(self, element: Element) -> None:
        """Note the construct that an element is, if any."""
        roles = self.constructs.roles
        if element in self.read_elements or element in self.hiding or element in roles:
            return
        name = element.get("class")
        classes = self.names.get(name)
        if classes is None:
            classes = self.names[name] = class_names(name)
        if self.read_inline(element, classes):
            return
        lines = listing_roles(element, classes)
        if lines is not None:
            self.add_listing(element, lines)
        elif element.tag not in LISTING_TAGS:
            roles.update(verse_lines(element, classes))

    def add_listing(self, listing: Element, lines: dict[Element, int]) -> None:
        """Note a listing and the roles of the elements in it."""
        constructs = self.constructs
        constructs.roles[listing] = LISTING
        constructs.roles.update(lines)
        self.read_elements.update(listing.iterdescendants())
        holders = {line.getparent() for line, role in lines.items() if role == LINE}
        constructs.holders.update(each for each in holders if each is not None)
        if not holders and listing.tag not in LISTING_TAGS:
            constructs.collapsing.add(listing)

    def read_inline(self, element: Element, classes: frozenset[str]) -> bool:
        """Note a formula, a letter or a hint; return False if an element is none of them."""
        constructs = self.constructs
        if is_formula(element, classes) or is_formula_script(element):
            formula = read_formula(element)
            if formula is not None:
                if formula.source in self.sources:
                    constructs.roles[element] = SKIP
                else:
                    constructs.roles[element] = REPLACED
                    constructs.formulas[element] = formula
                self.sources.add(formula.source)
                self.read_elements.update(element.iterdescendants())
                return True
        elif element.tag == "img":
            letters = picture_letters(element)
            if letters:
                constructs.roles[element] = REPLACED
                constructs.letters[element] = letters
        elif is_initial_block(element):
            constructs.roles[element] = INLINE
        elif is_omitted(element, classes, self.hiding):
            constructs.roles[element] = SKIP
            self.read_elements.update(element.iterdescendants())
            return True
        return False
