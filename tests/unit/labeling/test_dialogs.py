from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle import Rules

ASKS = (
    "We and our 814 partners store and access information on your device, such as cookies, and "
    "process personal data for personalised advertising and content."
)
MORE = (
    "Please note that some processing of your personal data may not require it, but you have a "
    "right to object to such processing. Your preferences will apply to this website only."
)
TEXT = f"<p>{ASKS}</p><p>{MORE}</p>"
ACCEPT = "<button>Accept all</button>"
REJECT = "<button>Reject all</button>"
ARTICLE = (
    "<main><h1>Six songs</h1><p>The night boat has one radio, and I had it to myself.</p></main>"
)

DIALOGS = {
    "unnamed": f"<div><h2>Your privacy</h2>{TEXT}{ACCEPT}</div>",
    "role": f"<div role=dialog>{TEXT}<div>{REJECT}</div></div>",
    "OneTrust": '<div id="onetrust-consent-sdk"><div id="onetrust-banner-sdk">'
    f"<div>{TEXT}</div><div>{ACCEPT}</div></div></div>",
    "Quantcast": f'<div class="qc-cmp2-container">{TEXT}<button>AGREE</button>{REJECT}</div>',
    "Cookiebot": f'<div id="CybotCookiebotDialog">{TEXT}<a href="#">Accept all</a></div>',
    "section": f"<section><h3>{ASKS}</h3><ul><li>{MORE}</li></ul><a>Accept all</a></section>",
    "German": "<div><p>Wir verwenden Cookies, um Inhalte zu personalisieren.</p><p>Ihre Auswahl "
    "gilt nur hier und kann am Ende jeder Seite geändert werden.</p><a>Alle akzeptieren</a></div>",
}


@pytest.mark.parametrize("dialog", DIALOGS.values(), ids=DIALOGS)
@pytest.mark.parametrize("form", ["{article}{dialog}", "{dialog}{article}"])
def test_clean_consent_dialog_on_short_page_is_boilerplate(dialog: str, form: str) -> None:
    page = "<body>" + form.format(article=ARTICLE, dialog=dialog)
    article = cleanarticle.clean(page)
    assert all(block.text in ARTICLE for block in article.body)
    kinds = {block.kind for block in article.boilerplate if block.text not in ARTICLE}
    assert kinds == {"consent"}


PLAIN_TEXT = (
    "<p>When you visit any website, it may store or retrieve information on your browser.</p>"
    "<p>The information does not usually identify you, but it can give you more of what you"
    " like.</p><h4>Strictly necessary cookies</h4>"
)


@pytest.mark.parametrize(
    "start",
    [
        "<dialog open>",
        "<div role=alertdialog>",
        "<div class=x1 aria-modal=true>",
        "<div id=onetrust-pc-sdk>",
        "<div class=didomi-popup-notice>",
    ],
)
def test_clean_dialog_without_known_buttons_is_boilerplate(start: str) -> None:
    end = "</dialog>" if start.startswith("<dialog") else "</div>"
    page = f"<body>{ARTICLE}{start}{PLAIN_TEXT}<button>Not today</button>{end}"
    assert all(block.text in ARTICLE for block in cleanarticle.clean(page).body)


@pytest.mark.parametrize(
    "part",
    [
        f"<p>{ASKS} So they say, and nobody reads it.</p>",
        "<p>The button says</p><p>Accept all</p><p>and the other one is hidden in a menu.</p>",
    ],
)
def test_clean_article_about_consent_stays_whole(part: str) -> None:
    prose = "<p>The law asks for a choice as easy to refuse as to make, and few sites obey.</p>"
    page = f"<body><article><h1>Cookies</h1>{prose}{part}{prose[:-4]} It is late.</p></article>"
    body = cleanarticle.clean(page).text
    assert "as easy to refuse as to make" in body
    assert "It is late." in body


def test_clean_rule_keeps_consent_dialog() -> None:
    page = f'<body>{ARTICLE}<div class="ask"><p>{ASKS}</p><button>Accept all</button></div>'
    article = cleanarticle.clean(page, rules=Rules(keep=(".ask",)))
    assert ASKS in article.text
