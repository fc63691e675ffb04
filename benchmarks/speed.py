"""Compare the speed of cleaning with trafilatura, resiliparse and lxml's parser; time its steps.

    python benchmarks/speed.py CORPORA [EVERY]        (make bench CORPORA=...)

All run in one process and take turns on each page, so that other load on the machine affects them
equally. Each is timed from bytes to the finished result, in CPU time, the best of five rounds a
page; the figures are sums over all pages of a set. EVERY 8 takes every eighth page.
"""

from __future__ import annotations

import gzip
import logging
import sys
import time
from collections import defaultdict
from contextlib import ExitStack
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING
from unittest.mock import patch

import trafilatura
from lxml import html
from resiliparse.extract.html2text import extract_plain_text
from resiliparse.parse.encoding import detect_encoding

import cleanarticle
from cleanarticle import pipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SETS = ("news-424", "wcxb-dev")
ROUNDS = 5


def by_resiliparse(page: bytes) -> str:
    """Extract main content with resiliparse, including decoding, as in its documentation."""
    text = page.decode(detect_encoding(page) or "utf-8", "replace")
    return str(extract_plain_text(text, main_content=True))


RUNS: dict[str, Callable[[bytes], object]] = {
    "clean(page).text": lambda page: cleanarticle.clean(page).text,
    "clean(page).markdown": lambda page: cleanarticle.clean(page).markdown,
    "trafilatura.extract": trafilatura.extract,
    "resiliparse main content": by_resiliparse,
    "lxml parse": html.document_fromstring,
}


def times_of(pages: Sequence[bytes]) -> dict[str, float]:
    """Return the total seconds of each run, with the best of `ROUNDS` times of each page."""
    total = dict.fromkeys(RUNS, 0.0)
    for page in pages:
        best = dict.fromkeys(RUNS, float("inf"))
        for _ in range(ROUNDS):
            for name, run in RUNS.items():
                started = time.process_time()
                run(page)
                best[name] = min(best[name], time.process_time() - started)
        for name, seconds in best.items():
            total[name] += seconds
    return total


def text_times(pages: Sequence[bytes]) -> tuple[float, int]:
    """Return the seconds of `clean_text` for trafilatura's texts of the pages, and their number."""
    texts = [text for page in pages if (text := trafilatura.extract(page))]
    total = 0.0
    for text in texts:
        best = float("inf")
        for _ in range(ROUNDS):
            started = time.process_time()
            _ = cleanarticle.clean_text(text).text
            best = min(best, time.process_time() - started)
        total += best
    return total, len(texts)


STEPS = (
    "load", "parse", "segment", "read_declared", "analyze", "score_blocks", "comment_threads",
    "decide", "label_blocks", "resolve_metadata", "render_body", "find_comment_section",
)  # fmt: skip


def step_times(pages: Sequence[bytes]) -> dict[str, float]:
    """Return the seconds of the steps of `clean`, in one round."""
    total: dict[str, float] = defaultdict(float)

    def timed(name: str) -> Callable[..., object]:
        step = getattr(pipeline, name)

        def run(*args: object, **options: object) -> object:
            started = time.process_time()
            result = step(*args, **options)
            total[name] += time.process_time() - started
            return result

        return run

    with ExitStack() as stack:
        for name in STEPS:
            stack.enter_context(patch.object(pipeline, name, timed(name)))
        started = time.process_time()
        for page in pages:
            cleanarticle.clean(page)
        total["clean"] = time.process_time() - started
    return total


def gain_of_second_thread(pages: Sequence[bytes]) -> float:
    """Return how many times as fast two threads clean the pages as one."""

    def seconds(threads: int) -> float:
        workers = [
            Thread(target=lambda part: [*map(cleanarticle.clean, part)], args=(pages[i::threads],))
            for i in range(threads)
        ]
        started = time.perf_counter()
        for worker in workers:
            worker.start()
        for worker in workers:
            worker.join()
        return time.perf_counter() - started

    rounds = [(seconds(1), seconds(2)) for _ in range(3)]
    return min(one for one, _ in rounds) / min(two for _, two in rounds)


def main(corpora: Path, every: int = 1) -> None:
    """Print the times of both sets."""
    logging.disable(logging.CRITICAL)
    for name in SETS:
        paths = sorted((corpora / name / "html").iterdir())[::every]
        pages = [gzip.decompress(path.read_bytes()) for path in paths]
        times_of(pages[:1])  # loads modules and weights
        seconds = times_of(pages)
        clean = seconds["clean(page).text"]
        print(f"\n{name}, {len(pages)} pages: ms a page, clean(page).text as a multiple of it")
        for run, value in seconds.items():
            print(f"  {run:26}{value / len(pages) * 1000:8.2f}{clean / value:8.2f}")
        of_text, texts = text_times(pages)
        print(f"  {'clean_text(text).text':26}{of_text / max(1, texts) * 1000:8.2f}")
        print("  steps of clean: ms a page, share")
        steps = step_times(pages)
        for step in (*STEPS, "clean"):
            share = steps[step] / steps["clean"]
            print(f"    {step:24}{steps[step] / len(pages) * 1000:8.2f}{share:8.0%}")
        print(f"  two threads: {gain_of_second_thread(pages):.2f} times as fast as one")


if __name__ == "__main__":
    main(Path(sys.argv[1]), *map(int, sys.argv[2:]))
