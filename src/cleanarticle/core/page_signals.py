"""Page signals: evidence of the page type in the HTML head and the URL."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORUM_GENERATORS = (
    "generator:discourse generator:vbulletin generator:phpbb generator:xenforo generator:smf "
    "generator:mybb generator:flarum generator:invision generator:nodebb"
)

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
        _FORUM_GENERATORS,
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
"""schema.org and OpenGraph types, meta tags, generators and words of URLs, in groups of synonyms:
those that occur on at least ten pages of wcxb-dev and are more common in some of its page types,
with their synonyms."""

_WORD = re.compile(r"[a-z]+")
_DATE = re.compile(r"/(19|20)\d\d/\d\d?(/|$)|(19|20)\d\d-\d\d-\d\d")


PAGE_SIGNAL_FEATURES = (
    *(f"signal_{min(group)}" for group in _GROUPS),
    "url_known", "url_segments", "url_hyphens", "url_digits", "url_date", "url_query",
)  # fmt: skip
"""The names of the features, in order; a group is named by its first member."""


_SINGLE_ARTICLE = frozenset(("body:single-post", "microdata:articlebody", "markup:article"))
"""The class that WordPress gives the page of one post, microdata with the text of one article, and
one article element with the title. Of 85 listings of wcxb-dev one is called an article by these;
"og:article" alone is on 17."""

_FORUM = frozenset(
    f"{syntax}:{name}"
    for syntax in ("ld", "microdata")
    for name in ("qapage", "discussionforumposting")
)
"""The types of a question with its answers and of a thread. All 43 pages of wcxb-dev that have one
of them are forums; of the 78 with "ld:question", 66 are pages with an FAQ."""


_OF_FORUMS = _FORUM.union(_FORUM_GENERATORS.split())

_ARTICLES = _SINGLE_ARTICLE.union(
    ("og:article", "ld:article", "ld:newsarticle", "ld:blogposting", "ld:product")
)
"""What pages of issues never say of themselves."""

_THREAD_URL = re.compile(
    r"/(?:show_bug|bugreport)\.cgi|/(?:ticket|bugs?)/\d+/?(?:[?#]|$)"
    r"|//[^/]+(?:/[^/]+){2,6}/(?:issues|pull|merge_requests)/\d+/?(?:[?#]|$)|/r/\w+/comments/"
    r"|/hc/[^/]+/community/posts/\d",
    re.IGNORECASE,
)
"""URLs of issues, with the name of a project before the number, and of threads of Reddit and
Zendesk."""

_FORUM_URL = re.compile(
    r"forum|[/.-](?:threads?|topics?|viewtopic|questions?|discussions?|showthread|board)(?:[/.?]|$)"
    r"|/item\?id=\d|[?&](?:topic|showtopic|threadid|tid)=\d|/t/[^/]+/\d|/d/\d+-",
    re.IGNORECASE,
)
"""URLs of forums, and of sites that collect links."""


class PageSignals(NamedTuple):
    """Evidence of a page's type in its head and URL.

    Attributes:
        names: Lower-case names: "ld:" plus a schema.org type, "og:" plus an OpenGraph type,
            "meta:" plus the name of a meta tag, "generator:" plus a word of the generator, "body:"
            plus a class of the body, "microdata:" plus the type of an item in the markup,
            "microdata:articlebody" if one item has the text of an article, "markup:article" if its
            only `article` element is declared to be one.
        url: The URL of the page; "" if unknown.
    """

    names: frozenset[str] = frozenset()
    url: str = ""

    @property
    def is_single_article(self) -> bool:
        """True if the markup says that the page is one article."""
        return not self.names.isdisjoint(_SINGLE_ARTICLE)

    @property
    def is_forum(self) -> bool:
        """True if the page declares that it is a thread, or a question with answers."""
        return not self.names.isdisjoint(_FORUM)

    @property
    def is_thread(self) -> bool:
        """True if the URL is that of a thread whose replies are called comments."""
        return self.names.isdisjoint(_ARTICLES) and _THREAD_URL.search(self.url) is not None

    @property
    def may_be_forum(self) -> bool:
        """True if the page, its generator or its URL says that it is part of a forum."""
        is_declared = not self.names.isdisjoint(_OF_FORUMS)
        return is_declared or self.is_thread or _FORUM_URL.search(self.url) is not None


NO_SIGNALS = PageSignals()


def page_signal_features(signals: PageSignals) -> list[float]:
    """Describe a page by its signals.

    Returns:
        For each group of names, whether the page has one of them; then the form of the URL: whether
        it is known, the number of path segments, the hyphens and the digits in the last segment,
        and whether there is a date in the path and a query.
    """
    try:
        parts = urlsplit(signals.url.lower())
    except ValueError:
        parts = urlsplit("")
    segments = [segment for segment in parts.path.split("/") if segment]
    last = segments[-1] if segments else ""
    names = signals.names | {f"url:{word}" for word in _url_words(segments)}
    groups = [not group.isdisjoint(names) for group in _GROUPS]
    url_form = (bool(parts.netloc), len(segments), last.count("-"), sum(map(str.isdigit, last)),
                _DATE.search(parts.path) is not None, bool(parts.query))  # fmt: skip
    return [float(value) for value in (*groups, *url_form)]


def _url_words(segments: Iterable[str]) -> set[str]:
    """Return the words of all path segments with fewer than three hyphens.

    A segment with more is a slug of the title: it gives the topic of the page, not its type.
    """
    short = (segment for segment in segments if segment.count("-") < 3)
    return {word for segment in short for word in _WORD.findall(segment)}
