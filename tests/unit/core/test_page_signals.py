from __future__ import annotations

import pytest

from cleanarticle.core.page_signals import NO_SIGNALS, PageSignals, page_signal_features


def changed(signals: PageSignals) -> list[int]:
    """Return the indices of the features that differ from those without signals."""
    features, defaults = map(page_signal_features, (signals, NO_SIGNALS))
    pairs = zip(features, defaults, strict=True)
    return [index for index, (one, other) in enumerate(pairs) if one != other]


def test_page_signal_features_names_of_same_group_set_same_feature() -> None:
    product = changed(PageSignals(frozenset(("ld:product",))))
    assert len(product) == 1
    assert changed(PageSignals(frozenset(("ld:productgroup", "ld:unheard-of")))) == product


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://site.example/forum/x", "https://site.example/threads/x"),
        ("https://site.example/DOCS/x", "https://site.example/documentation/x"),
    ],
)
def test_page_signal_features_synonyms_in_path_set_same_feature(first: str, second: str) -> None:
    assert changed(PageSignals(url=first)) == changed(PageSignals(url=second))
    assert len(changed(PageSignals(url=first))) > len(
        changed(PageSignals(url="https://site.example/a/x"))
    )


def test_page_signal_features_title_slug_is_ignored() -> None:
    title = changed(PageSignals(url="https://site.example/what-the-forum-of-docs-says"))
    assert title == changed(PageSignals(url="https://site.example/one-two-three-four-five-s"))


def test_page_signal_features_url_form_is_counted() -> None:
    known, segments, hyphens, digits, date, query = page_signal_features(
        PageSignals(url="https://site.example/2024/05/a-b-12?x=1")
    )[-6:]
    assert (known, segments, hyphens, digits, date, query) == (1, 3, 2, 2, 1, 1)


@pytest.mark.parametrize("url", ["", "http://["])
def test_page_signal_features_invalid_url_equals_no_url(url: str) -> None:
    assert changed(PageSignals(url=url)) == []
