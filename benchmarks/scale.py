"""Clean a crawl with several tools and print the bill as a table.

    python benchmarks/scale.py CORPORA [SHARE]        (make scale CORPORA=...)

All pages of the corpora become one WARC file, packed as Common Crawl packs them. Each tool reads it
and writes one JSON object a page, with text and metadata; cleanarticle's have all blocks with their
kinds, Markdown and HTML too. SHARE 8 takes every eighth page. CPU time is that of all processes.
"""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

SETS = ("blogs", "news-424", "snippets-500", "wcxb-dev", "zh-69")
CHUNK = 16


class Bill(NamedTuple):
    """What a run took: seconds of the clock and of all processors, the largest process in MB."""

    wall: float
    cpu: float
    megabytes: float


def main(corpora: Path, share: int = 1) -> None:
    """Measure all tools and print a row for each."""
    with tempfile.TemporaryDirectory() as folder:
        crawl = Path(folder) / "crawl.warc.gz"
        pages, size = write_crawl(crawl, corpora, share)
        packed = crawl.stat().st_size / 1e6
        print(f"{pages} pages, {size / 1e6:.0f} MB of HTML, {packed:.0f} MB packed")
        print()
        print("| tool | pages/s | MB/s | MB of the largest process "
              "| core-hours for a million pages | for a billion |")  # fmt: skip
        print("|---|---|---|---|---|---|")
        for name, command in commands(crawl, Path(folder)):
            bill = measure(command)
            hours = bill.cpu / pages * 1e6 / 3600
            is_known = "Ray" not in name  # whose processes are not children of the run
            row = (
                name,
                f"{pages / bill.wall:.1f}",
                f"{size / 1e6 / bill.wall:.2f}",
                f"{bill.megabytes:.0f}" if is_known else "",
                f"{hours:.1f}" if is_known else "",
                f"{1000 * hours:,.0f}" if is_known else "",
            )
            print(f"| {' | '.join(row)} |", flush=True)


def commands(crawl: Path, folder: Path) -> Iterator[tuple[str, list[str]]]:
    """Yield the command of each tool."""
    this = [sys.executable, __file__]
    batch = [sys.executable, "-m", "cleanarticle", "batch", str(crawl), "--quiet", "-o"]
    for workers in ("1", "2"):
        output = str(folder / f"{workers}.jsonl")
        yield f"cleanarticle batch, {workers} workers", [*batch, output, "--workers", workers]
    yield "cleanarticle batch, Ray", [*batch, str(folder / "ray.jsonl"), "--engine", "ray"]
    for name in TOOLS:
        yield f"{name}, a pool of two", [*this, "--tool", name, str(crawl), str(folder / name)]


def measure(command: list[str]) -> Bill:
    """Run a command and return what it took."""
    start = time.perf_counter()
    with subprocess.Popen(command) as process:
        _, _, usage = os.wait4(process.pid, 0)
        process.returncode = 0
    wall = time.perf_counter() - start
    return Bill(wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1024)


def write_crawl(path: Path, corpora: Path, share: int) -> tuple[int, int]:
    """Write the pages of the corpora as a WARC file; return their number and their bytes."""
    number = size = 0
    with path.open("wb") as file:
        for name in SETS:
            sources = (
                sorted((corpora / name / "html").iterdir()) if (corpora / name).exists() else []
            )
            for source in sources[::share]:
                content = gzip.decompress(source.read_bytes())
                head = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n"
                record = WarcRecord()
                record.init_headers(record_type=WarcRecordType.response)
                record.headers["WARC-Target-URI"] = f"https://{name}.example/{source.name}"
                record.headers["Content-Type"] = "application/http; msgtype=response"
                record.set_bytes_content(head + content)
                packed = io.BytesIO()
                record.write(packed)
                file.write(gzip.compress(packed.getvalue()))
                number, size = number + 1, size + len(content)
    return number, size


def read_crawl(path: Path) -> Iterator[tuple[str, bytes]]:
    """Yield the URL and the content of each page."""
    with path.open("rb") as file:
        for record in ArchiveIterator(file, record_types=WarcRecordType.response):
            yield record.headers["WARC-Target-URI"], record.reader.read()


def by_trafilatura(page: tuple[str, bytes]) -> dict[str, Any]:
    """Return the text and the metadata that trafilatura finds."""
    import trafilatura

    url, content = page
    found: Any = trafilatura.bare_extraction(content, url=url, with_metadata=True)
    return {"url": url, **(found.as_dict() if found else {})}


def by_resiliparse(page: tuple[str, bytes]) -> dict[str, Any]:
    """Return the main content that resiliparse finds; it has no metadata."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    url, content = page
    text = extract_plain_text(
        bytes_to_str(content, detect_encoding(content) or "utf-8"), main_content=True
    )
    return {"url": url, "text": text}


TOOLS: dict[str, Callable[[tuple[str, bytes]], dict[str, Any]]] = {
    "trafilatura": by_trafilatura,
    "resiliparse": by_resiliparse,
}


def run_tool(name: str, crawl: Path, output: Path) -> None:
    """Clean a crawl with another tool in a pool of two processes."""
    with ProcessPoolExecutor(2) as pool, output.open("w", encoding="utf-8") as file:
        for lines in pool.map(partial(_lines, name), _chunks(read_crawl(crawl))):
            file.write(lines)


def _lines(name: str, pages: Iterable[tuple[str, bytes]]) -> str:
    found = map(TOOLS[name], pages)
    return "".join(json.dumps(each, ensure_ascii=False, default=str) + "\n" for each in found)


def _chunks(pages: Iterator[tuple[str, bytes]]) -> Iterator[list[tuple[str, bytes]]]:
    while chunk := [page for _, page in zip(range(CHUNK), pages, strict=False)]:
        yield chunk


if __name__ == "__main__":
    if sys.argv[1] == "--tool":
        run_tool(sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))
    else:
        main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
