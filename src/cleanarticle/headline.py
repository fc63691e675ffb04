"""Headline: the title of an article out of what a page calls itself and what its headings show."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.words import words

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
    named = tuple(one for one in headings if site.is_named_by(one, statements))
    site = site._replace(names=(*site.names, *named))
    bare = [Headline(site.cut_from(text), source) for source, text in statements]
    bare.sort(key=lambda one: site.is_called(one.text))  # the site's name is better than nothing
    whole = [set(words(text)) for _, text in statements]
    claims = [*(set(words(one.text)) for one in bare), *whole]
    best, agreed = None, _LEAST_AGREEMENT
    for heading in headings:
        shown = set(words(heading))
        agreement = max((_agreement(shown, claim) for claim in claims), default=0.0)
        if agreement > agreed and heading not in named:
            best, agreed = heading, agreement
    if best is None:
        if bare:
            return bare[0]
        return Headline(headings[0], "heading") if headings else None
    title = site.cut_from(best)
    same = (one.source for one in bare if words(one.text) == words(title))
    return Headline(title, next(same, "heading"))


def _agreement(shown: set[str], claimed: set[str]) -> float:
    return len(shown & claimed) / len(shown | claimed) if shown and claimed else 0.0


class Site(NamedTuple):
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
        if letters in map(_letters, self.names):
            return bool(letters)
        if len(letters) < _TELLING_LETTERS or len(domain) < _TELLING_LETTERS:
            return bool(letters) and letters == domain
        longer = len(letters) - len(domain)
        return letters in _letters(self.host) or (
            letters.startswith(domain) and longer <= _MORE_LETTERS
        )

    @property
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

    def is_named_by(self, heading: str, statements: Sequence[tuple[str, str]]) -> bool:
        """Whether a heading shows the site's name: it is all that stands behind the title."""
        if self.is_called(heading):
            return True
        found = words(heading)
        if any(words(text) == found for _, text in statements):
            return False
        splits = (_SEPARATOR.split(text) for _, text in statements)
        return any(
            words(parts[-1]) == found and not self.is_called(parts[0])
            for parts in splits
            if len(parts) > 1
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
