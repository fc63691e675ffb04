"""Clean all test pages and mutations of them with modules that check every access to memory.

`make sanitize SECONDS=600` compiles the modules with AddressSanitizer and UBSan and runs it. Their
findings, exceptions and pages that never end stop the run with a report; the page is then
`build/sanitize-page`.
"""

from __future__ import annotations

import ctypes
import faulthandler
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from cleanarticle.errors import InputError
from cleanarticle.parsing import tree_index
from support.hostile import CONSTRUCTS, render_all
from support.mutations import mutations, stored_pages
from support.robustness import check_document

if TYPE_CHECKING:
    from collections.abc import Callable

CONSTRUCT_SIZE = 100
"""Repetitions of each hostile construct."""

MAX_SECONDS = 120
"""Time after which a page counts as one that never ends."""

_LAST_PAGE = Path("build/sanitize-page")


def check_is_sanitized() -> None:
    """Exit unless the modules in use are those that check their accesses."""
    module = ctypes.CDLL(str(tree_index.__file__))
    for function in ("__asan_init", "__ubsan_handle_out_of_bounds_abort"):
        try:
            getattr(module, function)
        except AttributeError:
            sys.exit(f"{tree_index.__file__} was compiled without sanitizers: use make sanitize")


def run(content: bytes, check: Callable[[bytes], None]) -> None:
    """Check a page, which is kept where it can be found if the process dies."""
    _LAST_PAGE.write_bytes(content)
    faulthandler.dump_traceback_later(MAX_SECONDS, exit=True)
    check(content)
    faulthandler.cancel_dump_traceback_later()


def check_text(content: bytes) -> None:
    """Clean bytes as plain text, and render it in every way."""
    try:
        render_all(content.decode("utf-8", "replace"), is_text=True)
    except InputError:
        return


def check_pages(pages: dict[str, bytes]) -> int:
    """Clean pages and hostile constructs; return their number."""
    for content in pages.values():
        run(content, check_document)
        run(content, check_text)
    for name, construct in CONSTRUCTS.items():
        document = construct(CONSTRUCT_SIZE)
        content = document.encode("utf-8", "replace") if isinstance(document, str) else document
        run(content, check_text if name.startswith("text: ") else check_document)
    return 2 * len(pages) + len(CONSTRUCTS)


def check_mutations(pages: dict[str, bytes], seconds: float) -> int:
    """Clean mutated pages for some time; return their number."""
    end = time.monotonic() + seconds
    for number, content in enumerate(mutations(list(pages.values()), seed=1)):
        if time.monotonic() > end:
            return number
        run(content, check_text if number % 8 == 0 else check_document)
    raise AssertionError("mutations end")


def main(seconds: float) -> None:
    check_is_sanitized()
    pages = stored_pages()
    print(f"sanitize: {check_pages(pages)} pages: nothing found", flush=True)
    number = check_mutations(pages, seconds)
    print(f"sanitize: {number} mutated pages in {seconds:.0f} s: nothing found", flush=True)


if __name__ == "__main__":
    main(float(sys.argv[1]))
