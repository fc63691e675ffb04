"""Metadata: title, authors, dates and so on, each resolved once from all sources after labeling."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import islice
from typing import TYPE_CHECKING, Any

from cleanarticle.block import BlockKind
from cleanarticle.labeling.effort import Effort
from cleanarticle.labeling.second_opinion import can_ask_trafilatura
from cleanarticle.metadata.authors import find_authors, search_authors
from cleanarticle.metadata.declared_urls import declared_url
from cleanarticle.metadata.evidence import gather_evidence
from cleanarticle.metadata.language import MAX_TEXT_LENGTH, check_language, language_tag
from cleanarticle.metadata.publication import find_publication
from cleanarticle.metadata.shown_site import shown_site_name, shown_tags
from cleanarticle.metadata.statements import first_finding, first_of, read_keywords

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.labels import Labels
    from cleanarticle.metadata.declared import Declared
    from cleanarticle.metadata.evidence import Evidence
    from cleanarticle.metadata.statements import Finding
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
    evidence = gather_evidence(
        declared, segmentation, labels, detected or (language and language[0])
    )
    modified = first_finding(declared.statements.modification_dates(), evidence.read_date)
    fields = _declared_fields(declared, evidence)
    site = fields["site_name"]
    findings: dict[str, Finding[Any] | None] = {
        **fields,
        "authors": find_authors(declared, evidence, site and site[0]),
        "published": find_publication(declared, evidence, modified),
        "modified": modified or first_of(evidence.byline.modified, "byline"),
        "language": (detected, "text") if detected else language,
    }
    is_thorough = effort is Effort.THOROUGH and can_ask_trafilatura(document, segmentation)
    if is_thorough and not findings["authors"]:
        findings["authors"] = search_authors(document, declared.site.names)
    known = {name: finding for name, finding in findings.items() if finding is not None}
    return Metadata(
        **{name: value for name, (value, _) in known.items()},
        sources={name: source for name, (_, source) in known.items()},
    )


def _declared_fields(declared: Declared, evidence: Evidence) -> dict[str, Finding[Any] | None]:
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


def with_first_picture(metadata: Metadata, picture: str | None) -> Metadata:
    """Return the metadata with the first picture of the body if the page declares none.

    Args:
        metadata: The metadata.
        picture: The URL of the picture, None if the body has none.
    """
    if metadata.image or picture is None:
        return metadata
    return replace(metadata, image=picture, sources={**metadata.sources, "image": "body"})


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
