"""Dates of whole pages: the page's own, or none."""

# ruff: noqa: E501  # a page a line reads best

from __future__ import annotations

import pytest

import cleanarticle

PROSE = (
    "<p>"
    + "The town council met in the old hall and talked of the new bridge over the river, which "
    "everyone had waited for. " * 6 + "</p>"
)


def page(**parts: str) -> str:
    """Return a page with a title, a body and parts around them."""
    get = {"lang": "en", "n": "5"} | parts
    head, masthead, before, byline, inside, after, foot = (
        get.get(name, "")
        for name in ("head", "masthead", "before", "byline", "inside", "after", "foot")
    )
    return (
        f"<html lang={get['lang']}><head><title>The bridge is built - Daily Wexmoor</title>{head}"
        f"</head><body><header>{masthead}<nav><a href=/>Home</a> <a href=/n>News</a></nav></header>"
        f"{before}<main><article><h1>The bridge is built</h1>{byline}{PROSE * 2}{inside}"
        f"{PROSE * int(get['n'])}</article></main>{after}<footer>{foot}</footer></body></html>"
    )


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param(
            {
                "after": "<section class=related><h2>Related stories</h2><ul><li><a href=/a>The ferry is sold</a> <time datetime=2024-03-02>2 March 2024</time></li><li><a href=/b>The mill is shut</a> <span>5 May 2023</span></li></ul></section>"
            },
            id="related1",
        ),
        pytest.param(
            {
                "after": "<aside><h3>Read next</h3><a href=/a>The ferry is sold</a><span class=date>2 March 2024</span></aside>"
            },
            id="related_one",
        ),
        pytest.param(
            {"inside": "<div class=related><a href=/a>The ferry is sold</a><br>2 March 2024</div>"},
            id="related_in",
        ),
        pytest.param(
            {"inside": "<p><a href=/a>Read also: The ferry is sold (2 March 2024)</a></p>"},
            id="related_link",
        ),
        pytest.param(
            {
                "byline": "<div class=teaser><a href=/a>The ferry is sold</a> <time datetime=2024-03-02>2 March 2024</time></div>"
            },
            id="related_top",
        ),
        pytest.param({"inside": "<p>The bridge opens on 21 June 2027.</p>"}, id="event"),
        pytest.param({"inside": "<p>The bridge opens on 21 June 2025.</p>"}, id="event25"),
        pytest.param({"byline": "<p>The bridge opens on 21 June 2025.</p>"}, id="event_top"),
        pytest.param(
            {
                "byline": "<div class=event><p>When: 21 June 2025, 19:00</p><p>Where: Town hall</p></div>"
            },
            id="event_box",
        ),
        pytest.param(
            {"byline": "<p>Opens <time datetime=2025-06-21>21 June 2025</time></p>"},
            id="event_time",
        ),
        pytest.param(
            {
                "inside": "<dl><dt>Date</dt><dd>21 June 2025</dd><dt>Venue</dt><dd>Town hall</dd></dl>"
            },
            id="event_dl",
        ),
        pytest.param(
            {"byline": "<p class=subtitle>Exhibition, 21 June 2025 to 3 July 2025, Town hall</p>"},
            id="event_sub",
        ),
        pytest.param({"byline": "<p>Deadline: 21 June 2025</p>"}, id="deadline"),
        pytest.param({"byline": "<p>Ann Lee (born 4 May 1992) is an engineer.</p>"}, id="birth"),
        pytest.param({"inside": "<p>Born: 4 May 1992</p><p>Died: 3 March 2020</p>"}, id="birth2"),
        pytest.param(
            {
                "byline": "<table><tr><th>Born</th><td>4 May 1992</td></tr><tr><th>Occupation</th><td>Engineer</td></tr></table>"
            },
            id="birth3",
        ),
        pytest.param({"inside": "<p>On 4 May 2019 the council said no.</p>"}, id="body"),
        pytest.param({"byline": "<p>On 4 May 2019 the council said no.</p>"}, id="body_first"),
        pytest.param(
            {
                "inside": "<ul><li>4 May 2019: the council says no</li><li>5 June 2020: the council says yes</li></ul>"
            },
            id="body_list",
        ),
        pytest.param({"inside": "<h2>4 May 2019</h2>"}, id="body_h2"),
        pytest.param({"masthead": "<div class=today>Sunday, 29 November 2026</div>"}, id="mast"),
        pytest.param({"masthead": "<span>Sunday 29 November 2026</span>"}, id="mast2"),
        pytest.param({"masthead": "<div class=date>Sun, Nov 29, 2026</div>"}, id="mast3"),
        pytest.param({"masthead": "<div>Today is 14 March 2026</div>"}, id="mast4"),
        pytest.param({"masthead": "<time datetime=2026-03-14>14 March 2026</time>"}, id="mast5"),
        pytest.param(
            {
                "before": "<div class=topbar><span>14 March 2026</span> <a href=/login>Log in</a></div>"
            },
            id="mast6",
        ),
        pytest.param({"foot": "<p>© 2024 Daily Wexmoor</p>"}, id="copy"),
        pytest.param(
            {"foot": "<p>Copyright 1 January 2024 Daily Wexmoor. All rights reserved.</p>"},
            id="copy2",
        ),
        pytest.param({"inside": "<p>© 14 March 2024 Daily Wexmoor</p>"}, id="copy3"),
        pytest.param(
            {
                "after": "<section id=comments><h2>2 comments</h2><div class=comment><b>Bo Ek</b> <time datetime=2024-03-02>2 March 2024</time><p>I like the bridge very much indeed.</p></div><div class=comment><b>Cy Fox</b> <span>3 March 2024</span><p>I do not like it at all, sorry.</p></div></section>"
            },
            id="comment1",
        ),
        pytest.param(
            {
                "after": "<div class=comments><h3>Comments</h3><div class=comment><span>Bo Ek</span> <span>March 2, 2024 at 9:30 am</span><p>I like the bridge very much indeed.</p></div></div>"
            },
            id="comment2",
        ),
        pytest.param(
            {
                "after": "<ol class=commentlist><li><cite>Bo Ek</cite> says: <a href=#c1>March 2, 2024 at 9:30 am</a><p>I like the bridge very much indeed.</p></li></ol>",
                "n": "1",
            },
            id="comment3",
        ),
        pytest.param(
            {
                "after": "<div class=cookie-banner><p>We use cookies. Cookie policy last updated 2 March 2024.</p><button>Accept</button></div>"
            },
            id="cookie",
        ),
        pytest.param(
            {
                "before": "<div id=consent role=dialog><p>Our cookie policy was updated on 2 March 2024.</p><button>Accept all</button></div>"
            },
            id="cookie2",
        ),
        pytest.param({"foot": "<p>Privacy policy effective 2 March 2024</p>"}, id="policy"),
        pytest.param({"inside": "<p>Prices as of 2 March 2024.</p>"}, id="price"),
        pytest.param(
            {
                "inside": "<h2>References</h2><ol><li>Lee, A. Bridges. Accessed 2 March 2024.</li></ol>"
            },
            id="accessed",
        ),
        pytest.param(
            {"byline": "<div class=author>Ann Lee<br>Member since 4 May 2012</div>"}, id="joined"
        ),
        pytest.param(
            {
                "byline": "<figure><img src=a.png><figcaption>The bridge on 2 March 2024. Photo: Ann Lee</figcaption></figure>"
            },
            id="photo",
        ),
        pytest.param({"after": "<p><a href=/e>Next event: 4 May 2027</a></p>"}, id="nextweb"),
        pytest.param(
            {
                "after": "<aside class=sidebar><h3>Latest news</h3><ul><li><span class=date>2 March 2024</span><a href=/a>The ferry is sold</a></li></ul></aside>"
            },
            id="sidebar",
        ),
        pytest.param(
            {"after": "<aside><h3>Upcoming events</h3><p>12 May 2024 Town fair</p></aside>"},
            id="archive",
        ),
        pytest.param({"byline": "<p class=date>21 June 2027</p>"}, id="future"),
        pytest.param(
            {"masthead": "<div><span>14 March 2026</span> <a href=/login>Log in</a></div>"},
            id="mast_noclass",
        ),
        pytest.param(
            {
                "before": "<table><tr><td>Daily Wexmoor</td><td>14 March 2026</td></tr></table><ul><li><a href=/a>News</a></li><li><a href=/b>Sport</a></li><li><a href=/c>Life</a></li></ul>"
            },
            id="mast_table",
        ),
        pytest.param(
            {
                "before": "<div id=date>14.03.2026</div><div id=menu><a href=/a>News</a><a href=/b>Sport</a></div>"
            },
            id="mast_id",
        ),
        pytest.param(
            {"lang": "de", "masthead": "<span>Heute ist Samstag, der 14. März 2026</span>"},
            id="mast_de",
        ),
        pytest.param(
            {"lang": "es", "masthead": "<p>Madrid, 14 de marzo de 2026</p>"}, id="mast_es"
        ),
        pytest.param({"lang": "ja", "masthead": "<p>2026年3月14日(土)</p>"}, id="mast_ja"),
        pytest.param(
            {"lang": "de", "byline": "<p>Die Ausstellung wird am 21. Juni 2025 eröffnet.</p>"},
            id="event_de",
        ),
        pytest.param(
            {"lang": "fr", "byline": "<p>Inauguration le 21 juin 2025</p>"}, id="event_fr"
        ),
        pytest.param(
            {"lang": "es", "inside": "<p>La exposición abre el 21 de junio de 2025.</p>"},
            id="event_es",
        ),
        pytest.param({"byline": "<h2>21 June 2025, Town Hall, Wexmoor</h2>"}, id="event_h2"),
        pytest.param(
            {
                "inside": "<p><strong>Date:</strong> 21 June 2025</p><p><strong>Venue:</strong> Town hall</p>"
            },
            id="event_span",
        ),
        pytest.param(
            {"inside": "<ul><li>Starts: 21 June 2025</li><li>Ends: 30 June 2025</li></ul>"},
            id="event_li",
        ),
        pytest.param(
            {
                "inside": "<p>The fair opens on <time datetime=2025-06-21>21 June 2025</time> at noon.</p>"
            },
            id="event_time_in",
        ),
        pytest.param(
            {
                "inside": "<div class=vevent><span class=dtstart>21 June 2025</span> <span>Add to calendar</span></div>"
            },
            id="event_ics",
        ),
        pytest.param({"byline": "<p>Tickets on sale 21 June 2025</p>"}, id="tickets"),
        pytest.param({"byline": "<p>Register by 21 June 2025</p>"}, id="reg"),
        pytest.param(
            {"lang": "it", "byline": "<p>Nato a Roma il 4 maggio 1992</p>"}, id="birth_it"
        ),
        pytest.param({"byline": "<p>4 May 1992 – 3 March 2020</p>"}, id="birth_dash"),
        pytest.param({"byline": "<p>* 4 May 1992 in Wexmoor</p>"}, id="birth_star"),
        pytest.param(
            {"inside": "<dl><dt>Date of birth</dt><dd>4 May 1992</dd></dl>"}, id="birth_dl"
        ),
        pytest.param(
            {"after": "<aside class=infobox><div>Ann Lee</div><div>Born 4 May 1992</div></aside>"},
            id="birth_box",
        ),
        pytest.param(
            {
                "inside": "<table><tr><th>Born</th><td>4 May 1992</td></tr><tr><th>Died</th><td>3 March 2020</td></tr></table>"
            },
            id="birth_table_in",
        ),
        pytest.param(
            {
                "inside": "<table><tr><th>Day</th><th>Cars</th></tr><tr><td>4 May 2020</td><td>12</td></tr><tr><td>5 May 2020</td><td>19</td></tr></table>"
            },
            id="table_data",
        ),
        pytest.param(
            {
                "inside": "<p>The old bridge fell on <time datetime=2019-05-04>4 May 2019</time>, after the flood.</p>"
            },
            id="body_time",
        ),
        pytest.param({"inside": "<p>That was on 4 May 2019.</p>"}, id="body_short"),
        pytest.param({"inside": "<p>4 May 2019 was cold.</p>"}, id="body_short2"),
        pytest.param({"byline": "<p>It was 4 May 2019.</p>"}, id="body_frag"),
        pytest.param(
            {"inside": "<blockquote>The bridge is dead.<br>Ann Lee, 4 May 2019</blockquote>"},
            id="body_quote",
        ),
        pytest.param(
            {
                "inside": "<h3>4 May 2019</h3><p>The council says no.</p><h3>5 June 2020</h3><p>The council says yes.</p>"
            },
            id="timeline",
        ),
        pytest.param(
            {
                "inside": "<p><b>4 May 2019</b></p><p>The council says no to the plan for the bridge.</p><p><b>5 June 2020</b></p><p>The council says yes to it.</p>"
            },
            id="timeline_b",
        ),
        pytest.param(
            {
                "after": "<div class=cards><div class=card><a href=/a><h3>The ferry is sold</h3></a><p>2 March 2024</p></div><div class=card><a href=/b><h3>The mill is shut</h3></a><p>3 March 2024</p></div></div>"
            },
            id="related_cards",
        ),
        pytest.param(
            {
                "after": "<div class=cards><div class=card><a href=/a><h3>The ferry is sold</h3></a><p>2 March 2024</p></div><div class=card><a href=/b><h3>The mill is shut</h3></a><p>2 March 2024</p></div></div>"
            },
            id="related_same",
        ),
        pytest.param(
            {
                "inside": "<aside><a href=/a>The ferry is sold</a> <small>2 March 2024</small></aside>"
            },
            id="related_inside2",
        ),
        pytest.param(
            {
                "after": "<nav class=post-navigation><a href=/p>← The ferry is sold</a> <span>2 March 2024</span></nav>"
            },
            id="related_prev",
        ),
        pytest.param(
            {"after": "<div><a href=/a>The ferry is sold</a><div>2 March 2024</div></div>"},
            id="related_nolabel",
        ),
        pytest.param(
            {
                "after": "<div><h3><a href=/a>The ferry is sold</a></h3><div class=byline>By Bo Ek | 2 March 2024</div></div>"
            },
            id="related_byline",
        ),
        pytest.param(
            {"inside": "<p>Read also: <a href=/a>The ferry is sold</a>, 2 March 2024</p>"},
            id="related_p",
        ),
        pytest.param(
            {"lang": "de", "foot": "<p>Stand: 2. März 2024</p><p>Impressum</p>"}, id="copy_de"
        ),
        pytest.param({"after": "<p>Copyright © 2024-2026</p>"}, id="copy_only"),
        pytest.param(
            {"after": "<p>Terms of use, last updated 2 March 2024</p>", "n": "1"}, id="terms"
        ),
        pytest.param(
            {
                "after": "<div id=comments><h3>1 response</h3><p>Bo Ek, 2 March 2024 at 9:30</p><p>I like the bridge very much indeed, thank you for this text.</p></div>"
            },
            id="comm_one",
        ),
        pytest.param(
            {
                "after": "<h3>Comments</h3><p>Bo Ek wrote on 2 March 2024:</p><p>I like the bridge very much indeed, thank you.</p>"
            },
            id="comm_plain",
        ),
        pytest.param(
            {
                "after": "<div class=x><p><b>Bo Ek</b> · 2 March 2024</p><p>I like the bridge very much indeed.</p><a href=#>Reply</a></div><div class=x><p><b>Cy Fox</b> · 3 March 2024</p><p>I do not like it at all.</p><a href=#>Reply</a></div>"
            },
            id="comm_nn",
        ),
        pytest.param(
            {
                "lang": "fr",
                "after": "<div class=cookies><p>Politique relative aux cookies, mise à jour le 2 mars 2024.</p><button>Accepter</button></div>",
            },
            id="cookie_fr",
        ),
        pytest.param(
            {
                "after": "<div><p>By using this site you accept our cookies (updated 2 March 2024).</p></div>"
            },
            id="cookie_p",
        ),
        pytest.param({"after": "<p>Last build: 2 March 2024</p>"}, id="rss"),
        pytest.param(
            {"after": "<aside><h3>Weather</h3><p>Sat 14 March 2026: rain</p></aside>"}, id="weather"
        ),
        pytest.param({"after": "<aside><p>Poll closes 21 June 2027</p></aside>"}, id="poll"),
        pytest.param(
            {"inside": "<p class=credit>Photo: Bo Ek / 2 March 2024</p>"}, id="photo_credit"
        ),
        pytest.param(
            {
                "head": "<meta name=expires content='2030-01-01'><meta name=revisit-after content='7 days'>"
            },
            id="meta_exp",
        ),
        pytest.param(
            {"head": "<meta property='profile:birthday' content='1992-05-04'>"}, id="meta_birth"
        ),
        pytest.param(
            {
                "head": "<meta property=article:published_time content='0000-00-00'><meta name=date content='1970-01-01'>"
            },
            id="meta_zero",
        ),
        pytest.param(
            {
                "head": '<script type=application/ld+json>{"@type":"Event","name":"Fair","startDate":"2025-06-21"}</script>'
            },
            id="ld_event",
        ),
        pytest.param(
            {
                "head": '<script type=application/ld+json>{"@type":"ItemList","itemListElement":[{"@type":"NewsArticle","headline":"The ferry","datePublished":"2024-03-02"}]}</script>'
            },
            id="ld_list",
        ),
        pytest.param(
            {
                "head": '<script type=application/ld+json>{"@type":"Comment","text":"x","datePublished":"2024-03-02"}</script>'
            },
            id="ld_comment",
        ),
        pytest.param(
            {
                "head": '<script type=application/ld+json>{"@type":"Person","name":"Ann Lee","birthDate":"1992-05-04"}</script>'
            },
            id="ld_person",
        ),
        pytest.param(
            {"head": "<meta property='event:start_time' content='2025-06-21'>"}, id="og_event"
        ),
    ],
)
def test_published_page_shows_only_other_dates_is_none(parts: dict[str, str]) -> None:
    article = cleanarticle.clean(page(**parts))
    assert (article.published, article.modified) == (None, None)


@pytest.mark.parametrize(
    "parts",
    [
        pytest.param({"byline": "<p>14 March 2026</p>"}, id="p1"),
        pytest.param({"byline": "<div class=byline>By Ann Lee | 14 March 2026</div>"}, id="p2"),
        pytest.param(
            {"byline": "<div class=meta>Posted on 14 March 2026 in <a href=/c>News</a></div>"},
            id="p3",
        ),
        pytest.param({"byline": "<time datetime=2026-03-14>14 March 2026</time>"}, id="p4"),
        pytest.param({"before": "<p class=date>14 March 2026</p>"}, id="p5"),
        pytest.param({"inside": "", "after": "<p>Published 14 March 2026</p>"}, id="p7"),
        pytest.param({"byline": "<p>Published: 14 March 2026, 9:30</p>"}, id="p8"),
        pytest.param({"byline": "<p>Saturday, 14 March 2026</p>"}, id="p9"),
        pytest.param({"byline": "<p>By Ann Lee</p><p>14 March 2026 · 5 min read</p>"}, id="p10"),
        pytest.param({"byline": "<p>By Ann Lee<br>14 March 2026</p>"}, id="br"),
        pytest.param({"byline": "<header><time>14 March 2026</time></header>"}, id="header"),
        pytest.param(
            {"before": "<div class=post-header><span>14 March 2026</span></div>"}, id="above"
        ),
        pytest.param({"byline": "<p>London, 14 March 2026</p>"}, id="dateline"),
        pytest.param({"lang": "de", "byline": "<p>14.03.26, 09:30 Uhr</p>"}, id="de_short"),
        pytest.param({"lang": "de", "byline": "<p>Von Ann Lee am 14. März 2026</p>"}, id="de"),
        pytest.param({"lang": "fr", "byline": "<p>Publié le 14 mars 2026 à 9h30</p>"}, id="fr"),
        pytest.param({"lang": "fi", "byline": "<p class=date>14. maaliskuuta 2026</p>"}, id="fi"),
        pytest.param({"lang": "ko", "byline": "<p>입력 2026.03.14. 오후 3:30</p>"}, id="ko"),
        pytest.param({"lang": "th", "byline": "<p>เผยแพร่ 14 มีนาคม 2569</p>"}, id="th"),
        pytest.param({"lang": "ar", "byline": "<p class=date>١٤ مارس ٢٠٢٦</p>"}, id="ar"),
        pytest.param(
            {"byline": "<ul class=meta><li>Ann Lee</li><li>14 March 2026</li></ul>"}, id="list"
        ),
        pytest.param({"byline": "<p>First published: 14 March 2026</p>"}, id="first"),
        pytest.param({"byline": "<dl><dt>Published</dt><dd>14 March 2026</dd></dl>"}, id="dl"),
        pytest.param({"byline": "<h4>14 March 2026</h4>"}, id="h4"),
        pytest.param({"after": "<p>Posted by Ann Lee at 9:30, 14 March 2026</p>"}, id="end"),
        pytest.param({"byline": "<p>Opening Night | Ann Lee | 14 March 2026</p>"}, id="opening"),
        pytest.param({"byline": "<time datetime=2026-03>14 March 2026</time>"}, id="partial"),
        pytest.param({"byline": "<span class=date>Date: 14 March 2026</span>"}, id="label"),
        pytest.param({"lang": "es", "byline": "<p>14 de agosto del 2026</p>"}, id="es"),
        pytest.param({"head": "<meta name=date content='14/03/2026 09:30'>"}, id="meta"),
        pytest.param({"lang": "no", "byline": "<p>14. mai 2026</p>"}, id="no"),
        pytest.param({"lang": "vi", "byline": "<p>Thứ bảy, 14 tháng 3, 2026</p>"}, id="vi"),
        pytest.param({"lang": "hi", "byline": "<p>प्रकाशित: 14 मार्च 2026</p>"}, id="hi"),
        pytest.param({"byline": "<p>14th of March 2026</p>"}, id="ordinal"),
        pytest.param({"lang": "hu", "byline": "<p>2026. március 14.</p>"}, id="hu"),
    ],
)
def test_published_page_shows_its_date_returns_it(parts: dict[str, str]) -> None:
    article = cleanarticle.clean(page(**parts))
    assert article.published is not None
    assert article.published[:10] in ("2026-03-14", "2026-08-14", "2026-05-14")


@pytest.mark.parametrize(
    ("path", "shown", "day"),
    [
        ("/2024/12/10-ways-to-cook/", "By Ann Lee, 3 December 2024", "2024-12-03"),
        ("/2024/12/10-ways-to-cook/", "By Ann Lee, 10 December 2024", "2024-12-10"),
        ("/2024/12/10-ways-to-cook/", "", None),
        ("/2024/12/10_ways_to_cook", "", None),
        ("/2024/5/7-reasons", "", None),
        ("/2024/dec/10-ways-to-cook/", "", None),
        ("/2024/12/10/ways-to-cook/", "", "2024-12-10"),
        ("/2024/12/10", "", "2024-12-10"),
        ("/2024-12-10-ways-to-cook/", "", "2024-12-10"),
        ("/2024-12/10/content_1.htm", "", "2024-12-10"),
        ("/news/20241210/ways", "", "2024-12-10"),
        ("/202412/t20241210_5.html", "", "2024-12-10"),
        ("/ways?d=/2024/12/10/", "", None),
        ("/9999/12/10/ways", "", None),
    ],
)
def test_published_url_with_numbers_returns_day_only_if_it_is_one(
    path: str, shown: str, day: str | None
) -> None:
    markup = page(byline=f"<p class=byline>{shown}</p>")
    article = cleanarticle.clean(markup, url=f"https://w.example{path}")
    assert article.published == day


def test_published_declared_in_utc_returns_local_day_of_url() -> None:
    head = "<meta property=article:published_time content=2025-12-19T02:41:41+00:00>"
    url = "https://w.example/2025/12/18/bridge/"
    article = cleanarticle.clean(page(head=head), url=url)
    assert (article.published, article.sources["published"]) == ("2025-12-18", "url")


def test_published_declared_in_words_is_read_in_the_language_of_the_text() -> None:
    head = "<meta name=date content='03/04/2026'>"
    german = "<p>" + "Der Rat der Stadt hat beschlossen, die alte Brücke nicht zu bauen. " * 9
    article = cleanarticle.clean(f"<html lang=en><head>{head}</head><body>{german}</body></html>")
    assert article.published == "2026-04-03"


def test_published_future_date_of_byline_is_none() -> None:
    markup = page(byline="<p class=date>21 June 2099</p>")
    assert cleanarticle.clean(markup).published is None


def test_published_value_of_352_kilobytes_reads_its_beginning() -> None:
    value = "2026-03-14 " * 32_000
    head = f"<meta property=article:published_time content='{value}'>"
    assert cleanarticle.clean(page(head=head)).published == "2026-03-14"


def test_published_block_of_thousands_of_times_returns_first() -> None:
    times = "<time datetime=2026-03-14>·</time>" * 3_000
    article = cleanarticle.clean(page(byline=f"<div class=byline>{times}</div>"))
    assert article.published == "2026-03-14"


@pytest.mark.parametrize("place", ["byline", "inside", "after"])
@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Opens on 21 June 2025"),
        ("en", "Opening: 21 June 2025"),
        ("en", "21 June 2025, 7pm, Town Hall"),
        ("en", "Save the date: 21 June 2025"),
        ("en", "Event date: 21 June 2025"),
        ("en", "Sat 21 June 2025 | Doors 7pm"),
        ("en", "Closing date: 21 June 2025"),
        ("en", "Applications close 21 June 2025"),
        ("en", "Ann Lee was born on 4 May 1992."),
        ("en", "Ann Lee (4 May 1992 – 3 March 2020)"),
        ("en", "Founded 4 May 1992"),
        ("en", "Launched on 4 May 1999"),
        ("en", "Established on 4 May 1999"),
        ("en", "Next meeting: 4 May 2025"),
        ("en", "Match day: 4 May 2025"),
        ("en", "Last visited 4 May 2025"),
        ("en", "Today: 4 May 2025"),
        ("en", "Today, 4 May 2025"),
        ("de", "Eröffnung am 21. Juni 2025"),
        ("de", "Geboren am 4. Mai 1992 in Wien"),
        ("de", "Die Brücke öffnet am 21. Juni 2025."),
        ("de", "Termin: 21. Juni 2025"),
        ("de", "Anmeldung bis 21. Juni 2025"),
        ("de", "* 4. Mai 1992 in Wien"),
        ("fr", "Inauguration le 21 juin 2025"),
        ("fr", "Né le 4 mai 1992 à Paris"),
        ("fr", "Du 21 juin au 3 juillet 2025"),
        ("fr", "Jusqu’au 21 juin 2025"),
        ("es", "Inauguración: 21 de junio de 2025"),
        ("es", "Nació el 4 de mayo de 1992"),
        ("es", "Hasta el 21 de junio de 2025"),
        ("it", "Nata il 4 maggio 1992"),
        ("it", "Inaugurazione il 21 giugno 2025"),
        ("pl", "Otwarcie 21 czerwca 2025"),
        ("ru", "Открытие 21 июня 2025"),
        ("ru", "Родился 4 мая 1992 года в Москве"),
        ("nl", "Geboren op 4 mei 1992"),
        ("nl", "Opening op 21 juni 2025"),
        ("ja", "2025年6月21日オープン"),
        ("ja", "生年月日：1992年5月4日"),
        ("zh", "开幕时间：2025年6月21日"),
        ("zh", "出生于1992年5月4日"),
        ("ja", "開催日：2025年6月21日"),
        ("pt", "Nasceu em 4 de maio de 1992"),
        ("sv", "Född 4 maj 1992"),
        ("pt", "Abertura: 21 de junho de 2025"),
    ],
)
def test_published_line_about_event_or_life_is_none(language: str, line: str, place: str) -> None:
    markup = page(lang=language, **{place: f"<p class=x>{line}</p>"})
    assert cleanarticle.clean(markup).published is None


@pytest.mark.parametrize(
    "line",
    [
        "<div>Saturday, 28 November 2026</div>",
        "<p>Saturday, 28 November 2026</p>",
        "<div id=clock>Saturday, 28 November 2026 10:38:45</div>",
        "<div>Nov 28, 2026 | 12°C Wexmoor</div>",
        "<table><tr><td>Saturday, 14 March 2026</td></tr></table>",
        "<ul><li>Saturday, 14 March 2026</li><li><a href=/e>E-paper</a></li></ul>",
        "<time datetime=2026-11-28>28 November 2026</time>",
        "<div>28 November 2026</div><div><a href=/s>Subscribe</a></div>",
    ],
)
@pytest.mark.parametrize(("byline", "day"), [("", None), ("<p>By Ann Lee, 4 May 2024</p>",) * 2])
def test_published_date_of_today_below_menu_is_ignored(
    line: str, byline: str, day: str | None
) -> None:
    article = cleanarticle.clean(page(before=line, byline=byline))
    assert article.published == (day and "2024-05-04")


@pytest.mark.parametrize(
    "line",
    [
        "<span data-date=2024-05-04T09:30:00Z>May 4</span>",
        "<span class=timestamp data-timestamp=1714815000>2 years ago</span>",
        "<span data-iso-date=2024-05-04T09:30:00Z>4 months ago</span>",
        "<span title='2024-05-04 09:30:00Z'>2 years ago</span>",
        "<abbr class=published title='2024-05-04T09:30:00+01:00'>09:30</abbr>",
        "<time class=timeago title=2024-05-04T09:30:00Z>2 years ago</time>",
        "<span property=dc:date content=2024-05-04T09:30:00Z>2 years ago</span>",
        "<bsp-timestamp data-timestamp=1714815000000><span>2 years ago</span></bsp-timestamp>",
    ],
)
def test_published_relative_date_is_read_from_attribute(line: str) -> None:
    article = cleanarticle.clean(page(byline=f"<div class=article-meta>{line}</div>"))
    assert (article.published or "")[:10] == "2024-05-04"


@pytest.mark.parametrize(
    "line",
    [
        "<span data-id=1714815000>Ann Lee</span>",
        "<span data-date=tomorrow>May 4</span>",
        "<span data-joined-date=2012-05-04>Member since 2012</span>",
        "<a href=/a title='The news of 2024-05-04'>May 4</a>",
    ],
)
def test_published_other_attribute_is_not_read(line: str) -> None:
    article = cleanarticle.clean(page(byline=f"<div class=article-meta>{line}</div>"))
    assert article.published is None


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("en", "Updated May 6, 2024 | Published May 4, 2024"),
        ("en", "May 4, 2024 | May 6, 2024 (updated)"),
        ("de", "Stand: 06.05.2024 | Erstellt: 04.05.2024"),
        ("it", "Ultimo aggiornamento: 6 maggio 2024. Pubblicato il 4 maggio 2024"),
        ("pl", "Aktualizacja: 6 maja 2024, opublikowano: 4 maja 2024"),
        ("ru", "Обновлено: 06.05.2024 Опубликовано: 04.05.2024"),
        ("uk", "Оновлено 6 травня 2024. Опубліковано 4 травня 2024"),
        ("da", "Opdateret 6. maj 2024. Offentliggjort 4. maj 2024"),
        ("no", "Oppdatert 6. mai 2024. Publisert 4. mai 2024"),
        ("fi", "Päivitetty 6.5.2024. Julkaistu 4.5.2024"),
        ("cs", "Aktualizováno 6. května 2024. Publikováno 4. května 2024"),
        ("hu", "Frissítve: 2024. május 6. Megjelent: 2024. május 4."),
        ("tr", "Güncelleme: 06.05.2024 Yayınlanma: 04.05.2024"),
        ("el", "Ενημερώθηκε: 06.05.2024 Δημοσιεύθηκε: 04.05.2024"),
        ("ca", "Actualitzat el 6 de maig de 2024. Publicat el 4 de maig de 2024"),
        ("hr", "Ažurirano 6. svibnja 2024. Objavljeno 4. svibnja 2024."),
        ("bg", "Обновена: 06.05.2024 Публикувана: 04.05.2024"),
        ("id", "Diperbarui 6 Mei 2024. Diterbitkan 4 Mei 2024"),
        ("ko", "수정 2024.05.06 입력 2024.05.04"),
        ("ko", "2024.05.04 입력 | 2024.05.06 수정"),
        ("ja", "2024年5月4日公開（2024年5月6日更新）"),
        ("zh", "2024-05-04 09:30 发布，2024-05-06 更新"),
        ("th", "อัปเดต 6 พฤษภาคม 2567 เผยแพร่ 4 พฤษภาคม 2567"),
        ("ar", "تم التحديث: 6 مايو 2024 نشر: 4 مايو 2024"),
        ("he", "עודכן: 06.05.2024 פורסם: 04.05.2024"),
        ("hi", "अपडेट: 6 मई 2024 प्रकाशित: 4 मई 2024"),
    ],
)
def test_published_line_with_update_returns_both_days(language: str, line: str) -> None:
    article = cleanarticle.clean(page(lang=language, byline=f"<p class=date>{line}</p>"))
    days = ((article.published or "")[:10], (article.modified or "")[:10])
    assert days == ("2024-05-04", "2024-05-06")


@pytest.mark.parametrize(
    "label",
    ["Última modificación", "Ultima revisione", "Дата последнего обновления", "Data aktualizacji",
     "التحديث", "Actualizare", "Opdatering", "Aktualisierte Fassung vom", "Updates"],
)  # fmt: skip
def test_inflected_label_of_a_change_is_read(label: str) -> None:
    line = f"<p>2 May 2024</p><p>{label}: 5 May 2024</p>"
    text = f"<p>{'The river rose again, as the keeper had said it would. ' * 4}</p>" * 3
    article = cleanarticle.clean(f"<title>The river</title><h1>The river</h1>{line}{text}")
    assert (article.published, article.modified) == ("2024-05-02", "2024-05-05")


@pytest.mark.parametrize("after", ["Local residents were surprised.", "Wasserstand: 5. Mai 2024"])
def test_word_in_the_next_line_leaves_the_date_alone(after: str) -> None:
    text = f"<p>{'The river rose again, as the keeper had said it would. ' * 4}</p>" * 3
    page = f"<title>The river</title><h1>The river</h1><p>3 May 2024</p><p>{after}</p>{text}"
    article = cleanarticle.clean(page)
    assert (article.published, article.modified) == ("2024-05-03", None)


@pytest.mark.parametrize(
    "dates",
    [
        "<p class=dates>Posted: <time datetime=2024-05-03T09:00:00+02:00>05/03/2024</time> Updated: <time datetime=2024-05-04T10:00:00+02:00>05/04/2024</time></p>",
        "<p class=dates><span>Published: <time datetime=2024-05-03T09:00:00+02:00>3 May</time></span> | <span>Updated: <time datetime=2024-05-04T10:00:00+02:00>4 May</time></span></p>",
        "<p class=dates><time datetime=2024-05-03T09:00:00+02:00>3 May 2024</time> (updated <time datetime=2024-05-04T10:00:00+02:00>4 May 2024</time>)</p>",
    ],
    ids=["labels", "spans", "brackets"],
)
def test_two_times_in_one_line_are_told_apart(dates: str) -> None:
    article = cleanarticle.clean(page(byline=dates))
    assert article.published == "2024-05-03T09:00:00+02:00"
    assert article.modified == "2024-05-04T10:00:00+02:00"


@pytest.mark.parametrize(
    ("lang", "start", "day"),
    [
        ("en", "NEW YORK, NY / WIREPRESS / May 7, 2024 / Two companies", "2024-05-07"),
        ("en", "BERLIN, May 7, 2024 (GLOBE NEWSWIRE) -- Two companies", "2024-05-07"),
        ("en", "On May 7, 2024 two companies", None),
        ("en", "The council met on May 7, 2024 – two companies", None),
        ("en", "Nepal, April 25, 2015 - A strong earthquake", None),
        ("en", "LONDON, 12 March 2019 – 5 June 2019: an exhibition", None),
        ("ru", "Певец родился 7 мая 1999 — и уже в пять лет", None),
    ],
)
def test_date_of_dateline_is_found(lang: str, start: str, day: str | None) -> None:
    release = (
        f"<p>{start} of the valley announced today that they will build the bridge together.</p>"
    )
    assert cleanarticle.clean(page(byline=release, lang=lang)).published == day


MAY_10, MAY_12 = "2024-05-10T08:00:00+02:00", "2024-05-12T09:00:00+02:00"


@pytest.mark.parametrize(
    "dates",
    [
        f"<p class=byline>Updated <time datetime={MAY_12}>12 May 2024</time>, <time datetime={MAY_12}>09:00</time></p><p class=byline>Published <time datetime={MAY_10}>10 May 2024</time></p>",
        f"<p class=byline>Updated: <time datetime={MAY_12}>May 12</time> <time datetime={MAY_12}>(2 hours ago)</time>, published <time datetime={MAY_10}>May 10</time></p>",
        f"<p class=byline>Updated by <author-link>Ann Lee</author-link> on <time datetime={MAY_12}>12 May 2024</time></p><p class=byline>Published <time datetime={MAY_10}>10 May 2024</time></p>",
        f"<p class=byline><time datetime={MAY_12}>Updated: 12 May 2024</time> <time datetime={MAY_10}>Published: 10 May 2024</time></p>",
        f"<p class=byline>Updated <time datetime={MAY_12}>12 May</time> at <time datetime={MAY_12}>09:00</time></p><p class=byline>Published <time datetime={MAY_10}>10 May 2024</time></p>",
        f"<p class=byline><time datetime={MAY_12}>Updated: 12 May</time> <time datetime={MAY_12}>09:00</time></p><p class=byline>Published <time datetime={MAY_10}>10 May 2024</time></p>",
        f"<p class=byline><time datetime={MAY_12}>May 12</time> updated, <time datetime={MAY_10}>May 10</time> published</p>",
    ],
    ids=["two-moments", "ages", "custom-element", "inside", "at", "inside-first", "behind"],
)
def test_words_of_a_change_belong_to_its_times(dates: str) -> None:
    article = cleanarticle.clean(page(byline=dates))
    assert article.published == MAY_10
    assert article.modified == MAY_12
