from collections.abc import Callable, Sequence

from cleanarticle.parsing.document import Element
from cleanarticle.parsing.tree_index import TreeIndex

CONSTRUCTS: tuple[int, int, int, int, int, int, int]
NAMES: tuple[int, int]

def find_candidates(
    index: TreeIndex, possible: Sequence[int], is_hint_text: Callable[[str], bool]
) -> list[tuple[Element, int]]: ...
