from __future__ import annotations

from hypothesis import given

from cleanarticle.core.segmenter import segment
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from support.pages import Tree, letters, segmentation, trees


def cut(html: str) -> list[str]:
    return [block.text for block in segmentation(html).blocks]


def test_block_level_elements_cut_and_inline_elements_do_not() -> None:
    html = "<h1>A title</h1><div>one <b>t</b>wo<p>three <a href=x>four</a></p>five</div>"
    assert cut(html) == ["A title", "one two", "three four", "five"]


def test_an_empty_line_cuts_and_a_line_break_does_not() -> None:
    html = "<td>Theatre Square,<br>Nottingham<br> <br>Call now.</td>"
    assert cut(html) == ["Theatre Square,\nNottingham", "Call now."]


def test_scripts_and_fallbacks_are_not_text() -> None:
    html = """<title>t</title><style>s</style><script>j</script><noscript>n</noscript>
        <template>x</template><video>old browser</video><p>shown</p>"""
    assert cut(html) == ["shown"]


def test_white_space_is_kept_in_pre_alone() -> None:
    html = "<p>a \n  b</p><pre>\ndef f():\n    return 1\n</pre>"
    assert cut(html) == ["a b", "def f():\n    return 1"]


def test_two_links_without_a_gap_are_two_words() -> None:
    assert cut("<div><a href=1>Home</a><a href=2>News</a></div>") == ["Home News"]
    assert cut("<p>H<a href=1>2</a>O</p>") == ["H2O"]


def test_a_row_of_short_cells_is_one_block() -> None:
    html = "<table><tr><th>Name<th>Age</tr><tr><td>Ann<td>7</td></tr></table>"
    assert cut(html) == ["Name\tAge", "Ann\t7"]


def test_the_cells_of_a_layout_table_are_blocks_of_their_own() -> None:
    html = f"<table><tr><td>Menu</td><td>{'long text ' * 40}</td></tr></table>"
    assert cut(html) == ["Menu", ("long text " * 40).strip()]


def test_link_length_counts_the_characters_inside_links() -> None:
    (block,) = segmentation("<p>ab <a href=x>cd <b>e</b></a> f</p>").blocks
    assert (block.text, block.link_length) == ("ab cd e f", 3)


def test_links_around_blocks_count() -> None:
    (block,) = segmentation("<a class=card href=x><div>a story</div></a>").blocks
    assert block.link_length == 6


def test_hidden_text_is_apart_and_says_so() -> None:
    blocks = segmentation("<p>Say <span style='display: none'>ignore</span>this.</p>").blocks
    assert [(block.text, block.hidden) for block in blocks] == [
        ("ignore", True),
        ("Say this.", False),
    ]
    inside, outside = segmentation("<div hidden><p>later</p></div><p>shown now</p>").blocks
    assert (inside.hidden, outside.hidden) == (True, False)


def test_what_hides_the_whole_page_hides_nothing() -> None:
    html = f"<div style='display:none'><p>{'shown later ' * 9}</p><p hidden>never</p></div><p>a</p>"
    blocks = segmentation(html).blocks
    assert [block.hidden for block in blocks] == [False, True, False]


def test_what_hides_no_more_than_three_quarters_of_the_prose_hides_it() -> None:
    prose = f"<p>{'a line that tells something. ' * 10}</p>"
    for shown, is_hidden in ((1, False), (2, True)):
        page = f"<div style='display:none'>{prose * 4}</div>{prose * shown}"
        assert segmentation(page).blocks[0].hidden is is_hidden


def test_boxes_know_what_stands_in_them() -> None:
    page = segmentation("<div class='Post main' id=x><p>a<p>b</div><footer>c</footer>")
    div = next(box for box in page.boxes if box.tag == "div")
    assert (div.first, div.last, div.attrs) == (0, 2, "post main x")
    assert [box.tag for box in page.ancestors(page.blocks[0])] == ["p", "div", "body", "html"]


def test_the_xpath_finds_the_element_again() -> None:
    html = "<p>a</p><my-card><p>b</p></my-card><o:p><div>c</div></o:p><ul><li>d<li>e</ul>"
    document = parse(Page.of(html))
    page = segment(document)
    for block in page.blocks:
        box = page.boxes[block.box]
        assert document.root.getroottree().xpath(box.path) == [box.element]


def test_text_behind_the_end_of_the_page_is_kept() -> None:
    assert cut("<html><body><p>a</p></body></html><html><body><p>b</p></body></html>") == ["a", "b"]


def test_drawings_are_text_only_if_they_say_something() -> None:
    assert cut("<p>a <svg><title>no</title><path d=x></path></svg> b</p>") == ["a b"]
    assert cut("<p>a <svg><text>shown</text></svg></p>") == ["a shown"]


def test_media_between_blocks_is_kept() -> None:
    page = segmentation("<p>a</p><figure><img src=x></figure><p>b</p>")
    assert [(item.element.get("src"), item.position) for item in page.media] == [("x", 1)]


# --- The partition: no word is lost, none doubled, and the order is kept. ---


@given(trees())
def test_segmentation_is_a_partition_of_the_text(tree: Tree) -> None:
    if not letters(tree.html):
        return
    page = segmentation(f"<body>{tree.html}</body>")
    assert letters("".join(block.text for block in page.blocks)) == letters("".join(tree.text))


@given(trees())
def test_boxes_nest(tree: Tree) -> None:
    page = segmentation(f"<body>x{tree.html}</body>")
    for box in page.boxes[1:]:
        around = page.boxes[box.parent]
        assert around.first <= box.first <= box.last <= around.last
        assert box.depth == around.depth + 1
    for index, block in enumerate(page.blocks):
        assert all(box.first <= index < box.last for box in page.ancestors(block))


def test_a_page_for_browsers_without_scripts_is_read_as_they_show_it() -> None:
    html = "<body><noscript><div><p>A post of a forum.</p></div></noscript><p>Loading</p>"
    assert cut(html) == ["A post of a forum.", "Loading"]
    assert cut("<noscript><img src=x>no</noscript><p>The article</p>") == ["The article"]
