from __future__ import annotations

import gzip
from array import array

import numpy as np
import pytest

import cleanarticle
from cleanarticle.core.page_signals import PageSignals, page_signal_features
from cleanarticle.core.page_type import PAGE_TYPES, page_features
from support.pages import laid_out, segmentation
from support.paths import FIXTURES


def test_page_features_two_blocks_are_weighted_means_and_signals() -> None:
    layout = laid_out(segmentation("<p>aaaaaaaaa</p><p>bbbbbbbbb</p>"))
    blocks = np.array([[1, 3], [0, 4]], np.float32)
    signals = PageSignals(frozenset(("ld:product",)))
    parts = (blocks[:1], blocks[1:])
    column = np.asarray(page_features(layout, parts, array("d", [50, -50]), signals))[:, 0]
    assert column[:4].tolist() == [2, 2, 2, 2]
    assert column[4:6].tolist() == pytest.approx([1, 0])
    assert column[6:9].tolist() == pytest.approx([np.log1p(10), 0.5, 1])
    assert column[9:].tolist() == page_signal_features(signals)


@pytest.mark.parametrize("case", ["article_4619", "forum_0536", "product_4026"])
def test_clean_real_page_predicts_page_type(case: str) -> None:
    page = gzip.decompress((FIXTURES / case / "source.html.gz").read_bytes())
    article = cleanarticle.clean(page)
    assert article.page_type in PAGE_TYPES
    assert article.page_type == case.partition("_")[0]
