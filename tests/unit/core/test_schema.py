from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from cleanarticle.core import schema
from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts, block_features
from cleanarticle.core.kind_features import SHAPE_FEATURES, kind_features
from cleanarticle.core.models import load_vocabulary
from cleanarticle.core.page_signals import NO_SIGNALS
from cleanarticle.core.page_type import PAGE_TYPES, page_features
from cleanarticle.core.passes import (
    first_pass_features,
    second_pass_features,
    text_pass_features,
)
from cleanarticle.core.schema import load_weights, save_weights
from cleanarticle.core.vocabulary import vocabulary_features
from cleanarticle.errors import WeightsError
from support.pages import segmentation

if TYPE_CHECKING:
    from pathlib import Path

ARRAYS = {"bias": np.zeros(3, np.float32)}


def test_check_schema_saved_weights_are_accepted(tmp_path: Path) -> None:
    save_weights(tmp_path / "kinds.npz", ARRAYS)
    saved = dict(np.load(tmp_path / "kinds.npz"))
    schema.check_schema("kinds", saved)
    assert saved["bias"].tolist() == [0, 0, 0]


def test_check_schema_reordered_features_raise_error_naming_feature(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_weights(tmp_path / "kinds.npz", ARRAYS)
    saved = dict(np.load(tmp_path / "kinds.npz"))
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
        schema.check_schema("labeler", ARRAYS)


def test_load_weights_packaged_weights_match_schema() -> None:
    assert load_weights("labeler")["first_bias"].size
    assert load_weights("kinds")["kinds_bias"].size


def test_schema_every_feature_has_name() -> None:
    page = analyze(segmentation("<h1>Title</h1><p>One.</p><ul><li>Two<li>Three</ul>"))
    layout, cues = page.layout, page.cues
    count = len(page.segmentation.blocks)
    first = first_pass_features(
        block_features(page.segmentation, layout, cues, PageFacts()),
        vocabulary_features(layout, cues.name_tokens, cues.block_tokens, load_vocabulary()),
    )
    odds = np.zeros(count)
    types = np.full(len(PAGE_TYPES), 1 / len(PAGE_TYPES), np.float32)
    second = second_pass_features(first, layout, odds, types)
    text = text_pass_features(first, layout, cues.block_tokens, odds)
    kinds = kind_features(page.segmentation, cues, layout, [False] * count)
    assert len(first) == len(schema.FIRST_PASS)
    assert len(second) == len(schema.SECOND_PASS)
    assert len(text) == len(schema.TEXT_PASS)
    assert len(page_features(layout, first, odds, NO_SIGNALS)) == len(schema.PAGE)
    assert kinds.shape.shape[1] == len(SHAPE_FEATURES)
