from typing import Final, NamedTuple, Self, final

from cleanarticle.core.arrays import Ints, Values
from cleanarticle.core.tokens import Tokens

WILDCARD: Final = "*"

class Occurrences(NamedTuple):
    phrases: Ints
    positions: Ints
    lengths: Ints
    bounds: Ints

@final
class PhraseTrie:
    def __new__(cls, phrases: Tokens, is_free: Values) -> Self: ...
    def find(self, texts: Tokens) -> Occurrences: ...
