from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.metadata.declared_urls import declared_url

BASE = "https://site.example/b/c"


@pytest.mark.parametrize(
    ("reference", "url"),
    [
        ("a", "https://site.example/b/a"),
        (" /a ", "https://site.example/a"),
        ("//cdn.example/a", "https://cdn.example/a"),
        ("http://other.example", "http://other.example"),
        (r"https:\\other.example\a.jpg", "https://other.example/a.jpg"),
        ('/a b"<c>', "https://site.example/a%20b%22%3Cc%3E"),
        ("https://site.example/a b?q=%20 ü", "https://site.example/a%20b?q=%20%20ü"),
        ("https://site.example/undefined-behavior", "https://site.example/undefined-behavior"),
    ],
)
def test_declared_url_usable_reference_is_absolute(reference: str, url: str) -> None:
    assert declared_url(reference, BASE) == url


@pytest.mark.parametrize(
    "reference",
    [
        "", "#", "undefined", "NULL", "[object Object]", "javascript:void(0)", "data:image/png,x",
        "blob:https://site.example/1", "about:blank", "file:///a.html", "mailto:a@b.example",
        "http://localhost:3000/a", "http://127.0.0.1/a", "http://192.168.1.4/a", "http://[::1]/a",
        "http://dev.local/a", "http://staging/a", "https://undefined/a", "http://", "http://[",
        "https://site.example/undefined", "{{ canonical }}", "https://a|b.example/c",
    ],
)  # fmt: skip
def test_declared_url_unusable_reference_is_none(reference: str) -> None:
    assert declared_url(reference, BASE) is None


def test_declared_url_private_host_is_known_on_its_own_pages() -> None:
    assert declared_url("/a", "http://localhost:8000/b") == "http://localhost:8000/a"
    assert declared_url("http://wiki/a", "http://wiki/b") == "http://wiki/a"


def test_declared_url_without_base_stays_relative() -> None:
    assert declared_url("i.png", "") == "i.png"
    assert declared_url("//cdn.example/i.png", "") == "https://cdn.example/i.png"


@given(st.text(max_size=30), st.sampled_from(["", BASE]))
def test_declared_url_any_text_raises_nothing(reference: str, base: str) -> None:
    url = declared_url(reference, base)
    assert url is None or url
