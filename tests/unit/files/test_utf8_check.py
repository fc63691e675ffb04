"""Tests of the check for UTF-8, compared with Python's decoder."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.files.utf8_check import is_utf8
from cleanarticle.page import Page


def _decodes(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def test_is_utf8_of_all_starts_of_characters_equals_decoding() -> None:
    seconds = (0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xFF)
    for first in range(256):
        for second in seconds:
            for rest in (b"", b"\x80", b"\xbf", b"\x80\x80", b"\xbf\xbf", b"\x80\x41", b"\xbf\xc3"):
                content = bytes((first, second)) + rest
                assert is_utf8(content) == _decodes(content), content


@given(st.text(max_size=100), st.binary(max_size=4), st.integers(0, 300))
def test_is_utf8_of_any_bytes_equals_decoding(text: str, rest: bytes, padding: int) -> None:
    content = b"x" * padding + text.encode("utf-8", "replace") + rest + b"y" * padding
    assert is_utf8(content) == _decodes(content)


def test_is_utf8_of_something_else_raises() -> None:
    with pytest.raises(TypeError):
        is_utf8("text")  # type: ignore[arg-type]


@given(st.text("aé\ufeff~{\x1b$B\0<", max_size=20), st.sampled_from([None, "utf-8", "latin-1"]))
def test_utf8_of_any_page_is_its_text_encoded(text: str, encoding: str | None) -> None:
    page = Page(text.encode(), encoding=encoding)
    assert page.utf8 == page.text.encode("utf-8", "replace")
