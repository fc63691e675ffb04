"""Verse, formulas, readings, drop caps and hints: text and Markdown show what a reader sees."""

from __future__ import annotations

import pytest
from lxml import etree

from cleanarticle.core.constructs import _possible_by_name, _possible_constructs
from cleanarticle.core.formulas import FORMULA_CLASSES
from cleanarticle.core.listings import CODE_WORDS, LISTING_CLASSES
from cleanarticle.core.segmenter import segment
from cleanarticle.core.verse import LINE_WORDS, VERSE_WORDS
from cleanarticle.parsing import tree_index
from cleanarticle.parsing.document import parse_markup
from cleanarticle.rendering import render_html, to_markdown
from support.pages import segmentation


def texts(html: str) -> list[str]:
    return [block.text for block in segmentation(f"<body>{html}</body>").blocks]


def markdown(html: str) -> str:
    document = parse_markup(f"<body>{html}</body>")
    page = segment(document)
    shown = [index for index, block in enumerate(page.blocks) if not block.hidden]
    return to_markdown(render_html(document, page, shown))


VERSE = {
    "div_with_break": "<div class='c-poem'><div style='x: -1em'>The tide is out,<br></div>"
    "<div style='x: -1em'>the boats lie down.<br></div><div><br></div>"
    "<div>Nobody sails.<br></div><div>Nobody drowns.<br></div></div>",
    "div_line": "<div class='stanza'><div class='line'>The tide is out,</div>"
    "<div class='line'>the boats lie down.</div></div><div class='stanza'>"
    "<div class='line'>Nobody sails.</div><div class='line'>Nobody drowns.</div></div>",
    "span_line": "<div class='poem'><p><span class='line'>The tide is out,</span>"
    "<span class='line'>the boats lie down.</span></p><p><span class='line'>Nobody sails.</span>"
    "<span class='line'>Nobody drowns.</span></p></div>",
    "span_block": "<div class='poetry'><div><span style='display:block'>The tide is out,</span>\n"
    "<span style='display:block'>the boats lie down.</span></div><div>"
    "<span style='display: block'>Nobody sails.</span>\n"
    "<span style='display: block'>Nobody drowns.</span></div></div>",
    "paragraphs": "<div class='poem'><p>The tide is out,</p><p>the boats lie down.</p><p>&nbsp;</p>"
    "<p>Nobody sails.</p><p>Nobody drowns.</p></div>",
    "empty_line": "<div class='verse'><div>The tide is out,</div><div>the boats lie down.</div>"
    "<div><br></div><div>Nobody sails.</div><div>Nobody drowns.</div></div>",
    "docutils": "<div class='line-block'><div class='line'>The tide is out,</div>"
    "<div class='line'>the boats lie down.</div></div><div class='line-block'>"
    "<div class='line'>Nobody sails.</div><div class='line'>Nobody drowns.</div></div>",
    "breaks": "<div class='poem'><p>The tide is out,<br>the boats lie down.</p>"
    "<p>Nobody sails.<br>Nobody drowns.</p></div>",
    "unnamed_lines": "<blockquote><p class='v'>The tide is out,</p><p class='v'>the boats lie"
    " down.</p>"
    "<p></p><p class='v'>Nobody sails.</p><p class='v'>Nobody drowns.</p></blockquote>",
    "lyrics": "<section class='lyrics'><div class='verse'><p>The tide is out,</p><p>the boats"
    " lie down.</p>"
    "<p>&#160;</p><p>Nobody sails.</p><p>Nobody drowns.</p></div></section>",
}


@pytest.mark.parametrize("name", VERSE)
def test_segment_verse_keeps_lines_and_stanzas(name: str) -> None:
    stanzas = ["The tide is out,\nthe boats lie down.", "Nobody sails.\nNobody drowns."]
    assert texts(VERSE[name]) == stanzas
    shown = markdown(VERSE[name]).replace("> ", "").replace("\n>\n", "\n\n")
    assert shown == "\n\n".join(stanza.replace("\n", "  \n") for stanza in stanzas)


PARAGRAPHS = {
    "two_short_paragraphs": "<div class='poem'><p>By Ann</p><p>2019</p></div>",
    "long_paragraphs": f"<div class='poetry'><p>{'word ' * 30}</p><p>short</p><p>short</p></div>",
    "without_a_name": "<div><p>One.</p><p>Two.</p><p>Three.</p><p>Four.</p></div>",
    "links": "<div class='poetry-nav'><div><a href=1>A</a></div><div><a href=2>B</a></div></div>",
    "grid": "<div class='reverse col-lg-3'><div>A</div><div>B</div><div>C</div></div>",
    "two_lines_of_an_address": "<div><p class='line'>1 High St</p><p class='line'>York</p></div>",
    "headings": "<div class='poem'><h2>A</h2><div>b</div><div>c</div></div>",
}


@pytest.mark.parametrize("name", PARAGRAPHS)
def test_segment_paragraphs_never_join_as_verse(name: str) -> None:
    assert not any("\n" in text for text in texts(PARAGRAPHS[name]))


_KATEX = (
    "<span class='katex'><span class='katex-mathml'><math><semantics><mrow><mi>a</mi></mrow>"
    "<annotation encoding='application/x-tex'>a_1</annotation></semantics></math></span>"
    "<span class='katex-html' aria-hidden='true'><span class='mord'>a</span>1</span></span>"
)
_MEDIAWIKI = (
    "<span class='mwe-math-element'><span class='mwe-math-mathml-inline mwe-math-mathml-a11y' "
    "style='display:none'><math alttext='{\\displaystyle a_1}'><semantics><mi>a</mi>"
    "<annotation encoding='application/x-tex'>{\\displaystyle a_1}</annotation></semantics></math>"
    "</span><img src='/media/math/render/svg/1' class='mwe-math-fallback-image-inline' "
    "alt='{\\displaystyle a_1}'></span>"
)
FORMULAS = {
    "katex": (_KATEX, "$a_1$"),
    "katex_display": (f"<span class='katex-display'>{_KATEX}</span>", "$$a_1$$"),
    "mathjax_2": (
        "<span class='MathJax_Preview'>a1</span><span class='MathJax'><span class='mi'>a</span>1"
        "</span><script type='math/tex'>a_1</script>",
        "$a_1$",
    ),
    "mathjax_2_without_script": (
        "<span class='MathJax'"
        " data-mathml='&lt;math&gt;&lt;msub&gt;&lt;mi&gt;a&lt;/mi&gt;&lt;mn&gt;1"
        "&lt;/mn&gt;&lt;/msub&gt;&lt;/math&gt;'><span>a1</span></span>",
        "$a_{1}$",
    ),
    "mathjax_2_with_names_of_html": (
        "<span class='MathJax' data-mathml='&lt;math&gt;&lt;mi&gt;&amp;int;&lt;/mi&gt;&amp;nosuch;"
        "&lt;!--x--&gt;&lt;mo&gt;&amp;lt;&lt;/mo&gt;&lt;mn&gt;1&lt;/mn&gt;&lt;/math&gt;'>a1</span>",
        "$∫ < 1$",
    ),
    "mathjax_2_unrendered": ("<script type='math/tex; mode=display'>a_1</script>", "$$a_1$$"),
    "mathjax_3": (
        "<mjx-container class='MathJax' jax='CHTML'><mjx-math aria-hidden='true'><mjx-c></mjx-c>"
        "</mjx-math><mjx-assistive-mml><math><msub><mi>a</mi><mn>1</mn></msub></math>"
        "</mjx-assistive-mml></mjx-container>",
        "$a_{1}$",
    ),
    "mathjax_4": (
        "<mjx-container><mjx-math data-latex='a_1'><mjx-c>a</mjx-c></mjx-math></mjx-container>",
        "$a_1$",
    ),
    "mediawiki": (_MEDIAWIKI, r"$a_1$"),
    "mathml": (
        "<math><semantics><msub><mi>a</mi><mn>1</mn></msub><annotation"
        " encoding='application/x-tex'>"
        "a_1</annotation></semantics></math>",
        "$a_1$",
    ),
    "mathml_without_annotation": (
        "<math display='block'><msub><mi>a</mi><mn>1</mn></msub></math>",
        "$$a_{1}$$",
    ),
    "wordpress": (
        "<img src='https://s0.wp.com/latex.php?latex=a_1' alt='a_1' class='latex'>",
        "$a_1$",
    ),
    "codecogs": ("<img src='https://latex.codecogs.com/gif.latex?a_1' alt='a_1'>", "$a_1$"),
    "zhihu": ("<img src='//www.zhihu.com/equation?tex=a_1' alt='a_1' eeimg='1'>", "$a_1$"),
    "zhihu_text": ("<span class='ztext-math' data-eeimg='1' data-tex='a_1'>a1</span>", "$a_1$"),
    "quicklatex": (
        "<img src='/wp-content/ql-cache/quicklatex.com-1_l3.svg' "
        "class='ql-img-inline-formula' alt='&#36;a_1&#36;'>",
        "$a_1$",
    ),
    "pandoc": ("<span class='math inline'>\\(a_1\\)</span>", "$a_1$"),
    "stack_exchange": ("<span class='math-container'>$a_1$</span>", "$a_1$"),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_segment_formula_is_read_once_as_tex(name: str) -> None:
    markup, tex = FORMULAS[name]
    html = f"<p>Let {markup} be small.</p>"
    assert texts(html) == [f"Let {tex} be small."]
    assert markdown(html) == f"Let {tex} be small."


def test_segment_formula_between_paragraphs_is_a_block() -> None:
    html = "<p>one</p><div class='MathJax_Display'><span class='MathJax'>x</span></div>"
    html += "<script type='math/tex; mode=display'>x^2</script><p>two</p>"
    assert texts(html) == ["one", "$$x^2$$", "two"]
    assert markdown(html) == "one\n\n$$x^2$$\n\ntwo"


WORDS = {
    "ruby": ("<ruby>漢<rp>(</rp><rt>かん</rt><rp>)</rp></ruby>字", "漢字"),
    "ruby_rtc": ("<ruby><rb>漢</rb><rt>かん</rt><rtc><rt>Han</rt></rtc></ruby>字", "漢字"),
    "drop_cap": ("<span class='dropcap'>T</span>he boat", "The boat"),
    "drop_cap_in_block": ("<div class='drop-cap'>T</div>he boat", "The boat"),
    "drop_cap_in_table": (
        "<table align=left><tr><td><font size=7>T</font></td></tr></table>he boat",
        "The boat",
    ),
    "drop_cap_picture": ("<img class='dropcap' src='t.png' alt='T'>he boat", "The boat"),
    "drop_cap_picture_in_span": (
        "<span class='initial'><img src='t.png' alt='T'></span>he boat",
        "The boat",
    ),
    "drop_cap_unnamed_picture": ("<img src='t.png' alt='T'>he boat", "The boat"),
    "drop_cap_doubled": (
        "<span class='dropcap' aria-hidden='true'>T</span>"
        "<span class='screen-reader'>T</span>he boat",
        "The boat",
    ),
    "drop_cap_doubled_before": (
        "<span class='vh'>T</span><span class='dropcap' aria-hidden='true'>T</span>he boat",
        "The boat",
    ),
    "drop_cap_word_doubled": (
        "<span aria-hidden='true' class='dropcap'>T</span><span class='vh'>The</span> boat",
        "The boat",
    ),
    "word_doubled": (
        "<span class='vh'>The</span><span aria-hidden='true'><b class='drop'>T</b>he</span> boat",
        "The boat",
    ),
    "new_tab": (
        "<a href='#'>a report<span class='vh'> (opens in a new tab)</span></a>.",
        "a report.",
    ),
    "new_window": ("<a href='#'>a report <span>Opens in new window</span></a>", "a report"),
    "neuer_tab": ("<a href='#'>ein Bericht<span>(öffnet in neuem Tab)</span></a>", "ein Bericht"),
}


@pytest.mark.parametrize("name", WORDS)
def test_segment_word_is_read_once(name: str) -> None:
    markup, text = WORDS[name]
    assert texts(f"<p>{markup}</p>") == [text]
    shown = markdown(f"<p>{markup}</p>")
    assert shown.replace("[", "").partition("](")[0] in (text, text.removesuffix("."))


def test_segment_doubled_drop_cap_whose_copy_is_hidden_stays() -> None:
    html = (
        "<p><span class='dropcap' aria-hidden='true'>T</span><span class='sr-only'>T</span>he</p>"
    )
    page = segmentation(html)
    assert [block.text for block in page.blocks if not block.hidden] == ["The"]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Legacy<span class='mw-editsection'>[<a href='?action=edit'>edit</a>]</span></h2>",
        "<div><h2>Legacy</h2><span class='mw-editsection'>[<a href='?action=edit'>edit</a>]"
        "</span></div>",
        "<h2>Legacy <small>[<a href='/w?action=edit'>edit</a>]</small></h2>",
        "<div><h2>Legacy</h2><a href='/legacy/edit'>Edit</a></div>",
        "<h2>Legacy<span class='mw-editsection'>[<a>Bearbeiten</a> | <a>Quelltext</a>]</span></h2>",
        "<h2>Legacy <span>[<a href=/x>Bearbeiten</a> | <a href=/y>Quelltext bearbeiten</a>]</span>",
        "<h2>Legacy <span>[ <a href=/x>modifier</a> | <a href=/y>modifier le code</a> ]</span>",
        "<h2>Legacy <small><a href=/x>[editar]</a></small></h2>",
        "<h2>Legacy<span>［<a href=/x>編集</a>］</span></h2>",
        "<h2>Legacy <span>[<a href=/x>править</a> | <a href=/y>править код</a>]</span></h2>",
        "<h2>Legacy <a class=btn-edit href=/x>Bewerken</a></h2>",
        "<div><h2>Legacy</h2><span>[<a href=/w/edit-y>edytuj</a>]</span></div>",
    ],
)
def test_segment_edit_link_of_a_heading_is_left_out(html: str) -> None:
    assert texts(html) == ["Legacy"]


@pytest.mark.parametrize(
    "html",
    [
        "<h2>Edit</h2>",
        "<h2><a href=/docs/edit>Edit</a></h2>",
        "<h2><span>[<a href=/x>Edit</a>]</span></h2>",
        "<h2>How to <a href=/x>edit</a></h2>",
        "<h2>Legacy [<a href=/x>edited</a>]</h2>",
        "<h2>Legacy <span>[<a href=/x>sic</a>]</span></h2>",
        "<h2>Legacy [edit]</h2>",
        "<h2><a href='#C'>C#</a></h2>",
        "<h2><a href='#x'>#</a></h2>",
        "<h2>Note <a href='#fn1'>*</a></h2>",
        "<h2 id=x>The <a href='#y'>anchor</a></h2>",
        "<h2>The <a href='/anchor'>#</a></h2>",
        "<h2>Third # of all</h2>",
        "<p>See <a href='#x'>§</a></p>",
    ],
)
def test_segment_words_of_a_heading_are_no_link_to_an_editor(html: str) -> None:
    words = etree.fromstring(html, etree.HTMLParser()).xpath("normalize-space()")
    assert texts(html) == [words]


@pytest.mark.parametrize(
    "link",
    [
        "<a class=headerlink href='#x' title='Link to this heading'>¶</a>",
        "<a class=anchor href='#x'>#</a>",
        "<a href='#x'>§</a>",
        "<a href='/page#x'>🔗</a>",
        "<a href='#x'>Link to this heading</a>",
        "<a class=hash-link href='#y'>Permalink</a>",
        "<span><a href='#x' aria-hidden=true>#</a></span>",
        "<a class=headerlink href='#x'>Enlace permanente</a>",
        "<a href='#x'>[#]</a>",
    ],
)
def test_segment_link_of_a_heading_to_itself_is_left_out(link: str) -> None:
    assert texts(f"<h2 id=x>Legacy {link}</h2>") == ["Legacy"]
    assert texts(f"<h2 id=x>{link} Legacy</h2>") == ["Legacy"]


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>a <img src='x.png' alt='A'> b</p>", "a b"),
        ("<p>See <span>the new tab</span></p>", "See the new tab"),
        ("<p><span aria-hidden='true'>Ah</span> well</p>", "Ah well"),
        ("<p><i aria-hidden='true'>A</i><i aria-hidden='true'>A</i></p>", "AA"),
        (f"<p>{'<span class=dropcap aria-hidden=true>T</span>' * 3}</p>", "TTT"),
    ],
)
def test_segment_what_only_resembles_a_repetition_is_kept(html: str, expected: str) -> None:
    assert texts(html) == [expected]


def test_to_markdown_list_directly_in_a_list_is_nested() -> None:
    html = "<ul><li>one</li><ul><li>two</li></ul><li>three</li></ul>"
    assert markdown(html) == "- one\n  - two\n- three"


def test_to_markdown_value_of_an_item_is_its_number() -> None:
    assert markdown("<ol><li value='4'>four</li><li>five</li></ol>") == "4. four\n5. five"


def test_segment_delimited_tex_is_a_formula_where_a_script_renders_it() -> None:
    html = "<p>Let \\(a_1\\) be.</p><script src='/mathjax.js'></script>"
    assert texts(html) == ["Let $a_1$ be."]
    assert markdown(html) == "Let $a_1$ be."
    assert texts("<p>Let \\(a_1\\) be.</p>") == ["Let \\(a_1\\) be."]


NAMES = sorted({*FORMULA_CLASSES, *LISTING_CLASSES, *CODE_WORDS, *VERSE_WORDS, *LINE_WORDS})
OTHER_NAMES = ("dropcap", "xdrop-capx", "lettrines", "first-letter", "poem-line", "lyrics__line")


@pytest.mark.parametrize("name", [*NAMES, *OTHER_NAMES])
@pytest.mark.parametrize("form", ["{}", "{}-x", "x {}", "x-{}", "{}_{}"])
def test_possible_constructs_of_any_name_are_those_of_all_patterns(name: str, form: str) -> None:
    root = etree.Element("html")
    for tag in ("div", "p", "span", "section", "code", "img"):
        for each in (name, name.upper()):
            etree.SubElement(root, tag).set("class", form.format(each, each))
    index = tree_index.TreeIndex(root)
    assert _possible_constructs(index) == [_possible_by_name(*key) for key in index.forms]


@pytest.mark.parametrize(
    "box",
    [
        "<input type=checkbox {} disabled>",
        "<input type=checkbox {}>",
        "<p><input type=checkbox {} disabled>",
        "<input type=CHECKBOX class=task-list-item-checkbox id=t1 {}>",
    ],
)
def test_to_markdown_box_of_a_task_says_whether_it_is_done(box: str) -> None:
    html = f"<ul><li>{box.format('checked')} Rope<li>{box.format('')}<b>Oil</b> the hinge</ul>"
    expected = "- [x] Rope\n- [ ] **Oil** the hinge"
    assert markdown(html).replace("\n\n", "\n") == expected
    assert texts(html) == ["Rope", "Oil the hinge"]
    assert texts("<li>[x] Rope") == ["[x] Rope"]


@pytest.mark.parametrize(
    "item",
    [
        "<li><input type=checkbox name=color value=red> Red",
        "<li><input type=checkbox id=a><label for=a>Red</label>",
        "<li>Red <input type=checkbox disabled>",
        "<li><input type=radio disabled> Red",
        "<p><input type=checkbox disabled> Red",
        "<li><input type=checkbox disabled><p>Red",
    ],
)
def test_to_markdown_box_that_is_a_control_is_left_out(item: str) -> None:
    assert markdown(f"<ul>{item}</ul>").removeprefix("- ") == "Red"
