from __future__ import annotations

import numpy as np
import pytest

from cleanarticle.core.page_signals import NO_SIGNALS, PageSignals, page_signal_features


def changed(hints: PageSignals) -> list[int]:
    """The features in which hints differ from none."""
    return np.flatnonzero(page_signal_features(hints) != page_signal_features(NO_SIGNALS)).tolist()


def test_names_of_a_group_are_one_feature() -> None:
    product = changed(PageSignals(frozenset(("ld:product",))))
    assert len(product) == 1
    assert changed(PageSignals(frozenset(("ld:productgroup", "ld:unheard-of")))) == product


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://site.example/forum/x", "https://site.example/threads/x"),
        ("https://site.example/DOCS/x", "https://site.example/documentation/x"),
    ],
)
def test_words_of_the_path_are_hints(one: str, other: str) -> None:
    assert changed(PageSignals(url=one)) == changed(PageSignals(url=other))
    assert len(changed(PageSignals(url=one))) > len(
        changed(PageSignals(url="https://site.example/a/x"))
    )


def test_the_words_of_a_title_are_none() -> None:
    title = changed(PageSignals(url="https://site.example/what-the-forum-of-docs-says"))
    assert title == changed(PageSignals(url="https://site.example/one-two-three-four-five-s"))


def test_the_form_of_the_address() -> None:
    known, steps, hyphens, digits, date, query = page_signal_features(
        PageSignals(url="https://site.example/2024/05/a-b-12?x=1")
    )[-6:]
    assert (known, steps, hyphens, digits, date, query) == (1, 3, 2, 2, 1, 1)


@pytest.mark.parametrize("address", ["", "http://[", "/relative", "?"])
def test_any_address_will_do(address: str) -> None:
    assert (
        page_signal_features(PageSignals(url=address)).shape
        == page_signal_features(NO_SIGNALS).shape
    )
