from __future__ import annotations

import pickle

import pytest

from cleanarticle import errors
from cleanarticle.errors import CleanArticleError, FetchError, HTTPStatusError


def all_error_classes() -> list[type[CleanArticleError]]:
    """Return `CleanArticleError` and all its subclasses."""
    classes = [CleanArticleError]
    for cls in classes:
        classes.extend(cls.__subclasses__())
    return list(dict.fromkeys(classes))


def test_errors_module_all_errors_are_subclasses_and_documented() -> None:
    public = {
        value
        for value in vars(errors).values()
        if isinstance(value, type) and issubclass(value, Exception)
    }
    assert public == set(all_error_classes())
    for cls in public:
        assert cls.__name__ in (errors.__doc__ or ""), "the docstring lists every error"


def test_error_kind_is_lowercase_identifier() -> None:
    for cls in all_error_classes():
        assert cls.kind.isidentifier()
        assert cls.kind.islower()


@pytest.mark.parametrize("cls", all_error_classes(), ids=lambda cls: cls.__name__)
def test_error_pickled_keeps_type_message_and_attributes(cls: type[CleanArticleError]) -> None:
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
