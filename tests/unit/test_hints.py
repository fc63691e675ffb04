"""Names that other extractors use are answered with the names of this one."""

from __future__ import annotations

import copy
import inspect
import pickle
from typing import Any, cast

import pytest

import cleanarticle
from cleanarticle import Article, ConfigError, clean
from cleanarticle.hints import ATTRIBUTES, FUNCTIONS, OPTIONS
from cleanarticle.options import BatchOptions, CleanOptions, FetchOptions
from support.webserver import article


@pytest.mark.parametrize("name", FUNCTIONS)
def test_module_function_of_another_extractor_names_ours(name: str) -> None:
    with pytest.raises(AttributeError, match=rf"no attribute '{name}'; use \w"):
        getattr(cleanarticle, name)
    assert FUNCTIONS[name].partition("(")[0] in cleanarticle.__all__


@pytest.mark.parametrize("name", ATTRIBUTES)
def test_article_attribute_of_another_extractor_names_ours(name: str) -> None:
    with pytest.raises(AttributeError, match=f"no attribute '{name}'; use "):
        getattr(clean(article()), name)
    first = ATTRIBUTES[name].partition(",")[0].partition("(")[0].partition(" ")[0]
    assert hasattr(Article, first) or first in cleanarticle.__all__


@pytest.mark.parametrize("name", OPTIONS)
def test_option_of_another_extractor_names_ours(name: str) -> None:
    with pytest.raises(ConfigError, match=f"there is no option '{name}'; use "):
        clean(article(), **cast("Any", {name: True}))
    option, is_option, _ = OPTIONS[name].partition("=")
    ours = {each for cls in (CleanOptions, FetchOptions, BatchOptions) for each in cls.__slots__}
    assert not is_option or "," in option or option in ours


def test_article_attribute_that_is_nearly_right_names_the_right_one() -> None:
    with pytest.raises(AttributeError, match="did you mean 'markdown'"):
        clean(article()).markdwon  # type: ignore[attr-defined]  # noqa: B018
    with pytest.raises(AttributeError, match=r"no attribute 'zzz'$"):
        clean(article()).zzz  # type: ignore[attr-defined]  # noqa: B018


def test_article_with_hints_can_be_copied_and_pickled() -> None:
    cleaned = clean(article())
    assert copy.deepcopy(cleaned) == pickle.loads(pickle.dumps(cleaned)) == cleaned  # noqa: S301
    assert not hasattr(cleaned, "_ipython_canary_method_should_not_exist_")
    assert inspect.getattr_static(cleaned, "title") is not None
