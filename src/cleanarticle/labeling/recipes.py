"""Recipes: ingredients, steps and notes, which are body whatever they look like.

The models see lists of a few words each, with numbers, in a box of a plugin: like a widget. The
names of the boxes tell them, as the plugins and themes for recipes agree on the words.
"""

from __future__ import annotations

import math
import re
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.segmentation import Box
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_INGREDIENTS = re.compile(
    r"(?<![a-z])(?:ingredients?|zutaten(?:liste)?|ingredientes?|ingredienti|ingredienten|skladniki"
    r"|ingredienser)(?![a-z])"
)
"""Names of boxes with ingredients."""
_STEMS = ("ingred", "zutat", "skladnik")
"""Beginnings of these names, as strings are found faster than a pattern."""

_STEPS = re.compile(
    r"(?<![a-z])(?:instructions?|directions?|method|steps?|preparations?|zubereitung|preparacion"
    r"|preparo|preparazione|bereiding|przygotowanie|notes?)(?![a-z])"
)
"""Names of boxes with steps and notes, if there are ingredients."""

_MIN_INGREDIENTS = 3
_MAX_LEVELS, _MAX_OUTER_LEVELS = 4, 8
"""Fewest ingredients of a recipe, boxes around a text in which its element is looked for, and boxes
around the ingredients in which the steps are. Chosen by hand."""

_MAX_LINKS = 0.5
"""Link density from which a block leads away. Chosen by hand."""

_MIN_SCORE = 0.1
"""Minimum probability of body. Chosen by hand."""

_PARTS = frozenset(("li", "p", "dd", "dt", "td", "th", "tr", "h2", "h3", "h4", "h5", "h6"))
"""Elements that ingredients and steps are in; buttons that scale or store them are in others."""

_SENTENCE = re.compile(r"\S\s\S+\s.*[.!。]$", re.DOTALL)

_MIN_LENGTH = 3
"""Fewest characters: "2x" scales a recipe."""

_PART = Adjustment(math.inf, "part of the recipe")


def recipe_parts(draft: Draft) -> Adjustments:
    """Return the blocks of the recipe on a page, if it has one, that have no cue of their own."""
    page = draft.page
    attrs = page.segmentation.signatures.attrs
    names = "\n".join(attrs)
    if not any(stem in names for stem in _STEMS):
        return {}
    possible = [number for number, name in enumerate(attrs) if _INGREDIENTS.search(name)]
    ingredients = page.segmentation.boxes.of_signatures(possible) if possible else []
    found = set(_parts(page, ingredients))
    if len(found) < _MIN_INGREDIENTS:
        return {}
    found.update(_parts(page, _steps_beside(page, ingredients[0])))
    return {index: _PART for index in found if draft.scores[index] >= _MIN_SCORE}


def _steps_beside(page: Analysis, ingredients: Box) -> list[Box]:
    """Return the boxes of steps and notes in the nearest box around ingredients that has some."""
    attrs, boxes = page.segmentation.signatures.attrs, page.segmentation.boxes
    possible = [number for number, name in enumerate(attrs) if _STEPS.search(name)]
    steps = boxes.of_signatures(possible) if possible else []
    first = page.segmentation.blocks[ingredients.first]
    for around in islice(page.segmentation.ancestors(first), _MAX_OUTER_LEVELS):
        is_larger = around.first < ingredients.first or around.last > ingredients.last
        inside = [box for box in steps if around.first <= box.first and box.last <= around.last]
        if is_larger and inside:
            return inside
    return []


def _parts(page: Analysis, boxes: Iterable[Box]) -> Iterator[int]:
    """Yield the blocks in some boxes that are shown, lead nowhere and have no cue, each once."""
    end = 0
    for box in boxes:
        start, end = max(box.first, end), max(box.last, end)
        for index in range(start, end):
            block = page.segmentation.blocks[index]
            is_plain = not block.hidden and page.cues.text_cues[index] is None
            around = islice(page.segmentation.ancestors(block), _MAX_LEVELS)
            is_part = len(block.text) >= _MIN_LENGTH and (
                _SENTENCE.search(block.text) or any(each.tag in _PARTS for each in around)
            )
            if is_plain and is_part and block.link_density < _MAX_LINKS:
                yield index
