"""Near-duplicates among pages written here and the fixture pages."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from itertools import count
from typing import TYPE_CHECKING, Any

import pytest

import cleanarticle
from cleanarticle.batch import ErrorInfo, Record
from cleanarticle.errors import ConfigError, InputError
from support.frameworks import require
from support.paths import FIXTURES

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.scale import NearDuplicate

pytestmark = pytest.mark.frameworks

RANDOM = random.Random(1)  # noqa: S311 - not for cryptography
VOCABULARY = [f"word{number}" for number in range(2000)]
WORDS = RANDOM.choices(VOCABULARY, k=600)


@pytest.fixture(autouse=True, scope="module")
def _framework() -> None:
    require("datasketch")


def duplicates(*texts: str, threshold: float = 0.8) -> list[NearDuplicate]:
    from cleanarticle.scale import near_duplicates

    rows = [{"url": str(number), "text": text} for number, text in enumerate(texts)]
    return list(near_duplicates(rows, threshold=threshold))


def changed(words: list[str], share: float) -> str:
    words = words.copy()
    for position in RANDOM.sample(range(len(words)), round(share * len(words))):
        words[position] = "another"
    return " ".join(words)


def page(body: str, boilerplate: str) -> str:
    return f"""<title>A story</title><nav><ul><li><a href=/>{boilerplate}</a></ul></nav>
        <article><h1>A story</h1><p>{body}</p></article><footer>© {boilerplate}</footer>"""


def test_near_duplicates_same_article_with_other_boilerplate_is_one() -> None:
    from cleanarticle.scale import near_duplicates

    prose = "The river rose by two metres in the night, and the bridge was closed to all. " * 8
    sites = {
        "https://one.example/a": "The Daily Planet",
        "https://two.example/b": "All the news of the west",
    }
    articles = [
        cleanarticle.clean(page(prose, boilerplate), url=url) for url, boilerplate in sites.items()
    ]
    first, second = sites
    assert list(near_duplicates(articles)) == [(second, first, 1.0)]


@pytest.mark.parametrize(
    ("share", "threshold", "expected"),
    [
        (0.01, 0.8, [("1", "0")]),
        (0.05, 0.8, []),
        (0.05, 0.5, [("1", "0")]),
        (0.5, 0.5, []),
    ],
)
def test_near_duplicates_changed_words_count_by_threshold(
    share: float, threshold: float, expected: list[tuple[str, str]]
) -> None:
    pairs = duplicates(" ".join(WORDS), changed(WORDS, share), threshold=threshold)
    assert [(pair.key, pair.first) for pair in pairs] == expected


def test_near_duplicates_half_of_article_is_below_threshold() -> None:
    assert duplicates(" ".join(WORDS), " ".join(WORDS[:300])) == []
    (pair,) = duplicates(" ".join(WORDS), " ".join(WORDS[:300]), threshold=0.35)
    assert pair.similarity == pytest.approx(0.5, abs=0.15)


def test_near_duplicates_name_the_first_one_which_is_kept() -> None:
    chain = [" ".join(WORDS[start : start + 500]) for start in (0, 30, 60, 90)]
    pairs = [(pair.key, pair.first) for pair in duplicates(*chain, threshold=0.8)]
    assert pairs == [("1", "0"), ("3", "2")]  # not ("2", "1"), of which 1 is left out itself


@pytest.mark.parametrize("threshold", [0.02, 0.5, 0.95, 0.99, 1.0])
def test_near_duplicates_copy_is_found_at_any_threshold(threshold: float) -> None:
    text = " ".join(WORDS)
    assert duplicates(text, text.upper(), threshold=threshold) == [("1", "0", 1.0)]


def test_near_duplicates_chinese_text_is_compared_by_characters() -> None:
    text = "长江大桥今天凌晨因水位上涨两米而关闭所有车辆通行，预计明天上午恢复开放。" * 2
    pairs = duplicates(text, text.replace("今天", "昨天", 1), "完全不同的一篇文章", threshold=0.7)
    assert [(pair.key, pair.first) for pair in pairs] == [("1", "0")]


def test_near_duplicates_leave_out_failures_and_empty_bodies() -> None:
    from cleanarticle.scale import near_duplicates

    error = ErrorInfo("timeout", "it took too long")
    failed = [Record(str(number), None, "error", error, "", 0) for number in range(2)]
    rows: list[Any] = [{"url": "a", "text": ""}, {"url": "b", "text": " "}, {"url": "c"}]
    rows.append({"url": "d", "text": None, "status": "error"})
    assert list(near_duplicates([*failed, *rows])) == []


def test_near_duplicates_fixture_pages_are_different() -> None:
    from cleanarticle.scale import near_duplicates

    pages = sorted(FIXTURES.glob("kinds/*/source.html"))
    articles = [cleanarticle.clean(path, url=path.as_uri()) for path in pages]
    assert len(articles) >= 10
    assert list(near_duplicates(articles)) == []


def test_near_duplicates_stream_yields_before_the_end() -> None:
    from cleanarticle.scale import near_duplicates

    def endless() -> Iterator[dict[str, str]]:
        for number in count():
            yield {"url": str(number), "text": " ".join(WORDS)}

    stream = near_duplicates(endless())
    assert [next(stream).key for _ in range(3)] == ["1", "2", "3"]


def test_near_duplicates_are_the_same_in_every_process() -> None:
    program = f"""
from cleanarticle.scale import near_duplicates
texts = {[changed(WORDS, 0.01) for _ in range(12)]!r}
rows = [dict(url=str(number), text=text) for number, text in enumerate(texts)]
print([tuple(pair) for pair in near_duplicates(rows, threshold=0.7)])
"""
    outputs = {
        subprocess.run(
            [sys.executable, "-c", program],
            env=os.environ | {"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True,
        ).stdout
        for seed in ("1", "2", "3")
    }  # fmt: skip
    assert len(outputs) == 1
    assert "('1', '0'" in outputs.pop()


@pytest.mark.parametrize("threshold", [0, -1, 1.01, float("nan")])
def test_near_duplicates_threshold_out_of_range_raises_config_error(threshold: float) -> None:
    with pytest.raises(ConfigError, match="threshold"):
        duplicates("a", threshold=threshold)


@pytest.mark.parametrize("document", [cleanarticle.clean("<p>Hello"), "a text", {"text": "a"}])
def test_near_duplicates_document_without_url_raises_input_error(document: Any) -> None:
    from cleanarticle.scale import near_duplicates

    with pytest.raises(InputError):
        list(near_duplicates([document]))
