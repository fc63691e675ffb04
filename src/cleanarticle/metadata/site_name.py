"""Site names: what a page says and shows of the name of its site, in titles above all."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from cleanarticle.core.tokens import letters, tokenize
from cleanarticle.metadata.title_parts import (
    MAX_PARTS,
    MIN_SHOWN_WORDS,
    SEPARATOR,
    SEPARATOR_CHARACTERS,
    is_generic,
    section_titles,
)

if TYPE_CHECKING:
    from collections.abc import Iterable

_MIN_NAME_LETTERS = 4
"""Minimum letters of a text or a domain label for a partial match. Chosen by hand."""

_MAX_EXTRA_LETTERS = 12
"""Maximum letters by which a site's name is longer than its domain label: "magazine", "support".
Chosen by hand."""

_GENERIC_LABELS = frozenset(("www", "co", "com", "org", "net", "blog", "news", "docs"))
"""Labels of host names that do not name a site."""

LOGO = re.compile(r"\s*\b(?:logo|home ?page|home|startseite|accueil)$", re.IGNORECASE)
"""Words after the site's name in the description of its logo."""


@dataclass(frozen=True)
class SiteName:
    """The names of a site and its host.

    Attributes:
        names: Names of the site in the page's metadata.
        host: Host name, "" if unknown.
        sections: Names of its sections.
        headings: Those of its names that are headings of the page.
    """

    names: tuple[str, ...] = ()
    host: str = ""
    sections: tuple[str, ...] = ()
    headings: tuple[str, ...] = ()

    def matches(self, text: str) -> bool:
        """Return True if a text is the site's name or derived from its host name."""
        name, domain = _name_letters(text), self._domain_letters
        if self.is_name(text):
            return True
        if len(name) < _MIN_NAME_LETTERS or len(domain) < _MIN_NAME_LETTERS:
            return bool(name) and name == domain
        extra_letters = len(name) - len(domain)
        return name in self._host_letters or (
            name.startswith(domain) and extra_letters <= _MAX_EXTRA_LETTERS
        )

    def is_name(self, text: str) -> bool:
        """Return True if a text is one of the site's names."""
        return _name_letters(text) in self._letters_of_names

    @cached_property
    def _letters_of_names(self) -> frozenset[str]:
        return frozenset(map(_name_letters, self.names)) - {""}

    @cached_property
    def letters_of_sections(self) -> frozenset[str]:
        """Letters of the names of the sections, and of those that many sites have."""
        return section_titles().union(map(letters, self.sections)) - {""}

    @cached_property
    def _host_letters(self) -> str:
        return _name_letters(self.host)

    @cached_property
    def _domain_letters(self) -> str:
        """Letters of the longest specific label of the host: "example" of "www.example.co.uk"."""
        labels = [label for label in self.host.split(".")[:-1] if label not in _GENERIC_LABELS]
        return _name_letters(max(labels, key=len, default=""))

    def remove_from(self, title: str) -> str:
        """Return a title without the site's name at its start and its end."""
        name, _, rest = title.partition(": ")
        if rest and letters(name) in map(letters, self.headings):
            title = rest  # Blogger writes titles so; elsewhere the name before a colon is a topic.
        separators = list(SEPARATOR.finditer(title))
        if not 1 <= len(separators) < MAX_PARTS:
            return title
        without_last = _stripped(title[: separators[-1].start()])
        without_first = _stripped(title[separators[0].end() :])
        first, last = title[: separators[0].start()], title[separators[-1].end() :]
        if self._is_affix(last, without_last) and without_last.strip(SEPARATOR_CHARACTERS):
            return self.remove_from(without_last)
        if self._is_affix(first, without_first) and without_first.strip(SEPARATOR_CHARACTERS):
            return self.remove_from(without_first)
        return title

    def _is_affix(self, part: str, rest: str) -> bool:
        """Return True if a part of a title is the site's name, or a section beside more words."""
        if self.matches(part):
            return True
        is_longer = len(tokenize(rest)) > max(len(tokenize(part)), MIN_SHOWN_WORDS)
        return is_longer and letters(part) in self.letters_of_sections

    def named_in(self, title: str) -> str | None:
        """Return the last or first part of a title that is the site's name, None if neither is."""
        parts = SEPARATOR.split(title)
        if len(parts) < 2:
            return None
        return next((part for part in (parts[-1], parts[0]) if part and self.matches(part)), None)


def _stripped(title: str) -> str:
    """Return a title without separators around it; guillemets in pairs are quotation marks."""
    is_quoted = "«" in title and "»" in title
    return title.strip(_PLAIN_SEPARATORS if is_quoted else SEPARATOR_CHARACTERS)


_PLAIN_SEPARATORS = SEPARATOR_CHARACTERS.replace("»", "").replace("«", "")


def affix_among(title: str, names: Iterable[str]) -> str | None:
    """Return the last or first part of a title that is one of some names; None if neither is."""
    parts = [part for part in SEPARATOR.split(title) if part]
    if len(parts) < 2:
        return None
    known = {_name_letters(LOGO.sub("", name)) for name in names} - {""}
    affixes = (part for part in (parts[-1], parts[0]) if not is_generic(part))
    return next((part for part in affixes if _name_letters(part) in known), None)


def _name_letters(name: str) -> str:
    return letters(name).removeprefix("the")


def site_names(names: Iterable[str | None]) -> tuple[str, ...]:
    """Return the distinct names, in their order and without None and empty texts."""
    return tuple(dict.fromkeys(name for name in names if name))
