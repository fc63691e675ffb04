"""A crawl with Scrapy, as a subprocess: its arguments are JSON, its results JSON lines."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import scrapy
from scrapy.crawler import CrawlerProcess

from cleanarticle.errors import CleanArticleError
from cleanarticle.scale.scrapy import article_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from scrapy.http import Response


class Story(scrapy.Item):
    kind = scrapy.Field()
    url = scrapy.Field()
    html = scrapy.Field()
    title = scrapy.Field()


class Pages(scrapy.Spider):
    """Yield items of every form from each page."""

    name = "pages"

    def parse(self, response: Response) -> Iterator[Any]:
        page, text = {"url": response.url, "html": response.body}, {"link": response.url}
        yield {"kind": "bytes", **page}
        yield {"kind": "text", **text, "source": response.body.decode("utf-8", "replace")}
        yield Story(kind="declared", **page)
        yield {"kind": "other", "url": response.url}
        try:
            article = article_of(response, effort="fast")
        except CleanArticleError as error:
            yield {"kind": "callback", "url": response.url, "error": error.kind}
        else:
            yield {
                "kind": "callback",
                "url": article.url,
                "title": article.title,
                "text": article.text,
            }


def main(urls: list[str], output: str, settings: dict[str, Any]) -> None:
    """Crawl the URLs; write the items and, as the last line, the statistics."""
    process = CrawlerProcess(
        {
            "ITEM_PIPELINES": {"cleanarticle.scale.scrapy.CleanArticlePipeline": 300},
            "LOG_LEVEL": "WARNING",
            "TELNETCONSOLE_ENABLED": False,
            "HTTPERROR_ALLOW_ALL": True,
            **settings,
        }
    )
    crawler = process.create_crawler(Pages)
    items: list[dict[str, Any]] = []

    def collect(item: Any) -> None:
        fields = {
            name: value for name, value in dict(item).items() if name not in ("html", "source")
        }
        items.append({**fields, "has_page": len(fields) < len(item)})

    crawler.signals.connect(collect, scrapy.signals.item_scraped, weak=False)
    process.crawl(crawler, start_urls=urls)
    process.start()
    stats = {
        name: value
        for name, value in crawler.stats.get_stats().items()
        if name.startswith("cleanarticle/")
    }
    with open(output, "w", encoding="utf-8") as file:  # noqa: PTH123 - an argument
        file.writelines(f"{json.dumps(line)}\n" for line in (*items, stats))


if __name__ == "__main__":
    main(json.loads(sys.argv[1]), sys.argv[2], json.loads(sys.argv[3]))
