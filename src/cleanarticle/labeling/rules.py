"""Rules: what a user wants kept or dropped, whatever the models say.

A rule is a CSS selector, or a phrase: `text=Read more about us` stands for every block in which
these words stand in a row, `text="Read more"` for every block that says just this. Case and
punctuation of a phrase do not count.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast
from urllib.parse import urlsplit

from cleanarticle.core.segmentation import Part
from cleanarticle.core.tokens import tokenize, tokenize_texts
from cleanarticle.core.weights import load_dictionary
from cleanarticle.errors import ConfigError
from cleanarticle.files.toml import read_toml
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    from lxml.etree import XPath

    from cleanarticle.core.segmentation import Segmentation, TextBlock
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.parsing.document import Document, Element

_PHRASE = "text="
"""How a rule that is a phrase begins, as in Playwright's selectors."""


class Rule(NamedTuple):
    """One rule.

    Attributes:
        text: As the user wrote it.
        keep: Whether it keeps what it names; else it drops it.
    """

    text: str
    keep: bool

    @property
    def adjustment(self) -> Adjustment:
        """The verdict on a block that the rule names."""
        done = "kept" if self.keep else "dropped"
        return Adjustment(
            math.inf if self.keep else -math.inf, f"{done} by your rule '{self.text}'"
        )

    @property
    def phrase(self) -> str | None:
        """The phrase; None if the rule is a selector."""
        return self.text.removeprefix(_PHRASE) if self.text.startswith(_PHRASE) else None


@dataclass(frozen=True, slots=True)
class Rules:
    """What to keep and what to drop on a page.

    Where several rules name a block, a phrase goes before a selector, the selector of the
    innermost element before those of the elements around it, and of two that name the same
    thing, the one that keeps.

    Attributes:
        keep: Selectors and phrases of what is body.
        drop: Selectors and phrases of what is not.

    Raises:
        ConfigError: A selector is not valid, or a phrase has no words.
    """

    keep: Sequence[str] = ()
    drop: Sequence[str] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "keep", _texts("keep", self.keep))
        object.__setattr__(self, "drop", _texts("drop", self.drop))
        for rule in self.each():
            _check(rule)

    def each(self) -> Iterator[Rule]:
        """The rules, those that win last."""
        yield from (Rule(text, keep=False) for text in self.drop)
        yield from (Rule(text, keep=True) for text in self.keep)

    def for_url(self, url: str | None) -> Rules:  # noqa: ARG002 - HostRules asks for it
        """These rules: they hold for every page."""
        return self

    def lean(self, document: Document | None, segmentation: Segmentation) -> Adjustments:
        """The verdicts on a page's blocks; in plain text selectors name nothing."""
        rules = list(self.each())
        found: Adjustments = {}
        selectors = [rule for rule in rules if rule.phrase is None]
        if document is not None and selectors:
            found |= _selected(document.root, segmentation, selectors)
        phrases = [rule for rule in rules if rule.phrase is not None]
        return found | _spoken(segmentation, phrases) if phrases else found


@dataclass(frozen=True, slots=True)
class HostRules:
    """Rules by host.

    Attributes:
        hosts: Rules by the name of the host, which also hold for the hosts below it:
            "example.org" for "www.example.org" too; those of "*" hold everywhere.
    """

    hosts: Mapping[str, Rules] = field(default_factory=dict)

    @classmethod
    def load(cls, path: Path) -> HostRules:
        """Read rules from a TOML file: a table a host, with the lists `keep` and `drop`.

        Raises:
            ConfigError: It cannot be read, is no TOML, or a table is not as it should be.
        """
        return cls({host: _of_table(path, host, table) for host, table in _hosts(read_toml(path))})

    def for_url(self, url: str | None) -> Rules:
        """The rules for a page, from those for all hosts to those for its own."""
        labels = _host(url).split(".")
        names = ["*", *(".".join(labels[at:]) for at in reversed(range(len(labels))))]
        found = [self.hosts[name] for name in names if name in self.hosts]
        return Rules(
            [text for rules in found for text in rules.keep],
            [text for rules in found for text in rules.drop],
        )


AnyRules: TypeAlias = "Rules | HostRules"


def _host(url: str | None) -> str:
    try:
        return urlsplit(url or "").hostname or ""
    except ValueError:  # a page may have been given any address
        return ""


def _hosts(table: Mapping[str, Any], around: str = "") -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tables of a file by host; TOML reads [example.org] as a table in a table."""
    inner = {name: part for name, part in table.items() if isinstance(part, dict)}
    own = {name: part for name, part in table.items() if name not in inner}
    if own:
        yield around, own
    for name, part in inner.items():
        yield from _hosts(part, f"{around}.{name}".strip(".").lower())


def _of_table(path: Path, host: str, table: Mapping[str, Any]) -> Rules:
    if not host:
        message = f'{path}: {next(iter(table))!r} stands in no table; write ["example.org"] above'
        raise ConfigError(message)
    unknown = sorted(table.keys() - {"keep", "drop"})
    if unknown:
        raise ConfigError(f"{path}: [{host}] has {unknown[0]!r}; it can have keep and drop")
    try:
        return Rules(**table)
    except ConfigError as error:
        raise ConfigError(f"{path}: [{host}] {error}") from error


def _texts(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    if isinstance(texts, str) or not hasattr(texts, "__iter__"):
        raise ConfigError(f"{name} must be a list of selectors and phrases, not {texts!r}")
    return tuple(texts)


def _check(rule: Rule) -> None:
    if not isinstance(rule.text, str):
        raise ConfigError(f"a rule must be a text, not {rule.text!r}")
    if rule.phrase is None:
        _compile(rule.text)
    elif not tokenize(rule.phrase):
        raise ConfigError(f"the rule {rule.text!r} has no words")


@lru_cache(maxsize=256)  # as many as a batch's pages use in turn
def _compile(selector: str) -> XPath:
    """A selector, ready to be looked for.

    Raises:
        ConfigError: It is not valid.
    """
    from lxml.cssselect import CSSSelector, SelectorError

    try:
        return CSSSelector(selector, translator="html")
    except SelectorError as error:
        message = f"the rule {selector!r} is no CSS selector: {error}; a phrase begins with text="
        raise ConfigError(message) from error


def _selected(root: Element, page: Segmentation, rules: Iterable[Rule]) -> Adjustments:
    direct = {
        element: rule.adjustment for rule in rules for element in _elements(root, rule.text)
    }  # a rule that wins comes later
    if not direct:
        return {}
    around: dict[Element | None, Adjustment | None] = {None: None}
    for element in root.iter():
        around[element] = direct.get(element) or around[element.getparent()]
    found = ((at, _of_block(page, block, around)) for at, block in enumerate(page.blocks))
    return {at: adjustment for at, adjustment in found if adjustment is not None}


def _elements(root: Element, selector: str) -> list[Element]:
    return cast("list[Element]", _compile(selector)(root))


def _of_block(
    page: Segmentation, block: TextBlock, around: Mapping[Element | None, Adjustment | None]
) -> Adjustment | None:
    """What is said of all of a block's text or of its box: a word in it does not speak for it."""
    said = {
        around[element.getparent() if part is Part.TAIL else element]
        for element, part in block.pieces
        if _says_something(element, part)
    }
    return said.pop() if len(said) == 1 else around[page.boxes[block.box].element]


def _says_something(element: Element, part: Part) -> bool:
    text = element.text if part is Part.TEXT else element.tail if part is Part.TAIL else None
    return bool(text and text.strip())


def _spoken(page: Segmentation, rules: Iterable[Rule]) -> Adjustments:
    found: Adjustments = {}
    of_blocks = tokenize_texts([block.text for block in page.blocks], load_dictionary())
    haystacks = [f" {' '.join(of_block)} " for of_block in of_blocks]
    for rule in rules:
        phrase = rule.phrase or ""
        needle = f" {' '.join(tokenize(phrase))} "
        is_whole = len(phrase) > 1 and phrase[0] == phrase[-1] == '"'
        for at, haystack in enumerate(haystacks):
            if haystack == needle or (not is_whole and needle in haystack):
                found[at] = rule.adjustment
    return found
