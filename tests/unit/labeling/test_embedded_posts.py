from __future__ import annotations

import pytest

from cleanarticle.core.analysis import analyze
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.embedded_posts import embedded_posts
from support.pages import segmentation

POST = "A bench is an invitation to linger and lingering is how it starts."


def found_in(post: str, is_body: list[bool]) -> list[str]:
    """Return the texts that the rule finds in a post between two paragraphs."""
    page = analyze(segmentation(f"<p>My mother can walk.</p>{post}<p>Nobody asked.</p>"))
    blocks = page.segmentation.blocks
    assert len(blocks) == len(is_body), [block.text for block in blocks]
    found = embedded_posts(Draft(page, is_body, [0.2] * len(blocks)))
    return [blocks[index].text for index in found]


@pytest.mark.parametrize("name", ["tweet", "embedded-tweet", "c1 toot"])
@pytest.mark.parametrize("text", [f"<p>{POST}</p>", f"<div class=tweet-text>{POST}</div>"])
def test_text_of_post_between_paragraphs_of_body_is_found(name: str, text: str) -> None:
    post = f"<div class='{name}'><a href=/1><div>Derek Pym</div>{text}<div>12:01 PM</div></a></div>"
    assert found_in(post, [True, False, False, False, True]) == [POST]
    assert found_in(post, [True, False, False, False, False]) == []


@pytest.mark.parametrize(
    "other",
    [
        f"<blockquote class=twitter-tweet><p>{POST}</p></blockquote>",
        f"<div class=tweet><p>{POST}</p></div>",
        f"<li class=tweet><a href=/intent/tweet>{POST}</a></li>",
    ],
    ids=["quotation", "no-link", "button"],
)
def test_other_texts_are_not_found(other: str) -> None:
    assert found_in(other, [True, False, True]) == []
