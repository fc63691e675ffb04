"""Tests of posts that are known by the markup of forum software."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from cleanarticle import clean
from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts
from cleanarticle.core.page_type import PAGE_TYPES, PageType
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.forum_software import (
    furniture_of_thread,
    posts_of_thread,
    software_posts,
)
from cleanarticle.labeling.scores import Scores
from cleanarticle.labeling.threads import comment_threads
from support.pages import segmentation

if TYPE_CHECKING:
    from collections.abc import Iterable

POSTS = (
    "The stove smokes whenever the wind goes round to the north.",
    "Six foot of flue is plenty.",
    "Try an H cowl on the top.",
)

MARKUP = {
    "phpBB": '<div class="post bg2" id=p{n}><div class=postbody><h3>Re: Stove</h3>'
    "<div class=content>{text}</div></div><dl class=postprofile><dt>ann</dt></dl></div>",
    "vBulletin 3": "<table id=post{n}><tr><td class=alt2>ann</td><td class=alt1 id=td_post_{n}>"
    "<div id=post_message_{n}>{text}</div></td></tr></table>",
    "vBulletin 4": '<li class="postbit postcontainer" id=post_{n}><div class=username>ann</div>'
    '<blockquote class="postcontent restore">{text}</blockquote></li>',
    "XenForo 2": '<article class="message message--post"><h4 class=message-name>ann</h4>'
    "<article class=message-body><div class=bbWrapper>{text}</div></article></article>",
    "FluxBB": "<div class=blockpost id=p{n}><div class=postbody><div class=postleft>ann</div>"
    "<div class=postright><div class=postmsg><p>{text}</p></div></div></div></div>",
    "MyBB": '<div class="post classic" id=post_{n}><div class=post_author>ann</div>'
    '<div class="post_body scaleimages" id=pid_{n}>{text}</div></div>',
    "SMF": "<div class=windowbg id=msg{n}><div class=post_wrapper><div class=poster>ann</div>"
    "<div class=postarea><div class=post><div class=inner id=msg_{n}>{text}</div></div></div>"
    "</div></div>",
    "Discuz": "<table id=pid{n}><tr><td class=pls>ann</td><td class=plc><table><tr>"
    "<td class=t_f id=postmessage_{n}>{text}</td></tr></table></td></tr></table>",
    "Invision": '<article class="cPost ipsBox"><aside class=ipsComment_author>ann</aside>'
    '<div class="cPost_contentWrap"><div class=ipsType_normal>{text}</div></div></article>',
    "Discourse": '<div class="topic-body crawler-post"><div class=crawler-post-meta>ann</div>'
    "<div class=post itemprop=text><p>{text}</p></div></div>",
    "bbPress": '<div class="post-{n} reply"><div class=bbp-reply-author>ann</div>'
    "<div class=bbp-reply-content><p>{text}</p></div></div>",
    "Question2Answer": '<div class=qa-a-list-item><div class="qa-a-item-content qa-post-content">'
    "<p>{text}</p></div><span class=qa-a-item-meta>ann</span></div>",
    "Hacker News": "<tr class=athing id={n}><td><span class=hnuser>ann</span>"
    '<div class=comment><div class="commtext c00">{text}</div></div></td></tr>',
    "Lobsters": "<ol class=comments_subtree><li><div class=comment><div class=byline>ann</div>"
    "<div class=comment_text><p>{text}</p></div></div></li></ol>",
    "Reddit": '<div class="thing comment"><p class=tagline>ann</p><div class=usertext-body>'
    "<div class=md><p>{text}</p></div></div></div>",
}


def thread(software: str, lines: tuple[str, ...] = POSTS) -> str:
    markup = MARKUP[software]
    posts = "".join(markup.format(n=number, text=text) for number, text in enumerate(lines, 71))
    return f"<main><h1>Stove</h1>{'<table>' * markup.startswith('<tr')}{posts}</main>"


def draft(markup: str, body: tuple[str, ...] = POSTS[:1], forum: float = 0.5) -> Draft:
    page = segmentation(markup)
    is_body = [block.text in body for block in page.blocks]
    scores = [0.7 if known else 0.2 for known in is_body]
    return Draft(analyze(page), is_body, scores, PageFacts(), forum=forum)


def texts(page: Draft, indices: Iterable[int]) -> list[str]:
    return [page.page.segmentation.blocks[index].text for index in indices]


def added(page: Draft) -> list[str]:
    return texts(page, software_posts(page))


def removed(page: Draft) -> list[str]:
    return texts(page, furniture_of_thread(page))


@pytest.mark.parametrize("software", MARKUP)
def test_software_posts_lost_posts_come_back_without_their_profiles(software: str) -> None:
    assert added(draft(thread(software))) == list(POSTS[1:])


@pytest.mark.parametrize("software", MARKUP)
def test_clean_short_thread_keeps_all_posts(software: str) -> None:
    page = f"<title>Stove - Boat Forum</title><ul><li><a href=/>Home</a></ul>{thread(software)}"
    text = clean(page, url="https://boat.example/forum/viewtopic.php?t=71").text
    assert [post for post in POSTS if post not in text] == []


def test_software_posts_line_of_a_post_that_is_kept_is_left_to_the_models() -> None:
    page = draft(thread("XenForo 2", (f"{POSTS[0]}<p>Edited by ann</p>", POSTS[1])))
    assert added(page) == [POSTS[1]]


@pytest.mark.parametrize(
    "other",
    [
        "<blockquote>{}</blockquote>",
        "<div class=quotetitle>{}</div>",
        "<div class=signature>{}</div>",
        "<p><a href=/x>{}</a></p>",
        "<p hidden>{}</p>",
    ],
)
def test_software_posts_quotes_signatures_links_and_hidden_texts_are_left(other: str) -> None:
    page = draft(thread("phpBB", (POSTS[0], f"{POSTS[1]}{other.format('Best on the cut')}")))
    assert added(page) == [POSTS[1]]


def test_software_posts_page_that_is_no_forum_is_left() -> None:
    page = draft(thread("Reddit"), forum=0.05)
    assert posts_of_thread(page) == []
    assert added(page) == []


def test_software_posts_embedded_post_in_an_article_is_left() -> None:
    article = " ".join(POSTS * 4)
    page = draft(
        f"<article><p>{article}</p></article>{thread('Discourse', POSTS[1:2])}", (article,)
    )
    assert posts_of_thread(page) == []
    assert added(page) == []


def test_software_posts_post_that_says_what_it_replies_to_comes_back() -> None:
    reply = "(In reply to Ann Lee from comment #1) That rings a bell."
    assert added(draft(thread("SMF", (POSTS[0], reply)))) == [reply]


def test_comment_threads_posts_of_software_are_no_comments_below_an_article() -> None:
    """On the page of a link with a text, the replies are in a section called comments."""
    opening = "<h1>Stove</h1><p>What do you burn, and why does it smoke when the wind turns?</p>"
    replies = thread("Lobsters").removeprefix("<main><h1>Stove</h1>")
    page = analyze(segmentation(f"{opening}<div id=comments>{replies}</div>"))
    types = [0.2 if name is PageType.FORUM else 0.1 for name in PAGE_TYPES]
    scores = Scores([0.9] * len(page.segmentation.blocks), page.layout.words, types)
    assert comment_threads(page, PageFacts(title_index=0), scores) == {}
    other = analyze(
        segmentation(f"{opening}<div id=comments>{replies.replace('comment_text', 'words')}</div>")
    )
    assert comment_threads(other, PageFacts(title_index=0), scores) != {}


def test_software_posts_post_with_a_quote_that_is_kept_comes_back() -> None:
    quote = f"<blockquote><p>{POSTS[0]}</p></blockquote>"
    page = draft(thread("FluxBB", (f"{quote}<p>{POSTS[1]}</p>", POSTS[2])), POSTS[:1])
    assert added(page) == list(POSTS[1:])


def test_furniture_lines_below_a_rule_are_left_out() -> None:
    rule, other = "__________________", "Sign: ______________"
    markup = f"<p>{POSTS[0]}</p><div>{rule}<br>Nb Slow Loris</div><p>{other}</p>"
    assert removed(draft(markup, (POSTS[0], f"{rule}\nNb Slow Loris", other))) == [
        f"{rule}\nNb Slow Loris"
    ]


@pytest.mark.parametrize(
    "name",
    ["signature", "sig", "sppostusersignature", "sig-content", "postsignature postmsg"],
)
def test_furniture_signatures_of_users_are_left_out_on_forums_alone(name: str) -> None:
    signature = "I thought the future would be cooler"
    markup = f"<main><p>{POSTS[0]}</p><div class='{name}'>{signature}</div></main>"
    assert removed(draft(markup, (POSTS[0], signature))) == [signature]
    assert removed(draft(markup, (POSTS[0], signature), forum=0.05)) == []


@pytest.mark.parametrize("name", ["signatures", "design", "signature-dishes"])
def test_furniture_other_names_are_left(name: str) -> None:
    page = draft(f"<main><p>{POSTS[0]}</p><div class='{name}'>{POSTS[1]}</div></main>", POSTS)
    assert removed(page) == []


@pytest.mark.parametrize("name", ["side", "sidebar", "side-bar"])
def test_furniture_sidebar_of_a_thread_is_left_out(name: str) -> None:
    rule = "Be kind to people who have just lost a colony."
    sidebar = f"<div class={name}><p>{rule}</p></div>"
    assert removed(draft(sidebar + thread("Reddit"), (*POSTS, rule))) == [rule]
    assert removed(draft(f"{sidebar}<p>{POSTS[0]}</p>", (*POSTS, rule))) == []


def test_furniture_box_around_the_posts_is_left() -> None:
    assert removed(draft(f"<div class=side>{thread('Reddit')}</div>", POSTS)) == []


def test_furniture_lines_between_posts_of_a_short_thread_are_left_out() -> None:
    opening, profile = "What do you burn?", "Posts: 212"
    between = f"<div class=profile>{profile}</div>"
    markup = f"<p>{opening}</p>{thread('MyBB', POSTS[:1])}{between}{thread('MyBB', POSTS[1:])}"
    body = (*POSTS, opening, profile)
    assert removed(draft(markup, body)) == [profile]
    assert removed(draft(markup + "<p>Other</p>" * 150, body)) == []
    assert removed(draft(f"<p>{opening}</p>{between}", body)) == []
