from collections.abc import Sequence
from enum import IntEnum
from typing import NamedTuple

from cleanarticle.core.arrays import Ints, Matrix
from cleanarticle.core.cues import Cues
from cleanarticle.core.layout import Layout
from cleanarticle.core.phrase_matches import Matches
from cleanarticle.core.segmentation import Segmentation

SHAPE_FEATURES: tuple[str, ...]

class Place(IntEnum):
    TEXT = 0
    WORDS = 1
    LINK = 2
    NAMES = 3
    NEAR = 4
    BOILERPLATE_BOX = 5
    ABOVE = 6
    BELOW = 7
    HEADING = 8
    TEASER = 9

class KindFeatures(NamedTuple):
    kinds: Matrix
    shape: Matrix
    boilerplate_boxes: Ints
    headings: Ints
    links: Matches
    named_boxes: Matrix

def kind_features(
    segmentation: Segmentation, cues: Cues, layout: Layout, body: Sequence[bool]
) -> KindFeatures: ...
