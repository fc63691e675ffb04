"""Tests of the walk over a page: what Python's `str` says of text, and hostile trees."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleanarticle.core import page_walk
from cleanarticle.core.constructs import Constructs
from cleanarticle.core.roles import TAG_ROLES
from cleanarticle.parsing.hidden_text import HiddenText
from support.pages import segmentation, trees

if TYPE_CHECKING:
    from cleanarticle.core.boxes import Boxes
    from cleanarticle.core.segmentation import TextBlock
    from cleanarticle.parsing.document import Element
    from support.pages import Tree

SPACES = [
    character
    for character in map(chr, range(sys.maxunicode + 1))
    if character.isspace() and (character in "\t\n\r" or character >= " ")  # others are not XML
]
TEXTS = st.lists(
    st.sampled_from(["a", "ż", "中", "\U0001f600", "\x84", "\u200b", "\u2027", *SPACES]),
    max_size=30,
)
MANY = 100_000


def walked(
    root: Element, *, hiding: frozenset[Element] = frozenset()
) -> tuple[list[TextBlock], Boxes]:
    hidden = HiddenText(hiding, frozenset())
    blocks, boxes, _, _ = page_walk.walk(root, TAG_ROLES, hidden, Constructs())
    return blocks, boxes


def page_with(markup: str) -> Element:
    """Return a tree that the parser of pages would have made less deep or without controls."""
    parser = etree.XMLParser(huge_tree=True)
    return etree.fromstring(f"<html>{markup}</html>", parser)


def paragraph(text: str) -> Element:
    root = etree.Element("html")
    link = etree.SubElement(etree.SubElement(root, "p"), "a", href="x")
    link.text = text
    return root


def test_page_walk_named_tuples_are_like_those_made_in_python() -> None:
    for rows in walked(paragraph("a")):
        for row in rows:
            assert type(row)._make(row) == row
            assert hash(row) == hash(tuple(row))


@given(TEXTS)
def test_page_walk_any_text_is_collapsed_and_counted_as_by_python(parts: list[str]) -> None:
    text = "".join(parts)
    blocks, _ = walked(paragraph(f"{text}x"))
    assert blocks[0].text == " ".join(f"{text}x".split())
    assert blocks[0].link_length == len("".join(text.split())) + 1


@given(TEXTS)
def test_page_walk_lines_are_collapsed_as_by_python(parts: list[str]) -> None:
    text = "".join(parts)
    root = paragraph(f"x{text}")
    etree.SubElement(root[0], "br").tail = f"{text}y"
    (block, *_), _ = walked(root)
    assert block.text == "\n".join(" ".join(line.split()) for line in (f"x{text}", f"{text}y"))


def test_page_walk_attributes_are_lower_case_as_by_python() -> None:
    name, number = "Post ΟΔΟΣ İ", "STRASSE Α"
    root = etree.fromstring("<html><p id='' class='' role='' title='No'>a</p></html>")
    root[0].set("class", name)
    root[0].set("role", number)
    _, boxes = walked(root)
    assert boxes[1].attrs == f"{name} {number}".lower()


def test_page_walk_attributes_of_inline_elements_are_those_of_boxes_inside() -> None:
    root = page_with("<a class='Card' href='x'><b id='b'/><div rel='r'><i>t</i></div></a>")
    (block,), boxes = walked(root)
    assert boxes[1].attrs == "card r"
    assert block.first_href == "x"


def test_page_walk_first_href_is_that_of_the_first_link_with_text() -> None:
    root = page_with("<p><a href='a'> </a><a href=''>one</a><a>two</a><a href='b'>three</a></p>")
    assert walked(root)[0][0].first_href == "b"


def test_page_walk_comments_are_not_text_and_end_none() -> None:
    root = page_with("<p>one <!-- no --> two<?no no?> three</p><p>a<![CDATA[b]]>c</p>")
    assert [block.text for block in walked(root)[0]] == ["one two three", "abc"]


def test_page_walk_other_namespaces_are_inline() -> None:
    root = page_with("<p>a<x:div xmlns:x='urn:x'>b</x:div><x:br xmlns:x='urn:x'/><q><div/></q></p>")
    blocks, boxes = walked(root)
    assert [block.text for block in blocks] == ["ab"]
    assert [box.path for box in boxes] == ["/html[1]", "/html[1]/p[1]", "/html[1]/p[1]/q[1]/div[1]"]


def test_page_walk_64_000_nested_elements_is_not_recursive() -> None:
    root = page_with("deep<p>deeper</p>")
    root.tag = "b"
    for _ in range(64):  # libxml2 parses at most 2,048 levels
        outer = page_with("<b>" * 999 + "</b>" * 999)
        *_, innermost = outer.iter()
        innermost.append(root)
        root, outer.tag = outer, "b"
    root.tag = "html"
    blocks, boxes = walked(root)
    assert [block.text for block in blocks] == ["deep", "deeper"]
    assert boxes[1].path == "/html[1]" + "/b[1]" * 64_000 + "/p[1]"


@pytest.mark.parametrize(
    "part",
    [
        "<p>x</p>",
        "<b>x</b>",
        "x<br/> ",
        "<o:p xmlns:o='urn:o'>x</o:p>",
        "<td>x</td>",
        "<tr><td>x</td><td>y</td></tr>",
        "<svg/>",
        "<noscript><img/></noscript>",
        "<img/>",
        "<a href='x'>x</a>",
        "<pre>x</pre>",
    ],
)
def test_page_walk_many_elements_keep_their_text(part: str) -> None:
    blocks, boxes = walked(page_with(part * MANY))
    text = "".join(block.text for block in blocks)
    assert text.count("x") == MANY * (part.startswith("x") + part.count(">x"))
    assert boxes[0].last == len(blocks)


def test_page_walk_500_000_elements_are_one_block() -> None:
    (block,), _ = walked(page_with("<b>x</b>" * 500_000))
    assert (block.text, len(block.pieces)) == ("x" * 500_000, 500_000)


def test_page_walk_siblings_of_many_tags_are_numbered_by_tag() -> None:
    root = etree.Element("html")
    for number in range(MANY):
        etree.SubElement(etree.SubElement(root, f"x{number % (MANY // 2)}"), "p").text = "x"
    _, boxes = walked(root)
    assert boxes[1].path == "/html[1]/x0[1]/p[1]"
    assert boxes[-1].path == f"/html[1]/x{MANY // 2 - 1}[2]/p[1]"


def test_page_walk_many_hidden_parts_of_one_paragraph_are_blocks() -> None:
    root = page_with(f"<p>{'word <i>no</i>' * MANY}</p>")
    blocks, _ = walked(root, hiding=frozenset(root.iter("i")))
    assert len(blocks) == MANY + 1
    assert blocks[-1].text == " ".join(["word"] * MANY)
    assert len(blocks[-1].pieces) == MANY


@given(st.lists(trees(), min_size=2, max_size=6))
def test_page_walk_threads_do_not_mix_pages(pages: list[Tree]) -> None:
    markup = [f"<body>{page.html * 3}</body>" for page in pages]
    alone = [segmentation(html) for html in markup]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(segmentation, markup))
    for one, other in zip(alone, together, strict=True):
        assert [block[:-1] for block in one.blocks] == [block[:-1] for block in other.blocks]
        assert [box[:-1] for box in one.boxes] == [box[:-1] for box in other.boxes]


def test_page_walk_nodes_that_are_not_elements_are_skipped() -> None:
    source = (
        '<!DOCTYPE html [<!ENTITY e "<b>no</b>">]><?a b?><!--no--><html><?php no?>'
        "<p>one &e; t<![CDATA[wo <b>]]><!--no--> three</p><!----><?a?></html><!--no-->"
    )
    root = etree.fromstring(source, etree.XMLParser(resolve_entities=False, strip_cdata=False))
    blocks, boxes = walked(root)
    assert [block.text for block in blocks] == ["one two <b> three"]
    assert [box.tag for box in boxes] == ["html", "p"]


def test_page_walk_of_a_comment_has_no_blocks() -> None:
    blocks, _ = walked(etree.Comment("no"))
    assert blocks == []


@pytest.mark.parametrize("root", [None, etree._Element.__new__(etree._Element)])
def test_page_walk_of_something_else_raises(root: Element) -> None:
    with pytest.raises(TypeError):
        walked(root)


@pytest.mark.parametrize("element", [None, etree._Element.__new__(etree._Element)])
def test_page_walk_hiding_something_else_raises(element: Element) -> None:
    with pytest.raises(TypeError):
        walked(page_with("<p>a</p>"), hiding=frozenset([element]))
