"""The seed document: its body, and the kind of each boilerplate block."""

from __future__ import annotations

from support.paths import FIXTURES

SEED = FIXTURES / "000_b6e3171698ae8d1a.txt"
PARAGRAPHS = [part for part in SEED.read_text("utf-8").split("\n\n") if part.strip()]
BODY = [" ".join(part.split()) for part in PARAGRAPHS[5:14]]
JUNK = {
    "Contact Information": "contact",
    "37 Westminster Buildings, Theatre Square,\nNottingham, NG1 6LG": "contact",
    "We Are Available 24/ 7. Call Now.": "advert",
    "Unlock the Editor’s Digest for free": "subscribe",
    "The writer is a geopolitics analyst specialising in China": "author_bio",
    "Source link": "credit",
    "administrator": "byline",
    "Leave a Reply": "comment_form",
    "Your email address will not be published. Required fields are marked *": "comment_form",
}
