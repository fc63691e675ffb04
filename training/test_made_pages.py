"""Tests that make pages of the tiny corpora."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT / "tests"))

from cleanarticle.page import Page  # noqa: E402
from corpora import domain, fold_of  # noqa: E402 - after the folder added above
from made_kinds import MAKINGS, read_texts  # noqa: E402
from made_pages import MADE, MADE_WEIGHT, read_made_pages  # noqa: E402
from page_editor import (  # noqa: E402
    PageEditor,
    block_texts,
    drop_names,
    hash_names,
    label_page,
    new_element,
)
from support.tiny_corpora import write_corpora  # noqa: E402

if TYPE_CHECKING:
    from corpora import Example


@pytest.fixture(scope="module")
def corpora(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with tiny corpora."""
    return write_corpora(tmp_path_factory.mktemp("corpora"))


@pytest.fixture(scope="module")
def examples(corpora: Path) -> list[Example]:
    """Return all made pages of the tiny corpora."""
    return read_made_pages(corpora)


def targets_of(example: Example, texts: list[str]) -> list[float]:
    """Return the targets of the blocks with some texts, if these are on the page only once."""
    once = {text for text in texts if example.texts.count(text) == 1}
    return [
        float(target)
        for text, target in zip(example.texts, example.target, strict=True)
        if text in once
    ]


def test_read_made_pages_makes_pages_of_all_kinds(examples: list[Example]) -> None:
    """A kind without pages would go unnoticed in training."""
    assert {example.gold["making"] for example in examples} == set(MAKINGS)
    assert all(example.set_name == MADE and example.bare_features is None for example in examples)


def test_read_made_pages_grafted_blocks_are_boilerplate(examples: list[Example]) -> None:
    """Blocks added as boilerplate have the target 0."""
    targets = [t for e in examples for t in targets_of(e, e.gold["grafted"])]
    assert len(targets) > 100
    assert not any(targets)


def test_read_made_pages_added_blocks_are_body(examples: list[Example]) -> None:
    """Headings with words of furniture and lines of listings have the target 1."""
    targets = [t for e in examples for t in targets_of(e, e.gold["added"])]
    assert len(targets) > 100
    assert all(targets)


def test_read_made_pages_rest_of_the_body_stays_body(examples: list[Example]) -> None:
    """Every page keeps some body, and most of its gold text is on the page."""
    for example in examples:
        lines = [line for line in example.gold["main_content"].split("\n") if len(line) > 60]
        targets = targets_of(example, lines)
        assert example.target.sum() >= 1
        assert not targets or np.mean(targets) > 0.9


def test_read_made_pages_weights_are_lower(examples: list[Example]) -> None:
    """No block weighs more than the longest block of a whole page could."""
    assert all(example.weight.max() <= MADE_WEIGHT * len(example.texts) for example in examples)
    assert all(example.weight.sum() > 0 for example in examples)


def test_read_made_pages_some_pages_are_the_same(corpora: Path, examples: list[Example]) -> None:
    """A page depends on its base only, not on the other pages that are read."""
    made = {(e.gold["url"], e.gold["making"], tuple(e.texts)) for e in examples}
    some = read_made_pages(corpora, every=3)
    assert 0 < len(some) < len(examples)
    assert {(e.gold["url"], e.gold["making"], tuple(e.texts)) for e in some} <= made


def test_read_made_pages_folds_are_those_of_the_base(examples: list[Example]) -> None:
    """Pages of one domain stay in one fold."""
    assert all(e.fold == fold_of(domain("blogs", e.gold)) for e in examples)


def test_wordings_all_languages_have_the_same_parts() -> None:
    """A part that a language lacks would fail on a few pages only."""
    languages = read_texts()["languages"]
    assert len(languages) == 10
    for wordings in languages.values():
        assert set(wordings) == set(languages["en"])
        for name in ("consent", "login", "newsletter"):
            assert set(wordings[name]) == {"titles", "sentences", "items", "buttons"}


HTML = """<body><nav class="top" data-x="1">Home</nav><div class="post entry" id="p"><p>{0} one</p>
<p>{0} two</p><p>{0} three<br><br>{0} four</p></div><footer role="x">Legal</footer></body>"""
WORDS = "a paragraph of the body that has more than a dozen words in it, number"


def edit() -> PageEditor:
    """Return an editor of a page with four paragraphs."""
    gold = "\n".join(f"{WORDS} {number}" for number in ("one", "two", "three", "four"))
    return PageEditor(label_page(Page(HTML.format(WORDS).encode()), gold))


def test_cut_body_two_paragraphs_removes_the_others() -> None:
    """What is around the body stays."""
    page = edit()
    page.cut_body(2)
    assert block_texts(page.root[0]) == ["Home", f"{WORDS} one", f"{WORDS} two", "Legal"]
    assert page.body_text == f"{WORDS} one\n{WORDS} two"


def test_paragraphs_several_in_one_element_are_left_out() -> None:
    """Something inserted after the element would follow all of its paragraphs."""
    page = edit()
    assert [page.blocks[index].text for index in page.paragraphs()] == [f"{WORDS} two"]


def test_graft_after_last_block_follows_the_body() -> None:
    """The graft is inside the container of the body."""
    page = edit()
    page.graft_after(page.body[-1], new_element("div", "graft"))
    assert block_texts(page.root[0])[-2:] == ["graft", "Legal"]


def test_add_body_before_and_after_keep_the_order_of_the_page() -> None:
    """The gold text is in page order."""
    page = edit()
    (index,) = page.paragraphs()
    page.add_body_after(index, new_element("p", "after"))
    page.add_body_before(index, new_element("h2", "before"))
    assert page.body_text.split("\n")[1:4] == ["before", f"{WORDS} two", "after"]


def test_limit_blocks_removes_the_farthest_boilerplate() -> None:
    """The body has two thirds of the limit."""
    page = edit()
    page.limit_blocks(4)
    assert block_texts(page.root[0]) == ["Home", f"{WORDS} one", f"{WORDS} two", "Legal"]
    page.limit_blocks(3)
    assert len(block_texts(page.root[0])) == 3


def test_drop_names_removes_all_names() -> None:
    """Neither classes nor data attributes are left."""
    page = edit()
    drop_names(page.root)
    assert not [name for element in page.root.iter() for name in element.attrib]


def test_hash_names_equal_names_have_equal_hashes() -> None:
    """Hashes are consistent in a page and differ between pages."""
    first, second, third = (new_element("p", "", {"class": "a b", "role": "x"}) for _ in range(3))
    hash_names(first, "1")
    hash_names(second, "1")
    hash_names(third, "2")
    assert first.attrib == second.attrib != third.attrib
    assert first.get("class", "").startswith("css-")
    assert first.get("role") is None
