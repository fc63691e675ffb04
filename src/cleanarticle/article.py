"""Article: a cleaned page, its metadata, and its renderings."""

from __future__ import annotations

import hashlib
import json
import operator
import string
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from html import escape
from itertools import islice
from typing import TYPE_CHECKING, Any

from cleanarticle.block import Block, BlockKind
from cleanarticle.core.roles import LOWER_HEADING_TAGS
from cleanarticle.core.tokens import letters
from cleanarticle.errors import InputError, printable
from cleanarticle.hints import ATTRIBUTES, hint
from cleanarticle.metadata.comment_section import CommentSection
from cleanarticle.rendering import front_matter as render_front_matter
from cleanarticle.rendering import sanitize_html, select_markup, to_markdown
from cleanarticle.rendering.card import CARD_PARAGRAPHS, render_card
from cleanarticle.rendering.plain_data import (
    ARTICLE_FIELDS,
    METADATA_FIELDS,
    block_from_dict,
    frozen,
    has_type,
    plain,
    plain_block,
    probability,
    required_text,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from bs4 import BeautifulSoup

    from cleanarticle.metadata.comments import Comment


@dataclass(frozen=True, slots=True)
class Article:
    """A cleaned page: its body, its metadata, and all the rest, labeled.

    Attributes:
        title: The headline, None if the page has none.
        authors: Names of the people who wrote it.
        published: Date of publication, ISO 8601, with time and zone if the page has them; the date
            of the last change if the page has no other. See `published_at`.
        modified: Date of the last change, in the same format.
        site_name: The name of the site.
        language: The language, as a BCP 47 tag.
        description: One or two sentences about it.
        image: URL of the main picture.
        tags: Keywords.
        url: The URL of the page, if known.
        canonical_url: The URL that the page names as its own.
        page_type: "article", "forum", "product", "collection", "listing", "documentation" or
            "service".
        confidence: The expected word F1 of the body, 0 to 1.
        flags: Special conditions: "paywalled", "blocked", "js_required", "truncated",
            "no_main_content", "hidden_text" (much prose is hidden by markup or style, or text of
            the body is).
        blocks: The text of the page, cut into labeled blocks, in page order; nothing is left out.
        markup: The body as semantic HTML, before sanitizing; see `html`.
        sources: The source of each metadata field by its name, such as "json-ld"; see
            `cleanarticle.metadata.resolution.Metadata`.
        pages: The URLs of the pages that the article was joined from, in order; the first is `url`.
        pages_error: Why some of its pages are missing, None if none is known to be.
        comment_section: The part of the page that `comments` are read from.
    """

    title: str | None
    authors: tuple[str, ...]
    published: str | None
    modified: str | None
    site_name: str | None
    language: str | None
    description: str | None
    image: str | None
    tags: tuple[str, ...]
    url: str | None
    canonical_url: str | None
    page_type: str
    confidence: float
    flags: frozenset[str]
    blocks: tuple[Block, ...]
    markup: str
    sources: Mapping[str, str] = field(default_factory=dict, hash=False)
    pages: tuple[str, ...] = ()
    pages_error: str | None = None
    comment_section: CommentSection = field(default_factory=CommentSection)

    def __repr__(self) -> str:
        """Return a short description; `to_dict` returns everything."""
        title = printable(self.title or "(no title)")
        blocks = f"{len(self.body)} of {len(self.blocks)} blocks body"
        return f"<Article {title!r} {blocks}, confidence {self.confidence:.2f}>"

    if not TYPE_CHECKING:  # type checkers would take any name for an attribute

        def __getattr__(self, name: str) -> Any:
            """Raise the error of an attribute that does not exist, with a hint at what does."""
            known = (each for each in dir(type(self)) if not each.startswith("_"))
            advice = "" if name.startswith("_") else hint(name, ATTRIBUTES, known)
            message = f"an Article has no attribute {name!r}{advice}"
            raise AttributeError(message, name=name, obj=self)

    def _repr_html_(self) -> str:
        """Return a card for notebooks: the title, first paragraphs, and the kinds of blocks."""
        facts = [self.page_type, f"confidence {self.confidence:.2f}", *sorted(self.flags)]
        byline = filter(None, (", ".join(self.authors), self.site_name, self.published))
        counts = Counter(str(block.kind) for block in self.blocks)
        shown = islice(body_below_title(self.blocks, self.title), CARD_PARAGRAPHS)
        paragraphs = [self.blocks[index].text for index in shown]
        return render_card(
            self.title or "(no title)", (" · ".join(byline), " · ".join(facts)), paragraphs, counts
        )

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks of the main content."""
        return tuple(block for block in self.blocks if not block.is_boilerplate)

    @property
    def boilerplate(self) -> tuple[Block, ...]:
        """All other blocks."""
        return tuple(block for block in self.blocks if block.is_boilerplate)

    @property
    def published_at(self) -> datetime | None:
        """`published` as a datetime, without time zone if the page has none."""
        return None if self.published is None else datetime.fromisoformat(self.published)

    @property
    def comments(self) -> tuple[Comment, ...]:
        """The readers' comments that the markup separates, in page order.

        Parsed on first access. Their text is also in the blocks of the kind "comments".
        """
        return self.comment_section.comments

    @property
    def text(self) -> str:
        """The body as plain text: blocks joined by blank lines, without the page's title.

        Permalink signs after headings ("¶") and return signs of footnotes ("↩") are left out.
        """
        shown = body_below_title(self.blocks, self.title)
        return "\n\n".join(_without_link_signs(self.blocks[index].text) for index in shown)

    @property
    def markdown(self) -> str:
        """The body as Markdown (CommonMark with GFM tables); `to_markdown` takes options."""
        return self.to_markdown()

    @property
    def html(self) -> str:
        """The body as clean semantic HTML, safe to show; `to_html` takes options."""
        return self.to_html()

    @property
    def body_hash(self) -> str:
        """The SHA-256 of `text` in hexadecimal, whatever its whitespace; "" if it is empty.

        A page whose boilerplate alone has changed has the same hash.
        """
        return _hash_of(self.text)

    def to_markdown(
        self,
        *,
        links: bool = True,
        images: bool = True,
        tables: bool = True,
        title: bool = False,
        front_matter: bool = False,
    ) -> str:
        """Return the body as Markdown. The options only choose which parts of it are shown.

        Args:
            links: Show links; without them their text remains.
            images: Show pictures, and links to videos and embedded posts.
            tables: Show data tables.
            title: Begin with the title as a heading.
            front_matter: Begin with the metadata, as YAML between lines of dashes.
        """
        markup = self._selected(links=links, images=images, tables=tables, title=title)
        markdown = to_markdown(markup)
        if not front_matter:
            return markdown
        metadata = {name: plain(getattr(self, name)) for name in METADATA_FIELDS}
        return f"{render_front_matter(metadata)}\n\n{markdown}"

    def to_html(
        self, *, links: bool = True, images: bool = True, tables: bool = True, title: bool = False
    ) -> str:
        """Return the body as clean semantic HTML, safe to show; for options see `to_markdown`."""
        return sanitize_html(self._selected(links=links, images=images, tables=tables, title=title))

    def _selected(self, *, links: bool, images: bool, tables: bool, title: bool) -> str:
        markup = select_markup(self.markup, links=links, images=images, tables=tables)
        return f"<h1>{escape(self.title)}</h1>{markup}" if title and self.title else markup

    def soup(self) -> BeautifulSoup:
        """Return the clean HTML as a BeautifulSoup."""
        from bs4 import BeautifulSoup

        return BeautifulSoup(self.html, "lxml")

    def to_dict(self) -> dict[str, Any]:
        """Return the article as plain data, ready for JSON; its keys are `ARTICLE_FIELDS`."""
        text = self.text
        known: dict[str, Any] = {
            "text": text,
            "body_hash": _hash_of(text),
            "boilerplate": [
                {"kind": str(block.kind), "text": block.text, "reason": block.reason}
                for block in self.boilerplate
            ],
            "blocks": [*map(plain_block, self.blocks)],
        }
        return {
            name: known[name] if name in known else plain(getattr(self, name))
            for name in ARTICLE_FIELDS
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Article:
        """Create an article from the output of `to_dict`; other keys are ignored.

        Its `markup` is the sanitized HTML.

        Raises:
            InputError: The data do not describe an article.
        """
        if not isinstance(data, Mapping):
            raise InputError(f"this is not an article's data: {type(data).__name__}")
        for name, kind in ARTICLE_FIELDS.items():
            if not has_type(data.get(name), kind):
                raise InputError(f"this is not an article's data: {name} is {data.get(name)!r}")
        try:
            metadata = {name: frozen(data.get(name)) for name in METADATA_FIELDS}
            for date in filter(None, (metadata["published"], metadata["modified"])):
                datetime.fromisoformat(date)
            return cls(
                **(metadata | {name: metadata[name] or () for name in ("authors", "tags")}),
                page_type=required_text(data, "page_type"),
                confidence=probability(data["confidence"]),
                flags=frozenset(data["flags"]),
                blocks=tuple(map(block_from_dict, data["blocks"])),
                markup=required_text(data, "html"),
                sources=dict(data.get("sources") or {}),
                pages=tuple(data.get("pages") or ()),
                pages_error=data.get("pages_error"),
                comment_section=CommentSection.from_dicts(data.get("comments") or ()),
            )
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            raise InputError(f"this is not an article's data: {error!r}") from error

    def to_json(self, *, indent: int | None = None) -> str:
        """Return `to_dict` as JSON text, with non-ASCII characters as they are."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)


def body_below_title(blocks: Sequence[Block], title: str | None) -> Iterator[int]:
    """Yield the indices of the body blocks, without headings that only repeat the page's title.

    Every h1 with the title's letters is left out, also with a kicker before it or a count behind; a
    lower heading only above the first text, because a section further down may have the same name
    as the page.
    """
    wanted = letters(title or "")
    is_above_text = True
    for index, (text, kind, _, _, _, tag) in enumerate(blocks):
        if kind is not BlockKind.BODY:
            continue
        is_heading = tag == "h1" or (is_above_text and tag in LOWER_HEADING_TAGS)
        repeats = _is_with_kicker if is_above_text and tag == "h1" else operator.eq
        if not wanted or not is_heading or not repeats(letters(text), wanted):
            is_above_text = False
            yield index


_MIN_TITLE, _MAX_COUNT = 12, 60
"""Fewest letters of a title before which a kicker may be, and most of a count of comments or a date
behind it. Chosen by hand."""


def _is_with_kicker(heading: str, title: str) -> bool:
    """Return True if a heading has the letters of the title, behind a kicker or before a count."""
    if not _MIN_TITLE <= len(title) < len(heading) <= 2 * len(title):
        return heading == title
    if heading.startswith(title):
        rest = heading[len(title) :]
        return len(rest) <= _MAX_COUNT and any(map(str.isdigit, rest))
    return heading.endswith(title)


_LINK_SIGNS = frozenset("¶🔗\u200b↩")
_BEHIND_TEXT = f"{''.join(_LINK_SIGNS)}\ufe0e{string.whitespace}"


def _without_link_signs(text: str) -> str:
    stripped = text.rstrip(_BEHIND_TEXT)
    return text if _LINK_SIGNS.isdisjoint(text[len(stripped) :]) else stripped


def _hash_of(text: str) -> str:
    """Return the value of `Article.body_hash` for the text of an article."""
    words = " ".join(text.split())
    return hashlib.sha256(words.encode("utf-8", "backslashreplace")).hexdigest() if words else ""
