from collections.abc import Iterable

from cleanarticle.core.segmentation import Piece

def may_have_date(pieces: Iterable[Piece]) -> bool: ...
