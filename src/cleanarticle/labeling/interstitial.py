"""Interstitials: pages shown instead of the requested one, such as a bot wall's challenge."""

from __future__ import annotations

import math
import re
from enum import StrEnum
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.labeling.adjustments import Adjustments

_MAX_CHARS = 1500
"""Maximum characters of an interstitial: those of the known services have less than a thousand, and
an article that mentions one has more."""

_MIN_PHRASE_SHARE = 0.2
"""Minimum share of a phrase in its block: a fifth in Google's "To continue, please confirm that you
are not a robot", less in the sentences of an article."""

_SHORT_PHRASE = 16
_MIN_SHORT_SHARE = 0.6
"""Length in characters below which a phrase is also in headlines ("Security check delays flights"),
and its minimum share in its block. Chosen by hand."""


class Interstitial(StrEnum):
    """The kind of an interstitial; its value is the article's flag."""

    BLOCKED = "blocked"
    """A bot wall's challenge or refusal."""
    JS_REQUIRED = "js_required"
    """A request to enable scripts."""


_REASONS = {
    Interstitial.BLOCKED: "the page of a bot wall",
    Interstitial.JS_REQUIRED: "the page needs scripts",
}


def find_interstitial(
    title: str, texts: Sequence[str], *, has_scripts: bool
) -> Interstitial | None:
    """Return the kind of interstitial that a page is; None for any other page.

    Args:
        title: The page's title.
        texts: The texts of its blocks.
        has_scripts: Whether the page has scripts, which may show the content of one without text.
    """
    if sum(map(len, texts)) > _MAX_CHARS:
        return None
    challenges = load_list(Interstitial.BLOCKED)
    if _is_phrase(title, challenges) or _contain_phrase(texts, challenges):
        return Interstitial.BLOCKED
    needs_scripts = _contain_phrase(texts, load_list(Interstitial.JS_REQUIRED))
    return Interstitial.JS_REQUIRED if needs_scripts or (has_scripts and not texts) else None


def interstitial_verdicts(interstitial: Interstitial, blocks: int) -> Adjustments:
    """Return the verdict that no block of an interstitial is body.

    Args:
        interstitial: The kind of interstitial that the page is.
        blocks: Number of blocks of the page.
    """
    verdict = Adjustment(-math.inf, _REASONS[interstitial], BlockKind.WIDGET)
    return dict.fromkeys(range(blocks), verdict)


def _is_phrase(title: str, phrases: Sequence[str]) -> bool:
    """Return True if a title, or its part before the name of a site, is a phrase."""
    part = _SITE_NAME.split(title.lower(), maxsplit=1)[0]
    return part.strip(" .…!?:") in phrases


_SITE_NAME = re.compile(r"\s[|·•–—-]\s")
"""What is between a title and the name of a site."""


def _min_share(phrase: str) -> float:
    is_short = len(phrase) < _SHORT_PHRASE and phrase.isascii()
    return _MIN_SHORT_SHARE if is_short else _MIN_PHRASE_SHARE


def _contain_phrase(texts: Sequence[str], phrases: Sequence[str]) -> bool:
    return any(
        phrase in text and len(phrase) >= _min_share(phrase) * len(text)
        for text in map(str.lower, texts)
        for phrase in phrases
    )
