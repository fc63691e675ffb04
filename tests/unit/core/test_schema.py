from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

import numpy as np
import pytest

from cleanarticle.core import schema
from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts, block_features
from cleanarticle.core.kind_features import SHAPE_FEATURES, kind_features
from cleanarticle.core.kinds import KINDS
from cleanarticle.core.models import load_vocabulary
from cleanarticle.core.page_signals import NO_SIGNALS
from cleanarticle.core.page_type import PAGE_TYPES, page_features
from cleanarticle.core.passes import second_pass_additions, text_pass_additions
from cleanarticle.core.schema import load_weights
from cleanarticle.core.stored_arrays import read_stored_arrays
from cleanarticle.core.vocabulary import vocabulary_features
from cleanarticle.errors import WeightsError
from support.pages import segmentation

if TYPE_CHECKING:
    from pathlib import Path

    from cleanarticle.core.arrays import Matrix


def saved_arrays(folder: Path) -> dict[str, Matrix]:
    """Return the arrays of a file of weights for kinds, as training writes it."""
    text = schema.schema_of("kinds")
    texts = {schema.SCHEMA: text, schema.SCHEMA_HASH: schema.schema_hash(text)}
    encoded = {name: np.frombuffer(each.encode(), np.uint8) for name, each in texts.items()}
    np.savez_compressed(folder / "kinds.npz", **encoded)  # type: ignore[arg-type]
    with (folder / "kinds.npz").open("rb") as file:
        return read_stored_arrays(file)


def test_check_schema_saved_weights_are_accepted(tmp_path: Path) -> None:
    saved = saved_arrays(tmp_path)
    schema.check_schema("kinds", saved)
    assert len(saved[schema.SCHEMA_HASH]) == 64


def test_check_schema_reordered_features_raise_error_naming_feature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = saved_arrays(tmp_path)
    first, second, *others = SHAPE_FEATURES
    monkeypatch.setitem(schema._SCHEMAS["kinds"], "shape", (second, first, *others))
    schema.schema_of.cache_clear()
    try:
        message = f"feature 0 of 'shape' is '{first}' there and '{second}' here"
        with pytest.raises(WeightsError, match=message):
            schema.check_schema("kinds", saved)
    finally:
        schema.schema_of.cache_clear()


def test_check_schema_without_feature_names_raises_weights_error() -> None:
    with pytest.raises(WeightsError, match="without feature names"):
        schema.check_schema("labeler", {})


def test_load_weights_packaged_weights_match_schema() -> None:
    assert len(load_weights("labeler")["first_bias"]) == 1
    assert len(load_weights("kinds")["kinds_bias"]) == len(KINDS)


def test_schema_every_feature_has_name() -> None:
    page = analyze(segmentation("<h1>Title</h1><p>One.</p><ul><li>Two<li>Three</ul>"))
    layout, cues = page.layout, page.cues
    count = len(page.segmentation.blocks)
    first = (
        block_features(page.segmentation, layout, cues, PageFacts()),
        vocabulary_features(layout, cues.name_tokens, cues.block_tokens, load_vocabulary()),
    )
    odds = array("d", [0] * count)
    second = (*first, *second_pass_additions(layout, odds, [1 / len(PAGE_TYPES)] * len(PAGE_TYPES)))
    text = (*first, *text_pass_additions(layout, cues.block_tokens, odds))
    kinds = kind_features(page.segmentation, cues, layout, [False] * count)
    assert sum(map(len, first)) == len(schema.FIRST_PASS)
    assert sum(map(len, second)) == len(schema.SECOND_PASS)
    assert sum(map(len, text)) == len(schema.TEXT_PASS)
    assert len(page_features(layout, first, odds, NO_SIGNALS)) == len(schema.PAGE)
    assert kinds.shape.shape == (len(SHAPE_FEATURES), count)
