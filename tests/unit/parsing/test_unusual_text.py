"""Tests of the search for unusual characters, compared with regular expressions."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from cleanarticle.characters import CONTROLS, WITHOUT_GLYPH
from cleanarticle.parsing import unusual_text
from cleanarticle.parsing.invisible_characters import _INVISIBLE, _NAME, _NUMBER

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

PARTS = st.sampled_from(
    """<p> </p> <b> a é \u200b <style>\u200b</style> <script>\xad </script> <!--\u200b--> &#8203;
    &#13; <br> <svg><style>a<g/>\u2060</style></svg> \U000e0041""".split()
)
UNUSUAL = re.compile(f"[{WITHOUT_GLYPH}{CONTROLS}]")


def test_split_unusual_of_all_characters_has_those_that_are_invisible() -> None:
    every = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
    others = unusual_text.split_unusual(every.encode())[0].decode()
    assert set(UNUSUAL.findall(every)) <= set(others)
    assert sum(other < "\U000c0000" for other in others) < len(every) / 20


@given(st.text(st.sampled_from("a \n\r\xad\xadé\u200b\ufe0e\U000e0100\x85😀"), max_size=200))
def test_split_unusual_any_text_is_worth_stripping_as_its_characters_outside_ascii(
    text: str,
) -> None:
    others = unusual_text.split_unusual(text.encode())[0].decode()
    expected = re.sub("[\t\n\r -~]", "", text)
    assert (_INVISIBLE.search(others) is None) == (_INVISIBLE.search(expected) is None)


@given(st.binary(max_size=600))
def test_split_unusual_any_bytes_keeps_controls(content: bytes) -> None:
    plain = bytes(byte & 0x7F for byte in content)
    assert unusual_text.split_unusual(plain)[0] == re.sub(rb"[\t\n\r -~]", b"", plain)


@given(st.binary(max_size=600))
def test_split_unusual_bytes_in_no_encoding_are_not_read_beyond_their_end(content: bytes) -> None:
    others, _ = unusual_text.split_unusual(content)
    assert len(others) <= len(content)


REFERENCES = ["&", "&#", "x", "00", "8203", "200b", ";", "zwj", "Negative", "Thin", "Space", " "]


@given(st.lists(st.sampled_from([*REFERENCES, "&ic", "&sh", "y", "é", "\n", "_"]), max_size=40))
def test_split_unusual_any_references_match_as_in_the_content(parts: list[str]) -> None:
    content = "".join(parts).encode()
    _, references = unusual_text.split_unusual(content)
    assert _NUMBER.findall(references) == _NUMBER.findall(content)
    assert (_NAME.search(references) is None) == (_NAME.search(content) is None)


def test_split_unusual_reference_has_the_character_behind_it() -> None:
    assert unusual_text.split_unusual(b"a &zwj; &lrm&amp;&#xe4") == (
        b"",
        b"&zwj;\n&lrm&\n&#xe4\n",
    )


@given(st.lists(PARTS, max_size=40))
def test_unusual_texts_any_tree_equals_loop_over_all_elements(parts: list[str]) -> None:
    root: Element = html.document_fromstring(f"<html><body>{''.join(parts)}</body></html>")
    expected = []
    for element in root.iter():
        is_code = element.tag in ("script", "style") or not isinstance(element.tag, str)
        if not is_code and is_unusual(element.text):
            expected.append((element, "text"))
        if is_unusual(element.tail):
            expected.append((element, "tail"))
    assert set(unusual_text.unusual_texts(root)) == set(expected)
    assert len(unusual_text.unusual_texts(root)) == len(expected)


def test_with_unusual_attributes_are_those_with_unusual_characters() -> None:
    root = etree.fromstring(
        "<p a='\xe9'><q b='\\n'/><q a='x' c='\xad'/>\xad"
        "<x:q x:a='&#13;' xmlns:x='u'/><!--\xad--></p>"
    )
    assert unusual_text.with_unusual_attributes(root) == [root[1], root[2]]


def is_unusual(text: str | None) -> bool:
    return bool(text) and ("\r" in str(text) or UNUSUAL.search(str(text)) is not None)


def test_unusual_texts_adjacent_text_nodes_are_one_text() -> None:
    root = etree.fromstring(
        "<p>a<![CDATA[b]]>\xad<q/>c<![CDATA[\xad]]>d</p>", etree.XMLParser(strip_cdata=False)
    )
    assert unusual_text.unusual_texts(root) == [(root, "text"), (root[0], "tail")]


def test_unusual_text_of_something_else_raises() -> None:
    with pytest.raises(TypeError):
        unusual_text.unusual_texts(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        unusual_text.split_unusual("text")  # type: ignore[arg-type]


def test_is_plain_line_no_character_is_space_or_invisible() -> None:
    invisible = re.compile(rf"[\s{CONTROLS}{WITHOUT_GLYPH}]")
    plain = filter(unusual_text.is_plain_line, map(chr, range(sys.maxunicode + 1)))
    assert not invisible.search("".join(plain))


def test_is_plain_line_spaces_are_single_and_inside() -> None:
    assert all(map(unusual_text.is_plain_line, ("", "a", "a b", "“Für” 漢字, naïve")))
    assert not any(map(unusual_text.is_plain_line, (" ", " a", "a ", "a  b", "a\nb", "a\u200bb")))


def test_is_plain_text_no_character_is_invisible() -> None:
    plain = filter(unusual_text.is_plain_text, map(chr, range(sys.maxunicode + 1)))
    assert not re.search(rf"[\r{CONTROLS}{WITHOUT_GLYPH}]", "".join(plain))


def test_is_plain_text_may_have_spaces_tabs_and_line_feeds() -> None:
    assert all(map(unusual_text.is_plain_text, ("", " a\tb\n", "a\xa0é", "漢\u3000字")))
    assert not any(map(unusual_text.is_plain_text, ("a\r\n", "a\u200b", "a\x85")))
