from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.metadata.text_scan import letter_runs
from cleanarticle.phrases.caseless import caseless


@given(st.text(st.characters() | st.sampled_from("aZ1_é漢²Ⅷ "), max_size=12))
def test_letter_runs_any_text_equals_pattern(text: str) -> None:
    assert letter_runs(text) == re.findall(r"[^\W\d_]+", text)


def test_caseless_letters_of_turkish_and_greek_are_one() -> None:
    assert caseless("YAYINLANMA İlk") == caseless("yayınlanma ilk") == "yayinlanma ilk"
    assert caseless("ΔΗΜΟΣΙΟΓΡΆΦΟΣ") == caseless("δημοσιογράφος")
