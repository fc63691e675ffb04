from cleanarticle.core.arrays import Matrix, Values
from cleanarticle.core.layout import Layout

CONTEXT_FEATURES: tuple[str, ...]

def context_features(layout: Layout, odds: Values) -> Matrix: ...
