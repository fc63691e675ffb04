from collections.abc import Mapping

from cleanarticle.core.constructs import Constructs
from cleanarticle.core.segmentation import Box, Media, TextBlock
from cleanarticle.parsing.document import Element
from cleanarticle.parsing.hidden_text import HiddenText

def walk(
    root: Element, roles: Mapping[object, int], hidden: HiddenText, constructs: Constructs
) -> tuple[list[TextBlock], list[Box], list[Media], list[tuple[int, str]]]: ...
