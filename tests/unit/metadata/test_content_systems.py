"""Titles and authors of pages in the forms that content systems write."""

# ruff: noqa: E501  # a page a line reads best

from __future__ import annotations

import json

import pytest

import cleanarticle

SENTENCES = (
    "The council met in the old hall and talked about the new bridge, which people on both banks had wanted.",
    "Most of the money comes from a fund that the region set up after the floods of the last ten years.",
    "A ferry has linked the two halves of the town since the last century, but it stops at high water.",
    "Shopkeepers hope that more visitors will come over once the trip takes two minutes and not an hour.",
)
PROSE = "".join(f"<p>{sentence}</p>" for sentence in SENTENCES)
MENU = (
    "<header><a href=/>Daily Wexmoor</a><nav><a href=/>Home</a> <a href=/n>News</a></nav></header>"
)


def page(byline: str = "", **parts: str) -> str:
    """Return a page; its body, heading, title and head can be other ones."""
    get = {
        "body": PROSE,
        "heading": "<h1>The bridge is built</h1>",
        "title": "The bridge is built - Daily Wexmoor",
        "head": "",
    } | parts
    return (
        f"<html lang=en><head><title>{get['title']}</title>{get['head']}</head><body>{MENU}<main>"
        f"<article>{get['heading']}{byline}<div>{get['body']}</div></article></main>"
        "<footer>© Daily Wexmoor</footer></body></html>"
    )


@pytest.mark.parametrize(
    ("title", "heading", "expected"),
    [
        ("橋樑完工｜日報", "<h1><ruby>橋<rt>ㄑㄧㄠˊ</rt></ruby><ruby>樑<rt>ㄌㄧㄤˊ</rt></ruby>完工</h1>", "橋樑完工"),
        ("Home", "<h1><span>橋樑</span><span>完工</span></h1>", "橋樑完工"),
        ("Microsoft Word - bridge.doc", "<h1>The bridge is built</h1>", "The bridge is built"),
        ("(3) The bridge is built - Daily Wexmoor", "<h2>The bridge is built</h2>", "The bridge is built"),
        ("The bridge is built ~ Daily Wexmoor", "<h2>The bridge is built</h2>", "The bridge is built"),
        ("Blog Post", "<h1>The bridge is built</h1>", "The bridge is built"),
        ("The bridge is built « Daily Wexmoor", "<h2>The bridge is built</h2>", "The bridge is built"),
        ("Daily Wexmoor :: The bridge is built", "<h1>The bridge is built</h1>", "The bridge is built"),
        ("Daily Wexmoor | The bridge is built", "<h1>The bridge is built</h1>", "The bridge is built"),
        ("Daily Wexmoor • View topic - Painting the old bridge", "<h2><a href=/t>Painting the old bridge</a></h2>", "Painting the old bridge"),
        ("Wexmoor Walks: The bridge is built", "<h1><a href=https://w.example/>Wexmoor Walks</a></h1><h3>The bridge is built</h3>", "The bridge is built"),
        ("Home", "<h1><span class=premium-label>Premium</span> The bridge is built</h1>", "The bridge is built"),
    ],
)  # fmt: skip
def test_title_in_form_of_content_system_is_that_of_the_text(
    title: str, heading: str, expected: str
) -> None:
    markup = page(title=title, heading=heading)
    assert cleanarticle.clean(markup, url="https://w.example/news/bridge").title == expected


@pytest.mark.parametrize(
    ("byline", "authors"),
    [
        ("<div><a rel=author href=/@annlee>Ann Lee</a> · <button>Follow</button></div>", ["Ann Lee"]),
        ("<div><a href=/autor/ana-lopez/>Ana López</a></div><div>Madrid - 4 May 2024</div>", ["Ana López"]),
        ("<div class=post-meta>May 4, 2024&nbsp;·&nbsp;3 min&nbsp;·&nbsp;Ann Lee</div>", ["Ann Lee"]),
        ("<div class=info><span>2024-05-04</span> <span>来源：新华网</span> <span>作者：王小明</span></div>", ["王小明"]),
        ("<p class=byline>By <a href=/by/ann>Ann Lee</a> and <span>Bo Ek</span></p>", ["Ann Lee", "Bo Ek"]),
        ("<p class=byline>By <a class=author href=/a>Ann Lee For Mailonline</a></p>", ["Ann Lee"]),
        ("<div class=byline>Written by <a href=/author/a>Ann Lee</a> Edited by <a href=/author/b>Bo Ek</a></div>", ["Ann Lee"]),
        ("<div class=byline>Medically reviewed by <a href=/author/b>Bo Ek</a> By <a href=/author/a>Ann Lee</a></div>", ["Ann Lee"]),
        ("<figure><img src=a.png><figcaption>The bridge. Photo by Bo Ek</figcaption></figure><p class=byline>By Ann Lee</p>", ["Ann Lee"]),
        ("<div class=read__author>Penulis: <a href=/penulis/dewi>Dewi Sari</a></div>", ["Dewi Sari"]),
        ("<div>Av: <a href=/av/anna-svensson>Anna Svensson</a></div>", ["Anna Svensson"]),
        ("<blockquote><p>The bridge will stand.</p><p>By Tom Hardy</p></blockquote>", []),
        ("<div><a href=https://www.youtube.com/user/wex>Video Library</a></div>", []),
    ],
)  # fmt: skip
def test_authors_in_form_of_content_system_are_its_writers(byline: str, authors: list[str]) -> None:
    assert list(cleanarticle.clean(page(byline)).authors) == authors


@pytest.mark.parametrize(
    "line", ["By Royal Appointment", "By Sea And Land", "By Way Of Introduction", "By Tom Hardy"]
)
@pytest.mark.parametrize("byline", ["", "<p class=byline>By Ann Lee</p>"])
def test_authors_short_paragraph_between_prose_is_no_byline(line: str, byline: str) -> None:
    body = f"<p>{SENTENCES[0]}</p><p>{line}</p>{PROSE}"
    assert cleanarticle.clean(page(byline, body=body)).authors == (("Ann Lee",) if byline else ())


@pytest.mark.parametrize(
    "head",
    [
        "<meta name=DC.Creator.PersonalName content='Ann Lee'>",
        "<script type=application/ld+json>"
        + json.dumps(
            {
                "@type": "Article",
                "author": {"@type": "Role", "author": {"@type": "Person", "name": "Ann Lee"}},
            }
        )
        + "</script>",
    ],
)
def test_authors_declared_by_journal_or_role_are_read(head: str) -> None:
    assert cleanarticle.clean(page(head=head)).authors == ("Ann Lee",)


@pytest.mark.parametrize(
    "line", ["<span class=date>May 4, 2024</span>", "<time datetime=2024-05-04>May 4, 2024</time>"]
)
def test_published_short_article_with_linked_paragraph_has_its_date(line: str) -> None:
    body = f"<p>{SENTENCES[0]}</p><p><a href=/a>{SENTENCES[1]}</a></p>"
    article = cleanarticle.clean(page(f"<div class=meta>{line}</div>", body=body))
    assert article.published == "2024-05-04"


def test_published_question_without_time_of_asker_is_not_that_of_answer() -> None:
    markup = page(
        "<div class=post-signature>asked May 4, 2024 at 9:30 <span>user removed</span></div>",
        heading="<h1>How do I paint a bridge?</h1>",
        body=PROSE + "<div class=answer><p>Use a zinc primer first, then two coats of epoxy.</p>"
        "<div class=post-signature>answered May 5, 2024 at 10:00 <a href=/users/8>boek</a></div></div>",
    )
    article = cleanarticle.clean(markup)
    assert ((article.published or "")[:10], article.authors) == ("2024-05-04", ())


def test_authors_of_teasers_after_the_text_are_not_its_authors() -> None:
    teaser = "<article><h3><a href=/a>The ferry is sold</a></h3><span class=author>By Bo Ek</span></article>"
    markup = page().replace(
        "</main>", f"</main><section><h2>More stories</h2>{teaser * 2}</section>"
    )
    assert cleanarticle.clean(markup).authors == ()


def test_published_time_with_relative_time_of_update_is_its_day() -> None:
    line = "<time datetime=2024-05-04T09:30:00Z><span>May 4, 2024</span> <span>9:30 AM UTC</span> <span>Updated 2 years ago</span></time>"
    assert (cleanarticle.clean(page(line)).published or "")[:10] == "2024-05-04"


@pytest.mark.parametrize("url", ["&lt;%= url %&gt;", "{% url %}", "${url}", "/a/{{ slug }}"])
def test_canonical_url_of_template_not_filled_in_is_none(url: str) -> None:
    markup = page(head=f'<link rel=canonical href="{url}">')
    assert cleanarticle.clean(markup, url="https://w.example/a").canonical_url is None


def test_site_name_that_is_url_is_none() -> None:
    head = "<meta property=og:site_name content=https://w.example/>"
    assert cleanarticle.clean(page(head=head, title="The bridge is built")).site_name is None


DIALOG = "<div {}><h1>We value your privacy</h1><p>We and our 812 partners store cookies.</p></div>"


@pytest.mark.parametrize(
    "attributes", ["role=dialog", "role=alertdialog", "class=x aria-modal=true"]
)
@pytest.mark.parametrize("title", ["Daily Wexmoor", "Home", ""])
def test_title_is_no_heading_of_a_dialog(attributes: str, title: str) -> None:
    markup = page(title=title).replace("<body>", f"<body>{DIALOG.format(attributes)}")
    assert cleanarticle.clean(markup).title == "The bridge is built"


@pytest.mark.parametrize("declared", ["https://w.example/", "https://w.example", "/"])
def test_canonical_url_of_an_article_is_not_the_home_page(declared: str) -> None:
    canonical = f"<link rel=canonical href={declared}>"
    both = f"{canonical}<meta property=og:url content=https://w.example/2024/bridge>"
    article = cleanarticle.clean(page(head=both), url="https://w.example/2024/bridge?utm_id=3")
    assert article.canonical_url == "https://w.example/2024/bridge"
    alone = cleanarticle.clean(page(head=canonical), url="https://w.example/2024/bridge")
    assert alone.canonical_url is None
    for home in ("https://w.example/", "https://w.example/index.html"):
        article = cleanarticle.clean(page(head=canonical), url=home)
        assert (article.canonical_url or "").rstrip("/") == "https://w.example"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://w.example/index.php?p=12", "https://w.example/?p=12"),
        ("https://w-example.cdn.example/c/s/w.example/", "https://w.example/"),
    ],
)
def test_canonical_url_with_a_query_or_on_another_host_is_kept(url: str, canonical: str) -> None:
    article = cleanarticle.clean(page(head=f"<link rel=canonical href={canonical}>"), url=url)
    assert article.canonical_url == canonical


def test_title_with_a_topic_that_the_heading_has_keeps_it() -> None:
    title = "Daily Wexmoor: The bridge is built"
    heading = f"<h1>{title}</h1><h2>The bridge is built</h2>"
    assert cleanarticle.clean(page(title=title, heading=heading)).title == title


@pytest.mark.parametrize(
    "byline",
    [
        "<p class=meta>4 May 2024 | Book first published: 3 March 2001</p>",
        "<p class=byline>입력 2024.05.04 10:00</p><p class=byline>국내 최초 2019.03.03 출시 제품</p>",
    ],
)
def test_first_publication_of_something_else_is_not_that_of_the_page(byline: str) -> None:
    assert (cleanarticle.clean(page(byline=byline)).published or "")[:10] == "2024-05-04"


def test_sentence_that_begins_like_a_byline_names_no_author() -> None:
    byline = "<p>Filed under protest by Bo Ek, Ann Lee</p>"
    assert cleanarticle.clean(page(byline=byline)).authors == ()


@pytest.mark.parametrize(
    "image",
    [
        "Hello <img class=emoji src=https://s.w.org/images/core/emoji/1f600.png> there",
        "<img src=/icons/share.png width=16 height=16> Share",
    ],
)
def test_image_is_no_icon(image: str) -> None:
    article = cleanarticle.clean(page(body=f"<p>{image}</p>{PROSE}"), url="https://w.example/a")
    assert article.image is None


@pytest.mark.parametrize(
    ("content", "description"),
    [
        (
            "&lt;p&gt;Clay must wait for rain &amp;amp; ash.&lt;/p&gt;",
            "Clay must wait for rain & ash.",
        ),
        ("<b>Clay</b> must <br/>wait.", "Clay must wait."),
        ("2 < 3 and 5 > 4, as always", "2 < 3 and 5 > 4, as always"),
        ("How to use the <div> element in HTML", "How to use the <div> element in HTML"),
        ("List<String> and Map<K, V> explained", "List<String> and Map<K, V> explained"),
    ],
)
def test_description_has_no_markup(content: str, description: str) -> None:
    article = cleanarticle.clean(page(head=f'<meta name=description content="{content}">'))
    assert article.description == description


def test_keywords_are_tags_once_whatever_their_case() -> None:
    head = "<meta name=keywords content='Piers, piers, Sea, PIERS, tide, sea'>"
    assert cleanarticle.clean(page(head=head)).tags == ("Piers", "Sea", "tide")


@pytest.mark.parametrize("comma", [", ", "，", "、"])
def test_keywords_between_commas_of_any_script_are_tags(comma: str) -> None:
    keywords = comma.join(("橋", "町", "鐵路"))
    article = cleanarticle.clean(page(head=f'<meta name=keywords content="{keywords}">'))
    assert article.tags == ("橋", "町", "鐵路")


def test_first_picture_of_the_body_is_the_image_if_none_is_declared() -> None:
    placeholder = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"
    figure = (
        f"<figure><img src='{placeholder}' data-src=/p/bridge.jpg width=1200 alt=Bridge></figure>"
    )
    article = cleanarticle.clean(page(body=figure + PROSE), url="https://w.example/bridge")
    assert article.image == "https://w.example/p/bridge.jpg"
    assert article.sources["image"] == "body"
    declared = "<meta property=og:image content=/p/other.jpg>"
    article = cleanarticle.clean(
        page(body=figure + PROSE, head=declared), url="https://w.example/bridge"
    )
    assert (article.image, article.sources["image"]) == (
        "https://w.example/p/other.jpg",
        "opengraph",
    )
    logo = page().replace("<nav>", "<img src=/logo.png><nav>")
    assert cleanarticle.clean(logo, url="https://w.example/bridge").image is None


@pytest.mark.parametrize(
    ("markup", "picture"),
    [
        ("<figure><img src=/p/silicon-valley.jpg></figure>", "/p/silicon-valley.jpg"),
        (
            "<p><img src=/p/iconic-bridge.jpg> The old bridge, as it was before.</p>",
            "/p/iconic-bridge.jpg",
        ),
        (
            "<p><img src=/p/icon-warning.png> Mind the water.</p><p><img src=/p/mud.jpg></p>",
            "/p/mud.jpg",
        ),
        ("<p>The water <img src=/p/wave.png> rises every year.</p>", None),
        ("<p><img src=/images/core/emoji/1f600.png></p><p><img src=/p/mud.jpg></p>", "/p/mud.jpg"),
        ("<p><img src=/avatar/8f00b2></p><p><img src=/logos/acme.png></p>", None),
        ("<ul><li><img src=/i/info.gif> Mind the water.</li></ul>", None),
        ("<table><tr><td><p>Mud.</p><img src=/p/mud.jpg><p>Much of it.</p></table>", "/p/mud.jpg"),
        ("<p><img src=/gh/twemoji@14/1f389.png></p><p><img src=/p/a.svg></p>", "/p/a.svg"),
        (
            "<p><img src=/2024/red-flag-warning/ads-flag.jpg></p>",
            "/2024/red-flag-warning/ads-flag.jpg",
        ),
    ],
)
def test_first_picture_of_the_body_is_no_icon_and_not_between_words(
    markup: str, picture: str | None
) -> None:
    article = cleanarticle.clean(page(body=PROSE + markup + PROSE), url="https://pixel.example/a")
    assert article.image == (picture and f"https://pixel.example{picture}")


def test_names_with_numbers_that_touch_a_date_are_authors() -> None:
    byline = "<div><span>By</span> <span>Ann Lee Jr. and Bo Ek III</span><span>March 3, 2024</span></div>"
    article = cleanarticle.clean(page(byline=byline))
    assert article.authors == ("Ann Lee Jr.", "Bo Ek III")
    assert article.published == "2024-03-03"


def test_controls_of_the_size_of_letters_are_no_author() -> None:
    byline = "<p>2024-11-06 08:20 作者：林晓枫 字号：大 中 小</p>"
    assert cleanarticle.clean(page(byline=byline)).authors == ("林晓枫",)
