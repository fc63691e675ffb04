"""Headline: the title of an article out of what a page calls itself and what its headings show."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.core.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SEPARATOR = re.compile(r"\s+[|\-–—»·:•/]\s+|\s*[|»]\s*")

_LEAST_AGREEMENT = 0.2
"""Share of common words from which a heading is the title that a page gives itself. Measured on
wcxb-dev and news-424: right titles fall by a point at 0.4 and by seven at 0.8."""


class Headline(NamedTuple):
    """A title, and where it comes from.

    Attributes:
        text: The title, without the site's name.
        source: Which statement says so, or "heading".
    """

    text: str
    source: str


def choose_headline(
    statements: Sequence[tuple[str, str]], headings: Sequence[str], site: Site
) -> Headline | None:
    """The title of a page.

    A page has several: one for searching machines, one for sharing, one that readers see. The one
    that is seen is the title, if it has words in common with the others; the others tell which
    heading it is.

    Args:
        statements: Sources and the titles that they give, the best first.
        headings: The texts of the headings, in page order.
        site: What is known of the site's name.
    """
    sources: dict[str, str] = {}
    for source, text in statements:
        sources.setdefault(text, source)
    said = [_Claim(text, tokenize(text), source) for text, source in sources.items()]
    named = tuple(one for one in headings if site.is_named_by(one, said))
    if named:
        site = replace(site, names=(*site.names, *named))
    bare = [one.without(site) for one in said]
    bare.sort(key=lambda one: site.is_called(one.text))  # the site's name is better than nothing
    claims = [set(one.words) for one in (*bare, *said)]
    best, agreed = None, _LEAST_AGREEMENT
    for heading in headings:
        shown = set(tokenize(heading))
        agreement = max((_agreement(shown, claim) for claim in claims), default=0.0)
        if agreement > agreed and heading not in named:
            best, agreed = heading, agreement
    if best is None:
        if bare:
            return Headline(bare[0].text, bare[0].source)
        return Headline(headings[0], "heading") if headings else None
    title = site.cut_from(best)
    found = tokenize(title)
    return Headline(title, next((one.source for one in bare if one.words == found), "heading"))


class _Claim(NamedTuple):
    """A title that a page gives itself, its words, and where it does so."""

    text: str
    words: list[str]
    source: str

    def without(self, site: Site) -> _Claim:
        """The same without the site's name."""
        bare = site.cut_from(self.text)
        return self if bare == self.text else _Claim(bare, tokenize(bare), self.source)


def _agreement(shown: set[str], claimed: set[str]) -> float:
    return len(shown & claimed) / len(shown | claimed) if shown and claimed else 0.0


@dataclass(frozen=True)
class Site:
    """What is known of a site's name.

    Attributes:
        names: What the page calls its site.
        host: The host's name, "" if it is not known.
    """

    names: tuple[str, ...] = ()
    host: str = ""

    def is_called(self, text: str) -> bool:
        """Whether a text is the site's name."""
        letters, domain = _letters(text), self._domain
        if letters in self._names:
            return bool(letters)
        if len(letters) < _TELLING_LETTERS or len(domain) < _TELLING_LETTERS:
            return bool(letters) and letters == domain
        longer = len(letters) - len(domain)
        return letters in self._host or (letters.startswith(domain) and longer <= _MORE_LETTERS)

    @cached_property
    def _names(self) -> frozenset[str]:
        """The letters of its names."""
        return frozenset(map(_letters, self.names))

    @cached_property
    def _host(self) -> str:
        """The letters of its host."""
        return _letters(self.host)

    @cached_property
    def _domain(self) -> str:
        """The host's own name: "example" of "www.example.co.uk"."""
        parts = [part for part in self.host.split(".")[:-1] if part not in _COMMON_PARTS]
        return _letters(max(parts, key=len, default=""))

    def cut_from(self, title: str) -> str:
        """A title without the site's name behind or before it."""
        parts = _SEPARATOR.split(title)
        if len(parts) < 2:
            return title
        before, behind = title[: title.rindex(parts[-1])], title[len(parts[0]) :]
        if self.is_called(parts[-1]) and before.strip(_MARKS):
            return self.cut_from(before.rstrip(_MARKS))
        if self.is_called(parts[0]) and behind.strip(_MARKS):
            return self.cut_from(behind.lstrip(_MARKS))
        return title

    def named_in(self, title: str) -> str | None:
        """The site's name behind or before a title, as far as the host tells that it is one."""
        parts = _SEPARATOR.split(title)
        if len(parts) < 2:
            return None
        return next((one for one in (parts[-1], parts[0]) if one and self.is_called(one)), None)

    def is_named_by(self, heading: str, said: Iterable[_Claim]) -> bool:
        """Whether a heading shows the site's name: it is all that stands behind the title."""
        if self.is_called(heading):
            return True
        found = tokenize(heading)
        if any(one.words == found for one in said):
            return False
        splits = (_SEPARATOR.split(one.text) for one in said)
        return any(
            len(parts) > 1 and tokenize(parts[-1]) == found and not self.is_called(parts[0])
            for parts in splits
        )


NO_SITE = Site()

_TELLING_LETTERS = 4
"""Letters below which part of a name is no sign of it; by hand."""

_MORE_LETTERS = 12
"""Letters by which a site's name may be longer than its host's: "magazine", "support". By hand."""

_MARKS = " |-–—»·:•/"
_COMMON_PARTS = frozenset(("www", "co", "com", "org", "net", "blog", "news", "docs"))


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold())).removeprefix("the")


def site_names(names: Iterable[str | None]) -> tuple[str, ...]:
    """The different names that a page calls its site."""
    return tuple(dict.fromkeys(name for name in names if name))
