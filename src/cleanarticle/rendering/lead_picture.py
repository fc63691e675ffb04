"""The lead picture: the one between the title and the text of an article, or the one declared."""

from __future__ import annotations

import re
from functools import cached_property
from itertools import islice
from operator import itemgetter
from typing import TYPE_CHECKING
from urllib.parse import unquote

from cleanarticle.core.roles import HEADING_TAGS
from cleanarticle.core.segmentation import Part
from cleanarticle.rendering.media import (
    image_of,
    image_url,
    is_decorative_file,
    is_mark,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

    from cleanarticle.core.segmentation import Box, Media, Segmentation
    from cleanarticle.parsing.document import Element
    from cleanarticle.rendering.embedded import Embedded

_SMALLEST = 100
"""Least declared width and height of a picture, in pixels: avatars and icons are smaller. Chosen by
hand."""

_AD_SIZES = frozenset(
    ((300, 250), (336, 280), (728, 90), (970, 250), (970, 90), (160, 600), (300, 600), (320, 100))
)
"""Widths and heights of advertisements (IAB)."""

_OTHER_NAME = re.compile(
    r"logo|avatar|gravatar|(?<![a-z])(?:icons?|author|profile|users?|byline|bio|badges?|emoji|share"
    r"|sharing|social|sponsor(?:ed|s)?|promo(?:tion)?|advert\w*|ads?|flags?|ratings?|stars?|qr(?:code)?"
    r"|widget|sidebar|related|recommend\w*|teasers?|nav|menu|toolbar|newsletter|comments?|spinner"
    r"|sprite|pixel|button|btn)(?![a-z])",
    re.IGNORECASE,
)
"""Names of pictures that are not of the article, and of boxes around such."""

_OTHER_TAGS = frozenset(("nav", "aside", "footer", "form", "button", "dialog", "table"))

_PARTS = frozenset(("li", "h1", "h2", "h3", "h4", "h5", "h6"))
"""Elements whose pictures are parts of a listing or a heading."""

_MAX_PICTURES = 50
_DEEPEST = 100
"""Pictures above the text that are looked at, and elements around one. Chosen by hand."""

_PICTURE_FILE = re.compile(r"\.(?:jpe?g|png|webp|gif|avif)(?:[?#]|$)|^#", re.IGNORECASE)
"""Links to the picture itself in full size."""

_SIZE = re.compile(r"\s*(\d{1,5})(?:\.\d+)?(?:px)?\s*")
_STYLE_SIZE = re.compile(r"(?<![a-z-])(?:max-)?(width|height)\s*:\s*(\d{1,5})px", re.IGNORECASE)

_FILE_SIZE = re.compile(
    r"(?:[-_.@](?:\d{2,4}x\d{2,4}|\d{2,4}[wpx]?|\dx\d|small|medium|large|scaled|thumb(?:nail)?|\d?x))+$",
    re.IGNORECASE,
)
"""The size at the end of the name of a file."""

_MIN_NAME_LENGTH = 4
"""Least characters of a name by which pictures are the same. Chosen by hand."""


class LeadPicture:
    """Search for the lead picture of a page.

    Args:
        segmentation: Blocks of the page.
        body: Indices of the blocks to render.
        heading: Index of the block that shows the title, None if there is none.
        image: URL of the picture that the page declares, None if it declares none.
    """

    def __init__(
        self,
        segmentation: Segmentation,
        body: Collection[int],
        heading: int | None,
        image: str | None,
    ) -> None:
        self._page = segmentation
        self._end = _first_of_run(body)
        self._heading = heading if heading is not None and heading < self._end else None
        self._declared = _file_name(image or "")

    def before(self, media: list[Media], markup: Callable[[Element], str]) -> list[Media]:
        """Return the media of the body behind the lead picture, if they lack one.

        Args:
            media: The media of the body.
            markup: Returns the markup of a media element, "" if it is not to be shown.
        """
        if not self._page.media or (media and media[0].position <= self._end):
            return media
        lead = next((each for each in self._candidates() if markup(each.element)), None)
        return media if lead is None else [lead, *media]

    def _candidates(self) -> Iterator[Media]:
        """Yield the pictures that may be the lead picture, those that the page declares first."""
        count = sum(medium.position <= self._end for medium in self._page.media)
        before = self._page.media[max(0, count - _MAX_PICTURES) : count]
        declared = [medium for medium in before if self._is_declared(medium)]
        yield from (medium for medium in declared if self._is_of_article(medium))
        if self._heading is None:
            return
        for medium in before:
            if medium.position > self._heading and self._is_of_article(medium):
                image = image_of(medium.element)
                if image is not None and self._is_beyond_doubt(image, medium):
                    yield medium

    def _is_declared(self, medium: Media) -> bool:
        image = image_of(medium.element)
        return (
            len(self._declared) >= _MIN_NAME_LENGTH
            and image is not None
            and _file_name(image_url(image)) == self._declared
        )

    def _is_of_article(self, medium: Media) -> bool:
        """Return True unless something says that a picture is a logo, an icon or the like."""
        image, box = image_of(medium.element), self._page.boxes[medium.box]
        if image is None or box.hidden or _is_small(image):
            return False
        url = image_url(image)
        if not url or is_decorative_file(url):
            return False
        around = list(islice(image.iterancestors(), _DEEPEST))
        if len(around) == _DEEPEST or any(outer.tag in _PARTS for outer in around):
            return False
        names = [_name(image), image.get("alt") or ""]
        for outer in self._own_boxes(image):
            if outer.tag in _OTHER_TAGS:
                return False
            names.append(_name(outer))
        return not any(map(_OTHER_NAME.search, names))

    @cached_property
    def _around_text(self) -> frozenset[Element | None]:
        """The elements around the title and the beginning of the text."""
        blocks = self._page.blocks
        places = (self._end,) if self._heading is None else (self._end, self._heading)
        return frozenset(
            box.element for place in places for box in self._page.ancestors(blocks[place])
        )

    def _own_boxes(self, image: Element) -> Iterator[Element]:
        """Yield the elements around a picture that have neither the title nor the text in them."""
        for outer in image.iterancestors():
            if outer in self._around_text:
                return
            yield outer

    def _is_beyond_doubt(self, image: Element, medium: Media) -> bool:
        """Return True if a picture is alone or with a caption, and links to nothing else."""
        own = list(self._own_boxes(image))
        for outer in own:
            if outer.tag == "a" and not _PICTURE_FILE.search(outer.get("href") or "#"):
                return False
        if _sizes(image) in _AD_SIZES:
            return False
        box = self._outermost(medium, frozenset(own))
        if box is None:
            return True
        blocks = self._page.blocks[box.first : box.last]
        is_figure = any(outer.tag == "figure" for outer in own)
        return not any(block.link_count for block in blocks) and (is_figure or not blocks)

    def _outermost(self, medium: Media, own: Collection[Element]) -> Box | None:
        """Return the outermost box around a picture of some elements."""
        found, index = None, medium.box
        while index >= 0 and self._page.boxes[index].element in own:
            found = self._page.boxes[index]
            index = found.parent
        return found


def first_picture(
    page: Segmentation, body: Collection[int], media: Sequence[Media], embedded: Embedded
) -> str | None:
    """Return the URL of the first picture of a body, None if it has none.

    Pictures between words, at the start of items, and those that are called icons or the like are
    left out.

    Args:
        page: Blocks of the page.
        body: Indices of the blocks of the body.
        media: The media between these blocks.
        embedded: The pictures of the page that are shown.
    """
    blocks, boxes = page.blocks, page.boxes
    starts = [
        (medium.position, medium.element) for medium in media if boxes.tag(medium.box) not in _ITEMS
    ]
    for index in sorted(body):
        for element, part in islice(blocks[index].pieces, 1):
            if part is Part.ELEMENT and boxes.tag(blocks[index].box) not in _CELLS_AND_ITEMS:
                starts.append((index, element))
    for _, element in sorted(starts, key=itemgetter(0)):
        image = image_of(element) if embedded.element(element).startswith("<img") else None
        url = "" if image is None else embedded.picture_url(image)
        if url.startswith("http") and not is_mark(url):
            return url
    return None


_ITEMS = frozenset(("li", "dt", "dd", *HEADING_TAGS))
_CELLS_AND_ITEMS = _ITEMS | {"tr", "td", "th"}
"""Elements that a picture begins as a mark; in cells, if text follows it."""


def _first_of_run(body: Collection[int]) -> int:
    """Return the index of the first body block that another follows, else of the first one.

    A standfirst may be body, and be apart from the text by a byline and the picture.
    """
    return next((index for index in sorted(body) if index + 1 in body), min(body))


def _name(element: Element) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_small(image: Element) -> bool:
    return any(size is not None and size < _SMALLEST for size in _sizes(image))


def _sizes(image: Element) -> tuple[int | None, int | None]:
    """Return the declared width and height of an image in pixels, None if they are unknown."""
    in_style = dict(_STYLE_SIZE.findall((image.get("style") or "").lower()))
    width, height = (
        _SIZE.fullmatch(image.get(name) or in_style.get(name) or "") for name in ("width", "height")
    )
    return (int(width[1]) if width else None, int(height[1]) if height else None)


def _file_name(url: str) -> str:
    """Return the name of a file without its size and extension, in lower case."""
    name = unquote(url.partition("?")[0].partition("#")[0].rpartition("/")[2]).lower()
    return _FILE_SIZE.sub("", name.rpartition(".")[0] or name)
