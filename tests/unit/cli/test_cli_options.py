"""Options that several commands share."""

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

OPTION_NAMES = [
    f"--{option.name.replace('_', '-')}"
    for group in (Cleaning, Fetching)
    for option in fields(group)
]


def test_fetching_options_are_converted_to_fetch_options() -> None:
    fetching = Fetching(
        allow_private_hosts=True,
        timeout=5,
        header=["X-One: 1", "X-Two:2"],
        user_agent="me",
        proxy="http://localhost:1",
        cache=Path("cache"),
    )
    assert fetching.options(delay=3) == FetchOptions(
        allow_private_hosts=True,
        timeout=5,
        headers=(("X-One", "1"), ("X-Two", "2")),
        user_agent="me",
        proxy="http://localhost:1",
        cache=Path("cache"),
        delay=3,
    )


def test_fetching_defaults_equal_library_defaults() -> None:
    assert Fetching().options() == FetchOptions()


@pytest.mark.parametrize("command", ["clean", "batch", "explain"])
def test_help_every_command_lists_shared_options(command: str) -> None:
    help_text = CliRunner().invoke(app, [command, "--help"], env={"COLUMNS": "200"}).stdout
    assert [name for name in OPTION_NAMES if name not in help_text] == []


def test_spread_command_receives_option_group_from_flags() -> None:
    calls: list[tuple[int, Cleaning]] = []

    def command(number: int, *, cleaning: Cleaning, last: bool = False) -> None:
        assert not last
        calls.append((number, cleaning))

    typer_app = typer.Typer()
    typer_app.command()(spread(command))
    assert list(inspect.signature(spread(command)).parameters) == [
        "number",
        "effort",
        "prefer",
        "cues",
        "rules",
        "sites",
        "clean_timeout",
        "last",
    ]
    result = CliRunner().invoke(typer_app, ["3", "--rules", "my.toml"])
    assert result.exit_code == 0, result.output
    assert calls == [(3, Cleaning(rules=Path("my.toml")))]
