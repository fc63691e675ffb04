from array import array
from collections.abc import Sequence

from cleanarticle.core.arrays import Values

def page_means(features: Sequence[Values], size: Values, odds: Values) -> array[float]: ...
