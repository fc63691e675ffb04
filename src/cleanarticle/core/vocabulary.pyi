from collections.abc import Mapping
from typing import NamedTuple, Self

from cleanarticle.core.arrays import Matrix, Values
from cleanarticle.core.layout import Layout
from cleanarticle.core.tokens import Dictionary, Tokens

VOCABULARY_FEATURES: tuple[str, ...]

class Vocabulary(NamedTuple):
    names: Values
    words: Values
    dictionary: Dictionary

    @classmethod
    def of(
        cls, names: Mapping[str, float], words: Mapping[str, float], dictionary: Dictionary
    ) -> Self: ...

def vocabulary_features(
    layout: Layout, names: Tokens, words: Tokens, vocabulary: Vocabulary
) -> Matrix: ...
