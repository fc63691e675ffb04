from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.core.segmenter import segment
from cleanarticle.page import Page
from cleanarticle.parsing.document import MAX_ATTRIBUTES, parse
from support.pages import page_of


def text_of(html: str | bytes) -> str:
    return "".join(str(text) for text in parse(page_of(html)).root.itertext())


def test_parse_fragment_gives_complete_tree() -> None:
    root = parse(page_of("<p>a<p>b")).root
    assert [element.tag for element in root.iter()] == ["html", "body", "p", "p"]


@pytest.mark.parametrize("nul", [b"\0", b"\0\0"])
def test_parse_nul_in_text_is_ignored(nul: bytes) -> None:
    assert text_of(b"<title>The" + nul + b" bridge</title><p>at six" + nul + b" in</p>") == (
        "The bridgeat six in"
    )


def test_parse_nul_in_tag_makes_no_other_element() -> None:
    root = parse(page_of(b"<p>a</p><scr\0ipt>b</scr\0ipt><p>c</p>")).root
    assert "script" not in {element.tag for element in root.iter()}
    assert "".join(map(str, root.itertext())) == "abc"


@pytest.mark.parametrize("html", ["<!-- only a comment -->", "<", "&", "<!DOCTYPE html>"])
def test_parse_page_without_elements_gives_html_root(html: str) -> None:
    assert parse(page_of(html)).root.tag == "html"


@pytest.mark.parametrize("depth", [300, 3000, pytest.param(20_000, marks=pytest.mark.slow)])
def test_parse_deep_nesting_keeps_all_text(depth: int) -> None:
    html = "<div>a" * depth + "deep</div>" * depth + "<p title='q' on:x='y'>after</p><!-- c -->"
    text = text_of(html)
    assert text.count("a") == depth + 1
    assert text.count("deep") == depth
    assert text.endswith("after")


def test_parse_deep_nesting_keeps_attributes_without_control_characters() -> None:
    deep_markup = "<i>" * 3000 + "</i>" * 3000
    html = f"<p class='a b' id=c><o:p>x\x0by</o:p></p>{deep_markup}"
    root = parse(page_of(html)).root
    (paragraph,) = root.iter("p")
    assert dict(paragraph.items()) == {"class": "a b", "id": "c"}
    assert "".join(str(text) for text in root.itertext()) == "x y"


@pytest.mark.parametrize("tag", ["div", "b", "ul", "blockquote", "x-y", "o:p"])
@pytest.mark.parametrize("depth", [600, 3000])
def test_parse_deep_nesting_limits_depth_and_keeps_elements(tag: str, depth: int) -> None:
    html = f"<p>first</p>{f'<{tag} class=c>a' * depth}{f'b</{tag}>' * depth}<p id=d>last</p>"
    root = parse(page_of(html)).root
    text = "".join(str(text) for text in root.itertext())
    assert text == f"first{'a' * depth}{'b' * depth}last"
    assert sum(element.get("class") == "c" for element in root.iter()) == depth
    assert max(sum(1 for _ in element.iterancestors()) for element in root.iter()) < 512
    assert root.getparent() is None
    (last,) = (element for element in root.iter("p") if element.get("id") == "d")
    assert sum(1 for _ in last.iterancestors()) < 512


def test_parse_deep_nesting_keeps_what_follows_the_end_of_the_page() -> None:
    text = text_of(f"<body>{'<i>a' * 3000}{'</i>' * 3000}</body></html><p>b</p></html>c")
    assert text == "a" * 3000 + "bc"


def test_parse_deep_nesting_ends_elements_as_shallow_nesting_does() -> None:
    html = "<ul><li>a<li>b</ul><p>c<p>d<table><tr><td>e<td>f</table>"
    deep = parse(page_of(f"{html}{'<i>' * 3000}")).root
    shallow = parse(page_of(html)).root
    tags = [element.tag for element in deep.iter() if element.tag != "i"]
    assert tags == [element.tag for element in shallow.iter()]


@given(st.binary(min_size=1, max_size=300))
def test_parse_any_bytes_gives_tree(content: bytes) -> None:
    assert parse(Page(content)).root is not None


@pytest.mark.parametrize(
    "html",
    [
        "<title>t</title><nav>a<p>b</p>c</nav>d<p>e</p>",
        "<html><head><title>t</title><main>a<p>b</p>c</main>d</head><body>e</body></html>",
        "<meta charset=utf-8><article>a<script>0</script><p>b</p>c</article>d<section>e</section>",
    ],
)
def test_parse_html5_element_in_head_starts_body(html: str) -> None:
    blocks = segment(parse(page_of(html))).blocks
    assert "".join(block.text for block in blocks) == "abcde"


ATTRIBUTES = " ".join(f"a{number}=b" for number in range(2 * MAX_ATTRIBUTES))


def test_parse_element_with_too_many_attributes_keeps_the_first_and_all_text() -> None:
    root = parse(page_of(f"<p class=a>one</p><p id=b {ATTRIBUTES} id=c>two</p><p>three")).root
    one, two, _ = root.iter("p")
    assert dict(one.items()) == {"class": "a"}
    assert len(two.attrib) == MAX_ATTRIBUTES
    assert list(two.attrib)[:3] == ["id", "a0", "a1"]
    assert "".join(map(str, root.itertext())) == "onetwothree"


@pytest.mark.parametrize(
    "html",
    [
        f"<p {ATTRIBUTES}",
        f"<!-- a --><p {ATTRIBUTES}",
        f"<p title='{ATTRIBUTES}",
        f"</p {ATTRIBUTES}>",
        f"<o:p {ATTRIBUTES}>",
        f"<html {ATTRIBUTES}>",
        f"<html><p {ATTRIBUTES}></html><html {ATTRIBUTES}><b>",
    ],
)
def test_parse_page_of_nothing_but_attributes_gives_html_root(html: str) -> None:
    assert parse(page_of(html)).root.tag == "html"
