"""Cleaning URLs and files from Python: `clean_url`, `clean_urls`, their async forms and workers."""

from __future__ import annotations

import asyncio
import gzip
import itertools
import os
import pickle
import subprocess
import sys
from contextlib import aclosing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from cleanarticle import aclean_url, aclean_urls, clean, clean_many, clean_url, clean_urls
from cleanarticle.article import Article
from cleanarticle.batch import RECORD_FIELDS, Record
from cleanarticle.batch.worker_pool import WorkerPool
from cleanarticle.errors import (
    CleaningError,
    CleaningTimeout,
    ConfigError,
    HTTPStatusError,
    InputError,
)
from cleanarticle.loading import load_stdin
from cleanarticle.options import CleanOptions, FetchOptions
from cleanarticle.page import MAX_BYTES
from support.jobs import misbehave, run_past_timeout
from support.paths import TESTS
from support.webserver import SENTENCE, Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.batch.worker import Outcome


FAST = FetchOptions(allow_private_hosts=True, delay=0, attempts=1, timeout=3)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def test_clean_url_returns_article(site: Site) -> None:
    article = clean_url(site.url("/page/1"), allow_private_hosts=True)
    assert article.text.count(SENTENCE.strip()) == 9
    assert "News" not in article.text
    assert article.url == site.url("/page/1")


def test_aclean_url_equals_clean_url(site: Site) -> None:
    article = asyncio.run(aclean_url(site.url("/page/1"), allow_private_hosts=True))
    assert article == clean_url(site.url("/page/1"), allow_private_hosts=True)


def test_clean_url_plain_text_response_is_cleaned_as_text(site: Site) -> None:
    article = clean_url(site.url("/text"), allow_private_hosts=True)
    assert SENTENCE.strip() in article.text
    assert all(block.xpath is None for block in article.blocks)


def test_clean_url_http_error_raises_http_status_error(site: Site) -> None:
    with pytest.raises(HTTPStatusError):
        clean_url(site.url("/missing"), allow_private_hosts=True)


def test_clean_urls_good_and_bad_urls_give_one_record_each(site: Site) -> None:
    urls = [site.url(f"/page/{n}") for n in range(5)]
    urls += [site.url("/missing"), "not a URL", site.url("/pdf"), site.url("/empty")]
    records = {record.url: record for record in clean_urls(urls, fetch_options=FAST)}
    assert list(records) != []
    assert set(records) == set(urls)
    assert [records[url].status for url in urls] == ["ok"] * 5 + ["error"] * 4
    kinds = [error.kind for url in urls if (error := records[url].error)]
    assert kinds == ["http_status", "bad_url", "not_html", "input"]
    missing = records[site.url("/missing")].error
    assert missing is not None
    assert missing.http_status == 404


def test_clean_urls_fetches_one_page_at_a_time_per_host(site: Site) -> None:
    hosts = ("127.0.0.1", "localhost")
    urls = [site.url(f"/slow/host-{n}", host) for n in range(4) for host in hosts]
    assert all(record.status == "ok" for record in clean_urls(urls, fetch_options=FAST, delay=0.05))
    hits = sorted((hit for hit in site.hits if "/host-" in hit.path), key=lambda hit: hit.began)
    for host in hosts:
        host_hits = [hit for hit in hits if hit.host == host]
        assert len(host_hits) == 4
        assert all(before.ended <= after.began for before, after in itertools.pairwise(host_hits))
    assert any(before.ended > after.began for before, after in itertools.pairwise(hits))


def test_clean_urls_retries_keep_the_delay(site: Site) -> None:
    (record,) = clean_urls([site.url("/flaky/429")], fetch_options=FAST, attempts=3, delay=0.2)
    assert record.status == "ok"
    hits = [hit for hit in site.hits if hit.path == "/flaky/429"]
    assert min(after.began - before.ended for before, after in itertools.pairwise(hits)) >= 0.2


def test_clean_urls_retry_after_pauses_only_that_host(site: Site) -> None:
    urls = [site.url("/busy/4"), site.url("/page/after"), site.url("/page/after", "localhost")]
    records = list(clean_urls(urls, fetch_options=FAST, timeout=3.5, attempts=3))
    assert {record.url for record in records if record.error} == {urls[0]}
    (busy,) = (hit for hit in site.hits if hit.path == "/busy/4")
    waited = {hit.host: hit.began - busy.ended for hit in site.hits if hit.path == "/page/after"}
    assert waited["127.0.0.1"] > 3.9
    assert waited["localhost"] < waited["127.0.0.1"]


def test_record_of_article_has_its_attributes(site: Site) -> None:
    (record,) = clean_urls([site.url("/redirect")], fetch_options=FAST)
    assert isinstance(record.article, Article)
    assert record.final_url == site.url("/page")
    assert record.text == record.article.text
    assert record.elapsed_ms >= 0
    assert list(record.to_dict()) == list(RECORD_FIELDS)
    copy = Record.from_json(record.to_json())
    assert copy.to_dict() == record.to_dict()
    assert copy.article is not None
    assert (copy.article.url, copy.comments) == (site.url("/page"), record.comments)
    assert pickle.loads(pickle.dumps(record)) == record  # noqa: S301 - our own bytes


@pytest.mark.parametrize(
    "changes",
    [
        {"status": "weird"}, {"status": "error"}, {"error": {}},
        {"elapsed_ms": "x"}, {"extra": "{bad"}, {"url": None}, {"version": 1},
        {"fetched_at": 5}, {"blocks": 3},
    ],
)  # fmt: skip
def test_record_from_changed_data_raises_input_error(changes: dict[str, object]) -> None:
    (record,) = clean_many([b"<p>Text</p>"])
    assert Record.from_dict(record.to_dict()) == record
    with pytest.raises(InputError, match="this is not a"):
        Record.from_dict(record.to_dict() | changes)


@pytest.mark.parametrize("data", [[], None, "text"])
def test_record_from_other_types_raises_input_error(data: Any) -> None:
    with pytest.raises(InputError, match="this is not a record"):
        Record.from_dict(data)


def test_clean_urls_url_of_another_type_fails_alone(site: Site) -> None:
    urls: Any = [site.url("/page"), 5]
    records = {record.url: record for record in clean_urls(urls, fetch_options=FAST)}
    assert records["5"].error is not None
    assert "must be a str, not int" in records["5"].error.message
    assert records[site.url("/page")].status == "ok"


def test_record_of_failure_has_no_article_attributes(site: Site) -> None:
    (record,) = clean_urls([site.url("/missing")], fetch_options=FAST)
    with pytest.raises(AttributeError, match="it is an error"):
        _ = record.text
    assert list(record.to_dict())[-1] == "version"


def test_clean_urls_endless_iterable_is_read_as_needed(site: Site) -> None:
    urls_read = 0

    def urls() -> Iterator[str]:
        nonlocal urls_read
        for urls_read in itertools.count(1):
            yield site.url(f"/page/{urls_read}")

    records = clean_urls(urls(), fetch_options=FAST, concurrency=2)
    first = [next(records) for _ in range(5)]
    records.close()  # type: ignore[attr-defined]
    assert [record.status for record in first] == ["ok"] * 5
    assert urls_read < 1000


def test_clean_urls_iterable_that_fails_raises_its_error(site: Site) -> None:
    def urls() -> Iterator[str]:
        yield site.url("/page")
        raise OSError("the list is gone")

    with pytest.raises(OSError, match="the list is gone"):
        list(clean_urls(urls(), fetch_options=FAST))


def test_aclean_urls_gives_one_record_per_url(site: Site) -> None:
    async def main() -> list[Record]:
        urls = [site.url(f"/page/{n}") for n in range(3)]
        return [record async for record in aclean_urls(urls, fetch_options=FAST)]

    assert [record.status for record in asyncio.run(main())] == ["ok"] * 3


def test_aclean_urls_closed_early_stops(site: Site) -> None:
    async def main() -> str:
        urls = (site.url(f"/page/{n}") for n in itertools.count())
        async with aclosing(aclean_urls(urls, fetch_options=FAST)) as records:
            return (await anext(records)).status

    assert asyncio.run(main()) == "ok"


def test_clean_urls_no_urls_gives_no_records() -> None:
    assert list(clean_urls([])) == []


def test_clean_urls_wrong_option_raises_before_iteration() -> None:
    with pytest.raises(ConfigError, match="concurrency"):
        clean_urls([], concurrency=0)
    with pytest.raises(ConfigError, match="delay"):
        clean_urls([], delay=-1)


def test_clean_urls_with_worker_process_gives_one_record_per_url(site: Site) -> None:
    urls = [site.url(f"/page/{n}") for n in range(4)]
    records = list(clean_urls(urls, fetch_options=FAST, workers=1))
    assert sorted(record.url for record in records) == sorted(urls)
    assert all(SENTENCE.strip() in record.text for record in records)


def test_clean_path_recognizes_text_and_html(tmp_path: Path) -> None:
    text, html = tmp_path / "a.TXT", tmp_path / "b.html"
    text.write_text(SENTENCE * 3)
    html.write_text(f"<p>{SENTENCE * 3}</p>")
    assert clean(text).text == clean((SENTENCE * 3).encode()).text
    assert clean(html).blocks[0].tag == "p"


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("empty.html", b"", "empty"),
        ("a.pdf", b"%PDF-1.7", "a PDF"),
        ("binary.html", b"\x00\x01\x02", "binary"),
        ("truncated.html.gz", b"\x1f\x8b\x08\x00", "damaged"),
        ("large.html", b"a" * (MAX_BYTES + 1), "limit of 10 MB"),
        (
            "large.html.gz",
            gzip.compress(b"a" * (2 * MAX_BYTES), mtime=0),
            "gz is larger than the limit",
        ),
        ("empty.html.gz", gzip.compress(b" ", mtime=0), "gz is empty"),
        ("a.pdf.gz", gzip.compress(b"%PDF-1.7", mtime=0), "gz is a PDF"),
    ],
)
def test_clean_unusable_file_raises_input_error(
    tmp_path: Path, name: str, content: bytes, message: str
) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        clean(path)


@pytest.mark.skipif(os.name == "nt", reason="other names are impossible on Windows")
@pytest.mark.parametrize("name", ["a\0b.html", "\ud800.html", "a" * 5000])
def test_clean_impossible_file_name_raises_input_error(name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        clean(Path(name))


def test_load_stdin_closed_raises_input_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)  # as in a shell with <&-
    with pytest.raises(InputError, match="stdin is closed"):
        load_stdin()


def test_clean_missing_file_or_folder_raises_input_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        clean(tmp_path / "nothing.html")
    with pytest.raises(InputError, match="is a folder"):
        clean(tmp_path)


@pytest.mark.parametrize("workers", [1, 2])
def test_worker_pool_bad_page_fails_alone(workers: int) -> None:
    async def main() -> list[object]:
        pool = WorkerPool(misbehave, CleanOptions(clean_timeout=1), workers=workers)
        jobs = ["a", "hang", "b", "crash", "c", "bug", "d"]
        async with pool:
            cleanings = (pool.clean(Path(job)) for job in jobs)
            return list(await asyncio.gather(*cleanings, return_exceptions=True))

    a, hang, b, crash, c, bug, d = asyncio.run(main())
    assert [a, b, c, d] == [{"done": name} for name in "abcd"]
    assert isinstance(hang, CleaningTimeout)
    assert "1 seconds" in str(hang)
    assert isinstance(crash, CleaningError)
    assert "exit code 3" in str(crash)
    assert isinstance(bug, RecursionError)


@pytest.mark.parametrize("workers", [0, 1])
def test_worker_pool_bad_job_of_many_fails_alone(workers: int) -> None:
    async def main() -> list[Outcome]:
        jobs = ["a", "hang", "b", "bug", "c", *(["crash", "crash", "d"] if workers else [])]
        async with WorkerPool(misbehave, CleanOptions(clean_timeout=1), workers=workers) as pool:
            return await pool.clean_all([Path(job) for job in jobs])

    results = [outcome.result or type(outcome.error) for outcome in asyncio.run(main())]
    done = [{"done": name} for name in "abcd"]
    expected = [done[0], CleaningTimeout, done[1], RecursionError, done[2]]
    assert results == [*expected, *([CleaningError, CleaningError, done[3]] if workers else [])]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_worker_pool_starting_worker_has_ctrl_c_blocked() -> None:
    script = [sys.executable, "-m", "support.jobs"]
    completed = subprocess.run(script, cwd=TESTS, capture_output=True, check=True)
    assert (
        completed.stdout.decode().strip() == "[{'ctrl_c_blocked': True}, {'ctrl_c_blocked': True}]"
    )


def test_worker_pool_thread_past_timeout_raises_cleaning_error() -> None:
    async def main() -> None:
        async with WorkerPool(run_past_timeout, CleanOptions(clean_timeout=0.1), workers=0) as pool:
            await pool.clean(Path("a"))

    with pytest.raises(CleaningError, match=r"0\.1 seconds"):
        asyncio.run(main())
