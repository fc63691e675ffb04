"""Article titles: selection of the title among the page's own titles and its headings."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.core.tokens import tokenize

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_SEPARATOR = re.compile(r"\s+[|\-–—»·:•/]\s+|\s*[|»]\s*")
_SEPARATOR_CHARACTERS = " |-–—»·:•/"

_MAX_PARTS = 50
"""Maximum parts of a title from which the site's name is removed, one at a time. Chosen by hand."""

_MIN_SIMILARITY = 0.2
"""Similarity (Jaccard index of the words) that a heading and a title in the metadata must exceed.
Measured on wcxb-dev and news-424: accuracy drops by 1 point at 0.4 and by 7 points at 0.8."""

_MIN_NAME_LETTERS = 4
"""Minimum letters of a text or a domain label for a partial match. Chosen by hand."""

_MAX_EXTRA_LETTERS = 12
"""Maximum letters by which a site's name is longer than its domain label: "magazine", "support".
Chosen by hand."""

_GENERIC_LABELS = frozenset(("www", "co", "com", "org", "net", "blog", "news", "docs"))
"""Labels of host names that do not name a site."""


class Title(NamedTuple):
    """A title and its source.

    Attributes:
        text: The title without the site's name.
        source: The source in the metadata that gives this title, or "heading".
    """

    text: str
    source: str


def choose_title(
    statements: Sequence[tuple[str, str]], headings: Sequence[str], site: SiteName
) -> Title | None:
    """Return the title of the article, None if the page has neither titles nor headings.

    A page usually has several titles: for search engines, for social media and the visible one.
    The heading most similar to any title in the metadata is the title. If none is similar enough,
    the first title in the metadata is; without metadata, the first heading is.

    Args:
        statements: Pairs of a source and the title it gives, the most reliable source first.
        headings: Texts of the headings, in page order.
        site: Names of the site, which are removed from the title.
    """
    sources: dict[str, str] = {}
    for source, text in statements:
        sources.setdefault(text, source)
    originals = [_Candidate(text, tokenize(text), source) for text, source in sources.items()]
    site_headings = tuple(text for text in headings if site.matches_heading(text, originals))
    if site_headings:
        site = replace(site, names=(*site.names, *site_headings))
    candidates = [candidate.without(site) for candidate in originals]
    candidates.sort(key=lambda candidate: site.matches(candidate.text))  # the site's name is last
    titles = [set(candidate.words) for candidate in (*candidates, *originals)]
    best, best_similarity = None, _MIN_SIMILARITY
    for heading in headings:
        heading_words = set(tokenize(heading))
        similarity = max((_jaccard(heading_words, title) for title in titles), default=0.0)
        if similarity > best_similarity and heading not in site_headings:
            best, best_similarity = heading, similarity
    if best is None:
        if candidates:
            return Title(candidates[0].text, candidates[0].source)
        return Title(headings[0], "heading") if headings else None
    title = site.remove_from(best)
    words = tokenize(title)
    equal = (candidate.source for candidate in candidates if candidate.words == words)
    return Title(title, next(equal, "heading"))


class _Candidate(NamedTuple):
    """A title in the page's metadata, its words and its source."""

    text: str
    words: list[str]
    source: str

    def without(self, site: SiteName) -> _Candidate:
        """Return the candidate with the site's name removed."""
        text = site.remove_from(self.text)
        return self if text == self.text else _Candidate(text, tokenize(text), self.source)


def _jaccard(first: set[str], second: set[str]) -> float:
    return len(first & second) / len(first | second) if first and second else 0.0


@dataclass(frozen=True)
class SiteName:
    """The names of a site and its host.

    Attributes:
        names: Names of the site in the page's metadata.
        host: Host name, "" if unknown.
    """

    names: tuple[str, ...] = ()
    host: str = ""

    def matches(self, text: str) -> bool:
        """Return True if a text is the site's name or derived from its host name."""
        letters, domain = _letters(text), self._domain_letters
        if letters in self._name_letters:
            return bool(letters)
        if len(letters) < _MIN_NAME_LETTERS or len(domain) < _MIN_NAME_LETTERS:
            return bool(letters) and letters == domain
        extra_letters = len(letters) - len(domain)
        return letters in self._host_letters or (
            letters.startswith(domain) and extra_letters <= _MAX_EXTRA_LETTERS
        )

    @cached_property
    def _name_letters(self) -> frozenset[str]:
        return frozenset(map(_letters, self.names))

    @cached_property
    def _host_letters(self) -> str:
        return _letters(self.host)

    @cached_property
    def _domain_letters(self) -> str:
        """Letters of the longest specific label of the host: "example" of "www.example.co.uk"."""
        labels = [label for label in self.host.split(".")[:-1] if label not in _GENERIC_LABELS]
        return _letters(max(labels, key=len, default=""))

    def remove_from(self, title: str) -> str:
        """Return a title without the site's name at its start and its end."""
        parts = _SEPARATOR.split(title)
        if not 2 <= len(parts) <= _MAX_PARTS:
            return title
        without_last, without_first = title[: title.rindex(parts[-1])], title[len(parts[0]) :]
        if self.matches(parts[-1]) and without_last.strip(_SEPARATOR_CHARACTERS):
            return self.remove_from(without_last.rstrip(_SEPARATOR_CHARACTERS))
        if self.matches(parts[0]) and without_first.strip(_SEPARATOR_CHARACTERS):
            return self.remove_from(without_first.lstrip(_SEPARATOR_CHARACTERS))
        return title

    def named_in(self, title: str) -> str | None:
        """Return the last or first part of a title that is the site's name, None if neither is."""
        parts = _SEPARATOR.split(title)
        if len(parts) < 2:
            return None
        return next((part for part in (parts[-1], parts[0]) if part and self.matches(part)), None)

    def matches_heading(self, heading: str, candidates: Iterable[_Candidate]) -> bool:
        """Return True if a heading is the site's name.

        It is if it matches the name or if a candidate title ends with it after a separator.
        """
        if self.matches(heading):
            return True
        words = tokenize(heading)
        if any(candidate.words == words for candidate in candidates):
            return False
        splits = (_SEPARATOR.split(candidate.text) for candidate in candidates)
        return any(
            len(parts) > 1 and tokenize(parts[-1]) == words and not self.matches(parts[0])
            for parts in splits
        )


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold())).removeprefix("the")


def site_names(names: Iterable[str | None]) -> tuple[str, ...]:
    """Return the distinct names, in their order and without None and empty texts."""
    return tuple(dict.fromkeys(name for name in names if name))
