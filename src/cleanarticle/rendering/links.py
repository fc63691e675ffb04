"""Links of the output: absolute URLs, and links to footnotes and to headings."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from cleanarticle.rendering.tags import MAX_VALUE_LENGTH

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element
    from cleanarticle.rendering.footnotes import Footnotes

_COMPLETE_URL = re.compile(
    r"https?://[\w.-]+(?::\d+)?(?:/[\w.~%!$&'()*+,=:@/-]*)?(?:\?[\w.~%!$&'()*+,=:@/?;-]+)?"
    r"(?:#[\w.~%!$&'()*+,=:@/?;-]+)?",
    re.ASCII,
)
"""URLs that resolving them does not change; most of the URLs of pages."""

_URL_SCHEMES = frozenset(("http", "https", "mailto", "tel", ""))


class Links:
    """Links of a page.

    Args:
        base_url: URL that relative links are resolved against, "" if it is unknown.
        footnotes: Footnotes of the page.

    Attributes:
        footnotes: The same.
    """

    def __init__(self, base_url: str, footnotes: Footnotes) -> None:
        self.footnotes = footnotes
        self._base_url = base_url
        self._resolved: dict[str, str | None] = {}

    def resolve(self, url: str) -> str | None:
        """Return the absolute form of a URL, or None if it is invalid, unsafe or just "#"."""
        if url not in self._resolved:
            self._resolved[url] = self._resolve(url.strip())
        return self._resolved[url]

    def _resolve(self, url: str) -> str | None:
        if len(url) <= MAX_VALUE_LENGTH and _COMPLETE_URL.fullmatch(url):
            return url
        if url == "#" or len(url) > MAX_VALUE_LENGTH:
            return None  # a link for scripts, without a target, or data
        try:
            absolute_url = urljoin(self._base_url, url)
            scheme = urlsplit(absolute_url).scheme.lower()
        except ValueError:
            return None
        return absolute_url if scheme in _URL_SCHEMES else None

    def is_permalink_mark(self, link: Element) -> bool:
        """Return True if a link to a place on the page is only a symbol, such as "¶".

        Args:
            link: A link whose URL starts with "#".
        """
        if next(link.iter("img"), None) is not None:
            return False
        text = "".join(map(str, link.itertext()))
        has_word = any(character.isalnum() for character in text)
        return not has_word and not self.footnotes.link_attributes(link)
