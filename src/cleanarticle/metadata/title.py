"""Article titles: selection of the title among the page's own titles and its headings."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.core.tokens import letters, tokenize
from cleanarticle.metadata.site_name import LOGO, SiteName
from cleanarticle.metadata.title_parts import (
    MAX_PARTS,
    MIN_SHOWN_WORDS,
    PART_END,
    SEPARATOR,
    is_generic,
)

if TYPE_CHECKING:
    import re
    from collections.abc import Callable, Iterable, Iterator, Sequence

_MIN_SIMILARITY = 0.2
"""Similarity (Jaccard index of the words) that a heading and a title in the metadata must exceed.
Measured on wcxb-dev and news-424: accuracy drops by 1 point at 0.4 and by 7 points at 0.8."""

_LONGER = 2
"""Times that a part of a title is longer than the last one, so that the last is the name of the
site although the page does not show the other. Chosen by hand."""


class Title(NamedTuple):
    """A title and its source.

    Attributes:
        text: The title without the site's name.
        source: The source in the metadata that gives this title, or "heading".
    """

    text: str
    source: str


@dataclass(frozen=True)
class PageTitles:
    """All texts of a page that may be its title, or are a part of it that is not.

    Attributes:
        statements: Pairs of a source and the title it gives, the most reliable source first.
        headings: Texts of the h1 headings, in page order.
        home_links: Texts of links to the home page, which may be the site's name; None if the page
            is the home page, whose title is the site's name.
        sections: Names of the section of the site.
        shown: Texts of the page's blocks.
        heading_parts: Texts of the elements that a heading consists of.
        headline: Returns the lower heading above the first prose, None if there is none. It is
            asked if no other title says anything.
    """

    statements: Sequence[tuple[str, str]]
    headings: Sequence[str] = ()
    home_links: Sequence[str] | None = ()
    sections: Sequence[str] = ()
    shown: Sequence[str] = ()
    heading_parts: Sequence[str] = ()
    headline: Callable[[], str | None] = lambda: None

    @cached_property
    def letters_of_shown(self) -> frozenset[str]:
        """Letters of the shown texts, without long ones."""
        return frozenset(letters(text) for text in self.shown if len(text) <= _MAX_SHOWN_LENGTH)


def choose_title(page: PageTitles, site: SiteName) -> Title | None:
    """Return the title of the article, None if the page has neither titles nor headings.

    A page usually has several titles: for search engines, for social media and the visible one.
    The heading most similar to any title in the metadata is the title, spelled as there if the
    letters are the same. If none is similar enough, the first title in the metadata is, unless it
    says nothing: then, and without metadata, the first heading is.

    Args:
        page: The titles of the page.
        site: Names of the site, which are removed from the title.
    """
    sources: dict[str, str] = {}
    for source, text in page.statements:
        sources.setdefault(text, source)
    originals = [_Candidate(text, tokenize(text), source) for text, source in sources.items()]
    home = SiteName(tuple(LOGO.sub("", text) for text in page.home_links or ()))
    known = replace(site, names=(*site.names, *home.names))
    site_headings = tuple(
        text for text in page.headings if _is_site_name(text, known, originals, page)
    )
    if site_headings:
        site = replace(site, names=(*site.names, *site_headings), headings=site_headings)
    site = replace(site, sections=tuple(page.sections))
    affixes = replace(site, names=(*site.names, *home.names))
    candidates = [
        candidate.without(affixes).behind_name(affixes, page).shortened(page)
        for candidate in originals
    ]
    articles = [text for text in page.headings if not (text in site_headings or home.matches(text))]
    articles += [
        part
        for part in page.heading_parts
        if not (known.matches(part) or part in site_headings) and _declares(candidates, part)
    ]
    best = _most_similar(articles, (*candidates, *originals))
    if best is None:
        other_names = (site, home) if page.home_links is not None else ()
        title = _first_title(candidates, articles or page.headings, other_names)
        says_nothing = title is None or is_generic(title.text) or known.is_name(title.text)
        may_have_other = page.home_links is not None and all(map(is_generic, page.headings))
        headline = page.headline() if says_nothing and may_have_other else None
        return Title(headline, "heading") if headline else title
    heading = _Candidate(best, tokenize(best), "heading").without(affixes)
    short_heading = heading.shortened(page)
    if len(short_heading.words) >= _MIN_SHOWN_WORDS_BEFORE_DASH:
        heading = short_heading
    return _spelled_as_declared(heading.text, candidates, (*sources, best), site)


_MAX_SHOWN_LENGTH = 200
"""Maximum characters of a text of the page that may be its title. Chosen by hand."""

_MIN_SHOWN_WORDS_BEFORE_DASH = 4
"""The same for other separators than "|", which also occur in titles, and for headings, which
readers see as a whole. Chosen by hand."""

_MAX_KICKER_WORDS = 2
"""Maximum words before the title in a heading, such as "Opinion". Chosen by hand."""


def _declares(candidates: Iterable[_Candidate], part: str) -> bool:
    """Return True if a part of a heading is a title that the page declares as that of an article.

    The title element can also be that of a section.
    """
    return any(
        candidate.has_letters_of(part)
        and (candidate.source != "title" or len(candidate.words) >= _MIN_WORDS_OF_PART)
        for candidate in candidates
    )


_MIN_WORDS_OF_PART = 5
"""Minimum words of a part that only the title element declares. Chosen by hand."""


def _is_site_name(
    heading: str, site: SiteName, candidates: Iterable[_Candidate], page: PageTitles
) -> bool:
    """Return True if a heading is the name of the site.

    It is if it matches a known name or if a candidate title ends with it after a separator. A page
    shows its title, so if no other part of the candidate is shown and none is much longer,
    the candidate begins with the name of the site: "Handbook - Monitoring many systems".
    """
    if site.matches(heading):
        return True
    words = tokenize(heading)
    if any(candidate.words == words for candidate in candidates):
        return False
    splits = (SEPARATOR.split(candidate.text) for candidate in candidates)
    return any(
        len(parts) > 1
        and tokenize(parts[-1]) == words
        and not site.matches(parts[0])
        and any(
            len(tokenize(part)) >= _LONGER * len(words) or letters(part) in page.letters_of_shown
            for part in parts[:-1]
        )
        for parts in splits
    )


def _kickers(titles: Iterable[str], site: SiteName) -> frozenset[str]:
    """Return the letters of what may be in front of a title in a heading.

    These are sections, and what is before separators, as "News" in "News - A bridge".
    """
    return site.letters_of_sections.union(
        letters(text[: match.start()])
        for text in titles
        for match in islice(PART_END.finditer(text), MAX_PARTS)
    )


def _spelled_as_declared(
    heading: str, candidates: Sequence[_Candidate], titles: Iterable[str], site: SiteName
) -> Title:
    """Return a heading as the first title in the metadata that has its letters spells it.

    A title that runs words of the heading together is not a better spelling.

    Args:
        heading: The heading.
        candidates: Titles in the metadata.
        titles: All titles, with what may be in front of one in the heading.
        site: The names of the site, of which the sections may be.
    """
    words = tokenize(heading)
    has_kicker = any(candidate.kicker_in(words) for candidate in candidates)
    kickers = _kickers(titles, site) if has_kicker else frozenset()
    for candidate in candidates:
        is_same = candidate.has_letters_of(heading) and len(candidate.words) >= len(words)
        if is_same or candidate.kicker_in(words) in kickers:
            return Title(candidate.text, candidate.source)
    return Title(heading, "heading")


def _most_similar(headings: Iterable[str], titles: Sequence[_Candidate]) -> str | None:
    """Return the heading that is most similar to any title, None if none is similar enough."""
    best, best_similarity = None, _MIN_SIMILARITY
    for heading in headings:
        words = set(tokenize(heading))
        similarity = max(
            (
                1.0
                if title.has_letters_of(heading) or title.begins_with(heading)
                else jaccard(words, set(title.words))
                for title in titles
            ),
            default=0.0,
        )
        if similarity > best_similarity:
            best, best_similarity = heading, similarity
    return best


def _first_title(
    candidates: Iterable[_Candidate], headings: Iterable[str], sites: Iterable[SiteName]
) -> Title | None:
    """Return the first title that says something about the page, else the first title at all.

    Args:
        candidates: Titles in the metadata.
        headings: Headings, above all those that are not the site's name.
        sites: Names of the site, which say nothing about the page.
    """
    titles = [Title(candidate.text, candidate.source) for candidate in candidates]
    titles += [Title(heading, "heading") for heading in headings]
    telling = (
        title
        for title in titles
        if not (is_generic(title.text) or any(site.matches(title.text) for site in sites))
    )
    return next(telling, None) or next(iter(titles), None)


class _Candidate(NamedTuple):
    """A title in the page's metadata, its words and its source."""

    text: str
    words: list[str]
    source: str

    def has_letters_of(self, text: str) -> bool:
        """Return True if the title and a text differ at most in spaces, punctuation and case."""
        return letters(self.text) == letters(text) != ""

    def kicker_in(self, heading: Sequence[str]) -> str | None:
        """Return the word or two in front of the title in a heading, such as "opinion".

        Args:
            heading: The words of the heading.

        Returns:
            The words as one, None if the heading is something else.
        """
        extra = len(heading) - len(self.words)
        is_title = 0 < extra <= _MAX_KICKER_WORDS < len(self.words) and (
            heading[extra:] == self.words
        )
        return "".join(heading[:extra]) if is_title else None

    def begins_with(self, text: str) -> bool:
        """Return True if the title is a text and something after a separator."""
        wanted = letters(text)
        ends = (match.start() for match in self._separators())
        return any(letters(self.text[:end]) == wanted for end in ends)

    def shortened(self, page: PageTitles) -> _Candidate:
        """Return the candidate up to a separator, if the page shows just that part."""
        for separator in self._separators():
            text = self.text[: separator.start()]
            words = tokenize(text)
            is_clear = "|" in separator[0]
            least = MIN_SHOWN_WORDS if is_clear else _MIN_SHOWN_WORDS_BEFORE_DASH
            if len(words) >= least and letters(text) in page.letters_of_shown:
                return _Candidate(text, words, self.source)
        return self

    def behind_name(self, site: SiteName, page: PageTitles) -> _Candidate:
        """Return the candidate without the site's name and a colon, if the page shows the rest.

        Blogger writes titles so; elsewhere the name before a colon is a topic.
        """
        name, _, rest = self.text.partition(": ")
        if not rest or not site.matches(name) or letters(rest) not in page.letters_of_shown:
            return self
        if any(map(self.has_letters_of, page.headings)):
            return self
        return _Candidate(rest, tokenize(rest), self.source)

    def _separators(self) -> Iterator[re.Match[str]]:
        """Yield the first separators; each costs as much as the text in front of it."""
        return islice(SEPARATOR.finditer(self.text), MAX_PARTS)

    def without(self, site: SiteName) -> _Candidate:
        """Return the candidate with the site's name removed."""
        text = site.remove_from(self.text)
        return self if text == self.text else _Candidate(text, tokenize(text), self.source)


def jaccard(first: set[str], second: set[str]) -> float:
    """Return the similarity of two sets of words, 0 to 1."""
    return len(first & second) / len(first | second) if first and second else 0.0
