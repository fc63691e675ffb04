from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.metadata.names import clean_names


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("ByAnn Lee", ("Ann Lee",)),
        ("Written by: Ann Lee", ("Ann Lee",)),
        ("Von Ann Lee und Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee, Bo Ek and Cy Orr", ("Ann Lee", "Bo Ek", "Cy Orr")),
        ("Ann Lee & Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee, MD, Ph.D.", ("Ann Lee, MD, Ph.D.",)),
        ("Follow Ann Lee", ("Ann Lee",)),
        ("Ann Lee Follow", ("Ann Lee",)),
        ("Ann Lee; ann lee", ("ann lee",)),
        ("Byron Anders", ("Byron Anders",)),
        ("https://site.example/ann", ()),
        ("ann@site.example", ()),
        ("Ann Lee ann@site.example", ("Ann Lee",)),
        ("Ann Lee (www.site.example)", ("Ann Lee",)),
        ("admin", ()),
        ("webadmin", ()),
        ("كتب: سليم العوضي", ("سليم العوضي",)),
        ("Автор: Анна Ли", ("Анна Ли",)),
        ("The Acme; acme.com; Ann Lee", ("Ann Lee",)),
        ("", ()),
    ],
)
def test_clean_names_raw_value_returns_names(raw: str, names: tuple[str, ...]) -> None:
    assert clean_names([raw], "Acme", None) == names


@settings(deadline=None)
@given(st.lists(st.text(max_size=80), max_size=3), st.text(max_size=10))
def test_clean_names_any_text_returns_distinct_stripped_names(raw: list[str], site: str) -> None:
    names = clean_names(raw, site)
    assert len(set(names)) == len(names)
    for name in names:
        assert name == name.strip()
        assert name.casefold() != site.casefold()
        assert not name.lower().startswith("by ")
