"""Tests of formulas and captions that are body as the text around them is."""

from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts
from cleanarticle.labeling.accordions import accordion_panels
from cleanarticle.labeling.companions import companions_in_body
from cleanarticle.labeling.decisions import decide
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.scores import ARTICLE_TYPES, Scores
from support.pages import segmentation

BEFORE = "For the area of a disc the radius must be known, and it seldom is."
AFTER = "for its edge, as everybody learns in the seventh year of school."


@pytest.mark.parametrize("box", ["main", "article", "div"])
def test_clean_formula_in_the_box_of_the_paragraphs_around_it_is_body(box: str) -> None:
    formula = "<math display=block><mi>U</mi><mo>=</mo><mn>2</mn><mi>π</mi><mi>r</mi></math>"
    page = f"<{box}><h1>Discs</h1><p>{BEFORE}</p><p>It follows</p>{formula}<p>{AFTER}</p></{box}>"
    assert "$$U = 2 π r$$" in cleanarticle.clean(f"<body>{page}</body>").text


@pytest.mark.parametrize(
    "caption", ["Dusk.", "The first printing, in its box. Public Domain", "A. Okafor speaks, 1953"]
)
def test_clean_caption_on_a_page_of_a_few_lines_is_body(caption: str) -> None:
    figure = f"<figure><img src=/a.jpg><figcaption class=credit>{caption}</figcaption></figure>"
    page = f"<main><h1>Discs</h1><p>{BEFORE}</p>{figure}<p>It follows the rule {AFTER}</p></main>"
    assert caption in cleanarticle.clean(f"<body>{page}</body>").text


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ("<div class=t><a class=accordion-title>{}</a></div>", "<div class=tab><p>{}</p></div>"),
        ("<h3><button aria-expanded=false>{}</button></h3>", "<div role=region><p>{}</p></div>"),
        ("<div class=accordion-header><a href='#p1'>{}</a></div>", "<div class=panel>{}</div>"),
        ("<dt class=accordion-toggle>{}</dt>", "<dd>{}</dd>"),
    ],
)
def test_clean_accordion_between_paragraphs_of_the_body_is_body(question: str, answer: str) -> None:
    pairs = [("Can I use glue?", "Once."), ("How long does it last?", "Larch, thirty years.")]
    items = "".join(
        f"<div class=accordion-item>{question.format(q)}{answer.format(a)}</div>" for q, a in pairs
    )
    page = (
        f"<header><a href=/>Discs</a></header><main><h1>Discs</h1><p>{BEFORE} {AFTER}</p>"
        f"<div class=accordion>{items}</div><p>It follows the rule {AFTER}</p></main>"
    )
    text = cleanarticle.clean(f"<body>{page}</body>").text
    assert [part for pair in pairs for part in pair if part not in text] == []


@pytest.mark.parametrize(("count", "panels"), [(1, 0), (2, 4), (3, 6)])
def test_accordion_panels_items_beside_each_other_are_one_accordion(
    count: int, panels: int
) -> None:
    item = "<div class=accordion-item><div>Can I use glue?</div><nav><p>Once it is dry.</p></nav>"
    page = segmentation(f"<main><p>{BEFORE}</p>{f'{item}</div>' * count}<p>{AFTER}</p></main>")
    assert len([*accordion_panels(analyze(page))]) == panels


def test_decide_caption_beside_a_standfirst_is_body() -> None:
    caption = "Workers sort discs below a roof of leaves"
    page = analyze(
        segmentation(
            "<main><header><h1>Discs</h1><p class=subhead>The discs are late, and markets wait.</p>"
            f"</header><figure><figcaption>{caption}</figcaption></figure><div>Share it</div>"
            f"<div><p>{BEFORE} {AFTER}</p></div></main>"
        )
    )
    scores = Scores([0.9, 0.3, 0.1, 0.0, 0.9], page.layout.words, ARTICLE_TYPES)
    decision = decide(page, scores, {}, PageFacts(title_index=0, title_line=0))
    assert decision.is_body == [True, True, True, False, True]


def test_clean_accordion_of_links_below_the_body_is_no_body() -> None:
    links = "".join(
        f"<div class=accordion-item><h3>{name}</h3><ul><li><a href=/{name}>About {name}</a></li>"
        "</ul></div>"
        for name in ("Discs", "Cones", "Balls")
    )
    page = f"<main><h1>Discs</h1><p>{BEFORE} {AFTER}</p></main><footer class=accordion>{links}"
    assert "About Cones" not in cleanarticle.clean(f"<body>{page}</body>").text


def test_clean_caption_of_the_picture_in_the_head_of_the_article_is_body() -> None:
    caption = "<span>A disc in the afternoon light.</span><span>Photograph by Ann Lee</span>"
    page = (
        "<header><a href=/>Discs</a></header><article><header><h1>Discs</h1>"
        "<div class=by>By Nadia Crewe</div><time>October 5, 2020</time>"
        f"<figure><img src=/a.jpg><figcaption class=caption>{caption}</figcaption></figure>"
        f"</header><div><p>{BEFORE} {AFTER}</p><p>It follows the rule {AFTER}</p></div></article>"
    )
    assert "A disc in the afternoon light." in cleanarticle.clean(f"<body>{page}</body>").text


@pytest.mark.parametrize(
    ("figure", "is_companion"),
    [
        ("<blockquote>Never again.</blockquote><figcaption>— Bea Quill</figcaption>", True),
        ("<blockquote><p>Never again.</p></blockquote><figcaption><p>Bea</p></figcaption>", True),
        ("<blockquote class=tweet>Never again.</blockquote>", False),
    ],
)
def test_companions_quotation_in_a_figure_needs_a_source(
    figure: str, *, is_companion: bool
) -> None:
    text = f"<p>{BEFORE}</p><figure>{figure}</figure><p>{AFTER}</p>"
    page = segmentation(f"<main>{text}</main>")
    is_body = [block.text in (BEFORE, AFTER) for block in page.blocks]
    scores = [0.9 if body else 0.4 for body in is_body]
    found = companions_in_body(Draft(analyze(page), is_body, scores))
    assert ("Never again." in {page.blocks[index].text for index in found}) is is_companion


@pytest.mark.parametrize(
    "inside",
    [
        "<h3>More on this story</h3><button>Share this article</button><button>Log in</button>",
        "<p>Sort by</p><p>Price</p><p>Size</p><p>Color</p>",
        "<p>Advertisement</p><p>Buy now for $5</p><p>Shop</p>",
        "<h3>Get our newsletter</h3><p>Sign up to get the best stories in your inbox.</p>"
        "<p>Enter your email address</p>",
    ],
)
def test_clean_accordion_of_controls_between_paragraphs_is_no_body(inside: str) -> None:
    text = f"<p>{BEFORE} {AFTER}</p>" * 3
    page = f"<main><h1>Discs</h1>{text}<div class='accordion a'>{inside}</div>{text}</main>"
    blocks = cleanarticle.clean(f"<body>{page}</body>").blocks
    assert "accordion in the body" not in {block.reason for block in blocks}


def test_clean_accordion_of_amp_behind_a_table_is_body() -> None:
    panels = "".join(
        f"<section><h4>Question {number}?</h4><div><p>Cash is taken at piers.</p></div></section>"
        for number in range(3)
    )
    paragraph = f"<p>{'The ferry crosses the river twice a day and waits for nobody. ' * 3}</p>"
    table = "<table><tr><td>Ferry</td><td>16 crowns</td></tr></table>"
    accordion = f"<amp-accordion>{panels}</amp-accordion>"
    related = "<footer><h4>Related stories</h4><ul><li><a href=/a>Another pier</a></ul></footer>"
    body = f"<div>{paragraph * 3}{table}{accordion}</div>"
    text = cleanarticle.clean(f"<article><h1>The ferry</h1>{body}{related}</article>").text
    assert text.count("Cash is taken") == 3
    assert "Another pier" not in text


@pytest.mark.parametrize(
    "labels",
    [
        "<ul role=tablist class=tabs><li role=tab>npm</li><li role=tab>Yarn</li></ul>",
        "<div class=tabbed-labels><label for=a>npm</label><label for=b>Yarn</label></div>",
        "<div class=tab-bar><button class=tab>npm</button><button class=tab>Yarn</button></div>",
        "<ul class='nav nav-tabs'><li><a href=#a>npm</a><li><a href=#b>Yarn</a></ul>",
    ],
)
def test_clean_listings_in_tabs_of_the_body_are_body(labels: str) -> None:
    panels = "".join(
        f"<div><div class=panel><pre>{each} disc</pre></div></div>" for each in MANAGERS
    )
    box = f"<div class=tabs-container>{labels}<div class=margin>{panels}</div></div>"
    menu = "".join(f"<li><a href=/{n}>Getting started {n}</a></li>" for n in range(9))
    text = f"<p>{BEFORE} {AFTER}</p><h2>Radius</h2><p>It follows the rule {AFTER}</p>"
    page = f"<nav><ul>{menu}</ul></nav><main><h1>Discs</h1>{text}{box}</main><footer>Discs</footer>"
    found = cleanarticle.clean(f"<body>{page}</body>").text
    assert [each for each in MANAGERS if f"{each} disc" not in found] == []


MANAGERS = ("npm install", "yarn add")
