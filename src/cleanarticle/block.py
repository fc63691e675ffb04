"""BlockKind: what a block is for the reader."""

from __future__ import annotations

from enum import StrEnum


class BlockKind(StrEnum):
    """What a block is for the reader: the main content, or boilerplate of one kind."""

    BODY = "body"
    """The main content: prose, headings, lists, tables, code, captions, footnotes."""
    NAVIGATION = "navigation"
    """Menus, breadcrumbs, pagination, skip links, site search, lists of sections."""
    BYLINE = "byline"
    """Who wrote it and when: author, dates, reading time, section label."""
    AUTHOR_BIO = "author_bio"
    """A sentence or more about the author."""
    SHARE = "share"
    """Share, follow, like, save, print, listen, and their counts."""
    RELATED = "related"
    """Other pages: recommended, most read, previous and next, teasers."""
    SUBSCRIBE = "subscribe"
    """Newsletter, sign-up, log-in, paywall, donation, app download."""
    ADVERT = "advert"
    """Advertising, affiliate disclosures, promotion, calls to action, slogans."""
    CONTACT = "contact"
    """Postal address, phone, e-mail, opening hours, contact form."""
    COMMENT_FORM = "comment_form"
    """The form for writing a comment or review."""
    COMMENTS = "comments"
    """What readers wrote, with names, dates and votes."""
    CONSENT = "consent"
    """Cookie, privacy-choice, age or terms dialogs."""
    CREDIT = "credit"
    """Where text or pictures came from; corrections and licensing notes."""
    LEGAL = "legal"
    """Copyright, terms, privacy, imprint, disclaimers."""
    TAGS = "tags"
    """The article's tags, topics and categories."""
    WIDGET = "widget"
    """Interface text that is none of the others."""
    OTHER = "other"
    """None of these fits."""
