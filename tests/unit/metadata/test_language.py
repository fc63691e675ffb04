from __future__ import annotations

import pytest

import cleanarticle
from cleanarticle.metadata.language import check_language, language_tag

ENGLISH = "The council of the town said on Monday that it is to build a new bridge for the people. "
GERMAN = "Der Rat der Stadt hat gestern beschlossen, die alte Brücke nicht mehr zu erneuern. "
RUSSIAN = "Городской совет решил построить новый мост через реку в центре города. "


@pytest.mark.parametrize(
    ("text", "tag"),
    [("en_US", "en-US"), ("de", "de"), ("zh-Hant-TW", "zh-Hant-TW"), ("English", None), ("", None)],
)
def test_language_tag_returns_bcp_47_or_none(text: str, tag: str | None) -> None:
    assert language_tag(text) == tag


def test_check_language_text_matches_declared_returns_none() -> None:
    assert check_language("en-GB", ENGLISH * 3) is None
    assert check_language("de", GERMAN * 3) is None
    assert check_language("ru", RUSSIAN * 3) is None


def test_check_language_text_is_in_another_language_returns_it() -> None:
    assert check_language("en", GERMAN * 3) == "de"
    assert check_language("en", RUSSIAN * 3) == "ru"
    assert check_language(None, ENGLISH * 3) == "en"


def test_clean_text_has_the_language_of_its_body() -> None:
    article = cleanarticle.clean_text(GERMAN * 3)
    assert (article.language, article.sources) == ("de", {"language": "text"})
    assert cleanarticle.clean_text("Brücke gesperrt").language is None


def test_check_language_short_text_returns_none() -> None:
    assert check_language("en", "Brücke gesperrt") is None
    assert check_language(None, "") is None


PRODUCTS = (
    "MacBook Air, 15-inch, M5 Chip, 10-core CPU, 10-core GPU, Silver, 24GB memory, 1TB storage. "
)


def test_check_language_names_and_prices_have_none() -> None:
    assert check_language(None, PRODUCTS * 3) is None
    assert check_language("en", PRODUCTS * 3) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("2023年6月，该市共有15个区县，人口达到1200万，经济总量居全省第3位。", "zh"),
        ("ראש העיר אמר ביום שני כי העבודות על הגשר החדש יחלו בחודש הבא ויסתיימו.", "he"),
        ("Meya wa jiji alisema Jumatatu kwamba ujenzi wa daraja jipya utaanza mwezi ujao.", "sw"),
    ],
)  # fmt: skip
def test_check_language_other_languages_are_told(text: str, language: str) -> None:
    assert check_language(None, text * 2) == language


def test_check_language_twins_are_not_corrected() -> None:
    indonesian = (
        "Wali kota mengatakan pada hari Senin bahwa jembatan baru akan dibangun tahun ini. "
    )
    assert check_language("ms", indonesian * 3) is None
    assert check_language("en", indonesian * 3) == "id"


def test_check_language_half_a_surrogate_pair_is_no_error() -> None:
    assert check_language("en", f"{GERMAN * 3}\ud800") == "de"
