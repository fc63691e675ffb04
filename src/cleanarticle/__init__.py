"""cleanarticle: the main content of a web page, and everything else labeled.

import cleanarticle

article = cleanarticle.clean(html)
article.text, article.markdown, article.boilerplate
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cleanarticle.article import Article
    from cleanarticle.batch import Record, aclean_urls, clean_many, clean_urls
    from cleanarticle.block import Block, BlockKind
    from cleanarticle.errors import (
        BadURLError,
        CleanArticleError,
        CleaningError,
        CleaningTimeout,
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
        WeightsError,
    )
    from cleanarticle.fetching import Fetcher, afetch, fetch
    from cleanarticle.labeling.rules import HostRules, Rules
    from cleanarticle.labeling.user_cues import UserCues
    from cleanarticle.metadata.comments import Comment
    from cleanarticle.options import BatchOptions, CleanOptions, FetchOptions
    from cleanarticle.page import Page
    from cleanarticle.pipeline import clean, clean_text
    from cleanarticle.sites.store import SiteTemplates
    from cleanarticle.sites.template import SiteTemplate
    from cleanarticle.web import aclean_url, clean_url

__all__ = [
    "Article",
    "BadURLError",
    "BatchOptions",
    "Block",
    "BlockKind",
    "CleanArticleError",
    "CleanOptions",
    "CleaningError",
    "CleaningTimeout",
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
    "SiteTemplates",
    "TooLargeError",
    "TooManyRedirects",
    "UnsupportedContent",
    "UserCues",
    "WeightsError",
    "aclean_url",
    "aclean_urls",
    "afetch",
    "clean",
    "clean_many",
    "clean_text",
    "clean_url",
    "clean_urls",
    "fetch",
]

_MODULES = {
    "article": ("Article",),
    "batch": ("Record", "aclean_urls", "clean_many", "clean_urls"),
    "block": ("Block", "BlockKind"),
    "fetching": ("Fetcher", "afetch", "fetch"),
    "labeling.rules": ("HostRules", "Rules"),
    "labeling.user_cues": ("UserCues",),
    "metadata.comments": ("Comment",),
    "options": ("BatchOptions", "CleanOptions", "FetchOptions"),
    "page": ("Page",),
    "pipeline": ("clean", "clean_text"),
    "sites.store": ("SiteTemplates",),
    "sites.template": ("SiteTemplate",),
    "web": ("aclean_url", "clean_url"),
}
"""Public names by module; public names that are not listed here are in `errors`."""


_PACKAGES = ("batch", "scale")
"""Packages with more public names."""


def __getattr__(name: str) -> object:
    """Import a public name's module on first use, to keep start-up short."""
    if name == "__version__":
        from cleanarticle.options import package_version

        return package_version()
    if name in _PACKAGES:
        return import_module(f"{__name__}.{name}")
    if name not in __all__:
        from cleanarticle.hints import FUNCTIONS, hint

        advice = "" if name.startswith("_") else hint(name, FUNCTIONS, __all__)
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}{advice}")
    module = next((module for module, names in _MODULES.items() if name in names), "errors")
    value = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({"__version__", *_PACKAGES, *__all__})
