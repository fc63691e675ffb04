import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from cleanarticle.core.arrays import Bytes, Ints
from cleanarticle.core.layout import Layout
from cleanarticle.core.phrase_matcher import Cue, PhraseMatcher
from cleanarticle.core.phrase_matches import Matches
from cleanarticle.core.segmentation import Segmentation
from cleanarticle.core.tokens import Tokens

MAX_NAMES: Final = 20
_PATTERNS: Final[tuple[tuple[str | int, re.Pattern[str], Cue], ...]]

class Cues(NamedTuple):
    block_tokens: Tokens
    name_tokens: Tokens
    inline_rows: Ints
    is_short: Bytes
    text_matches: Matches
    name_matches: Matches
    text_cues: Sequence[Cue | None]
    signature_cues: Sequence[Cue | None]
    box_signatures: Ints
    def of_box(self, index: int) -> Cue | None: ...

def find_cues(segmentation: Segmentation, layout: Layout, matcher: PhraseMatcher) -> Cues: ...
def nearest_cued_signatures(layout: Layout, signature_cues: Sequence[Cue | None]) -> Ints: ...
