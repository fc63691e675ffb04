"""Tests of what is read from tags before parsing, compared with the trees that libxml2 makes."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree, html

from cleanarticle.parsing.start_tags import read_tags

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
    _, counted = read_tags(f"<html><body>x{markup}>".encode())
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
    assert read_tags(markup.encode())[1] == number


LONG = "a < b && c " * 90
SCRIPTS = st.sampled_from(
    [
        *"""<script> <script/> <SCRIPT\nasync> <script type=text/javascript> <script type=module/>
        </script> </SCRIPT > </scripted> <!-- --> <!--> <noscript> </noscript> <svg> </svg> <p>
        </p> <template> </template> <plaintext> <style> </style> ' " var""".split(),
        LONG,
        LONG + "é",
    ]
)


@given(st.lists(SCRIPTS | PARTS, max_size=25).map(" ".join))
@example(f"<script>{LONG}<!-- <script> {LONG}</script> {LONG} </script> c")
@example(f"<script>{LONG}<!-- <script> a </script><script>{LONG}</script> c")
@example(f"<script><!-- {LONG} --></script><script>{LONG}</script> c")
@example(f"<script>{LONG}<p>b")
@example(f"<style a/><script>{LONG}</script></style>")
@example(f"<style a=b/><script>{LONG}</script></style>")
def test_read_tags_any_markup_has_the_same_tree_without_code(markup: str) -> None:
    content = f"<html><body>x{markup}".encode()
    whole, rest = html.fromstring(content), html.fromstring(read_tags(content)[0])
    for root in (whole, rest):
        for script in root.iter("script"):
            script.text = (script.text or "")[:200]
    assert etree.tostring(rest) == etree.tostring(whole)


@pytest.mark.parametrize(
    "script",
    [
        f"<script type=application/ld+json>{LONG}</script>",
        f"<script Type='application/json' id=javascript>{LONG}</script>",
        f"<script type='math/tex'>{LONG}</script>",
        f"<script TYPE=text/template>{LONG}</script>",
        f"<script>{LONG}",
        f"<script />{LONG}<p>b</p></script>",
        "<script></script>",
        f"<!-- <script>{LONG}</script> -->",
        f"<p title='<script>{LONG}</script>'>",
        f"<plaintext><script>{LONG}</script>",
        f"<script><!--<script></script>{LONG}</script><script>{LONG}</script>",
    ],
)
def test_read_tags_data_and_text_stay(script: str) -> None:
    content = script.encode()
    assert read_tags(content)[0] == content


@pytest.mark.parametrize(
    ("script", "rest"),
    [
        ("<script>{}b<c</script>d", "<script>{}</script>d"),
        (
            "<SCRIPT async TYPE='text/JavaScript'>{}c</Script>",
            "<SCRIPT async TYPE='text/JavaScript'>{}</Script>",
        ),
        (
            "<script src=a type=text/javascript>{}b</script >",
            "<script src=a type=text/javascript>{}</script >",
        ),
        ("<script>{}<!-- a --></script>", "<script>{}</script>"),
        (
            "<script>{0}a</script><p>b<script>{0}c</script>",
            "<script>{0}</script><p>b<script>{0}</script>",
        ),
    ],
)
def test_read_tags_most_code_of_scripts_is_taken_out(script: str, rest: str) -> None:
    for start in ("x" * 800, "x" * 799 + "é"):
        code, end = script.format(start), rest.format(start)
        assert read_tags(code.encode())[0] == end.encode()
