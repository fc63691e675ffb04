"""UserCues: a user's own phrases and class names of boilerplate."""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from cleanarticle.block import BlockKind
from cleanarticle.core.arrays import INDEX
from cleanarticle.core.cues import nearest_cued_signatures
from cleanarticle.core.phrase_matcher import PhraseMatcher
from cleanarticle.core.tokens import tokenize, tokenize_names
from cleanarticle.errors import ConfigError
from cleanarticle.files.toml import read_toml
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.phrases.store import Role, phrase_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.phrase_matcher import Cue
    from cleanarticle.labeling.adjustments import Adjustments

    PhraseLists: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]

CueSource: TypeAlias = "UserCues | Path | Mapping[str, Mapping[str, Any]]"
"""User cues: a TOML file, its tables, or `UserCues`."""

_POSITIONS = (Role.EXACT, Role.STARTS, Role.CONTAINS)
_ROLES = (*_POSITIONS, Role.ATTRS)

_CUE_LOG_ODDS = 12.0
"""Log-odds of body that a user's cue subtracts, times its weight. Chosen by hand: the models'
log-odds seldom exceed 7, so a short block with the phrase (weight 0.7 or more) is boilerplate,
while the models still decide about long prose that only begins with it (weight 0.4)."""


@dataclass(frozen=True, slots=True)
class UserCues:
    """A user's own phrases and class names of boilerplate.

    Attributes:
        tables: By the name of each kind, the phrases by position ("exact", "starts", "contains",
            or several joined by hyphens) and the words of class names ("attrs").
    """

    tables: tuple[tuple[str, PhraseLists], ...] = ()

    @classmethod
    def of(cls, source: CueSource) -> UserCues:
        """Return the cues of a TOML file or of its tables.

        Args:
            source: The path of a file in the form of the package's `data/phrases/en.toml`; or
                tables such as {"advert": {"exact": ["Shop now"]}}.

        Raises:
            ConfigError: The file cannot be read, there is no such kind or list, or an entry is not
                a phrase.
        """
        if isinstance(source, UserCues):
            return source
        if isinstance(source, Mapping):
            return cls(tuple((kind, _lists(kind, table)) for kind, table in source.items()))
        if not isinstance(source, Path):
            given = type(source).__name__
            raise ConfigError(
                f"cues must be tables by kind or a file as a pathlib.Path, not {given}"
            )
        tables = read_toml(source)
        try:
            return cls.of(tables)
        except ConfigError as error:
            raise ConfigError(f"{source}: {error}") from error


def apply_user_cues(page: Analysis, user_cues: UserCues) -> tuple[Analysis, Adjustments]:
    """Return the page with a user's cues added, and the adjustments that follow from them.

    Args:
        page: The page with the built-in cues; a user's cue replaces a built-in one.
        user_cues: The user's cues.
    """
    if not user_cues.tables:
        return page, {}
    cues = page.cues
    matcher = _matcher(user_cues)
    of_texts = matcher.texts.match(cues.block_tokens).cues(cues.is_short)
    text_cues = list(map(_prefixed, of_texts))
    of_names = matcher.names.match(cues.name_tokens).cues()[: len(cues.signature_cues)]
    signature_cues = list(map(_prefixed, of_names))
    boxes = nearest_cued_signatures(page.layout, signature_cues)
    own = cues._replace(text_cues=text_cues, signature_cues=signature_cues, box_signatures=boxes)
    adjustments = {}
    for index, block in enumerate(page.segmentation.blocks):
        cue = text_cues[index] or own.of_box(block.box)
        if cue is not None:
            penalty = -_CUE_LOG_ODDS * cue.weight
            adjustments[index] = Adjustment(penalty, cue.reason, cue.kind)
    combined = cues._replace(
        text_cues=_first_of_each(text_cues, cues.text_cues),
        signature_cues=_first_of_each(signature_cues, cues.signature_cues),
        box_signatures=array(INDEX, map(_own_or_other, boxes, cues.box_signatures)),
    )
    return page._replace(cues=combined), adjustments


def _own_or_other(own: int, other: int) -> int:
    return other if own < 0 else own


def _first_of_each(
    preferred: Sequence[Cue | None], others: Sequence[Cue | None]
) -> list[Cue | None]:
    return [cue or other for cue, other in zip(preferred, others, strict=True)]


@lru_cache(maxsize=8)
def _matcher(cues: UserCues) -> PhraseMatcher:
    return PhraseMatcher.of(phrase_lists({kind: dict(lists) for kind, lists in cues.tables}))


def _lists(kind: str, table: object) -> PhraseLists:
    if kind not in set(BlockKind) - {BlockKind.BODY}:
        raise ConfigError(f"[{kind}] is not a kind of boilerplate; see cleanarticle.BlockKind")
    if not isinstance(table, dict):
        raise ConfigError(f"{kind} must be a table, not {table!r}")
    for name, phrases in table.items():
        if name != Role.ATTRS and not {*_POSITIONS}.issuperset(str(name).split("-")):
            raise ConfigError(f"[{kind}] has {name!r}; it can have {', '.join(_ROLES)}")
        is_phrase = _is_class_name if name == Role.ATTRS else _is_phrase
        if not isinstance(phrases, list | tuple) or not all(map(is_phrase, phrases)):
            raise ConfigError(f"[{kind}] {name} must be a list of phrases, not {phrases!r}")
    return tuple((name, tuple(phrases)) for name, phrases in table.items())


def _is_phrase(text: object) -> bool:
    return isinstance(text, str) and bool(tokenize(text))


def _is_class_name(text: object) -> bool:
    return isinstance(text, str) and bool(tokenize_names(text.lower()))


def _prefixed(cue: Cue | None) -> Cue | None:
    return cue and cue._replace(reason=f"your cue: {cue.reason}")
