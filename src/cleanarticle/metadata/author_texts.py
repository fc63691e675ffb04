"""Author texts: the values that a page gives as its authors, and their forms."""

from __future__ import annotations

from enum import Enum, auto
from typing import NamedTuple


class AuthorForm(Enum):
    """The form of an author's text: a list of names, or the name of one person or organization."""

    LIST = auto()
    PERSON = auto()
    ORGANIZATION = auto()


class AuthorText(NamedTuple):
    """A value that a page gives as its author.

    Attributes:
        text: The value.
        form: What it is, as its markup shows.
    """

    text: str
    form: AuthorForm
