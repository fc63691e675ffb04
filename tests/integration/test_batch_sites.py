"""Site templates in a batch: learned during the run, saved next to the output."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

from cleanarticle import Page
from cleanarticle.batch import run
from cleanarticle.cli import app
from cleanarticle.errors import ConfigError
from cleanarticle.loading import PlainText
from cleanarticle.options import BatchOptions
from cleanarticle.sites.counts import HashCounts
from cleanarticle.sites.store import TemplateStore, site_of
from cleanarticle.sites.template import SiteTemplate
from support.site_pages import NOTE, page

THREADS = BatchOptions(workers=0, concurrency=1)


def write_pages(folder: Path, numbers: range) -> None:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number:03}.html").write_text(page(number), "utf-8")


def notes_in_boilerplate(out: Path) -> list[bool]:
    """Return for each page, in order, whether its note is labeled boilerplate."""
    records: list[dict[str, Any]] = [json.loads(line) for line in out.read_text().splitlines()]
    records.sort(key=lambda record: Path(record["url"]).name)
    return [NOTE in {block["text"] for block in record["boilerplate"]} for record in records]


@pytest.mark.parametrize("workers", [0, 1])
def test_batch_pages_of_one_site_learns_repeated_note(tmp_path: Path, workers: int) -> None:
    write_pages(tmp_path / "pages", range(12))
    out = tmp_path / "out.jsonl"
    options = BatchOptions(workers=workers, concurrency=1)
    assert run(str(tmp_path / "pages"), out, batch_options=options).ok == 12
    assert notes_in_boilerplate(out)[:2] == [False, False]
    assert all(notes_in_boilerplate(out)[8:])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "out.jsonl", "out.jsonl.sites.json", "pages",
    ]  # fmt: skip


def test_batch_resumed_applies_saved_template(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    write_pages(tmp_path / "pages", range(10))
    run(str(tmp_path / "pages"), out, batch_options=THREADS)
    write_pages(tmp_path / "pages", range(10, 13))
    assert run(str(tmp_path / "pages"), out, batch_options=THREADS).skipped == 10
    assert notes_in_boilerplate(out)[10:] == [True] * 3


EXITS_AT_TENTH_PAGE = """
import os, sys
from pathlib import Path
from cleanarticle.batch import run
from cleanarticle.options import BatchOptions

def exit_at_tenth(tally):
    if tally.done == 10:
        os._exit(9)

options = BatchOptions(workers=0, concurrency=1)
run(sys.argv[1], Path(sys.argv[2]), batch_options=options, progress=exit_at_tenth)
"""


def test_batch_killed_keeps_records_and_template(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", range(13))
    source, out = tmp_path / "pages", tmp_path / "out.jsonl"
    arguments = [sys.executable, "-c", EXITS_AT_TENTH_PAGE, str(source), str(out)]
    assert subprocess.run(arguments, check=False).returncode == 9
    template = TemplateStore(tmp_path / "out.jsonl.sites.json").template(str(source))
    assert template is not None
    assert template.pages >= 7
    tally = run(str(source), out, batch_options=THREADS)
    assert (tally.skipped, tally.ok) == (10, 3)
    assert notes_in_boilerplate(out)[10:] == [True] * 3


def test_batch_pages_of_other_sites_do_not_share_template(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for number in range(12):
        write_pages(tmp_path / "pages" / str(number), range(number, number + 1))
    out = tmp_path / "out.jsonl"
    run(str(tmp_path / "pages"), out, batch_options=THREADS)
    assert notes_in_boilerplate(out) == [False] * 12


def test_explain_sites_of_batch_gives_repetition_as_reason(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", range(9))
    run(str(tmp_path / "pages"), tmp_path / "out.jsonl", batch_options=THREADS)
    write_pages(tmp_path / "pages", range(20, 21))
    new, saved = tmp_path / "pages" / "020.html", tmp_path / "out.jsonl.sites.json"

    def explain(*args: object) -> str:
        result = CliRunner().invoke(app, ["explain", str(new), *map(str, args)])
        assert result.exit_code == 0, result.stderr
        return result.stdout

    assert "on 9 of 9 pages of this site" in explain("--sites", saved)
    assert "of this site" not in explain()
    result = CliRunner().invoke(app, ["clean", str(new), "--sites", "missing.json"])
    assert result.exit_code == 2
    assert result.stderr.startswith("cleanarticle: missing.json: no such file")


def one_page_template(number: int, size: int = 3) -> SiteTemplate:
    """Return the template of one page whose texts occur on no other page."""
    texts = HashCounts.of(list(range(number * size, number * size + size)), np.ones((size, 1), int))
    return SiteTemplate(1, texts, HashCounts.of([1] * size, np.ones((size, 2), int)))


def test_template_store_fewer_than_two_pages_has_no_template(tmp_path: Path) -> None:
    store = TemplateStore(tmp_path / "sites.json")
    for number, has_template in enumerate((False, False, True)):
        assert (store.template("a.org") is not None) == has_template
        store.learn("a.org", one_page_template(number))
    store.learn("", one_page_template(1))
    assert store.template("") is None


def test_template_store_over_limit_drops_least_recent_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleanarticle.sites.store._MOST_ENTRIES", 30)
    store = TemplateStore(tmp_path / "sites.json")
    for number in range(2):
        for site in ("a", "b", "c", "d"):
            store.learn(site, one_page_template(number))
    assert all(store.template(site) for site in "abcd")
    store.learn("a", one_page_template(9))
    assert store.template("b") is None
    assert all(store.template(site) for site in "acd")
    store.save()
    assert len(json.loads((tmp_path / "sites.json").read_text())) == 3


def test_save_if_due_writes_rarely_and_keeps_half_of_pages(tmp_path: Path) -> None:
    path = tmp_path / "sites.json"
    store, versions = TemplateStore(path), set()
    for number in range(1, 101):
        store.learn("a.org", one_page_template(number))
        store.save_if_due()
        versions.add(path.read_bytes())
        assert json.loads(path.read_bytes())["a.org"]["pages"] >= number / 2
    assert len(versions) < 9
    assert [file.name for file in tmp_path.iterdir()] == ["sites.json"]


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"a": 1}', b'{"a": {"pages": 1}}'])
def test_batch_unrelated_sites_file_is_refused_and_kept(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "out.jsonl.sites.json"
    path.write_bytes(content)
    write_pages(tmp_path / "pages", range(1))
    with pytest.raises(ConfigError, match="does not hold site templates"):
        run(str(tmp_path / "pages"), tmp_path / "out.jsonl", batch_options=THREADS)
    assert path.read_bytes() == content
    assert not (tmp_path / "out.jsonl").exists()


def test_site_of_document_is_host_or_folder() -> None:
    assert site_of(Page(b"", url="https://a.org/x", final_url="https://www.b.org:80/")) == (
        "www.b.org"
    )
    assert site_of(Page(b"")) == ""
    assert site_of(Path("pages/a.html")) == "pages"
    assert site_of(PlainText("text")) == ""
