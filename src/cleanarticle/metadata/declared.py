"""Declared: what a page declares about itself in JSON-LD, microdata, OpenGraph and meta tags."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from cleanarticle.core.features import PageFacts
from cleanarticle.core.page_signals import PageSignals
from cleanarticle.metadata.declared_urls import declared_url, is_home, is_home_of_article
from cleanarticle.metadata.readable_text import visible_text
from cleanarticle.metadata.site_name import SiteName, site_names
from cleanarticle.metadata.statements import Statements, first_finding
from cleanarticle.metadata.structured_data import read_structured
from cleanarticle.metadata.taglines import telling_description
from cleanarticle.metadata.title import PageTitles, choose_title
from cleanarticle.metadata.title_block import find_headline, find_title_block, find_title_line
from cleanarticle.parsing.element_values import attribute_values, with_value
from cleanarticle.urls import host_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.metadata.statements import Finding
    from cleanarticle.metadata.structured_data import StructuredData
    from cleanarticle.metadata.title import Title
    from cleanarticle.parsing.document import Document


@dataclass(frozen=True, slots=True)
class Declared:
    """The statements of a page about itself.

    Attributes:
        statements: All statements by field, for the metadata that is resolved after labeling.
        base_url: The URL that relative references are resolved against, "" if it is unknown.
        site: The names of the site.
        home_links: Texts of the links to the home page; none on the home page itself.
        title: The page's title without the site's name, None if there is none.
        description: Its first description, None if there is none.
        canonical_url: The URL that the page names as its own, absolute, None if there is none.
        url: The URL of the page, else the canonical one, else None.
        facts: The part that the labeler uses.
    """

    statements: Statements
    base_url: str
    site: SiteName
    home_links: Sequence[str]
    title: Title | None
    description: Finding[str] | None
    canonical_url: Finding[str] | None
    url: str | None
    facts: PageFacts


def read_declared(document: Document, segmentation: Segmentation) -> Declared:
    """Read what a page declares about itself.

    Args:
        document: The page.
        segmentation: Its blocks, which are searched for the one that shows the title.
    """
    data, page_url, base = read_structured(document), document.page.effective_url, document.base_url
    canonical = _canonical(data, page_url, base)
    urls = tuple(filter(None, (canonical and canonical[0], page_url)))
    statements = Statements(data, urls)
    canonical_host = host_of(canonical[0]) if canonical else ""
    page_host = host_of(page_url)
    host = canonical_host or page_host  # the canonical URL of a copy is the original's
    site = SiteName(site_names(name for _, name in statements.site_names()), host)
    titles = PageTitles(
        list(statements.titles()),
        data.headings,
        None if is_home(page_url) else _home_link_texts(data, base, (host, page_host)),
        [text for _, text in statements.sections()] + _folders(page_url),
        [block.text for block in segmentation.blocks],
        data.heading_parts,
        partial(find_headline, segmentation),
    )
    title = choose_title(titles, site)
    description = first_finding(statements.descriptions(), telling_description)
    url = canonical[0] if canonical else page_url
    title_index = find_title_block(segmentation, title.text if title else None)
    signals = statements.signal_names()
    if "og:article" in signals and _is_one_article(document, segmentation, title_index):
        signals |= {"markup:article"}
    text = title.text if title else ""
    facts = PageFacts(
        text,
        description[0] if description else "",
        statements.article_text(),
        title_index,
        find_title_line(segmentation, text) if title_index is None else title_index,
        PageSignals(signals, url or ""),
    )
    return Declared(
        statements,
        base,
        site,
        titles.home_links or (),
        title,
        description,
        canonical,
        page_url or url,
        facts,
    )


def _canonical(data: StructuredData, page_url: str | None, base: str) -> Finding[str] | None:
    """Return the canonical URL; the home page is that of no other page, whatever templates say."""
    stated = (
        *(("link", url) for url in data.links.get("canonical", ())),
        *(("opengraph", url) for url in data.meta.get("og:url", ())),
    )
    for source, raw in stated:
        url = declared_url(raw, base)
        if url is not None and not is_home_of_article(url, page_url):
            return url, source
    return None


def _home_link_texts(data: StructuredData, base: str, hosts: tuple[str, str]) -> list[str]:
    """Return the distinct texts of the links to the home page of a site.

    Args:
        data: The page's structured data.
        base: The URL that relative references are resolved against.
        hosts: The hosts of the site and of the page; links to others are left out if the first is
            known.
    """
    references = {reference for reference, _ in data.home_links}
    if hosts[0]:
        base_is_own = host_of(base) in {"", *hosts}
        references = {
            reference
            for reference in references
            if (base_is_own and "//" not in reference and reference.isprintable())
            or host_of(declared_url(reference, base)) in {"", *hosts}
        }
    texts = (
        visible_text(element) for reference, element in data.home_links if reference in references
    )
    return list(dict.fromkeys(filter(None, texts)))


def _is_one_article(
    document: Document, segmentation: Segmentation, title_index: int | None
) -> bool:
    """Return True if the only `article` element has the title and a date or an author in it."""
    index = document.index
    articles = index.numbers(index.forms_tagged("article"))
    if len(articles) != 1 or title_index is None:
        return False
    title = segmentation.boxes[segmentation.blocks[title_index].box].element
    if title is None or next(title.iterancestors("article"), None) is None:
        return False
    inside = range(articles[0] + 1, index.after(articles[0]))
    if any(map(inside.__contains__, index.numbers(index.forms_tagged("time")))):
        return True
    links = filter(inside.__contains__, index.numbers(index.forms_tagged("a")))
    signed = with_value(index, links, ("rel",), ("author",))
    return ("author",) in attribute_values(index, signed, "rel")


def _folders(url: str | None) -> list[str]:
    """Return the folders in the path of a URL, mostly sections of the site."""
    return (url or "").partition("://")[2].partition("?")[0].rstrip("/").split("/")[1:-1]
