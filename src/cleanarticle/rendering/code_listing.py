"""Detection of code listings, their languages and their line numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element

_LISTING_TAGS = frozenset(("pre", "listing", "xmp"))

_LISTING_CLASSES = frozenset(("js-file-line-container", "syntaxhighlighter"))
"""Classes of listings that are not `pre` elements: GitHub's file view and SyntaxHighlighter."""

_LINE_NUMBER_CLASSES = frozenset(
    """linenos lineno linenodiv line-number line-numbers line-numbers-rows lnt lnl ln gutter
    rouge-gutter blob-num hljs-ln-numbers crayon-nums""".split()
)
"""Classes of Pygments, Prism, Chroma, Rouge, GitHub, highlight.js and Crayon."""

_LANGUAGE_PREFIXES = ("language-", "lang-", "highlight-source-", "highlight-")

_LANGUAGE_ATTRIBUTES = ("data-lang", "data-language")

_PLAIN_TEXT_LANGUAGES = frozenset(
    "none default plain plaintext text txt notranslate nohighlight".split()
)
"""Language names that highlighters use for listings without a language."""

_MAX_LANGUAGE_ANCESTORS = 3
"""Number of ancestors, table elements excluded, that are searched for the language of a listing.

Chosen by hand: Pygments and Rouge use two wrappers, and a table of line numbers adds one.
"""


_MAX_LANGUAGE_LENGTH = 50
"""Longest name of a language, in characters: GitHub Linguist's longest has 34."""


def is_listing(element: Element, classes: frozenset[str]) -> bool:
    """Return True if an element is a code listing, in which all whitespace is significant."""
    return element.tag in _LISTING_TAGS or not classes.isdisjoint(_LISTING_CLASSES)


def is_line_number(element: Element, classes: frozenset[str]) -> bool:
    """Return True if an element holds line numbers of a listing."""
    return element.tag != "pre" and not classes.isdisjoint(_LINE_NUMBER_CLASSES)


def listing_language(listing: Element) -> str:
    """Return the language name that the highlighter uses for a listing, or "" if there is none."""
    for element in (*listing.iter(*_LISTING_TAGS, "code"), *_near_ancestors(listing)):
        for name in _language_names(element):
            is_language = name not in _PLAIN_TEXT_LANGUAGES and len(name) <= _MAX_LANGUAGE_LENGTH
            return name if is_language else ""
    return ""


def _near_ancestors(listing: Element) -> Iterator[Element]:
    remaining = _MAX_LANGUAGE_ANCESTORS
    for ancestor in listing.iterancestors():
        if ancestor.tag in ("table", "tbody", "tr", "td"):
            continue
        if not remaining or ancestor.tag == "body":
            return
        remaining -= 1
        yield ancestor


def _language_names(element: Element) -> Iterator[str]:
    for attribute in _LANGUAGE_ATTRIBUTES:
        value = (element.get(attribute) or "").strip()
        if value:
            yield value.split()[0]
    classes = (element.get("class") or "").split()
    for name in classes:
        for prefix in _LANGUAGE_PREFIXES:
            if name.startswith(prefix) and name != prefix:
                yield name.removeprefix(prefix)
                break
    # pandoc and highlight.js put the bare language name next to their own class.
    if "sourceCode" in classes or "hljs" in classes:
        yield from (name for name in classes if name not in ("sourceCode", "hljs"))
