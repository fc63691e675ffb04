from __future__ import annotations

import pytest
from hypothesis import given

from support.pages import Tree, letters, segmentation, trees


def block_texts(html: str) -> list[str]:
    return [block.text for block in segmentation(html).blocks]


def test_segment_block_level_elements_end_blocks_inline_elements_do_not() -> None:
    html = "<h1>A title</h1><div>one <b>t</b>wo<p>three <a href=x>four</a></p>five</div>"
    assert block_texts(html) == ["A title", "one two", "three four", "five"]


def test_segment_empty_line_ends_block_single_line_break_does_not() -> None:
    html = "<td>Theatre Square,<br>Nottingham<br> <br>Call now.</td>"
    assert block_texts(html) == ["Theatre Square,\nNottingham", "Call now."]


def test_segment_scripts_and_fallbacks_are_not_text() -> None:
    html = """<title>t</title><style>s</style><script>j</script><noscript>n</noscript>
        <template>x</template><video>old browser</video><p>shown</p>"""
    assert block_texts(html) == ["shown"]


def test_segment_whitespace_is_kept_in_pre_only() -> None:
    html = "<p>a \n  b</p><pre>\ndef f():\n    return 1\n</pre>"
    assert block_texts(html) == ["a b", "def f():\n    return 1"]


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<a>mudlark</a><time>May 5</time><b>1</b>", "mudlark May 5 1"),
        ("on<time>May 5</time>by", "on May 5 by"),
        ("(<time>5<sup>th</sup> May</time>), <time>6</time>:00", "(5th May), 6:00"),
        ("公開日<time>5月</time>です", "公開日5月です"),
    ],
)
def test_segment_time_element_is_a_word_of_its_own(markup: str, text: str) -> None:
    page = segmentation(f"<p>{markup}</p>")
    assert [block.text for block in page.blocks] == [text]


def test_segment_adjacent_links_without_space_are_two_words() -> None:
    assert block_texts("<div><a href=1>Home</a><a href=2>News</a></div>") == ["Home News"]
    assert block_texts("<p>H<a href=1>2</a>O</p>") == ["H2O"]


def test_segment_row_of_short_cells_is_one_block() -> None:
    html = "<table><tr><th>Name<th>Age</tr><tr><td>Ann<td>7</td></tr></table>"
    assert block_texts(html) == ["Name\tAge", "Ann\t7"]


def test_segment_long_cells_of_layout_table_are_separate_blocks() -> None:
    html = f"<table><tr><td>Menu</td><td>{'long text ' * 40}</td></tr></table>"
    assert block_texts(html) == ["Menu", ("long text " * 40).strip()]


def test_segment_link_inside_block_link_length_counts_its_characters() -> None:
    (block,) = segmentation("<p>ab <a href=x>cd <b>e</b></a> f</p>").blocks
    assert (block.text, block.link_length) == ("ab cd e f", 3)


def test_segment_link_around_block_link_length_counts_its_characters() -> None:
    (block,) = segmentation("<a class=card href=x><div>a story</div></a>").blocks
    assert block.link_length == 6


def test_segment_hidden_text_is_separate_hidden_block() -> None:
    blocks = segmentation("<p>Say <span style='display: none'>ignore</span>this.</p>").blocks
    assert [(block.text, block.hidden) for block in blocks] == [
        ("ignore", True),
        ("Say this.", False),
    ]
    inside, outside = segmentation("<div hidden><p>later</p></div><p>shown now</p>").blocks
    assert (inside.hidden, outside.hidden) == (True, False)


def test_segment_element_hiding_whole_page_is_treated_as_shown() -> None:
    html = f"<div style='display:none'><p>{'shown later ' * 9}</p><p hidden>never</p></div><p>a</p>"
    blocks = segmentation(html).blocks
    assert [block.hidden for block in blocks] == [False, True, False]


def test_segment_element_hiding_part_of_prose_stays_hidden() -> None:
    prose = f"<p>{'a line that tells something. ' * 10}</p>"
    for shown, is_hidden in ((1, False), (2, True)):
        page = f"<div style='display:none'>{prose * 4}</div>{prose * shown}"
        assert segmentation(page).blocks[0].hidden is is_hidden


def test_segment_box_has_block_range_and_attributes() -> None:
    page = segmentation("<div class='Post main' id=x><p>a<p>b</div><footer>c</footer>")
    div = next(box for box in page.boxes if box.tag == "div")
    assert (div.first, div.last, div.attrs) == (0, 2, "post main x")
    assert [box.tag for box in page.ancestors(page.blocks[0])] == ["p", "div", "body", "html"]


def test_segment_box_path_selects_its_element() -> None:
    html = (
        "<p>a</p><my-card><p>b</p></my-card><o:p><div>c</div></o:p><ul><li>d<li>e</ul>"
        "<my-card><b>x</b><p>f</p></my-card><o:p><div>g</div></o:p>h<o:q><div>i</div></o:q>"
        "<img><o:p><o:p></o:p><my.card><div>j</div></my.card><my.card><div>k</div></my.card></o:p>"
    )
    page = segmentation(html)
    root = page.boxes[0].element
    assert root is not None
    for block in page.blocks:
        box = page.boxes[block.box]
        assert root.getroottree().xpath(box.path) == [box.element]


def test_segment_box_path_counts_siblings_that_are_left_out() -> None:
    """A hint for screen readers is in no block."""
    page = segmentation("<p><a>b</a><span>(opens in a new tab)</span> c <span hidden>d</span></p>")
    (box,) = [box for box in page.boxes if box.tag == "span"]
    assert box.element is not None
    assert box.element.getroottree().xpath(box.path) == [box.element]


def test_segment_text_after_end_of_html_is_kept() -> None:
    html = "<html><body><p>a</p></body></html><html><body><p>b</p></body></html>"
    assert block_texts(html) == ["a", "b"]


def test_segment_svg_is_text_only_if_it_has_text_elements() -> None:
    assert block_texts("<p>a <svg><title>no</title><path d=x></path></svg> b</p>") == ["a b"]
    assert block_texts("<p>a <svg><text>shown</text></svg></p>") == ["a shown"]


def test_segment_labels_of_drawings_are_lines_unless_they_are_part_of_a_sentence() -> None:
    water = "<svg><text>H</text><text>2</text><text>O</text></svg>"
    assert block_texts(f"<p>{water}</p>") == ["H2O"]
    labels = "<svg><desc>Made by a tool</desc><text>Tonnes landed</text><text>2021</text></svg>"
    assert block_texts(f"<figure>{labels}</figure>") == ["Tonnes landed\n2021"]
    assert block_texts(f"<p>See {labels} there.</p>") == ["See Tonnes landed2021 there."]
    for around in ("<a href=/map>{}</a>", "<b>here</b>{}", "<span><i>{}</i></span>"):
        (text,) = block_texts(f"<p>See {around.format(labels)} there.</p>")
        assert "\n" not in text
    nested = "<svg>" * 50 + "<text>Tonnes</text><text>Years</text>" + "</svg>" * 50
    assert block_texts(f"<figure>{nested}</figure>") == ["Tonnes\nYears"]


def test_segment_media_between_blocks_is_kept() -> None:
    page = segmentation("<p>a</p><figure><img src=x></figure><p>b</p>")
    assert [(item.element.get("src"), item.position) for item in page.media] == [("x", 1)]


# Blocks partition the text: no text is lost or repeated, and the order is kept.


@given(trees())
def test_segment_any_page_partitions_text(tree: Tree) -> None:
    if not letters(tree.html):
        return
    page = segmentation(f"<body>{tree.html}</body>")
    assert letters("".join(block.text for block in page.blocks)) == letters("".join(tree.text))


@given(trees())
def test_segment_any_page_boxes_nest(tree: Tree) -> None:
    page = segmentation(f"<body>x{tree.html}</body>")
    for box in list(page.boxes)[1:]:
        parent = page.boxes[box.parent]
        assert parent.first <= box.first <= box.last <= parent.last
        assert box.depth == parent.depth + 1
    for index, block in enumerate(page.blocks):
        assert all(box.first <= index < box.last for box in page.ancestors(block))


def test_segment_page_with_mostly_noscript_text_reads_noscript() -> None:
    html = "<body><noscript><div><p>A post of a forum.</p></div></noscript><p>Loading</p>"
    assert block_texts(html) == ["A post of a forum.", "Loading"]
    assert block_texts("<noscript><img src=x>no</noscript><p>The article</p>") == ["The article"]
