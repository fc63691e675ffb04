from collections.abc import Sequence
from typing import Final, NamedTuple

from cleanarticle.block import BlockKind
from cleanarticle.core.arrays import Matrix, Values
from cleanarticle.core.cues import Cues
from cleanarticle.core.layout import Layout
from cleanarticle.core.segmentation import Segmentation

CLIP_LIMIT: Final = 3.0

class Weights(NamedTuple):
    places: Values
    shape: Values
    bias: Values
    mean: Values
    scale: Values
    def score(self, kinds: Values, shape: Values) -> Matrix: ...

def load_kind_weights() -> Weights: ...
def classify_boilerplate(
    segmentation: Segmentation, cues: Cues, layout: Layout, body: Sequence[bool]
) -> list[tuple[BlockKind, str]]: ...
