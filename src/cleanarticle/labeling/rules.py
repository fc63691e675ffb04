"""Rules: a user's choice of blocks to keep or drop, regardless of the models.

A rule is a CSS selector or a phrase: `text=Read more about us` matches every block that contains
these words in a row, `text="Read more"` every block that consists of exactly these words. Case and
punctuation of a phrase are ignored.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias, cast

from cleanarticle.core.segmentation import Part
from cleanarticle.core.tokens import tokenize, tokenize_texts
from cleanarticle.core.weights import load_dictionary
from cleanarticle.errors import ConfigError
from cleanarticle.files.toml import read_toml
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from lxml.etree import XPath

    from cleanarticle.core.segmentation import Segmentation, TextBlock
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.parsing.document import Document, Element

_PHRASE_PREFIX = "text="
"""Prefix of a rule that is a phrase, as in Playwright's selectors."""


class Rule(NamedTuple):
    """One rule.

    Attributes:
        text: The selector or phrase as the user wrote it.
        keep: True to keep the blocks that it matches, False to drop them.
    """

    text: str
    keep: bool

    @property
    def verdict(self) -> Adjustment:
        """The verdict on a block that the rule matches."""
        action = "kept" if self.keep else "dropped"
        log_odds = math.inf if self.keep else -math.inf
        return Adjustment(log_odds, f"{action} by your rule '{self.text}'")

    @property
    def phrase(self) -> str | None:
        """The phrase; None if the rule is a selector."""
        is_phrase = self.text.startswith(_PHRASE_PREFIX)
        return self.text.removeprefix(_PHRASE_PREFIX) if is_phrase else None


@dataclass(frozen=True, slots=True)
class Rules:
    """Blocks to keep and to drop on a page.

    If several rules match a block, a phrase wins over a selector, the selector of an inner element
    over those of outer ones, and of two rules for the same element the one that keeps.

    Attributes:
        keep: Selectors and phrases of body blocks.
        drop: Selectors and phrases of boilerplate blocks.

    Raises:
        ConfigError: A selector is invalid, or a phrase has no words.
    """

    keep: Sequence[str] = ()
    drop: Sequence[str] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "keep", _rule_texts("keep", self.keep))
        object.__setattr__(self, "drop", _rule_texts("drop", self.drop))
        for rule in self.by_priority():
            _check(rule)

    def by_priority(self) -> Iterator[Rule]:
        """Yield the rules, the winning ones last."""
        yield from (Rule(text, keep=False) for text in self.drop)
        yield from (Rule(text, keep=True) for text in self.keep)

    def for_url(self, url: str | None) -> list[Rule]:  # noqa: ARG002 - the interface of HostRules
        """Return these rules, the winning ones last: they apply to every page."""
        return list(self.by_priority())


@dataclass(frozen=True, slots=True)
class HostRules:
    """Rules by host.

    Attributes:
        hosts: Rules by host name, which also apply to its subdomains: "example.org" covers
            "www.example.org". Those of "*" apply everywhere. Case does not count.

    Raises:
        ConfigError: It is not a mapping from str to `Rules`.
    """

    hosts: Mapping[str, Rules] = field(default_factory=dict)

    def __post_init__(self) -> None:
        hosts: object = self.hosts
        if not isinstance(hosts, Mapping):
            raise ConfigError(f"hosts must be a mapping of host names to Rules, not {hosts!r}")
        for host, rules in hosts.items():
            if not isinstance(host, str) or not isinstance(rules, Rules):
                raise ConfigError(f"hosts must map host names to Rules, not {host!r} to {rules!r}")
        lower = {host.lower(): rules for host, rules in hosts.items()}
        object.__setattr__(self, "hosts", lower)

    @classmethod
    def load(cls, path: Path) -> HostRules:
        """Read rules from a TOML file with a table per host and the lists `keep` and `drop`.

        Raises:
            ConfigError: The file cannot be read or is not valid TOML, or a table is malformed.
        """
        tables = _host_tables(read_toml(path))
        return cls({host: _rules_of_table(path, host, table) for host, table in tables})

    def for_url(self, url: str | None) -> list[Rule]:
        """Return the rules for a page; of equal ones the last wins, that of its own host."""
        labels = host_of(url).split(".")
        names = ["*", *(".".join(labels[index:]) for index in reversed(range(len(labels))))]
        matching = (self.hosts[name] for name in names if name in self.hosts)
        return [rule for rules in matching for rule in rules.by_priority()]


AnyRules: TypeAlias = "Rules | HostRules"


def _host_tables(
    table: Mapping[str, Any], parent: str = ""
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield the tables of a file by host; TOML reads [example.org] as a table within a table."""
    inner = {name: value for name, value in table.items() if isinstance(value, dict)}
    own = {name: value for name, value in table.items() if name not in inner}
    if own:
        yield parent, own
    for name, value in inner.items():
        yield from _host_tables(value, f"{parent}.{name}".strip(".").lower())


def _rules_of_table(path: Path, host: str, table: Mapping[str, Any]) -> Rules:
    if not host:
        name = next(iter(table))
        raise ConfigError(f'{path}: {name!r} is outside of any table; write ["example.org"] above')
    unknown = sorted(table.keys() - {"keep", "drop"})
    if unknown:
        raise ConfigError(f"{path}: [{host}] has {unknown[0]!r}; it can have keep and drop")
    try:
        return Rules(**table)
    except ConfigError as error:
        raise ConfigError(f"{path}: [{host}] {error}") from error


def _rule_texts(name: str, texts: Iterable[str]) -> tuple[str, ...]:
    is_list = hasattr(texts, "__iter__") and not isinstance(texts, (str, bytes, Mapping))
    if not is_list:
        raise ConfigError(f"{name} must be a list of selectors and phrases, not {texts!r}")
    return tuple(texts)


def _check(rule: Rule) -> None:
    if not isinstance(rule.text, str):
        raise ConfigError(f"a rule must be a str, not {rule.text!r}")
    if rule.phrase is None:
        _compile(rule.text)
    elif not tokenize(rule.phrase):
        raise ConfigError(f"the rule {rule.text!r} has no words")


@lru_cache(maxsize=256)  # more selectors than the rules of a batch usually have
def _compile(selector: str) -> XPath:
    """Compile a selector.

    Raises:
        ConfigError: It is invalid.
    """
    from lxml import etree
    from lxml.cssselect import CSSSelector, SelectorError

    try:
        compiled = CSSSelector(selector, translator="html")
        compiled(etree.Element("p"))  # some errors, such as an unknown prefix, come only here
    except (SelectorError, etree.XPathError) as error:
        message = (
            f"the rule {selector!r} is not a CSS selector: {error}; a phrase begins with text="
        )
        raise ConfigError(message) from error
    return compiled


def rule_verdicts(
    rules: Sequence[Rule], document: Document | None, segmentation: Segmentation
) -> Adjustments:
    """Return the verdicts of rules on a page's blocks.

    Args:
        rules: The rules, the winning ones last.
        document: The page; None for plain text, where selectors match nothing.
        segmentation: Its blocks.
    """
    verdicts: Adjustments = {}
    selectors = [rule for rule in rules if rule.phrase is None]
    if document is not None and selectors:
        verdicts |= _selector_verdicts(document.root, segmentation, selectors)
    phrases = [rule for rule in rules if rule.phrase is not None]
    return verdicts | _phrase_verdicts(segmentation, phrases) if phrases else verdicts


def _selector_verdicts(
    root: Element, segmentation: Segmentation, rules: Iterable[Rule]
) -> Adjustments:
    selected = {
        element: rule.verdict for rule in rules for element in _select(root, rule.text)
    }  # the winning rule comes last
    if not selected:
        return {}
    inherited: dict[Element | None, Adjustment | None] = {None: None}
    for element in root.iter():
        inherited[element] = selected.get(element) or inherited[element.getparent()]
    verdicts = (_block_verdict(segmentation, block, inherited) for block in segmentation.blocks)
    return {index: verdict for index, verdict in enumerate(verdicts) if verdict is not None}


def _select(root: Element, selector: str) -> list[Element]:
    return cast("list[Element]", _compile(selector)(root))


def _block_verdict(
    segmentation: Segmentation,
    block: TextBlock,
    inherited: Mapping[Element | None, Adjustment | None],
) -> Adjustment | None:
    """Return the verdict that all of a block's text shares, else that on its box."""
    verdicts = {
        inherited[element.getparent() if part is Part.TAIL else element]
        for element, part in block.pieces
        if _has_text(element, part)
    }
    box = segmentation.boxes[block.box]
    return verdicts.pop() if len(verdicts) == 1 else inherited[box.element]


def _has_text(element: Element, part: Part) -> bool:
    text = element.text if part is Part.TEXT else element.tail if part is Part.TAIL else None
    return bool(text and text.strip())


def _phrase_verdicts(segmentation: Segmentation, rules: Iterable[Rule]) -> Adjustments:
    verdicts: Adjustments = {}
    tokens = tokenize_texts([block.text for block in segmentation.blocks], load_dictionary())
    haystacks = [f" {' '.join(words)} " for words in tokens]
    for rule in rules:
        phrase = rule.phrase or ""
        needle = f" {' '.join(tokenize(phrase))} "
        is_quoted = len(phrase) > 1 and phrase[0] == phrase[-1] == '"'
        for index, haystack in enumerate(haystacks):
            if haystack == needle or (not is_quoted and needle in haystack):
                verdicts[index] = rule.verdict
    return verdicts
