"""Dialogs: boxes that ask for consent, whose blocks are boilerplate as a whole.

The sentences of such a dialog read like prose, and on a short page they are most of it. Its buttons
give it away: "Accept all" beside a text about cookies.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.segmentation import Box
    from cleanarticle.labeling.adjustments import Adjustments

_BUTTON_WEIGHT = 0.95
"""Weight of a cue that is the whole text of a button."""

_MAX_WORDS = 1_000
"""Most words of a dialog; longer boxes are pages about privacy. Chosen by hand."""

_MAX_BLOCKS = 40
"""Most blocks of a dialog. Of 108 pages of the corpora with such boxes, the only box that is a
whole page has more; purposes and partners are in boxes of their own. Chosen by hand."""

_PAGE_TAGS = frozenset(("html", "body", "main", "article", ""))


def consent_dialogs(page: Analysis, title_index: int | None) -> Adjustments:
    """Return an adjustment for each block of each dialog that asks for consent.

    A dialog is the innermost box around a text about consent that the markup calls a dialog, or
    around a button of consent and another text about it, unless it contains the title or a heading
    of the first level.

    Args:
        page: The page.
        title_index: Index of the block that shows the title, None if there is none.
    """
    is_about = [cue is not None and cue.kind is BlockKind.CONSENT for cue in page.cues.text_cues]
    words = page.layout.words
    adjustments: Adjustments = {}
    for index, cue in enumerate(page.cues.text_cues):
        if not is_about[index] or cue is None or index in adjustments:
            continue
        is_button = cue.weight >= _BUTTON_WEIGHT
        for box in page.segmentation.ancestors(page.segmentation.blocks[index]):
            inside = slice(box.first, box.last)
            has_title = _H1_GROUP in page.layout.group[inside] or (
                title_index is not None and box.first <= title_index < box.last
            )
            is_large = box.last - box.first > _MAX_BLOCKS or sum(words[inside]) > _MAX_WORDS
            if box.tag in _PAGE_TAGS or has_title or is_large:
                break
            if _is_dialog(box) or (is_button and _asks(page, is_about, box.first, box.last)):
                adjustments |= dict.fromkeys(range(box.first, box.last), _IN_DIALOG)
                break
    return adjustments


_MIN_TEXT = 4
"""Minimum words of the text or the heading of a dialog: fewer are another button."""

_H1_GROUP = 1
"""The group of headings of the first level in `Layout.group`."""

_IN_DIALOG = Adjustment(-8.0, "part of a consent dialog", BlockKind.CONSENT)
"""Takes prose with a probability of up to 0.9997 below one half; a user's rule still wins. Chosen
by hand."""


def _is_dialog(box: Box) -> bool:
    """Return True if the markup of a box says that it is a dialog or of a consent manager."""
    element = box.element
    if element is None:
        return False
    name = f"{element.get('id') or ''} {element.get('class') or ''}".lower()
    return (
        box.tag == "dialog"
        or element.get("role") in _DIALOG_ROLES
        or element.get("aria-modal") == "true"
        or any(manager in name for manager in _CONSENT_MANAGERS)
    )


_DIALOG_ROLES = ("dialog", "alertdialog")
_CONSENT_MANAGERS = (
    "onetrust-consent", "onetrust-pc", "qc-cmp", "cybotcookiebot", "didomi", "usercentrics",
    "cookielaw", "cookie-law", "fc-consent", "sp_message", "truste", "borlabs", "cmplz", "klaro",
)  # fmt: skip
"""Parts of ids and class names of common consent managers."""


def _asks(page: Analysis, is_about: list[bool], first: int, last: int) -> bool:
    """Return True if a block in a range is a text about consent."""
    return any(is_about[i] and page.layout.words[i] >= _MIN_TEXT for i in range(first, last))
