"""Tests of the search for values that may hide, compared with a regular expression."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.parsing.hiding_values import may_hide

MAY_HIDE = re.compile(
    r"""display\s*+:\s*+(?:none|var)|visibility\s*+:\s*+[hc]|opacity|clip|mask|scale|matrix|rotate
    |translate[^;]*?\d{3}|zoom|(?<![\w.])-\d*+(?:(?<=\d\d\d)|(?:em|vw|in)\b)
    |(?:line-height|height|width|block-size)\s*+:\s*+[01](?![\d.])
    |font(?:-size)?\s*+:[^;]*?(?<![\w.-])[01.]|-indent\s*+:\s*+[-1]|(?<![-\w])color\s*+:|fill-color
    |var\(|calc|\\|/\*|[^\0-\x7f]""",
    re.VERBOSE | re.IGNORECASE,
)
PARTS = """display none var visibility hidden collapse opacity clip mask SCALE matrix rotate
    translate zoom 0 1 10 100 -1 -100 1. .5 -0em -1vw -in line- height width block-size font -size
    text -indent color background- fill- ( calc \\ /* ; : a - / _ px é""".split()


@given(st.lists(st.sampled_from([*PARTS, " ", "\n", ":", ";"]), max_size=12))
def test_may_hide_of_any_style_equals_regular_expression(parts: list[str]) -> None:
    css = "".join(parts)
    assert may_hide(css) == (MAY_HIDE.search(css) is not None)


def test_may_hide_of_something_else_raises() -> None:
    with pytest.raises(TypeError):
        may_hide(None)  # type: ignore[arg-type]
