from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

import cleanarticle
from cleanarticle import BatchOptions, CleanOptions, FetchOptions, HostRules, Rules, UserCues
from cleanarticle.errors import ConfigError
from cleanarticle.keywords import resolve_options
from cleanarticle.labeling.effort import Effort

if TYPE_CHECKING:
    from collections.abc import Callable

PAGE = "<p>A page.</p>"


def test_clean_options_names_and_files_are_converted(tmp_path: Path) -> None:
    path = tmp_path / "rules.toml"
    path.write_text('["a.org"]\nkeep = ["p"]', "utf-8")
    options = CleanOptions(effort="fast", cues={"advert": {"exact": ["x"]}}, rules=path)  # type: ignore[arg-type]
    assert options.effort is Effort.FAST
    assert options.cues == UserCues((("advert", (("exact", ("x",)),)),))
    assert options.rules == HostRules({"a.org": Rules(keep=["p"])})


def test_resolve_options_keywords_set_matching_options() -> None:
    resolved = resolve_options({"effort": "fast", "timeout": 5, "concurrency": 2})
    assert resolved.clean == CleanOptions(effort=Effort.FAST)
    assert resolved.fetch == FetchOptions(timeout=5)
    assert resolved.batch == BatchOptions(concurrency=2)


def test_resolve_options_keyword_overrides_prebuilt_options() -> None:
    prebuilt = FetchOptions(timeout=3, delay=2)
    assert resolve_options({"timeout": 5}, fetch=prebuilt).fetch == FetchOptions(timeout=5, delay=2)


def test_clean_unknown_option_error_suggests_closest_option() -> None:
    keywords: Any = {"efort": "fast"}
    with pytest.raises(ConfigError, match="no option 'efort'; did you mean 'effort'"):
        cleanarticle.clean(PAGE, **keywords)


def test_clean_option_of_other_functions_error_names_them() -> None:
    keywords: Any = {"timeout": 5}
    with pytest.raises(ConfigError, match="'timeout' is an option of fetch, clean_url"):
        cleanarticle.clean(PAGE, **keywords)
    keywords = {"workers": 5}
    with pytest.raises(ConfigError, match="'workers' is an option of clean_urls"):
        cleanarticle.clean_url("https://site.example/", **keywords)


@pytest.mark.parametrize(
    ("call", "options", "calls"),
    [
        (cleanarticle.fetch, {"delay": 1}, "clean_url, clean_urls and batches"),
        (cleanarticle.fetch, {"follow_pages": True}, "clean_url, clean_urls and batches"),
        (cleanarticle.clean_url, {"workers": 2}, "clean_urls and batches"),
        (cleanarticle.clean_urls, {"learn_sites": True}, "batches"),
        (cleanarticle.aclean_urls, {"languages": ["de"]}, "batches"),
        (cleanarticle.clean_many, {"concurrency": 2}, "clean_urls and batches"),
        (cleanarticle.clean_many, {"part_size": 2}, "batches"),
        (cleanarticle.clean_many, {"timeout": 2}, "fetch, clean_url and clean_urls"),
    ],
)
def test_option_without_effect_on_a_call_is_refused(
    call: Callable[..., object], options: dict[str, object], calls: str
) -> None:
    source = "https://a.example" if call in (cleanarticle.fetch, cleanarticle.clean_url) else []
    name = next(iter(options))
    message = f"'{name}' is an option of {calls}, and has no effect on this call"
    with pytest.raises(ConfigError, match=message):
        call(source, **options)


def test_clean_prebuilt_options_of_wrong_class_raise_config_error() -> None:
    fetch_options: Any = FetchOptions()
    with pytest.raises(ConfigError, match="expected CleanOptions, not FetchOptions"):
        cleanarticle.clean(PAGE, options=fetch_options)


@pytest.mark.parametrize(
    ("cls", "name", "value"),
    [
        (CleanOptions, "effort", "quick"),
        (CleanOptions, "effort", None),
        (CleanOptions, "effort", []),
        (CleanOptions, "cues", "cues.toml"),
        (CleanOptions, "cues", 5),
        (CleanOptions, "rules", "rules.toml"),
        (CleanOptions, "template", 3),
        (FetchOptions, "timeout", "5"),
        (FetchOptions, "timeout", None),
        (FetchOptions, "timeout", 0),
        (FetchOptions, "delay", True),
        (FetchOptions, "max_bytes", 1.5),
        (FetchOptions, "user_agent", None),
        (FetchOptions, "headers", 3),
        (FetchOptions, "headers", {"a": 1}),
        (FetchOptions, "headers", ["ab", "cd"]),
        (FetchOptions, "headers", "ab"),
        (FetchOptions, "headers", b"ab"),
        (FetchOptions, "headers", [("a", "b", "c")]),
        (FetchOptions, "headers", [{"a", "b"}]),
        (FetchOptions, "headers", [{"a": "b", "c": "d"}]),
        (FetchOptions, "proxy", 3),
        (FetchOptions, "cache", "cache.db"),
        (FetchOptions, "follow_pages", "yes"),
        (BatchOptions, "workers", "2"),
        (BatchOptions, "concurrency", 0),
        (CleanOptions, "clean_timeout", float("inf")),
        (CleanOptions, "clean_timeout", 0),
        (BatchOptions, "text_field", 1),
        (BatchOptions, "html_field", b"html"),
        (BatchOptions, "url_field", ["url"]),
    ],
)
def test_options_invalid_value_raises_config_error_naming_option(
    cls: Any, name: str, value: object
) -> None:
    with pytest.raises(ConfigError, match=name):
        cls(**{name: value})


def test_fetch_options_headers_mapping_is_converted_to_pairs() -> None:
    assert FetchOptions(headers={"A": "b"}).headers == (("A", "b"),)  # type: ignore[arg-type]


def test_fetch_options_strip_blanks_around_header_values() -> None:
    options = FetchOptions(user_agent="Crawler/1.0 ", headers=(("X-Key", " b "),))
    assert options.user_agent == "Crawler/1.0"
    assert options.headers == (("X-Key", "b"),)
