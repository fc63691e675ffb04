"""Roles of elements in the walk that cuts a page into blocks."""

from __future__ import annotations

INLINE, LINK, CELL, LINE, BLOCK, PRE, LISTING, ROW, CLOSED, ASIDE = range(10)
BREAK, MEDIA, VECTOR, REPLACED, SKIP = range(10, 15)
"""Plain integers rather than an enum, for speed. The walk enters the elements with roles below
BREAK; those up to LINE are inline. LINE, LISTING, ASIDE and REPLACED depend on the page, see
`constructs`."""

TAG_ROLES: dict[object, int] = {
    # Block-level elements in the rendering section of the HTML standard, controls, which are never
    # part of a sentence, and the accordion of AMP.
    **dict.fromkeys(
        """address amp-accordion article aside blockquote body button caption center col colgroup dd
        details dialog dir div dl dt fieldset figcaption figure footer form frameset h1 h2 h3 h4 h5
        h6 header hgroup hr html legend li main menu nav ol optgroup p search section select
        summary table tbody tfoot thead ul""".split(),
        BLOCK,
    ),
    **dict.fromkeys(("pre", "listing", "xmp"), PRE),
    # Text that a reader chooses or writes: never a part of the page's own text.
    **dict.fromkeys(("option", "textarea"), CLOSED),
    **dict.fromkeys(("td", "th"), CELL),
    "tr": ROW,
    "a": LINK,
    "br": BREAK,
    "svg": VECTOR,
    # Media elements; the text inside is for browsers that cannot show them.
    **dict.fromkeys(
        """applet audio canvas embed iframe img object video amp-anim amp-audio
        amp-dailymotion amp-iframe amp-img amp-video amp-vimeo amp-youtube""".split(),
        MEDIA,
    ),
    # Elements that browsers do not show; noscript is hidden where scripts run. Readings of ruby
    # (rt) are shown above the text that they repeat.
    **dict.fromkeys(
        """base basefont bgsound datalist head link meta noembed noframes noscript param rp rt rtc
        script style template title annotation annotation-xml""".split(),
        SKIP,
    ),
}

HEADING_TAGS = ("h1", "h2", "h3", "h4", "h5", "h6")
LOWER_HEADING_TAGS = HEADING_TAGS[1:]

NOSCRIPT_ROLES = TAG_ROLES | {"noscript": BLOCK}
"""Roles of elements in a browser without scripts."""


def is_block_level(tag: object) -> bool:
    """Return True if an element begins and ends a line."""
    return CELL <= TAG_ROLES.get(tag, INLINE) <= CLOSED


def class_names(value: str | None) -> frozenset[str]:
    """Return the names in a class attribute, in lower case."""
    return frozenset((value or "").lower().split())
