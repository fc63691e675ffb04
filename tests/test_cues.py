from __future__ import annotations

import pytest

from cleanarticle.cues import default_lexicon, make_lexicon, read_cues
from cleanarticle.document import parse
from cleanarticle.kinds import BlockKind
from cleanarticle.page import Page
from cleanarticle.segment import segment
from cleanarticle.words import words


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Leave a Reply", "comment_form"),
        ("LEAVE A REPLY!", "comment_form"),
        ("Schreibe einen Kommentar", "comment_form"),
        ("发表评论", "comment_form"),
        ("Source link", "credit"),
        ("The post A long story appeared first on The Site.", "credit"),
        ("© 2024 Acme. All rights reserved.", "legal"),
        ("Subscribe to our newsletter", "subscribe"),
        ("You may also like", "related"),
        ("Lesen Sie auch", "related"),
        ("We use cookies to improve your experience", "consent"),
        ("jane.doe@example.org", "contact"),
        ("+44 20 7946 0958", "contact"),
        ("12 Theatre Street, Springfield", "contact"),
        ("Nottingham, NG1 6LG", "contact"),
        ("4 May 2024", "byline"),
        ("May 4, 2024", "byline"),
        ("2024年5月4日", "byline"),
        ("By Jane Doe", "byline"),
        ("Share on Facebook", "share"),
        ("Filed under: Politics", "tags"),
        ("Please enable JavaScript to view this page", "widget"),
    ],
)
def test_what_boilerplate_says_of_itself(text: str, kind: str) -> None:
    (cue,) = read_cues(segment(parse(Page.of(f"<p>{text}</p>"))), default_lexicon()).texts
    assert cue is not None
    assert cue.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "The committee found that the newsletter industry has grown by a third since the war, "
        "and that readers subscribe to more of them than they can read in a week, which is why "
        "so many of them now ask for money instead of attention, the report concluded.",
        "In 1969 the agency sent two men to the moon, and it cost 25 billion dollars.",
    ],
)
def test_prose_that_mentions_such_things_is_no_cue(text: str) -> None:
    assert read_cues(segment(parse(Page.of(f"<p>{text}</p>"))), default_lexicon()).texts == [None]


def test_a_phrase_has_its_place() -> None:
    lexicon = make_lexicon({
        "share": {"exact": ["save"], "starts": ["share this"]},
        "credit": {"contains": ["from * with love"]},
    })  # fmt: skip

    def kind(text: str) -> BlockKind | None:
        cue = lexicon.text_cue(words(text))
        return cue.kind if cue else None

    assert kind("Save!") is BlockKind.SHARE
    assert kind("save the whales") is None
    assert kind("Share this story") is BlockKind.SHARE
    assert kind("do share this") is None
    assert kind("This comes from Russia, with love and such") is BlockKind.CREDIT
    assert kind("This comes from with love") is None
    assert kind("") is None


def test_boxes_inherit_what_the_box_around_them_is() -> None:
    html = f"""<div class=page><p>{"Prose. " * 30}</p>
        <div class="c-related-posts"><ul><li>x</li></ul></div><nav><p>y</p></nav></div>"""
    page = segment(parse(Page.of(html)))
    cues = read_cues(page, default_lexicon()).boxes
    found = {
        block.text[:5]: cue and (cue.kind, cue.reason)
        for block in page.blocks
        for cue in [cues[block.box]]
    }
    assert found == {
        "Prose": None,
        "x": ("related", "class 'related-posts'"),
        "y": ("navigation", "inside <nav>"),
    }


def test_the_name_of_a_box_around_the_page_says_nothing_of_what_it_holds() -> None:
    page = segment(parse(Page.of(f"<div class='share nav'><p>{'Prose. ' * 30}</p></div>")))
    assert set(read_cues(page, default_lexicon()).boxes) == {None}
