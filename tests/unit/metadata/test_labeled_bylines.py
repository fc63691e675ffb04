"""Authors and dates that readers see in lines with labels, in many languages."""

from __future__ import annotations

import pytest

import cleanarticle

TEXT = (
    "<p>The barn was moved in one piece on Monday, which took nine hours and many rollers.</p>"
    "<p>Nobody was hurt, although a hen was surprised.</p>"
)


def clean(
    below: str, language: str = "en", head: str = "", title: str = "A barn on its way"
) -> cleanarticle.Article:
    page = (
        f"<!DOCTYPE html><html lang={language}><head><title>{title} | Site</title>{head}</head>"
        f"<body><header><a href=/>Site</a><nav><a href=/a>A</a><a href=/b>B</a></nav></header>"
        f"<main><article><h1>{title}</h1>{below}{TEXT}</article></main>"
        "<footer>© Site</footer></body></html>"
    )
    return cleanarticle.clean(page, url="https://x.example/a/b")


@pytest.mark.parametrize(
    ("language", "below", "authors", "published", "modified"),
    [
        (
            "nl",
            "<p class=meta>Geschreven door Anneke de Wit en Piet Jansen · Gepubliceerd op"
            " 3 mei 2023 om 10:20</p>",
            ["Anneke de Wit", "Piet Jansen"],
            "2023-05-03",
            None,
        ),
        (
            "nl",
            ("<div>Auteur: Sanne Bakker</div><div>Laatst bijgewerkt: 4 mei 2023</div>"),
            ["Sanne Bakker"],
            "2023-05-04",
            "2023-05-04",
        ),
        (
            "fr",
            "<p class=x>Écrit par Luc de La Tour et Marie-Ève Dubé</p>",
            ["Luc de La Tour", "Marie-Ève Dubé"],
            None,
            None,
        ),
        (
            "es",
            (
                "<p>Por Lucía Fernández y Íñigo Ortiz de Zárate</p>"
                "<p>Publicado: 3 de mayo de 2023 · Actualizado: 4 de mayo de 2023</p>"
            ),
            ["Lucía Fernández", "Íñigo Ortiz de Zárate"],
            "2023-05-03",
            "2023-05-04",
        ),
        ("es", "<p>Texto: Lucía Fernández | Fotos: Pedro Gil</p>", ["Lucía Fernández"], None, None),
        (
            "de",
            (
                "<p>Ein Beitrag von Karl-Heinz von der Au und Ute Zöllner</p>"
                "<p>Veröffentlicht: 03.05.2023, 10:20 Uhr | Aktualisiert: 04.05.2023</p>"
            ),
            ["Karl-Heinz von der Au", "Ute Zöllner"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "de",
            ("<p>Stand: 3. Mai 2023, 10:20 Uhr</p><p>Von Ute Zöllner, Hamburg</p>"),
            ["Ute Zöllner"],
            "2023-05-03",
            "2023-05-03",
        ),
        (
            "it",
            (
                "<div>di Giulia D'Amico e Marco De Rosa</div>"
                "<div>Pubblicato il 3 maggio 2023 alle 10:20 (aggiornato il 4 maggio 2023)</div>"
            ),
            ["Giulia D'Amico", "Marco De Rosa"],
            "2023-05-03",
            "2023-05-04",
        ),
        ("it", "<p>A cura di Giulia Bianchi</p>", ["Giulia Bianchi"], None, None),
        (
            "pt",
            (
                "<p>Por João da Silva e Maria dos Santos</p>"
                "<p>Publicado em 3 de maio de 2023 às 10h20</p>"
                "<p>Atualizado em 4 de maio de 2023</p>"
            ),
            ["João da Silva", "Maria dos Santos"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "pl",
            (
                "<div>Autor: Jan Kowalski i Anna Nowak</div>"
                "<div>Opublikowano: 3 maja 2023, 10:20 | Aktualizacja: 4 maja 2023</div>"
            ),
            ["Jan Kowalski", "Anna Nowak"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "tr",
            (
                "<div>Yazar: Ayşe Demir ve Mehmet Öz</div>"
                "<div>Yayınlanma: 3 Mayıs 2023 10:20 | Son Güncelleme: 4 Mayıs 2023</div>"
            ),
            ["Ayşe Demir", "Mehmet Öz"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "el",
            (
                "<p>Του Γιώργου Παππά</p>"
                "<p>Δημοσιεύθηκε: 3 Μαΐου 2023 | Ενημερώθηκε: 4 Μαΐου 2023</p>"
            ),
            ["Γιώργου Παππά"],
            "2023-05-03",
            "2023-05-04",
        ),
        ("el", "<p>Συντάκτης: Μαρία Αλεξίου</p>", ["Μαρία Αλεξίου"], None, None),
        (
            "ko",
            (
                "<p>김철수 기자, 이영희 특파원</p>"
                "<p>등록 2023-05-03 10:20 | 수정 2023-05-04 08:00</p>"
            ),
            ["김철수", "이영희"],
            "2023-05-03",
            "2023-05-04",
        ),
        ("ko", "<p>글쓴이: 박민수</p><p>작성일: 2023.05.03</p>", ["박민수"], "2023-05-03", None),
        (
            "ja",
            ("<p>執筆者：山田太郎</p><p>公開日：2023年5月3日　更新日：2023年5月4日</p>"),
            ["山田太郎"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "ja",
            "<p>文＝佐藤花子</p><p>2023年5月3日 10時20分 公開</p>",
            ["佐藤花子"],
            "2023-05-03",
            None,
        ),
        (
            "zh",
            "<p>作者：李明　来源：新华网　发布时间：2023-05-03 10:20</p>",
            ["李明"],
            "2023-05-03",
            None,
        ),
        ("zh", "<p>本报记者 王小明 李芳</p>", ["王小明", "李芳"], None, None),
        (
            "ru",
            (
                "<p>Автор: Иван Петров и Анна Сидорова</p>"
                "<p>Опубликовано 3 мая 2023, обновлено 4 мая 2023</p>"
            ),
            ["Иван Петров", "Анна Сидорова"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "ru",
            ("<p>Текст: Мария Иванова</p><p>3 мая 2023 г. в 10:20</p>"),
            ["Мария Иванова"],
            "2023-05-03",
            None,
        ),
        (
            "cs",
            (
                "<p>Autor: Jana Nováková a Petr Svoboda</p>"
                "<p>Publikováno: 3. května 2023, aktualizováno: 4. května 2023</p>"
            ),
            ["Jana Nováková", "Petr Svoboda"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "sv",
            (
                "<p>Text: Anna Lindström och Per Åberg</p>"
                "<p>Publicerad 3 maj 2023, uppdaterad 4 maj 2023</p>"
            ),
            ["Anna Lindström", "Per Åberg"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "da",
            (
                "<p>Af Mette Sørensen og Lars Bang</p>"
                "<p>Udgivet 3. maj 2023 kl. 10.20 · Opdateret 4. maj 2023</p>"
            ),
            ["Mette Sørensen", "Lars Bang"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "nb",
            (
                "<p>Skrevet av Kari Nordmann</p>"
                "<p>Publisert 3. mai 2023, kl. 10:20 Sist oppdatert 4. mai 2023</p>"
            ),
            ["Kari Nordmann"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "fi",
            (
                "<p>Kirjoittaja: Matti Virtanen ja Liisa Korhonen</p>"
                "<p>Julkaistu 3.5.2023 klo 10.20, päivitetty 4.5.2023</p>"
            ),
            ["Matti Virtanen", "Liisa Korhonen"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "hu",
            (
                "<p>Írta: Kovács Anna és Nagy Péter</p>"
                "<p>Megjelent: 2023. május 3. 10:20 | Frissítve: 2023. május 4.</p>"
            ),
            ["Kovács Anna", "Nagy Péter"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "ro",
            (
                "<p>Scris de Ana Pop și Ion Barbu</p>"
                "<p>Publicat: 3 mai 2023, 10:20 | Actualizat: 4 mai 2023</p>"
            ),
            ["Ana Pop", "Ion Barbu"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "ar",
            ("<p>بقلم: أحمد علي</p><p>نشر في: 3 مايو 2023 | آخر تحديث: 4 مايو 2023</p>"),
            ["أحمد علي"],
            "2023-05-03",
            "2023-05-04",
        ),
        ("ar", "<p>كتب: محمود حسن</p>", ["محمود حسن"], None, None),
        (
            "uk",
            ("<p>Автор: Олена Коваль та Іван Бойко</p><p>Опубліковано: 3 травня 2023, 10:20</p>"),
            ["Олена Коваль", "Іван Бойко"],
            "2023-05-03",
            None,
        ),
        (
            "en",
            "<p>By Staff Writer Ann Lee and J. R. Ewing Jr.</p>",
            ["Ann Lee", "J. R. Ewing Jr."],
            None,
            None,
        ),
        ("en", "<p>Words by Ann Lee, Photos by Bo Ek</p>", ["Ann Lee"], None, None),
        (
            "en",
            "<p>By ANN LEE, BO EKMAN and CY ORRSON</p>",
            ["ANN LEE", "BO EKMAN", "CY ORRSON"],
            None,
            None,
        ),
        (
            "en",
            "<p>By Ann Lee, Staff Writer | Updated May 4, 2020</p>",
            ["Ann Lee"],
            "2020-05-04",
            "2020-05-04",
        ),
        ("en", "<p class=byline>Ann Lee staff writer</p>", ["Ann Lee"], None, None),
        (
            "en",
            "<p class=byline>By Senior Political Correspondent Ann Lee</p>",
            ["Ann Lee"],
            None,
            None,
        ),
        ("de", "<p class=autor>Redakteurin Ute Zöllner</p>", ["Ute Zöllner"], None, None),
        (
            "pl",
            ("<ul class=x><li>Autor: Zofia Bąk</li><li>Data publikacji: 3 maja 2023</li></ul>"),
            ["Zofia Bąk"],
            "2023-05-03",
            None,
        ),
        (
            "es",
            (
                "<div><span>Autor</span> <b>Lucía Fernández</b></div>"
                "<div><span>Publicado</span>"
                " <time datetime=2023-05-03>3 de mayo de 2023</time></div>"
            ),
            ["Lucía Fernández"],
            "2023-05-03",
            None,
        ),
        (
            "tr",
            "<div><span>Güncelleme: 13 Ağustos 2019 08:00</span> <span>Giriş: 12"
            " Ağustos 2019 10:15</span></div>",
            [],
            "2019-08-12",
            "2019-08-13",
        ),
        (
            "no",
            (
                "<p>Av <a href=/x>Kari Nordmann</a></p>"
                "<p>Publisert: 03.05.2023 Sist endret: 04.05.2023</p>"
            ),
            ["Kari Nordmann"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "fr",
            ("<p>Publié le mercredi 3 mai 2023 à 18 h 02</p><p>Texte : Élodie Marchand</p>"),
            ["Élodie Marchand"],
            "2023-05-03",
            None,
        ),
        (
            "fr",
            "<div class=meta>Rédigé par Jean-Noël d’Arcy, le 3 mai 2023</div>",
            ["Jean-Noël d’Arcy"],
            "2023-05-03",
            None,
        ),
        (
            "it",
            "<p class=firma>di Elena De Luca | 3 maggio 2023, ore 10:20</p>",
            ["Elena De Luca"],
            "2023-05-03",
            None,
        ),
        (
            "cs",
            ("<p>Napsala Jana Nováková</p><p>3. května 2023</p>"),
            ["Jana Nováková"],
            "2023-05-03",
            None,
        ),
        (
            "sv",
            "<p>Av Anna Lindström och Per Åberg | Publicerad: 2023-05-03 10:20</p>",
            ["Anna Lindström", "Per Åberg"],
            "2023-05-03",
            None,
        ),
        (
            "fi",
            "<p>Teksti: Liisa Korhonen Kuvat: Matti Virtanen</p>",
            ["Liisa Korhonen"],
            None,
            None,
        ),
        ("hu", "<p>Szerző: Nagy Péter, 2023. május 3.</p>", ["Nagy Péter"], "2023-05-03", None),
        (
            "ro",
            "<p>Autor: Ana Pop, Ultima actualizare: 4 mai 2023</p>",
            ["Ana Pop"],
            "2023-05-04",
            "2023-05-04",
        ),
        (
            "ar",
            ("<p>تاريخ النشر: 3 مايو 2023 - 10:20</p><p>إعداد: سليم العوضي</p>"),
            ["سليم العوضي"],
            "2023-05-03",
            None,
        ),
        (
            "ja",
            ("<p>記者：鈴木一郎</p><p>投稿日時：2023/05/03 10:20</p>"),
            ["鈴木一郎"],
            "2023-05-03",
            None,
        ),
        ("ja", "<p>取材・文：山田太郎</p>", ["山田太郎"], None, None),
        (
            "zh",
            "<p>2023年05月03日 10:20 来源：新华网 记者：王小明</p>",
            ["王小明"],
            "2023-05-03",
            None,
        ),
        (
            "ko",
            "<p>기사입력 2023.05.03. 오전 10:20 최종수정 2023.05.04. 오후 1:00</p>",
            [],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "ru",
            ("<div>Беседовала Мария Иванова</div><div>Дата публикации: 3 мая 2023</div>"),
            ["Мария Иванова"],
            "2023-05-03",
            None,
        ),
        ("ru", "<div>03.05.2023 10:20 Обновлено: 04.05.2023</div>", [], "2023-05-03", "2023-05-04"),
        ("el", "<div>Συνέντευξη στον Νίκο Παππά</div>", ["Νίκο Παππά"], None, None),
        (
            "da",
            "<p>Skrevet af: Mette Sørensen (foto: Lars Bang)</p>",
            ["Mette Sørensen"],
            None,
            None,
        ),
        (
            "de",
            ("<p>Interview: Ute Zöllner</p><p>03.05.2023</p>"),
            ["Ute Zöllner"],
            "2023-05-03",
            None,
        ),
        ("de", "<p>Das Gespräch führte Ute Zöllner</p>", ["Ute Zöllner"], None, None),
        (
            "en",
            (
                "<p>By Ann Lee</p>"
                "<p>Published: 10:20 GMT, 3 May 2023 | Updated: 11:00 GMT, 4 May 2023</p>"
            ),
            ["Ann Lee"],
            "2023-05-03",
            "2023-05-04",
        ),
        (
            "en",
            (
                "<p>By Ann Lee and Bo Ek, Reuters</p>"
                "<p>May 3, 2023 10:20 AM EDT Updated 2 days ago</p>"
            ),
            ["Ann Lee", "Bo Ek"],
            "2023-05-03",
            None,
        ),
        ("en", "<p>Ann Lee | Published 3 May 2023</p>", ["Ann Lee"], "2023-05-03", None),
        ("en", "<p>Posted by: Ann Lee in News May 3, 2023</p>", ["Ann Lee"], "2023-05-03", None),
        (
            "en",
            "<p>By: Ann Lee, M.D., and Bo Ek, Ph.D.</p>",
            ["Ann Lee, M.D.", "Bo Ek, Ph.D."],
            None,
            None,
        ),
        ("en", "<p>By The Rev. Ann Lee</p>", ["The Rev. Ann Lee"], None, None),
        ("en", "<p><i>Guest post by Corinne Abara</i></p>", ["Corinne Abara"], None, None),
        (
            "en",
            (
                "<p>Posted in <a href=/category/orchards/ rel='category tag'>Orchards</a> by "
                "<a href=/author/ann/>Ann Lee</a> · <a href=#comments>2 comments</a></p>"
            ),
            ["Ann Lee"],
            None,
            None,
        ),
        (
            "de",
            "<p>Veröffentlicht in <a href=/c/a rel=tag>Garten</a> von Ann Lee | 3 Kommentare</p>",
            ["Ann Lee"],
            None,
            None,
        ),
        (
            "en",
            (
                "<details><summary>Tue 16 Jan 2024 09.12 GMT</summary>First published on Mon 15 Jan"
                " 2024 06.00 GMT</details>"
            ),
            [],
            "2024-01-15",
            None,
        ),
        (
            "de",
            "<p>16. Januar 2024, zuerst veröffentlicht am 15. Januar 2024</p>",
            [],
            "2024-01-15",
            None,
        ),
        (
            "zh",
            (
                "<div><span>2024-11-06 08:20</span> <span>来源：灯塔日报</span> "
                "<span>本报记者 王晓梅 李建国</span></div>"
            ),
            ["王晓梅", "李建国"],
            "2024-11-06",
            None,
        ),
        ("el", "<div>6 Νοεμβρίου 2024 · Γράφει η Άννα Λη</div>", ["Άννα Λη"], "2024-11-06", None),
        ("ar", "<p>بقلم ليلى الحداد، مراسلة شؤون الجزر</p>", ["ليلى الحداد"], None, None),
        ("fa", "<p>تاریخ انتشار: ۱۲ آبان ۱۴۰۳</p>", [], "2024-11-02", None),
        ("fa", "<p>انتشار: ۱۴۰۳/۰۸/۱۲ - ۱۰:۲۰</p>", [], "2024-11-02", None),
        ("th", "<p>เผยแพร่เมื่อ 14 มีนาคม 2569</p>", [], "2026-03-14", None),
        ("vi", "<p>Đăng lúc 14 tháng 3, 2026</p>", [], "2026-03-14", None),
        ("hi", "<p>प्रकाशित: १४ मार्च २०२६</p>", [], "2026-03-14", None),
        ("ja", "<p>公開日：令和8年3月14日</p>", [], "2026-03-14", None),
    ],
)
def test_clean_labeled_lines_give_authors_and_dates_and_are_no_body(
    language: str, below: str, authors: list[str], published: str | None, modified: str | None
) -> None:
    article = clean(below, language)
    assert list(article.authors) == authors
    assert (article.published or "")[:10] == (published or "")
    assert (article.modified or "")[:10] == (modified or "")
    assert article.text == clean("", language).text


@pytest.mark.parametrize(
    ("language", "below"),
    [
        ("fr", "<p>Par ailleurs, le pont est fermé.</p>"),
        ("fr", "<p>Par Toutatis !</p>"),
        ("de", "<p>Von Hof zu Hof</p>"),
        ("de", "<p>Von Januar bis Mai 2023 wurde gebaut</p>"),
        ("en", "<p>By Thursday, 5 April 2018, it was gone.</p>"),
        ("en", "<p>Ann Lee, May 4, 2020, was the first.</p>"),
        ("nl", "<p>Door de storm van 3 mei 2023 is de brug dicht</p>"),
        ("it", "<p>Di notte, il 3 maggio 2023, la barca affonda</p>"),
        ("tr", "<p>Haber: 3 Mayıs 2023 tarihinde köprü açıldı</p>"),
        ("el", "<p>Του χρόνου, στις 3 Μαΐου 2023, θα δούμε</p>"),
        ("ru", "<p>Автор книги умер 3 мая 2023</p>"),
        ("zh", "<p>记者 在现场看到，桥已经断了</p>"),
        ("en", "<blockquote><p>By Ann Lee</p></blockquote>"),
        ("en", "<p>Genre: Novel</p><p>Author: Ann Lee</p><p>Pages: 312</p>"),
        ("en", "<p>By Royal Appointment to the Queen</p>"),
        ("en", "<aside class=infobox><h3>Voiced by</h3><div>Hilde Roth</div></aside>"),
    ],
)
def test_clean_other_lines_name_no_author(language: str, below: str) -> None:
    article = clean(below, language)
    assert article.authors == ()
    assert not any(block.reason.startswith("label and") for block in article.blocks)


@pytest.mark.parametrize("declared", ["<meta name=author content='Norland Public Radio'>", ""])
@pytest.mark.parametrize("kind", ["Organization", "NewsMediaOrganization"])
def test_clean_people_of_the_byline_win_over_a_declared_organization(
    kind: str, declared: str
) -> None:
    item = (
        '{"@type": "NewsArticle", "headline": "A barn on its way",'
        f' "author": {{"@type": "{kind}", "name": "Norland Public Radio"}}}}'
    )
    head = f"{declared}<script type=application/ld+json>{item}</script>"
    names = "<a href=/profile/n>Nick Hall</a> and <a href=/profile/j>Jo van der Linde</a>"
    byline = f"<p class=byline>By {names}</p>"
    assert clean(byline, head=head).authors == ("Nick Hall", "Jo van der Linde")
    assert clean("", head=head).authors == ("Norland Public Radio",)


def test_clean_declared_name_cuts_the_job_behind_a_shown_one() -> None:
    byline = (
        "<div itemscope itemtype=https://schema.org/NewsArticle><span itemprop=author>"
        "By Dee Hall <i>Ledger sports editor</i></span></div>"
    )
    assert clean(byline, head="<meta name=author content='Dee Hall'>").authors == ("Dee Hall",)


def test_clean_site_name_is_the_end_of_the_title_that_the_logo_or_the_footer_shows() -> None:
    title = "<title>A barn on its way – Economics of Barns</title>"
    text = f"<h1>A barn on its way</h1>{TEXT}"
    logo = "<header><a href=/>Economics of Barns</a></header>"
    footer = "<footer><p>© 2019–2024 Economics of Barns. All rights reserved.</p></footer>"
    pages = {"logo": logo + text, "copyright": text + footer, "none": text}
    found = {
        source: cleanarticle.clean(title + page, url="https://x.example/a")
        for source, page in pages.items()
    }
    assert found.pop("none").site_name is None
    for source, article in found.items():
        assert article.site_name == "Economics of Barns"
        assert article.sources["site_name"] == source


def test_clean_tags_are_links_to_tags_without_categories() -> None:
    tags = (
        "<footer class=tags>Posted in <a rel='category tag' href=/c>Land</a> Tagged"
        " <a rel=tag href=/t/barns>barns</a>, <a rel=tag href=/t/rent>rent</a>,"
        " <a rel=tag href=/t/u>Uncategorized</a></footer>"
    )
    article = clean(f"<p>By Ann Lee</p>{TEXT}{tags}")
    assert article.tags == ("barns", "rent")
    assert clean("", head="<meta name=keywords content=hens>").tags == ("hens",)


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("Just another WordPress site", None),
        ("Eine weitere WordPress-Website", None),
        ("Just another WordPress site that moved", "Just another WordPress site that moved"),
    ],
)
def test_clean_description_is_no_default_tagline(text: str, description: str | None) -> None:
    assert clean("", head=f"<meta name=description content='{text}'>").description == description


@pytest.mark.parametrize("start", ["", "By ", "Von "])
def test_clean_byline_of_many_particles_takes_no_exponential_time(start: str) -> None:
    assert clean(f"<p>{start}Ann {'de ' * 40}x</p>", "fr").published is None
