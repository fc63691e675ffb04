"""Pages with constructs that extractors get wrong: listings, verse, formulas, captions and others.

`fixtures/faults/expect.json` says what the text and the Markdown of each page must contain and must
not contain. The other pages are the same constructs in other markup, between the same paragraphs.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

import cleanarticle
from support.paths import FIXTURES

if TYPE_CHECKING:
    from cleanarticle import Article

FAULTS = FIXTURES / "faults"
EXPECTED: dict[str, dict[str, Any]] = json.loads((FAULTS / "expect.json").read_text("utf-8"))

MENU = (
    "<header><nav><ul><li><a href=/a>News</a></li><li><a href=/b>Sport</a></li></ul></nav></header>"
)
FOOTER = "<footer><p>&copy; 2025 Harbour Notes. All rights reserved.</p></footer>"
BEFORE = (
    "<p>Our queue lost jobs about once a fortnight, and for a long time nobody could say why. The "
    "workers looked healthy, the broker looked healthy, and yet some messages never came back.</p>"
    "<p>The fix turned out to be a small change that took an afternoon to write and a year to find."
    "</p>"
)
AFTER = (
    "<p>With that in place the losses stopped. We have now gone eleven weeks without a missing"
    " job, "
    "which is the longest stretch since the system went live.</p>"
    "<p>Acknowledge last, never first. It is in every manual, and we still had it the wrong way "
    "round for two years.</p>"
)


def clean_with(
    construct: str, *, head: str = "", before: str = BEFORE, after: str = AFTER
) -> Article:
    """Clean a page that has a construct between its paragraphs."""
    return cleanarticle.clean(
        f"<!doctype html><html lang=en><head><title>Keeping a queue honest</title>{head}</head>"
        f"<body>"
        f"{MENU}<main><article><h1>Keeping a queue honest</h1>{before}{construct}{after}</article>"
        f"</main>{FOOTER}</body></html>",
        url="https://site.example/page",
    )


@pytest.mark.parametrize("name", EXPECTED)
def test_clean_page_with_fault_gives_expected_text(name: str) -> None:
    page, expected = (FAULTS / f"{name}.html").read_bytes(), EXPECTED[name]
    article = cleanarticle.clean(page, url="https://site.example/page")
    shown = {"text": article.text, "md": article.markdown}
    for field, text in shown.items():
        missing = [part for part in expected.get(f"{field}_has", ()) if part not in text]
        surplus = [part for part in expected.get(f"{field}_not", ()) if part in text]
        assert (field, missing, surplus) == (field, [], [])
    assert [part for part in expected.get("once", ()) if article.text.count(part) != 1] == []
    assert article.title == expected.get("title", article.title)


LISTINGS = {
    "one_word": ("<pre>login</pre>", "login"),
    "one_word_code": (
        "<div class='highlight'><pre><code>subscribe</code></pre></div>",
        "subscribe",
    ),
    "braces": ("<pre><code>{\n  share();\n}\n}</code></pre>", "{\n  share();\n}\n}"),
    "menu": (
        "<pre><code class='language-html'>&lt;a href=\"/login\"&gt;Sign in&lt;/a&gt;</code></pre>",
        '<a href="/login">Sign in</a>',
    ),
    "command": ("<pre><code>npm install newsletter</code></pre>", "npm install newsletter"),
    "lines": (
        "<pre><code><span class='line'>if (a) {</span><span class='line'>  search();</span>"
        "<span class='line'>}</span></code></pre>",
        "if (a) {\n  search();\n}",
    ),
    "last": (
        "<p>Then:</p><table class='rouge-table'><tr><td class='gutter gl'><pre class='lineno'>1\n2"
        "</pre></td><td class='code'><pre>print()\nlogout()</pre></td></tr></table>",
        "print()\nlogout()",
    ),
}


@pytest.mark.parametrize("name", LISTINGS)
def test_clean_listing_stays_with_the_text_around_it(name: str) -> None:
    markup, code = LISTINGS[name]
    article = clean_with(markup)
    assert code in article.text.split("\n\n")
    assert f"\n{code}\n```" in article.markdown


CAPTIONS = {
    "figcaption": "<figure><img src=/a.jpg alt=a><figcaption>{}</figcaption></figure>",
    "figcaption_with_paragraph": "<figure><img src=/a.jpg><figcaption><p>{}</p></figcaption>"
    "</figure>",
    "wordpress": "<div class='wp-caption'><img src=/a.jpg><p class='wp-caption-text'>{}</p></div>",
    "listing": "<figure><figcaption>{}</figcaption><pre><code>a = 1\nb = 2</code></pre></figure>",
    "listing_title": "<div class='code-block'><div class='code-title'>{}</div><pre>a = 1\nb = 2"
    "</pre></div>",
    "table": "<table><caption>{}</caption><tr><th>Week</th><th>Lost jobs</th></tr><tr><td>1</td>"
    "<td>14</td></tr><tr><td>2</td><td>9</td></tr><tr><td>3</td><td>0</td></tr></table>",
    "video": "<figure><video src=/a.mp4></video><figcaption>{}</figcaption></figure>",
}


@pytest.mark.parametrize("name", CAPTIONS)
@pytest.mark.parametrize(
    "caption",
    [
        "The queue.",
        "Jobs by week, four weeks after the change.",
        "The broker in its rack on the left, with the two workers that we moved in March beside"
        " it; "
        "the third one is behind the door and cannot be seen here.",
    ],
)
def test_clean_caption_stays_with_its_figure(name: str, caption: str) -> None:
    article = clean_with(CAPTIONS[name].format(caption))
    assert article.text.count(caption) == 1
    assert caption in article.markdown


def test_clean_captions_of_teasers_are_dropped() -> None:
    teasers = "<section class='related'><h2>More stories</h2>" + "".join(
        f"<figure><a href=/{n}><img src=/{n}.jpg></a><figcaption><a href=/{n}>{title}</a>"
        f"</figcaption>"
        "</figure>"
        for n, title in enumerate(
            ("Ten kettles that whistle", "What a porch says", "Boats for less")
        )
    )
    article = clean_with("", after=f"{AFTER}{teasers}</section>")
    assert "kettles" not in article.text
    assert "Boats" not in article.text


PREVIEWS = {
    "medium": "<div><img class='progressiveMedia-thumbnail' src='/max/30/roof.jpg'><canvas>"
    "</canvas>"
    "<img class='progressiveMedia-image' data-src='/max/800/roof.jpg'></div>",
    "widths": "<figure><img src='/w20/roof.jpg'><img src='/w900/roof.jpg' loading=lazy></figure>",
    "blur": "<div class='image'><img class='lqip' src='/tiny/x7.jpg'><img src='/roof.jpg'></div>",
    "behind": "<figure><img src='/900/roof.jpg'><img class='blur' src='/20/roof.jpg'></figure>",
    "noscript": "<figure><img src='/q/20/roof.jpg' class='placeholder'><img"
    " data-src='/q/900/roof.jpg'>"
    "<noscript><img src='/q/900/roof.jpg'></noscript></figure>",
}


@pytest.mark.parametrize("name", PREVIEWS)
def test_clean_preview_beside_the_real_picture_is_dropped(name: str) -> None:
    markdown = clean_with(PREVIEWS[name]).markdown
    assert markdown.count("![") == 1
    assert "roof.jpg" in markdown


def test_clean_pictures_of_a_gallery_are_kept() -> None:
    markdown = clean_with(
        "<figure><img src=/a-1.jpg><img src=/a-2.jpg><img src=/b.jpg></figure>"
    ).markdown
    assert markdown.count("![") == 3


CELLS = {
    "words_of_forms": "<tr><td>Account</td><td><ul><li>name</li><li>e-mail address</li></ul>"
    "</td></tr>",
    "links": "<tr><td>Data</td><td><ul><li>website</li><li>comment</li></ul></td></tr>",
    "menu_words": "<tr><td>Pages</td><td><ol><li>home</li><li>search</li><li>login</li></ol>"
    "</td></tr>",
    "paragraphs": "<tr><td>Sent</td><td><ul><li><p>newsletter</p></li><li><p>share</p></li></ul>"
    "</td></tr>",
    "short": "<tr><td>Sizes</td><td><ul><li>S</li><li>M</li><li>next</li></ul></td></tr>",
}


@pytest.mark.parametrize("name", CELLS)
def test_clean_list_in_a_cell_keeps_its_items(name: str) -> None:
    row = CELLS[name]
    article = clean_with(
        "<table><tr><th>Purpose</th><th>Details that we use for it</th></tr><tr><td>To run the"
        " queue "
        "for every client</td><td><ul><li>create a job for the client</li><li>keep the job until"
        " it is "
        f"done</li></ul></td></tr>{row}</table>"
    )
    items = [part.partition("<")[0] for part in row.replace("<p>", "").split("<li>")[1:]]
    assert [item for item in items if item not in article.text] == []
    assert [item for item in items if f"<li>{item}</li>" not in article.markdown] == []


@pytest.mark.parametrize(
    "heading",
    [
        "<div class='mw-heading mw-heading3'><h3>In popular culture</h3><span"
        " class='mw-editsection'>"
        "[<a href='/w?action=edit'>edit</a>]</span></div>",
        "<h3>In popular culture<span class='mw-editsection'>[<a href='?action=edit'>edit</a>]"
        "</span></h3>",
        "<h3><span class='editsection'>[<a href='?action=edit'>edit</a>]</span> In popular"
        " culture</h3>",
        "<div><h3>In popular culture</h3><a href='/page/edit'>Edit this section</a></div>",
        "<h3>In popular culture <small>[<a href='?do=edit'>edit</a>]</small></h3>",
    ],
)
def test_clean_edit_link_does_not_take_the_heading(heading: str) -> None:
    article = clean_with(
        f"{heading}<p>The inspector appears as a passer-by in two unrelated films.</p>"
    )
    assert "\n### In popular culture\n" in article.markdown
    assert "edit" not in article.text.lower()


def test_clean_dropped_reference_does_not_renumber_the_others() -> None:
    notes = "".join(
        f"<li id=n{n}>{text}</li>"
        for n, text in enumerate(
            (
                "<a href=/login>Log in</a>",
                "Mineta, Haruo (1994). Ice and Money. Kita Press, page 40.",
                "Coin Weekly, 4 October 1981, which printed the first review of the cabinet.",
            )
        )
    )
    article = clean_with(f"<h2>References</h2><ol class=references>{notes}</ol>", after="")
    if "Log in" not in article.markdown:
        assert "2. Mineta" in article.markdown
    assert "3. Coin Weekly" in article.markdown or "Log in" in article.markdown


SHADOWS = {
    "host_around_all": "<x-story><template shadowrootmode=open><style>:host{{display:block}}"
    "</style>{}"
    "</template></x-story>",
    "older": "<x-story><template shadowroot=open><div>{}</div></template></x-story>",
    "default_slot": "<x-story><template shadowrootmode=open><section><slot></slot></section>"
    "</template>{}"
    "</x-story>",
    "named_slot": "<x-story><template shadowrootmode=closed><slot name=body>none</slot></template>"
    "<div slot=body>{}</div></x-story>",
    "nested": "<x-page><template shadowrootmode=open><x-story><template shadowrootmode=open>"
    "<slot></slot>"
    "</template><slot name=s></slot></x-story></template><div slot=s>{}</div></x-page>",
}


@pytest.mark.parametrize("name", SHADOWS)
def test_clean_article_in_a_shadow_tree_is_body(name: str) -> None:
    article = clean_with(SHADOWS[name].format(BEFORE + AFTER), before="", after="")
    for words in ("Our queue lost jobs", "a year to find", "eleven weeks", "Acknowledge last"):
        assert article.text.count(words) == 1
    assert "no_main_content" not in article.flags
