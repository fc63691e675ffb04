"""Shown command: a command line as it is printed, without passwords and secret headers."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADER_OPTIONS = ("-H", "--header")


def shown_command(arguments: Iterable[str]) -> str:
    """Return the command line with some arguments, "..." in place of what others must not see."""
    shown = ["cleanarticle"]
    option = ""
    for argument in arguments:
        name, equals, value = argument.partition("=")
        if option in _HEADER_OPTIONS:
            shown.append(_header(argument))
        elif equals and name.startswith("--"):
            public = _header(value) if name in _HEADER_OPTIONS else _without_password(value)
            shown.append(f"{name}={public}")
        elif argument.startswith("-H") and argument != "-H":
            shown.append(f"-H{_header(argument[2:])}")
        else:
            shown.append(_without_password(argument))
        option = argument
    return shlex.join(shown)


def _header(line: str) -> str:
    from cleanarticle.fetching.request_headers import is_harmless

    name = line.partition(":")[0]
    return line if is_harmless(name.strip()) else f"{name}: ..."


def _without_password(argument: str) -> str:
    from cleanarticle.page import without_userinfo

    return without_userinfo(argument)
