"""Markup of the elements that a page shows as a whole: images, players, formulas."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING

from cleanarticle.core.formulas import formula_html
from cleanarticle.rendering.media import (
    IMAGE_TAGS,
    PLAYER_CLASS,
    image_of,
    image_url,
    is_preview,
    player_url,
)
from cleanarticle.rendering.tags import MAX_VALUE_LENGTH

if TYPE_CHECKING:
    from cleanarticle.core.constructs import Constructs
    from cleanarticle.parsing.document import Element
    from cleanarticle.rendering.links import Links

_MIN_DECORATION_COUNT = 3
"""Number of occurrences from which an image without a description is decoration. Chosen by hand: a
content image can be repeated once above the text."""


class Embedded:
    """Images, players, formulas and pictures of letters of a page.

    Args:
        root: Root element of the page.
        constructs: Elements that show a formula or a letter.
        links: Links of the page.
    """

    def __init__(self, root: Element, constructs: Constructs, links: Links) -> None:
        self._root = root
        self._constructs = constructs
        self._links = links

    def element(self, element: Element) -> str:
        """Return what an element inside a block shows, except for ends of lines."""
        if element in self._constructs.letters:
            return escape(self._constructs.letters[element], quote=False)
        formula = self._constructs.formulas.get(element)
        if formula is not None:
            return formula_html(formula.tex, display=formula.display)
        return self.medium(element)

    def medium(self, element: Element) -> str:
        """Return an image or a link to a player, or "" if it is not to be shown."""
        image = image_of(element)
        if image is not None:
            picture = self.picture_url(image)
            alt = _one_line(image, "alt")
            return f'<img src="{escape(picture)}" alt="{escape(alt)}">' if picture else ""
        if element.tag == "noscript":
            return ""
        if element.tag == "input":  # a box of a list of tasks
            checked = "" if element.get("checked") is None else " checked"
            return f'<input type="checkbox"{checked} disabled>'
        url = self._links.resolve(player_url(element) or "data:")
        if not url:
            return ""
        title = _one_line(element, "title") or url
        return f'<a href="{escape(url)}" class="{PLAYER_CLASS}">{escape(title, quote=False)}</a>'

    def picture_url(self, image: Element) -> str:
        """Return the URL of an image, or "" if it is not to be shown."""
        source = image_url(image)
        url = self._links.resolve(source) if source else None
        is_decoration = image.get("alt") == "" and source in self._decoration_urls
        return "" if not url or is_decoration or is_preview(image) else url

    @cached_property
    def _decoration_urls(self) -> frozenset[str]:
        """URLs of recurring images with an empty description, such as the stars of a rating."""
        images = (image for image in self._root.iter(*IMAGE_TAGS) if image.get("alt") == "")
        counts = Counter(map(image_url, images))
        return frozenset(url for url, count in counts.items() if count >= _MIN_DECORATION_COUNT)


def _one_line(element: Element, name: str) -> str:
    """Return an attribute with its whitespace collapsed, "" if it is missing or too long."""
    value = element.get(name) or ""
    return " ".join(value.split()) if len(value) <= MAX_VALUE_LENGTH else ""
