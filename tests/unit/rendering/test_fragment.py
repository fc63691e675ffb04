from __future__ import annotations

from cleanarticle.characters import CONTROL
from cleanarticle.rendering.fragment import parse_fragment


def test_parse_fragment_removes_every_control_character() -> None:
    controls = filter(CONTROL.match, map(chr, range(0x110000)))
    assert {control for control in controls if parse_fragment(f"a{control}b").text != "ab"} == set()
