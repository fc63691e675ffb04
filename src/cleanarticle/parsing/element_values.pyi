from collections.abc import Iterable

from cleanarticle.parsing.tree_index import TreeIndex

def attribute_values(
    index: TreeIndex, numbers: Iterable[int], *names: str
) -> list[tuple[str | None, ...]]: ...
def with_value(
    index: TreeIndex, numbers: Iterable[int], names: Iterable[str], parts: Iterable[str]
) -> list[int]: ...
