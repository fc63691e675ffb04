from collections.abc import Callable

from cleanarticle.parsing.document import Element

def join_texts(
    root: Element,
    is_excluded: Callable[[Element], bool],
    starts_line: Callable[[Element], bool],
) -> str: ...
