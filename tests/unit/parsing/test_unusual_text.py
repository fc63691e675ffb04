"""Tests of the search for unusual characters, compared with Python's `str` and `bytes`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from cleanarticle.parsing import unusual_text
from cleanarticle.parsing.invisible_characters import _NAME, _NUMBER

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

PLAIN = b"\t\n\r" + bytes(range(32, 127))
PARTS = st.sampled_from(
    """<p> </p> <b> a é \u200b <style>ż</style> <script>ó </script> <!--ü--> &#8203; &#13; <br>
    <svg><style>a<g/>ö</style></svg>""".split()
)


@given(st.binary(max_size=600))
def test_split_unusual_any_bytes_keeps_those_that_are_not_plain_ascii(content: bytes) -> None:
    assert unusual_text.split_unusual(content)[0] == content.translate(None, PLAIN)


REFERENCES = ["&", "&#", "x", "00", "8203", "200b", ";", "zwj", "Negative", "Thin", "Space", " "]


@given(st.lists(st.sampled_from([*REFERENCES, "&ic", "é", "\n", "_"]), max_size=40))
def test_split_unusual_any_references_match_as_in_the_content(parts: list[str]) -> None:
    content = "".join(parts).encode()
    _, references = unusual_text.split_unusual(content)
    assert _NUMBER.findall(references) == _NUMBER.findall(content)
    assert (_NAME.search(references) is None) == (_NAME.search(content) is None)


def test_split_unusual_reference_has_the_character_behind_it() -> None:
    assert unusual_text.split_unusual(b"a &zwj; &lt&amp;&#xe4") == (
        b"",
        b"&zwj;\n&lt&\n&amp;\n&#xe4\n",
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


def test_with_unusual_attributes_are_those_with_other_characters() -> None:
    root = etree.fromstring(
        "<p a='x'><q b='\\n'/><q a='x' c='\xe9'/>\xe9<x:q x:a='&#13;' xmlns:x='u'/><!--\xe9--></p>"
    )
    assert unusual_text.with_unusual_attributes(root) == [root[1], root[2]]


def is_unusual(text: str | None) -> bool:
    return bool(text) and re.search(r"[^\t\n -~]", str(text)) is not None


def test_unusual_texts_adjacent_text_nodes_are_one_text() -> None:
    root = etree.fromstring(
        "<p>a<![CDATA[b]]>\xe9<q/>c<![CDATA[\xe9]]>d</p>", etree.XMLParser(strip_cdata=False)
    )
    assert unusual_text.unusual_texts(root) == [(root, "text"), (root[0], "tail")]


def test_unusual_text_of_something_else_raises() -> None:
    with pytest.raises(TypeError):
        unusual_text.unusual_texts(None)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        unusual_text.split_unusual("text")  # type: ignore[arg-type]
