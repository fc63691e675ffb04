"""Site templates: learned by a command of their own, applied to pages without changing."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from typer.testing import CliRunner

from cleanarticle import SiteTemplates, clean
from cleanarticle.batch import learn, run
from cleanarticle.cli import app
from cleanarticle.errors import ConfigError
from support.site_pages import NOTE, page
from support.webserver import Site

if TYPE_CHECKING:
    from typer.testing import Result

LOCAL = ["--allow-private-hosts", "--ignore-robots", "--delay", "0"]


def write_pages(folder: Path, numbers: range) -> None:
    folder.mkdir(exist_ok=True, parents=True)
    for number in numbers:
        (folder / f"{number:03}.html").write_text(page(number), "utf-8")


def write_list(path: Path, inputs: list[str]) -> str:
    path.write_text("".join(f"{name}\n" for name in inputs), "utf-8")
    return str(path)


def command(*arguments: object) -> Result:
    return CliRunner().invoke(app, list(map(str, arguments)))


def records(out: Path) -> list[dict[str, Any]]:
    lines = [json.loads(line) for line in out.read_text("utf-8").splitlines()]
    return sorted(lines, key=lambda record: str(record["url"]))


def notes_in_boilerplate(out: Path) -> list[bool]:
    """Return for each page, in order, whether its note is labeled boilerplate."""
    return [NOTE in {block["text"] for block in record["boilerplate"]} for record in records(out)]


@pytest.mark.parametrize("workers", [0, 2])
def test_batch_same_bytes_give_same_article(tmp_path: Path, workers: int) -> None:
    """Whatever came before it in the batch, and beside it."""
    for copy in range(10):
        (tmp_path / f"{copy}.html").write_text(
            page(copy % 2).replace("<body>", "<link rel=canonical href=https://a.example/><body>")
        )
    out = tmp_path / "out" / "out.jsonl"
    out.parent.mkdir()
    names = [str(tmp_path / f"{copy}.html") for copy in range(10)]
    run(write_list(tmp_path / "list", names), out, workers=workers)
    articles = [
        {name: record[name] for name in ("text", "markdown", "html", "blocks", "confidence")}
        for record in records(out)
    ]
    assert articles[::2] == articles[:1] * 5
    assert articles[1::2] == articles[1:2] * 5
    assert [path.name for path in out.parent.iterdir()] == ["out.jsonl"]


@pytest.mark.parametrize("workers", [0, 1])
def test_learned_sites_apply_everywhere_alike(tmp_path: Path, workers: int) -> None:
    write_pages(tmp_path / "pages", range(9))
    sites, out = tmp_path / "sites.json", tmp_path / "out.jsonl"
    learned = command("learn", tmp_path / "pages", "-o", sites, "--workers", workers)
    assert learned.exit_code == 0, learned.stderr
    before = sites.read_bytes()
    write_pages(tmp_path / "pages", range(20, 23))
    new = tmp_path / "pages" / "020.html"
    arguments = ("batch", tmp_path / "pages", "-o", out, "--workers", workers, "--sites", sites)
    assert command(*arguments).exit_code == 0
    assert notes_in_boilerplate(out) == [True] * 12
    assert "on 9 of 9 pages of this site" in command("explain", new, "--sites", sites).stdout
    assert "of this site" not in command("explain", new).stdout
    article = clean(new, template=SiteTemplates.load(sites))
    record = records(out)[9]
    assert [block["reason"] for block in record["blocks"]] == [
        block.reason for block in article.blocks
    ]
    assert record["text"] == article.text
    shown = json.loads(command("clean", new, "--sites", sites, "--format", "json").stdout)
    assert shown["blocks"] == record["blocks"]
    assert sites.read_bytes() == before


def test_learn_any_order_and_number_of_workers_writes_same_file(tmp_path: Path) -> None:
    write_pages(tmp_path / "a", range(12))
    write_pages(tmp_path / "b", range(8, 16))
    (tmp_path / "a" / "copy.html").write_text(page(3), "utf-8")
    (tmp_path / "a" / "part.html").write_text(page(3).replace("<h1>Story 3</h1>", ""), "utf-8")
    names = sorted(str(path) for path in tmp_path.glob("*/*.html"))
    files = []
    for number, workers in enumerate((0, 1, 2, 0)):
        random.Random(number).shuffle(names)  # noqa: S311 - not for cryptography
        sites = tmp_path / f"sites-{number}.json"
        source = write_list(tmp_path / "list", names)
        assert learn(source, sites, workers=workers, concurrency=1 + 3 * number).ok == 22
        files.append(sites.read_bytes())
    assert files[1:] == files[:1] * 3
    assert set(json.loads(files[0])) == {str(tmp_path / "a"), str(tmp_path / "b")}


def test_batch_any_order_and_number_of_workers_gives_same_records(tmp_path: Path) -> None:
    """With templates, also if it is interrupted and resumed."""
    write_pages(tmp_path / "a", range(9))
    write_pages(tmp_path / "b", range(6, 12))
    sites = tmp_path / "sites.json"
    learn(str(tmp_path / "a"), sites, workers=0)
    names = sorted(str(path) for path in tmp_path.glob("*/*.html"))
    outputs = []
    for number, workers in enumerate((0, 2, 0)):
        random.Random(number).shuffle(names)  # noqa: S311 - not for cryptography
        out = tmp_path / f"out-{number}.jsonl"
        template = SiteTemplates.load(sites)
        if number == 2:  # resumed
            run(write_list(tmp_path / "list", names[:7]), out, workers=0, template=template)
        run(write_list(tmp_path / "list", names), out, workers=workers, template=template)
        outputs.append(
            [
                {key: record[key] for key in ("url", "text", "blocks", "confidence")}
                for record in records(out)
            ]
        )
    assert outputs[1:] == outputs[:1] * 2
    assert [NOTE in record["text"] for record in outputs[0]] == [False] * 9 + [True] * 6


def test_batch_summary_names_hosts_to_learn(tmp_path: Path) -> None:
    """Those with six pages or more and no template; it is advice, not an error."""
    for host, count in (("a.example", 7), ("b.example", 6), ("c.example", 5)):
        folder = tmp_path / "pages" / host
        folder.mkdir(parents=True)
        for number in range(count):
            link = f"<link rel=canonical href=https://{host}/{number}>"
            (folder / f"{number}.html").write_text(f"<html><head>{link}</head>{page(number)}")
    pages, sites = tmp_path / "pages", tmp_path / "sites.json"
    result = command("batch", pages, "-o", tmp_path / "1.jsonl", "--workers", "0")
    assert "2 hosts have 6 or more pages and no site template (most pages: a.example, 7)" in (
        result.stderr
    )
    quiet = command("batch", pages, "-o", tmp_path / "2.jsonl", "--workers", "0", "--quiet")
    assert (quiet.exit_code, quiet.stderr) == (0, "")
    learn(str(pages / "a.example"), sites, workers=0)
    arguments = ("-o", tmp_path / "3.jsonl", "--workers", "0", "--templates", sites)
    result = command("batch", pages, *arguments)
    assert "1 host has 6 or more pages and no site template (most pages: b.example, 6)" in (
        result.stderr
    )
    learn(str(pages), sites, workers=0)
    arguments = ("-o", tmp_path / "4.jsonl", "--workers", "0", "--sites", sites)
    assert "no site template" not in command("batch", pages, *arguments).stderr


def test_learn_urls_knows_sites_by_host(tmp_path: Path) -> None:
    with Site() as site:
        urls = [site.url(f"/page/{number}") for number in range(3)]
        missing = site.url("/missing")
        source = write_list(tmp_path / "list", [*urls, missing])
        result = command("learn", source, "-o", tmp_path / "sites.json", *LOCAL, "--workers", "0")
    assert result.exit_code == 1
    assert list(json.loads((tmp_path / "sites.json").read_bytes())) == ["127.0.0.1"]
    skipped = json.loads((tmp_path / "sites.json.skipped.jsonl").read_text("utf-8"))
    assert (skipped["input"], skipped["reason"]) == (missing, "failed")
    assert "sites.json.skipped.jsonl names what was skipped, and why" in result.stderr


def test_learn_saved_pages_knows_site_by_declared_url(tmp_path: Path) -> None:
    """A saved site has many folders, and is one site wherever it is moved to."""
    for number in range(9):
        folder = tmp_path / "saved" / str(number)
        folder.mkdir(parents=True)
        link = f"<link rel=canonical href=https://www.a.example/{number}>"
        (folder / "index.html").write_text(f"<html><head>{link}</head>{page(number)}", "utf-8")
    sites = tmp_path / "sites.json"
    learn(str(tmp_path / "saved"), sites, workers=0)
    assert list(json.loads(sites.read_bytes())) == ["www.a.example"]
    article = clean(page(20), url="https://www.a.example/20", template=SiteTemplates.load(sites))
    assert NOTE in [block.text for block in article.boilerplate]
    other = clean(page(20), url="https://b.example/20", template=SiteTemplates.load(sites))
    assert NOTE in [block.text for block in other.body]


def test_learn_inputs_without_template_are_named(tmp_path: Path) -> None:
    """A text, a page of an unknown site, and a site with one page."""
    write_pages(tmp_path / "pages", range(1))
    (tmp_path / "pages" / "note.txt").write_text("A note. " * 40)
    sites = tmp_path / "sites.json"
    result = command("learn", tmp_path / "pages", "-o", sites, "--workers", "0")
    assert result.exit_code == 1
    assert "1 site has fewer than 2 different pages" in result.stderr
    assert "plain text" in (tmp_path / "sites.json.skipped.jsonl").read_text()
    assert sites.read_bytes() == b"{}\n"
    table = tmp_path / "table.jsonl"
    table.write_text(json.dumps({"html": page(1)}) + "\n")
    result = command("learn", table, "--html-field", "html", "-o", sites, "--workers", "0")
    assert result.exit_code == 1
    assert "--url-field" in (tmp_path / "sites.json.skipped.jsonl").read_text()


@pytest.mark.parametrize("output", ["-", "no/such/folder/sites.json"])
def test_learn_output_that_cannot_be_written_is_wrong_usage(tmp_path: Path, output: str) -> None:
    write_pages(tmp_path / "pages", range(1))
    result = command("learn", tmp_path / "pages", "-o", output)
    assert result.exit_code == 2
    assert result.stderr.startswith(f"cleanarticle: {output}: cannot be written")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_learn_ctrl_c_writes_what_was_learned(tmp_path: Path) -> None:
    sites = tmp_path / "sites.json"
    with Site() as site:
        source = write_list(tmp_path / "list", [site.url(f"/slow/{n}") for n in range(200)])
        arguments = ["learn", source, "-o", str(sites), *LOCAL, "--workers", "0", "--quiet"]
        with subprocess.Popen(
            [sys.executable, "-m", "cleanarticle", *arguments], stderr=subprocess.PIPE, text=True
        ) as process:
            while len(site.hits) < 6:
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
            _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert stderr == f"cleanarticle: stopped; {sites} holds what was learned so far\n"
    assert json.loads(sites.read_bytes())["127.0.0.1"]["pages"] >= 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such signals")
def test_learn_sites_ctrl_c_while_it_learns_leaves_no_templates(tmp_path: Path) -> None:
    """A resumed run would take them for those of all ten pages."""
    out = tmp_path / "out.jsonl"
    with Site() as site:
        source = write_list(tmp_path / "list", [site.url(f"/slow/{n}") for n in range(20)])
        arguments = ["batch", source, "-o", str(out), "--learn-sites", *LOCAL, "--workers", "0"]
        with subprocess.Popen(
            [sys.executable, "-m", "cleanarticle", *arguments], stderr=subprocess.PIPE, text=True
        ) as process:
            while len(site.hits) < 4:
                time.sleep(0.02)
            process.send_signal(signal.SIGINT)
            _, stderr = process.communicate(timeout=30)
    assert process.returncode == 130
    assert "stopped; to go on from here" in stderr
    assert not out.exists()
    assert not Path(f"{out}.sites.json").exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"[]", b"\xff", b'{"a": 1}', b'{"a": {"pages": 1}}', b"\0" * 99, b"[" * 99_999, None],
)
def test_sites_damaged_or_missing_is_wrong_usage(tmp_path: Path, content: bytes | None) -> None:
    sites = tmp_path / "sites.json"
    if content is not None:
        sites.write_bytes(content)
    write_pages(tmp_path / "pages", range(1))
    out = tmp_path / "out.jsonl"
    for arguments in (
        ("batch", tmp_path / "pages", "-o", out),
        ("clean", tmp_path / "pages" / "000.html"),
        ("explain", tmp_path / "pages" / "000.html"),
    ):
        result = command(*arguments, "--sites", sites)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.startswith(f"cleanarticle: {sites}")
        assert f"cleanarticle learn INPUT -o {sites}" in result.stderr
    assert not out.exists()
    if content is not None:
        with pytest.raises(ConfigError, match="name another output"):
            learn(str(tmp_path / "pages"), sites, workers=0)
        assert sites.read_bytes() == content


def test_learn_sites_any_order_gives_records_of_one_template_file(tmp_path: Path) -> None:
    """The pages that it learns from do not depend on the order of the inputs."""
    write_pages(tmp_path / "a", range(14))
    write_pages(tmp_path / "b", range(1))
    names = sorted(str(path) for path in tmp_path.glob("*/*.html"))
    outputs = []
    for number in range(3):
        random.Random(number).shuffle(names)  # noqa: S311 - not for cryptography
        out = tmp_path / f"out-{number}.jsonl"
        result = command("batch", write_list(tmp_path / "list", names), "-o", out, "--learn-sites")
        assert result.exit_code == 0, result.stderr
        assert "holds what was learned of 11 pages" in result.stderr
        assert notes_in_boilerplate(out) == [True] * 14 + [False]
        sites = Path(f"{out}.sites.json").read_bytes()
        assert json.loads(sites)[str(tmp_path / "a")]["pages"] == 10
        outputs.append((sites, [record["blocks"] for record in records(out)]))
    assert outputs[1:] == outputs[:1] * 2


def test_learn_sites_resumed_uses_the_templates_of_the_first_run(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", range(6))
    out, source = tmp_path / "out.jsonl", tmp_path / "pages"
    assert run(str(source), out, learn_sites=True, workers=0).ok == 6
    before = Path(f"{out}.sites.json").read_bytes()
    write_pages(source, range(6, 30))
    tally = run(str(source), out, learn_sites=True, workers=0)
    assert tally.ok == 24
    assert any("were used" in note for note in tally.notes)
    assert Path(f"{out}.sites.json").read_bytes() == before
    assert notes_in_boilerplate(out) == [True] * 30


def test_learn_sites_where_it_cannot_learn_is_refused(tmp_path: Path) -> None:
    write_pages(tmp_path / "pages", range(3))
    sites = tmp_path / "sites.json"
    learn(str(tmp_path / "pages"), sites, workers=0)
    source, out = str(tmp_path / "pages"), tmp_path / "out.jsonl"
    with pytest.raises(ConfigError, match="leave out one"):
        run(source, out, learn_sites=True, template=SiteTemplates.load(sites))
    with pytest.raises(ConfigError, match="name a file"):
        run(source, Path("-"), learn_sites=True)
    with pytest.raises(ConfigError, match="save stdin"):
        run("-", out, learn_sites=True)
    table = tmp_path / "texts.jsonl"
    table.write_text('{"text": "A text"}\n')
    with pytest.raises(ConfigError, match="no site template"):
        run(str(table), out, learn_sites=True, text_field="text")
    assert not out.exists()


def test_learn_sites_damaged_table_cleans_what_can_be_read(tmp_path: Path) -> None:
    rows = [json.dumps({"url": f"https://a.example/{n}", "html": page(n)}) for n in range(5)]
    source, out = tmp_path / "pages.jsonl", tmp_path / "out.jsonl"
    source.write_text("\n".join([*rows, "{broken"]), "utf-8")
    tally = run(str(source), out, learn_sites=True, html_field="html", workers=0)
    assert (tally.ok, tally.failed) == (5, 1)
    cleaned = [record for record in records(out) if "boilerplate" in record]
    notes = [NOTE in {block["text"] for block in record["boilerplate"]} for record in cleaned]
    assert notes == [True] * 5
