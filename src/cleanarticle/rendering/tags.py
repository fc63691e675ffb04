"""Tags of the output: which elements of a page are kept, and what they are for."""

from __future__ import annotations

TABLE_TAGS = frozenset("table thead tbody tfoot tr td th caption".split())

HEADING_TAGS = frozenset("h1 h2 h3 h4 h5 h6".split())

TEXT_BLOCK_TAGS = frozenset("p h1 h2 h3 h4 h5 h6 pre figcaption dt caption summary".split())
"""Elements that directly contain the text of one block and need no paragraph inside."""

ITEM_TAGS = frozenset("li dd td th".split())
"""Elements that contain the text of a single block directly, but several blocks as paragraphs."""

BLOCK_LEVEL_TAGS = (
    TABLE_TAGS
    | TEXT_BLOCK_TAGS
    | ITEM_TAGS
    | frozenset("ul ol dl blockquote figure details div".split())
)

CONTAINER_TAGS = frozenset("ul ol dl blockquote table figure details".split())

_INLINE_TAGS = frozenset(
    """a abbr b cite code del dfn em i ins kbd mark q s samp small strong sub sup time
    var""".split()
)

MEANINGFUL_TAGS = BLOCK_LEVEL_TAGS - {"div"} | _INLINE_TAGS

NON_NESTING_TAGS = frozenset(
    "b cite code del dfn em i ins kbd mark s samp small strong var".split()
)
"""Inline elements that are redundant inside another of the same name. On pages that never close
them, each paragraph is nested in those of all previous paragraphs."""

MODERN_TAGS = {"tt": "code", "strike": "s", "menu": "ul", "dir": "ul"}
"""Obsolete elements and their modern equivalents."""

ATTRIBUTES = {
    "a": ("href", "title"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "time": ("datetime",),
    "abbr": ("title",),
    "q": ("cite",),
    "blockquote": ("cite",),
}
"""Attributes that are kept, in the order in which they are written."""

URL_ATTRIBUTES = frozenset(("href", "cite"))

MAX_VALUE_LENGTH = 8_000
"""Longest attribute that is written, in characters: RFC 9110, section 4.1, recommends to support
URLs of 8,000."""
