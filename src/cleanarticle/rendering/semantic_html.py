"""The body as semantic HTML: what the page meant, without what it looked like.

Each piece of body text is written below the meaningful elements around it (headings, lists, data
tables, quotations, code, links, emphasis); wrappers without meaning are left out, and text that
stands in none gets a paragraph. The elements are opened and closed as the chain of them changes
from one piece to the next, so whatever part of the page is body, the markup is well-formed.
"""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from html import escape
from typing import TYPE_CHECKING, NamedTuple
from urllib.parse import urljoin, urlsplit

from cleanarticle.core.segmentation import Part
from cleanarticle.rendering.code_listing import is_line_number, is_listing, language_of
from cleanarticle.rendering.element_chain import (
    BLOCK_LEVEL,
    ITEMS,
    TABLE,
    TEXT_HOLDERS,
    Open,
    Writer,
    put,
)
from cleanarticle.rendering.footnotes import Notes
from cleanarticle.rendering.formula import (
    is_formula,
    is_formula_script,
    looks_for_formulas,
    mark_formulas,
    markup_of_formula,
    read_formula,
)
from cleanarticle.rendering.media import PLAYER, image_address, player_address, twin
from cleanarticle.rendering.tables import Tables

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from cleanarticle.core.segmentation import Box, Media, Piece, Segmentation, TextBlock
    from cleanarticle.parsing.document import Document, Element

_INLINE = frozenset(
    """a abbr b cite code del dfn em i ins kbd mark q s samp small strong sub sup time var
    ruby rt""".split()
)

_MEANINGFUL = BLOCK_LEVEL - {"div"} | _INLINE

_ONCE = frozenset("b cite code del dfn em i ins kbd mark s samp small strong var".split())
"""Inline elements that say nothing more inside another of their name. On pages that never end them,
each paragraph stands in those of all paragraphs before it."""

_SAME = {"tt": "code", "strike": "s", "menu": "ul", "dir": "ul"}
"""Old names of elements, and what HTML calls them now."""

_ATTRIBUTES = {
    "a": ("href", "title"),
    "ol": ("start", "reversed"),
    "td": ("colspan", "rowspan"),
    "th": ("colspan", "rowspan", "scope"),
    "time": ("datetime",),
    "abbr": ("title",),
    "q": ("cite",),
    "blockquote": ("cite",),
}

_ADDRESSES = frozenset(("href", "cite"))

_SCHEMES = frozenset(("http", "https", "mailto", "tel", ""))


class _Place(NamedTuple):
    """Where a piece of text stands in the output.

    Attributes:
        chain: The elements around it, from the outermost inwards.
        listing: Whether it is part of a code listing, where all white space counts.
        formula: The formula that it is a part of.
        silent: Whether it is left out: line numbers, marks that link to where they stand.
    """

    chain: tuple[Open, ...] = ()
    listing: bool = False
    formula: Element | None = None
    silent: bool = False


def markup_of_text(texts: Sequence[str]) -> str:
    """Paragraphs of plain text as semantic HTML."""
    return "\n".join(f"<p>{escape(text).replace(chr(10), '<br>')}</p>" for text in texts)


def markup_of_tree(
    document: Document,
    segmentation: Segmentation,
    body: Collection[int],
    heading: int | None = None,
) -> str:
    """The body of a page as semantic HTML.

    Args:
        document: The page; its address resolves relative links.
        segmentation: Its blocks.
        body: Indices of the blocks to write.
        heading: Index of the block that shows the title, None if there is none.
    """
    return _Renderer(document, segmentation, frozenset(body), heading).run() if body else ""


def safe_html(markup: str) -> str:
    """Sanitise: no script, handler, style or javascript: link gets through (ammonia, by nh3)."""
    import nh3

    attributes = {tag: set(names) for tag, names in nh3.ALLOWED_ATTRIBUTES.items()}
    for tag, name in _OWN_ATTRIBUTES:
        attributes.setdefault(tag, set()).add(name)
    return nh3.clean(markup, attributes=attributes, link_rel=None)


_OWN_ATTRIBUTES = (
    ("code", "class"), ("span", "class"), ("a", "id"), ("li", "id"), ("p", "id"), ("div", "id"),
    ("dd", "id"),
)  # fmt: skip
"""Attributes beyond nh3's own choice: languages of code, formulas, and ends of footnote links.
They cannot come from the page: what is written into them is made here."""


class _Renderer:
    def __init__(
        self,
        document: Document,
        segmentation: Segmentation,
        body: frozenset[int],
        heading: int | None,
    ) -> None:
        self.root = document.root
        self.heading = heading
        self.base = _base(document)
        self.segmentation = segmentation
        self.body = body
        self.writer = Writer()
        self.places: dict[Element, _Place] = {}
        self.tables = Tables(segmentation, body)
        self.formulas: set[Element] = set()
        self.notes: Notes | None = None
        self.referred: set[str] = set()
        self.shared = self._shared_items()

    def run(self) -> str:
        media = iter(self._media_between())
        following = next(media, None)
        for index in sorted(self.body):
            while following is not None and following.position <= index:
                self._between(following)
                following = next(media, None)
            self._block(index, self.segmentation.blocks[index])
        if following is not None:
            self._between(following)
            for item in media:
                self._between(item)
        self.writer.close()
        return "".join(self.writer.out)

    def _media_between(self) -> Iterator[Media]:
        """Pictures with body on both sides, or at one side in the same figure."""
        blocks = self.segmentation.blocks
        for item in self.segmentation.media:
            before, after = item.position - 1 in self.body, item.position in self.body
            if before and after:
                yield item
                continue
            figure = self._figure_of(item)
            if figure is None:
                continue
            if before or after:
                neighbour = blocks[item.position - 1 if before else item.position]
                if any(box is figure for box in self.segmentation.ancestors(neighbour)):
                    yield item
                    continue
            if self._stands_in_body(figure):
                yield item

    def _figure_of(self, item: Media) -> Box | None:
        boxes = self.segmentation.boxes
        index = item.box
        while index >= 0 and boxes[index].tag != "figure":
            index = boxes[index].parent
        return boxes[index] if index >= 0 else None

    def _stands_in_body(self, figure: Box) -> bool:
        """Whether a figure of which no text is body stands between body, or below the title.

        Its caption may well be taken for boilerplate, as may a credit behind it. That of a teaser
        is a link.
        """
        blocks = self.segmentation.blocks
        if any(block.link_count for block in blocks[figure.first : figure.last]):
            return False
        is_above_text = not self.body.isdisjoint(range(figure.last, figure.last + _CREDITS + 1))
        if self.heading is not None and self.heading < figure.first < min(self.body):
            return is_above_text or figure.first - self.heading <= _STANDFIRSTS + 1
        return is_above_text and figure.first - 1 in self.body

    def _shared_items(self) -> frozenset[Element]:
        """List items and cells that hold more than one block of the body."""
        seen: set[Element] = set()
        shared: set[Element] = set()
        for index in self.body:
            for box in self.segmentation.ancestors(self.segmentation.blocks[index]):
                if box.tag in ITEMS and box.element is not None:
                    (shared if box.element in seen else seen).add(box.element)
                    break
        return frozenset(shared)

    def _block(self, index: int, block: TextBlock) -> None:
        shown = [at for at, piece in enumerate(block.pieces) if not _is_blank(piece)]
        first, last = shown[0], shown[-1]
        listed = False
        for at, piece in enumerate(block.pieces):
            holder = piece[0] if piece[1] is Part.TEXT else piece[0].getparent()
            place = self._place(holder) if holder is not None else _Place()
            if place.silent:
                continue
            if place.listing:
                if self._line(piece, place, new=not listed):
                    listed = True
            elif first <= at <= last:
                self._phrase(piece, place, index, (at == first, at == last))

    def _line(self, piece: Piece, place: _Place, *, new: bool) -> bool:
        """Write a piece of a listing as it is; a block in it begins a new line."""
        element, part = piece
        if part is Part.ELEMENT:
            text = "\n" if element.tag == "br" else ""
        else:
            text = (element.text if part is Part.TEXT else element.tail) or ""
            if text.isspace() and _holder(piece).tag in TABLE - {"td", "th"}:
                return False
        if new:
            text = text.lstrip("\r\n")
        if not text:
            return False
        if new and self.writer.in_listing(place.chain):
            text = f"\n{text}"
        self.writer.write(escape(text, quote=False), place.chain)
        return True

    def _phrase(self, piece: Piece, place: _Place, index: int, ends: tuple[bool, bool]) -> None:
        element, part = piece
        if place.formula is not None:
            markup = self._formula(place.formula)
        elif part is Part.ELEMENT:
            markup = "<br>" if element.tag == "br" else self._medium(element)
        else:
            text = (element.text if part is Part.TEXT else element.tail) or ""
            markup = self._text(_squeeze(text))
        if ends[0]:
            markup = markup.removeprefix(" ")
        if ends[1]:
            markup = markup.removesuffix(" ")
        if markup:
            self.writer.write(markup, self._with_paragraph(place.chain, index))

    def _between(self, item: Media) -> None:
        """Write a picture, a player or a formula that stands in no block."""
        element = item.element
        parent = element.getparent()
        place = self._place(parent) if parent is not None else _Place()
        if place.silent or place.listing:
            return
        markup = (
            self._formula(place.formula) if place.formula is not None else self._medium(element)
        )
        if markup:
            chain = place.chain
            if not chain or chain[-1].tag != "figure":
                chain = self._with_paragraph(chain, -1 - item.position)
            self.writer.write(markup, chain)

    def _with_paragraph(self, chain: tuple[Open, ...], index: int) -> tuple[Open, ...]:
        """Put a paragraph into the chain where nothing in it holds the text of one block."""
        at = 0
        innermost = max((n for n, step in enumerate(chain) if step.tag in ITEMS), default=None)
        for position, step in enumerate(chain):
            if step.tag in TEXT_HOLDERS:
                # Two blocks of one <p> are two paragraphs.
                own = step._replace(key=(step.key[0], index))
                return (*chain[:position], own, *chain[position + 1 :])
            if position == innermost and step.key[0] not in self.shared:
                return chain
            if step.tag in BLOCK_LEVEL:
                at = position + 1
        return (*chain[:at], Open((None, index), "p", "<p>", "</p>"), *chain[at:])

    def _place(self, element: Element) -> _Place:
        """Where the text of an element stands."""
        new: list[Element] = []
        above: Element | None = element
        while above is not None and above not in self.places:  # no recursion: pages can be deep
            new.append(above)
            above = above.getparent()
        place = self.places[above] if above is not None else _Place()
        for one in reversed(new):
            place = self.places[one] = self._enter(place, one)
        return place

    def _enter(self, place: _Place, element: Element) -> _Place:
        if place.silent or place.formula is not None:
            return place
        classes = frozenset((element.get("class") or "").split())
        tag = _SAME.get(str(element.tag), str(element.tag))
        if is_line_number(element, classes) or (tag == "a" and self._is_mark(element)):
            return place._replace(silent=True)
        if is_formula(element, classes) and read_formula(element) is not None:
            return place._replace(formula=element)
        if not place.listing and is_listing(element, classes):
            return self._in_listing(place, element)
        if place.listing and (tag in BLOCK_LEVEL or tag == "code"):
            return place
        return place._replace(chain=self._nest(place.chain, element, tag))

    def _in_listing(self, place: _Place, element: Element) -> _Place:
        language = language_of(element)
        code = f'<code class="language-{escape(language)}">' if language else "<code>"
        step = Open((element, 0), "pre", f"<pre>{code}", "</code></pre>")
        return place._replace(chain=put(place.chain, step), listing=True)

    def _nest(self, chain: tuple[Open, ...], element: Element, tag: str) -> tuple[Open, ...]:
        """The chain inside an element."""
        note = self.notes.label_of(element) if self.notes else None
        if note is not None and tag not in ITEMS:
            tag = "div"
        elif tag not in _MEANINGFUL or (tag in TABLE and not self.tables.is_data(element)):
            return chain
        tags = [step.tag for step in chain]
        if tag in _ONCE and tag in tags:
            return chain
        if tag == "p" and not TEXT_HOLDERS.isdisjoint(tags):
            return chain
        if tag in ("dt", "dd") and "dl" not in tags:
            return chain
        if tag == "li" and next((t for t in reversed(tags) if t in _LISTS), "li") == "li":
            chain = put(chain, Open((element.getparent(), -2), "ul", "<ul>", "</ul>"))
        attributes = self._attributes(element, tag)
        if note is not None:
            attributes += f' id="fn-{escape(note)}"'
        if tag == "a" and not attributes:
            return chain
        before = self._empty_cells(element) if tag in ("td", "th") else ""
        return put(chain, Open((element, 0), tag, f"{before}<{tag}{attributes}>", f"</{tag}>"))

    def _empty_cells(self, cell: Element) -> str:
        """The cells before one of which nothing is shown: without them it would stand in theirs."""
        empty: list[str] = []
        for before in cell.itersiblings("td", "th", preceding=True):
            if before in self.places:
                break
            empty.append(
                f"<{before.tag}{self._attributes(before, str(before.tag))}></{before.tag}>"
            )
        return "".join(reversed(empty))

    def _attributes(self, element: Element, tag: str) -> str:
        if tag == "a" and (note := self._note_link(element)):
            return note
        found = []
        for name in _ATTRIBUTES.get(tag, ()):
            value = element.get(name)
            if value is not None and name in _ADDRESSES:
                value = self._address(value)
            if value is not None:
                found.append(f' {name}="{escape(value)}"')
        return "".join(found)

    def _note_link(self, link: Element) -> str:
        """The attributes of a link to a footnote, or back from one; "" for other links."""
        if not (link.get("href") or "").lstrip().startswith("#"):
            return ""
        if self.notes is None:
            boxes = (self.segmentation.ancestors(self.segmentation.blocks[i]) for i in self.body)
            shown = {box.element for around in boxes for box in around if box.element is not None}
            self.notes = Notes(self.root, shown)
        back = self.notes.back(link)
        if back is not None:
            return f' href="#fnref-{escape(back)}"'
        label = self.notes.refer(link)
        if label is None:
            return ""
        name = "" if label in self.referred else f' id="fnref-{escape(label)}"'
        self.referred.add(label)
        return f' href="#fn-{escape(label)}"{name}'

    def _is_mark(self, link: Element) -> bool:
        """Whether a link only marks the place that it stands at, as "¶" beside a heading does."""
        if not (link.get("href") or "").startswith("#") or next(link.iter("img"), None) is not None:
            return False
        text = "".join(map(str, link.itertext()))
        return not any(char.isalnum() for char in text) and not self._note_link(link)

    def _address(self, value: str) -> str | None:
        value = value.strip()
        if value == "#":
            return None  # for scripts: it leads nowhere
        try:
            address = urljoin(self.base, value)
            scheme = urlsplit(address).scheme.lower()
        except ValueError:
            return None
        return address if scheme in _SCHEMES else None

    def _medium(self, element: Element) -> str:
        if element.tag == "noscript":
            image = twin(element)
            return self._image(image) if image is not None else ""
        if element.tag == "img":
            return self._image(element)
        if is_formula_script(element):
            return self._formula(element)
        address = self._address(player_address(element) or "data:")
        if not address:
            return ""
        title = " ".join((element.get("title") or "").split()) or address
        return f'<a href="{escape(address)}" class="{PLAYER}">{escape(title, quote=False)}</a>'

    def _image(self, element: Element) -> str:
        source = image_address(element)
        address = self._address(source) if source else None
        if not address or (element.get("alt") == "" and source in self.decorations):
            return ""
        alt = " ".join((element.get("alt") or "").split())
        return f'<img src="{escape(address)}" alt="{escape(alt)}">'

    @cached_property
    def decorations(self) -> frozenset[str | None]:
        """The addresses of pictures without meaning that recur, as stars of a rating do."""
        bare = (image for image in self.root.iter("img") if image.get("alt") == "")
        times = Counter(map(image_address, bare))
        return frozenset(source for source, count in times.items() if count >= _RECURRING)

    def _text(self, text: str) -> str:
        markup = escape(text, quote=False)
        return mark_formulas(markup) if "\\" in text and self.sets_formulas else markup

    @cached_property
    def sets_formulas(self) -> bool:
        """Whether a script of the page looks for TeX in its text."""
        return any(map(looks_for_formulas, self.root.iter("script")))

    def _formula(self, element: Element) -> str:
        """A formula as TeX between MathJax's delimiters; "" if it was written before."""
        formula = read_formula(element)
        if formula is None or formula.source in self.formulas:
            return ""
        self.formulas.add(formula.source)
        return markup_of_formula(formula.tex, display=formula.display)


_RECURRING = 3
"""Times from which a picture recurs: one of the text may stand above it once more. By hand."""

_CREDITS = 1
"""Blocks behind a figure that may stand between it and the text: who took the picture. By hand."""

_STANDFIRSTS = 2
"""Blocks between the title and the picture below it: a standfirst, whose article it is. By hand."""

_LISTS = frozenset(("ul", "ol", "li"))


def _holder(piece: Piece) -> Element:
    """The element in which a piece stands."""
    element, part = piece
    parent = element.getparent()
    return element if part is Part.TEXT or parent is None else parent


def _is_blank(piece: Piece) -> bool:
    """Whether a piece shows nothing at the edge of a block."""
    element, part = piece
    if part is Part.ELEMENT:
        return element.tag == "br"
    text = element.text if part is Part.TEXT else element.tail
    return not text or text.isspace()


def _squeeze(text: str) -> str:
    """Collapse white space, keeping one space at either end where there was any."""
    inner = " ".join(text.split())
    if not inner:
        return " "
    return f"{' ' if text[0].isspace() else ''}{inner}{' ' if text[-1].isspace() else ''}"


def _base(document: Document) -> str:
    """The address that relative links start from."""
    address = document.page.effective_url or ""
    element = next(document.root.iter("base"), None)
    href = element.get("href") if element is not None else None
    try:
        return urljoin(address, href) if href else address
    except ValueError:
        return address
