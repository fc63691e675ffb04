"""Input and Skipped: what a source of inputs yields."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias

from cleanarticle.errors import InputError
from cleanarticle.page import without_userinfo

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleanarticle.loading import Content


@dataclass(frozen=True, slots=True)
class Input:
    """One input of a batch.

    Attributes:
        name: The `url` of its record: its URL, its path, or the name of its row.
        number: The number of its line or row, from 1; 0 if it has none.
        document: The document itself; None if the name is a URL or a path to load.
        problem: Why it cannot be cleaned, in words or as an error; "" if it can be.
        extra: The other fields of its row; None if it has none.
    """

    name: str
    number: int = 0
    document: Content | None = None
    problem: str | Exception = ""
    extra: Mapping[str, Any] | None = None

    @property
    def error(self) -> Exception | None:
        """The problem as an error, None if there is none."""
        if not self.problem:
            return None
        return InputError(self.problem) if isinstance(self.problem, str) else self.problem


class SkipReason(StrEnum):
    """Why an input has no record of this run."""

    DONE = "done"
    """An earlier run has cleaned it."""
    FAILED_BEFORE = "failed_before"
    """It failed in an earlier run, and is tried again only when asked."""
    DUPLICATE = "duplicate"
    """It is the same page as an input before it."""
    NOT_A_PAGE = "not_a_page"
    """A file of a folder that is neither HTML nor text."""
    REFUSED = "refused"
    """A line that can be read in several ways, or a folder that cannot be read."""
    OTHER_LANGUAGE = "other_language"
    """Its article is in none of the languages that are wanted."""
    FAILED = "failed"
    """It could not be fetched, read or cleaned, so nothing was learned from it."""

    @property
    def words(self) -> str:
        """The reason in a few words, for a summary."""
        return _WORDS.get(self) or self.replace("_", " ")

    @property
    def is_failure(self) -> bool:
        """True if the user has to do something about it."""
        return self in (SkipReason.FAILED_BEFORE, SkipReason.REFUSED)


_WORDS = {SkipReason.DONE: "done before", SkipReason.DUPLICATE: "listed twice"}


@dataclass(frozen=True, slots=True)
class Skipped:
    """An input without a record of this run.

    Attributes:
        input: The line, path or name; the user name and password of a URL are removed.
        number: The number of its line or row; 0 if it has none.
        reason: Why it was skipped.
        message: The reason in words.
    """

    input: str
    number: int
    reason: SkipReason
    message: str

    def __post_init__(self) -> None:
        object.__setattr__(self, "input", _USERINFO.sub("", without_userinfo(self.input)))

    def to_dict(self) -> dict[str, Any]:
        """Return one line of the list of skipped inputs."""
        return {
            "input": self.input,
            "line": self.number or None,
            "reason": str(self.reason),
            "message": self.message,
        }


_USERINFO = re.compile(r"(?<=://)[^/?#\s]*@")
"""A user name and password in a line that holds more than a URL."""

Item: TypeAlias = "Input | Skipped"
