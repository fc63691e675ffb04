from __future__ import annotations

import json
from pathlib import Path

import pytest

from cleanarticle import Rules, clean, clean_text
from support.paths import FIXTURES
from support.robustness import check_document

CONTROL_CHARACTERS = "\x01\x08\x0b\x0c\x0e\x1b\x1c\x1d\x1e\x1f\x7f\x80\x85\x9f\u2028\ufdd0\uffff"


@pytest.mark.parametrize(
    "html",
    [
        "<a href='/a&#30;b'>first</a> <p>last</p>",
        "<p>first</p><pre>a&#30;b</pre><p>last</p>",
        "<p>first</p><pre>a\x1eb</pre><p>last</p>",
        "<p>first</p><xmp>a\x1eb</xmp><p>last</p>",
        "<p class='a\x1eb' id='&#30;'>first</p><p>last</p>",
        "<title>first\x1e&#30;</title><h1>first&#30;</h1><p>last</p>",
        "<meta name=author content='a&#30;b'><meta name=date content='&#30;'><p>first</p><p>last",
        "<script type='application/ld+json'>{'@type':'Article','headline':'a\\u001eb'}</script>"
        "<p>first</p><p>last</p>",
        "<p>first</p><img src='/a&#30;' alt='&#30;'><table><tr><td>&#30;<td>last</table>",
    ],
)
def test_clean_record_separator_anywhere_keeps_text(html: str) -> None:
    article = clean(html.encode(), rules=Rules(keep=["body"]))
    texts = " ".join(block.text for block in article.blocks)
    assert "first" in texts
    assert "last" in texts
    assert json.loads(article.to_json())["text"] == article.text


@pytest.mark.parametrize("character", CONTROL_CHARACTERS)
@pytest.mark.parametrize(
    "markup",
    [
        "<title>x</title><nav>first</nav>hello @ last",
        "<title>x</title><main><p>first</p></main>hello@</head><body>@last</body>",
        "<link rel=x><section>first</section>@@<p>last</p>@",
        "<title>@</title><h1>first@</h1><p>@last</p>",
        "<p>first @<pre>@a\n@</pre><a href='@' title='@'>@ last</a>",
        f"<p>first</p>{'<div>' * 600}@ <b @='@' class='@'>last@",
    ],
)
def test_clean_control_character_anywhere_keeps_text(markup: str, character: str) -> None:
    reference = f"&#{ord(character)};"
    for html in (markup.replace("@", character), markup.replace("@", reference)):
        article = clean(html.encode(), rules=Rules(keep=["body"]))
        texts = " ".join(block.text for block in article.blocks)
        assert "first" in texts
        assert "last" in texts
        assert article.to_json()


@pytest.mark.parametrize("character", [*CONTROL_CHARACTERS, "\ud800"])
def test_clean_text_control_character_keeps_text(character: str) -> None:
    article = clean_text(f"first {character}\n\n{character}\n\n{character}last")
    texts = " ".join(block.text for block in article.blocks)
    assert "first" in texts
    assert "last" in texts
    assert article.to_json()


@pytest.mark.parametrize("path", sorted((FIXTURES / "found").iterdir()), ids=lambda path: path.name)
def test_clean_input_found_by_fuzzing_is_rendered(path: Path) -> None:
    check_document(path.read_bytes())
