from collections.abc import Mapping

from cleanarticle.core.boxes import Boxes
from cleanarticle.core.constructs import Constructs
from cleanarticle.core.segmentation import Media, TextBlock
from cleanarticle.parsing.document import Element
from cleanarticle.parsing.hidden_text import HiddenText

def walk(
    root: Element, roles: Mapping[object, int], hidden: HiddenText, constructs: Constructs
) -> tuple[list[TextBlock], Boxes, list[Media], list[tuple[int, str, str]]]: ...
