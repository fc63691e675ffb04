"""Hints: names that other extractors use, and what does the same here."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

FUNCTIONS = {
    "extract": "clean(page).text",
    "bare_extraction": "clean(page)",
    "extract_metadata": "clean(page), which has the metadata",
    "baseline": "clean(page)",
    "html2txt": "clean(page).text",
    "extract_plain_text": "clean(page).text",
    "fulltext": "clean(page).text",
    "fetch_url": "fetch(url), or clean_url(url)",
    "fetch_response": "fetch(url)",
    "download": "fetch(url)",
    "build": "clean_urls(urls)",
    "Document": "clean(page)",
    "simple_json_from_html_string": "clean(page).to_dict()",
    "parse": "clean(page)",
    "clean_html": "clean(html)",
    "clean_file": "clean(pathlib.Path(...))",
    "clean_files": "clean_many(paths)",
    "clean_batch": "clean_many(pages), or batch.run(source, output)",
    "from_url": "clean_url(url)",
}
"""Functions of trafilatura, newspaper, readability and resiliparse."""

ATTRIBUTES = {
    "author": "authors",
    "date": "published, or published_at for a datetime",
    "publish_date": "published_at, or published for a str",
    "date_published": "published",
    "date_modified": "modified",
    "sitename": "site_name",
    "hostname": "url",
    "source_url": "url",
    "lang": "language",
    "meta_lang": "language",
    "summary": "text, or description",
    "excerpt": "description",
    "meta_description": "description",
    "keywords": "tags",
    "meta_keywords": "tags",
    "categories": "tags",
    "top_image": "image",
    "top_img": "image",
    "images": "soup(), or html",
    "content": "text, markdown or html",
    "raw_text": "text",
    "plain_text": "text",
    "text_content": "text",
    "article_html": "html",
    "raw_html": "html",
    "short_title": "title",
    "pagetype": "page_type",
    "fingerprint": "body_hash",
    "as_dict": "to_dict()",
    "metadata": "title, authors, published and so on, or to_dict()",
    "score": "confidence, or the score of each of the blocks",
    "links": "soup(), markdown or html",
    "download": "clean_url(url)",
    "parse": "clean_url(url)",
    "nlp": "text",
}
"""Attributes of their articles."""

OPTIONS = {
    "favor_precision": "prefer='precision'",
    "favor_recall": "prefer='recall'",
    "fast": "clean(page), which asks no other extractor",
    "no_fallback": "clean(page), which asks no other extractor",
    "include_comments": "article.comments, which is always there",
    "comments": "article.comments, which is always there",
    "include_tables": "article.markdown or article.html, which have tables",
    "include_images": "article.markdown or article.html, which have images",
    "include_links": "article.markdown or article.html, which have links",
    "include_formatting": "article.markdown or article.html, which have formatting",
    "output_format": "article.text, .markdown, .html or .to_json()",
    "with_metadata": "the metadata of the article, which are always there",
    "only_with_metadata": "a test of article.title, .url and .published",
    "target_language": "article.language, or languages=['en'] of cleanarticle.batch.run",
    "language": "article.language, or languages=['en'] of cleanarticle.batch.run",
    "deduplicate": "cleanarticle.scale.near_duplicates",
    "prune_xpath": "rules=Rules(drop=[...])",
    "max_tree_size": "clean_timeout=...",
    "no_ssl": "fetching with certificates, which are always checked",
    "keep_article_html": "article.html",
    "request_timeout": "timeout=...",
    "number_threads": "workers=...",
    "user_agents": "user_agent=...",
}
"""Keywords of their functions."""


def hint(name: str, meanings: dict[str, str], known: Iterable[str]) -> str:
    """Return a hint for a name that does not exist, "" if none is known.

    Args:
        name: The name.
        meanings: What is meant, by the names that other libraries use.
        known: The names that do exist.
    """
    if name in meanings:
        return f"; use {meanings[name]}"
    close = difflib.get_close_matches(name, known, n=1)
    return f"; did you mean {close[0]!r}?" if close else ""
