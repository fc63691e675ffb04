from __future__ import annotations

import pytest

import cleanarticle

ARTICLE = (
    "<h1>The swan is back</h1><p>The swan came back this morning, alone, and sat down where the "
    "nest had been last year.</p><p>I put the kettle on, watched her from the kitchen window for "
    "an hour, and did not go out.</p>"
)
TEXTS = (
    "Is it the same swan as last year, do you think? Ours had a nick in the left foot.",
    "Please tell your visitors that bread is bad for them. We lost two cygnets because of it.",
    "Lovely news. I shall walk past on Sunday with the binoculars and the good coat.",
)


def items(form: str) -> str:
    return "".join(
        form.format(name=name, text=text)
        for name, text in zip(("Ruth", "Old Bargee", "Tim"), TEXTS, strict=True)
    )


AREAS = {
    "named": "<div id=comments>" + items("<div><b>{name}</b><p>{text}</p></div>") + "</div>",
    "items": "<ol>" + items("<li class=comment><b>{name}</b><p>{text}</p></li>") + "</ol>",
    "dl": "<div><h4>3 comentarios:</h4><dl>" + items("<dt>{name}</dt><dd>{text}</dd>")
    + "</dl></div>",
    "heading": "<section><h3>Kommentare (3)</h3>"
    + items("<article><h5>{name}</h5><p>{text}</p></article>") + "</section>",
    "medium": "<div class=a><h2>Responses (3)</h2>"
    + items("<div class=b><p>{name}</p><div>{text}</div></div>") + "</div>",
    "table": "<table><tr><td>Reacties</td></tr>"
    + items("<tr><td><b>{name}</b> schreef:<br>{text}</td></tr>") + "</table>",
    "replies": "<div class=x>" + items(
        "<div class=y><span>{name}</span><p>{text}</p><button>Reply</button></div>"
    ) + "</div>",
}  # fmt: skip


@pytest.mark.parametrize("area", AREAS.values(), ids=AREAS)
def test_clean_comments_below_short_article_are_not_body(area: str) -> None:
    page = cleanarticle.clean(f"<body><main><div>{ARTICLE}</div>{area}</main></body>")
    assert "nest had been last year" in page.text
    assert [text for text in TEXTS if text in page.text] == []
    assert page.page_type != "listing"
    kinds = {block.kind for block in page.blocks for text in TEXTS if text in block.text}
    assert kinds == {"comments"}


@pytest.mark.parametrize("form", ["<div class=comment><p>{text}</p></div>", "<p>{text}</p>"])
def test_clean_text_in_comment_markup_without_article_above_is_body(form: str) -> None:
    page = cleanarticle.clean(f"<body><h1>The swan is back</h1>{items(form)}</body>")
    assert all(text in page.text for text in TEXTS)


def test_clean_answers_on_declared_question_page_are_body() -> None:
    script = '<script type="application/ld+json">{"@type": "QAPage"}</script>'
    page = cleanarticle.clean(f"<head>{script}</head><body>{ARTICLE}{AREAS['replies']}</body>")
    assert all(text in page.text for text in TEXTS)


def test_clean_comments_that_a_rule_keeps_are_body() -> None:
    rules = cleanarticle.Rules(keep=["#comments"])
    page = cleanarticle.clean(f"<body>{ARTICLE}{AREAS['named']}</body>", rules=rules)
    assert TEXTS[0] in page.text


LINKED = (
    "<h1>Moved</h1><p><a href=/new>We have moved across the yard, press, paper and cat, and here "
    "are the pictures of the day on which eleven people carried one machine.</a></p><p>Come in.</p>"
)


@pytest.mark.parametrize(
    "page",
    [
        "<body class='post single-post'>{}</body>",
        "<body><div itemscope itemtype=http://schema.org/BlogPosting>"
        "<div itemprop=articleBody>{}</div></div></body>",
        "<meta property=og:type content=article><body><article>{}<time datetime=2024-03-02>2 March"
        "</time></article></body>",
    ],
    ids=["wordpress", "microdata", "element"],
)
def test_clean_linked_paragraph_of_declared_article_is_an_article(page: str) -> None:
    article = cleanarticle.clean(page.format(LINKED))
    assert article.page_type == "article"
    assert "eleven people carried" in article.text
