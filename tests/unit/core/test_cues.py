from __future__ import annotations

import pytest

from cleanarticle.core.cues import Cues, find_cues, nearest_cued_signatures
from cleanarticle.core.phrase_matcher import default_matcher
from support.pages import laid_out, segmentation


def test_nearest_cued_signatures_too_few_cues_raises() -> None:
    layout = laid_out(segmentation("<p>a</p>"))
    with pytest.raises(ValueError, match="0 cues"):
        nearest_cued_signatures(layout, [])


def cues_of(html: str) -> Cues:
    page = segmentation(html)
    return find_cues(page, laid_out(page), default_matcher())


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
        ("2024年4月8日 6時00分", "byline"),
        ("18.41 GMT", "byline"),
        ("Brent crude 83.98 +0.85%", "widget"),
        ("00:00 / 14:32", "widget"),
        ("2 / 7", "widget"),
        ('[video-player video-id="x1" upload-date="2019-02-27"]', "widget"),
        ("{{ article.title }}", "widget"),
        ("/content/acme/countries/en_us/fragments/read-more", "widget"),
        ("#12", "widget"),
        ("# re: A long story 2004-12-27 12:46 jane", "comments"),
        ("Re: A long story (Score:5, Insightful)", "comments"),
        ("RE：一个很长的故事", "comments"),
        ("When you buy through links on our site, we may earn an affiliate commission.", "advert"),
        ("We independently review all we recommend and may receive compensation.", "advert"),
        ("Would you help? Your contribution of as little as $2 goes a long way.", "subscribe"),
        ("Support our newsroom and keep our news free for all.", "subscribe"),
    ],
)
def test_find_cues_boilerplate_text_gives_cue_of_kind(text: str, kind: str) -> None:
    (cue,) = cues_of(f"<p>{text}</p>").text_cues
    assert cue is not None
    assert cue.kind == kind


@pytest.mark.parametrize(
    "text",
    [
        "The committee found that the newsletter industry has grown by a third since the war, "
        "and that readers subscribe to more of them than they can read in a week, which is why "
        "so many of them now ask for money instead of attention, the report concluded.",
        "Growth fell from 3.5 - 4% to nothing within a year.",
        "In 1969 the agency sent two men to the moon, and it cost 25 billion dollars.",
        "Return: the film is back in cinemas for as little as $5.",
        "Streamers earn money when viewers buy games by their links.",
    ],
)
def test_find_cues_prose_that_mentions_boilerplate_gives_no_cue(text: str) -> None:
    assert cues_of(f"<p>{text}</p>").text_cues == [None]


def test_of_box_without_own_cue_inherits_from_ancestor() -> None:
    html = f"""<div class=page><p>{"Prose. " * 30}</p>
        <div class="c-related-posts"><ul><li>x</li></ul></div><nav><p>y</p></nav></div>"""
    cues = cues_of(html)
    box_cues = {
        block.text[:5]: cue and (cue.kind, cue.reason)
        for block in segmentation(html).blocks
        for cue in [cues.of_box(block.box)]
    }
    assert box_cues == {
        "Prose": None,
        "x": ("related", "class 'related-posts'"),
        "y": ("navigation", "inside <nav>"),
    }


def test_of_box_of_whole_page_gives_no_cue() -> None:
    cues = cues_of(f"<div class='share nav'><p>{'Prose. ' * 30}</p></div>")
    assert {cues.of_box(index) for index in range(len(cues.box_signatures))} == {None}
