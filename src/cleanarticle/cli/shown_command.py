"""Shown command: a command line as it is printed, without passwords and secret headers."""

from __future__ import annotations

import re
import shlex
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_HEADER_FLAG = re.compile(r"-[A-Za-z]*?H")
"""The option of a header, perhaps behind others without a value: "-qH"."""


def shown_command(arguments: Iterable[str]) -> str:
    """Return the command line with some arguments, "..." in place of what others must not see."""
    shown = ["cleanarticle"]
    option = ""
    for argument in arguments:
        name, equals, value = argument.partition("=")
        flag = _HEADER_FLAG.match(argument)
        if option == "--header" or (option and _HEADER_FLAG.fullmatch(option)):
            shown.append(_header(argument))
        elif equals and name.startswith("--"):
            public = _header(value) if name == "--header" else _without_password(value)
            shown.append(f"{name}={public}")
        elif flag and flag.end() < len(argument):
            shown.append(f"{flag.group()}{_header(argument[flag.end() :])}")
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
