"""The clean article as a report shows it: without pictures to load, and with harmless links."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from cleanarticle.rendering.fragment import parse_fragment, serialize_fragment
from cleanarticle.report.markup import Markup

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

LINK_SCHEMES = frozenset(("http", "https"))
"""Schemes of links that a report may contain."""

LINK_REL = "noopener noreferrer"

_PICTURE_CLASS = "picture"

_ATTRIBUTES = {
    "a": {"href", "id"},
    "dd": {"id"},
    "div": {"id"},
    "li": {"id", "value"},
    "ol": {"start", "reversed"},
    "p": {"id"},
    "span": {"class"},
}
"""Attributes that are allowed beside the defaults of nh3: targets of footnotes, numbers of list
items."""

_ID_PREFIX = "article-"
"""Begins the ids of the article, so that they differ from those of the report."""


def show_article(html: str) -> Markup:
    """Return the HTML of an article without anything that a browser would load.

    Pictures become their descriptions and URLs; links stay if they lead to another page, or to a
    footnote.

    Args:
        html: `Article.html`; it is sanitized again.
    """
    import nh3

    body = parse_fragment(html)
    for picture in list(body.iter("img")):
        _describe(picture)
    return Markup(
        nh3.clean(
            serialize_fragment(body),
            tags=nh3.ALLOWED_TAGS - {"img", "map", "area"},
            attributes=nh3.ALLOWED_ATTRIBUTES | _ATTRIBUTES,
            attribute_filter=_filtered,
            link_rel=LINK_REL,
            url_schemes=set(LINK_SCHEMES),
        )
    )


def is_web_url(url: str | None) -> bool:
    """Return True if a URL leads to a web page."""
    try:
        return urlsplit(url or "").scheme in LINK_SCHEMES
    except ValueError:  # a page may carry any str as its URL
        return False


def _describe(picture: Element) -> None:
    description = " ".join((picture.get("alt") or "").split())
    url = picture.get("src") or ""
    tail = picture.tail
    picture.clear()
    picture.tag, picture.tail = "span", tail
    picture.set("class", _PICTURE_CLASS)
    picture.text = " · ".join(filter(None, ("picture", description, url)))


def _filtered(_tag: str, name: str, value: str) -> str | None:
    """Return the value of an attribute, None if it is left out."""
    match name:
        case "id":
            return f"{_ID_PREFIX}{value}"
        case "href":
            if value.startswith("#"):
                return f"#{_ID_PREFIX}{value[1:]}"
            return value if is_web_url(value) else None
        case "class":
            return value if value == _PICTURE_CLASS else None
        case _:
            return value
