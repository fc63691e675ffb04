from collections.abc import Container, Iterable

from cleanarticle.core.layout import Layout
from cleanarticle.core.segmentation import TextBlock

def possible_headings(
    layout: Layout, *, most_words: float, most_characters: float, least_blocks: int
) -> list[int]: ...
def possible_replies(
    blocks: list[TextBlock], endings: Container[str], most_characters: int
) -> list[int]: ...
def texts_with_names(texts: Iterable[str], names: tuple[str, ...]) -> list[bool]: ...
