"""UserCues: cues of a user's own, beside those that come with the package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

import numpy as np

from cleanarticle.block import BlockKind
from cleanarticle.core.cues import Cues, nearest_cued_signatures
from cleanarticle.core.phrase_matcher import make_matcher
from cleanarticle.core.tokens import tokenize
from cleanarticle.errors import ConfigError
from cleanarticle.files.toml import read_toml
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from cleanarticle.core.layout import Layout
    from cleanarticle.core.phrase_matcher import Cue, PhraseMatcher
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.adjustments import Adjustments

    Lists: TypeAlias = tuple[tuple[str, tuple[str, ...]], ...]

CueSource: TypeAlias = "UserCues | Path | Mapping[str, Mapping[str, Any]]"
"""What cues can be made from: a TOML file, its tables, or such cues themselves."""

_PLACES = ("exact", "starts", "contains", "attrs")

_TOLD = 12.0
"""What a user's cue takes from the log-odds of body, times its weight; set by hand. The models
are seldom surer than 7 of any block, so that a short block with the phrase (weight 0.7 or more) is
no body, while long prose that only begins with it (weight 0.4) is still weighed."""


@dataclass(frozen=True, slots=True)
class UserCues:
    """Cues of a user's own.

    Attributes:
        tables: By the name of each kind, the phrases by where they stand ("exact", "starts",
            "contains") and the words of class names ("attrs").
    """

    tables: tuple[tuple[str, Lists], ...] = ()

    @classmethod
    def of(cls, source: CueSource) -> UserCues:
        """Cues from a TOML file in the form of the package's `data/cues.toml`, or its tables.

        Args:
            source: The path of the file; or tables such as {"advert": {"exact": ["Shop now"]}}.

        Raises:
            ConfigError: The file cannot be read, there is no such kind or list, or a list holds
                something else than phrases.
        """
        if isinstance(source, UserCues):
            return source
        if isinstance(source, Mapping):
            return cls(tuple((kind, _lists(kind, table)) for kind, table in source.items()))
        if not isinstance(source, Path):
            given = type(source).__name__
            raise ConfigError(f"cues takes tables by kind or a file as a pathlib.Path, not {given}")
        tables = read_toml(source)
        try:
            return cls.of(tables)
        except ConfigError as error:
            raise ConfigError(f"{source}: {error}") from error

    def add_to(
        self, cues: Cues, segmentation: Segmentation, layout: Layout
    ) -> tuple[Cues, Adjustments]:
        """Add what they say of a page.

        Args:
            cues: What the package's own cues say of it.
            segmentation: The page.
            layout: The same as arrays.

        Returns:
            All cues, the user's going before the package's; and how they lean the blocks.
        """
        if not self.tables:
            return cues, {}
        matcher = _lexicon(self)
        texts = list(map(_named, matcher.text_cues(cues.block_tokens, cues.is_short)))
        said = matcher.attribute_cues(cues.name_tokens)[: len(cues.signature_cues)]
        looks = list(map(_named, said))
        boxes = nearest_cued_signatures(layout, looks)
        own = cues._replace(text_cues=texts, signature_cues=looks, box_signatures=boxes)
        adjustments = {}
        for at, block in enumerate(segmentation.blocks):
            cue = texts[at] or own.of_box(block.box)
            if cue is not None:
                adjustments[at] = Adjustment(-_TOLD * cue.weight, cue.reason, cue.kind)
        both = cues._replace(
            text_cues=[mine or other for mine, other in zip(texts, cues.text_cues, strict=True)],
            signature_cues=[
                mine or other for mine, other in zip(looks, cues.signature_cues, strict=True)
            ],
            box_signatures=np.where(boxes < 0, cues.box_signatures, boxes),
        )
        return both, adjustments


@lru_cache(maxsize=8)
def _lexicon(cues: UserCues) -> PhraseMatcher:
    return make_matcher({kind: dict(lists) for kind, lists in cues.tables})


def _lists(kind: str, table: object) -> Lists:
    if kind not in set(BlockKind) - {BlockKind.BODY}:
        raise ConfigError(f"[{kind}] is no kind of boilerplate; see cleanarticle.BlockKind")
    if not isinstance(table, dict):
        raise ConfigError(f"{kind} must be a table, not {table!r}")
    for name, texts in table.items():
        if name not in _PLACES:
            raise ConfigError(f"[{kind}] has {name!r}; it can have {', '.join(_PLACES)}")
        if not isinstance(texts, list | tuple) or not all(map(_is_phrase, texts)):
            raise ConfigError(f"[{kind}] {name} must be a list of phrases, not {texts!r}")
    return tuple((name, tuple(texts)) for name, texts in table.items())


def _is_phrase(text: object) -> bool:
    return isinstance(text, str) and bool(tokenize(text))


def _named(cue: Cue | None) -> Cue | None:
    return cue and cue._replace(reason=f"your cue: {cue.reason}")
