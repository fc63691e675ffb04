"""Comments in the markup of several comment systems, all written for these tests."""

from __future__ import annotations

import pickle

import pytest

import cleanarticle
from cleanarticle.metadata.comment_section import CommentSection
from cleanarticle.metadata.comments import Comment

WORDPRESS = """<div id="comments" class="comments-area"><h2 class="comments-title">3 thoughts</h2>
<ol class="comment-list">
<li id="comment-11" class="comment even depth-1 parent"><article id="div-comment-11"
 class="comment-body"><footer class="comment-meta"><div class="comment-author vcard"><img alt="">
<b class="fn"><a href="https://ann.example" class="url">Ann Miller</a></b>
<span class="says">says:</span></div><div class="comment-metadata"><a href="#comment-11">
<time datetime="2024-05-04T15:00:00+00:00">May 4, 2024 at 3:00 pm</time></a></div></footer>
<div class="comment-content"><p>My mother saw the flood as a child.</p><p>She never spoke of
it.</p></div><div class="reply"><a class="comment-reply-link" href="#">Reply</a></div></article>
<ol class="children"><li id="comment-12" class="comment odd depth-2"><article
 id="div-comment-12" class="comment-body"><footer class="comment-meta"><div
 class="comment-author vcard"><b class="fn">Ben</b> <span class="says">says:</span></div>
<div class="comment-metadata"><time datetime="2024-05-05T08:30:00+00:00">May 5</time></div></footer>
<div class="comment-content"><p>Mine did, every winter.</p></div></article></li></ol></li>
<li id="comment-13" class="comment"><div id="div-comment-13" class="comment-body">
<div class="comment-author"><cite class="fn">Cem</cite></div><div class="comment-meta">
<a href="#">6 May 2024 at 10:12</a></div><p>Where is the map?</p></div></li></ol>
<div id="respond" class="comment-respond"><h3>Leave a Reply</h3></div></div>"""

MICRODATA = """<section><div itemprop="comment" itemscope itemtype="https://schema.org/Comment">
<span itemprop="author" itemscope itemtype="https://schema.org/Person"><span itemprop="name">Ann
</span></span> <meta itemprop="dateCreated" content="2024-05-04"><div itemprop="text">First!<br>No,
second.</div></div><div itemscope itemtype="http://schema.org/UserComments">
<span itemprop="creator">Ben</span><span itemprop="commentTime">2024-05-05</span>
<p itemprop="commentText">A fine article.</p></div></section>"""

DISQUS = """<ul id="dsq-comments"><li id="dsq-comment-7" class="comment"><div
 id="dsq-comment-header-7" class="dsq-comment-header"><cite id="dsq-cite-7">
<span id="dsq-author-user-7">Ann</span></cite></div><div id="dsq-comment-body-7"
 class="dsq-comment-body"><div id="dsq-comment-message-7" class="dsq-comment-message"><p>It was
colder then.</p></div></div></li></ul>"""

GENERIC = """<div class="comment_section"><div class="comment"><strong>ann99</strong>
<span class="comment-date">2024-05-04 11:20</span><div class="text">Nice.</div></div>
<div class="comment"><strong>ben</strong><span class="comment-date">2024-05-04 11:40</span>
<div class="text">Very nice.</div><button>Like</button></div></div>"""


@pytest.mark.parametrize(
    ("markup", "comments"),
    [
        (
            WORDPRESS,
            [
                Comment(
                    "Ann Miller",
                    "2024-05-04T15:00:00+00:00",
                    "My mother saw the flood as a child.\n\nShe never spoke of it.",
                ),
                Comment("Ben", "2024-05-05T08:30:00+00:00", "Mine did, every winter."),
                Comment("Cem", "2024-05-06T10:12:00", "Where is the map?"),
            ],
        ),
        (
            MICRODATA,
            [
                Comment("Ann", "2024-05-04", "First!\nNo, second."),
                Comment("Ben", "2024-05-05", "A fine article."),
            ],
        ),
        (DISQUS, [Comment("Ann", None, "It was colder then.")]),
        (
            GENERIC,
            [
                Comment("ann99", "2024-05-04T11:20:00", "Nice."),
                Comment("ben", "2024-05-04T11:40:00", "Very nice."),
            ],
        ),
        ("<div class=comment>Share your thoughts</div>", []),
        ("<div class=comments><p>No comments yet.</p></div>", []),
        ("", []),
    ],
    ids=["wordpress", "microdata", "disqus", "generic", "prompt", "no-comments", "empty"],
)
def test_comments_markup_of_comment_systems_is_parsed(markup: str, comments: list[Comment]) -> None:
    assert list(CommentSection(markup).comments) == comments


def test_comments_json_ld_is_used_unless_markup_has_more() -> None:
    items = (
        {"@type": "Comment", "author": {"name": "Ann"}, "dateCreated": "2024-05-04", "text": "A"},
        {"@type": "Comment", "author": [{"name": "Ben"}], "text": "B"},
        {"@type": "Comment", "author": "Cem", "datePublished": "2024", "text": " C "},
        {"@type": "Comment", "author": None},
    )
    assert CommentSection(items=items).comments == (
        Comment("Ann", "2024-05-04", "A"), Comment("Ben", None, "B"), Comment("Cem", None, "C"),
    )  # fmt: skip
    assert CommentSection(WORDPRESS, items[:1]).comments[1].author == "Ben"


PROSE = "The river rose by two metres in the night, and the bridge was closed to all traffic. " * 3
PAGE = f"""<html lang=en><title>The flood</title><body><nav><a href=/>Home</a></nav><article>
<h1>The flood</h1><p>{PROSE}</p><p>{PROSE}</p><p>{PROSE}</p></article>{WORDPRESS}</body></html>"""


def test_clean_page_with_comments_returns_them() -> None:
    article = cleanarticle.clean(PAGE)
    assert [comment.author for comment in article.comments] == ["Ann Miller", "Ben", "Cem"]
    section_text = "\n".join(
        block.text for block in article.boilerplate if block.kind == "comments"
    )
    for comment in article.comments:
        assert all(line in section_text for line in comment.text.split("\n\n"))
    assert pickle.loads(pickle.dumps(article)).comments == article.comments  # noqa: S301 - our own


def test_clean_page_without_comments_has_empty_section() -> None:
    article = cleanarticle.clean(PAGE.replace(WORDPRESS, ""))
    assert article.comment_section == CommentSection()
    assert article.comments == ()


def test_clean_json_ld_comments_returns_them() -> None:
    script = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "The flood",'
        '"comment": [{"@type": "Comment", "author": {"name": "Ann"}, "text": "Well told."}]}'
        "</script>"
    )
    article = cleanarticle.clean(PAGE.replace(WORDPRESS, script))
    assert article.comments == (Comment("Ann", None, "Well told."),)


def test_add_sections_with_common_comment_keeps_it_once() -> None:
    total = CommentSection(DISQUS) + CommentSection(DISQUS + GENERIC)
    assert [comment.author for comment in total.comments] == ["Ann", "ann99", "ben"]


def test_comments_class_names_in_other_languages_are_recognized() -> None:
    template = """<div class="{0}"><div class="name">{1}</div><div class="datum">2024-05-0{2}</div>
    <div class="text"><p>{3}</p></div></div>"""
    markup = template.format("kommentar", "Anna", 4, "Eine schöne Brücke.") + template.format(
        "kommentar", "Bert", 5, "Ich finde nicht."
    )
    assert CommentSection(f'<div class="kommentare">{markup}</div>').comments == (
        Comment("Anna", "2024-05-04", "Eine schöne Brücke."),
        Comment("Bert", "2024-05-05", "Ich finde nicht."),
    )
    assert CommentSection(markup.replace("kommentar", "commentaire")).comments


@pytest.mark.parametrize("name", ["post", "yorum", "entry-{}", ""])
def test_comments_that_are_not_called_so_are_told_by_their_form(name: str) -> None:
    entries = "".join(
        f"<li class='{name.format(day)}'><b class=author>{who}</b> <time datetime=2024-03-0{day}>"
        f"March {day}</time><p>I heard it from my window on day {day}.</p></li>"
        for day, who in enumerate(("Ann", "Ben", "Cem"), start=1)
    )
    section = CommentSection(f"<div id=comments><ul><li>Newest</li></ul><ol>{entries}</ol></div>")
    assert section.comments == tuple(
        Comment(who, f"2024-03-0{day}", f"I heard it from my window on day {day}.")
        for day, who in enumerate(("Ann", "Ben", "Cem"), start=1)
    )


@pytest.mark.parametrize(
    "head",
    [
        "<h3><a href=/a>The ferry at night</a></h3>",
        "<h4>The ferry</h4><span class=author>Ann</span>",
        "<a class=product-name href=/a>The ferry</a>",
    ],
)
def test_teasers_with_dates_in_a_section_of_comments_are_none(head: str) -> None:
    cards = "".join(
        f"<div class=card>{head}<time>2024-03-0{day}</time><p>It crosses every hour.</p></div>"
        for day in range(1, 4)
    )
    assert (
        CommentSection(f"<div id=comments><p>Comments are closed.</p>{cards}</div>").comments == ()
    )


def test_comments_accessed_twice_are_parsed_once() -> None:
    section = CommentSection(DISQUS)
    assert section.comments is section.comments


@pytest.mark.parametrize("is_parsed", [False, True])
def test_section_pickled_has_same_comments(*, is_parsed: bool) -> None:
    section = CommentSection(DISQUS, ({"@type": "Comment", "text": "A"},))
    if is_parsed:
        assert section.comments
    restored = pickle.loads(pickle.dumps(section))  # noqa: S301 - our own bytes
    assert restored == section
    assert restored.comments == section.comments


def test_equality_and_hash_ignore_parsed_comments() -> None:
    parsed, unparsed = CommentSection(DISQUS), CommentSection(DISQUS)
    assert parsed.comments
    assert parsed == unparsed
    assert hash(parsed) == hash(unparsed)
