"""Hints: what a page's head and address say of its type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable

    import numpy.typing as npt

_GROUPS = tuple(
    frozenset(names.split())
    for names in (
        "ld:product ld:productgroup ld:itempage ld:someproducts",
        "ld:article ld:blogposting ld:newsarticle ld:report",
        "ld:discussionforumposting ld:qapage",
        "ld:question ld:faqpage",
        "ld:itemlist ld:collectionpage ld:offercatalog",
        "ld:techarticle ld:apireference",
        "ld:service ld:softwareapplication ld:localbusiness ld:professionalservice",
        "ld:breadcrumblist",
        "ld:webpage",
        "ld:person",
        "ld:offer ld:aggregateoffer ld:aggregaterating ld:brand",
        "og:article og:blog og:post",
        "og:website",
        "og:product og:product.item og:book",
        "og:product.group og:product:group og:collection og:profile",
        "meta:article:published_time meta:article:section meta:article:author",
        "meta:product:price:amount meta:og:price:amount meta:product:availability",
        "meta:docsearch:version meta:docsearch:language meta:docusaurus_version",
        "generator:discourse generator:vbulletin generator:phpbb generator:xenforo "
        "generator:smf generator:mybb generator:flarum generator:invision generator:nodebb",
        "generator:docusaurus generator:sphinx generator:mkdocs generator:gitbook "
        "generator:docfx generator:vitepress generator:antora generator:javadoc "
        "generator:doxygen generator:hugo generator:mediawiki",
        "generator:woocommerce generator:shopify generator:magento generator:prestashop",
        "generator:wordpress",
        "url:forum url:forums url:thread url:threads url:topic url:topics url:viewtopic url:t "
        "url:questions url:discussion url:discussions url:community url:showthread url:comments",
        "url:docs url:doc url:documentation url:manual url:reference url:api url:wiki "
        "url:tutorial url:handbook url:install url:usage",
        "url:product url:products url:p url:dp url:item url:itm url:app",
        "url:collections url:collection url:category url:categories url:c url:shop url:store "
        "url:browse",
        "url:blog url:blogs url:news url:article url:articles url:post url:posts url:story",
        "url:services url:service url:solutions url:platform url:features url:pricing url:about "
        "url:insurance url:capabilities",
        "url:directory url:jobs url:events url:search url:tag url:list url:archive url:trails "
        "url:all url:category",
        "url:resources url:guide url:learn url:tips url:best",
    )
)
"""Types of schema.org and OpenGraph, generators and words of addresses, in groups of a meaning:
those that stand on ten or more pages of wcxb-dev and lean towards some of its page types, and
their synonyms."""

_WORD = re.compile(r"[a-z]+")
_DATE = re.compile(r"/(19|20)\d\d/\d\d?(/|$)|(19|20)\d\d-\d\d-\d\d")


class PageSignals(NamedTuple):
    """What a page's head says of its type.

    Attributes:
        names: As in `_GROUPS`: "ld:" with a schema.org type, "og:" with an OpenGraph type,
            "meta:" with the name of a meta tag, "generator:" with a word of it; lower case.
        url: The page's address, "" if not known.
    """

    names: frozenset[str] = frozenset()
    url: str = ""


NO_SIGNALS = PageSignals()


def page_signal_features(hints: PageSignals) -> npt.NDArray[np.float32]:
    """Describe a page by its hints.

    Returns:
        An array of numbers: whether there is one of each group, then the address's form: whether
        it is known, steps of its path, hyphens and digits of the last one, whether it has a date
        and a query.
    """
    try:
        parts = urlsplit(hints.url.lower())
    except ValueError:
        parts = urlsplit("")
    steps = [step for step in parts.path.split("/") if step]
    last = steps[-1] if steps else ""
    names = hints.names | {f"url:{word}" for word in _words(steps)}
    groups = [not group.isdisjoint(names) for group in _GROUPS]
    form = (bool(parts.netloc), len(steps), last.count("-"), sum(map(str.isdigit, last)),
            _DATE.search(parts.path) is not None, bool(parts.query))  # fmt: skip
    return np.array((*groups, *form), np.float32)


def _words(steps: Iterable[str]) -> set[str]:
    """The words of an address that are steps of their own or stand in short ones.

    A long last step is the page's title: its words say what the page is about, not what it is.
    """
    return {word for step in steps if step.count("-") < 3 for word in _WORD.findall(step)}
