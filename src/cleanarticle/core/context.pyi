from cleanarticle.core.layout import Doubles, Floats, Layout

CONTEXT_FEATURES: tuple[str, ...]

def context_features(layout: Layout, odds: Doubles) -> Floats: ...
