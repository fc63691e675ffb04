"""Write pictures of reports to docs/images: of the seed page, three others, and a batch of pages.

Only those of the seed page are in the repository.

PYTHONPATH=src:tests python scripts/screenshots.py
"""

from __future__ import annotations

import json
import tempfile
from pathlib import Path

from cleanarticle import clean
from cleanarticle.report import render_overview, render_page_report, summarize
from support.browser import Browser
from support.paths import FIXTURES, ROOT

IMAGES = ROOT / "docs" / "images"
WINDOWS = {
    "light": ("light", 1280, 600),
    "dark": ("dark", 1280, 600),
    "phone": ("light", 390, 844),
}
"""Color scheme, width and height of each picture by its name."""

PAGES = ("article_4619", "forum_0536", "product_4026")
"""The fixture pages beside the seed page."""

OPENED = "#block-2 summary"
"""The button that is pressed for the pictures of a page."""


def main() -> None:
    """Write the pictures."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    seed = clean(FIXTURES / "seed_wordpress/source.html", url="https://www.example.org/deepseek")
    articles = {
        path.parent.name: clean(path, url=f"https://www.example.org/{path.parent.name}")
        for path in sorted(FIXTURES.glob("*/source.html.gz"))
    }
    records = (
        json.loads(article.to_json()) | {"status": "ok", "final_url": article.url}
        for article in articles.values()
    )
    reports = {
        "inspect": render_page_report(seed),
        **{f"inspect-{name}": render_page_report(articles[name]) for name in PAGES},
        "overview": render_overview(summarize(records), "articles.jsonl"),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, report in reports.items():
            path = Path(folder) / f"{name}.html"
            path.write_text(report, "utf-8")
            for window, (scheme, width, height) in WINDOWS.items():
                take(path, IMAGES / f"{name}-{window}.png", (scheme, width, height))


def take(report: Path, picture: Path, window: tuple[str, int, int]) -> None:
    """Write a picture of a report.

    Args:
        report: The file of the report.
        picture: The file of the picture.
        window: Color scheme, width and height.
    """
    with Browser(*window) as browser:
        browser.open(report)
        for button in browser.driver.find_elements("css selector", OPENED):
            button.send_keys("\n")
            browser.evaluate("document.activeElement.blur()")
            if picture.stem.endswith("phone"):
                browser.evaluate("document.querySelector('main').scrollIntoView()")
            else:
                browser.hover(OPENED)
                browser.evaluate("scrollTo(0, 0)")
        browser.finish_transitions()
        browser.screenshot(picture)
    print(f"{picture.relative_to(ROOT)}: {picture.stat().st_size // 1000} kB")


if __name__ == "__main__":
    main()
