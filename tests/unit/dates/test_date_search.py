from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from babel import localedata
from babel.dates import format_date
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.dates.search import find_dates

LOCALES = sorted(localedata.locale_identifiers())
THIS_YEAR = datetime.now(UTC).year


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("fi", "3. marraskuuta 2025", "2025-11-03"),
        ("hu", "2026. március 14.", "2026-03-14"),
        ("hu", "2026. márc. 14., szombat", "2026-03-14"),
        ("ko", "2026년 3월 14일", "2026-03-14"),
        ("ko", "2026. 3. 14.", "2026-03-14"),
        ("vi", "14 tháng 3, 2026", "2026-03-14"),
        ("vi", "ngày 14 tháng 3 năm 2026", "2026-03-14"),
        ("no", "14. mai 2026", "2026-05-14"),
        ("nn", "laurdag 14. mars 2026", "2026-03-14"),
        ("es", "14 de agosto del 2026", "2026-08-14"),
        ("es", "sábado, 14 de marzo de 2026", "2026-03-14"),
        ("en", "14th of March 2026", "2026-03-14"),
        ("en", "Sunday the 1st of March, 2026", "2026-03-01"),
        ("en", "14-Mar-26", "2026-03-14"),
        ("de", "14.03.26", "2026-03-14"),
        ("de", "14. 3. 2026", "2026-03-14"),
        ("en-GB", "14/03/26", "2026-03-14"),
        ("en-US", "03/14/26", "2026-03-14"),
        ("ar", "١٤ مارس ٢٠٢٦", "2026-03-14"),
        ("ar", "14\u200f/03\u200f/2026", "2026-03-14"),
        ("hi", "14 मार्च 2026", "2026-03-14"),
        ("hi", "१४ मार्च २०२६", "2026-03-14"),
        ("bn", "১৪ মার্চ, ২০২৬", "2026-03-14"),
        ("th", "14 มีนาคม 2569", "2026-03-14"),
        ("th", "วันที่ 14 มีนาคม พ.ศ. 2569", "2026-03-14"),
        ("th", "14 มี.ค. 69", "2026-03-14"),
        ("th", "14/03/2569", "2026-03-14"),
        ("th", "14 มี.ค. 2026", "2026-03-14"),
        ("el", "14 ΜΑΡΤΙΟΥ 2026", "2026-03-14"),
        ("tr", "14 ARALIK 2025 Pazar", "2025-12-14"),
        ("pl", "14 października 2025", "2025-10-14"),
        ("cs", "14. března 2026", "2026-03-14"),
        ("uk", "14 березня 2026 р.", "2026-03-14"),
        ("ru", "14 марта 2026 г.", "2026-03-14"),
        ("pt", "14 de março de 2026", "2026-03-14"),
        ("pt", "14 DE MARC\u0327O DE 2026", "2026-03-14"),
        ("ca", "14 de març del 2026", "2026-03-14"),
        ("ca", "14 d’abril de 2026", "2026-04-14"),
        ("eu", "2026ko martxoaren 14a", "2026-03-14"),
        ("he", "14 במרץ 2026", "2026-03-14"),
        ("id", "Sabtu, 14 Maret 2026", "2026-03-14"),
        ("fr", "1er février 2026", "2026-02-01"),
        ("lv", "2026. gada 14. marts", "2026-03-14"),
        ("lt", "2026 m. kovo 14 d.", "2026-03-14"),
        ("fil", "Marso 14, 2026", "2026-03-14"),
        ("sr", "14.03.2026.", "2026-03-14"),
        ("ja", "2026年3月14日(土)", "2026-03-14"),
        ("ja", "２０２６年３月１４日", "2026-03-14"),
        ("ja", "令和8年3月14日", "2026-03-14"),
        ("ja", "令和元年5月1日", "2019-05-01"),
        ("zh", "发布于2026年3月14日星期六", "2026-03-14"),
        ("zh", "二〇二六年三月十四日", "2026-03-14"),
        ("zh-TW", "民國115年3月14日", "2026-03-14"),
        ("fa", "۱۴۰۴/۱۲/۲۳", "2026-03-14"),
        ("fa", "1404/12/23", "2026-03-14"),
        ("fa", "شنبه ۲۳ اسفند ۱۴۰۴", "2026-03-14"),
        ("fa", "۳۰ اسفند ۱۴۰۳", "2025-03-20"),
        ("fa", "۱ فروردین ۱۴۰۳", "2024-03-20"),
        ("fa", "۱ فروردین ۱۴۰۰", "2021-03-21"),
        ("ps", "۱۲ عقرب ۱۴۰۳", "2024-11-02"),
    ],
)  # fmt: skip
def test_find_dates_written_in_a_language_returns_day(language: str, text: str, day: str) -> None:
    assert [found.iso for found in find_dates(text, language)] == [day]


@pytest.mark.parametrize("language", ["en", "xx", None])
@pytest.mark.parametrize(
    "text", ["14. mai 2026", "14 mai 2026", "14 de mayo de 2026", "14. května 2026", "14 мая 2026"]
)
def test_find_dates_wrong_language_finds_unambiguous_month(text: str, language: str | None) -> None:
    assert [found.iso for found in find_dates(text, language)] == ["2026-05-14"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("14. listopada 2025", None),  # October in Croatian, November in Polish
        ("Luna 14, 2024", "en"),
        ("Nova 3 2024", None),
        ("set 3 2024", "en"),
        ("Mac 5 2024", "en"),
        ("Marching 4 2024", "en"),
        ("Julia 5, 2024", "en"),
        ("room 4, 2024", None),
        ("03/04/26", "en"),
        ("14.03.26", None),
        ("26.03.14", "ko"),
        ("Version 2.10.15", "de"),
        ("10.03.22.1", "de"),
        ("192.168.10.12", "de"),
        ("5 May 10:30", "en"),
        ("3-5 May 2026", "en"),
        ("3–5 May 2026", "en"),
        ("1.2.3.2024", "de"),
        ("31 June 2025", "en"),
        ("March 2026", "en"),
        ("2026-W11-6", "en"),
        ("1404/12/23", "en"),
        ("۱۴۰۴/۱۳/۰۱", "fa"),
        ("۳۱ مهر ۱۴۰۳", "fa"),
        ("۳۰ اسفند ۱۴۰۲", "fa"),
        ("١٤٤٦/٠٥/١٠", "ar"),
        ("14 March 1847", "en"),
        (f"14 March {THIS_YEAR + 2}", "en"),
        ("14 | March | 2026", "en"),
    ],
)
def test_find_dates_ambiguous_or_no_day_returns_nothing(text: str, language: str | None) -> None:
    assert find_dates(text, language) == []


def test_find_dates_span_covers_date_and_time_in_original_text() -> None:
    text = "Publié le 14 févr. 2026, 09:30 | ١٤ مارس ٢٠٢٦"
    spans = [text[found.start : found.end] for found in find_dates(text, "fr")]
    assert spans == ["14 févr. 2026, 09:30", "١٤ مارس ٢٠٢٦"]


days = st.dates(date(1990, 1, 1), date(THIS_YEAR, 12, 31))


@settings(deadline=None, max_examples=1000)
@given(st.sampled_from(LOCALES), st.sampled_from(["long", "medium", "full"]), days)
def test_find_dates_formatted_by_cldr_returns_that_day_or_none(
    locale: str, width: Any, day: date
) -> None:
    text = format_date(day, width, locale=locale)
    found = [date.iso for date in find_dates(text, locale.replace("_", "-"))]
    assert found in ([day.isoformat()], [])


def test_find_dates_all_locales_of_cldr_reads_nine_of_ten() -> None:
    days = [date(2025, 1, 1) + timedelta(days=37 * step) for step in range(20)]
    read = Counter(
        bool(find_dates(format_date(day, width, locale=locale), locale.replace("_", "-")))
        for locale in LOCALES
        for width in ("long", "medium")
        for day in days[:: 1 if width == "long" else 5]
    )
    assert read[True] / read.total() >= 0.89  # the others are locales without month names


@pytest.mark.parametrize(
    "text",
    ["4 May ", "2024-05-04 ", "1 ", "9", "4 " + "a" * 99, "1 de de de de 2024 ", "年", "一", "令和",
     "1.1.", "May ", " ", "12:00 "],
)  # fmt: skip
def test_find_dates_long_repetitive_text_is_read(text: str) -> None:
    assert len(find_dates(text * (100_000 // len(text)))) < 20_000


@settings(deadline=None)
@given(st.text(max_size=60) | st.text("0123456789年月日 ./-Mayde令和一十", max_size=40))
def test_find_dates_any_text_returns_valid_dates_and_spans(text: str) -> None:
    for found in find_dates(text):
        assert datetime.fromisoformat(found.iso).year >= 1990
        assert 0 <= found.start < found.end <= len(text)
