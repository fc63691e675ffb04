from __future__ import annotations

import pytest

from cleanarticle.cues import Cues, default_lexicon, make_lexicon, read_cues
from cleanarticle.kinds import BlockKind
from cleanarticle.words import words
from test_layout import laid_out, page_of


def cues_of(html: str) -> Cues:
    page = page_of(html)
    return read_cues(page, laid_out(page), default_lexicon())


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Leave a Reply", "comment_form"),
        ("LEAVE A REPLY!", "comment_form"),
        ("Schreibe einen Kommentar", "comment_form"),
        ("发表评论", "comment_form"),
        ("Source link", "credit"),
        ("The post A long story appeared first on The Site.", "credit"),
        ("© 2024 Acme. All rights reserved.", "legal"),
        ("Subscribe to our newsletter", "subscribe"),
        ("You may also like", "related"),
        ("Lesen Sie auch", "related"),
        ("We use cookies to improve your experience", "consent"),
        ("jane.doe@example.org", "contact"),
        ("+44 20 7946 0958", "contact"),
        ("12 Theatre Street, Springfield", "contact"),
        ("Nottingham, NG1 6LG", "contact"),
        ("4 May 2024", "byline"),
        ("May 4, 2024", "byline"),
        ("2024年5月4日", "byline"),
        ("By Jane Doe", "byline"),
        ("Share on Facebook", "share"),
        ("Filed under: Politics", "tags"),
        ("Please enable JavaScript to view this page", "widget"),
        ("2024年4月8日 6時00分", "byline"),
        ("18.41 GMT", "byline"),
        ("Brent crude 83.98 +0.85%", "widget"),
        ("00:00 / 14:32", "widget"),
        ("2 / 7", "widget"),
        ('[video-player video-id="x1" upload-date="2019-02-27"]', "widget"),
        ("{{ article.title }}", "widget"),
        ("/content/acme/countries/en_us/fragments/read-more", "widget"),
    ],
)
def test_what_boilerplate_says_of_itself(text: str, kind: str) -> None:
    (cue,) = cues_of(f"<p>{text}</p>").texts
    assert cue is not None
    assert cue.kind == kind


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
def test_every_kind_has_cues_in_every_language(language: str) -> None:
    wanted = LANGUAGES[language]
    found = {kind: default_lexicon().text_cue(words(text)) for kind, text in wanted.items()}
    assert {kind: cue and str(cue.kind) for kind, cue in found.items()} == {
        kind: kind for kind in wanted
    }
    assert len(wanted) == 15


@pytest.mark.parametrize(
    "text",
    [
        "The committee found that the newsletter industry has grown by a third since the war, "
        "and that readers subscribe to more of them than they can read in a week, which is why "
        "so many of them now ask for money instead of attention, the report concluded.",
        "Growth fell from 3.5 - 4% to nothing within a year.",
        "In 1969 the agency sent two men to the moon, and it cost 25 billion dollars.",
    ],
)
def test_prose_that_mentions_such_things_is_no_cue(text: str) -> None:
    assert cues_of(f"<p>{text}</p>").texts == [None]


def test_a_phrase_has_its_place() -> None:
    lexicon = make_lexicon({
        "share": {"exact": ["save"], "starts": ["share this"]},
        "credit": {"contains": ["from * with love"]},
    })  # fmt: skip

    def kind(text: str) -> BlockKind | None:
        cue = lexicon.text_cue(words(text))
        return cue.kind if cue else None

    assert kind("Save!") is BlockKind.SHARE
    assert kind("save the whales") is None
    assert kind("Share this story") is BlockKind.SHARE
    assert kind("do share this") is None
    assert kind("This comes from Russia, with love and such") is BlockKind.CREDIT
    assert kind("This comes from with love") is None
    assert kind("") is None


def test_boxes_inherit_what_the_box_around_them_is() -> None:
    html = f"""<div class=page><p>{"Prose. " * 30}</p>
        <div class="c-related-posts"><ul><li>x</li></ul></div><nav><p>y</p></nav></div>"""
    cues = cues_of(html)
    found = {
        block.text[:5]: cue and (cue.kind, cue.reason)
        for block in page_of(html).blocks
        for cue in [cues.of_box(block.box)]
    }
    assert found == {
        "Prose": None,
        "x": ("related", "class 'related-posts'"),
        "y": ("navigation", "inside <nav>"),
    }


def test_the_name_of_a_box_around_the_page_says_nothing_of_what_it_holds() -> None:
    cues = cues_of(f"<div class='share nav'><p>{'Prose. ' * 30}</p></div>")
    assert [cues.of_box(at) for at in range(len(cues.boxes))] == [None] * len(cues.boxes)
