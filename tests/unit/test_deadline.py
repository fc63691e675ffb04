from __future__ import annotations

import itertools
import json
import time
from typing import TYPE_CHECKING

import pytest

from cleanarticle import CleaningTimeout, CleanOptions, clean, clean_text
from cleanarticle.batch import run
from cleanarticle.deadline import Deadline
from cleanarticle.multipage.previous_pages import NO_PREVIOUS_PAGES
from cleanarticle.page import Page
from cleanarticle.pipeline import clean_page_of_article

if TYPE_CHECKING:
    from pathlib import Path

PAGE = "<html><body><p>The council met on Monday and decided to close the old bridge.</p></body>"
LINKS = "".join(f"<li><a href=/{number}>Story number {number}</a></li>" for number in range(1000))
TEXT = "The council met on Monday and decided to close the bridge.\n\n" * 50


def test_deadline_not_passed_raises_nothing() -> None:
    Deadline(None).check()
    Deadline(600).check()


def test_deadline_passed_says_what_to_do() -> None:
    with pytest.raises(CleaningTimeout, match=r"more than 1e-09 seconds .* larger clean_timeout"):
        Deadline(1e-9).check()


def test_clean_past_timeout_raises() -> None:
    options = CleanOptions(clean_timeout=1e-6)
    with pytest.raises(CleaningTimeout):
        clean(PAGE, options=options)
    with pytest.raises(CleaningTimeout):
        clean_text(TEXT, options=options)
    with pytest.raises(CleaningTimeout):
        clean_page_of_article(Page(PAGE.encode()), options, NO_PREVIOUS_PAGES, None)
    assert clean(PAGE, clean_timeout=600) == clean(PAGE)


def test_clean_many_blocks_timeout_is_checked_within_long_stage(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Such a page takes most of its time in a single stage: comparing blocks with trafilatura."""
    moments = itertools.count(time.monotonic())
    monkeypatch.setattr(time, "monotonic", lambda: next(moments))
    with pytest.raises(CleaningTimeout):
        clean(f"<html><body><ul>{LINKS}", clean_timeout=100, effort="thorough")


@pytest.mark.parametrize("workers", [0, 1])
def test_batch_page_past_timeout_has_error_record(tmp_path: Path, workers: int) -> None:
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "a.html").write_text(PAGE)
    out = tmp_path / "out.jsonl"
    tally = run(str(tmp_path / "pages"), out, workers=workers, clean_timeout=1e-6)
    assert tally.errors == {"cleaning_timeout": 1}
    assert "a larger clean_timeout" in json.loads(out.read_text())["error"]["message"]
    assert run(str(tmp_path / "pages"), out, workers=workers, retry_failed=True).ok == 1
