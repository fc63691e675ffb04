from __future__ import annotations

import pytest

import cleanarticle

ENTRIES = [f"3.{number} The {name} interface" for number in range(30) for name in ("lock", "weir")]
LINKS = "".join(f"<li><a href=/{n}.html>{entry}</a></li>" for n, entry in enumerate(ENTRIES))
TEXT = "<h2>3.7 The lock interface</h2><p>A lock.</p><p>The index of a lock in its column.</p>"

LISTS = {
    "frame": "<div id=tocframe><div class=contents><ul class=toc>{links}</ul></div></div>",
    "sidebar": "<div class='col-3 bd-sidebar'><nav><ul>{links}</ul></nav></div>",
    "sphinx": "<div class=sphinxsidebar><ul>{links}</ul></div>",
}


@pytest.mark.parametrize("form", LISTS.values(), ids=LISTS)
@pytest.mark.parametrize("page", ["<div>{text}</div>{list}", "{list}<div>{text}</div>"])
def test_clean_contents_beside_a_short_text_are_no_body(page: str, form: str) -> None:
    contents = form.format(links=LINKS)
    title = "<title>3.7 The lock interface</title>"
    article = cleanarticle.clean(title + page.format(text=TEXT, list=contents))
    assert "The index of a lock in its column." in article.text
    assert [entry for entry in ENTRIES if entry in article.text] == []


def test_clean_contents_that_are_all_of_a_page_stay() -> None:
    page = f"<title>Interfaces</title><h1>Interfaces</h1>{LISTS['frame'].format(links=LINKS)}"
    assert ENTRIES[0] in cleanarticle.clean(page).text
