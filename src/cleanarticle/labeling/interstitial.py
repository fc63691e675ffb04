"""Interstitial: a page that stands in for another, as a bot wall's challenge does."""

from __future__ import annotations

import math
from enum import StrEnum
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.labeling.adjustments import Adjustments

_CHALLENGES = (
    "checking your browser", "verify you are human", "verifying you are human", "just a moment",
    "enable javascript and cookies to continue", "access denied", "you have been blocked",
    "unusual traffic", "are you a robot", "not a robot", "press & hold", "ddos protection by",
    "complete the captcha", "incapsula incident", "request blocked", "security check",
)  # fmt: skip
"""What the interstitials of Cloudflare, Akamai, Imperva, PerimeterX, DataDome and Google say."""

_SCRIPT_NEEDED = (
    "enable javascript", "javascript is required", "javascript is disabled", "requires javascript",
    "turn on javascript", "javascript to run this app", "activate javascript",
)  # fmt: skip

_LONGEST = 1500
"""Most characters of a page that is only a challenge or a request for scripts; the ones of the
services above have less than a thousand, and an article that mentions one has more."""

_SHARE = 0.2
"""Least share of a phrase in the line that says it: of Google's "To continue, please confirm that
you are not a robot" it is a fifth, and in the sentences of a short notice it is less."""


class Interstitial(StrEnum):
    """What a page asks for in place of its content; the flag of the article."""

    BLOCKED = "blocked"
    """A bot wall's challenge, or its refusal."""
    JS_REQUIRED = "js_required"
    """Scripts."""

    @property
    def reason(self) -> str:
        """Why its text is not body."""
        return "a bot wall's page" if self is Interstitial.BLOCKED else "the page needs scripts"

    def lean(self, blocks: int) -> Adjustments:
        """The verdict on all blocks of the page."""
        adjustment = Adjustment(-math.inf, self.reason, BlockKind.WIDGET)
        return dict.fromkeys(range(blocks), adjustment)


def find_interstitial(title: str, texts: Sequence[str]) -> Interstitial | None:
    """Whether a page stands in for another; None if it does not.

    Args:
        title: What it is called.
        texts: The texts of its blocks.
    """
    if sum(map(len, texts)) > _LONGEST:
        return None
    if title.lower().startswith(_CHALLENGES) or _say(texts, _CHALLENGES):
        return Interstitial.BLOCKED
    return Interstitial.JS_REQUIRED if not texts or _say(texts, _SCRIPT_NEEDED) else None


def _say(texts: Iterable[str], phrases: tuple[str, ...]) -> bool:
    return any(
        phrase in text.lower() and len(phrase) >= _SHARE * len(text)
        for text in texts for phrase in phrases
    )  # fmt: skip
