from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.core.analysis import analyze
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.headings import headings_in_body, headings_of_text
from support.pages import segmentation

TEXT = (
    "<p>The harbor keeps a register of small boats, and every owner may read it on weekdays.</p>"
    "<p>It began as a list on the wall of the pilot's house and is now a book of six volumes.</p>"
)
BELOW = "Two copies on plain paper are enough; keep one of them on board, behind glass."

SECTIONS = {
    "heading": "<h2>{word}</h2><p>{below}</p>",
    "id": "<h3 id='{word}'>{word}</h3><p>{below}</p>",
    "section": "<section><h4>{word}</h4><div><p>{below}</p></div></section>",
    "term": "<dl><dt>{word}</dt><dd>{below}</dd></dl>",
    "button": "<h2><button aria-controls=a>{word}</button></h2><div id=a><p>{below}</p></div>",
}


@pytest.mark.parametrize("form", SECTIONS.values(), ids=SECTIONS)
@pytest.mark.parametrize("word", ["Login", "Share", "Print", "Newsletter", "Website", "Suche"])
def test_clean_heading_with_word_of_furniture_stays_with_its_text(form: str, word: str) -> None:
    section = form.format(word=word, below=BELOW)
    body = cleanarticle.clean(f"<article><h1>Boats</h1>{TEXT}{section}{TEXT}</article>").text
    assert f"{word}\n\n{BELOW}" in body


@pytest.mark.parametrize(
    "part",
    [
        "<h3>Share</h3><ul><li><a href=/f>Facebook</a></li><li><a href=/m>E-mail</a></li></ul>",
        "<div class=newsletter><h3>Newsletter</h3><p>Get all news by mail.</p><form><input>"
        "<button>Sign up</button></form></div>",
        "<h3 class=share-title>Share</h3><p>Tell your friends</p>",
    ],
)
def test_clean_heading_of_furniture_is_dropped(part: str) -> None:
    body = cleanarticle.clean(f"<article><h1>Boats</h1>{TEXT}{TEXT}</article>{part}").text
    assert "Share" not in body
    assert "Newsletter" not in body


CONTENTS = {
    "nav": "<nav><h2>{label}</h2><ol><li><a href='#who'>{word}</a></li></ol></nav>",
    "list": "<div class=toc><h3>{label}</h3><ul><li><a href='/p#who'>{word}</a></li></ul></div>",
    "numbers": "<nav role=navigation><h2>{label}</h2><ol><li><span>1.</span> <a href='#who'>{word}"
    "</a></li><li><a href='#b'>Fees</a></li></ol></nav>",
}


@pytest.mark.parametrize("form", CONTENTS.values(), ids=CONTENTS)
@pytest.mark.parametrize(
    ("label", "word"),
    [("Contents", "Who must notify"), ("On this page", "Owners"), ("Inhalt", "Wer es meldet")],
)
def test_clean_heading_behind_the_contents_stays_with_its_text(
    form: str, label: str, word: str
) -> None:
    contents = form.format(label=label, word=word)
    section = f"<h2 id=who>{word}</h2><p>{BELOW}</p>"
    body = cleanarticle.clean(f"<main><h1>Boats</h1>{contents}{section}{TEXT}</main>").text
    assert f"{word}\n\n{BELOW}" in body


@pytest.mark.parametrize("word", ["Comments", "Related posts", "About the author"])
def test_clean_heading_of_furniture_in_the_contents_is_dropped(word: str) -> None:
    contents = CONTENTS["nav"].format(label="Contents", word=word)
    below = "<ul><li><a href=/a>Hen elected to the council of the harbor</a></li></ul>"
    html = f"<main><h1>Boats</h1>{contents}{TEXT * 2}</main><aside><h2 id=who>{word}</h2>{below}"
    assert word not in cleanarticle.clean(html).text


@pytest.mark.parametrize(
    "heading",
    [
        "<h2 id=login><div>Login</div></h2>",
        "<h2 id=login><div><a href='#login'>Login</a></div></h2>",
        "<h3 id=login><a href='#login'>Login</a></h3>",
    ],
)
def test_clean_heading_with_a_link_to_itself_or_in_a_box_of_its_own_is_kept(heading: str) -> None:
    html = f"<article><h1>Boats</h1>{TEXT}{heading}<p>{BELOW}</p>{TEXT}</article>"
    assert f"Login\n\n{BELOW}" in cleanarticle.clean(html).text


def test_headings_above_the_button_of_a_listing_are_kept() -> None:
    contents = "<nav><h2>Contents</h2><ul><li><a href='#show'>Showing the store</a></li></ul></nav>"
    page = segmentation(
        f"<main><h1>Boats</h1>{contents}<h2 id=show>Showing the store</h2><div>"
        f"<button>Copy</button><pre>boat list --since monday</pre></div>{TEXT}</main>"
    )
    texts = [block.text for block in page.blocks]
    is_body = [text not in ("Contents", "Showing the store", "Copy") for text in texts]
    draft = Draft(analyze(page), is_body, [0.9 if body else 0.3 for body in is_body])
    assert {texts[index] for index in headings_in_body(draft)} == {"Showing the store"}


def completed_in(markup: str, scores: list[float]) -> list[str]:
    """Return the texts that become body as the body goes on, if 0.5 makes one body."""
    page = analyze(segmentation(markup))
    blocks = page.segmentation.blocks
    assert len(blocks) == len(scores), [block.text for block in blocks]
    found = headings_of_text(Draft(page, [score >= 0.5 for score in scores], scores))
    return [blocks[index].text for index in sorted(found)]


@pytest.mark.parametrize(
    ("heading", "score", "is_found"),
    [
        ("<h2>Rusty hulls</h2>", 0.3, True),
        ("<h2>Rusty hulls</h2>", 0.2, False),
        ("<h2><a href=/x>Rusty hulls</a></h2>", 0.3, False),
        ("<h2>Newsletter</h2>", 0.3, False),
        ("<p>Rusty hulls</p>", 0.3, False),
    ],
)
def test_heading_above_text_of_the_body_is_completed(
    heading: str, score: float, *, is_found: bool
) -> None:
    page = f"{TEXT}<p>Read also: <a href=/x>The eel</a></p>{heading}<p>{BELOW}</p>"
    assert bool(completed_in(page, [0.9, 0.9, 0.1, score, 0.6])) is is_found
    assert completed_in(page, [0.9, 0.9, 0.1, score, 0.4]) == []


@pytest.mark.parametrize(
    ("items", "scores", "found"),
    [
        ("<li>Use lower case.</li><li>No dots.</li>", [0.4, 0.3], ["Use lower case.", "No dots."]),
        ("<li>Use lower case.</li><li>No dots.</li>", [0.4, 0.2], ["Use lower case."]),
        ("<li><a href=/x>Use lower case.</a></li>", [0.4], []),
    ],
)  # fmt: skip
def test_list_below_a_heading_of_the_body_is_completed(
    items: str, scores: list[float], found: list[str]
) -> None:
    page = f"{TEXT}<h2>User interface</h2><ul>{items}</ul>"
    assert completed_in(page, [0.9, 0.9, 0.8, *scores]) == found
    assert completed_in(page, [0.9, 0.9, 0.4, *scores]) == []


@pytest.mark.parametrize("scores", [[0.6, 0.2, 0.2], [0.2, 0.2, 0.2]])
def test_rows_of_data_below_a_heading_of_the_body_are_completed(scores: list[float]) -> None:
    row = "<tr><td><a href=/x>Tug</a></td><td><a href=/y>T2</a></td></tr>"
    page = f"{TEXT}<h2>Codes</h2><table><tr>{{0}}Boat{{1}}{{0}}Code{{1}}</tr>{row}{row}</table>"
    data, layout = page.format("<th>", "</th>"), page.format("<td>", "</td>")
    assert len(completed_in(data, [0.9, 0.9, 0.8, *scores])) == sum(s < 0.5 for s in scores)
    assert completed_in(layout, [0.9, 0.9, 0.8, *scores]) == []


PANELS = {
    "role": "<div class=toggle><div class=toggle-title role=button><a>How we count</a></div>"
    "<div role=region><p>{below}</p></div></div>",
    "hidden": "<h2><button aria-expanded=false>How we count</button></h2>"
    "<div hidden><p>{below}</p></div>",
}


@pytest.mark.parametrize("panel", PANELS.values(), ids=PANELS)
def test_clean_title_of_panel_stays_with_its_text(panel: str) -> None:
    page = f"<article><h1>Boats</h1>{TEXT}{panel.format(below=BELOW)}{TEXT}</article>"
    assert f"How we count\n\n{BELOW}" in cleanarticle.clean(page).text


@pytest.mark.parametrize(
    "panel",
    [
        "<h3>Map <button aria-expanded=false>Enlarge</button></h3><div hidden><p>{below}</p></div>",
        "<h3><button aria-expanded=false>Map</button></h3><div hidden class=modal><p>{below}</p>"
        "</div>",
    ],
    ids=["other-button", "overlay"],
)
def test_clean_text_behind_other_buttons_stays_hidden(panel: str) -> None:
    page = f"<article><h1>Boats</h1>{TEXT}{panel.format(below=BELOW)}{TEXT}</article>"
    assert BELOW not in cleanarticle.clean(page).text


def test_clean_hidden_text_below_menu_button_stays_hidden() -> None:
    button = "<h2><button aria-expanded=false>Menu</button></h2>"
    menu = f"<nav>{button}<div hidden><p>{BELOW}</p></div></nav>"
    article = cleanarticle.clean(f"{menu}<article><h1>Boats</h1>{TEXT}{TEXT}</article>")
    assert BELOW not in article.text


def test_clean_table_of_links_below_heading_of_body_stays() -> None:
    rows = "".join(
        f"<tr><td><a href=/t/{code}>{name}</a></td><td><a href=/t/{code}>{code}</a></td></tr>"
        for name, code in (("Time based evasion", "T1497"), ("Reflective loading", "T1620"))
    )
    table = f"<table><tr><th>Technique</th><th>Code</th></tr>{rows}</table>"
    page = f"<article><h1>Boats</h1>{TEXT}<h2>Techniques of the thieves</h2>{table}</article>"
    text = cleanarticle.clean(page).text
    assert "Time based evasion" in text
    assert "T1620" in text
