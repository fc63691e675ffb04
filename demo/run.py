"""Serve the fixture pages on a local port, clean them over HTTP, and show what came of it."""

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
SEED = FIXTURES / "000_b6e3171698ae8d1a.txt"


def pages() -> dict[str, bytes]:
    """The fixture pages by the path that they are served at."""
    found = {}
    for folder in sorted(FIXTURES.iterdir()):
        for source in folder.glob("source.html*"):
            content = source.read_bytes()
            found[f"/{folder.name}"] = (
                gzip.decompress(content) if source.suffix == ".gz" else content
            )
    return found


class Handler(BaseHTTPRequestHandler):
    """Answers with the fixture pages."""

    pages = pages()

    def do_GET(self) -> None:
        """Send the page, or 404."""
        content = self.pages.get(self.path)
        self.send_response(404 if content is None else 200)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def log_message(self, *_args: object) -> None:
        """Keep the terminal for the results."""


def batch(base: str) -> None:
    """Run the command line as a user would; one address of the list does not exist."""
    with tempfile.NamedTemporaryFile("w", suffix=".txt") as urls:
        urls.write("".join(f"{base}{path}\n" for path in [*Handler.pages, "/no-such-page"]))
        urls.flush()
        command = [sys.executable, "-m", "cleanarticle", "batch", urls.name, "-o", str(OUTPUT),
                   "--allow-private-hosts", "--delay", "0"]  # fmt: skip
        subprocess.run(command, check=False)  # noqa: S603 - our own command line


def summary(records: list[dict[str, Any]]) -> Table:
    """One row a page."""
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


def show_seed(console: Console) -> None:
    """The text that somebody scraped, and what is left of it."""
    text = SEED.read_text("utf-8")
    console.rule("A scraped text, before")
    console.print(text.strip(), highlight=False, markup=False)
    article = cleanarticle.clean_text(text)
    console.rule("After: the body")
    console.print(article.text, highlight=False, markup=False)
    console.rule("... and the rest, labeled")
    table = Table()
    for name in ("kind", "text", "reason"):
        table.add_column(name)
    for block in article.boilerplate:
        table.add_row(str(block.kind), block.text, block.reason)
    console.print(table)


def main() -> None:
    """Run the demonstration."""
    OUTPUT.unlink(missing_ok=True)
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    batch(f"http://127.0.0.1:{server.server_port}")
    server.shutdown()
    records = [json.loads(line) for line in OUTPUT.read_text("utf-8").splitlines()]
    console = Console()
    show_seed(console)
    console.print(summary(records))


if __name__ == "__main__":
    main()
