"""Code listings: which element is one, its language, and what of it are line numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element

_LISTINGS = frozenset(("pre", "listing", "xmp"))

_LISTING_CLASSES = frozenset(("js-file-line-container", "syntaxhighlighter"))
"""Listings that are no `pre`: GitHub's view of a file, and Alex Gorbatchev's SyntaxHighlighter."""

_NUMBERS = frozenset(
    """linenos lineno linenodiv line-number line-numbers line-numbers-rows lnt lnl ln gutter
    rouge-gutter blob-num hljs-ln-numbers crayon-nums""".split()
)
"""Classes of line numbers: Pygments, Prism, Chroma, Rouge, GitHub, highlight.js, Crayon."""

_PREFIXES = ("language-", "lang-", "highlight-source-", "highlight-")

_ATTRIBUTES = ("data-lang", "data-language")

_NO_LANGUAGES = frozenset("none default plain plaintext text txt notranslate nohighlight".split())
"""What highlighters call a listing without language."""

_NEAR = 3
"""How many elements around a listing may name its language: Pygments and Rouge wrap it in two,
and one more for a table of line numbers (set by hand)."""


def is_listing(element: Element, classes: frozenset[str]) -> bool:
    """Whether an element is a code listing, all white space of which counts."""
    return element.tag in _LISTINGS or not classes.isdisjoint(_LISTING_CLASSES)


def is_line_number(element: Element, classes: frozenset[str]) -> bool:
    """Whether an element numbers the lines of a listing."""
    return element.tag != "pre" and not classes.isdisjoint(_NUMBERS)


def language_of(listing: Element) -> str:
    """The language of a listing as its highlighter calls it; "" if none is named."""
    for element in (*listing.iter(*_LISTINGS, "code"), *_around(listing)):
        for name in _names(element):
            return "" if name in _NO_LANGUAGES else name
    return ""


def _around(listing: Element) -> Iterator[Element]:
    steps = _NEAR
    for element in listing.iterancestors():
        if element.tag in ("table", "tbody", "tr", "td"):
            continue
        if not steps or element.tag == "body":
            return
        steps -= 1
        yield element


def _names(element: Element) -> Iterator[str]:
    for attribute in _ATTRIBUTES:
        value = (element.get(attribute) or "").strip()
        if value:
            yield value.split()[0]
    classes = (element.get("class") or "").split()
    for name in classes:
        for prefix in _PREFIXES:
            if name.startswith(prefix) and name != prefix:
                yield name.removeprefix(prefix)
                break
    if "sourceCode" in classes or "hljs" in classes:  # pandoc and highlight.js: the word beside it
        yield from (name for name in classes if name not in ("sourceCode", "hljs"))
