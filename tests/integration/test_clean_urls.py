"""From addresses to articles, in Python."""

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
from typing import TYPE_CHECKING

import pytest

from cleanarticle import aclean_url, aclean_urls, clean, clean_url, clean_urls
from cleanarticle.article import Article
from cleanarticle.batch import RECORD_FIELDS, Record
from cleanarticle.batch.worker_pool import WorkerPool
from cleanarticle.errors import CleaningError, ConfigError, HTTPStatusError, InputError
from cleanarticle.loading import load_stdin
from cleanarticle.options import FetchOptions
from cleanarticle.page import MAX_BYTES
from support.jobs import misbehave, nap
from support.paths import TESTS
from support.webserver import SENTENCE, Site

if TYPE_CHECKING:
    from collections.abc import Iterator


FAST = FetchOptions(allow_private_hosts=True, delay=0, attempts=1, timeout=3)


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    with Site() as running:
        yield running


def test_one_url(site: Site) -> None:
    article = clean_url(site.url("/page/1"), allow_private_hosts=True)
    assert article.text.count(SENTENCE.strip()) == 9
    assert "News" not in article.text
    assert article.url == site.url("/page/1")


def test_one_url_in_an_event_loop(site: Site) -> None:
    article = asyncio.run(aclean_url(site.url("/page/1"), allow_private_hosts=True))
    assert article == clean_url(site.url("/page/1"), allow_private_hosts=True)


def test_a_text_response_is_cleaned_as_text(site: Site) -> None:
    article = clean_url(site.url("/text"), allow_private_hosts=True)
    assert SENTENCE.strip() in article.text
    assert all(block.xpath is None for block in article.blocks)


def test_one_url_that_fails_raises(site: Site) -> None:
    with pytest.raises(HTTPStatusError):
        clean_url(site.url("/missing"), allow_private_hosts=True)


def test_many_urls_give_one_record_each(site: Site) -> None:
    urls = [site.url(f"/page/{n}") for n in range(5)]
    urls += [site.url("/missing"), "not an address", site.url("/pdf"), site.url("/empty")]
    records = {record.url: record for record in clean_urls(urls, fetch_options=FAST)}
    assert list(records) != []
    assert set(records) == set(urls)
    assert [records[url].status for url in urls] == ["ok"] * 5 + ["error"] * 4
    kinds = [error.kind for url in urls if (error := records[url].error)]
    assert kinds == ["http_status", "bad_url", "not_html", "input"]
    missing = records[site.url("/missing")].error
    assert missing is not None
    assert missing.http_status == 404


def test_a_host_is_asked_for_one_page_at_a_time(site: Site) -> None:
    hosts = ("127.0.0.1", "localhost")
    urls = [site.url(f"/slow/turn-{n}", host) for n in range(4) for host in hosts]
    assert all(record.status == "ok" for record in clean_urls(urls, fetch_options=FAST, delay=0.05))
    hits = sorted((hit for hit in site.hits if "turn-" in hit.path), key=lambda hit: hit.began)
    for host in hosts:
        own = [hit for hit in hits if hit.host == host]
        assert len(own) == 4
        assert all(before.ended <= after.began for before, after in itertools.pairwise(own))
    assert any(before.ended > after.began for before, after in itertools.pairwise(hits))


def test_new_attempts_keep_the_pause(site: Site) -> None:
    (record,) = clean_urls([site.url("/flaky/429")], fetch_options=FAST, attempts=3, delay=0.2)
    assert record.status == "ok"
    hits = [hit for hit in site.hits if hit.path == "/flaky/429"]
    assert min(after.began - before.ended for before, after in itertools.pairwise(hits)) >= 0.2


def test_a_host_that_names_a_time_is_left_alone_until_then(site: Site) -> None:
    urls = [site.url("/busy/4"), site.url("/page/rest"), site.url("/page/rest", "localhost")]
    records = list(clean_urls(urls, fetch_options=FAST, timeout=3.5, attempts=3))
    assert {record.url for record in records if record.error} == {urls[0]}
    (busy,) = (hit for hit in site.hits if hit.path == "/busy/4")
    waited = {hit.host: hit.began - busy.ended for hit in site.hits if hit.path == "/page/rest"}
    assert waited["127.0.0.1"] > 3.9
    assert waited["localhost"] < waited["127.0.0.1"]


def test_a_record_has_the_articles_attributes(site: Site) -> None:
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


def test_a_failed_record_has_no_article(site: Site) -> None:
    (record,) = clean_urls([site.url("/missing")], fetch_options=FAST)
    with pytest.raises(AttributeError, match="it is an error"):
        _ = record.text
    assert list(record.to_dict())[-1] == "version"


def test_an_endless_iterable_is_read_as_needed(site: Site) -> None:
    taken = 0

    def urls() -> Iterator[str]:
        nonlocal taken
        for taken in itertools.count(1):
            yield site.url(f"/page/{taken}")

    records = clean_urls(urls(), fetch_options=FAST, concurrency=2)
    first = [next(records) for _ in range(5)]
    records.close()  # type: ignore[attr-defined]
    assert [record.status for record in first] == ["ok"] * 5
    assert taken < 1000


def test_the_error_of_the_callers_iterable_is_raised(site: Site) -> None:
    def urls() -> Iterator[str]:
        yield site.url("/page")
        raise OSError("the list went away")

    with pytest.raises(OSError, match="the list went away"):
        list(clean_urls(urls(), fetch_options=FAST))


def test_many_urls_in_an_event_loop(site: Site) -> None:
    async def main() -> list[Record]:
        urls = [site.url(f"/page/{n}") for n in range(3)]
        return [record async for record in aclean_urls(urls, fetch_options=FAST)]

    assert [record.status for record in asyncio.run(main())] == ["ok"] * 3


def test_an_event_loop_may_break_off(site: Site) -> None:
    async def main() -> str:
        urls = (site.url(f"/page/{n}") for n in itertools.count())
        async with aclosing(aclean_urls(urls, fetch_options=FAST)) as records:
            return (await anext(records)).status

    assert asyncio.run(main()) == "ok"


def test_no_urls_give_no_records() -> None:
    assert list(clean_urls([])) == []


def test_options_are_checked_at_the_call() -> None:
    with pytest.raises(ConfigError, match="concurrency"):
        clean_urls([], concurrency=0)
    with pytest.raises(ConfigError, match="delay"):
        clean_urls([], delay=-1)


def test_worker_processes_serve_as_well(site: Site) -> None:
    urls = [site.url(f"/page/{n}") for n in range(4)]
    records = list(clean_urls(urls, fetch_options=FAST, workers=1))
    assert sorted(record.url for record in records) == sorted(urls)
    assert all(SENTENCE.strip() in record.text for record in records)


def test_pages_and_files(tmp_path: Path) -> None:
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
        ("torn.html.gz", b"\x1f\x8b\x08\x00", "damaged"),
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
def test_files_that_are_no_pages(tmp_path: Path, name: str, content: bytes, message: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        clean(path)


@pytest.mark.skipif(os.name == "nt", reason="Windows has other names that no file can have")
@pytest.mark.parametrize("name", ["a\0b.html", "\ud800.html", "a" * 5000])
def test_a_name_that_no_file_can_have(name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        clean(Path(name))


def test_no_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)  # as Python does where a shell says <&-
    with pytest.raises(InputError, match="stdin is closed"):
        load_stdin()


def test_a_missing_file_and_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        clean(tmp_path / "nothing.html")
    with pytest.raises(InputError, match="cannot be read"):
        clean(tmp_path)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_bad_page_costs_its_worker_only(workers: int) -> None:
    async def main() -> list[object]:
        pool = WorkerPool(misbehave, workers=workers, timeout=1)
        jobs = ["a", "hang", "b", "crash", "c", "bug", "d"]
        async with pool:
            cleanings = (pool.clean(Path(job)) for job in jobs)
            return list(await asyncio.gather(*cleanings, return_exceptions=True))

    a, hang, b, crash, c, bug, d = asyncio.run(main())
    assert [a, b, c, d] == [{"done": name} for name in "abcd"]
    assert isinstance(hang, CleaningError)
    assert "1 seconds" in str(hang)
    assert isinstance(crash, CleaningError)
    assert "exit code 3" in str(crash)
    assert isinstance(bug, RecursionError)


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such signals")
def test_ctrl_c_hits_no_worker_that_is_just_being_started() -> None:
    script = [sys.executable, "-m", "support.jobs"]
    ran = subprocess.run(script, cwd=TESTS, capture_output=True, check=True)
    assert ran.stdout.decode().strip() == "[{'deaf': True}, {'deaf': True}]"


def test_a_thread_that_hangs_is_left_behind() -> None:
    async def main() -> None:
        async with WorkerPool(nap, workers=0, timeout=0.1) as pool:
            await pool.clean(Path("a"))

    with pytest.raises(CleaningError, match=r"0\.1 seconds"):
        asyncio.run(main())
