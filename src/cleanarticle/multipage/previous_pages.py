"""PreviousPages: the text of an article's earlier pages, so that no text is body twice."""

from __future__ import annotations

import math
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.tokens import tokenize
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from cleanarticle.block import Block
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.adjustments import Adjustments

_MIN_WORDS = 6
"""Minimum words of a repetition: shorter texts ("Ingredients", an interviewee's "Yes.") recur on
purpose, unless they are in the same place. Chosen by hand."""

_MAX_PAGE_WORDS = 4
"""Maximum words after the title on a following page: "page 2 of 5". Chosen by hand."""


@dataclass(frozen=True, slots=True)
class PreviousPages:
    """The body of an article's earlier pages.

    Attributes:
        title: The article's title.
        paths: The XPaths of the elements that contain each body text, by the text's words.
    """

    title: str | None = None
    paths: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, title: str | None, body: Iterable[Block]) -> PreviousPages:
        """Return the previous pages with this title and these body blocks."""
        paths: dict[str, frozenset[str]] = {}
        for block in body:
            key = " ".join(tokenize(block.text))
            paths[key] = paths.get(key, frozenset()) | {block.xpath or ""}
        return cls(title, paths)

    def verdicts(self, segmentation: Segmentation) -> Adjustments:
        """Return the verdicts on the blocks of the next page that only repeat earlier text."""
        if not self.paths:
            return {}
        verdicts: Adjustments = {}
        title = tokenize(self.title or "")
        for index, block in enumerate(segmentation.blocks):
            box = segmentation.boxes[block.box]
            words = tokenize(block.text)
            if box.tag in ("h1", "h2") and _is_title(words, title):
                verdicts[index] = _REPEATED_TITLE
            elif paths := self.paths.get(" ".join(words)):
                is_row = box.tag in ("tr", "td", "th")  # a continued table repeats its head
                if box.path in paths or (len(words) >= _MIN_WORDS and not is_row):
                    verdicts[index] = _REPEATED_TEXT
        return verdicts


NO_PREVIOUS_PAGES = PreviousPages()

_REPEATED_TEXT = Adjustment(-math.inf, "repeats an earlier page of the article", BlockKind.OTHER)
_REPEATED_TITLE = Adjustment(-math.inf, "the title again, on a following page", BlockKind.OTHER)


def _is_title(words: list[str], title: list[str]) -> bool:
    """Return True if a heading is the title, possibly followed by a page number."""
    suffix = words[len(title) :]
    if not title or words[: len(title)] != title or len(suffix) > _MAX_PAGE_WORDS:
        return False
    return not suffix or any(word.isdecimal() for word in suffix)
