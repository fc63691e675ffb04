"""cleanarticle: the article body of a web page, and everything else labelled.

import cleanarticle

article = cleanarticle.clean(html)
article.text, article.markdown, article.boilerplate
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanarticle.article import Article, clean, clean_text
    from cleanarticle.batch import (
        BatchOptions,
        Record,
        aclean_url,
        aclean_urls,
        clean_url,
        clean_urls,
    )
    from cleanarticle.block import BlockKind
    from cleanarticle.errors import (
        BadURLError,
        CleanArticleError,
        CleaningError,
        ConfigError,
        ConnectError,
        FetchError,
        FetchTimeout,
        HTTPStatusError,
        InputError,
        NotHTMLError,
        PrivateAddressError,
        ResponseTooLarge,
        RobotsDisallowed,
        TooLargeError,
        TooManyRedirects,
        UnsupportedContent,
    )
    from cleanarticle.fetching import Fetcher, FetchOptions, afetch, fetch
    from cleanarticle.labeling.labels import Block
    from cleanarticle.labeling.rules import HostRules, Rules
    from cleanarticle.labeling.user_cues import UserCues
    from cleanarticle.metadata.comments import Comment
    from cleanarticle.options import CleanOptions
    from cleanarticle.page import Page
    from cleanarticle.sites.template import SiteTemplate

__all__ = [
    "Article",
    "BadURLError",
    "BatchOptions",
    "Block",
    "BlockKind",
    "CleanArticleError",
    "CleanOptions",
    "CleaningError",
    "Comment",
    "ConfigError",
    "ConnectError",
    "FetchError",
    "FetchOptions",
    "FetchTimeout",
    "Fetcher",
    "HTTPStatusError",
    "HostRules",
    "InputError",
    "NotHTMLError",
    "Page",
    "PrivateAddressError",
    "Record",
    "ResponseTooLarge",
    "RobotsDisallowed",
    "Rules",
    "SiteTemplate",
    "TooLargeError",
    "TooManyRedirects",
    "UnsupportedContent",
    "UserCues",
    "aclean_url",
    "aclean_urls",
    "afetch",
    "clean",
    "clean_text",
    "clean_url",
    "clean_urls",
    "fetch",
]

_HOMES = {
    "article": ("Article", "clean", "clean_text"),
    "batch": ("BatchOptions", "Record", "aclean_url", "aclean_urls", "clean_url", "clean_urls"),
    "metadata.comments": ("Comment",),
    "fetching": ("FetchOptions", "Fetcher", "afetch", "fetch"),
    "block": ("BlockKind",),
    "labeling.labels": ("Block",),
    "options": ("CleanOptions",),
    "page": ("Page",),
    "labeling.rules": ("HostRules", "Rules"),
    "sites.template": ("SiteTemplate",),
    "labeling.user_cues": ("UserCues",),
}
"""Which module a public name comes from; all others are errors."""


def __getattr__(name: str) -> object:
    """Import a public name's module when the name is first used, to keep start-up short."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    home = next((module for module, names in _HOMES.items() if name in names), "errors")
    value = getattr(import_module(f"{__name__}.{home}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
