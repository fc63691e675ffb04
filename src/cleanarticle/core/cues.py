"""Cues: what the blocks and boxes of a page say of themselves, by their words and mark-up."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.phrase_matcher import SHORT_WORDS, Cue
from cleanarticle.core.tokens import tokenize_attrs, tokenize_texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.layout import Booleans, Ints, Layout
    from cleanarticle.core.phrase_matcher import PhraseMatcher
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.core.tokens import Tokens

_CUE_CHARACTERS = 400
"""How much of a block is read for cues, in characters: its first sentences say what it is, and
even in languages of long words it is more than `SHORT_WORDS`."""

_TAGS = {
    "nav": Cue(BlockKind.NAVIGATION, 0.9, "inside <nav>"),
    "menu": Cue(BlockKind.NAVIGATION, 0.7, "inside <menu>"),
    "footer": Cue(BlockKind.NAVIGATION, 0.5, "inside <footer>"),
    "header": Cue(BlockKind.NAVIGATION, 0.3, "inside <header>"),
    "aside": Cue(BlockKind.RELATED, 0.5, "inside <aside>"),
    "button": Cue(BlockKind.WIDGET, 0.7, "a button"),
    "select": Cue(BlockKind.WIDGET, 0.7, "a choice"),
    "textarea": Cue(BlockKind.WIDGET, 0.5, "an input"),
    "label": Cue(BlockKind.WIDGET, 0.5, "an input's label"),
    "address": Cue(BlockKind.CONTACT, 0.5, "inside <address>"),
    "dialog": Cue(BlockKind.WIDGET, 0.6, "inside <dialog>"),
}
"""What elements stand for by themselves (the HTML standard's words on each)."""

_MAIN_SHARE = 0.5
"""A box with more than this share of the page's text is the page, not its furniture: what its
class names say (`has-sidebar`, `nav-open`) is not about all that it holds."""


class Cues(NamedTuple):
    """All cues of a page.

    Attributes:
        block_tokens: The words of each block's beginning.
        name_tokens: The words that the attributes of each look of a box consist of, and behind these
            those of the inline elements in blocks.
        inline_rows: Which of `names` are those of the inline elements in each block.
        is_short: Which blocks are no longer than `SHORT_WORDS`: a cue speaks for all of them.
        text_cues: What each block says of itself.
        signature_cues: What each look of a box says.
        box_signatures: For each box, the index of the look that tells what it is: its own, or that of the
            next box around which has one; -1 for none.
    """

    block_tokens: Tokens
    name_tokens: Tokens
    inline_rows: Ints
    is_short: Booleans
    text_cues: Sequence[Cue | None]
    signature_cues: Sequence[Cue | None]
    box_signatures: Ints

    def of_box(self, index: int) -> Cue | None:
        """What a box is by its mark-up."""
        look = int(self.box_signatures[index])
        return None if look < 0 else self.signature_cues[look]


def find_cues(segmentation: Segmentation, layout: Layout, matcher: PhraseMatcher) -> Cues:
    """Look for cues in all blocks and boxes of a page.

    Args:
        segmentation: The page.
        layout: The same as arrays.
        lexicon: The cues to look for.
    """
    texts = [block.text for block in segmentation.blocks]
    tags, attrs = segmentation.signatures[1:]
    of_blocks = tokenize_texts([text[:_CUE_CHARACTERS] for text in texts], matcher.dictionary)
    inline: dict[str, int] = {}
    of_inline = [
        inline.setdefault(block.inline_attrs, len(inline)) for block in segmentation.blocks
    ]
    names = tokenize_attrs([*attrs, *inline], matcher.dictionary)
    short = layout.words <= SHORT_WORDS
    said = matcher.text_cues(of_blocks, short)
    for at in np.flatnonzero(layout.chars <= _SHORT).tolist():
        if said[at] is None:
            said[at] = _pattern_cue(texts[at])
    looks = [
        _stronger(by_name, _TAGS.get(tag))
        for by_name, tag in zip(matcher.attribute_cues(names), tags, strict=False)
    ]
    return Cues(
        of_blocks, names, len(attrs) + np.array(of_inline), short, said, looks,
        nearest_cued_signatures(layout, looks),
    )  # fmt: skip


def nearest_cued_signatures(layout: Layout, looks: Sequence[Cue | None]) -> Ints:
    """The look that tells what each box is, as in `Cues.boxes`.

    Args:
        layout: The page.
        looks: What each look says.
    """
    telling = np.array([cue is not None for cue in looks])
    part = layout.sum_by_box(layout.chars) <= _MAIN_SHARE * layout.chars.sum()
    own = np.where(part & telling[layout.signature], layout.signature, -1)
    return layout.nearest_marked(own)


def _stronger(by_name: Cue | None, by_tag: Cue | None) -> Cue | None:
    if by_name is None or by_tag is None:
        return by_name or by_tag
    return max(by_name, by_tag, key=lambda cue: cue.weight)


_SHORT = 160
"""Longest text, in characters, that is looked at for an address or a number: a line, no prose."""

_PROMISING = re.compile(r"[\d@©\[{/:：]")
"""What every one of the patterns needs: most blocks have none of it."""

_PATTERNS = (
    (re.compile(r"©|\(c\) ?(19|20)\d\d"), Cue(BlockKind.LEGAL, 0.7, "a copyright sign")),
    (
        re.compile(r"^\W*re ?[:：]", re.IGNORECASE),
        Cue(BlockKind.COMMENTS, 0.8, "the subject of a reply"),
    ),
    (re.compile(r"\S@\S+\.\w"), Cue(BlockKind.CONTACT, 0.7, "an e-mail address")),
    (
        re.compile(r"^\W*(\w{1,9}\W{1,3})?\+?[\d(][\d ()./-]{7,}\d\W*$"),
        Cue(BlockKind.CONTACT, 0.7, "a phone number"),
    ),
    (
        re.compile(
            r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"  # Nottingham, NG1 6LG
            r"|[A-Z]{2} \d{5}(-\d{4})?"  # Springfield, IL 62704
            r"|[A-Z]\d[A-Z] ?\d[A-Z]\d)\W*\w{0,20}\W*$"  # Ottawa, ON K1A 0B1
            r"|^\W*\d{1,5}[A-Za-z]? ([A-Z][\w.']* ){1,4}"
            r"(Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Square|Boulevard|Blvd|Drive|Dr|Buildings)\b"
        ),
        Cue(BlockKind.CONTACT, 0.7, "a postal address"),
    ),
    (
        re.compile(
            r"^\W*(\w{3,9},? )?(\d{1,2}(st|nd|rd|th)?\.? \w{3,9}\.?,? \d{4}"
            r"|\w{3,9}\.? \d{1,2},? \d{4}"
            r"|\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4}|\d{4} ?年 ?\d\d? ?月 ?\d\d? ?日)"
            r"([ ,T|at-]*\d\d?([:.]\d\d|[时時]\d\d?分).{0,12})?\W*$"
        ),
        Cue(BlockKind.BYLINE, 0.7, "a date"),
    ),
    (
        re.compile(r"^\W*\d\d?[:.]\d\d ?([AaPp]\.?[Mm]\b\.?)? ?[A-Z]{2,4}\W*$"),
        Cue(BlockKind.BYLINE, 0.7, "a time and its zone"),
    ),
    (
        re.compile(r"^\d\d?(:\d\d){1,2} ?/ ?\d\d?(:\d\d){1,2}$"),
        Cue(BlockKind.WIDGET, 0.9, "a player's clock"),
    ),
    (
        re.compile(r"^(\d{1,3} ?/ ?\d{1,3}|#\d{1,6})$"),
        Cue(BlockKind.WIDGET, 0.9, "a counter"),
    ),
    (
        re.compile(r"^[^.!?]{0,30}?\d[.,]\d\d\W{1,3}[+−–-] ?\d+[.,]\d+ ?%\W*$"),
        Cue(BlockKind.WIDGET, 0.9, "a market quote"),
    ),
    (
        re.compile(r"^(\[[a-z][\w-]* [\w-]+=.*\]|\{\{.*\}\}|(/[\w.-]+){6,})$"),
        Cue(BlockKind.WIDGET, 0.9, "stray template code"),
    ),
)
"""What tells by its form. An interface's text that is nothing else is nearly as plain as a phrase
known in full; dates and addresses are also parts of teasers and bylines, and weigh like a phrase
that is somewhere in the text."""


def _pattern_cue(text: str) -> Cue | None:
    if not _PROMISING.search(text):
        return None
    for pattern, cue in _PATTERNS:
        if pattern.search(text):
            return cue
    return None
