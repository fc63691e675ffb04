"""Authors: those that a page declares, compared with those that it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.labeling.second_opinion import keep_trafilatura_off_stderr
from cleanarticle.metadata.author_texts import AuthorForm
from cleanarticle.metadata.byline import byline_authors, reporters
from cleanarticle.metadata.names import (
    clean_authors,
    clean_names,
    is_organization,
    is_role,
    is_team,
)
from cleanarticle.metadata.statements import first_known

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.metadata.author_texts import AuthorText
    from cleanarticle.metadata.declared import Declared
    from cleanarticle.metadata.evidence import Evidence
    from cleanarticle.metadata.statements import Finding
    from cleanarticle.parsing.document import Document

Authors = tuple[str, ...]


def find_authors(
    declared: Declared, evidence: Evidence, site_name: str | None
) -> Finding[Authors] | None:
    """Return the authors of a page, with their source; None if it names none.

    Args:
        declared: What the page declares about itself.
        evidence: The evidence that readers see.
        site_name: The name of the site, which does not count; None if it is unknown.
    """
    return first_known(_authors(declared, evidence, site_name))


def _authors(
    declared: Declared, evidence: Evidence, site_name: str | None
) -> Iterator[Finding[Authors] | None]:
    """Yield the authors, the best source first.

    An organization and a team come behind the people that the page shows, an author named like the
    site last.
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
    people = [
        finding
        for finding, (_, values) in zip(found, sources, strict=True)
        if _may_be_people(finding[0], values)
    ]
    yield _shortest_form(people)
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


def _shortest_form(findings: Sequence[Finding[Authors]]) -> Finding[Authors] | None:
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


def _may_be_people(names: Authors, values: Iterable[AuthorText]) -> bool:
    """Return True unless names are those of teams, or of organizations that no markup calls people.

    Args:
        names: The names.
        values: The texts that they were read from.
    """
    is_person = any(value.form is AuthorForm.PERSON for value in values)
    return not all(is_team(name) or (is_organization(name) and not is_person) for name in names)


def _is_name_and_more(text: str, name: str) -> bool:
    """Return True if a text is a full name and a job behind it."""
    rest = text.removeprefix(f"{name} ")
    return " " in name and rest != text and is_role(rest)


def search_authors(document: Document, site_names: tuple[str, ...]) -> Finding[Authors] | None:
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
