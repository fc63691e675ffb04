"""Flags: what is special about a page as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.labeling.interstitial import find_interstitial

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.labeling.labels import Block
    from cleanarticle.metadata.resolution import Metadata

_WALLS = (
    "continue reading", "keep reading", "read the full", "already a subscriber", "subscribers only",
    "for subscribers", "subscribe to read", "unlock this", "unlock the full", "free articles",
    "to read this", "start your free trial", "members only",
    "nur für abonnenten", "exklusiv für abonnenten", "jetzt abonnieren", "weiterlesen mit",
    "artikel weiterlesen", "bereits abonnent",
    "réservé aux abonnés", "pour lire la suite", "déjà abonné", "de cet article à lire",
    "solo para suscriptores", "exclusivo para suscriptores", "para seguir leyendo",
    "para continuar leyendo", "ya eres suscriptor",
    "exclusivo para assinantes", "para continuar lendo", "já é assinante",
    "riservato agli abbonati", "per continuare a leggere", "già abbonato",
    "alleen voor abonnees", "exclusief voor abonnees", "al abonnee",
    "только для подписчиков", "только по подписке", "чтобы прочитать полностью",
    "登录后阅读", "订阅后", "付费阅读", "剩余内容", "限會員", "訂閱後",
    "会員限定", "有料会員", "有料記事", "続きを読むには", "ここから先は",
    "للمشتركين فقط", "لمتابعة القراءة", "للاستمرار في القراءة",
    "tylko dla subskrybentów", "tylko dla prenumeratorów", "abonelere özel", "유료회원 전용",
    "구독자 전용",
)  # fmt: skip
"""What an offer to subscribe says of the article that it ends: the languages are those of
`data/cues.toml`."""

_NEAR = 8
"""Blocks behind the end of the body in which a wall stands: a heading, an offer, its buttons."""

_CUT_OFF = ("...", "…", "[…]", "[...]")


def find_flags(blocks: Sequence[Block], metadata: Metadata) -> frozenset[str]:
    """What is special about a page.

    "no_main_content": nothing on it is body. "blocked": it is a challenge of a bot wall.
    "js_required": it shows its content by scripts only. "paywalled": the body ends at an offer to
    subscribe. "truncated": the body ends in the middle of a sentence's ellipsis; an article of
    several pages also has it where one of them is missing (see `joined`).
    """
    body = [at for at, block in enumerate(blocks) if not block.is_boilerplate]
    found: set[str] = set()
    if not body:
        found.add("no_main_content")
    interstitial = find_interstitial(metadata.title or "", [block.text for block in blocks])
    if interstitial:
        found.add(str(interstitial))
    if body:
        last = body[-1]
        after = blocks[last + 1 : last + 1 + _NEAR]
        wall = [block.text for block in after if block.kind is BlockKind.SUBSCRIBE]
        if _says(wall, _WALLS):
            found.add("paywalled")
        if blocks[last].text.endswith(_CUT_OFF):
            found.add("truncated")
    return frozenset(found)


def _says(texts: Iterable[str], phrases: tuple[str, ...]) -> bool:
    return any(phrase in text.lower() for text in texts for phrase in phrases)
