"""Tests of the buttons of listings."""

from __future__ import annotations

import pytest

from cleanarticle.core.analysis import analyze
from cleanarticle.core.segmenter import segment
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.listing_controls import listing_controls
from cleanarticle.parsing.document import parse_markup


def controls(markup: str) -> list[str]:
    page = segment(parse_markup(markup))
    count = len(page.blocks)
    found = listing_controls(Draft(analyze(page), [True] * count, [0.5] * count))
    return [page.blocks[index].text for index in sorted(found)]


@pytest.mark.parametrize(
    "markup",
    [
        "<div><pre>x = 1</pre><button>Kopieren</button></div>",
        "<div><div>a.py</div><div><pre>x = 1</pre><div><button>Kopieren</button></div></div></div>",
        "<pre>x = 1<button>Kopieren</button></pre>",
    ],
)
def test_button_of_listing_is_a_control(markup: str) -> None:
    assert controls(f"<p>Text.</p>{markup}<p>Text.</p>") == ["Kopieren"]


@pytest.mark.parametrize(
    "markup",
    [
        "<div><p>One.</p><p>Two.</p><pre>x = 1</pre><button>What is it?</button></div>",
        "<div><button>What is it?</button><p>One.</p></div><pre>x = 1</pre>",
    ],
)
def test_button_beside_text_is_left_alone(markup: str) -> None:
    assert controls(f"<p>Text.</p>{markup}<p>Text.</p>") == []
