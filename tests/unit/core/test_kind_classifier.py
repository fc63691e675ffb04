from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from cleanarticle.block import BlockKind
from cleanarticle.core.cues import find_cues
from cleanarticle.core.kind_classifier import classify_boilerplate, load_weights
from cleanarticle.core.layout import make_layout
from cleanarticle.core.models import load_character_classes
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.segmenter import segment
from cleanarticle.core.text_segmenter import segment_text
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from support import seed
from support.paths import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleanarticle.core.segmentation import Segmentation

PROSE = "This is a sentence of the kind that articles are made of, and it goes on for a while. " * 4
BODY = f"<p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>"


def named(page: Segmentation, body: set[str]) -> dict[str, tuple[str, str]]:
    """Kind and reason of each text that is not body."""
    is_body = [" ".join(block.text.split()) in body for block in page.blocks]
    layout = make_layout(page, load_character_classes())
    found = classify_boilerplate(page, find_cues(page, layout, default_matcher()), layout, is_body)
    return {
        block.text: (str(kind), reason)
        for block, (kind, reason), skip in zip(page.blocks, found, is_body, strict=True)
        if not skip
    }


def of_html(html: str) -> dict[str, tuple[str, str]]:
    page = f"<body>{html}</body>"
    return named(segment(parse(Page.of(page))), {PROSE.strip()})


def kinds(html: str) -> dict[str, str]:
    return {text: kind for text, (kind, _) in of_html(html).items()}


SEED_PAGES = [
    pytest.param(lambda: segment_text(seed.SEED.read_text("utf-8")), id="plain text"),
    *(
        pytest.param(
            lambda name=name: segment(
                parse(Page.of(Path(FIXTURES / f"seed_{name}/source.html").read_bytes()))
            ),
            id=name,
        )
        for name in ("wordpress", "nameless", "table")
    ),
]


@pytest.mark.parametrize("make", SEED_PAGES)
def test_the_seed_document(make: Callable[[], Segmentation]) -> None:
    found = named(make(), set(seed.BODY))
    assert {text: found[text][0] for text in seed.JUNK} == seed.JUNK


def test_body_has_no_kind_of_boilerplate() -> None:
    page = segment(parse(Page.of(f"<body>{BODY}<div>Share</div></body>")))
    layout = make_layout(page, load_character_classes())
    cues = find_cues(page, layout, default_matcher())
    found = classify_boilerplate(page, cues, layout, [True, True, True, False])
    assert [kind for kind, _ in found] == [BlockKind.BODY] * 3 + [BlockKind.SHARE]
    assert found[0][1] == ""


def test_the_date_inside_a_teaser_belongs_to_the_teaser() -> None:
    date = "<div><time class=date>4 May 2024</time></div>"
    teasers = "".join(
        f"<div class=card><h3><a href=/x>What the new rules mean for {name}</a></h3>{date}</div>"
        for name in ("banks", "farms", "towns")
    )
    html = f"{BODY}<section class=related><h2>You may also like</h2>{teasers}</section>"
    assert kinds(html)["4 May 2024"] == "related"
    assert kinds(f"<h1>A title</h1><div class=byline>{date}</div>{BODY}")["4 May 2024"] == "byline"


def test_an_authors_box_tells_something_of_the_author() -> None:
    box = "<div class=author-info><h4><a href=/author/jane>Jane Doe</a></h4>{}</div>"
    bio = "<p>Jane Doe is a writer from Berlin who covers energy and the climate.</p>"
    assert kinds(BODY + box.format(bio))["Jane Doe"] == "author_bio"
    assert kinds(BODY + box.format(""))["Jane Doe"] == "byline"


def test_a_button_takes_the_kind_of_what_it_leads_to() -> None:
    def button(text: str, address: str) -> str:
        html = f"{BODY}<div class=button><a class=btn href='{address}'>{text}</a></div>"
        return kinds(html)[text]

    assert button("Join free", "/newsletter/signup") == "subscribe"
    assert button("Join free", "/about") == "navigation"


def test_links_without_a_name_are_told_by_where_they_lead_to() -> None:
    def link(address: str) -> str:
        return kinds(f"{BODY}<ul><li><a href='{address}'>Solar power</a></li></ul>")["Solar power"]

    assert link("/tag/solar-power") == "tags"
    assert link("/products/solar-power") == "navigation"


def test_hidden_menus_are_menus() -> None:
    links = "<li><a href=/a>Arts</a><li><a href=/b>Boats</a>"
    html = f"<div style='display:none' class=menu><ul>{links}</ul></div>{BODY}"
    assert kinds(html) == {"Arts": "navigation", "Boats": "navigation"}


def test_a_phrase_is_the_first_reason() -> None:
    found = of_html(
        f"{BODY}<footer class=copyright><p>© 2024 Acme. All rights reserved.</p></footer>"
    )
    assert found["© 2024 Acme. All rights reserved."] == ("legal", "text 'all rights reserved'")


def test_a_class_name_is_a_reason() -> None:
    found = of_html(f"{BODY}<div class='testimonials'><p>The staff were kind to us.</p></div>")
    assert found["The staff were kind to us."] == ("advert", "class 'testimonials'")


def test_links_are_a_reason_for_kinds_that_consist_of_them() -> None:
    found = of_html(f"<nav><a href=/a>Arts</a></nav>{BODY}")
    assert found["Arts"][1].startswith("100% link text, ")


def test_what_stands_above_is_a_reason() -> None:
    found = of_html(f"{BODY}<h3>Contact Information</h3><p>Theatre House, Nottingham</p>")
    assert found["Theatre House, Nottingham"] == ("contact", "below 'Contact Information'")


def test_what_stands_in_the_same_box_is_a_reason() -> None:
    found = of_html(
        f"{BODY}<div><p>Weekly, and at no charge.</p><p>Subscribe to our newsletter</p></div>"
    )
    kind, reason = found["Weekly, and at no charge."]
    assert (kind, reason) == ("subscribe", "in one box with 'Subscribe to our newsletter'")


def test_a_long_block_is_quoted_in_part() -> None:
    heading = "Contact information of all our offices in the country"
    found = of_html(f"{BODY}<div><h3>{heading}</h3><p>Theatre House, Nottingham</p></div>")
    reason = found["Theatre House, Nottingham"][1]
    assert reason.endswith("…'")
    assert len(reason) < 60


def test_a_page_without_body() -> None:
    page = segment(parse(Page.of("<body><nav><a href=/>Home</a></nav><p>Share this</p></body>")))
    found = named(page, set())
    assert {text: kind for text, (kind, _) in found.items()} == {
        "Home": "navigation",
        "Share this": "share",
    }


def test_the_weights_fit_the_evidence() -> None:
    weights = load_weights()
    assert weights.places.shape == (10, 16)
    assert weights.shape.shape == (len(weights.mean), 16)
    assert (weights.scale > 0).all()
