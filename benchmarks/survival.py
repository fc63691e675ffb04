"""Count what of the main content's structure survives in the Markdown.

Call it by `make survival CORPORA=...`. Exactly the blocks whose words stand in the gold text are
taken for body, so that what is counted is the rendering alone. What the page has inside of them is
counted in its tree, what came of it in the HTML that markdown-it renders from the Markdown. The
last line is the round trip: words of the body's text that the rendered Markdown shows, and pages
where these are the same words.
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
HALF = 0.5
"""Share of a block's words that must stand in the gold text: more than half, as in training."""

KINDS = ("headings", "lists", "tables", "code blocks", "images", "links")

TAGS = {
    "headings": frozenset(("h1", "h2", "h3", "h4", "h5", "h6")),
    "lists": frozenset(("ul", "ol", "dl")),
    "code blocks": frozenset(("pre",)),
}

MARKDOWN = MarkdownIt("commonmark").enable(["table", "strikethrough"])

NOTE = re.compile(r"^( *)\[\^[^\]]+\]: ", re.MULTILINE)
BREAK = re.compile("<br ?/?>|</li>")
MARK = re.compile(r"\[\^[^\]]+\]")


def main(corpora: Path, show: int) -> None:
    """Print the table for each type of page; with `show`, also pages that lose most."""
    gold = (corpora / "wcxb-dev/gold.jsonl").read_text("utf-8").strip().split("\n")
    for page_type in TYPES:
        had: Counter[str] = Counter()
        kept: Counter[str] = Counter()
        losses: list[tuple[int, str, str]] = []
        for line in map(json.loads, gold):
            if line["page_type"] != page_type or not line.get("main_content"):
                continue
            content = corpora / f"wcxb-dev/html/{line['id']}.html.gz"
            before, after = survival(gzip.decompress(content.read_bytes()), line)
            had.update(before)
            kept.update(after)
            losses += [
                (before[k] - after[k], k, line["id"]) for k in before if before[k] > after[k]
            ]
        print(f"\n{page_type}: {'had':>22} {'kept':>8}")
        for kind in (*KINDS, "words", "equal pages"):
            share = kept[kind] / had[kind] if had[kind] else 1.0
            print(f"{kind:20} {had[kind]:>16} {kept[kind]:>8} {share:>8.1%}")
        for lost, kind, name in sorted(losses, reverse=True)[:show]:
            print(f"   {name} loses {lost} {kind}")


def survival(content: bytes, gold: dict[str, Any]) -> tuple[Counter[str], Counter[str]]:
    """Count the elements in the gold region of a page, and those that are in its Markdown."""
    document = parse(Page(content, url=gold.get("url")))
    page = segment(document)
    shares = align([block.text for block in page.blocks], gold["main_content"])
    body = [
        i
        for i, (block, share) in enumerate(zip(page.blocks, shares, strict=True))
        if share > HALF and not block.hidden
    ]
    markup = render_html(document, page, body)
    markdown = to_markdown(markup)
    shown = etree.fromstring(
        f"<html><body>{MARKDOWN.render(markdown)}</body></html>", etree.HTMLParser()
    )
    before, after = Counter(in_page(page, set(body))), Counter(in_output(shown, markdown))
    for kind in KINDS:
        after[kind] = min(before[kind], after[kind])
    wanted, links = (
        links_in_page(document, page, body),
        Counter(unquote(a.get("href", "")) for a in shown.iter("a")),
    )
    before["links"], after["links"] = wanted.total(), (wanted & links).total()
    before["links"] += len(MARK.findall(NOTE.sub("", markdown)))
    after["links"] += len(MARK.findall(NOTE.sub("", markdown)))
    before["words"], after["words"] = round_trip(
        "\n\n".join(page.blocks[i].text for i in body),
        to_markdown(select_markup(markup, images=False)),
    )
    before["equal pages"], after["equal pages"] = 1, int(before["words"] == after["words"])
    return before, after


def round_trip(text: str, markdown: str) -> tuple[int, int]:
    """Words of a text, and how many of them the Markdown shows."""
    html = BREAK.sub(r"\g<0>\n", MARKDOWN.render(NOTE.sub("", markdown)))
    rendered = etree.fromstring(f"<html><body>{html}</body></html>", etree.HTMLParser())
    wanted, got = Counter(words(text)), Counter(words("".join(map(str, rendered.itertext()))))
    return wanted.total(), (wanted & got).total()


def in_page(page: Segmentation, body: set[int]) -> dict[str, int]:
    """The elements of the page in which body stands, and the pictures in the middle of it."""
    found: dict[str, set[Element]] = {kind: set() for kind in KINDS}
    for index in body:
        block = page.blocks[index]
        inner = ""
        for box in page.ancestors(block):
            if box.element is None or (box.tag == "pre" and not has_letters(box.element)):
                continue
            for kind, tags in TAGS.items():
                if box.tag in tags and (kind != "lists" or inner in ("li", "dt", "dd", "div")):
                    found[kind].add(box.element)
            if box.tag == "table" and is_table(box.element, page, body):
                found["tables"].add(box.element)
            inner = box.tag
        found["images"] |= {e for e, part in block.pieces if part is Part.ELEMENT and is_image(e)}
    for item in page.media:
        if item.position - 1 in body and item.position in body and is_image(item.element):
            found["images"].add(item.element)
    return {kind: len(elements) for kind, elements in found.items()}


def has_letters(listing: Element) -> bool:
    """Return True if a listing is one, and not the column of its line numbers."""
    return any(char.isalpha() for char in "".join(map(str, listing.itertext())))


def is_image(element: Element) -> bool:
    """Return True if an element is a picture that has an address and can be seen."""
    addresses = (element.get(name) or "" for name in ("src", "data-src", "srcset", "data-srcset"))
    return (
        element.tag == "img"
        and any(a and not a.startswith("data:") for a in addresses)
        and not {element.get("width"), element.get("height")} & {"0", "1"}
    )


def is_table(table: Element, page: Segmentation, body: set[int]) -> bool:
    """Return True if a table has two rows and two columns of body, none of which is page layout."""
    if any(True for _ in table.iterdescendants("table", "pre", "h1", "h2", "h3", "form")):
        return False
    rows: Counter[Element] = Counter()
    cells = set()
    for index in body:
        for element, part in page.blocks[index].pieces:
            text = element.text if part is Part.TEXT else element.tail if part is Part.TAIL else ""
            cell = next(
                (
                    up
                    for up in (element, *element.iterancestors())
                    if up.tag in ("td", "th", "table")
                ),
                None,
            )
            if text and text.strip() and cell is not None and cell.tag != "table":
                cells.add(cell)
    for cell in cells:
        row = cell.getparent()
        if row is not None and any(up is table for up in row.iterancestors("table")):
            rows[row] += 1
    return sum(count > 1 for count in rows.values()) > 1


def links_in_page(document: Document, page: Segmentation, body: list[int]) -> Counter[str]:
    """Addresses of the links that body text stands in."""
    base = document.page.effective_url or ""
    element = next(document.root.iter("base"), None)
    if element is not None and element.get("href"):
        base = urljoin(base, element.get("href"))
    return Counter(
        unquote(urljoin(base, link.get("href", "").strip())) for link in set(links_of(page, body))
    )


def links_of(page: Segmentation, body: list[int]) -> Iterator[Element]:
    """Links to elsewhere that words of the body stand in."""
    for index in body:
        for element, part in page.blocks[index].pieces:
            text = element.text if part is Part.TEXT else element.tail if part is Part.TAIL else ""
            holder = element if part is Part.TEXT else element.getparent()
            if not words(text or "") or holder is None:
                continue
            for up in (holder, *holder.iterancestors("a")):
                href = (up.get("href") or "").strip()
                if up.tag == "a" and href and not href.startswith(("#", "javascript:", "data:")):
                    yield up


def in_output(shown: Element, markdown: str) -> dict[str, int]:
    """The elements of the rendered Markdown; a list of notes is one list."""
    counts = {kind: sum(1 for _ in shown.iter(*tags)) for kind, tags in TAGS.items()}
    counts["lists"] += bool(NOTE.search(markdown))
    counts["tables"] = sum(1 for _ in shown.iter("table"))
    counts["images"] = sum(1 for _ in shown.iter("img"))
    return counts


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0)
