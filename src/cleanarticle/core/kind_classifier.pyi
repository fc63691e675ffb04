from collections.abc import Sequence
from typing import NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.core.cues import Cues
from cleanarticle.core.layout import Floats, Layout
from cleanarticle.core.segmentation import Segmentation

class Weights(NamedTuple):
    places: Floats
    shape: Floats
    bias: Floats
    mean: Floats
    scale: Floats
    def score(self, kinds: Floats, shape: Floats) -> Floats: ...
    def standardized(self, shape: Floats) -> Floats: ...

def load_kind_weights() -> Weights: ...
def classify_boilerplate(
    segmentation: Segmentation, cues: Cues, layout: Layout, body: Sequence[bool]
) -> list[tuple[BlockKind, str]]: ...
