"""Markdown shows the structure of many random nestings of HTML."""

from __future__ import annotations

from random import Random

import pytest

from cleanarticle.rendering import to_markdown
from support.nesting import (
    PARSER,
    gfm_html,
    plain_structure,
    random_markup,
    shown_html,
    without_links,
)

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("first", range(0, 20_000, 5_000))
def test_to_markdown_many_random_nestings_show_the_structure_of_the_html(first: int) -> None:
    for seed in range(first, first + 5_000):
        markup = random_markup(Random(seed))  # noqa: S311 - no secret
        markdown = to_markdown(markup)
        expected = plain_structure(shown_html(markup), is_source=True)
        assert plain_structure(shown_html(PARSER.render(markdown))) == expected, f"seed {seed}"
        shown_by_github = without_links(plain_structure(shown_html(gfm_html(markdown))))
        assert shown_by_github == without_links(expected), f"seed {seed}"
