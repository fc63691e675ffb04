from dataclasses import dataclass
from typing import Final

from cleanarticle.core.arrays import Bytes, Doubles, Ints, Values
from cleanarticle.core.segmentation import BoxSignatures, Segmentation

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
    first_class: Bytes
    last_class: Bytes
    signature: Ints
    similar: Ints
    sibling_index: Ints
    signatures: BoxSignatures

def make_layout(segmentation: Segmentation, classes: Values) -> Layout: ...
