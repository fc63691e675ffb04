from __future__ import annotations

import pytest

import cleanarticle

ARTICLE = (
    "<h1>Bridge closed</h1><p>The bridge is closed from Monday. Eleven screws are missing.</p>"
)
TITLES = ("Seven lamps for a small kitchen", "Why the ferry was late", "A guide to cold frames")
LINKS = "".join(f"<li class=k1><a href=/{index}>{t}</a></li>" for index, t in enumerate(TITLES))
LINES = "".join(f"&raquo; <a href=/{index}>{title}</a><br>" for index, title in enumerate(TITLES))


@pytest.mark.parametrize("heading", ["Read next", "À lire aussi", "Neueste Beiträge"])
@pytest.mark.parametrize(
    "form",
    [
        "<div class=x1><h2 class=k0>{heading}</h2><ol>{links}</ol></div>",
        "<table><tr><td><b>{heading}</b><br>{lines}</td></tr></table>",
    ],
)
def test_clean_links_below_heading_of_other_pages_are_dropped(heading: str, form: str) -> None:
    links = form.format(heading=heading, links=LINKS, lines=LINES)
    text = cleanarticle.clean(f"<body><div>{ARTICLE}</div>{links}</body>").text
    assert "Eleven screws" in text
    assert [title for title in TITLES if title in text] == []
