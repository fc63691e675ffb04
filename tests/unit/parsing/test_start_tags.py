"""Tests of the count of attributes, compared with the trees that libxml2 makes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import html

from cleanarticle.parsing.start_tags import most_attributes

PARTS = st.sampled_from(
    """<p <b/ </p </b> <br/> <script> </script> <style </style> <title> </Title> <textarea> <xmp>
    </textarea </xmp> <iframe> </iframe> <noembed> </noembed> <noframes> <!-- --> <!--> <!---> --!>
    <! <? </ </> > < a=b =c d= x='y z' "q" ' " / = e""".split()
)


@given(st.lists(PARTS, max_size=25).map(" ".join))
@example("<p a=1 b='>' c")
@example("<p =a =b>")
@example("<script>if (a <b) '</script><p a b c='>")
@example('<!-- <i " --><p a b>')
@example("<style/><p a b></style>")
@example("<style a=/><p a b></style>")
def test_most_attributes_any_markup_is_not_less_than_in_the_tree(markup: str) -> None:
    root = html.document_fromstring(f"<html><body>x{markup}>")
    counted = most_attributes(f"<html><body>x{markup}>".encode())
    assert counted >= max(len(element.attrib) for element in root.iter() if element.tag)


@pytest.mark.parametrize(
    ("markup", "number"),
    [
        ("", 0),
        ("<p>a b c", 0),
        ("<p a b=c d = 'e f' g=\"h'\" i/j>", 6),
        ("<p a='<b c d e>'>", 1),
        ("<p a></p b c d>", 1),
        ("<!-- <p a> -->", 0),
        ("<script><p a b></script><i c>", 1),
        ("<p a a a>", 3),
    ],
)
def test_most_attributes_counts_those_of_start_tags(markup: str, number: int) -> None:
    assert most_attributes(markup.encode()) == number
