"""The body as semantic HTML: what the page meant, without what it looked like.

Each piece of body text is written below the meaningful elements around it (headings, lists, data
tables, quotations, code, links, emphasis); wrappers without meaning are left out, and text that
stands in none gets a paragraph. The elements are opened and closed as the chain of them changes
from one piece to the next, so whatever part of the page is body, the markup is well-formed.
"""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from cleanarticle.blocks import Part

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cleanarticle.blocks import Media, Piece, Segmentation, TextBlock
    from cleanarticle.document import Document, Element

_TABLE = frozenset("table thead tbody tfoot tr td th caption".split())

_TEXT_HOLDERS = frozenset("p h1 h2 h3 h4 h5 h6 pre figcaption dt caption summary".split())
"""Elements that hold one run of text and need no paragraph inside."""

_ITEMS = frozenset("li dd td th".split())
"""Elements that hold one run of text as it is, and several as paragraphs."""

_MEANINGFUL = (
    _TABLE
    | _TEXT_HOLDERS
    | _ITEMS
    | frozenset(
        """ul ol dl blockquote figure details
        a abbr b cite code del dfn em i ins kbd mark q s samp small strong sub sup time var
        ruby rt""".split()
    )
)

_ATTRIBUTES = {
    "a": ("href", "title"),
    "img": ("src", "alt", "title"),
    "ol": ("start", "reversed"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "time": ("datetime",),
    "abbr": ("title",),
    "q": ("cite",),
    "blockquote": ("cite",),
}

_ADDRESSES = frozenset(("href", "src", "cite"))

_SCHEMES = frozenset(("http", "https", "mailto", "tel", ""))

_LAZY = ("data-src", "data-original", "data-lazy-src", "data-url")
"""Where scripts that load pictures late keep the address (lazysizes, lozad, WordPress plugins)."""


class _Open(NamedTuple):
    """One element of the output that is open: the source it stands for, and its tags."""

    key: tuple[Element | None, int]
    start: str
    end: str


class _Writer:
    """Writes pieces of text below their chains of elements."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.chain: list[_Open] = []

    def write(self, markup: str, chain: Sequence[_Open]) -> None:
        """Write markup inside a chain of elements, closing and opening what has changed."""
        same = 0
        for old, new in zip(self.chain, chain, strict=False):
            if old.key != new.key:
                break
            same += 1
        self.close(same)
        for element in chain[same:]:
            self.out.append(element.start)
            self.chain.append(element)
        self.out.append(markup)

    def close(self, keep: int = 0) -> None:
        while len(self.chain) > keep:
            self.out.append(self.chain.pop().end)


def markup_of_text(texts: Sequence[str]) -> str:
    """Paragraphs of plain text as semantic HTML."""
    return "\n".join(f"<p>{escape(text).replace(chr(10), '<br>')}</p>" for text in texts)


def markup_of_tree(document: Document, segmentation: Segmentation, body: Collection[int]) -> str:
    """The body of a page as semantic HTML.

    Args:
        document: The page; its address resolves relative links.
        segmentation: Its blocks.
        body: Indices of the blocks to write.
    """
    return _Renderer(document, segmentation, frozenset(body)).run()


def safe_html(markup: str) -> str:
    """Sanitise: no script, handler, style or javascript: link gets through (ammonia, by nh3)."""
    import nh3

    return nh3.clean(markup, link_rel=None)


class _Renderer:
    def __init__(
        self, document: Document, segmentation: Segmentation, body: frozenset[int]
    ) -> None:
        self.base = _base(document)
        self.segmentation = segmentation
        self.body = body
        self.writer = _Writer()
        self.chains: dict[Element, tuple[_Open, ...]] = {}
        self.data_tables: dict[Element, bool] = {}
        self.shared = self._shared_items()

    def run(self) -> str:
        media = iter(self._media_between())
        following = next(media, None)
        for index in sorted(self.body):
            while following is not None and following.position <= index:
                self._picture(following.element)
                following = next(media, None)
            self._block(index, self.segmentation.blocks[index])
        if following is not None:
            self._picture(following.element)
            for item in media:
                self._picture(item.element)
        self.writer.close()
        return "".join(self.writer.out)

    def _media_between(self) -> Iterator[Media]:
        """Pictures with body on both sides, or at one side in the same figure."""
        blocks = self.segmentation.blocks
        for item in self.segmentation.media:
            before, after = item.position - 1 in self.body, item.position in self.body
            if before and after:
                yield item
            elif before or after:
                neighbour = blocks[item.position - 1 if before else item.position]
                if self._share_figure(item, neighbour):
                    yield item

    def _share_figure(self, item: Media, block: TextBlock) -> bool:
        boxes = self.segmentation.boxes
        index = item.box
        while index >= 0 and boxes[index].tag != "figure":
            index = boxes[index].parent
        return index >= 0 and any(box is boxes[index] for box in self.segmentation.ancestors(block))

    def _shared_items(self) -> frozenset[Element]:
        """List items and cells that hold more than one block of the body."""
        seen: set[Element] = set()
        shared: set[Element] = set()
        for index in self.body:
            for box in self.segmentation.ancestors(self.segmentation.blocks[index]):
                if box.tag in _ITEMS and box.element is not None:
                    (shared if box.element in seen else seen).add(box.element)
                    break
        return frozenset(shared)

    def _block(self, index: int, block: TextBlock) -> None:
        shown = [at for at, piece in enumerate(block.pieces) if not _is_blank(piece)]
        first, last = shown[0], shown[-1]
        for at in range(first, last + 1):
            element, part = block.pieces[at]
            holder = element if part is Part.TEXT else element.getparent()
            if holder is None:
                continue
            chain = self._with_paragraph(self._chain(holder), index)
            markup = self._piece(element, part, raw=any(s.start.startswith("<pre>") for s in chain))
            if at == first:
                markup = markup.removeprefix(" ")
            if at == last:
                markup = markup.removesuffix(" ")
            if markup:
                self.writer.write(markup, chain)

    def _piece(self, element: Element, part: Part, *, raw: bool) -> str:
        if part is Part.ITSELF:
            return "<br>" if element.tag == "br" else self._image(element)
        text = (element.text if part is Part.TEXT else element.tail) or ""
        return escape(text if raw else _squeeze(text), quote=False)

    def _picture(self, element: Element) -> None:
        markup = self._image(element)
        if markup:
            parent = element.getparent()
            chain = self._chain(parent) if parent is not None else ()
            self.writer.write(markup, chain or (_paragraph(element, -1),))

    def _with_paragraph(self, chain: tuple[_Open, ...], index: int) -> tuple[_Open, ...]:
        """Put a paragraph into the chain where nothing in it holds the text of one block."""
        at = 0
        for position, step in enumerate(chain):
            element = step.key[0]
            tag = str(element.tag) if element is not None else ""
            if tag in _TEXT_HOLDERS:
                # Two blocks of one <p> are two paragraphs.
                own = _Open((element, index), step.start, step.end)
                return (*chain[:position], own, *chain[position + 1 :])
            if tag in _ITEMS and element not in self.shared:
                return chain
            if tag in _BLOCK_LEVEL:
                at = position + 1
        return (*chain[:at], _paragraph(None, index), *chain[at:])

    def _chain(self, element: Element) -> tuple[_Open, ...]:
        """The meaningful elements around a piece, from the outermost inwards."""
        new: list[Element] = []
        above: Element | None = element
        while above is not None and above not in self.chains:  # no recursion: pages can be deep
            new.append(above)
            above = above.getparent()
        chain = self.chains[above] if above is not None else ()
        for one in reversed(new):
            step = self._step(one)
            chain = self.chains[one] = (*chain, step) if step else chain
        return chain

    def _step(self, element: Element) -> _Open | None:
        tag = str(element.tag)
        if tag not in _MEANINGFUL or (tag in _TABLE and not self._is_data(element)):
            return None
        attributes = self._attributes(element, tag)
        if tag == "a" and not attributes:
            return None
        if tag == "pre":
            language = _language(element)
            code = f'<code class="language-{escape(language)}">' if language else "<code>"
            return _Open((element, 0), f"<pre>{code}", "</code></pre>")
        if tag == "code" and any(up.tag == "pre" for up in element.iterancestors()):
            return None
        return _Open((element, 0), f"<{tag}{attributes}>", f"</{tag}>")

    def _is_data(self, element: Element) -> bool:
        """Whether a part of a table belongs to one of data, not of page layout."""
        table = element if element.tag == "table" else next(element.iterancestors("table"), None)
        if table is None:
            return False
        if table not in self.data_tables:
            nested = next(table.iterdescendants("table"), None) is not None
            rows = {
                id(box.element)
                for i in self.body
                if (box := self.segmentation.boxes[self.segmentation.blocks[i].box]).tag == "tr"
            }
            headed = next(table.iterdescendants("th"), None) is not None
            self.data_tables[table] = not nested and (
                headed or any(id(row) in rows for row in table.iterdescendants("tr"))
            )
        return self.data_tables[table]

    def _attributes(self, element: Element, tag: str) -> str:
        found = []
        for name in _ATTRIBUTES.get(tag, ()):
            value = element.get(name)
            if value is not None and name in _ADDRESSES:
                value = self._address(value)
            if value is not None:
                found.append(f' {name}="{escape(value)}"')
        return "".join(found)

    def _address(self, value: str) -> str | None:
        try:
            address = urljoin(self.base, value.strip())
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            return None
        return address if scheme in _SCHEMES else None

    def _image(self, element: Element) -> str:
        if element.tag != "img":
            return ""
        source = next(filter(None, map(element.get, _LAZY)), None) or element.get("src")
        address = self._address(source) if source else None
        if not address:
            return ""
        alt = " ".join((element.get("alt") or "").split())
        return f'<img src="{escape(address)}" alt="{escape(alt)}">'


_BLOCK_LEVEL = _TABLE | _ITEMS | frozenset(("ul", "ol", "dl", "blockquote", "figure", "details"))


def _paragraph(element: Element | None, index: int) -> _Open:
    return _Open((element, index), "<p>", "</p>")


def _is_blank(piece: Piece) -> bool:
    """Whether a piece shows nothing at the edge of a block."""
    element, part = piece
    if part is Part.ITSELF:
        return element.tag == "br"
    text = element.text if part is Part.TEXT else element.tail
    return not text or text.isspace()


def _squeeze(text: str) -> str:
    """Collapse white space, keeping one space at either end where there was any."""
    inner = " ".join(text.split())
    if not inner:
        return " "
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


def _language(pre: Element) -> str:
    """The language of a code block, by the class that highlighters agree on."""
    for element in pre.iter("pre", "code"):
        for name in (element.get("class") or "").split():
            for prefix in ("language-", "lang-", "highlight-source-"):
                if name.startswith(prefix):
                    return name.removeprefix(prefix)
    return ""


def _base(document: Document) -> str:
    """The address that relative links start from."""
    address = document.page.address or ""
    element = next(document.root.iter("base"), None)
    href = element.get("href") if element is not None else None
    try:
        return urljoin(address, href) if href else address
    except ValueError:
        return address
