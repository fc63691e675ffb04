"""Keywords: the options that a call takes, and their combination with prebuilt ones."""

from __future__ import annotations

from dataclasses import fields, replace
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypedDict, TypeVar

from cleanarticle.errors import ConfigError
from cleanarticle.hints import OPTIONS, hint
from cleanarticle.options import AnyOptions, BatchOptions, CleanOptions, FetchOptions

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from pathlib import Path

    from cleanarticle.labeling.adjustments import Template
    from cleanarticle.labeling.effort import Effort
    from cleanarticle.labeling.preference import Preference
    from cleanarticle.labeling.rules import AnyRules
    from cleanarticle.labeling.user_cues import CueSource


class CleanKeywords(TypedDict, total=False):
    """The fields of `CleanOptions`, as keywords."""

    effort: Literal["fast", "balanced", "thorough"] | Effort
    prefer: Literal["none", "precision", "recall"] | Preference | None
    cues: CueSource
    rules: AnyRules | Path
    template: Template | None
    clean_timeout: float | None


class FetchKeywords(TypedDict, total=False):
    """The fields of `FetchOptions`, as keywords."""

    timeout: float
    max_bytes: int
    user_agent: str
    allow_private_hosts: bool
    ignore_robots: bool
    delay: float
    headers: Mapping[str, str] | tuple[tuple[str, str], ...]
    max_redirects: int
    attempts: int
    proxy: str | None
    cache: Path | None
    follow_pages: bool
    max_pages: int
    accept_markdown: bool


class PageKeywords(CleanKeywords, FetchKeywords, total=False):
    """The fields of `CleanOptions` and `FetchOptions`, as keywords."""


class BatchKeywords(PageKeywords, total=False):
    """The fields of all three kinds of options, as keywords."""

    workers: int | None
    concurrency: int
    retry_failed: bool
    learn_sites: bool
    part_size: int | None
    engine: Literal["local", "ray"]
    ray_address: str | None
    languages: Sequence[str]
    html_field: str | None
    text_field: str | None
    url_field: str | None


class OptionSet(NamedTuple):
    """All options of one call."""

    clean: CleanOptions
    fetch: FetchOptions
    batch: BatchOptions


def _names(cls: type[AnyOptions]) -> frozenset[str]:
    return frozenset(option.name for option in fields(cls))


CLEANING = _names(CleanOptions)
"""The options of calls that clean a document."""

FETCHING = _names(FetchOptions)
"""The options of whatever fetches pages."""

FETCHING_ONE = FETCHING - {"delay", "ignore_robots", "follow_pages", "max_pages"}
"""The options of calls that fetch one document; the others need a second request."""

STREAMING = frozenset(("workers", "concurrency"))
"""The options of batches that calls have without an input and an output to name."""

BATCH = _names(BatchOptions)
"""The options of batches."""

_CALLS = (
    (CLEANING, "clean, clean_text, clean_url and clean_urls"),
    (FETCHING_ONE, "fetch, clean_url and clean_urls"),
    (FETCHING, "clean_url, clean_urls and batches"),
    (STREAMING, "clean_urls and batches"),
    (BATCH, "batches"),
)
"""What calls take options; the first set that has an option names its calls."""


def resolve_options(
    keywords: Mapping[str, Any],
    *,
    clean: CleanOptions | None = None,
    fetch: FetchOptions | None = None,
    batch: BatchOptions | None = None,
    uses: Collection[str] = CLEANING | FETCHING | BATCH,
) -> OptionSet:
    """Combine prebuilt options with keywords.

    Args:
        keywords: Options by name.
        clean: Prebuilt options, the defaults if None.
        fetch: Likewise.
        batch: Likewise.
        uses: The names of the options that the call uses.

    Raises:
        ConfigError: A keyword is not the name of an option that the call uses, prebuilt options
            have the wrong class, or a value is wrong.
    """
    for name in keywords:
        if name not in uses:
            raise _unknown_option(name, uses)
    if not keywords and clean is None and fetch is None and batch is None:
        return _defaults()
    return OptionSet(
        _changed(CleanOptions, clean, keywords),
        _changed(FetchOptions, fetch, keywords),
        _changed(BatchOptions, batch, keywords),
    )


@cache
def _defaults() -> OptionSet:
    """Return the default options; they are frozen, so calls without options share them."""
    return OptionSet(CleanOptions(), FetchOptions(), BatchOptions())


_Options = TypeVar("_Options", CleanOptions, FetchOptions, BatchOptions)


def _changed(cls: type[_Options], given: _Options | None, keywords: Mapping[str, Any]) -> _Options:
    if given is not None and not isinstance(given, cls):
        raise ConfigError(f"expected {cls.__name__}, not {type(given).__name__}")
    own = {name: value for name, value in keywords.items() if name in _names(cls)}
    return replace(given, **own) if given is not None else cls(**own)


def _unknown_option(name: str, uses: Collection[str]) -> ConfigError:
    for names, calls in _CALLS:
        if name in names:
            return ConfigError(f"{name!r} is an option of {calls}, and has no effect on this call")
    all_options = (*fields(CleanOptions), *fields(FetchOptions), *fields(BatchOptions))
    known = [option.name for option in all_options if option.name in uses]
    advice = hint(name, OPTIONS, known) or f"; the options are {', '.join(known)}"
    return ConfigError(f"there is no option {name!r}{advice}")
