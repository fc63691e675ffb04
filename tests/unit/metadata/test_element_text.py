"""Tests of the texts of elements, compared with a walk in Python that asks about every element."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from cleanarticle.metadata import readable_text
from cleanarticle.metadata.element_text import join_texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanarticle.parsing.document import Element

PARTS = st.sampled_from(
    ["<b>", "</b>", "<i>", "</i>", "<a>", "<a href='#x' class=anchor>", "</a>", "<p>", "</p>",
     "<br>", "<span>", "<span class=line>", "<span class='x Subtitle'>", "</span>",
     "<span class=datetime>",
     "<span style='display: block'>", "<span style=display:none>", "<span hidden>", "<sup>1</sup>",
     "<span aria-hidden=true>", "<small>", "</small>", "<button>", "</button>", "<img alt=x>",
     "<img alt='🙂'>", "<svg>", "</svg>", "<script>x</script>", "Winter", "light", " ", "é", "中"]
)  # fmt: skip


def parts_of(
    element: Element,
    is_excluded: Callable[[Element], bool],
    starts_line: Callable[[Element], bool],
    root: Element,
) -> Iterator[str]:
    is_inside = element is not root
    is_line = is_inside and starts_line(element)
    is_out = is_inside and is_excluded(element)
    if is_line or (is_out and element.tag == "button"):
        yield " "
    if not is_out:
        alt = (element.get("alt") or "") if element.tag == "img" else ""
        yield "" if any(map(str.isalnum, alt)) else alt
        yield element.text or ""
        for child in element:
            yield from parts_of(child, is_excluded, starts_line, root)
    if is_line:
        yield " "
    if is_inside:
        yield element.tail or ""


@pytest.mark.parametrize("is_excluded", ["_is_skipped", "_is_secondary", "_is_code"])
@given(parts=st.lists(PARTS, max_size=30))
def test_join_texts_any_element_equals_walk_over_all_elements(
    is_excluded: str, parts: list[str]
) -> None:
    excludes = getattr(readable_text, is_excluded)
    starts_line = readable_text._starts_line
    root = html.document_fromstring(f"<html><body><div>{''.join(parts)}</div>")
    expected = "".join(parts_of(root, excludes, starts_line, root))
    assert join_texts(root, excludes, starts_line) == expected
