from collections.abc import Collection
from typing import Self, final

from cleanarticle.core.segmentation import Segmentation
from cleanarticle.parsing.document import Element
from cleanarticle.rendering.contexts import Contexts
from cleanarticle.rendering.embedded import Embedded

@final
class BodyWriter:
    def __new__(
        cls,
        contexts: Contexts,
        segmentation: Segmentation,
        body: Collection[int],
        embedded: Embedded,
    ) -> Self: ...
    def write_block(self, index: int) -> None: ...
    def write_medium(self, element: Element, position: int) -> None: ...
    def finish(self) -> str: ...
