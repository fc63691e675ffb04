from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.block import BlockKind
from cleanarticle.core.kinds import KIND_INDEX
from cleanarticle.core.phrase_matcher import PhraseMatcher, default_matcher
from cleanarticle.core.tokens import tokenize, tokens_from_words
from cleanarticle.phrases.store import phrase_lists

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from cleanarticle.core.phrase_matcher import Cue

LANGUAGES = {
    "German": {
        "navigation": "Zum Hauptinhalt springen", "byline": "Veröffentlicht am 4. Mai 2024",
        "author_bio": "Über die Autorin", "share": "Artikel teilen", "related": "Meistgelesen",
        "subscribe": "Newsletter abonnieren", "advert": "Anzeige", "contact": "Öffnungszeiten",
        "comment_form": "Kommentar abschicken", "comments": "12 Kommentare",
        "consent": "Alle Cookies akzeptieren", "credit": "Bildnachweis",
        "legal": "Nutzungsbedingungen", "tags": "Schlagwörter", "widget": "Mehr laden",
    },
    "French": {
        "navigation": "Aller au contenu principal", "byline": "Publié le 4 mai 2024",
        "author_bio": "À propos de l’auteur", "share": "Partager cet article",
        "related": "À lire aussi", "subscribe": "S’abonner à la newsletter",
        "advert": "Publicité", "contact": "Heures d’ouverture",
        "comment_form": "Laisser un commentaire", "comments": "12 commentaires",
        "consent": "Continuer sans accepter", "credit": "Crédit photo : AFP",
        "legal": "Mentions légales", "tags": "Mots-clés", "widget": "Chargement",
    },
    "Spanish": {
        "navigation": "Ir al contenido", "byline": "Publicado el 4 de mayo de 2024",
        "author_bio": "Sobre el autor", "share": "Compartir en Facebook",
        "related": "Te puede interesar", "subscribe": "Suscríbete", "advert": "Publicidad",
        "contact": "Horario de atención", "comment_form": "Deja un comentario",
        "comments": "12 comentarios", "consent": "Aceptar todas las cookies",
        "credit": "Fotos: EFE", "legal": "Aviso legal", "tags": "Etiquetas",
        "widget": "Cargar más",
    },
    "Portuguese": {
        "navigation": "Pular para o conteúdo", "byline": "Publicado em 4 de maio de 2024",
        "author_bio": "Sobre o autor", "share": "Compartilhe", "related": "Leia também",
        "subscribe": "Assine já", "advert": "Continua após a publicidade",
        "contact": "Fale conosco", "comment_form": "Deixe um comentário",
        "comments": "12 comentários", "consent": "Aceitar todos os cookies",
        "credit": "Fonte: Lusa", "legal": "Termos de uso", "tags": "Palavras-chave",
        "widget": "Carregando",
    },
    "Italian": {
        "navigation": "Vai al contenuto", "byline": "Pubblicato il 4 maggio 2024",
        "author_bio": "L’autore", "share": "Condividi", "related": "Leggi anche",
        "subscribe": "Iscriviti alla newsletter", "advert": "Pubblicità",
        "contact": "Orari di apertura", "comment_form": "Lascia un commento",
        "comments": "12 commenti", "consent": "Accetta tutti", "credit": "Foto di Ansa",
        "legal": "Riproduzione riservata", "tags": "Argomenti", "widget": "Caricamento",
    },
    "Dutch": {
        "navigation": "Ga naar inhoud", "byline": "Gepubliceerd op 4 mei 2024",
        "author_bio": "Over de auteur", "share": "Deel dit artikel", "related": "Lees ook",
        "subscribe": "Word abonnee", "advert": "Advertentie", "contact": "Openingstijden",
        "comment_form": "Laat een reactie achter", "comments": "12 reacties",
        "consent": "Alle cookies accepteren", "credit": "Beeld ANP",
        "legal": "Privacyverklaring", "tags": "Trefwoorden", "widget": "Meer laden",
    },
    "Russian": {
        "navigation": "Главная", "byline": "Опубликовано 4 мая 2024", "author_bio": "Об авторе",
        "share": "Поделиться", "related": "Читайте также", "subscribe": "Подписаться",
        "advert": "Реклама", "contact": "Контакты", "comment_form": "Оставить комментарий",
        "comments": "12 комментариев", "consent": "Принять все", "credit": "Источник фото",
        "legal": "Пользовательское соглашение", "tags": "Метки", "widget": "Загрузка",
    },
    "Chinese": {
        "navigation": "返回首页", "byline": "发布时间：2024-05-04", "author_bio": "作者简介",
        "share": "分享到", "related": "相关阅读", "subscribe": "立即订阅", "advert": "广告",
        "contact": "联系我们", "comment_form": "发表评论", "comments": "全部评论",
        "consent": "全部接受", "credit": "图片来源：新华社", "legal": "免责声明",
        "tags": "标签", "widget": "加载更多",
    },
    "Japanese": {
        "navigation": "ページトップへ戻る", "byline": "公開日：2024年5月4日",
        "author_bio": "この記事を書いた人", "share": "シェアする", "related": "関連記事",
        "subscribe": "無料会員登録", "advert": "広告", "contact": "お問い合わせ",
        "comment_form": "コメントを投稿する", "comments": "コメント一覧",
        "consent": "同意して続ける", "credit": "写真提供：共同", "legal": "無断転載を禁じます",
        "tags": "関連キーワード", "widget": "読み込み中",
    },
    "Arabic": {
        "navigation": "الصفحة الرئيسية", "byline": "بقلم: سليم", "author_bio": "عن الكاتب",
        "share": "شارك", "related": "اقرأ أيضاً", "subscribe": "اشترك الآن",
        "advert": "إعلان", "contact": "اتصل بنا", "comment_form": "أضف تعليقاً",
        "comments": "التعليقات", "consent": "قبول الكل", "credit": "المصدر: وكالات",
        "legal": "جميع الحقوق محفوظة", "tags": "الوسوم", "widget": "عرض المزيد",
    },
    "Polish": {
        "navigation": "Strona główna", "byline": "Opublikowano 4 maja 2024",
        "author_bio": "O autorze", "share": "Udostępnij", "related": "Czytaj także",
        "subscribe": "Zapisz się", "advert": "Materiał sponsorowany",
        "contact": "Godziny otwarcia", "comment_form": "Dodaj komentarz",
        "comments": "12 komentarzy", "consent": "Akceptuję", "credit": "Źródło: PAP",
        "legal": "Polityka prywatności", "tags": "Tagi", "widget": "Pokaż więcej",
    },
    "Turkish": {
        "navigation": "Ana sayfa", "byline": "Yayınlanma tarihi: 04.05.2024",
        "author_bio": "Yazar hakkında", "share": "Paylaş", "related": "İlgili haberler",
        "subscribe": "Abone ol", "advert": "Reklam", "contact": "Bize ulaşın",
        "comment_form": "Yorum yap", "comments": "12 yorum", "consent": "Tümünü kabul et",
        "credit": "Kaynak: AA", "legal": "Gizlilik politikası", "tags": "Etiketler",
        "widget": "Yükleniyor",
    },
    "Korean": {
        "navigation": "본문 바로가기", "byline": "기사입력 2024.05.04", "author_bio": "기자 소개",
        "share": "공유하기", "related": "관련기사", "subscribe": "구독하기", "advert": "광고",
        "contact": "오시는 길", "comment_form": "댓글 쓰기", "comments": "댓글",
        "consent": "모두 동의", "credit": "출처: 연합뉴스", "legal": "무단 전재 및 재배포 금지",
        "tags": "태그", "widget": "글자크기",
    },
}  # fmt: skip


def matcher_of(tables: dict[str, dict[str, list[str]]]) -> PhraseMatcher:
    return PhraseMatcher.of(phrase_lists(tables))


def text_cue(matcher: PhraseMatcher, text: str) -> Cue | None:
    texts = tokens_from_words([tokenize(text)], matcher.dictionary)
    return matcher.texts.match(texts).cues()[0]


def test_match_in_threads_finds_the_phrases_of_one_thread() -> None:
    matcher = default_matcher()
    phrases = [text for texts in LANGUAGES.values() for text in texts.values()]
    texts = [
        tokens_from_words([tokenize(" ".join(phrases[start:] * 50))], matcher.dictionary)
        for start in range(0, len(phrases), 10)
    ]
    expected = [matcher.texts.match(text).count().tolist() for text in texts]
    with ThreadPoolExecutor(8) as pool:
        counts = pool.map(lambda text: matcher.texts.match(text).count().tolist(), texts * 5)
        assert list(counts) == expected * 5


def test_matches_of_other_texts_raise() -> None:
    matcher = default_matcher()
    matches = matcher.texts.match(tokens_from_words([["share"]], matcher.dictionary))
    with pytest.raises(IndexError, match="not number 1"):
        matches.strongest(1, BlockKind.SHARE)
    with pytest.raises(ValueError, match="of 2 texts"):
        matches.cues(bytes(2))


@pytest.mark.parametrize("language", LANGUAGES)
def test_default_matcher_every_language_has_cues_of_every_kind(language: str) -> None:
    phrases = LANGUAGES[language]
    cues = {kind: text_cue(default_matcher(), text) for kind, text in phrases.items()}
    assert {kind: cue and str(cue.kind) for kind, cue in cues.items()} == {
        kind: kind for kind in phrases
    }
    assert len(phrases) == 15


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Save!", "share"),
        ("save the whales", None),
        ("Share this story", "share"),
        ("do share this", None),
        ("This comes from Russia, with love and such", "credit"),
        ("This comes from the, with love", "credit"),
        ("This comes from with love", None),
        ("Drop", "legal"),
        ("Drop it", "legal"),
        ("to drop", None),
        ("", None),
    ],
)
def test_cues_phrase_matches_only_in_its_roles(text: str, kind: str | None) -> None:
    cue = text_cue(
        matcher_of({
            "share": {"exact": ["save"], "starts": ["share this", "the"]},
            "credit": {"contains": ["from * with love"]},
            "legal": {"exact-starts": ["drop"]},
        }),
        text,
    )  # fmt: skip
    assert (cue and cue.kind) == kind


PHRASES = {
    "exact": ["save", "share it"],
    "starts": ["share this", "* this now", "share"],
    "contains": ["from * with love", "source", "it this"],
}
SMALL = matcher_of({"share": PHRASES, "related": {"attrs": ["related", "more posts"]}})
TEXTS = st.lists(
    st.lists(st.sampled_from("save share it this now from with love source other".split()),
             max_size=6),
    min_size=1, max_size=5,
)  # fmt: skip


def occurs(phrase: str, words: Sequence[str]) -> bool:
    pattern = phrase.split()
    return len(pattern) == len(words) and all(
        a in ("*", b) for a, b in zip(pattern, words, strict=True)
    )


def expected_length(text: list[str], *, short: bool) -> int:
    """Return the number of words of the longest phrase of `PHRASES` that counts in a text."""
    lengths = [len(text) for phrase in PHRASES["exact"] if short and occurs(phrase, text)]
    for phrase in PHRASES["starts"]:
        length = len(phrase.split())
        lengths += [length] * occurs(phrase, text[:length])
    for phrase in PHRASES["contains"]:
        length = len(phrase.split())
        starts = range(len(text) if short else 0)
        lengths += [length for i in starts if occurs(phrase, text[i : i + length])]
    return max(lengths, default=0)


@given(TEXTS, st.booleans())
def test_cues_any_texts_are_of_longest_phrases(texts: list[list[str]], short: bool) -> None:  # noqa: FBT001
    matches = SMALL.texts.match(tokens_from_words(texts, SMALL.dictionary))
    cues = matches.cues(np.full(len(texts), fill_value=short))
    lengths = [len(cue.reason.split("'")[1].split()) if cue else 0 for cue in cues]
    assert lengths == [expected_length(text, short=short) for text in texts]


@pytest.mark.parametrize(
    ("names", "reason"),
    [
        ("box related", "class 'related'"),
        ("related more posts", "class 'more-posts'"),
        ("more box posts", None),
        ("", None),
    ],
)
def test_cues_class_names_prefer_pairs(names: str, reason: str | None) -> None:
    tokens = tokens_from_words([["other"], names.split(), ["posts"]], SMALL.dictionary)
    cues = SMALL.names.match(tokens).cues()
    assert [cue and cue.reason for cue in cues] == [None, reason, None]


def test_cues_several_phrases_of_same_kind_have_highest_weight() -> None:
    matcher = matcher_of({
        "subscribe": {"starts": ["unlock"], "contains": ["editor s digest"]},
        "advert": {"contains": ["for free"]},
    })  # fmt: skip
    single_phrase = text_cue(matcher, "the editor's digest")
    same_kind = text_cue(matcher, "Unlock the Editor's Digest")
    other_kind = text_cue(matcher, "the editor's digest for free")
    assert single_phrase is not None
    assert same_kind is not None
    assert same_kind.weight > single_phrase.weight
    assert other_kind == single_phrase


SHARE, ADVERT = KIND_INDEX[BlockKind.SHARE], KIND_INDEX[BlockKind.ADVERT]
EVIDENCE = matcher_of(
    {"share": {"words": ["share"]}, "advert": {"words": ["share"], "exact-words": ["ad choices"]}}
)


def count(*texts: list[str], max_words: int | None = None) -> npt.NDArray[np.float64]:
    tokens = tokens_from_words(texts, EVIDENCE.dictionary)
    return np.asarray(EVIDENCE.texts.match(tokens, max_words).count())


WORDS = st.lists(st.sampled_from(["share", "ad", "choices", "other"]), max_size=6)


def test_count_words_and_pairs_counts_pairs_twice() -> None:
    counts = count(["share", "it", "share"], [], ["ad", "choices"], ["choices", "ad"])
    assert counts[:, SHARE].tolist() == [2, 0, 0, 0]
    assert counts[:, ADVERT].tolist() == [2, 0, 2, 0]
    assert counts.sum() == 6


def test_count_pair_across_texts_is_not_counted() -> None:
    assert not count(["ad"], ["choices"]).any()


@given(st.lists(WORDS, min_size=1, max_size=4))
def test_count_many_texts_equals_count_of_each(texts: list[list[str]]) -> None:
    assert count(*texts).tolist() == [count(text)[0].tolist() for text in texts]


def test_count_max_words_ignores_later_words() -> None:
    counts = count(["share", "other", "share"], ["share"], ["it", "ad", "choices"], max_words=2)
    assert counts[:, ADVERT].tolist() == [1, 1, 0]


def test_strongest_pair_and_word_is_pair() -> None:
    texts = [["share", "ad", "choices", "share"], ["choices"]]
    matches = EVIDENCE.texts.match(tokens_from_words(texts, EVIDENCE.dictionary))
    assert matches.strongest(0, BlockKind.ADVERT) == "ad choices"
    assert matches.strongest(0, BlockKind.SHARE) == "share"
    assert matches.strongest(1, BlockKind.ADVERT) is None
