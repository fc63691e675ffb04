from collections.abc import Iterable, Sequence

from cleanarticle.core.arrays import Matrix, Values

COHESION_FEATURES: tuple[str, ...]

def cohesion_features(words: Iterable[Sequence[str]], odds: Values) -> Matrix: ...
def _is_content_word(word: str) -> bool: ...
