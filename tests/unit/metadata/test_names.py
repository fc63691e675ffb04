from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.metadata.author_texts import AuthorForm, AuthorText
from cleanarticle.metadata.names import clean_authors, clean_names


@pytest.mark.parametrize(
    ("raw", "names"),
    [
        ("By Ann Lee", ("Ann Lee",)),
        ("ByAnn Lee", ("Ann Lee",)),
        ("Written by: Ann Lee", ("Ann Lee",)),
        ("Von Ann Lee und Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee, Bo Ek and Cy Orr", ("Ann Lee", "Bo Ek", "Cy Orr")),
        ("Ann Lee & Bo Ek", ("Ann Lee", "Bo Ek")),
        ("Ann Lee, MD, Ph.D.", ("Ann Lee, MD, Ph.D.",)),
        ("Follow Ann Lee", ("Ann Lee",)),
        ("Ann Lee Follow", ("Ann Lee",)),
        ("Ann Lee; ann lee", ("ann lee",)),
        ("Words by Ann Lee.", ("Ann Lee",)),
        ("Ann Lee Updated: Oct 1, 2021 3:50 pm Posted: Sep 28, 2021 12:35 pm", ("Ann Lee",)),
        ("ليلى الحداد، مراسلة شؤون الجزر", ("ليلى الحداد",)),
        ("Ann Lee Jr.", ("Ann Lee Jr.",)),
        ("Ann B.", ("Ann B.",)),
        ("Ann Lee | CNN", ("Ann Lee",)),
        ("Ann Lee (Reuters)", ("Ann Lee",)),
        ("Ann Lee, AFP", ("Ann Lee",)),
        ("Reuters", ("Reuters",)),
        ("Byron Anders", ("Byron Anders",)),
        (
            "By ABBY GOODNOW, THOMAS KAPLIN and ROBERT PEERY",
            ("ABBY GOODNOW", "THOMAS KAPLIN", "ROBERT PEERY"),
        ),
        ("ANN LEE, MD PHD", ("ANN LEE, MD PHD",)),
        ("Steve Beger, MECLABS", ("Steve Beger, MECLABS",)),
        ("Door: M.J. van 't Hoff en Kees de Boer", ("M.J. van 't Hoff", "Kees de Boer")),
        (
            "Propos recueillis par Élodie Marchand et Jean-Noël d'Arcy",
            ("Élodie Marchand", "Jean-Noël d'Arcy"),
        ),
        ("Jan Kowalski i Anna Nowak", ("Jan Kowalski", "Anna Nowak")),
        ("Ayşe Demir ve Mehmet Öz", ("Ayşe Demir", "Mehmet Öz")),
        ("Νίκος Παππάς και Μαρία Αλεξίου", ("Νίκος Παππάς", "Μαρία Αλεξίου")),
        ("Иван Петров и Анна Сидорова", ("Иван Петров", "Анна Сидорова")),
        ("Matti Virtanen ja Liisa Korhonen", ("Matti Virtanen", "Liisa Korhonen")),
        ("Kovács Anna és Nagy Péter", ("Kovács Anna", "Nagy Péter")),
        ("Glen Owen And Bo Carlin", ("Glen Owen", "Bo Carlin")),
        ("Staff Writer Ann Lee", ("Ann Lee",)),
        ("Ann Lee staff writer", ("Ann Lee",)),
        ("Senior Political Correspondent Ann Lee", ("Ann Lee",)),
        ("Redakteurin Ute Zöllner", ("Ute Zöllner",)),
        ("Sports Reporter", ("Sports Reporter",)),
        ("Coldwater Daily Reporter", ("Coldwater Daily Reporter",)),
        ("Keith Barry, Senior Autos Reporter", ("Keith Barry",)),
        ("https://site.example/ann", ()),
        ("ann@site.example", ()),
        ("Ann Lee ann@site.example", ("Ann Lee",)),
        ("Ann Lee (www.site.example)", ("Ann Lee",)),
        ("Ann Lee For Mailonline", ("Ann Lee",)),
        ("Center for Disease Control", ("Center for Disease Control",)),
        ("Doctors For Change", ("Doctors For Change",)),
        ("admin", ()),
        ("webadmin", ()),
        ("كتب: سليم العوضي", ("سليم العوضي",)),
        ("Автор: Анна Ли", ("Анна Ли",)),
        ("The Acme; acme.com; Ann Lee", ("Ann Lee",)),
        ("", ()),
        ("Okafor, Chidi", ("Okafor, Chidi",)),
        ("By Ann Lee with Reuters", ("Ann Lee",)),
        ("Ann Lee and Bo Ek with AFP", ("Ann Lee", "Bo Ek")),
        ("Anne-Sophie Delmas avec l'AFP", ("Anne-Sophie Delmas",)),
        ("Ines Vald mit dpa", ("Ines Vald",)),
        ("Ana Pérez y EFE", ("Ana Pérez",)),
        ("Okafor, Chidi; Vald, Ines", ("Okafor, Chidi", "Vald, Ines")),
        ("Ines Vald, Health Editor", ("Ines Vald",)),
        ("Ines Vald, Redakteurin", ("Ines Vald",)),
        ("Ines Vald | Senior Reporter", ("Ines Vald",)),
        ("Ines Vald (Content Manager)", ("Ines Vald",)),
        ("By Ines Vald, Wexmoor", ("Ines Vald",)),
        ("By Ines Vald, Wexmoor and Bo Ek, London", ("Ines Vald", "Bo Ek")),
        ("Ines Vald, Bo Ek, The Daily Heron", ("Ines Vald", "Bo Ek")),
        ("Senior Reporter", ("Senior Reporter",)),
        ("[object Object]", ()),
        ("{{author}}", ()),
        ("page.head.extra.author", ()),
        ("Site Admin, Ines Vald", ("Ines Vald",)),
        ("<a href='/x'>Ann Lee</a>", ("Ann Lee",)),
        ("Ann Lee <ann@site.example>", ("Ann Lee",)),
        ("facebook.com/ann.lee", ()),
        ("王小明，李芳", ("王小明", "李芳")),
        ("文/王小明、李芳", ("王小明", "李芳")),
        ("记者 王小明", ("王小明",)),
        ("约翰·史密斯", ("约翰·史密斯",)),
        ("홍길동 기자", ("홍길동",)),
        ("INES VALD AND BO EK", ("INES VALD", "BO EK")),
        ("Siobhán O'Brien & Conor McKay", ("Siobhán O'Brien", "Conor McKay")),
        ("Inés Valdivia y Montoro", ("Inés Valdivia y Montoro",)),
        ("Anna et Luc", ("Anna", "Luc")),
        ("Reed & Sons", ("Reed & Sons",)),
        ("von der Leyen", ("von der Leyen",)),
        ("Par Lindh", ("Par Lindh",)),
        ("Par Marie Dupont", ("Marie Dupont",)),
        ("andrew.keaveney", ("andrew.keaveney",)),
    ],
)
def test_clean_names_raw_value_returns_names(raw: str, names: tuple[str, ...]) -> None:
    assert clean_names([raw], "Acme", None) == names


@pytest.mark.parametrize(
    "name",
    [
        "Inés Valdivia y Montoro", "Par Lindh", "Di Marco Elena", "von der Leyen", "Y. Og Smith",
        "Okafor, Chidi", "Jane Doe, PhD", "Hilma af Klint", "Paulo e Costa", "王小明", "O'Brien",
    ],
)  # fmt: skip
def test_clean_authors_person_is_one_name(name: str) -> None:
    assert clean_authors([AuthorText(name, AuthorForm.PERSON)]) == (name,)


def test_clean_authors_person_with_two_full_names_gives_both() -> None:
    value = AuthorText("By Ann Lee and Bo Ek", AuthorForm.PERSON)
    assert clean_authors([value]) == ("Ann Lee", "Bo Ek")


@pytest.mark.parametrize(
    "name",
    ["Health and Safety Executive", "Reed & Sons", "National Ocean and Atmosphere Administration"],
)
@pytest.mark.parametrize("form", AuthorForm)
def test_clean_authors_organization_is_one_name(name: str, form: AuthorForm) -> None:
    assert clean_authors([AuthorText(name, form)]) == (name,)


@settings(deadline=None)
@given(st.lists(st.text(max_size=80), max_size=3), st.text(max_size=10))
def test_clean_names_any_text_returns_distinct_stripped_names(raw: list[str], site: str) -> None:
    names = clean_names(raw, site)
    assert len(set(names)) == len(names)
    for name in names:
        assert name == name.strip()
        assert name.casefold() != site.casefold()
        assert not name.lower().startswith("by ")
