"""Tests of the comments below an article, which a name, a heading or replies give away."""

from __future__ import annotations

from time import process_time

import pytest

import cleanarticle

ARTICLE = (
    "<h1>The swan is back</h1><p>A swan that left the canal in autumn came back on Tuesday with "
    "two others.</p><p>The lock keeper saw them first, at six in the morning.</p>"
)
TEXTS = (
    "Is it the same swan as last year, do you think? Ours had a nick in the left foot.",
    "Please tell your visitors that bread is bad for them, whatever their grandmothers say.",
    "We counted four of them from the bridge last night, but it was nearly dark by then.",
)
NAMES = ("Ruth Pell", "Old Bargee", "Fenwick")


def _page(thread: str, *, head: str = "", article: str = ARTICLE) -> str:
    return (
        f"<!doctype html><html lang=en><head><title>The swan is back</title>{head}</head><body>"
        f"<header><a href=/>Canal Notes</a></header><main><div>{article}</div>{thread}</main>"
        "<footer>© 2024 Canal Notes</footer></body></html>"
    )


def _threads(page: str) -> list[str]:
    """Return the texts of the blocks that are taken for comments below the article."""
    blocks = cleanarticle.clean(page).blocks
    return [block.text for block in blocks if "in the comments" in block.reason]


def _entries(entry: str, count: int = 3) -> str:
    return "".join(
        entry.format(name=NAMES[n % 3], text=TEXTS[n % 3], n=n + 1) for n in range(count)
    )


NAMED = {
    "list": ("<ol class=commentlist>{}</ol>", "<li><b>{name}</b> says:<p>{text}</p></li>"),
    "div": ("<div id=comments>{}</div>", "<div><span>{name}</span><div>{text}</div></div>"),
    "article": (
        "<section class=kommentare>{}</section>",
        "<article><header>{name}</header><p>{text}</p></article>",
    ),
    "definitions": ("<dl class='comments-block'>{}</dl>", "<dt>{name}</dt><dd>{text}</dd>"),
}

UNNAMED = {
    "heading": (
        "<div class=x1><h2>Comments</h2>{}</div>",
        "<div class=x2><p>{name}</p><p>March {n}</p></div><div class=x3>{text}</div>",
    ),
    "heading_with_count": (
        "<div class=x1><h3>{count} Meinungen</h3>{}</div>",
        "<div class=x2>{name} 1.3.2024, 1{n}:05</div><div class=x3>{text}</div>",
    ),
    "count_in_parentheses": (
        "<table><tr><td>Opinie ({count})</td></tr>{}</table>",
        "<tr><td>{name} 0{n}-02-2024 10:12<br>{text}</td></tr>",
    ),
    "replies": (
        "<section class=k9><div>Talk about it</div>{}</section>",
        "<div class=q2><span>{name}</span><div>{text}</div><button>Antworten</button></div>",
    ),
    "links_to_reply": (
        "<dl>{}</dl>",
        "<dt>{n}. {name}</dt><dd>{text} <a href='#r{n}'>Responder</a></dd>",
    ),
}


@pytest.mark.parametrize("count", [3, 40])
@pytest.mark.parametrize("name", [*NAMED, *UNNAMED])
def test_clean_comments_below_short_article_are_dropped(name: str, count: int) -> None:
    section, entry = (NAMED | UNNAMED)[name]
    thread = section.replace("{}", _entries(entry, count)).replace("{count}", str(count))
    article = cleanarticle.clean(_page(thread))
    assert "six in the morning" in article.text
    assert [text for text in TEXTS if text in article.text] == []
    kinds = {block.kind.value for block in article.blocks if block.text.startswith(TEXTS)}
    assert kinds <= {"comments"}
    assert article.page_type == "article"


@pytest.mark.parametrize(
    "head",
    [
        '<script type=\'application/ld+json\'>{"@type": "DiscussionForumPosting"}</script>',
        "<meta name=generator content='Discourse 3.1'>",
        "<link rel=canonical href='https://site.example/forum/t/81'>",
    ],
)
def test_clean_posts_of_a_forum_are_no_comments(head: str) -> None:
    entry = "<div class=comment><b>{name}</b> 2024-03-0{n}<p>{text}</p><a href=#r>Reply</a></div>"
    page = _page(f"<div id=comments>{_entries(entry)}</div>", head=head)
    assert _threads(page) == []
    assert _threads(_page(f"<div id=comments>{_entries(entry)}</div>")) != []


def test_clean_section_about_comments_stays() -> None:
    section = (
        "<section id=comments><h2>Comments</h2><p>A comment begins with a number sign and ends "
        "where its line does, wherever it stands in the program.</p></section>"
    )
    assert _threads(_page("", article=f"{section}{ARTICLE}")) == []


@pytest.mark.parametrize("heading", ["Comments", "3 opinions", "Kommentare"])
def test_threads_named_section_with_a_heading_about_something_else_stays(heading: str) -> None:
    section = f"<section id=comments><h2>{heading}</h2><p>{TEXTS[0]}</p></section>"
    assert TEXTS[0] in _threads(_page(section))
    assert _threads(_page(section.replace(heading, "Fields of the file"))) == []


def test_clean_box_of_comments_around_the_title_stays() -> None:
    page = _page("").replace("<main>", "<main class=comments><div class='comments-area'>")
    assert "six in the morning" in cleanarticle.clean(page).text


FILMS = "".join(
    f"<h3>{name} ({year})</h3><p>A film for a long evening, and for a second one after that.</p>"
    for name, year in (("Heat", 1995), ("Ran", 1985), ("Paris, Texas", 1984))
)
NO_COMMENTS = {
    "numbered_list": f"<div><h2>3 films worth seeing</h2>{FILMS}</div>",
    "years": "<div><h2>3 important years</h2>"
    + "".join(
        f"<p>{year}</p><p>The lock was widened and deepened.</p>" for year in (1901, 1934, 1950)
    )
    + "</div>",
    "discussion_of_a_paper": "<div><h2>Discussion</h2><h3>4.1 Effects on swans</h3><p>The swans"
    " that we counted came back each spring.</p><h3>4.2 Effects on boats</h3><p>The boats waited"
    " for them at the lower gate.</p></div>",
    "responses": "<div><h2>Responses</h2><p>Ann, 41</p><p>I have seen her every morning since"
    " March.</p><p>Tom, 68</p><p>She bit my dog, and he has not forgotten it.</p></div>",
    "name_of_a_state": "<div class='entry has-comments'><p>The lock keeper has counted them every"
    " day since.</p><p>On Sunday there were four of them, on Monday three.</p></div>",
    "opinion": "<div class=kommentar><p>The lock should be closed to boats as long as she sits"
    " there.</p><p>Nobody has to be in Bristol by noon.</p></div>",
}


@pytest.mark.parametrize("name", NO_COMMENTS)
def test_clean_text_that_is_no_thread_is_not_taken_for_one(name: str) -> None:
    assert _threads(_page(NO_COMMENTS[name])) == []


@pytest.mark.slow
@pytest.mark.parametrize(
    "part",
    [
        "<p>Comments</p>", "<p>12 Meinungen</p>", "<p><a href=/x>Related articles</a></p>",
        "<p>Reply</p>", "<div class=comments><p>The lock was widened and deepened here.</p></div>",
    ],
)  # fmt: skip
def test_clean_many_headings_of_comments_take_linear_time(part: str) -> None:
    start = process_time()
    cleanarticle.clean(_page(f"<div>{part * 4000}</div>"))
    assert process_time() - start < 8


@pytest.mark.slow
@pytest.mark.parametrize(
    "text", ["a" * 40_000, "Comments " + "-" * 20_000 + "x", "4 " + "b" * 40_000]
)
def test_clean_long_words_are_no_headings(text: str) -> None:
    start = process_time()
    cleanarticle.clean(_page(f"<div><p>{text}</p>{ARTICLE}</div>"))
    assert process_time() - start < 5


ANSWERS = (
    ("Ovenbird", "It is overproved. Cut the time in the fridge to eight hours and bake it cold."),
    ("Greta Lind", "Check your starter too, since a weak one makes the dough slack."),
)
QUESTION = (
    "<h1>Why does my loaf collapse?</h1><p>My loaf rises well in the basket but sinks as soon as I"
    " turn it out. The flour is strong and I prove it overnight.</p>"
)


def answers_in(name: str, line: str) -> str:
    return "".join(
        f"<div class={name}><p>{text}</p><div>{line} May {day}, 2024 at 11:40 {author}</div></div>"
        for day, (author, text) in enumerate(ANSWERS, 2)
    )


@pytest.mark.parametrize("name", ["answer", "answers-list", "post-answer", "accepted-answer"])
@pytest.mark.parametrize("heading", ["2 Answers", "2 Antworten", "2 réponses"])
def test_clean_answers_to_a_question_are_body(name: str, heading: str) -> None:
    section = f"<div id=below><h2>{heading}</h2>{answers_in(name, 'answered')}</div>"
    text = cleanarticle.clean(f"<body><main>{QUESTION}{section}</main></body>").text
    assert [answer for _, answer in ANSWERS if answer not in text] == []


def test_clean_comments_with_the_words_of_answers_are_comments() -> None:
    section = f"<div id=comments><h2>2 Answers</h2>{answers_in('comment', 'replied')}</div>"
    text = cleanarticle.clean(f"<body><main>{QUESTION}{section}</main></body>").text
    assert [answer for _, answer in ANSWERS if answer in text] == []


@pytest.mark.parametrize("kind", ["QAPage", "DiscussionForumPosting"])
@pytest.mark.parametrize(
    "declaration",
    [
        '<script type="application/ld+json">{{"@type": "{kind}"}}</script><div>{content}</div>',
        '<div itemscope itemtype="https://schema.org/{kind}"><b itemprop=name>L</b>{content}</div>',
    ],
)
def test_clean_declared_question_or_thread_is_a_forum(kind: str, declaration: str) -> None:
    page = declaration.format(kind=kind, content=QUESTION + answers_in("a", "answered"))
    assert cleanarticle.clean(f"<body>{page}</body>").page_type == "forum"


def test_clean_comments_below_an_article_with_an_faq_are_dropped() -> None:
    faq = '{"@type": "FAQPage", "mainEntity": [{"@type": "Question", "name": "Who pays?"}]}'
    outer, entry = NAMED["div"]
    page = _page(
        outer.format(_entries(entry)), head=f'<script type="application/ld+json">{faq}</script>'
    )
    assert _threads(page)
    assert not [text for text in TEXTS if text in cleanarticle.clean(page).text]
