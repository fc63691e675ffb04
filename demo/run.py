"""Serve the fixture pages on a local port, clean them over HTTP, and show the results."""

from __future__ import annotations

import gzip
import json
import subprocess
import sys
import tempfile
import threading
from collections import Counter
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

import cleanarticle

HERE = Path(__file__).parent
FIXTURES = HERE.parent / "tests" / "fixtures"
OUTPUT = HERE / "articles.jsonl"
SCRAPED_TEXT = FIXTURES / "000_b6e3171698ae8d1a.txt"


def load_pages() -> dict[str, bytes]:
    """Return the fixture pages by URL path."""
    pages = {}
    for folder in sorted(FIXTURES.iterdir()):
        for source in folder.glob("source.html*"):
            content = source.read_bytes()
            pages[f"/{folder.name}"] = (
                gzip.decompress(content) if source.suffix == ".gz" else content
            )
    return pages


class FixtureHandler(BaseHTTPRequestHandler):
    """A request handler that serves the fixture pages."""

    pages = load_pages()

    def do_GET(self) -> None:
        """Send the page at the requested path, or 404."""
        content = self.pages.get(self.path)
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_args: object) -> None:
        """Do not log requests, so that the terminal shows only the results."""


def run_batch(base_url: str) -> None:
    """Run the command line as a user would, with one URL that does not exist."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as url_file:
        paths = [*FixtureHandler.pages, "/no-such-page"]
        url_file.write("".join(f"{base_url}{path}\n" for path in paths))
        url_file.flush()
        command = [sys.executable, "-m", "cleanarticle", "batch", url_file.name, "-o", str(OUTPUT),
                   "--allow-private-hosts", "--delay", "0"]  # fmt: skip
        subprocess.run(command, check=False)  # noqa: S603 - our own command line


def summarize(records: list[dict[str, Any]]) -> Table:
    """Return a table with one row per page."""
    table = Table(title=f"{len(records)} pages, cleaned over HTTP into {OUTPUT.name}")
    for name in ("page", "title", "page type"):
        table.add_column(name, overflow="fold")
    table.add_column("words of body", justify="right")
    table.add_column("boilerplate (blocks by kind)", overflow="fold")
    for record in sorted(records, key=lambda record: record["url"]):
        name = record["url"].rsplit("/", 1)[1]
        if record["status"] == "error":
            table.add_row(name, f"[red]{record['error']['message']}", "", "", "")
            continue
        kinds = Counter(block["kind"] for block in record["boilerplate"])
        table.add_row(
            name,
            record["title"],
            record["page_type"],
            str(len(record["text"].split())),
            ", ".join(f"{kind} {count}" for kind, count in kinds.most_common()),
        )
    return table


def show_scraped_text(console: Console) -> None:
    """Show a scraped text before and after cleaning, and its boilerplate."""
    text = SCRAPED_TEXT.read_text("utf-8")
    console.rule("A scraped text, before")
    console.print(text.strip(), highlight=False, markup=False)
    article = cleanarticle.clean_text(text)
    console.rule("After: the body")
    console.print(article.text, highlight=False, markup=False)
    console.rule("The boilerplate, labeled")
    table = Table()
    for name in ("kind", "text", "reason"):
        table.add_column(name)
    for block in article.boilerplate:
        table.add_row(str(block.kind), block.text, block.reason)
    console.print(table)


def main() -> None:
    """Run the demo."""
    OUTPUT.unlink(missing_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), FixtureHandler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    run_batch(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    records = [json.loads(line) for line in OUTPUT.read_text("utf-8").splitlines()]
    console = Console()
    show_scraped_text(console)
    console.print(summarize(records))


if __name__ == "__main__":
    main()
