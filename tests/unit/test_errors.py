from __future__ import annotations

import pickle

import pytest

from cleanarticle import errors
from cleanarticle.errors import CleanArticleError, FetchError, HTTPStatusError


def every_error() -> list[type[CleanArticleError]]:
    found = [CleanArticleError]
    for cls in found:
        found.extend(cls.__subclasses__())
    return list(dict.fromkeys(found))


def test_one_tree_holds_every_error_of_the_module() -> None:
    public = {v for v in vars(errors).values() if isinstance(v, type) and issubclass(v, Exception)}
    assert public == set(every_error())
    for error in public:
        assert error.__name__ in (errors.__doc__ or ""), "the tree in the docstring is complete"


def test_kinds_are_words_for_records() -> None:
    for error in every_error():
        assert error.kind.isidentifier()
        assert error.kind.islower()


@pytest.mark.parametrize("cls", every_error(), ids=lambda cls: cls.__name__)
def test_errors_survive_the_way_between_processes(cls: type[CleanArticleError]) -> None:
    if issubclass(cls, HTTPStatusError):
        error: CleanArticleError = cls("gone", url="http://a.example", status=410)
    elif issubclass(cls, FetchError):
        error = cls("gone", url="http://a.example")
    else:
        error = cls("gone")
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own bytes
    assert type(copy) is cls
    assert str(copy) == "gone"
    assert vars(copy) == vars(error)
