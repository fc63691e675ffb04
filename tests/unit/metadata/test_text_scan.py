from __future__ import annotations

import re
import sys

from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.characters import CONTROLS, WITHOUT_GLYPH
from cleanarticle.metadata.caseless import caseless
from cleanarticle.metadata.text_scan import is_plain_line, letter_runs


@given(st.text(st.characters() | st.sampled_from("aZ1_é漢²Ⅷ "), max_size=12))
def test_letter_runs_any_text_equals_pattern(text: str) -> None:
    assert letter_runs(text) == re.findall(r"[^\W\d_]+", text)


def test_is_plain_line_no_character_is_space_or_invisible() -> None:
    invisible = re.compile(rf"[\s{CONTROLS}{WITHOUT_GLYPH}]")
    plain = filter(is_plain_line, map(chr, range(sys.maxunicode + 1)))
    assert not invisible.search("".join(plain))


def test_is_plain_line_spaces_are_single_and_inside() -> None:
    assert all(map(is_plain_line, ("", "a", "a b", "“Für” 漢字, naïve")))
    assert not any(map(is_plain_line, (" ", " a", "a ", "a  b", "a\nb", "a\u200bb")))


def test_caseless_letters_of_turkish_and_greek_are_one() -> None:
    assert caseless("YAYINLANMA İlk") == caseless("yayınlanma ilk") == "yayinlanma ilk"
    assert caseless("ΔΗΜΟΣΙΟΓΡΆΦΟΣ") == caseless("δημοσιογράφος")
