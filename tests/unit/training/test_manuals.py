from __future__ import annotations

import pytest

from manuals import GENERATORS, content_of

TEXT = "The command prints the level of the river and the time of its last reading. " * 4
LINKS = "".join(f"<li><a href=/{n}>The level of the river, part {n}</a></li>" for n in range(20))

PAGES = {
    "sphinx": "<div class=related>next</div><div class=body role=main><h1>Levels<a class=headerlink"
    " href=#l>¶</a></h1><p>{text}</p></div><div class=sphinxsidebar><ul>{links}</ul></div>",
    "docbook": "<div class=navheader>Chapter 2</div><div class=chapter><h1>Levels</h1>"
    "<div class=toc>{links}</div><p>{text}</p></div><div class=navfooter>Next</div>",
    "lilypond": "<div id=main><h1>Levels</h1><p>{text}</p></div><div id=tocframe>{links}</div>",
}


@pytest.mark.parametrize("generator", PAGES)
def test_content_of_page_is_what_the_generator_marks(generator: str) -> None:
    page = PAGES[generator].format(text=TEXT, links=LINKS).encode()
    assert content_of(page, GENERATORS[generator]) == f"Levels\n{TEXT.strip()}"


@pytest.mark.parametrize("content", ["<p>A word.</p>", f"<ul>{LINKS}</ul>", f"<p>{TEXT * 120}</p>"])
def test_short_long_and_linked_pages_have_no_gold(content: str) -> None:
    assert content_of(f"<main>{content}</main>".encode(), GENERATORS["main"]) is None
