from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.core.analysis import analyze
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.related import related_links
from support.pages import segmentation

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


@pytest.mark.parametrize(
    "line",
    [
        "Next: <a href=/b>Pulleys and ropes</a>",
        "Previous message: <a href=/a>[winch] Release 2.1</a>",
        "Next message (by thread): <a href=/a>[winch] Who owns the rope?</a>",
        "Leia mais: <a href=/c>Banda municipal procura trompetista</a>",
        "関連記事: <a href=/d>夜行列車が帰ってくる</a>",
        "<b>Lire aussi :</b> <a href=/e>Le bac reprend du service</a>",
    ],
)
def test_clean_link_with_a_label_of_other_pages_is_dropped(line: str) -> None:
    page = f"<body><main>{ARTICLE}<p>{line}</p><p>It opens again in March.</p></main></body>"
    article = cleanarticle.clean(page)
    assert article.text.endswith("missing.\n\nIt opens again in March.")
    assert [block.is_boilerplate for block in article.blocks].count(True) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Next we looked at <a href=/b>the pulleys and the ropes of the old winch in the yard</a>.",
        "More information: <a href=/p>Okafor et al., Rivets under load, 2024</a>",
        "Previous winner: <a href=/w>Ann Lee of Canada, for her riveted bridges</a>",
        "Next steps: <a href=/s>set up the database and its users</a>",
        "Next: <a href=#ch2>the second chapter of this guide</a>",
        "Next: we count the screws, as <a href=/b>the mayor</a> wanted them counted twice a year.",
    ],
)
def test_clean_line_with_a_link_that_is_no_label_stays(line: str) -> None:
    page = f"<body><main>{ARTICLE}<p>{line}</p><p>It opens again in March.</p></main></body>"
    assert cleanarticle.clean(page).text.count("\n\n") == 2


@pytest.mark.parametrize(
    "row",
    [
        "<a href=/a>&lt;&lt; Previous letter</a> | <a href=/b>All letters</a> | "
        "<a href=/c>Next letter &gt;&gt;</a>",
        "<a href=/a>« Zurück</a> <a href=/c>Weiter »</a>",
        "<a href=/a>← Bees on a flat roof</a> <a href=/c>A kiln for six →</a>",
    ],
)
def test_clean_row_of_links_between_arrows_is_dropped(row: str) -> None:
    page = f"<table><tr><td><b>Bridge closed</b><br><br>{ARTICLE}<hr><font>{row}</font></td></tr>"
    text = cleanarticle.clean(f"<body>{page}</table></body>").text
    assert "Eleven screws" in text
    assert "<" not in text
    assert not set("«»←→") & set(text)


@pytest.mark.parametrize(
    "text",
    [
        "<a href=/a>« La nation française</a> <a href=/b>et le peuple »</a>",
        "« <a href=/a>La nation</a> et <a href=/b>le peuple</a> »",
        "<a href=/a>&lt;div&gt;</a> <a href=/b>&lt;span&gt;</a>",
    ],
)
def test_clean_links_in_quotation_marks_are_no_pager(text: str) -> None:
    blocks = cleanarticle.clean(f"<main>{ARTICLE}<p>{text}</p>{ARTICLE}</main>").blocks
    assert "links to the pages before and after" not in {block.reason for block in blocks}


@pytest.mark.parametrize(("score", "is_dropped"), [(0.4, True), (0.6, False)])
def test_related_heading_of_a_small_page_is_what_the_models_say(
    score: float, *, is_dropped: bool
) -> None:
    """Links that are body make a heading of the body of theirs, too."""
    page = segmentation(f"{ARTICLE}<div><h3>Related</h3><ul>{LINKS}</ul></div>")
    scores = [0.9, 0.9, score, 0.6, 0.6, 0.6]
    found = related_links(Draft(analyze(page), [True] * 6, scores))
    assert sorted(found) == ([2, 3, 4, 5] if is_dropped else [])
