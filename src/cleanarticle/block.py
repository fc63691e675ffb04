"""Block and BlockKind: a labeled run of text, and the kinds of main content and boilerplate."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class BlockKind(StrEnum):
    """The kind of a block: main content, or boilerplate of one kind."""

    BODY = "body"
    """Main content: prose, headings, lists, tables, code, captions, footnotes."""
    NAVIGATION = "navigation"
    """Menus, breadcrumbs, pagination, skip links, site search, lists of sections."""
    BYLINE = "byline"
    """Author, dates, reading time, section label."""
    AUTHOR_BIO = "author_bio"
    """A sentence or more about the author."""
    SHARE = "share"
    """Share, follow, like, save, print, listen, and their counts."""
    RELATED = "related"
    """Other pages: recommended, most read, previous and next, teasers."""
    SUBSCRIBE = "subscribe"
    """Newsletter, sign-up, login, paywall, donation, app download."""
    ADVERT = "advert"
    """Advertising, affiliate disclosures, promotion, calls to action, slogans."""
    CONTACT = "contact"
    """Postal address, phone, email, opening hours, contact form."""
    COMMENT_FORM = "comment_form"
    """The form for writing a comment or review."""
    COMMENTS = "comments"
    """Readers' comments, with names, dates and votes."""
    CONSENT = "consent"
    """Cookie, privacy-choice, age or terms dialogs."""
    CREDIT = "credit"
    """Sources of text or pictures; corrections and licensing notes."""
    LEGAL = "legal"
    """Copyright, terms, privacy, imprint, disclaimers."""
    TAGS = "tags"
    """The article's tags, topics and categories."""
    WIDGET = "widget"
    """Interface text of no other kind."""
    OTHER = "other"
    """Boilerplate of no other kind."""


APPEALS = (BlockKind.SUBSCRIBE, BlockKind.ADVERT, BlockKind.CONSENT, BlockKind.COMMENT_FORM)
"""Kinds that ask a reader to do something."""

MEANINGS = {
    BlockKind.BODY: "the main content",
    BlockKind.NAVIGATION: "menus, breadcrumbs, pages, site search",
    BlockKind.BYLINE: "author and dates",
    BlockKind.AUTHOR_BIO: "about the author",
    BlockKind.SHARE: "share, follow, print, and counts",
    BlockKind.RELATED: "other pages, teasers",
    BlockKind.SUBSCRIBE: "newsletter, login, paywall, donation",
    BlockKind.ADVERT: "advertising, calls to action",
    BlockKind.CONTACT: "addresses, phone numbers, opening hours",
    BlockKind.COMMENT_FORM: "form for comments",
    BlockKind.COMMENTS: "readers' comments",
    BlockKind.CONSENT: "cookies, privacy, age, terms",
    BlockKind.CREDIT: "sources of text and pictures",
    BlockKind.LEGAL: "copyright, imprint, disclaimers",
    BlockKind.TAGS: "tags, topics, categories",
    BlockKind.WIDGET: "interface text",
    BlockKind.OTHER: "no other kind",
}
"""The kinds in a few words, for legends."""


class Block(NamedTuple):
    """A run of text that a reader sees as one unit, with its label.

    Attributes:
        text: Whitespace collapsed, line breaks kept; in `pre` all whitespace is kept.
        kind: `BlockKind.BODY` for main content, else the kind of boilerplate.
        score: Probability of being main content, 0 to 1.
        reason: The evidence for the kind, in one short line.
        xpath: Path of the innermost block-level element around it; None for plain text, and if it
            is longer than 1,000 characters.
        tag: Name of that element; "" for plain text.
    """

    text: str
    kind: BlockKind
    score: float
    reason: str
    xpath: str | None
    tag: str

    @property
    def is_boilerplate(self) -> bool:
        """True if the block is not main content."""
        return self.kind is not BlockKind.BODY
