"""Lines that are bylines by their form, in many languages."""

from __future__ import annotations

import pytest

from cleanarticle.bylines.lines import is_fact, read_byline_line

NAMED = [
    (
        "Door: M.J. van 't Hoff en Kees de Boer, onze verslaggevers",
        "M.J. van 't Hoff en Kees de Boer",
    ),
    ("Geschreven door Anneke de Wit · Gepubliceerd op 3 mei 2023", "Anneke de Wit"),
    (
        "Propos recueillis par Élodie Marchand et Jean-Noël d'Arcy",
        "Élodie Marchand et Jean-Noël d'Arcy",
    ),
    ("Posté le 18 août 2015 à 21h04 par Théo Pradel", "Théo Pradel"),
    ("Por María José Peñalver del Río", "María José Peñalver del Río"),
    ("Texto: Lucía Fernández | Fotos: Pedro Gil", "Lucía Fernández"),
    ("Von Swantje Harms\n8. November 2016, 17:31 Uhr / Quelle: ZEIT Nr. 46/2016", "Swantje Harms"),
    ("Ein Beitrag von Karl-Heinz von der Au", "Karl-Heinz von der Au"),
    ("A cura di Giulia D'Amico", "Giulia D'Amico"),
    ("Autores: Ana Silva, João Souza", "Ana Silva, João Souza"),
    ("Autor: Zofia Bąk-Nowicka, 21 października 2022 r., godz. 7:40", "Zofia Bąk-Nowicka"),
    ("Haber: Elif Yıldız Giriş: 12 Ağustos 2019 Pazartesi 10:15", "Elif Yıldız"),
    ("Γράφει ο Νίκος Παπαδάκης · Δημοσίευση: 7 Φεβρουαρίου 2020, 12:30", "Νίκος Παπαδάκης"),
    ("홍가람 기자 garam@hangang.example", "홍가람"),
    ("글쓴이: 박민수", "박민수"),
    ("執筆者：山田太郎", "山田太郎"),
    ("2022-05-18 09:26:00　来源：江北日报　作者：周晓岚　分享到微信", "周晓岚"),
    ("作者：周晓岚 分享", "周晓岚"),
    ("Gespeichert von K. Brandl am Mo., 06.03.2023 - 10:15", "K. Brandl"),
    ("Soumis par Anne Delmas le mar 04/05/2021 - 10:15", "Anne Delmas"),
    ("作者：李明 来源：新华网 2024-05-03 10:20", "李明"),
    ("本报记者 王小明 李芳", "王小明、李芳"),
    ("3 мая 2023, 10:20 | Автор: Иван Петров", "Иван Петров"),
    ("Napsal: Jan Novák | Publikováno: 3. května 2023", "Jan Novák"),
    ("Text: Anna Lindström och Per Åberg", "Anna Lindström och Per Åberg"),
    ("Skrevet af Mette Sørensen", "Mette Sørensen"),
    ("Av Kari Nordmann og Per Hansen", "Kari Nordmann og Per Hansen"),
    ("Kirjoittaja: Matti Virtanen", "Matti Virtanen"),
    ("Írta: Kovács Anna, Nagy Péter", "Kovács Anna, Nagy Péter"),
    ("Scris de Ana Pop, publicat la 3 mai 2023", "Ana Pop"),
    ("بقلم: أحمد علي", "أحمد علي"),
    ("By Ann Lee, Staff Writer | Updated May 4, 2020", "Ann Lee"),
    ("By Ann Lee, Bo Ek and Cy Orr", "Ann Lee, Bo Ek and Cy Orr"),
    ("Posted by Ann Lee, Mobile Ads", "Ann Lee"),
    ("Posted by: Ann Lee, Mobile Ads", "Ann Lee"),
    ("By Ann Lee, MD*", "Ann Lee, MD"),
    ("By Ann Lee, Ph.D., Wexmoor", "Ann Lee, Ph.D."),
    ("By Ann Lee - May 3, 2024 - Macs, Tricks", "Ann Lee"),
    ("作者：周思博 (Joel Spolsky)", "周思博"),
    ("Posted by ann_l on May 3, 2020", "ann_l"),
]


@pytest.mark.parametrize(("text", "names"), NAMED)
def test_read_byline_line_label_and_names_are_a_byline(text: str, names: str) -> None:
    line = read_byline_line(text)
    assert line is not None
    assert line.names == (names,)


@pytest.mark.parametrize(
    "text",
    [
        "Gepubliceerd op: woensdag 14 april 2021, 16.45 uur. Laatst gewijzigd: 15 april 2021",
        "Publié le 3 mars 2021 à 18h02, mis à jour le 5 mars 2021 à 09h15",
        "02/03/2024 - 07:00 | Actualizado: 04/03/2024 - 10:12",
        "Stand: 3.5.2023, 10:20 Uhr",
        "Pubblicato il 3 maggio 2023, ultimo aggiornamento 4 maggio 2023",
        "Publicado em 3 de maio de 2023 às 10h20 | Atualizado em 4 de maio de 2023",
        "Data publikacji: 3.05.2023, ostatnia aktualizacja: 4.05.2023",
        "Giriş: 12 Ağustos 2019 Pazartesi 10:15 Güncelleme: 13 Ağustos 2019 Salı 08:00",
        "Δημοσίευση: 7 Φεβρουαρίου 2020, 12:30",
        "입력 2020.03.15 09:12 수정 2020.03.15 11:40",
        "公開日：2024年5月3日 更新日：2024年5月4日",
        "2024年5月3日 10時20分 公開",
        "发布时间：2024-05-03 10:20",
        "Опубликовано: 3 мая 2023 г. в 10:20, обновлено 4 мая 2023",
        "Publikováno 3. 5. 2023 v 10:20",
        "Publicerad 3 maj 2023, uppdaterad 4 maj 2023",
        "Udgivet d. 3. maj 2023",
        "Publisert 3. mai 2023 kl. 10:20 Sist endret 4. mai 2023",
        "Julkaistu 3.5.2023 klo 10.20, päivitetty 4.5.2023",
        "Megjelent: 2023. május 3. 10:20",
        "Publicat: 3 mai 2023, 10:20",
        "تاريخ النشر: 2023-05-03 | آخر تحديث: 2023-05-04",
        "Updated on November 20, 2023 · Reviewed by Dr. Lotte Kern",
        "Posted Fri 10 Jan 2020 at 9:40am, updated Fri 10 Jan 2020 at 3:02pm",
        "News | Published May 4, 2020 | 3 min read",
        "Last updated on May 4, 2024 by Ann Lee",
    ],
)
def test_read_byline_line_label_and_date_are_a_byline(text: str) -> None:
    line = read_byline_line(text)
    assert line is not None
    assert line.is_certain
    assert line.names == ()


@pytest.mark.parametrize(
    "text",
    [
        "Par ailleurs, le pont est fermé",
        "Par Toutatis",
        "Von Hof zu Hof",
        "By Thursday",
        "By 3 May 2024",
        "By the time Ann Lee came, it was over",
        "Ann Lee was born on May 4, 1970 in Berlin",
        "Publié le 3 mars 2021, ce livre a changé le monde.",
        "Posted on May 4, 2020, the letter arrived late.",
        "Publikováno bylo 3. května 2023 a zapomenuto",
        "Автор книги умер 3 мая 2023",
        "기자 회견은 2023.05.03 열렸다",
        "记者 在现场看到，桥已经断了",
        "2023年5月3日、橋が開通した",
        "Updated prices for May 4, 2020",
        "Edited volumes, May 4, 2020",
        "Voiced by: Hilde Roth",
        "Reviewed By: AAA Travel Editor, Sherry Mims",
        "Voiced by Hilde Roth",
        "Genre: Novel",
        "Date: 3 May 2024",
        "Date: 3 May 2024 Location: Berlin",
        "Amos Teller",
        "New York, May 4, 2023",
        "Text: It begins on May 4, 2020",
        "Text: Romans 8:1",
        "Author of the book",
        "",
        "By " + "Ann Lee, " * 50,
    ],
)
def test_read_byline_line_other_texts_are_none(text: str) -> None:
    assert read_byline_line(text) is None


def test_read_byline_line_by_and_a_name_may_be_something_else() -> None:
    line = read_byline_line("By Royal Appointment")
    assert line is not None
    assert not line.is_certain


def test_is_fact_label_and_value_that_no_byline_has() -> None:
    assert is_fact("Genre: Novel")
    assert not is_fact("Author: Ann Lee")
    assert not is_fact("It rained: everybody left early, and nobody came back.\nThen it snowed" * 5)


@pytest.mark.parametrize(
    "text",
    [
        "Photos show the damage, posted on 3 May 2024",
        "Von Rainer Maria Rilke, dem Dichter, ist der Satz so",
        "By Loch Lomond, on a summer's day",
        "Words: Love and Loss",
        "Text: The Road Not Taken",
        "Interview: Der Kanzler",
        "记者：您今年多大年纪了呢先生",
        "著者：この本は十年かけて書きました",
        "بقلم الرصاص كتب الطفل اسمه على الجدار",
    ],
)
def test_read_byline_line_sentences_and_titles_are_no_bylines(text: str) -> None:
    assert read_byline_line(text) is None
