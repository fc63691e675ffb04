"""Metadata: title, authors, dates and so on, each resolved once from all sources after labeling."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING, Any

from cleanarticle.block import BlockKind
from cleanarticle.dates.iso import day_of, is_future, is_local_day, iso_date, to_local_time
from cleanarticle.labeling.effort import Effort
from cleanarticle.labeling.second_opinion import keep_trafilatura_off_stderr
from cleanarticle.metadata.byline import (
    byline_authors,
    has_dated_title,
    has_signed_title,
    read_byline,
    read_change_note,
    reporters,
)
from cleanarticle.metadata.declared import first_finding, read_keywords
from cleanarticle.metadata.declared_urls import declared_url
from cleanarticle.metadata.language import MAX_TEXT_LENGTH, check_language, language_tag
from cleanarticle.metadata.names import AuthorForm, clean_authors, clean_names, is_role
from cleanarticle.metadata.shown_dates import first_date
from cleanarticle.metadata.shown_page import ShownPage
from cleanarticle.metadata.shown_site import shown_site_name, shown_tags

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.labels import Labels
    from cleanarticle.metadata.byline import Byline
    from cleanarticle.metadata.declared import Declared, Finding
    from cleanarticle.parsing.document import Document


@dataclass(frozen=True, slots=True)
class Metadata:
    """The metadata of a page; None or empty where nothing is known.

    Attributes:
        title: The article's title, without the site's name.
        authors: Names of the people who wrote it.
        published: Date of publication, ISO 8601, with time and zone if the page has them; the date
            of the last change if the page has no other.
        modified: Date of the last change, in the same format.
        site_name: The name of the site.
        language: The language, as a BCP 47 tag.
        description: One or two sentences about the article.
        image: URL of the main picture.
        tags: Keywords.
        canonical_url: The URL that the page names as its own.
        sources: The source of each field by its name: "json-ld", "microdata", "opengraph", "meta",
            "heading" (h1 or h2), "title" (the title element), "html" (the root element), "link",
            "time" (the element), "byline", "url" (its path), "text" (a line with a date; for the
            language, the article's text), "logo" (the text of the link to the home page) and
            "copyright" (the copyright line; both for the part of the title that is the site's
            name), "rel-tag" (links to tags), "body" (its first picture), "trafilatura".
    """

    title: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    modified: str | None = None
    site_name: str | None = None
    language: str | None = None
    description: str | None = None
    image: str | None = None
    tags: tuple[str, ...] = ()
    canonical_url: str | None = None
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)


def resolve_metadata(
    declared: Declared,
    document: Document,
    segmentation: Segmentation,
    labels: Labels,
    effort: Effort,
) -> Metadata:
    """Resolve the metadata of a page.

    Args:
        declared: What the page declares about itself.
        document: The page.
        segmentation: Its blocks.
        labels: The labels of these blocks.
        effort: "thorough" lets trafilatura search for a missing author.
    """
    language = first_finding(declared.statements.languages(), language_tag)
    detected = check_language(language and language[0], _body_start(labels))
    evidence = _gather_evidence(
        declared, segmentation, labels, detected or (language and language[0])
    )
    modified = first_finding(declared.statements.modification_dates(), evidence.read_date)
    fields = _declared_fields(declared, evidence)
    site = fields["site_name"]
    findings: dict[str, Finding[Any] | None] = {
        **fields,
        "authors": _first(_authors(declared, evidence, site and site[0])),
        "published": _published(declared, evidence, modified),
        "modified": modified or _first([(next(iter(evidence.byline.modified), None), "byline")]),
        "language": (detected, "text") if detected else language,
    }
    if effort is Effort.THOROUGH and not findings["authors"]:
        findings["authors"] = _search_authors(document, declared.site.names)
    known = {name: finding for name, finding in findings.items() if finding is not None}
    return Metadata(
        **{name: value for name, (value, _) in known.items()},
        sources={name: source for name, (_, source) in known.items()},
    )


def _declared_fields(declared: Declared, evidence: _Evidence) -> dict[str, Finding[Any] | None]:
    """Return the fields that the page's own declarations give; else its logo and its links do."""
    statements, base = declared.statements, declared.base_url
    return {
        "title": declared.title,
        "site_name": first_finding(statements.site_names(), str)
        or first_finding(statements.title_elements(), declared.site.named_in)
        or shown_site_name(declared, evidence.page),
        "description": declared.description,
        "image": first_finding(statements.images(), lambda raw: declared_url(raw, base)),
        "tags": first_finding(statements.tags(), read_keywords)
        or (shown_tags(evidence.page) if evidence.has_author else None),
        "canonical_url": declared.canonical_url,
    }


@dataclass(frozen=True)
class _Evidence:
    """Evidence of authors and dates in the page as readers see it.

    Attributes:
        page: The blocks as readers see them.
        day: The date in the URL, ISO 8601, None if there is none.
        has_author: True if the page is of a kind that has an author and a date.
    """

    page: ShownPage
    day: str | None
    has_author: bool

    @cached_property
    def byline(self) -> Byline:
        """The dates near the title; on pages that have no author, only the date of change."""
        return read_byline(self.page) if self.has_author else read_change_note(self.page)

    def moments(self) -> Iterator[str]:
        """Yield the dates of the byline, which is read only if one is asked for."""
        yield from self.byline.published
        yield from self.byline.modified

    def read_date(self, text: str) -> str | None:
        """Return the date that a statement of the page makes in the page's language."""
        return iso_date(text, self.page.language)


def _gather_evidence(
    declared: Declared, segmentation: Segmentation, labels: Labels, language: str | None
) -> _Evidence:
    kinds = [block.kind for block in labels.blocks]
    date_language = _date_language(language, declared.site.host)
    page = ShownPage(
        segmentation,
        kinds,
        declared.facts.title_line,
        date_language,
        is_forum=labels.page_type == "forum",
    )
    day = _date_in_url(declared.url or "")
    is_dated = day is not None or _MONTH_PATH.search(declared.url or "") is not None
    has_author = (
        is_dated
        or labels.page_type in _WRITTEN_TYPES
        or (labels.page_type in _MISTAKEN_TYPES and _has_byline_at_title(page))
    )
    return _Evidence(page, day, has_author)


_WRITTEN_TYPES = frozenset(("article", "forum", "documentation"))
_MISTAKEN_TYPES = ("listing", "service")
"""Page types with an author and a date, and types that a short article or a question is taken for.
On others, names and dates belong to listed items."""


def _has_byline_at_title(page: ShownPage) -> bool:
    return has_signed_title(page) or has_dated_title(page)


def with_first_picture(metadata: Metadata, markup: str) -> Metadata:
    """Return the metadata with the first picture of the body if the page declares none.

    Args:
        metadata: The metadata.
        markup: The body as HTML.
    """
    match = None if metadata.image else _PICTURE.search(markup)
    if match is None:
        return metadata
    image = html.unescape(match["url"])
    return replace(metadata, image=image, sources={**metadata.sources, "image": "body"})


_PICTURE = re.compile(
    r"<(?:figure|p|div)>\s*(?:<a [^>]*>\s*)?"
    r"<img\b[^>]*?\ssrc=\"(?P<url>https?:(?![^\"]*(?:emoji|icon|logo|avatar|spacer|pixel|badge))[^\"]+)\""
)
"""A picture that begins a figure or a paragraph, as opposed to one between words."""


def text_metadata(labels: Labels) -> Metadata:
    """Return the metadata of a plain text, which declares nothing: its language, if it is known."""
    language = check_language(None, _body_start(labels))
    return Metadata(language=language, sources={"language": "text"}) if language else Metadata()


def _body_start(labels: Labels) -> str:
    """Return the text of the first blocks of the body, as much as the language is detected from."""
    body = (block.text for block in labels.blocks if block.kind is BlockKind.BODY)
    lines: list[str] = []
    length = 0
    for line in islice(body, _LANGUAGE_BLOCKS):
        lines.append(line)
        length += len(line) + 1
        if length > MAX_TEXT_LENGTH:
            break
    return "\n".join(lines)


_LANGUAGE_BLOCKS = 20
"""Body blocks from which the language is detected. Chosen by hand."""


def _first(findings: Iterable[Finding[Any] | None]) -> Finding[Any] | None:
    return next((finding for finding in findings if finding and finding[0]), None)


def _authors(
    declared: Declared, evidence: _Evidence, site_name: str | None
) -> Iterator[Finding[Any] | None]:
    """Yield the authors, the best source first.

    An organization, a role such as "Newsroom" and an account come behind the people that the page
    shows, an author named like the site last.
    """
    statements, site = declared.statements, declared.site
    sources = list(statements.authors())
    organizations = [
        value.text
        for _, values in sources
        for value in values
        if value.form is AuthorForm.ORGANIZATION
    ]
    others = (*site.names, *filter(None, (site_name,)), *organizations)
    found = [(clean_authors(values, *others), source) for source, values in sources]
    is_no_person = is_role if evidence.page.is_forum else _is_no_person
    yield _shortest_form([finding for finding in found if not all(map(is_no_person, finding[0]))])
    if evidence.has_author:
        yield byline_authors(evidence.page, others), "byline"
        yield reporters(evidence.page), "byline"
    for source, values in sources:
        yield clean_authors(values, *site.names), source
    if evidence.has_author:
        for source, values in statements.authors(people_only=True):
            yield clean_authors(values), source
        if others:  # else these names were tried above
            yield byline_authors(evidence.page, ()), "byline"


def _is_no_person(name: str) -> bool:
    """Return True if a name is a role such as "Newsroom", or the account of a content system."""
    return is_role(name) or _ACCOUNT.fullmatch(name) is not None


_ACCOUNT = re.compile(r"[a-z0-9._-]+")


def _shortest_form(findings: Sequence[Finding[tuple[str, ...]]]) -> Finding[tuple[str, ...]] | None:
    """Return the first of some findings, or another one with its name and without what follows it.

    "Ann Lee" in a meta tag shows that "Ann Lee Heron sports editor" is a name and a job.
    """
    if not findings:
        return None
    names, source = findings[0]
    for shorter, other in findings[1:]:
        if len(names) == len(shorter) == 1 and _is_name_and_more(names[0], shorter[0]):
            return shorter, other
    return names, source


def _is_name_and_more(text: str, name: str) -> bool:
    """Return True if a text is a full name and a job behind it."""
    rest = text.removeprefix(f"{name} ")
    return " " in name and rest != text and is_role(rest)


def _published(
    declared: Declared, evidence: _Evidence, modified: Finding[str] | None
) -> Finding[Any] | None:
    """Return the date of publication: the declared one, checked against the byline, or a shown one.

    Args:
        declared: What the page declares about itself.
        evidence: The evidence that readers see.
        modified: The declared date of the last change, None if there is none.
    """
    published = first_finding(declared.statements.publication_dates(), evidence.read_date)
    day = evidence.day
    if published is None:
        return _first(_shown_publication_dates(evidence, modified))
    if day != day_of(published[0]) and modified is not None:
        corrected = _corrected_date(published[0], modified[0], evidence.byline.published)
        if corrected is not None:
            return corrected, "byline"
    local = to_local_time(published[0], evidence.moments())
    if day and is_local_day(day, local):
        return day, "url"
    return local, published[1]


def _shown_publication_dates(
    evidence: _Evidence, modified: Finding[str] | None
) -> Iterator[Finding[Any] | None]:
    """Yield the dates of publication of a page that declares none, the best source first."""
    byline, day = evidence.byline, evidence.day
    yield next(_moments_of_day(day, byline.times), None), "time"
    yield next(_moments_of_day(day, byline.published), None), "byline"
    yield day, "url"
    yield modified
    yield next(iter(byline.modified), None), "byline"
    if evidence.has_author:
        yield first_date(evidence.page), "text"


def _corrected_date(declared: str, modified: str, shown: Sequence[str]) -> str | None:
    """Return the shown date of publication if the declared one is wrong; None if it is right.

    Content systems err in two ways that the date of the last change reveals. Some declare that
    date as the date of publication, so the same day is declared twice. Others republish an article
    and show that day, which is the last change, while they declare the first publication. The
    byline is believed if it shows a single day and does not call it a change.

    On the half of wcxb-dev and news-424 that the rule was derived from, the first case corrects 8
    dates, none of them wrongly, and the second 7, with 2 wrong. On the other half, the first case
    corrects 3, none wrongly, and the second 5, with 3 wrong.
    """
    if len(set(map(day_of, shown))) != 1:
        return None
    first, seen, last = map(_day, (declared, shown[0], modified))
    is_declared_twice = last <= first and first - seen > _ONE_DAY
    is_republished = seen == last and (
        seen - first > _ONE_DAY or (seen > first and "T" in shown[0])
    )
    return shown[0] if is_declared_twice or is_republished else None


_ONE_DAY = timedelta(days=1)
"""Two dates that differ by one day may be the same moment in two time zones."""


def _moments_of_day(day: str | None, moments: Iterable[str]) -> Iterator[str]:
    """Yield the moments on a day, in any time zone; all of them if no day is known.

    The day in a URL is never that of another article, and its day and month are never swapped.
    """
    for moment in moments:
        if day is None or abs(_day(moment) - _day(day)) <= _ONE_DAY:
            yield moment


def _day(moment: str) -> date:
    return date.fromisoformat(day_of(moment))


_DAY_FIRST_DOMAINS = frozenset(("uk", "au", "nz", "ie", "in", "za"))
"""Domains of countries that write English with the day before the month (Unicode CLDR)."""


def _date_language(language: str | None, host: str) -> str | None:
    """Return the language of dates, with its country if the host shows it."""
    is_plain_english = (language or "en").lower() in ("en", "en-us")
    is_day_first = host.rpartition(".")[2] in _DAY_FIRST_DOMAINS
    return "en-GB" if is_plain_english and is_day_first else language


_DATED_PATH = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<separator>[/-])(?P<month>0?[1-9]|1[0-2]|[a-z]{3,9})[/-]"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<after>[/_-]|$)"
    r"|[/_-]t?(?P<digits>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?=[/_]|$)"
)
"""A date in a path: "/2024/12/10/a", "/2024-12-10-a", "/2024/dec/10", "/20241210/a"."""


def _date_in_url(url: str) -> str | None:
    """Return the date in the path of a URL, as news sites have it.

    In "/2024/12/10-ways-to-cook", 10 is not the day: it is the first word of the title.
    """
    for match in _DATED_PATH.finditer(_PATH_END.split(url, maxsplit=1)[0]):
        year, separator, month, day, after, digits = match.groups()
        if digits or separator == "-" or after in ("/", ""):
            is_named = month is not None and month.isalpha()
            text = digits or (f"{day} {month} {year}" if is_named else f"{year}-{month}-{day}")
            date = iso_date(text)
            if date and not is_future(date):
                return date
    return None


_PATH_END = re.compile("[?#]")
_MONTH_PATH = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/[^/?#]")
"""A path with year and month, as blogs have it: "/2024/12/10-ways-to-cook"."""


def _search_authors(
    document: Document, site_names: tuple[str, ...]
) -> Finding[tuple[str, ...]] | None:
    """Let trafilatura search a page for its author.

    It costs some 20 ms. On wcxb-dev it finds a third of the authors that are still missing. Its
    search for dates is not used: of those that it finds there, one in fourteen is the page's own.
    """
    from trafilatura.metadata import extract_metadata

    keep_trafilatura_off_stderr()
    page = document.page
    extracted = extract_metadata(page.text, default_url=page.effective_url)
    if extracted is None:
        return None
    authors = clean_names([extracted.author or ""], *site_names)
    return (authors, "trafilatura") if authors else None
