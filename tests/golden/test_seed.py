"""The seed document: a repost with its junk, in plain text and in three kinds of markup."""

from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle import Article
from support.paths import FIXTURES
from support.seed import BODY, JUNK, SEED


def check(article: Article) -> None:
    assert article.text == "\n\n".join(BODY)
    kinds = {block.text: str(block.kind) for block in article.boilerplate}
    assert {text: kinds.get(text) for text in JUNK} == JUNK


def test_the_body_is_nine_paragraphs() -> None:
    assert BODY[0].startswith("Stripping away the hype")
    assert BODY[-1].endswith("falling behind Chinese competition.")
    assert len(BODY) == 9


def test_plain_text() -> None:
    article = cleanarticle.clean_text(SEED.read_text("utf-8"))
    check(article)
    assert len(article.boilerplate) == len(JUNK)


def test_plain_text_one_block_a_line() -> None:
    lines = "\n".join(line for line in SEED.read_text("utf-8").splitlines() if line.strip())
    article = cleanarticle.clean_text(lines)
    assert article.text == "\n\n".join(BODY)


@pytest.mark.parametrize("mark_up", ["wordpress", "nameless", "table"])
def test_mark_up(mark_up: str) -> None:
    check(cleanarticle.clean(FIXTURES / f"seed_{mark_up}" / "source.html"))


@pytest.mark.parametrize("mark_up", ["wordpress", "nameless", "table"])
def test_markdown_holds_the_body_alone(mark_up: str) -> None:
    article = cleanarticle.clean(FIXTURES / f"seed_{mark_up}" / "source.html")
    assert article.markdown == "\n\n".join(BODY)
