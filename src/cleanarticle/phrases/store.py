"""The phrase store: the words by which pages say what their parts are, from `data/phrases`.

CONTRIBUTING.md describes the files.
"""

from __future__ import annotations

import json
import tomllib
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Any, NamedTuple

from cleanarticle.block import BlockKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence


class Role(StrEnum):
    """Where a phrase counts, and how much; the name of a list joins one or more by hyphens."""

    EXACT = "exact"
    """A cue: the whole block is the phrase."""
    STARTS = "starts"
    """A cue: the block begins with the phrase."""
    CONTAINS = "contains"
    """A cue: the phrase is anywhere in a short block."""
    ATTRS = "attrs"
    """A cue: words of class, id, role and similar attributes of a box around the block."""
    WORDS = "words"
    """Evidence: a word of the block, or two in a row."""
    NAMES = "names"
    """Evidence: a word of such attributes, or two in a row."""
    LINKS = "links"
    """Evidence: a word of the URL that the block links to, or two in a row."""


NAME_ROLES = frozenset((Role.ATTRS, Role.NAMES))
"""Roles of words of attributes."""


class PhraseList(NamedTuple):
    """Phrases, class names or words of URLs of one kind in the same roles.

    Attributes:
        kind: The kind of boilerplate.
        roles: Where they count.
        texts: Their words.
    """

    kind: BlockKind
    roles: tuple[Role, ...]
    texts: Sequence[str]


def phrase_lists(tables: Mapping[str, Mapping[str, Sequence[str]]]) -> Iterator[PhraseList]:
    """Yield the lists in tables by kind and roles, such as those of a file."""
    for kind, lists in tables.items():
        for name, texts in lists.items():
            yield PhraseList(BlockKind(kind), tuple(map(Role, name.split("-"))), texts)


@cache
def _load_files() -> Mapping[str, Mapping[str, Any]]:
    """Return the contents of each file by its name without ".toml", read once per process."""
    files = resources.files("cleanarticle").joinpath("data/phrases").iterdir()
    texts = {
        file.name.removesuffix(".toml"): file.read_text("utf-8")
        for file in sorted(files, key=lambda file: file.name)
        if file.name.endswith(".toml")
    }
    return {
        name: tomllib.loads(text) if name == "markup" else _read_lists(text)
        for name, text in texts.items()
    }


def _read_lists(text: str) -> Mapping[str, Any]:
    """Return the lists of a language's file: what `tomllib` returns, in an eighth of the time.

    Each list is one line, and a list of strings in TOML is one in JSON.
    """
    content: dict[str, Any] = {}
    for line in text.splitlines():
        if line and not line.startswith("#"):
            name, _, entries = line.partition(" = ")
            kind, _, roles = name.partition(".")
            table = content.setdefault(kind, {}) if roles else content
            table[roles or name] = json.loads(entries)
    return content


@cache
def load_phrases() -> tuple[PhraseList, ...]:
    """Return the packaged phrases of all languages, class names and words of URLs."""
    return tuple(
        phrases
        for content in _load_files().values()
        for phrases in phrase_lists({k: v for k, v in content.items() if isinstance(v, dict)})
    )


def load_lists(name: str) -> dict[str, list[str]]:
    """Return the lists of a name that is not a kind, such as "paywall_offers", by language.

    Raises:
        KeyError: No language has a list of this name.
    """
    files = _load_files().items()
    lists = {language: content[name] for language, content in files if name in content}
    if not all(isinstance(entries, list) for entries in lists.values()) or not lists:
        raise KeyError(f"no file in data/phrases has a list of the name {name!r}")
    return lists


@cache
def load_list(name: str) -> tuple[str, ...]:
    """Return the entries of the lists of a name in all languages.

    Raises:
        KeyError: No language has a list of this name.
    """
    return tuple(entry for entries in load_lists(name).values() for entry in entries)
