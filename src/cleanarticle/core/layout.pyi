from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

from cleanarticle.core.segmentation import BoxSignatures, Segmentation

Floats: TypeAlias = npt.NDArray[np.float32]
Doubles: TypeAlias = npt.NDArray[np.float64]
Ints: TypeAlias = npt.NDArray[np.intp]
Bytes: TypeAlias = npt.NDArray[np.uint8]
Booleans: TypeAlias = npt.NDArray[np.bool_]

LOWER: Final = 0
UPPER: Final = 1
CASELESS: Final = 2
IDEOGRAPH: Final = 3
DIGIT: Final = 4
SPACE: Final = 5
END: Final = 6
CHARACTER_CLASSES: Final = 14
ANY_GROUP: Final = 12

@dataclass(frozen=True, slots=True)
class Layout:
    size: Doubles
    chars: Doubles
    links: Doubles
    box: Ints
    parent: Ints
    first: Ints
    last: Ints
    depth: Ints
    group: Ints
    counts: Doubles
    words: Doubles
    edges: Bytes
    signature: Ints
    similar: Ints
    sibling_index: Ints
    signatures: BoxSignatures
    @property
    def levels(self) -> Iterator[Ints]: ...
    def in_tags(self, tags: Sequence[str]) -> Ints: ...
    def sum_by_box(self, values: Doubles) -> Doubles: ...

def make_layout(segmentation: Segmentation, classes: Bytes) -> Layout: ...
