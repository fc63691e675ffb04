"""Templates of sites in a batch: learned as it goes, kept beside the output."""

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


def written(folder: Path, numbers: range) -> None:
    folder.mkdir(exist_ok=True)
    for number in numbers:
        (folder / f"{number:03}.html").write_text(page(number), "utf-8")


def notes(out: Path) -> list[bool]:
    """Of each page in order, whether the note was found to be boilerplate."""
    records: list[dict[str, Any]] = [json.loads(line) for line in out.read_text().splitlines()]
    records.sort(key=lambda record: Path(record["url"]).name)
    return [NOTE in {block["text"] for block in record["boilerplate"]} for record in records]


@pytest.mark.parametrize("workers", [0, 1])
def test_a_batch_learns_its_site_as_it_goes(tmp_path: Path, workers: int) -> None:
    written(tmp_path / "pages", range(12))
    out = tmp_path / "out.jsonl"
    options = BatchOptions(workers=workers, concurrency=1)
    assert run(str(tmp_path / "pages"), out, batch_options=options).ok == 12
    assert notes(out)[:2] == [False, False]
    assert all(notes(out)[8:])
    assert sorted(path.name for path in tmp_path.iterdir()) == [
        "out.jsonl", "out.jsonl.sites.json", "pages",
    ]  # fmt: skip


def test_a_resumed_batch_knows_the_site(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    written(tmp_path / "pages", range(10))
    run(str(tmp_path / "pages"), out, batch_options=THREADS)
    written(tmp_path / "pages", range(10, 13))
    assert run(str(tmp_path / "pages"), out, batch_options=THREADS).skipped == 10
    assert notes(out)[10:] == [True] * 3


DIES = """
import os, sys
from pathlib import Path
from cleanarticle.batch import run
from cleanarticle.options import BatchOptions

def die_at(tally):
    if tally.done == 10:
        os._exit(9)

options = BatchOptions(workers=0, concurrency=1)
run(sys.argv[1], Path(sys.argv[2]), batch_options=options, progress=die_at)
"""


def test_a_kill_costs_neither_records_nor_what_was_learned(tmp_path: Path) -> None:
    written(tmp_path / "pages", range(13))
    source, out = tmp_path / "pages", tmp_path / "out.jsonl"
    arguments = [sys.executable, "-c", DIES, str(source), str(out)]
    assert subprocess.run(arguments, check=False).returncode == 9
    kept = TemplateStore(tmp_path / "out.jsonl.sites.json").template(str(source))
    assert kept is not None
    assert kept.pages >= 7
    tally = run(str(source), out, batch_options=THREADS)
    assert (tally.skipped, tally.ok) == (10, 3)
    assert notes(out)[10:] == [True] * 3


def test_other_sites_learn_nothing_from_it(tmp_path: Path) -> None:
    (tmp_path / "pages").mkdir()
    for number in range(12):
        written(tmp_path / "pages" / str(number), range(number, number + 1))
    out = tmp_path / "out.jsonl"
    run(str(tmp_path / "pages"), out, batch_options=THREADS)
    assert notes(out) == [False] * 12


def test_what_a_batch_learned_shows_in_explain(tmp_path: Path) -> None:
    written(tmp_path / "pages", range(9))
    run(str(tmp_path / "pages"), tmp_path / "out.jsonl", batch_options=THREADS)
    written(tmp_path / "pages", range(20, 21))
    new, kept = tmp_path / "pages" / "020.html", tmp_path / "out.jsonl.sites.json"

    def shown(*args: object) -> str:
        result = CliRunner().invoke(app, ["explain", str(new), *map(str, args)])
        assert result.exit_code == 0, result.stderr
        return result.stdout

    assert "on 9 of 9 pages of this site" in shown("--sites", kept)
    assert "of this site" not in shown()
    gone = CliRunner().invoke(app, ["clean", str(new), "--sites", "gone.json"])
    assert gone.exit_code == 2
    assert gone.stderr.startswith("cleanarticle: gone.json: no such file")


def told(number: int, size: int = 3) -> SiteTemplate:
    """Return the template of one page with its own texts, all in one place."""
    texts = HashCounts.of(list(range(number * size, number * size + size)), np.ones((size, 1), int))
    return SiteTemplate(1, texts, HashCounts.of([1] * size, np.ones((size, 2), int)))


def test_a_template_counts_from_the_third_page_on(tmp_path: Path) -> None:
    sites = TemplateStore(tmp_path / "sites.json")
    for number, known in enumerate((False, False, True)):
        assert (sites.template("a.org") is not None) == known
        sites.learn("a.org", told(number))
    sites.learn("", told(1))
    assert sites.template("") is None


def test_the_sites_not_met_for_longest_are_forgotten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cleanarticle.sites.store._MOST_ENTRIES", 30)
    sites = TemplateStore(tmp_path / "sites.json")
    for number in range(2):
        for site in ("a", "b", "c", "d"):
            sites.learn(site, told(number))
    assert all(sites.template(site) for site in "abcd")
    sites.learn("a", told(9))
    assert sites.template("b") is None
    assert all(sites.template(site) for site in "acd")
    sites.save()
    assert len(json.loads((tmp_path / "sites.json").read_text())) == 3


def test_they_are_saved_seldom_and_a_kill_loses_half_at_most(tmp_path: Path) -> None:
    path = tmp_path / "sites.json"
    sites, versions = TemplateStore(path), set()
    for number in range(1, 101):
        sites.learn("a.org", told(number))
        sites.save_if_due()
        versions.add(path.read_bytes())
        assert json.loads(path.read_bytes())["a.org"]["pages"] >= number / 2
    assert len(versions) < 9
    assert [file.name for file in tmp_path.iterdir()] == ["sites.json"]


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b'{"a": 1}', b'{"a": {"pages": 1}}'])
def test_a_file_of_something_else_is_not_overwritten(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "out.jsonl.sites.json"
    path.write_bytes(content)
    written(tmp_path / "pages", range(1))
    with pytest.raises(ConfigError, match="does not hold site templates"):
        run(str(tmp_path / "pages"), tmp_path / "out.jsonl", batch_options=THREADS)
    assert path.read_bytes() == content
    assert not (tmp_path / "out.jsonl").exists()


def test_the_site_of_a_job() -> None:
    assert site_of(Page(b"", url="https://a.org/x", final_url="https://www.b.org:80/")) == (
        "www.b.org"
    )
    assert site_of(Page(b"")) == ""
    assert site_of(Path("pages/a.html")) == "pages"
    assert site_of(PlainText("text")) == ""
