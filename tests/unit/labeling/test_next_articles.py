"""Tests of further articles below the one of a page."""

from __future__ import annotations

import pytest

from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.next_articles import next_articles
from support.pages import segmentation

OWN = (
    "The bus in Elder Fork leaves when the school bell rings, and not before, whatever it says. "
    * 3
)
OTHER = "A grain elevator is a tall, dry concrete tube, and so people climb it."


def article(headline: str, text: str, wrapper: str = "<article class=post>{}</article>") -> str:
    return wrapper.format(f"{headline}<p>{text}</p>")


def removed(markup: str) -> list[str]:
    """Return the texts that are removed from a page whose first h1 is its title."""
    page = segmentation(markup)
    texts = [block.text for block in page.blocks]
    title = texts.index("Own title")
    draft = Draft(
        analyze(page), [True] * len(texts), [0.9] * len(texts), PageFacts(title_index=title)
    )
    return [texts[index] for index in next_articles(draft)]


@pytest.mark.parametrize(
    "wrapper",
    [
        "<article class=post-{{}}>{}</article>",
        "<div><article><header>{}</article></div>",
        "<div class=x><article class=post>{}</article></div>",
    ],
)
@pytest.mark.parametrize("tag", ["h1", "h2"])
def test_next_articles_headline_of_the_same_class_begins_another(wrapper: str, tag: str) -> None:
    own = article("<h1 class=title>Own title</h1>", OWN, wrapper.replace("{{}}", "71"))
    other = article(
        f"<{tag} class=title>Another title</{tag}>", OTHER, wrapper.replace("{{}}", "72")
    )
    assert removed(f"<main>{own}{other}<p>Further</p></main>") == ["Another title", OTHER]


def test_next_articles_other_boxes_are_sections() -> None:
    wrapper = "<div class=entry><div>{}</div></div>"
    own = article("<h1 class=title>Own title</h1>", OWN, wrapper)
    other = article("<h1 class=title>Another title</h1>", OTHER, wrapper)
    assert removed(f"<main>{own}{other}</main>") == []


@pytest.mark.parametrize(
    ("own", "other"),
    [
        ("<h1 class=title>Own title</h1>", "<h2 class=section>Another title</h2>"),
        ("<h1>Own title</h1>", "<h1>Another title</h1>"),
        ("<p class=title>Own title</p>", "<p class=title>Another title</p>"),
    ],
)
def test_next_articles_headlines_of_another_class_or_none_are_sections(
    own: str, other: str
) -> None:
    assert removed(f"<main>{article(own, OWN)}{article(other, OTHER)}</main>") == []


def test_next_articles_article_inside_this_one_is_left() -> None:
    inner = article("<h2 class=title>Another title</h2>", OTHER)
    assert removed(article("<h1 class=title>Own title</h1>", f"{OWN}</p>{inner}<p>Further")) == []


def test_next_articles_first_teaser_of_a_list_is_left() -> None:
    own = article("<h1 class=title>Own title</h1>", "A short teaser.")
    other = article("<h2 class=title>Another title</h2>", OTHER)
    assert removed(f"<main>{own}{other}</main>") == []
