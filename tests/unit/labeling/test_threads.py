"""Tests of the comments below an article, which a name, a heading or replies give away."""

from __future__ import annotations

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
    reasons = {block.reason for block in cleanarticle.clean(page).blocks}
    assert "in the comments below the article" not in reasons
    unmarked = cleanarticle.clean(_page(f"<div id=comments>{_entries(entry)}</div>"))
    assert "in the comments below the article" in {block.reason for block in unmarked.blocks}


def test_clean_section_about_comments_stays() -> None:
    section = (
        "<section id=comments><h2>Comments</h2><p>A comment begins with a number sign and ends "
        "where its line does, wherever it stands in the program.</p></section>"
    )
    article = cleanarticle.clean(_page("", article=f"{section}{ARTICLE}"))
    assert "number sign" in article.text


def test_clean_box_of_comments_around_the_title_stays() -> None:
    page = _page("").replace("<main>", "<main class=comments><div class='comments-area'>")
    assert "six in the morning" in cleanarticle.clean(page).text
