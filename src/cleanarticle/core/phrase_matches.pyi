from typing import Self, final

from cleanarticle.block import BlockKind
from cleanarticle.core.arrays import Matrix, Values
from cleanarticle.core.phrase_matcher import Cue, PhraseTable
from cleanarticle.core.phrase_trie import Occurrences

@final
class Matches:
    def __new__(
        cls, table: PhraseTable, occurrences: Occurrences, text_lengths: Values, max_words: int
    ) -> Self: ...
    def cues(self, is_short: Values | None = None) -> list[Cue | None]: ...
    def count(self) -> Matrix: ...
    def strongest(self, text: int, kind: BlockKind) -> str | None: ...
