"""An item pipeline for Scrapy, and the article of a response (the extra `scrapy`)."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, Self, Unpack

from cleanarticle.errors import CleanArticleError, ConfigError, one_line
from cleanarticle.keywords import CLEANING, resolve_options
from cleanarticle.page import Page
from cleanarticle.pipeline import clean
from cleanarticle.rendering.plain_data import ARTICLE_FIELDS

try:
    from itemadapter import ItemAdapter
    from scrapy.utils.asyncio import run_in_thread
except ImportError as error:
    raise ConfigError.missing_extra(__name__, "Scrapy", "scrapy") from error

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.crawler import Crawler
    from scrapy.http import Response

    from cleanarticle.article import Article
    from cleanarticle.keywords import CleanKeywords
    from cleanarticle.options import CleanOptions

_TIMEOUT = 60.0
"""Seconds that cleaning one page may take, as in a batch."""

_LEFT_OUT = ("url", "html", "blocks", "sources", "pages", "pages_error")
"""Fields that most items already have, that are there to debug, or are of an article on several
pages."""

_DEFAULT_FIELDS = tuple(name for name in ARTICLE_FIELDS if name not in _LEFT_OUT)


def article_of(
    response: Response, *, options: CleanOptions | None = None, **changes: Unpack[CleanKeywords]
) -> Article:
    """Return the article of a response, in the callback of a spider.

    Cleaning takes some hundredths of a second, for which the crawl waits; `CleanArticlePipeline`
    cleans in threads.

    Args:
        response: The response to a request.
        options: Options of cleaning; the defaults if None.
        **changes: Fields of `CleanOptions`, which win over `options`: `prefer="recall"`.

    Raises:
        InputError: The response is not a page, or empty; see `clean`.
        CleaningTimeout: It took longer than `clean_timeout`.
        ConfigError: An option is unknown or wrong.
    """
    return clean(_page_of(response), options=options, **changes)


class CleanArticlePipeline:
    """Add the fields of the article to each item that has a page.

    Pages are cleaned in threads, so that the crawl goes on. No item is lost: if a page cannot be
    cleaned, its item gets the reason as the field `error`, which is logged as well; items without a
    page pass as they are. The crawl's statistics count the items, as `cleanarticle/cleaned`,
    `cleanarticle/errors` and `cleanarticle/without_page`.

    Settings:
        CLEANARTICLE_HTML_FIELD: The field with the page, as str or bytes; "html" by default.
        CLEANARTICLE_URL_FIELD: The field with its URL; "url" by default.
        CLEANARTICLE_FIELDS: The names of the article's fields that items get, see
            `cleanarticle.article.ARTICLE_FIELDS`; by default all but `url`, `html`, `blocks`,
            `sources`, `pages` and `pages_error`. An item whose class declares its fields gets those
            that it declares.
        CLEANARTICLE_OPTIONS: Fields of `CleanOptions`, such as {"effort": "fast"};
            `clean_timeout` is 60 unless given.

    Raises:
        ConfigError: A setting is wrong.
    """

    def __init__(
        self,
        crawler: Crawler,
        *,
        html_field: str,
        url_field: str,
        fields: Sequence[str],
        options: CleanOptions,
    ) -> None:
        unknown = sorted(set(fields) - set(ARTICLE_FIELDS))
        if unknown:
            known = ", ".join(ARTICLE_FIELDS)
            raise ConfigError(f"CLEANARTICLE_FIELDS: {unknown[0]!r} is not one of {known}")
        self._crawler = crawler
        self._html_field = html_field
        self._url_field = url_field
        self._fields = tuple(fields)
        self._options = options

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Self:
        """Create the pipeline from the settings of a crawl."""
        settings = crawler.settings
        changes = {"clean_timeout": _TIMEOUT, **settings.getdict("CLEANARTICLE_OPTIONS")}
        return cls(
            crawler,
            html_field=settings.get("CLEANARTICLE_HTML_FIELD", "html"),
            url_field=settings.get("CLEANARTICLE_URL_FIELD", "url"),
            fields=settings.getlist("CLEANARTICLE_FIELDS", _DEFAULT_FIELDS),
            options=resolve_options(changes, uses=CLEANING).clean,
        )

    def close_spider(self) -> None:
        """Warn if no item had a page, because a setting is then wrong."""
        count = self._crawler.stats.get_value
        if count(_WITHOUT_PAGE) and not (count(_CLEANED) or count(_ERRORS)):
            self._warn(f"no item had a page in its field {self._html_field!r}")

    async def process_item(self, item: Any) -> Any:
        """Return the item with the fields of its article."""
        adapter = ItemAdapter(item)
        page = adapter.get(self._html_field)
        if page is None:
            self._count(_WITHOUT_PAGE)
            return item
        url = adapter.get(self._url_field)
        fields = await run_in_thread(self._fields_of, page, url)
        if "error" in fields:
            self._warn(f"{one_line(str(url))} was not cleaned: {fields['error']}")
        self._count(_ERRORS if "error" in fields else _CLEANED)
        declared = ItemAdapter.get_field_names_from_class(type(item))
        for name, value in fields.items():
            if declared is None or name in declared:
                adapter[name] = value
        return item

    def _fields_of(self, page: str | bytes, url: str | None) -> dict[str, Any]:
        """Return the fields of a page's article, `error` alone if it cannot be cleaned."""
        try:
            article = clean(_page_in(page, url), options=self._options).to_dict()
        except CleanArticleError as error:
            return {"error": str(error)}
        except Exception as error:  # noqa: BLE001 - one page must not end the crawl
            return {"error": one_line(f"{type(error).__name__}: {error}")}
        return {name: article[name] for name in self._fields}

    def _count(self, name: str) -> None:
        self._crawler.stats.inc_value(name)

    def _warn(self, message: str) -> None:
        self._crawler.spider.logger.warning(message)


_CLEANED = "cleanarticle/cleaned"
_ERRORS = "cleanarticle/errors"
_WITHOUT_PAGE = "cleanarticle/without_page"


def _page_of(response: Response) -> Page:
    content_type = response.headers.get("Content-Type", b"").decode("latin-1")
    request = response.request
    return Page(
        response.body,
        url=request.url if request is not None else response.url,
        final_url=response.url,
        status=response.status,
        headers={"content-type": content_type},
        fetched_at=datetime.now(UTC),
    )


def _page_in(content: str | bytes, url: str | None) -> Page:
    """Return the page in a field of an item, which is a document and never the name of one."""
    if isinstance(content, str):
        return Page(content.encode("utf-8", "replace"), url=url, encoding="utf-8")
    return Page(content, url=url)
