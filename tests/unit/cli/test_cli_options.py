"""The options that commands share."""

from __future__ import annotations

import inspect
from dataclasses import fields
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from cleanarticle.cli import app
from cleanarticle.cli.options import Cleaning, Fetching, spread
from cleanarticle.options import FetchOptions

NAMES = [
    f"--{option.name.replace('_', '-')}"
    for group in (Cleaning, Fetching)
    for option in fields(group)
]


def test_what_was_chosen_reaches_the_library() -> None:
    chosen = Fetching(
        allow_private_hosts=True,
        timeout=5,
        header=["X-One: 1", "X-Two:2"],
        user_agent="me",
        proxy="http://localhost:1",
        cache=Path("cache"),
    )
    assert chosen.options(delay=3) == FetchOptions(
        allow_private_hosts=True,
        timeout=5,
        headers=(("X-One", "1"), ("X-Two", "2")),
        user_agent="me",
        proxy="http://localhost:1",
        cache=Path("cache"),
        delay=3,
    )


def test_the_defaults_are_those_of_the_library() -> None:
    assert Fetching().options() == FetchOptions()


@pytest.mark.parametrize("command", ["clean", "batch", "explain"])
def test_every_command_has_them(command: str) -> None:
    shown = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout
    assert [name for name in NAMES if name not in shown] == []


def test_a_group_is_spread_out_and_gathered() -> None:
    calls: list[tuple[int, Cleaning]] = []

    def command(number: int, *, cleaning: Cleaning, last: bool = False) -> None:
        assert not last
        calls.append((number, cleaning))

    app = typer.Typer()
    app.command()(spread(command))
    assert list(inspect.signature(spread(command)).parameters) == [
        "number",
        "effort",
        "cues",
        "rules",
        "last",
    ]
    result = CliRunner().invoke(app, ["3", "--rules", "my.toml"])
    assert result.exit_code == 0, result.output
    assert calls == [(3, Cleaning(rules=Path("my.toml")))]
