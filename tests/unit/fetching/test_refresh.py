"""Refreshes and ends of pages of hostile lengths."""

from __future__ import annotations

import gzip

import pytest

from cleanarticle.fetching.body import _WHOLE
from cleanarticle.fetching.refresh import refresh_target
from cleanarticle.files.compression import DamagedData, unpack_gzip


@pytest.mark.parametrize(
    "value",
    [
        "0; url=a" + " " * 90_000 + "b",
        "0" + " " * 90_000,
        "0;url='" + "'" * 90_000,
        "1" * 90_000 + "x",
    ],
)
def test_refresh_target_of_hostile_values_ends(value: str) -> None:
    refresh_target(value, "http://host/")


def test_fetch_end_of_page_with_many_comments_is_found_or_not() -> None:
    assert _WHOLE.search(b"</html>" + b"<!-- -->\n" * 100)
    assert not _WHOLE.search(b"</html>" + b"<!-- -->" * 100 + b"x")


def test_unpack_gzip_of_a_million_members_is_refused() -> None:
    with pytest.raises(DamagedData, match="frames"):
        unpack_gzip(gzip.compress(b"", mtime=0) * 400_000, 10_000_000)
