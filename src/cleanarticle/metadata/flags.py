"""Flags: special conditions of a page as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.prose import prose_weights
from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.block import Block
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.labels import Labels

_PAYWALL_REACH = 8
"""Blocks after the body that may be a paywall: a heading, an offer, its buttons."""

_ELLIPSES = ("...", "…", "[…]", "[...]")


FLAG_MEANINGS = {
    "paywalled": "an offer to subscribe follows the text",
    "blocked": "a bot wall answered instead of the page",
    "js_required": "the page shows its content by scripts only",
    "truncated": "the text ends early",
    "no_main_content": "the page has no main content",
    "hidden_text": "much of the page’s text, or part of the article, is hidden",
}
"""The flags of articles in a few words."""


def find_flags(
    labels: Labels, segmentation: Segmentation, *, has_text: bool = True
) -> frozenset[str]:
    """Return the flags of a page.

    "no_main_content": no block is body, or none but the title. "blocked": the page is a bot wall's
    challenge. "js_required": it needs scripts to show its content.
    "paywalled": an offer to subscribe follows the body. "truncated": the body ends in an ellipsis;
    an article of several pages also has it if one of them is missing. "hidden_text": much of the
    page's prose is hidden, or text that is hidden is in its body.

    Args:
        labels: The labels of its blocks.
        segmentation: These blocks.
        has_text: Whether the body has text below the title.
    """
    flags = {str(labels.interstitial)} if labels.interstitial else set()
    if _has_hidden_text(labels.blocks, segmentation):
        flags.add("hidden_text")
    last = _last_of_body(labels.blocks)
    if last is None or not has_text:
        return frozenset(flags | {"no_main_content"})
    if _has_paywall(labels.blocks[last + 1 : last + 1 + _PAYWALL_REACH]):
        flags.add("paywalled")
    if labels.blocks[last].text.endswith(_ELLIPSES):
        flags.add("truncated")
    return frozenset(flags)


def _last_of_body(blocks: Sequence[Block]) -> int | None:
    """Return the index of the last block of the body, None if there is none."""
    indices = reversed(range(len(blocks)))
    return next((index for index in indices if blocks[index].kind is BlockKind.BODY), None)


_MIN_HIDDEN_CHARS = 300
_HIDDEN_SHARE = 0.5
"""Hidden prose that is flagged: its minimum length in characters, and its minimum ratio to the
body's length. Chosen by hand."""


def _has_hidden_text(blocks: Sequence[Block], segmentation: Segmentation) -> bool:
    """Return True if much of a page's prose is hidden, or text that is hidden is in its body.

    The latter happens if a page hides itself as a whole, as a script may show it.

    Args:
        blocks: The labeled blocks.
        segmentation: The page that they were cut from.
    """
    hidden = [index for index, block in enumerate(segmentation.blocks) if block.hidden]
    if segmentation.is_shown_later or any(not blocks[index].is_boilerplate for index in hidden):
        return True
    if sum(len(blocks[index].text) for index in hidden) < _MIN_HIDDEN_CHARS:
        return False  # even if all of it is prose
    prose = prose_weights(segmentation.blocks)
    length = sum(prose[index] for index in hidden)
    if length < _MIN_HIDDEN_CHARS:
        return False
    kind = BlockKind.BODY
    return length >= _HIDDEN_SHARE * sum(len(block.text) for block in blocks if block.kind is kind)


def _has_paywall(blocks: Sequence[Block]) -> bool:
    offers = [block.text.lower() for block in blocks if block.kind is BlockKind.SUBSCRIBE]
    if not offers:
        return False
    phrases = load_list("paywall_offers")
    return any(phrase in offer for offer in offers for phrase in phrases)
