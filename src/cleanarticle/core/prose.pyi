from collections.abc import Sequence
from typing import Final

from cleanarticle.core.segmentation import TextBlock

HIDDEN_PAGE_SHARE: Final = 0.75

def prose_weights(blocks: Sequence[TextBlock]) -> list[int]: ...
