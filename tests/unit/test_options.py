from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from cleanarticle import CleanOptions, HostRules, Rules, UserCues
from cleanarticle.errors import ConfigError
from cleanarticle.labeling.scoring import Effort


def test_defaults() -> None:
    assert CleanOptions.of() == CleanOptions(Effort.BALANCED, UserCues(), Rules(), None)


def test_names_become_what_they_name(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('["a.org"]\nkeep = ["p"]', "utf-8")
    options = CleanOptions.of(effort="fast", cues={"advert": {"exact": ["x"]}}, rules=path)
    assert options.effort is Effort.FAST
    assert options.cues == UserCues((("advert", (("exact", ("x",)),)),))
    assert options.rules == HostRules({"a.org": Rules(keep=["p"])})


def test_changes_leave_the_rest() -> None:
    options = CleanOptions.of(effort="fast")
    assert CleanOptions.of(options, rules=Rules(drop=["p"])).effort is Effort.FAST


@pytest.mark.parametrize("effort", ["quick", None])
def test_there_is_no_such_effort(effort: Any) -> None:
    with pytest.raises(ConfigError, match="it can be fast, balanced, thorough"):
        CleanOptions(effort=effort)


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        (
            "rules",
            "rules.toml",
            "rules takes Rules or HostRules, not str; a file as",
        ),
        ("cues", "cues.toml", "cues takes tables by kind or a file as a pathlib.Path, not str"),
        ("template", 3, "template takes a SiteTemplate, not int"),
    ],
)
def test_a_field_of_another_type_is_told(name: str, value: Any, message: str) -> None:
    changes: Any = {name: value}
    with pytest.raises(ConfigError, match=message):
        CleanOptions.of(**changes)
