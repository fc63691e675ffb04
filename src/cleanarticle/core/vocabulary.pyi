from collections.abc import Mapping
from typing import NamedTuple, Self

from cleanarticle.core.layout import Doubles, Floats, Layout
from cleanarticle.core.tokens import Dictionary, Tokens

VOCABULARY_FEATURES: tuple[str, ...]

class Vocabulary(NamedTuple):
    names: Doubles
    words: Doubles
    dictionary: Dictionary

    @classmethod
    def of(
        cls, names: Mapping[str, float], words: Mapping[str, float], dictionary: Dictionary
    ) -> Self: ...

def vocabulary_features(
    layout: Layout, names: Tokens, words: Tokens, vocabulary: Vocabulary
) -> Floats: ...
