"""Posts: texts in boxes called comments that are body as most texts in such boxes are.

On the page of a thread the models keep most posts, but lose a short one, or the second paragraph of
one, because its box is called as comments below an article are.
"""

from __future__ import annotations

import math
import re
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.labeling.siblings import SENTENCE_END

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_MIN_POSTS = 2
_MIN_SHARE = 0.5
"""Fewest posts with body, and least share of body in the words of all posts. Chosen by hand."""

_LEVELS = 6
"""Boxes around a text in which the name of its post is looked for. Chosen by hand."""

_MIN_WORDS, _LONG = 3, 12
"""Fewest words of a sentence, and of a text without its full stop: shorter ones are names, dates of
changes, counts and controls. Chosen by hand."""

_IS_POST = Adjustment(math.inf, "in a post as others of the body")
_DIGITS = re.compile(r"\d+")


def posts_in_body(draft: Draft) -> Adjustments:
    """Return the texts without links or cues of their own in posts that are mostly body."""
    page, is_body = draft.page, draft.is_body
    signals = draft.facts.signals
    if not signals.may_be_forum:
        return {}
    found: Adjustments = {}
    for members in _texts_of_posts(page):
        body = [index for index in members if is_body[index]]
        lost = [index for index in members if not is_body[index] and _may_be_post(page, index)]
        if lost and (signals.is_thread or _are_posts(page, body, lost)):
            found |= dict.fromkeys(set(lost).difference(draft.adjusted), _IS_POST)
    return found


def _texts_of_posts(page: Analysis) -> Iterator[list[int]]:
    """Yield the blocks in boxes of each form that is called comments."""
    called: defaultdict[Form, list[int]] = defaultdict(list)
    others: defaultdict[Form, list[int]] = defaultdict(list)
    forms = [*map(form_of, *page.segmentation.signatures)]
    for index, block in enumerate(page.segmentation.blocks):
        cue, form = page.cues.of_box(block.box), forms[page.layout.signature[_post(page, index)]]
        if form.attrs and not block.hidden:
            is_called = cue is not None and cue.kind is BlockKind.COMMENTS
            (called if is_called else others)[form].append(index)
    for form, members in called.items():
        # The name of a box with most of the page's text does not count as a cue.
        is_one_box = len({_post(page, index) for index in others[form]}) == 1
        yield [*members, *others[form]] if is_one_box else members


def _are_posts(page: Analysis, body: Sequence[int], lost: Sequence[int]) -> bool:
    """Return True if several posts have body, and most of the words of all are body."""
    words = page.layout.words
    kept = sum(words[index] for index in body)
    has_posts = len({_post(page, index) for index in body}) >= _MIN_POSTS
    return has_posts and kept >= _MIN_SHARE * (kept + sum(words[index] for index in lost))


class Form(NamedTuple):
    """The form of a box: its tag, and its attributes without digits."""

    tag: str
    attrs: str


def _post(page: Analysis, index: int) -> int:
    """Return the index of the innermost box with a name around a block, if it is near."""
    layout, names = page.layout, page.segmentation.signatures.attrs
    box = page.segmentation.blocks[index].box
    for _ in range(_LEVELS):
        if box == 0 or names[layout.signature[box]]:
            break
        box = layout.parent[box]
    return box


def form_of(tag: str, attrs: str) -> Form:
    """Return the form of a box with a tag and attributes."""
    return Form(tag, _DIGITS.sub("", attrs))


def _may_be_post(page: Analysis, index: int) -> bool:
    block, words = page.segmentation.blocks[index], page.layout.words[index]
    least = _MIN_WORDS if SENTENCE_END.search(block.text) else _LONG
    return words >= least and not block.link_length and page.cues.text_cues[index] is None
