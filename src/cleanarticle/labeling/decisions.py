"""Decisions: which blocks of a page are body, by the models and by the rules that follow them."""

from __future__ import annotations

import math
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import (
    Adjustment,
    apply_adjustments,
    decisive_adjustments,
)
from cleanarticle.labeling.byline_lines import (
    account_names,
    byline_lines,
    closing_dates,
    opening_date,
)
from cleanarticle.labeling.companions import companions_in_body
from cleanarticle.labeling.contents_lists import contents_lists
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.duplicates import MIN_WORDS, drop_duplicates, is_for_some_screens
from cleanarticle.labeling.embedded_posts import embedded_posts
from cleanarticle.labeling.footnotes import footnotes_in_body
from cleanarticle.labeling.forum_software import furniture_of_thread, software_posts
from cleanarticle.labeling.headings import headings_in_body, headings_of_text
from cleanarticle.labeling.leftovers import leftovers
from cleanarticle.labeling.listing_controls import listing_controls
from cleanarticle.labeling.next_articles import next_articles
from cleanarticle.labeling.phrase_rows import phrase_rows
from cleanarticle.labeling.posts import posts_in_body
from cleanarticle.labeling.recipes import recipe_parts
from cleanarticle.labeling.related import related_links
from cleanarticle.labeling.rescue import rescued_prose
from cleanarticle.labeling.siblings import quotes_in_body, siblings_in_body
from cleanarticle.labeling.standfirst import standfirst_in_body
from cleanarticle.labeling.tables import tables_in_body

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.features import PageFacts
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.scores import Scores


class Decision(NamedTuple):
    """The decision about the blocks of a page.

    Attributes:
        is_body: True for each body block.
        scores: The scores that the decision is based on: adjusted, without duplicates.
        reasons: The adjustments that are the reason for a block's label, by block.
        title_index: Index of the block that shows the page's title, None if there is none.
    """

    is_body: Sequence[bool]
    scores: Scores
    reasons: Adjustments
    title_index: int | None


_ADDING = (
    headings_in_body,
    standfirst_in_body,
    siblings_in_body,
    quotes_in_body,
    tables_in_body,
    footnotes_in_body,
    recipe_parts,
    posts_in_body,
    software_posts,
    embedded_posts,
    rescued_prose,
)
"""Rules that make blocks body because of the body around them."""

_COMPLETING = ((companions_in_body,), (headings_of_text,))
"""Rules that do so after these, one by one, as what they look at may be body only then."""

_REMOVING = (
    related_links,
    contents_lists,
    listing_controls,
    phrase_rows,
    byline_lines,
    opening_date,
    closing_dates,
    account_names,
    furniture_of_thread,
    next_articles,
    leftovers,
)
"""Rules that make blocks boilerplate, after the others. If several rules are about a block, the
last one gives the reason."""


def decide(page: Analysis, scores: Scores, adjustments: Adjustments, facts: PageFacts) -> Decision:
    """Decide which blocks are body.

    Args:
        page: The page.
        scores: The scores from the page alone.
        adjustments: The corrections of these scores.
        facts: What the page declares about itself; its title is body unless a verdict says
            otherwise.
    """
    texts = [block.text for block in page.segmentation.blocks]
    final = drop_duplicates(apply_adjustments(scores, adjustments), texts, page.layout)
    is_body = list(final.is_body)
    title_index = facts.title_index
    if title_index is not None:
        adjustment = adjustments.get(title_index)
        is_body[title_index] |= adjustment is None or not adjustment.is_verdict
    reasons = {index: _DUPLICATE for index in final.duplicates if not is_body[index]}
    draft = Draft(page, is_body, final.body, facts, adjustments, final.forum)
    added: Adjustments = {}
    for rules in (_ADDING, *_COMPLETING):
        found = _added(draft, rules, adjustments, final.duplicates)
        draft = draft.adding(found)
        added |= found
    removed = _removed(draft, adjustments)
    is_body = [body and i not in removed for i, body in enumerate(draft.is_body)]
    reasons |= added | removed
    if adjustments:
        reasons |= decisive_adjustments(adjustments, is_body, scores.is_body)
    return Decision(is_body, final, reasons, title_index)


def _added(
    draft: Draft,
    rules: Sequence[Callable[[Draft], Adjustments]],
    adjustments: Adjustments,
    duplicates: frozenset[int],
) -> Adjustments:
    """Return the blocks that rules make body, with the reasons.

    Args:
        draft: The blocks before the rules.
        rules: The rules; all see the same draft.
        adjustments: The corrections of the scores.
        duplicates: Blocks that only repeat other body text.
    """
    found = {index: reason for rule in rules for index, reason in rule(draft).items()}
    if not found:
        return {}
    texts = [block.text for block in draft.page.segmentation.blocks]
    shown = set(compress(texts, draft.is_body))
    added: Adjustments = {}
    for index in sorted(found):
        is_repeated = index in duplicates or (
            texts[index] in shown and _is_copy_for_a_screen(draft.page, index)
        )
        if not is_repeated and not _is_excluded(adjustments.get(index)):
            added[index] = found[index]
        shown.add(texts[index])
    return added


def _is_copy_for_a_screen(page: Analysis, index: int) -> bool:
    """Return True if a block whose text is shown already is long, and one for some screens."""
    block = page.segmentation.blocks[index]
    is_long = page.layout.words[index] >= MIN_WORDS
    return is_long and is_for_some_screens(page.segmentation, block)


def _removed(draft: Draft, adjustments: Adjustments) -> Adjustments:
    """Return the blocks that rules make boilerplate, with the reasons.

    Args:
        draft: The blocks with those that rules have added.
        adjustments: The corrections of the scores.
    """
    found = {index: reason for rule in _REMOVING for index, reason in rule(draft).items()}
    return {
        index: reason
        for index, reason in found.items()
        if index != draft.facts.title_index and not _is_confirmed(adjustments.get(index))
    }


def _is_excluded(adjustment: Adjustment | None) -> bool:
    return adjustment is not None and adjustment.is_explicit and adjustment.log_odds < 0


def _is_confirmed(adjustment: Adjustment | None) -> bool:
    return adjustment is not None and adjustment.is_explicit and adjustment.log_odds > 0


_DUPLICATE = Adjustment(-math.inf, "repeats other text of the body", BlockKind.OTHER)
