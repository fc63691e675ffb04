"""Clean pages again and again, each time with another allocation of the compiled modules failing.

`make sanitize` runs it with `failing_new.cpp` loaded. Every failure must end in a MemoryError.
"""

from __future__ import annotations

import ctypes
import sys

from cleanarticle import clean
from support.paths import FIXTURES

MAX_FAILURES = 1_000
"""Failures of each page; of more allocations, one in several fails."""

_LIBRARY = ctypes.CDLL(None)
"""What is loaded, with the functions of `failing_new.cpp`."""

_PAGES = ("faults/code-line-elements.html", "faults/math-katex.html", "kinds/forum/source.html")
"""Pages that differ in the code that they run, with style sheets, hidden text and links."""

_MANY = 1_000_000_000


def does_fail(content: bytes, number: int) -> bool:
    """Clean a page while an allocation fails; return False if there are fewer.

    Raises:
        AssertionError: The failure was not reported.
    """
    _LIBRARY.fail_allocation(number)
    try:
        clean(content)
    except MemoryError:
        return True
    else:
        assert _LIBRARY.remaining_allocations() >= 0, f"the failure of number {number} was hidden"
        return False
    finally:
        _LIBRARY.fail_allocation(-1)


def fail_while_loading(content: bytes) -> int:
    """Let allocations fail before models and phrases are loaded; return their number."""
    failures, number = 0, 0
    while does_fail(content, number):
        failures, number = failures + 1, 2 * number + 1
    return failures


def fail_while_cleaning(content: bytes) -> int:
    """Let the allocations for a page fail, one at a time; return their number."""
    expected = clean(content).to_json()
    _LIBRARY.fail_allocation(_MANY)
    clean(content)
    total = _MANY - _LIBRARY.remaining_allocations()
    failures = [does_fail(content, n) for n in range(0, total, 1 + total // MAX_FAILURES)]
    assert clean(content).to_json() == expected
    return sum(failures)


def main() -> None:
    lost: list[object] = []
    sys.unraisablehook = lost.append
    pages = [(FIXTURES / name).read_bytes() for name in _PAGES]
    failures = [fail_while_loading(pages[0]), *map(fail_while_cleaning, pages)]
    assert not lost, f"exceptions that were lost: {lost}"
    print(f"out of memory: {sum(failures)} failed allocations: all raised MemoryError")


if __name__ == "__main__":
    main()
