"""The documentation names everything that the code has, and nothing else."""

from __future__ import annotations

import inspect
import re
from dataclasses import fields
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
import trafilatura
import typer
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.settings import Document

import cleanarticle
from cleanarticle import BatchOptions, BlockKind, CleanOptions, FetchOptions, batch, scale
from cleanarticle.batch import RECORD_FIELDS, SkipReason
from cleanarticle.cli import app
from support.code_blocks import blocks_of, check_printed, run_blocks
from support.paths import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = ROOT / "docs"
PAGES = [path.relative_to(DOCS).as_posix() for path in DOCS.rglob("*.md")]
COMMANDS: dict[str, Any] = typer.main.get_command(app).commands  # type: ignore[attr-defined]


def section(page: str, heading: str) -> str:
    """Return the text below a heading of a page, up to the next of its level or a higher one."""
    text = (DOCS / page).read_text("utf-8")
    level = heading.partition(" ")[0]
    start = re.search(rf"^{re.escape(heading)}\n", text, re.MULTILINE)
    assert start, f"{page} has no {heading!r}"
    end = re.search(rf"^#{{1,{len(level)}}} ", text[start.end() :], re.MULTILINE)
    return text[start.end() :][: end.start() if end else None]


def rows(text: str) -> Iterator[list[str]]:
    """Yield the cells of the rows of the tables in a text, without headings."""
    for line in text.splitlines():
        if line.startswith("| `"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]


def code(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def named(text: str) -> list[str]:
    """Return the names in the first column of the tables in a text."""
    return [name for cells in rows(text) for name in code(cells[0])]


def test_start_shows_the_page_that_it_cleans() -> None:
    page = (DOCS / "bridge.html").read_text("utf-8")
    assert f"```html\n{page}```" in section("start.md", "## One page")


def test_record_format_lists_the_fields_of_records_with_their_types() -> None:
    listed = {code(name)[0]: kind for name, kind, *_ in rows(section("records.md", "## Fields"))}
    assert list(listed.items()) == [(name, str(kind)) for name, kind in RECORD_FIELDS.items()]


def test_record_format_describes_each_type() -> None:
    described = re.findall(r"^\| (\w+) \|", section("records.md", "## Types"), re.MULTILINE)
    assert {str(kind) for kind in RECORD_FIELDS.values()} == {*described} - {"type"}


def test_record_format_lists_the_kinds_of_errors_and_their_exceptions() -> None:
    listed = [
        (name, code(kind)[0])
        for kind, names, *_ in rows(section("records.md", "## Errors"))
        for name in code(names)
    ]
    errors = [getattr(cleanarticle, name) for name in cleanarticle.__all__]
    kinds = {
        error.__name__: error.kind
        for error in errors
        if isinstance(error, type) and issubclass(error, cleanarticle.CleanArticleError)
    }
    for name in ("ConfigError", "WeightsError", "CleanArticleError"):
        assert f"`{kinds.pop(name)}`" in section("records.md", "## Errors")
    assert dict(listed) == kinds


def test_record_format_lists_the_reasons_of_skipped_inputs() -> None:
    listed = named(section("records.md", "## Inputs without a record"))
    assert set(listed) == set(SkipReason) - {SkipReason.DONE}


@pytest.mark.parametrize("cls", [CleanOptions, FetchOptions, BatchOptions])
def test_options_are_those_of_the_class(cls: Any) -> None:
    text = section("options.md", f"## {cls.__name__}").split("### ")[0]
    assert named(text) == [option.name for option in fields(cls)]
    for name, default, *_ in rows(text):
        value = getattr(cls(), code(name)[0])
        if code(default):
            assert str(value) == code(default)[0].strip('"').replace("_", ""), name


@pytest.mark.parametrize("name", COMMANDS)
def test_command_line_lists_the_options_of_each_command(name: str) -> None:
    text = section("command-line.md", f"## {name}")
    groups = re.findall(r"\(#options-of-(\w+)\)", text)
    tables = [text, *(section("command-line.md", f"## Options of {group}") for group in groups)]
    listed = {word.split(" ")[0] for table in tables for word in named(table)}
    parameters = COMMANDS[name].params
    real = {flag for one in parameters for flag in [*one.opts, *one.secondary_opts]}
    assert listed == {flag for flag in real if flag.startswith("-")}


def test_kinds_page_lists_all_kinds_in_order() -> None:
    assert named(section("kinds.md", "## Kinds")) == list(BlockKind)


def test_flags_are_those_of_articles() -> None:
    described = (
        (inspect.getdoc(cleanarticle.Article) or "").split("flags: ")[1].split("blocks: ")[0]
    )
    flags = re.findall(r'"(\w+)"', described)
    assert sorted(named(section("kinds.md", "## Flags"))) == sorted(flags)


@pytest.mark.parametrize("module", [cleanarticle, scale, batch])
def test_reference_has_every_public_name(module: Any) -> None:
    text = (DOCS / "reference.md").read_text("utf-8")
    documented = set(re.findall(r"::\s+cleanarticle(?:\.\w+)*?\.(\w+)$", text, re.MULTILINE))
    mentioned = set(code(section("reference.md", "## cleanarticle.batch")))
    missing = set(module.__all__) - documented
    assert not (missing - mentioned if module is batch else missing)


def test_llms_txt_has_the_form_of_llmstxt_and_lists_all_pages() -> None:
    text = (DOCS / "llms.txt").read_text("utf-8")
    assert re.match(r"# cleanarticle\n\n> ", text)
    links = re.findall(r"^- \[[^]]+\]\(([^)]+)\): \S", text, re.MULTILINE)
    assert len(links) == text.count("\n- ")
    expected = {page.removesuffix(".md") + ".html" for page in PAGES} - {"index.html"}
    assert sorted(links) == sorted(expected)


def test_links_of_index_lead_to_all_pages() -> None:
    text = (DOCS / "index.md").read_text("utf-8")
    listed = re.findall(r"^(?:.*<)?([\w/-]+)>?$", text, re.MULTILINE)
    assert {page.removesuffix(".md") for page in PAGES} - {"index"} <= set(listed)


def test_calls_of_trafilatura_exist() -> None:
    text = section("coming-from.md", "## trafilatura")
    calls = " ".join(word for cells in rows(text) for word in code(cells[0]))
    functions = set(re.findall(r"trafilatura\.(\w+)\(", calls))
    assert functions >= {"extract", "bare_extraction"}
    assert all(hasattr(trafilatura, name) for name in functions)
    keywords = set(re.findall(r"\b(\w+)=", calls))
    assert keywords <= set(inspect.signature(trafilatura.extract).parameters)
    attributes = set(re.findall(r"document\.(\w+)", calls))
    assert attributes <= set(Document.__slots__)


def test_calls_of_resiliparse_exist() -> None:
    text = section("coming-from.md", "## resiliparse")
    calls = " ".join(word for cells in rows(text) for word in code(cells[0]))
    keywords = set(re.findall(r"\b(\w+)=", calls))
    assert len(keywords) > 3
    assert keywords <= set(re.findall(r":param (\w+):", extract_plain_text.__doc__ or ""))


def test_documentation_is_built_with_warnings_as_errors() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    assert re.search(r"^docs:.*\n\t.*sphinx .*--fail-on-warning", makefile, re.MULTILINE)
    assert "make docs" in (ROOT / ".ci" / "run").read_text("utf-8")


def test_blocks_of_other_languages_are_refused() -> None:
    with pytest.raises(ValueError, match="mark it as text"):
        list(blocks_of("```ruby\nputs 1\n```"))


@pytest.mark.parametrize(
    "markdown",
    [
        "```python\nraise ValueError\n```",
        "```sh\nfalse\n```",
        "```console\n$ echo one\ntwo\n```",
        "```python\nprint(1)\n```\n\nThis prints:\n\n```text\n2\n```",
    ],
)
def test_blocks_that_fail_or_print_something_else_are_failures(
    markdown: str, tmp_path: Path
) -> None:
    document = tmp_path / "page.md"
    document.write_text(markdown)
    with pytest.raises(AssertionError):
        run_blocks(document, tmp_path)


def test_blocks_of_a_page_share_names_and_files(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text(
        "```toml\n# rules.toml\n[x]\n```\n\n```python\na = 1\n```\n\n"
        "```python\nprint(a, len(open('rules.toml').read()))\n```\n\nIt prints:\n\n"
        "```text\n1 17\n```\n\n"
        "```console\n$ cleanarticle --version\ncleanarticle ...\n```\n"
    )
    assert run_blocks(document, tmp_path).startswith("1 17\ncleanarticle")


def test_printed_text_may_be_elided() -> None:
    check_printed("one ... four\n", "one two three four\n\n")
    with pytest.raises(AssertionError):
        check_printed("one ... four", "one two")
