from collections.abc import Collection
from typing import Self, final

from cleanarticle.core.segmentation import Segmentation
from cleanarticle.parsing.document import Element
from cleanarticle.rendering.links import Links

@final
class Contexts:
    def __new__(
        cls, root: Element, segmentation: Segmentation, body: Collection[int], links: Links
    ) -> Self: ...
