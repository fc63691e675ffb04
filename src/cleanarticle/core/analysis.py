"""Analysis: a segmented page with its layout and its cues."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from cleanarticle.core.cues import find_cues
from cleanarticle.core.layout import make_layout
from cleanarticle.core.models import load_character_classes
from cleanarticle.core.phrase_matcher import default_matcher

if TYPE_CHECKING:
    from cleanarticle.core.cues import Cues
    from cleanarticle.core.layout import Layout
    from cleanarticle.core.segmentation import Segmentation


class Analysis(NamedTuple):
    """A page as the models see it.

    Attributes:
        segmentation: The blocks and boxes.
        layout: The same as arrays.
        cues: The phrases and names of boilerplate found in them.
    """

    segmentation: Segmentation
    layout: Layout
    cues: Cues


def analyze(segmentation: Segmentation) -> Analysis:
    """Return the analysis of a page with at least one block."""
    layout = make_layout(segmentation, load_character_classes())
    return Analysis(segmentation, layout, find_cues(segmentation, layout, default_matcher()))
