"""What type checkers see of the public names; mypy reads this file, nothing runs it.

A wrong `assert_type` is an error, and so is an ignored error that is none.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import assert_type

import cleanarticle
from cleanarticle import (
    Article,
    Block,
    BlockKind,
    CleanOptions,
    Comment,
    FetchOptions,
    Page,
    Record,
    Rules,
    SiteTemplates,
)


def documents(page: Page, path: Path) -> None:
    article = cleanarticle.clean("<p>text</p>")
    assert_type(article, Article)
    assert_type(cleanarticle.clean(b"<p>text</p>", url="https://a.example", effort="fast"), Article)
    assert_type(cleanarticle.clean(page, options=CleanOptions(clean_timeout=5)), Article)
    assert_type(cleanarticle.clean(path, rules=Rules(drop=[".x"]), clean_timeout=5), Article)
    assert_type(cleanarticle.clean_text("text"), Article)
    cleanarticle.clean("<p>text</p>", effort="slow")  # type: ignore[arg-type]
    cleanarticle.clean("<p>text</p>", favor_recall=True)  # type: ignore[call-arg]
    cleanarticle.clean(5)  # type: ignore[arg-type]


def results(article: Article) -> None:
    assert_type(article.text, str)
    assert_type(article.markdown, str)
    assert_type(article.html, str)
    assert_type(article.title, str | None)
    assert_type(article.authors, tuple[str, ...])
    assert_type(article.published, str | None)
    assert_type(article.published_at, datetime | None)
    assert_type(article.confidence, float)
    assert_type(article.flags, frozenset[str])
    assert_type(article.blocks, tuple[Block, ...])
    assert_type(article.boilerplate, tuple[Block, ...])
    assert_type(article.comments, tuple[Comment, ...])
    assert_type(article.boilerplate[0].kind, BlockKind)
    assert_type(article.boilerplate[0].score, float)
    assert_type(article.boilerplate[0].xpath, str | None)
    assert_type(article.to_json(), str)
    assert_type(Article.from_dict(article.to_dict()), Article)
    article.date  # type: ignore[attr-defined]  # noqa: B018
    article.title = "other"  # type: ignore[misc]


async def urls(addresses: list[str]) -> None:
    assert_type(cleanarticle.clean_url("https://a.example", timeout=5, effort="fast"), Article)
    assert_type(await cleanarticle.aclean_url("https://a.example"), Article)
    assert_type(cleanarticle.fetch("https://a.example", timeout=5), Page)
    assert_type(await cleanarticle.afetch("https://a.example"), Page)
    records = cleanarticle.clean_urls(addresses, fetch_options=FetchOptions(delay=2), workers=2)
    assert_type(records, Iterator[Record])
    assert_type(cleanarticle.clean_many([b"<p>text</p>", Path("a.html")]), Iterator[Record])
    stream: AsyncIterator[Record] = cleanarticle.aclean_urls(addresses)
    async for record in stream:
        assert_type(record, Record)
    assert_type(Record.from_json("{}"), Record)
    assert_type(SiteTemplates.load(Path("sites.json")), SiteTemplates)
