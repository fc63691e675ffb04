"""Earlier: what the pages of an article said before this one, so that nothing is body twice."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.tokens import tokenize
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.adjustments import Adjustments

_LONG = 6
"""Words from which a text that recurs is a repetition. Shorter ones ("Ingredients", an answer of
an interview) recur as themselves, unless they stand in the same place. Set by hand."""

_NUMBERING = 4
"""Words that may stand behind the title of a following page: "page 2 of 5" (set by hand)."""


@dataclass(frozen=True, slots=True)
class PreviousPages:
    """The body of an article's earlier pages.

    Attributes:
        title: The article's title.
        places: The words of each block of the body, and the paths of the elements it stood in.
    """

    title: str | None = None
    places: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, title: str | None, body: Iterable[tuple[str, str | None]]) -> PreviousPages:
        """What was said by blocks, given by their texts and paths."""
        places: dict[str, frozenset[str]] = {}
        for text, path in body:
            key = " ".join(tokenize(text))
            places[key] = places.get(key, frozenset()) | {path or ""}
        return cls(title, places)

    def lean(self, segmentation: Segmentation) -> Adjustments:
        """The verdict on the blocks of the next page that only repeat something."""
        if not self.places:
            return {}
        found: Adjustments = {}
        title = tokenize(self.title or "")
        for at, block in enumerate(segmentation.blocks):
            box = segmentation.boxes[block.box]
            said = tokenize(block.text)
            if box.tag in ("h1", "h2") and _is_title(said, title):
                found[at] = _TITLE_AGAIN
            elif places := self.places.get(" ".join(said)):
                is_row = box.tag in ("tr", "td", "th")  # a table that goes on has its head again
                if box.path in places or (len(said) >= _LONG and not is_row):
                    found[at] = _SAID_BEFORE
        return found


_SAID_BEFORE = Adjustment(-math.inf, "stands on an earlier page of the article", BlockKind.OTHER)
_TITLE_AGAIN = Adjustment(-math.inf, "the title again, on a following page", BlockKind.OTHER)


def _is_title(said: list[str], title: list[str]) -> bool:
    """Whether a heading is the title, maybe with the number of the page behind it."""
    behind = said[len(title) :]
    if not title or said[: len(title)] != title or len(behind) > _NUMBERING:
        return False
    return not behind or any(word.isdecimal() for word in behind)
