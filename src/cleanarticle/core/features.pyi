from typing import NamedTuple

from cleanarticle.core.arrays import Matrix
from cleanarticle.core.cues import Cues
from cleanarticle.core.layout import Layout
from cleanarticle.core.page_signals import PageSignals
from cleanarticle.core.segmentation import Segmentation

FEATURES: tuple[str, ...]

class PageFacts(NamedTuple):
    title: str = ""
    description: str = ""
    article_text: str = ""
    title_index: int | None = None
    title_line: int | None = None
    signals: PageSignals = ...

def block_features(
    segmentation: Segmentation, layout: Layout, cues: Cues, facts: PageFacts
) -> Matrix: ...
