"""CleanOptions, FetchOptions and BatchOptions, and the one rule for passing them.

Every entry point takes prebuilt options and, as keywords, any field of the options that it uses:
`clean_url(url, prefer="recall", timeout=5)`. A keyword wins over the prebuilt options. An unknown
or misplaced keyword and a value of a wrong type raise `ConfigError`.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeAlias

from cleanarticle.errors import ConfigError
from cleanarticle.labeling.effort import Effort
from cleanarticle.labeling.preference import Preference
from cleanarticle.labeling.rules import AnyRules, HostRules, Rules
from cleanarticle.labeling.user_cues import UserCues
from cleanarticle.page import MAX_BYTES

if TYPE_CHECKING:
    from cleanarticle.labeling.adjustments import SiteEvidence, Template


@dataclass(frozen=True, slots=True)
class CleanOptions:
    """Options of cleaning.

    Attributes:
        effort: "balanced" and "fast" use the models alone; "thorough" asks trafilatura for a second
            opinion on each page, and for an author where none is found.
        prefer: "precision" drops what is uncertain, "recall" keeps it; by default, neither.
        cues: Phrases and class names of boilerplate in addition to the built-in ones: `UserCues`,
            a TOML file as a `pathlib.Path`, or its tables.
        rules: Blocks to keep or drop regardless of the models: `Rules` for every page, `HostRules`,
            or a TOML file as a `pathlib.Path`.
        template: Evidence from other pages of the same site: a `SiteTemplate`, or the
            `SiteTemplates` of many sites.
        clean_timeout: Seconds that cleaning one page may take, checked between its steps. None
            means no limit, and 60 in a batch, which also kills a worker that does not stop.

    Raises:
        ConfigError: A value is out of range or of a wrong type, or a file cannot be used.
    """

    effort: Effort = Effort.BALANCED
    prefer: Preference = Preference.NONE
    cues: UserCues = field(default_factory=UserCues)
    rules: AnyRules = field(default_factory=Rules)
    template: Template | None = None
    clean_timeout: float | None = None

    def __post_init__(self) -> None:
        if self.prefer is None:
            object.__setattr__(self, "prefer", Preference.NONE)
        for name, choices in (("effort", Effort), ("prefer", Preference)):
            value = getattr(self, name)
            try:
                object.__setattr__(self, name, choices(value))
            except ValueError as error:
                message = f"{name} must be one of {', '.join(choices)}, not {value!r}"
                raise ConfigError(message) from error
        object.__setattr__(self, "cues", UserCues.of(self.cues))
        if isinstance(self.rules, Path):
            object.__setattr__(self, "rules", HostRules.load(self.rules))
        _check_type(self, "rules", (Rules, HostRules), "Rules, HostRules or a pathlib.Path")
        if self.template is not None and not hasattr(self.template, "for_site"):
            given = type(self.template).__name__
            raise ConfigError(f"template must be a SiteTemplate or SiteTemplates, not {given}")
        if self.clean_timeout is not None:
            _check_number(self, "clean_timeout", above=0)

    def evidence(self, site: str) -> SiteEvidence | None:
        """Return the evidence from other pages of a site, None if there is none."""
        return self.template.for_site(site) if self.template is not None else None


@dataclass(frozen=True, slots=True)
class FetchOptions:
    """Options of fetching.

    Attributes:
        timeout: Seconds until a page must be complete, redirects and retries included.
        max_bytes: Largest page, in bytes after decompression; at most `MAX_BYTES`.
        user_agent: The User-Agent header; "" for the default, which names this package and its
            version. Its product token, the part before the first slash, selects robots.txt rules.
        allow_private_hosts: True to allow hosts off the public internet, such as localhost.
        ignore_robots: True to let a batch fetch pages that robots.txt disallows.
        delay: Seconds between the end of one request and the start of the next to the same
            host, in a batch.
        headers: Additional request headers, as a mapping or pairs of name and value. Those that may
            be secrets, all but User-Agent, Accept and the like, are not sent to other hosts that a
            page redirects to, nor with the request for robots.txt.
        accept_markdown: True to prefer Markdown, which some sites send instead of HTML. It is
            shorter, but lacks most metadata.
        max_redirects: Maximum number of redirects followed for one page.
        attempts: Maximum number of attempts to fetch one page; only failures that may be
            temporary are retried.
        proxy: The URL of an HTTP proxy, None for none.
        cache: The file of an HTTP cache (RFC 9111), None for none; needs the extra `cache`.
        follow_pages: True to fetch the next pages of a paginated article and join them. They are
            fetched as in a batch: robots.txt is honored, and requests are spaced by `delay`.
        max_pages: Maximum pages of one article. Chosen by hand: few articles have more than ten.

    Raises:
        ConfigError: A value is out of range or of a wrong type.
    """

    timeout: float = 30.0
    max_bytes: int = MAX_BYTES
    user_agent: str = ""
    allow_private_hosts: bool = False
    ignore_robots: bool = False
    delay: float = 1.0
    headers: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    max_redirects: int = 10
    attempts: int = 3
    proxy: str | None = field(default=None, repr=False)
    cache: Path | None = None
    follow_pages: bool = False
    max_pages: int = 20
    accept_markdown: bool = False

    def __post_init__(self) -> None:
        _check_number(self, "timeout", above=0)
        _check_integer(self, "max_bytes", 1, MAX_BYTES)
        _check_number(self, "delay", at_least=0)
        _check_integer(self, "max_redirects", 0)
        _check_integer(self, "attempts", 1)
        _check_integer(self, "max_pages", 1)
        for name in ("allow_private_hosts", "ignore_robots", "follow_pages", "accept_markdown"):
            _check_type(self, name, (bool,), "True or False")
        self._check_headers()
        is_proxy = isinstance(self.proxy, str) and self.proxy.startswith(("http://", "https://"))
        if self.proxy is not None and not is_proxy:
            raise ConfigError("proxy must be an http:// or https:// URL, or None")
        _check_type(self, "cache", (Path, type(None)), "a pathlib.Path or None")

    def _check_headers(self) -> None:
        _check_type(self, "user_agent", (str,), "one line of ASCII")
        if self.user_agent and not _is_header_value(self.user_agent):
            raise _wrong(self, "user_agent", "one line of ASCII")
        object.__setattr__(self, "user_agent", self.user_agent.strip())
        object.__setattr__(self, "headers", _header_pairs(self.headers))
        for name, value in self.headers:
            if not _TOKEN.fullmatch(name) or (value and not _is_header_value(value)):
                raise ConfigError(f"headers must be names and lines of ASCII; {name!r} is not")
            if name.lower() == "user-agent":
                raise ConfigError("headers cannot set User-Agent: use user_agent")

    @property
    def effective_user_agent(self) -> str:
        """The User-Agent header that is sent."""
        return self.user_agent or default_user_agent()

    @property
    def product_token(self) -> str:
        """The name that selects robots.txt rules (RFC 9309)."""
        return self.effective_user_agent.split("/", 1)[0].strip()


@dataclass(frozen=True, slots=True)
class BatchOptions:
    """Options of a batch.

    Attributes:
        workers: Processes that clean; 0 cleans in threads of this process. None means one per
            core for `run` and 0 for `clean_urls`, because a script that starts processes must keep
            its own work under `if __name__ == "__main__":`.
        concurrency: Pages in memory at a time: being fetched, waiting, or being cleaned.
        retry_failed: True to let `run` try again the inputs that failed in an earlier run.
        learn_sites: True to let `run` first learn site templates from up to ten inputs of each
            site. They are kept beside the output, with the suffix .sites.json, and are used again
            when the run is resumed.
        part_size: Records in a file of a .parquet output, which then is a folder of such files;
            None for a single file. Records wait in memory until their file is full.
        engine: "local" for the processes of this machine, "ray" for those of a Ray cluster.
        ray_address: The address of the cluster, such as "10.0.0.1:6379" or "auto" for the one that
            this machine belongs to; None starts Ray on this machine.
        languages: The languages that are wanted, such as ("en", "pt-BR"); by default all. `run`
            lists an article in another language with the skipped inputs instead of writing its
            record. An article whose language is not known is kept.
        html_field: The field that holds a page in each row of a table (CSV, TSV, JSON lines or
            Parquet), which `run` then cleans. A row is named by its URL or its `id`, else by its
            number; of rows with the same name the first is cleaned. The other fields become the
            `extra` of its record.
        text_field: Likewise, the field that holds a text.
        url_field: The field that holds the URL; `run` fetches it unless the row has the page or
            the text. None means `url`, if the row has it.

    Raises:
        ConfigError: A value is out of range or of a wrong type.
    """

    workers: int | None = None
    concurrency: int = 16
    retry_failed: bool = False
    learn_sites: bool = False
    part_size: int | None = None
    engine: Literal["local", "ray"] = "local"
    ray_address: str | None = None
    languages: Sequence[str] = ()
    html_field: str | None = None
    text_field: str | None = None
    url_field: str | None = None

    def __post_init__(self) -> None:
        if self.workers is not None:
            _check_integer(self, "workers", 0)
        _check_integer(self, "concurrency", 1)
        if self.part_size is not None:
            _check_integer(self, "part_size", 1)
        if self.engine not in ("local", "ray"):
            raise _wrong(self, "engine", '"local" or "ray"')
        if self.ray_address is not None and self.engine != "ray":
            raise ConfigError('ray_address has no effect without engine="ray"')
        _check_languages(self)
        for name in ("retry_failed", "learn_sites"):
            _check_type(self, name, (bool,), "True or False")
        _check_type(self, "ray_address", (str, type(None)), "an address or None")
        for name in ("html_field", "text_field", "url_field"):
            _check_type(self, name, (str, type(None)), "the name of a field or None")
        if self.html_field is not None and self.text_field is not None:
            raise ConfigError("html_field and text_field exclude each other: name one of them")

    def worker_count(self) -> int:
        """Return the number of processes to start, where None means one per core."""
        return (os.cpu_count() or 1) if self.workers is None else self.workers


AnyOptions: TypeAlias = "CleanOptions | FetchOptions | BatchOptions"


@cache
def package_version() -> str:
    """Return the version of this package, "0" if the package is not installed."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("cleanarticle")
    except PackageNotFoundError:
        return "0"


def default_user_agent() -> str:
    """Return the User-Agent header that names this package."""
    return f"cleanarticle/{package_version()} (+https://pypi.org/project/cleanarticle/)"


_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
"""The name of a header (RFC 9110)."""


def _is_header_value(text: str) -> bool:
    return bool(text.strip()) and text.isascii() and text.isprintable()


def _header_pairs(headers: object) -> tuple[tuple[str, str], ...]:
    given = headers.items() if isinstance(headers, Mapping) else headers
    pairs = tuple(given) if isinstance(given, Iterable) and not isinstance(given, str) else (None,)
    for pair in pairs:
        is_pair = isinstance(pair, (tuple, list)) and len(pair) == 2
        if not is_pair or not all(isinstance(part, str) for part in pair):
            message = 'headers must be a mapping or pairs of str, such as {"Accept-Language": "de"}'
            raise ConfigError(message)  # without the headers, which may be secrets
    return tuple((name, value.strip()) for name, value in pairs)  # HTTP allows no blanks there


def _wrong(options: AnyOptions, name: str, allowed: str) -> ConfigError:
    return ConfigError(f"{name} must be {allowed}, not {getattr(options, name)!r}")


def _check_type(options: AnyOptions, name: str, types: tuple[type, ...], description: str) -> None:
    if not isinstance(getattr(options, name), types):
        raise _wrong(options, name, description)


def _check_languages(options: BatchOptions) -> None:
    languages: object = options.languages
    if not isinstance(languages, (list, tuple)) or not all(map(_is_language_tag, languages)):
        raise _wrong(options, "languages", 'language tags, such as ("en", "pt-BR")')
    object.__setattr__(options, "languages", tuple(languages))


def _is_language_tag(tag: object) -> bool:
    return isinstance(tag, str) and _LANGUAGE_TAG.fullmatch(tag) is not None


_LANGUAGE_TAG = re.compile(r"[a-zA-Z]{2,3}(?:-[a-zA-Z0-9]{2,8})*")
"""A tag of BCP 47, without grandfathered ones."""


def _check_number(
    options: AnyOptions, name: str, *, above: float = -math.inf, at_least: float = -math.inf
) -> None:
    value = getattr(options, name)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not is_number or not (above < value < math.inf and value >= at_least):
        allowed = f"more than {above:g}" if above > -math.inf else f"{at_least:g} or more"
        raise _wrong(options, name, f"{allowed} seconds")


def _check_integer(
    options: AnyOptions, name: str, at_least: int, at_most: int | None = None
) -> None:
    value = getattr(options, name)
    is_integer = isinstance(value, int) and not isinstance(value, bool)
    if not is_integer or value < at_least or (at_most is not None and value > at_most):
        allowed = f"{at_least} or more" if at_most is None else f"{at_least} to {at_most}"
        raise _wrong(options, name, allowed)
