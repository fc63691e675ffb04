from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cleanarticle.block import BlockKind
from cleanarticle.bylines.labels import ACCOUNTS
from cleanarticle.core.cues import find_cues
from cleanarticle.core.kind_classifier import classify_boilerplate, load_kind_weights
from cleanarticle.core.kind_features import SHAPE_FEATURES, Place
from cleanarticle.core.kinds import KINDS
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.segmenter import segment
from cleanarticle.core.text_segmenter import segment_text
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from support import seed
from support.pages import laid_out, segmentation
from support.paths import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Callable

    from cleanarticle.core.segmentation import Segmentation

PROSE = "This is a sentence of the kind that articles are made of, and it goes on for a while. " * 4
BODY = f"<p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p>"


def test_classify_boilerplate_cues_of_another_page_raise() -> None:
    page, other = segmentation("<p>a</p>"), segmentation("<div><p class=x>a</p></div>")
    cues = find_cues(other, laid_out(other), default_matcher())
    with pytest.raises(ValueError, match="not of one page"):
        classify_boilerplate(page, cues, laid_out(page), [False])


def classify(page: Segmentation, body: set[str]) -> dict[str, tuple[str, str]]:
    """Return the kind and the reason of each text that is not body."""
    is_body = [" ".join(block.text.split()) in body for block in page.blocks]
    layout = laid_out(page)
    cues = find_cues(page, layout, default_matcher())
    results = classify_boilerplate(page, cues, layout, is_body)
    return {
        block.text: (str(kind), reason)
        for block, (kind, reason), skip in zip(page.blocks, results, is_body, strict=True)
        if not skip
    }


def classify_html(html: str) -> dict[str, tuple[str, str]]:
    page = f"<body>{html}</body>"
    return classify(segmentation(page), {PROSE.strip()})


def kinds(html: str) -> dict[str, str]:
    return {text: kind for text, (kind, _) in classify_html(html).items()}


SEED_PAGES = [
    pytest.param(lambda: segment_text(seed.SEED.read_text("utf-8")), id="plain text"),
    *(
        pytest.param(
            lambda name=name: segment(
                parse(Page((FIXTURES / f"seed_{name}/source.html").read_bytes()))
            ),
            id=name,
        )
        for name in ("wordpress", "nameless", "table")
    ),
]


@pytest.mark.parametrize("make_page", SEED_PAGES)
def test_classify_boilerplate_seed_document_gives_expected_kinds(
    make_page: Callable[[], Segmentation],
) -> None:
    results = classify(make_page(), set(seed.BODY))
    # A rule of the labels knows the names of accounts.
    junk = {text: kind for text, kind in seed.JUNK.items() if text not in ACCOUNTS}
    assert {text: results[text][0] for text in junk} == junk


def test_classify_boilerplate_body_block_has_body_kind_and_no_reason() -> None:
    page = segmentation(f"<body>{BODY}<div>Share</div></body>")
    layout = laid_out(page)
    cues = find_cues(page, layout, default_matcher())
    results = classify_boilerplate(page, cues, layout, [True, True, True, False])
    assert [kind for kind, _ in results] == [BlockKind.BODY] * 3 + [BlockKind.SHARE]
    assert results[0][1] == ""


def test_classify_boilerplate_date_in_teaser_is_related_not_byline() -> None:
    date = "<div><time class=date>4 May 2024</time></div>"
    teasers = "".join(
        f"<div class=card><h3><a href=/x>What the new rules mean for {name}</a></h3>{date}</div>"
        for name in ("banks", "farms", "towns")
    )
    html = f"{BODY}<section class=related><h2>You may also like</h2>{teasers}</section>"
    assert kinds(html)["4 May 2024"] == "related"
    assert kinds(f"<h1>A title</h1><div class=byline>{date}</div>{BODY}")["4 May 2024"] == "byline"


def test_classify_boilerplate_author_box_without_bio_is_byline() -> None:
    box = "<div class=author-info><h4><a href=/author/jane>Jane Doe</a></h4>{}</div>"
    bio = "<p>Jane Doe is a writer from Berlin who covers energy and the climate.</p>"
    assert kinds(BODY + box.format(bio))["Jane Doe"] == "author_bio"
    assert kinds(BODY + box.format(""))["Jane Doe"] == "byline"


def test_classify_boilerplate_button_has_kind_of_its_link() -> None:
    def button(text: str, url: str) -> str:
        html = f"{BODY}<div class=button><a class=btn href='{url}'>{text}</a></div>"
        return kinds(html)[text]

    assert button("Continue", "/privacy-policy") == "legal"
    assert button("Continue", "/share?u=x") == "share"
    assert button("Continue", "/about") == "navigation"


def test_classify_boilerplate_unnamed_link_has_kind_of_its_url() -> None:
    def link(url: str) -> str:
        return kinds(f"{BODY}<ul><li><a href='{url}'>Solar power</a></li></ul>")["Solar power"]

    assert link("/tag/solar-power") == "tags"
    assert link("/products/solar-power") == "navigation"


def test_classify_boilerplate_hidden_menu_is_navigation() -> None:
    links = "<li><a href=/a>Arts</a><li><a href=/b>Boats</a>"
    html = f"<div style='display:none' class=menu><ul>{links}</ul></div>{BODY}"
    assert kinds(html) == {"Arts": "navigation", "Boats": "navigation"}


def test_classify_boilerplate_phrase_and_class_name_gives_phrase_as_reason() -> None:
    results = classify_html(
        f"{BODY}<footer class=copyright><p>© 2024 Acme. All rights reserved.</p></footer>"
    )
    assert results["© 2024 Acme. All rights reserved."] == ("legal", "text 'all rights reserved'")


def test_classify_boilerplate_class_name_is_reason() -> None:
    results = classify_html(
        f"{BODY}<div class='testimonials'><p>The staff were kind to us.</p></div>"
    )
    assert results["The staff were kind to us."] == ("advert", "class 'testimonials'")


def test_classify_boilerplate_navigation_link_gives_link_density_as_reason() -> None:
    results = classify_html(f"<nav><a href=/a>Arts</a></nav>{BODY}")
    assert results["Arts"][1].startswith("100% link text, ")


def test_classify_boilerplate_heading_above_is_reason() -> None:
    results = classify_html(f"{BODY}<h3>Contact Information</h3><p>Theatre House, Nottingham</p>")
    assert results["Theatre House, Nottingham"] == ("contact", "below 'Contact Information'")


def test_classify_boilerplate_block_in_same_box_is_reason() -> None:
    results = classify_html(
        f"{BODY}<div><p>Weekly, and at no charge.</p><p>Subscribe to our newsletter</p></div>"
    )
    kind, reason = results["Weekly, and at no charge."]
    assert (kind, reason) == ("subscribe", "in one box with 'Subscribe to our newsletter'")


def test_classify_boilerplate_long_block_in_reason_is_shortened() -> None:
    heading = "Contact information of all our offices in the country"
    results = classify_html(f"{BODY}<div><h3>{heading}</h3><p>Theatre House, Nottingham</p></div>")
    reason = results["Theatre House, Nottingham"][1]
    assert reason.endswith("…'")
    assert len(reason) < 60


def test_classify_boilerplate_page_without_body_classifies_all_blocks() -> None:
    page = segmentation("<body><nav><a href=/>Home</a></nav><p>Share this</p></body>")
    results = classify(page, set())
    assert {text: kind for text, (kind, _) in results.items()} == {
        "Home": "navigation",
        "Share this": "share",
    }


def test_load_kind_weights_shapes_match_features() -> None:
    weights = load_kind_weights()
    assert np.asarray(weights.places).shape == (len(Place), len(KINDS))
    assert np.asarray(weights.shape).shape == (len(SHAPE_FEATURES), len(KINDS))
    assert (np.asarray(weights.scale) > 0).all()


def test_score_adds_weighted_evidence_and_clipped_features() -> None:
    random = np.random.default_rng(0)
    evidence = random.random((len(Place), 3, len(KINDS)), np.float32)
    shape = 5 * random.normal(size=(len(SHAPE_FEATURES), 3)).astype(np.float32)
    weights = load_kind_weights()
    places, of_shape, bias, mean, scale = map(np.asarray, weights)
    standardized = np.clip((shape - mean[:, None]) / scale[:, None], -3, 3)
    expected = standardized.T @ of_shape + (evidence * places[:, None]).sum(axis=0) + bias
    scores = np.asarray(weights.score(evidence, shape))
    assert scores == pytest.approx(expected, abs=1e-3)
    shape[SHAPE_FEATURES.index("long_boilerplate")] = [0, 0.5, 0]
    bios = np.asarray(weights.score(evidence, shape))[:, KINDS.index(BlockKind.AUTHOR_BIO)]
    assert np.isfinite(bios).tolist() == [False, True, False]


@pytest.mark.parametrize("blocks", [2, 4])
def test_score_evidence_of_other_blocks_raises(blocks: int) -> None:
    evidence = np.zeros((len(Place), blocks, len(KINDS)), np.float32)
    with pytest.raises(ValueError, match="features of 3 blocks"):
        load_kind_weights().score(evidence, np.zeros((len(SHAPE_FEATURES), 3), np.float32))
