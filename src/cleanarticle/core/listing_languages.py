"""Languages of code listings: the names that highlighters and labels give them."""

from __future__ import annotations

import re
from itertools import chain, islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleanarticle.parsing.document import Element

_LANGUAGE_PREFIXES = ("language-", "lang-", "highlight-source-", "highlight-")

_LANGUAGE_ATTRIBUTES = ("data-lang", "data-language", "data-enlighter-language")

_BRUSH = re.compile(r"brush:\s*([\w+#.-]+)")
"""Language of SyntaxHighlighter."""

_HIGHLIGHTER_CLASSES = frozenset(("sourceCode", "hljs", "syntaxhighlighter", "nogutter"))
"""Classes of highlighters that put the bare language name next to them: pandoc, highlight.js,
SyntaxHighlighter."""

_PLAIN_TEXT_LANGUAGES = frozenset(
    "none default plain plaintext text txt auto notranslate nohighlight".split()
)
"""Language names that highlighters use for listings without a language."""

_LANGUAGE_NAME = re.compile(r"[^\W_][\w+#.*-]{0,49}")
"""The name of a language, at most 50 characters: GitHub Linguist's longest has 34."""

_LAYOUT_WORDS = frozenset(
    """area bar block body bottom box button buttons card container content copy dark element group
    header height inner light line linenumbers lines nowrap number numberlines numbers outer
    overflow panel pre row scroll section switch switcher tab tabs title toolbar top width wrap
    wrapper white whitespace with""".split()
)
"""Words in the class names of boxes, which are in no name of a language: "highlight-wrapper"."""

_TEXT_LANGUAGE = re.compile(r"(?:en|de|fr|es|it|pt|nl|ja|zh|ko|ru)(?:[-_]\w{2,4})?", re.IGNORECASE)
"""Languages of people, without those whose codes programming languages have, too, as "pl"."""

_MAX_LANGUAGE_ANCESTORS = 3
"""Number of ancestors, table elements excluded, that are searched for the language of a listing.

Chosen by hand: Pygments and Rouge use two wrappers, and a table of line numbers adds one.
"""

_MAX_CLASSES_LENGTH = 1_000
"""Characters of an attribute with classes that are read: those of a box are read for each listing
in it. Chosen by hand."""

_LABELS = frozenset(
    """asm assembly bash batch c c# c++ clojure cmake cmd cobol console cpp csharp css dart diff
    dockerfile elixir erlang f# fortran go golang graphql groovy haskell hcl html http ini java
    javascript js json jsx julia kotlin kt latex less lisp lua makefile markdown matlab md mermaid
    nginx objective-c ocaml pascal perl php plaintext powershell properties protobuf py python r
    racket rb ruby rust rs scala scheme scss sh shell solidity sql svelte swift terminal terraform
    tex text toml ts tsx txt typescript vb vue xml yaml yml zig zsh""".split()
)
"""Names that labels of listings show, in lower case: the languages of the 2024 survey of Stack
Overflow, those of configuration files, and the common short forms."""

_CONSOLES = frozenset(("terminal", "cmd", "batch"))
"""Labels that name a program, not a language."""


def declared_language(elements: Iterable[Element], listing: Element) -> str | None:
    """Return the language name that the highlighter uses for a listing.

    Args:
        elements: The parts of the listing whose names say its language.
        listing: The listing.

    Returns:
        "" for a listing without a language, None if nothing is said.
    """
    for element in chain(elements, _near_ancestors(listing)):
        for name in _language_names(element):
            return "" if name in _PLAIN_TEXT_LANGUAGES else name
    return None


def is_language(name: str) -> bool:
    """Return True if a name in lower case is that of a language that labels show."""
    return name in _LABELS


def labeled_language(text: str) -> str:
    """Return the language that a label names, "" if it is none."""
    name = text.strip(" :").lower()
    return "" if name in _PLAIN_TEXT_LANGUAGES or name in _CONSOLES else name


def _near_ancestors(listing: Element) -> Iterator[Element]:
    around = (a for a in listing.iterancestors() if a.tag not in ("table", "tbody", "tr", "td"))
    for ancestor in islice(around, _MAX_LANGUAGE_ANCESTORS):
        if ancestor.tag == "body":
            return
        yield ancestor


def _language_names(element: Element) -> Iterator[str]:
    """Yield what an element gives as names of languages, without the names of boxes."""
    for attribute in _LANGUAGE_ATTRIBUTES:
        value = (element.get(attribute) or "").strip()
        if value:
            yield from filter(_may_be_language, value.split()[:1])
    value = (element.get("class") or "")[:_MAX_CLASSES_LENGTH]
    if value:
        yield from filter(_may_be_language, _names_in_classes(value))


def _names_in_classes(value: str) -> Iterator[str]:
    classes = value.split()
    for name in classes:
        for prefix in _LANGUAGE_PREFIXES:
            if name.startswith(prefix) and name != prefix:
                yield name.removeprefix(prefix)
                break
    if brush := _BRUSH.search(value):
        yield brush[1]
    if not _HIGHLIGHTER_CLASSES.isdisjoint(classes):
        yield from (name for name in classes if name not in _HIGHLIGHTER_CLASSES)


def _may_be_language(name: str) -> bool:
    """Return True unless a name is that of a box, or of a language of people."""
    return (
        _LANGUAGE_NAME.fullmatch(name) is not None
        and _LAYOUT_WORDS.isdisjoint(name.lower().replace("_", "-").split("-"))
        and not _TEXT_LANGUAGE.fullmatch(name)
    )
