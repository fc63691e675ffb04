"""Duplicates: body text that a page repeats.

Some pages have one layout for phones and one for desktops. Quotations in a forum, the card of a
recipe and the tabs of a product repeat whole paragraphs too; a reader wants each once. A refrain
is not a duplicate: it is repeated within the same box.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import compress, count, islice
from typing import TYPE_CHECKING

from cleanarticle.core.page_type import PageType
from cleanarticle.core.tokens import normalize_texts, tokenize

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.layout import Layout
    from cleanarticle.core.segmentation import Segmentation, TextBlock
    from cleanarticle.labeling.scores import Scores

MIN_WORDS = 8
"""Minimum words of a duplicate: shorter texts repeat by chance. Cross-validated: word F1 is within
0.0005 at 3 and at 20."""


def drop_duplicates(scores: Scores, texts: Sequence[str], layout: Layout) -> Scores:
    """Return the scores with duplicates of body text set to 0, unless they are certain to be body.

    In documentation only copies for other screens are dropped: a sentence about one function may
    apply to the next one too.

    Args:
        scores: Scores without any duplicates.
        texts: The texts of the blocks.
        layout: The page as arrays.
    """
    is_body = scores.is_body
    repeated = find_copied_boxes(texts, layout, is_body)
    if scores.page_type is not PageType.DOCUMENTATION:
        repeated += find_duplicates(texts, layout, is_body)
        repeated += find_pull_quotes(texts, layout, is_body)
    duplicates = [index for index in repeated if scores.body[index] < 1]
    if not duplicates:
        return scores
    dropped = frozenset(duplicates)
    body = [0.0 if index in dropped else each for index, each in enumerate(scores.body)]
    return replace(scores, body=body, duplicates=dropped)


def find_duplicates(texts: Sequence[str], layout: Layout, is_body: Sequence[bool]) -> list[int]:
    """Return the indices of the body blocks that repeat an earlier one in another box.

    In the same box, a block is a copy if it is right behind the other, and the name of one says
    that it is for phones or for desktops.

    Args:
        texts: The texts of the blocks.
        layout: The page as arrays.
        is_body: True for each body block.
    """
    first_box: dict[str, int] = {}
    found = []
    for index in compress(range(len(texts)), is_body):
        if layout.words[index] < MIN_WORDS:
            continue
        outer = layout.parent[layout.box[index]]
        if first_box.setdefault(texts[index], outer) != outer or (
            index
            and is_body[index - 1]
            and texts[index] == texts[index - 1]
            and _is_one_for_a_screen(layout, index - 1, index)
        ):
            found.append(index)
    return found


def _is_one_for_a_screen(layout: Layout, one: int, other: int) -> bool:
    """Return True if two blocks are in boxes of different forms, one of which is for a screen."""
    signatures = [layout.signature[layout.box[index]] for index in (one, other)]
    names = " ".join(layout.signatures.attrs[signature] for signature in signatures)
    return signatures[0] != signatures[1] and _SCREEN.search(names) is not None


def find_copied_boxes(texts: Sequence[str], layout: Layout, is_body: Sequence[bool]) -> list[int]:
    """Return the indices of the body blocks in boxes for another screen than an equal earlier box.

    Equal boxes without such a name are kept: two columns of a table may have the same values.

    Args:
        texts: The texts of the blocks.
        layout: The page as arrays.
        is_body: True for each body block.
    """
    shown = [*compress(texts, is_body)]
    if len(set(shown)) == len(shown):
        return []
    names = layout.signatures.attrs
    screens = {number for number, name in enumerate(names) if _SCREEN.search(name)}
    if not screens:
        return []
    boxes = [box for box, number in enumerate(layout.signature) if number in screens]
    seen: dict[tuple[str, ...], int] = {}
    found: list[int] = []
    for box in boxes[:_MAX_BOXES]:
        first, last = layout.first[box], layout.last[box]
        text = tuple(texts[first:last])
        original = seen.setdefault(text, first)
        if original < first and sum(layout.words[first:last]) >= MIN_WORDS:
            found += [index for index in range(first, last) if is_body[index]]
    return found


_SCREEN = re.compile(
    r"(?<![a-z])(?:(?:sm|md|lg|xl|xs)[:-](?:hidden|block|flex|grid|none|up|down)|d-(?:sm-|md-|lg-)?none"
    r"|(?:hidden|visible|show|hide|only)[-_](?:xs|sm|md|lg|mobile|desktop|phone|tablet|on|for)"
    r"|(?:mobile|desktop|phone)[-_]?(?:only|hidden|hide|show|view|version))(?![a-z])"
)
"""Names of boxes that are shown on screens of some widths."""


def is_for_some_screens(segmentation: Segmentation, block: TextBlock) -> bool:
    """Return True if a box around a block is called one for screens of some widths."""
    boxes = islice(segmentation.ancestors(block), _SCREEN_LEVELS)
    return any(_SCREEN.search(box.attrs) for box in boxes)


_SCREEN_LEVELS = 3
_MAX_BOXES = 100
"""Boxes around a block that may be for some screens, and such boxes of a page that are compared.
Chosen by hand."""

_QUOTE_TAGS = frozenset(("aside", "blockquote", "figure"))
_QUOTE_NAME = re.compile(
    r"(?<![a-z])(?:pull-?_?quote|block-?quote|exergue|tweetable|click-?to-?tweet|zwischenzitat"
    r"|citazione|destacado|quote-?box|quotebox)(?![a-z])"
)
"""Names of pull quotes in other elements."""
_QUOTE_LEVELS = 3
"""Boxes around a pull quote one of which is called so. Chosen by hand."""
_MIN_QUOTE_WORDS = 5
"""Minimum words of a pull quote: fewer in a row occur in other sentences too."""
_MAX_QUOTES = 50
"""Maximum quotations that are looked up on a page, so that the time stays linear."""


def find_pull_quotes(texts: Sequence[str], layout: Layout, is_body: Sequence[bool]) -> list[int]:
    """Return the indices of the body blocks that repeat a part of another one to draw the eye.

    A pull quote stands in an element for asides or quotations, is called one, or is a `div` in
    quotation marks, or with what is in such marks in the block before. Its words follow one another
    in the same order in a longer block outside of such elements. The names of who said it, in the
    same element, go with it.

    Args:
        texts: The texts of the blocks.
        layout: The page as arrays.
        is_body: True for each body block.
    """
    finder = _QuoteFinder(layout)
    body = [*compress(range(len(texts)), is_body)]
    apart = {index for index in body if finder.is_set_apart(index, texts)}
    long = (index for index in body if layout.words[index] >= _MIN_QUOTE_WORDS)
    candidates = [*islice(filter(apart.__contains__, long), _MAX_QUOTES)]
    if not candidates:
        return []
    normalized = normalize_texts([texts[index] for index in body if index not in apart])
    haystack = "\n".join(f" {text} " for text in normalized)
    quotes = [
        index
        for index in candidates
        if any(f" {' '.join(part)} " in haystack for part in _without_name(tokenize(texts[index])))
    ]
    return sorted({*quotes, *_sources_of(quotes, layout, is_body)})


class _QuoteFinder:
    """A search for blocks that may be pull quotes, by their markup or their marks.

    Args:
        layout: The page as arrays.
    """

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._tags, self._names = layout.signatures.tags, layout.signatures.attrs
        self._has_quote_tags = not _QUOTE_TAGS.isdisjoint(self._tags)
        self._is_named: dict[int, bool] = {}  # signatures called quotes

    def is_set_apart(self, index: int, texts: Sequence[str]) -> bool:
        """Return True if a block may be a pull quote."""
        box = self._layout.box[index]
        if self._tags[self._layout.signature[box]] == "div":
            before = texts[index - 1] if index else ""
            if _is_in_marks(texts[index]) or _is_quoted_in(texts[index], before):
                return True
        for level in count():
            signature = self._layout.signature[box]
            if level < _QUOTE_LEVELS:
                if self._is_called_quote(signature):
                    return True
            elif not self._has_quote_tags:
                return False
            if self._tags[signature] in _QUOTE_TAGS:
                return True
            if box == 0:
                return False
            box = self._layout.parent[box]
        return False

    def _is_called_quote(self, signature: int) -> bool:
        if signature not in self._is_named:
            self._is_named[signature] = _QUOTE_NAME.search(self._names[signature]) is not None
        return self._is_named[signature]


def _is_in_marks(text: str) -> bool:
    return text[:1] in _OPENING and text[-1:] in _CLOSING


def _is_quoted_in(text: str, other: str) -> bool:
    start = other.find(text)
    return start > 0 and _is_in_marks(other[start - 1 : start + len(text) + 1])


_OPENING, _CLOSING = frozenset("\"'“„«‹「『”»"), frozenset("\"'”“»›」』«")


def _without_name(words: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield the words of a quotation, and those without a name of up to four words behind it."""
    for after in range(5):
        end = len(words) - after
        if end >= max(_MIN_QUOTE_WORDS, 2 * after):
            yield words[:end]


def _sources_of(quotes: Sequence[int], layout: Layout, is_body: Sequence[bool]) -> list[int]:
    """Return the short blocks in the elements of quotations that consist of nothing else."""
    sources = []
    tags = layout.signatures.tags
    for index in quotes:
        box = layout.box[index]
        while box and tags[layout.signature[box]] not in _QUOTE_TAGS:
            box = layout.parent[box]
        if not box:
            continue
        inside = range(layout.first[box], layout.last[box])
        others = [other for other in inside if other not in quotes and is_body[other]]
        if all(layout.words[other] < _MIN_QUOTE_WORDS for other in others):
            sources += others
    return sources
