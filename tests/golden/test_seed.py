"""The seed document, a repost with boilerplate: as plain text and in three kinds of markup."""

from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle import Article
from support.paths import FIXTURES
from support.seed import BODY, JUNK, SEED


def assert_expected_body_and_kinds(article: Article) -> None:
    assert article.text == "\n\n".join(BODY)
    kinds = {block.text: str(block.kind) for block in article.boilerplate}
    assert {text: kinds.get(text) for text in JUNK} == JUNK


def test_seed_body_has_nine_paragraphs() -> None:
    assert BODY[0].startswith("Stripping away the hype")
    assert BODY[-1].endswith("falling behind Chinese competition.")
    assert len(BODY) == 9


def test_clean_text_seed_document_gives_expected_body_and_kinds() -> None:
    article = cleanarticle.clean_text(SEED.read_text("utf-8"))
    assert_expected_body_and_kinds(article)
    assert len(article.boilerplate) == len(JUNK)


def test_clean_text_seed_document_without_blank_lines_gives_same_body() -> None:
    lines = "\n".join(line for line in SEED.read_text("utf-8").splitlines() if line.strip())
    article = cleanarticle.clean_text(lines)
    assert article.text == "\n\n".join(BODY)


@pytest.mark.parametrize("markup", ["wordpress", "nameless", "table"])
def test_clean_seed_page_gives_expected_body_and_kinds(markup: str) -> None:
    assert_expected_body_and_kinds(cleanarticle.clean(FIXTURES / f"seed_{markup}" / "source.html"))


@pytest.mark.parametrize("markup", ["wordpress", "nameless", "table"])
def test_markdown_seed_page_contains_body_only(markup: str) -> None:
    article = cleanarticle.clean(FIXTURES / f"seed_{markup}" / "source.html")
    assert article.markdown == "\n\n".join(BODY)
