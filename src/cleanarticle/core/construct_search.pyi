from collections.abc import Callable, Sequence

from cleanarticle.parsing.document import Element
from cleanarticle.parsing.tree_index import TreeIndex

def find_candidates(
    index: TreeIndex,
    possible: Sequence[int],
    *,
    hint: int,
    formula: int,
    is_hint_text: Callable[[str], bool],
) -> list[tuple[Element, int]]: ...
