"""Corrections: the rules and cues by which a user can correct the label of a block."""

from __future__ import annotations

import json
import re
from bisect import bisect_left
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.core.tokens import tokenize
from cleanarticle.errors import one_line
from cleanarticle.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.article import Article
    from cleanarticle.block import Block

_SHORT_WORDS = 12
"""Longest text, in words, that is taken as a phrase: longer ones hardly occur on two pages. Chosen
by hand."""

_MAX_STEPS = 100
"""Longest selector, in steps. Chosen by hand: real pages have some 20, and lxml compiles selectors
of several hundred."""

CUE_KIND = BlockKind.OTHER
"""The kind in a cue, until the user chooses another."""


class Correction(NamedTuple):
    """What to write into a file to correct the label of a block.

    Attributes:
        rule: A table of a file of rules (`HostRules`) that keeps a block of boilerplate, or drops a
            block of the body; "" if no rule can match it.
        others: The number of other blocks of the page that the rule matches.
        is_place: Whether the rule names the place of the block, where other pages may have text of
            another kind.
        cue: A table of a file of cues (`UserCues`) that gives the block the kind `CUE_KIND`; "" if
            its text is too long for a phrase.
    """

    rule: str
    others: int
    is_place: bool
    cue: str


def corrections(article: Article) -> Iterator[Correction]:
    """Yield the correction of each block of a page.

    A short text of its own is matched as a phrase, because other pages of the site may have it,
    too; another block by its place.
    """
    host = host_of(article.url) or "*"
    words = [tuple(tokenize(block.text)) for block in article.blocks]
    repeated = Counter(words)
    places = _Places(article.blocks)
    for block, own in zip(article.blocks, words, strict=True):
        is_short = 0 < len(own) <= _SHORT_WORDS
        phrase = one_line(block.text)
        phrase = phrase if tokenize(phrase) else ""  # words may be of unprintable characters
        selector = css_selector(block.xpath)
        is_place = selector != "" and not (is_short and repeated[own] == 1)
        if is_place:
            rule, others = selector, places.count_inside(block) - 1
        else:
            rule, others = phrase and f'text="{phrase}"', repeated[own] - 1
        action = "keep" if block.is_boilerplate else "drop"
        has_cue = is_short and phrase != "" and _obeys_cues(block)
        yield Correction(
            _table(host, action, rule) if rule else "",
            others,
            is_place,
            _table(CUE_KIND, "exact", _cue_phrase(phrase)) if has_cue else "",
        )


def _cue_phrase(text: str) -> str:
    """Return a text as a phrase of a cue, where "*" would stand for any word."""
    return " ".join(text.replace("*", " ").split())


def _obeys_cues(block: Block) -> bool:
    """Return True if a cue decides the kind of a short block.

    Titles, headings, cells, listings and formulas share the fate of the text that they belong to,
    and so do the texts of a consent dialog.
    """
    if block.is_boilerplate:
        return block.kind is not BlockKind.CONSENT
    is_listing = block.tag == "pre"
    is_part = is_listing or _PARTS.search(block.xpath or "") or block.text.startswith(_FORMULA)
    return not is_part and _WORD_COUNT.match(block.reason) is not None


_PARTS = re.compile(r"/(?:h[1-6]|t[dh])\[")
_FORMULA = "$$"
_WORD_COUNT = re.compile(r"\d+ words?")
"""The reason of a block that is body by its own score."""


def css_selector(xpath: str | None) -> str:
    """Return the CSS selector of a block's element; "" if there is none, or its path is long."""
    if not xpath or xpath.count("/") > _MAX_STEPS:
        return ""
    first, *steps = map(_split_step, xpath.removeprefix("/").split("/"))
    root = "html" if first[0] == "html" else ":root"
    return " > ".join((root, *(_css_step(name, number) for name, number in steps)))


def _split_step(step: str) -> tuple[str, str]:
    name, _, number = step.rstrip("]").partition("[")
    return name, number or "1"


def _css_step(name: str, number: str) -> str:
    """Return a step of a path; names that an XPath cannot have are counted with all others."""
    if name == "*":
        return f":nth-child({number})"
    if name == "body":
        return name
    return f"{_NOT_IN_NAMES.sub(_escape, name)}:nth-of-type({number})"


_NOT_IN_NAMES = re.compile(r"[^\w-]")


def _escape(match: re.Match[str]) -> str:
    return f"\\{match[0]}"


class _Places:
    """The paths of a page's blocks, sorted, so that those inside an element are in a row."""

    def __init__(self, blocks: Sequence[Block]) -> None:
        self._paths = sorted(f"{block.xpath}/" for block in blocks)

    def count_inside(self, block: Block) -> int:
        """Return the number of blocks in the element of a block, itself included."""
        start = f"{block.xpath}/"
        end = f"{block.xpath}0"  # "0" follows "/"
        return bisect_left(self._paths, end) - bisect_left(self._paths, start)


def _table(name: str, key: str, text: str) -> str:
    return f"[{_quoted(name)}]\n{key} = [{_quoted(text)}]\n"


def _quoted(text: str) -> str:
    """Return a string of TOML: literal if that spares escapes, else as JSON would write it."""
    if '"' in text and "'" not in text and text.isprintable():
        return f"'{text}'"
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
