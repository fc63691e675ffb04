"""Quick checks in front of precise ones: they let pass whatever the precise ones accept."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from cleanarticle.core import asides, constructs, cues, formulas
from cleanarticle.core.boxes import Boxes
from cleanarticle.core.construct_search import find_candidates
from cleanarticle.core.phrase_matcher import PhraseMatcher
from cleanarticle.core.segmentation import Box, Segmentation, TextBlock
from cleanarticle.labeling import companions
from cleanarticle.metadata import date_context, shown_page
from cleanarticle.parsing.tree_index import TreeIndex
from support.pages import laid_out

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

IN_XML = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
NO_PHRASES = PhraseMatcher.of(())


def candidates(root: Element) -> list[Element]:
    index = TreeIndex(root)
    possible = constructs._possible_constructs(index)
    return [element for element, _ in find_candidates(index, possible, asides.is_hint_text)]


@given(st.from_regex(formulas._PICTURE_URL, alphabet=IN_XML))
def test_find_candidates_picture_of_a_formula_is_one(url: str) -> None:
    image = etree.SubElement(etree.Element("p"), "img", alt="x + y = z", src=url)
    assert formulas.is_formula(image, frozenset())
    assert image in candidates(image.getroottree().getroot())


EDIT_CLASSES = re.compile(rf"(x )?({'|'.join(asides._EDIT_CLASSES)})( y)?", re.IGNORECASE)


@given(
    name=st.none() | st.from_regex(EDIT_CLASSES, fullmatch=True, alphabet=IN_XML),
    url=st.from_regex(asides.EDIT_LINK, alphabet=IN_XML),
    is_inside=st.booleans(),
)
def test_find_candidates_heading_with_edit_link_is_one(
    *, name: str | None, url: str, is_inside: bool
) -> None:
    root = etree.Element("div")
    heading = etree.SubElement(root, "h2")
    heading.text = "Legacy"
    link = etree.SubElement(heading if is_inside else root, "span")
    if name is not None:
        link.set("class", name)
    else:
        etree.SubElement(link, "a", href=url).text = "edit"
    assert [*asides.heading_links(heading)] == [link]
    assert heading in candidates(root)


def page_with(text: str, name: str) -> Segmentation:
    return Segmentation(
        [TextBlock(text, 0)],
        Boxes([Box("div", name, -1, 0, 0, 1, hidden=False, path="", element=None)]),
    )


@pytest.mark.parametrize("pattern", [pattern for _, pattern, _ in cues._PATTERNS])
@given(data=st.data())
def test_find_cues_texts_of_a_form_have_its_cue(
    pattern: re.Pattern[str], data: st.DataObject
) -> None:
    text = data.draw(st.from_regex(pattern))[:160]
    page = page_with(text, "")
    expected = next((cue for _, each, cue in cues._PATTERNS if each.search(text)), None)
    assert cues.find_cues(page, laid_out(page), NO_PHRASES).text_cues == [expected]


@given(st.from_regex(companions._CAPTION_NAME))
def test_possible_companions_have_all_names_of_captions(name: str) -> None:
    assert companions._possible_companions(page_with("a", name)) == [0]


@given(st.from_regex(date_context._EVENT_CLASS))
def test_is_of_event_of_any_class_of_events_is_true(name: str) -> None:
    assert date_context._is_of_event(name)


@given(st.from_regex(shown_page._REPLY_BOX))
def test_is_called_reply_of_any_class_of_replies_is_true(name: str) -> None:
    assert shown_page._is_called_reply(name)
