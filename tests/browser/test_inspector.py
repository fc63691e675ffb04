"""Reports in a real browser: filters, keyboard, accessibility, and that nothing else runs.

`make browser` installs Chromium and what drives it. Without them the tests are skipped, but fail
in continuous integration.
"""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import pytest

from cleanarticle import BlockKind, clean
from cleanarticle.report import render_overview, render_page_report, summarize
from cleanarticle.report.block_list import MAX_BLOCKS
from cleanarticle.report.corrections import corrections
from support.browser import MISSING, Browser, is_installed
from support.paths import FIXTURES
from support.reports import article_of, block_of, hostile_article

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.browser

ARTICLE = clean(FIXTURES / "seed_hidden/source.html", url="https://www.example.org/regatta")
PHONE, DESKTOP = (390, 844), (1280, 900)
REPORTS = {
    "page": render_page_report(ARTICLE),
    "text": render_page_report(clean(FIXTURES / "000_b6e3171698ae8d1a.txt"), "page.txt"),
    "kinds": render_page_report(
        article_of(*(block_of(f"A text of {kind}.", kind) for kind in BlockKind))
    ),
    "wide": render_page_report(
        article_of(
            block_of("x" * 3000, xpath=f"/html[1]/body[1]{'/section[1]' * 50}"),
            title="y" * 500,
            markup=f"<table><tr>{'<td>A cell of a table</td>' * 30}</tr></table><pre>{'z' * 999}",
        )
    ),
    "hostile": render_page_report(hostile_article()),
    "overview": render_overview(
        summarize(
            [
                *(
                    json.loads(ARTICLE.to_json())
                    | {"status": "ok", "final_url": f"https://a.example/{n}"}
                    for n in range(3)
                ),
                json.loads(hostile_article().to_json()) | {"status": "ok", "final_url": None},
                {"status": "error", "error": {"kind": "timeout"}},
            ]
        ),
        "articles.jsonl",
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _installed() -> None:
    if not is_installed():
        if os.environ.get("CI") == "true":
            pytest.fail(MISSING)
        pytest.skip(MISSING)


@pytest.fixture(scope="module")
def paths(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("reports")
    paths = {name: folder / f"{name}.html" for name in REPORTS}
    for name, path in paths.items():
        path.write_text(REPORTS[name], "utf-8", newline="\n")
    return paths


@pytest.fixture(scope="module", params=["light", "dark"])
def either(request: pytest.FixtureRequest, _installed: None) -> Iterator[Browser]:
    with Browser(request.param) as running:
        yield running


@pytest.fixture(scope="module")
def browser(_installed: None) -> Iterator[Browser]:
    with Browser() as running:
        yield running


@pytest.mark.parametrize("name", REPORTS)
def test_report_opens_without_messages_or_requests(
    browser: Browser, paths: dict[str, Path], name: str
) -> None:
    browser.requests()
    browser.open(paths[name])
    browser.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")
    assert browser.evaluate("return document.readyState") == "complete"
    assert browser.console() == []
    assert browser.requests() == [paths[name].as_uri()]
    assert browser.evaluate("return typeof window.pwned") == "undefined"


def test_policy_blocks_what_escaping_would_miss(browser: Browser, paths: dict[str, Path]) -> None:
    browser.open(paths["page"])
    browser.console()
    browser.requests()
    browser.evaluate("""
        const script = document.createElement("script");
        script.textContent = "window.pwned = 1";
        const outside = document.createElement("div");
        outside.setAttribute("onclick", "window.pwned = 2");
        const picture = document.createElement("img");
        picture.src = "http://127.0.0.1:9/a.png";
        document.body.append(script, outside, picture);
        outside.click();
        """)
    assert browser.evaluate("return typeof window.pwned") == "undefined"
    messages = browser.console()
    assert len(messages) == 3
    assert all("Content Security Policy" in message for message in messages)


@pytest.mark.parametrize("size", [DESKTOP, (800, 900), PHONE], ids=str)
@pytest.mark.parametrize("name", REPORTS)
def test_report_does_not_scroll_sideways(
    browser: Browser, paths: dict[str, Path], name: str, size: tuple[int, int]
) -> None:
    browser.resize(*size)
    browser.open(paths[name])
    browser.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")
    assert browser.evaluate("return document.documentElement.scrollWidth") <= size[0]
    wider = browser.evaluate(
        "return [...document.querySelectorAll('main *, aside *, .clean :not(table, table *)')]"
        ".filter((e) => e.getBoundingClientRect().right > innerWidth).map((e) => e.outerHTML)"
    )  # a table of many columns scrolls in its pane
    browser.resize(*DESKTOP)
    assert wider == []


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=str)
@pytest.mark.parametrize("name", REPORTS)
def test_report_has_no_serious_barriers(
    either: Browser, paths: dict[str, Path], name: str, size: tuple[int, int]
) -> None:
    either.resize(*size)
    either.open(paths[name])
    either.evaluate("for (const box of document.querySelectorAll('details')) box.open = true")
    assert either.violations() == []


def shown(browser: Browser) -> list[str]:
    """Return the numbers of the blocks that are shown."""
    blocks = "[...document.querySelectorAll('.block')].filter((block) => block.offsetHeight)"
    script = f"return {blocks}.map((block) => block.id)"
    return [name.removeprefix("block-") for name in browser.evaluate(script)]


def test_filters_show_the_chosen_kinds(browser: Browser, paths: dict[str, Path]) -> None:
    browser.open(paths["page"])
    status = browser.driver.find_element("id", "shown")
    total = len(ARTICLE.blocks)
    assert status.text == f"{total} of {total} blocks shown"
    browser.driver.find_element("css selector", "[value=navigation]").click()
    kinds = {str(number): block.kind for number, block in enumerate(ARTICLE.blocks, start=1)}
    assert shown(browser) == [number for number in kinds if kinds[number] != "navigation"]
    assert status.text == f"{len(shown(browser))} of {total} blocks shown"
    browser.driver.find_element("css selector", "[data-check=none]").click()
    assert shown(browser) == []
    browser.driver.find_element("css selector", "[value=body]").send_keys(" ")
    assert len(shown(browser)) == len(ARTICLE.body)
    browser.driver.find_element("css selector", "[data-check=all]").click()
    assert len(shown(browser)) == total


def test_filters_of_many_blocks_answer_at_once(browser: Browser, tmp_path: Path) -> None:
    blocks = (block_of(f"The text of block {number}.") for number in range(MAX_BLOCKS))
    path = tmp_path / "report.html"
    path.write_text(render_page_report(article_of(*blocks)), "utf-8")
    browser.open(path)
    seconds = browser.evaluate("""
        const start = performance.now();
        for (const which of ["none", "all"]) {
          document.querySelector(`[data-check=${which}]`).click();
          document.body.offsetHeight;
        }
        return (performance.now() - start) / 1000;
        """)
    assert seconds < 20  # of an element of a list each, several minutes


def opacity(browser: Browser, selector: str) -> float:
    browser.finish_transitions()
    script = "return getComputedStyle(document.querySelector(arguments[0])).opacity"
    return float(browser.evaluate(script, selector))


def press(browser: Browser, key: str) -> None:
    browser.driver.switch_to.active_element.send_keys(key)


def test_keyboard_reaches_each_block_and_shows_its_reason(
    browser: Browser, paths: dict[str, Path]
) -> None:
    browser.open(paths["page"])
    assert opacity(browser, "#reason-1") == 0
    browser.evaluate("document.querySelector('.meanings summary').focus()")
    for number in (1, 2):
        press(browser, "\ue004")  # Tab
        assert (
            browser.evaluate("return document.activeElement.closest('.block').id")
            == f"block-{number}"
        )
        assert opacity(browser, f"#reason-{number}") == 1
    assert opacity(browser, "#reason-1") == 0
    name = browser.driver.switch_to.active_element.accessible_name
    assert name == f"wrong? block 2, {ARTICLE.blocks[1].kind}"


def test_pointer_shows_the_reason(browser: Browser, paths: dict[str, Path]) -> None:
    browser.open(paths["page"])
    browser.hover("#block-3")
    assert opacity(browser, "#reason-3") == 1
    assert opacity(browser, "#reason-2") == 0


def test_wrong_opens_the_correction_which_can_be_copied(
    browser: Browser, paths: dict[str, Path]
) -> None:
    from selenium.webdriver.support.wait import WebDriverWait

    number, expected = next(
        (number, correction)
        for number, correction in enumerate(corrections(ARTICLE), start=1)
        if correction.rule and correction.cue
    )
    browser.open(paths["page"])
    browser.allow_clipboard()
    browser.evaluate(f"document.querySelector('#block-{number} summary').focus()")
    press(browser, "\n")
    box = browser.driver.find_element("css selector", f"#block-{number} details")
    rule, cue = box.find_elements("css selector", "pre")
    assert rule.get_property("textContent") == expected.rule
    assert cue.get_property("textContent") == expected.cue
    box.find_element("css selector", "select").send_keys("share")
    chosen = expected.cue.replace('["other"]', '["share"]')
    assert cue.get_property("textContent") == chosen
    button = box.find_elements("css selector", "button.copy")[1]
    button.send_keys("\n")
    WebDriverWait(browser.driver, 5).until(lambda _: button.text != "Copy")
    assert button.text == "Copied"
    copied = browser.driver.execute_async_script(
        "navigator.clipboard.readText().then(arguments[0], (e) => arguments[0](String(e)))"
    )
    assert copied == chosen
    press(browser, "\ue00c")  # Escape
    assert box.get_property("open") is False
    assert browser.evaluate("return document.activeElement.tagName") == "SUMMARY"
