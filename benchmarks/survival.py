"""Count the structural elements of the main content that survive in the Markdown.

    python benchmarks/survival.py CORPORA [LOSSES]        (make survival CORPORA=...)

LOSSES is the number of largest losses to print per page type, 0 by default. The body of a page is
exactly the blocks whose words are in its gold text, so that only the rendering is measured. The
elements in these blocks are counted in the tree of the page, and compared with the elements in the
HTML that markdown-it renders from the Markdown. The last two lines of a table are the round trip:
the words of the body text that the rendered Markdown shows, and the pages on which it shows all of
them.
"""

from __future__ import annotations

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urljoin

from lxml import etree

sys.path.insert(0, str(Path(__file__).parent.parent / "training"))

from markdown_it import MarkdownIt

from align import align
from cleanarticle.core.segmentation import Part
from cleanarticle.core.segmenter import segment
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from cleanarticle.rendering import render_html, select_markup, to_markdown
from metrics import words

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.parsing.document import Document, Element

TYPES = ("documentation", "article")
MIN_BODY_SHARE = 0.5
"""A block is body if more than this share of its words is in the gold text, as in training."""

KINDS = ("headings", "lists", "tables", "code blocks", "images", "links")

TAGS = {
    "headings": frozenset(("h1", "h2", "h3", "h4", "h5", "h6")),
    "lists": frozenset(("ul", "ol", "dl")),
    "code blocks": frozenset(("pre",)),
}

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

FOOTNOTE = re.compile(r"^( *)\[\^[^\]]+\]: ", re.MULTILINE)
LINE_BREAK = re.compile("<br ?/?>|</li>")
FOOTNOTE_REFERENCE = re.compile(r"\[\^[^\]]+\]")


def main(corpora: Path, max_shown: int) -> None:
    """Print a table for each page type.

    Args:
        corpora: The folder of corpora.
        max_shown: Number of largest losses to print.
    """
    gold = (corpora / "wcxb-dev/gold.jsonl").read_text("utf-8").strip().split("\n")
    for page_type in TYPES:
        in_source: Counter[str] = Counter()
        in_markdown: Counter[str] = Counter()
        losses: list[tuple[int, str, str]] = []
        for entry in map(json.loads, gold):
            if entry["page_type"] != page_type or not entry.get("main_content"):
                continue
            content = corpora / f"wcxb-dev/html/{entry['id']}.html.gz"
            before, after = measure_survival(gzip.decompress(content.read_bytes()), entry)
            in_source.update(before)
            in_markdown.update(after)
            losses += [
                (before[kind] - after[kind], kind, entry["id"])
                for kind in before
                if before[kind] > after[kind]
            ]
        print(f"\n{page_type}: {'source':>22} {'kept':>8}")
        for kind in (*KINDS, "words", "equal pages"):
            share = in_markdown[kind] / in_source[kind] if in_source[kind] else 1.0
            print(f"{kind:20} {in_source[kind]:>16} {in_markdown[kind]:>8} {share:>8.1%}")
        for loss, kind, name in sorted(losses, reverse=True)[:max_shown]:
            print(f"   {name} loses {loss} {kind}")


def measure_survival(content: bytes, gold: dict[str, Any]) -> tuple[Counter[str], Counter[str]]:
    """Return the counts of elements in the body of a page, and of those that its Markdown keeps.

    Args:
        content: The page.
        gold: Its gold entry.
    """
    document = parse(Page(content, url=gold.get("url")))
    segmentation = segment(document)
    shares = align([block.text for block in segmentation.blocks], gold["main_content"])
    body = [
        index
        for index, (block, share) in enumerate(zip(segmentation.blocks, shares, strict=True))
        if share > MIN_BODY_SHARE and not block.hidden
    ]
    markup = render_html(document, segmentation, body)
    markdown = to_markdown(markup)
    rendered = etree.fromstring(
        f"<html><body>{MARKDOWN.render(markdown)}</body></html>", etree.HTMLParser()
    )
    before = Counter(count_in_source(segmentation, set(body)))
    after = Counter(count_in_markdown(rendered, markdown))
    for kind in KINDS:
        after[kind] = min(before[kind], after[kind])
    source_links = count_links(document, segmentation, body)
    kept_links = Counter(unquote(link.get("href", "")) for link in rendered.iter("a"))
    before["links"] = source_links.total()
    after["links"] = (source_links & kept_links).total()
    before["links"] += len(FOOTNOTE_REFERENCE.findall(FOOTNOTE.sub("", markdown)))
    after["links"] += len(FOOTNOTE_REFERENCE.findall(FOOTNOTE.sub("", markdown)))
    before["words"], after["words"] = round_trip(
        "\n\n".join(segmentation.blocks[index].text for index in body),
        to_markdown(select_markup(markup, images=False)),
    )
    before["equal pages"], after["equal pages"] = 1, int(before["words"] == after["words"])
    return before, after


def round_trip(text: str, markdown: str) -> tuple[int, int]:
    """Return the number of words of a text, and of those that its rendered Markdown shows."""
    html = LINE_BREAK.sub(r"\g<0>\n", MARKDOWN.render(FOOTNOTE.sub("", markdown)))
    rendered = etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser())
    source_words = Counter(words(text))
    kept_words = Counter(words("".join(map(str, rendered.itertext()))))
    return source_words.total(), (source_words & kept_words).total()


def count_in_source(segmentation: Segmentation, body: set[int]) -> dict[str, int]:
    """Count the elements that contain body, and the images between body blocks."""
    found: dict[str, set[Element]] = {kind: set() for kind in KINDS}
    for index in body:
        block = segmentation.blocks[index]
        inner_tag = ""
        for box in segmentation.ancestors(block):
            if box.element is None or (box.tag == "pre" and not has_letters(box.element)):
                continue
            for kind, tags in TAGS.items():
                if box.tag in tags and (kind != "lists" or inner_tag in ("li", "dt", "dd", "div")):
                    found[kind].add(box.element)
            if box.tag == "table" and is_data_table(box.element, segmentation, body):
                found["tables"].add(box.element)
            inner_tag = box.tag
        found["images"] |= {
            element for element, part in block.pieces if part is Part.ELEMENT and is_image(element)
        }
    for item in segmentation.media:
        if item.position - 1 in body and item.position in body and is_image(item.element):
            found["images"].add(item.element)
    return {kind: len(elements) for kind, elements in found.items()}


def has_letters(listing: Element) -> bool:
    """Return True if a code listing has letters; a column of line numbers has none."""
    return any(char.isalpha() for char in "".join(map(str, listing.itertext())))


def is_image(element: Element) -> bool:
    """Return True if an element is a visible image with a URL."""
    urls = (element.get(name) or "" for name in ("src", "data-src", "srcset", "data-srcset"))
    return (
        element.tag == "img"
        and any(url and not url.startswith("data:") for url in urls)
        and not {element.get("width"), element.get("height")} & {"0", "1"}
    )


def is_data_table(table: Element, segmentation: Segmentation, body: set[int]) -> bool:
    """Return True if a table has two rows of two cells with body, and is not used for layout."""
    if any(True for _ in table.iterdescendants("table", "pre", "h1", "h2", "h3", "form")):
        return False
    rows: Counter[Element] = Counter()
    cells = set()
    for index in body:
        for element, part in segmentation.blocks[index].pieces:
            text = element.text if part is Part.TEXT else element.tail if part is Part.TAIL else ""
            cell = next(
                (
                    ancestor
                    for ancestor in (element, *element.iterancestors())
                    if ancestor.tag in ("td", "th", "table")
                ),
                None,
            )
            if text and text.strip() and cell is not None and cell.tag != "table":
                cells.add(cell)
    for cell in cells:
        row = cell.getparent()
        if row is not None and any(ancestor is table for ancestor in row.iterancestors("table")):
            rows[row] += 1
    return sum(count > 1 for count in rows.values()) > 1


def count_links(document: Document, segmentation: Segmentation, body: list[int]) -> Counter[str]:
    """Count the URLs of the links in the body, resolved against the base URL."""
    base = document.page.effective_url or ""
    element = next(document.root.iter("base"), None)
    if element is not None and element.get("href"):
        base = urljoin(base, element.get("href"))
    return Counter(
        unquote(urljoin(base, link.get("href", "").strip()))
        for link in set(find_links(segmentation, body))
    )


def find_links(segmentation: Segmentation, body: list[int]) -> Iterator[Element]:
    """Yield the links to other pages that contain words of the body, possibly more than once."""
    for index in body:
        for element, part in segmentation.blocks[index].pieces:
            text = element.text if part is Part.TEXT else element.tail if part is Part.TAIL else ""
            parent = element if part is Part.TEXT else element.getparent()
            if not words(text or "") or parent is None:
                continue
            for ancestor in (parent, *parent.iterancestors("a")):
                href = (ancestor.get("href") or "").strip()
                is_external = not href.startswith(("#", "javascript:", "data:"))
                if ancestor.tag == "a" and href and is_external:
                    yield ancestor


def count_in_markdown(rendered: Element, markdown: str) -> dict[str, int]:
    """Count the elements of the rendered Markdown; all footnotes together count as one list."""
    counts = {kind: sum(1 for _ in rendered.iter(*tags)) for kind, tags in TAGS.items()}
    counts["lists"] += bool(FOOTNOTE.search(markdown))
    counts["tables"] = sum(1 for _ in rendered.iter("table"))
    counts["images"] = sum(1 for _ in rendered.iter("img"))
    return counts


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
