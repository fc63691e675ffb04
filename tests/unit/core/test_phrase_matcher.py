from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from cleanarticle.block import BlockKind
from cleanarticle.core.phrase_matcher import default_matcher, make_matcher
from cleanarticle.core.tokens import tokenize, tokens_from_words

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


@pytest.mark.parametrize("language", LANGUAGES)
def test_default_matcher_every_language_has_cues_of_every_kind(language: str) -> None:
    phrases = LANGUAGES[language]
    cues = {kind: default_matcher().text_cue(tokenize(text)) for kind, text in phrases.items()}
    assert {kind: cue and str(cue.kind) for kind, cue in cues.items()} == {
        kind: kind for kind in phrases
    }
    assert len(phrases) == 15


def test_text_cue_phrase_matches_only_in_its_position() -> None:
    matcher = make_matcher({
        "share": {"exact": ["save"], "starts": ["share this"]},
        "credit": {"contains": ["from * with love"]},
    })  # fmt: skip

    def kind(text: str) -> BlockKind | None:
        cue = matcher.text_cue(tokenize(text))
        return cue.kind if cue else None

    assert kind("Save!") is BlockKind.SHARE
    assert kind("save the whales") is None
    assert kind("Share this story") is BlockKind.SHARE
    assert kind("do share this") is None
    assert kind("This comes from Russia, with love and such") is BlockKind.CREDIT
    assert kind("This comes from with love") is None
    assert kind("") is None


SMALL = make_matcher({
    "share": {"exact": ["save", "share it"], "starts": ["share this", "* this now"]},
    "credit": {"contains": ["from * with love", "source"]},
    "related": {"attrs": ["related", "more posts"]},
})  # fmt: skip
TEXTS = st.lists(
    st.lists(st.sampled_from("save share it this now from with love source other".split()),
             max_size=5),
    min_size=1, max_size=5,
)  # fmt: skip
NAMES = st.lists(
    st.lists(st.sampled_from(["related", "more", "posts", "box"]), max_size=4),
    min_size=1,
    max_size=5,
)


@given(TEXTS, st.booleans())
def test_text_cues_many_texts_equal_single_calls(texts: list[list[str]], short: bool) -> None:  # noqa: FBT001
    cues = SMALL.text_cues(
        tokens_from_words(texts, SMALL.dictionary), np.full(len(texts), fill_value=short)
    )
    assert cues == [SMALL.text_cue(text, short=short) for text in texts]


@given(NAMES)
def test_attribute_cues_many_boxes_equal_single_calls(names: list[list[str]]) -> None:
    cues = SMALL.attribute_cues(tokens_from_words(names, SMALL.dictionary))
    assert cues == [SMALL.attribute_cue(box_names) for box_names in names]


def test_text_cue_several_phrases_of_same_kind_has_highest_weight() -> None:
    matcher = make_matcher({
        "subscribe": {"starts": ["unlock"], "contains": ["editor s digest"]},
        "advert": {"contains": ["for free"]},
    })  # fmt: skip
    single_phrase = matcher.text_cue(tokenize("the editor's digest"))
    same_kind = matcher.text_cue(tokenize("Unlock the Editor's Digest"))
    other_kind = matcher.text_cue(tokenize("the editor's digest for free"))
    assert single_phrase is not None
    assert same_kind is not None
    assert same_kind.weight > single_phrase.weight
    assert other_kind == single_phrase
