from collections.abc import Iterable
from typing import Self, final

from cleanarticle.parsing.selectors import Selector
from cleanarticle.parsing.style_blocks import PageNames
from cleanarticle.parsing.tree_index import TreeIndex

@final
class RuleMatcher:
    def __new__(cls, index: TreeIndex, names: PageNames) -> Self: ...
    def select(self, selectors: Iterable[Selector], numbers: Iterable[int]) -> list[list[int]]: ...
