from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.dates.calendar_names import is_weekday
from cleanarticle.dates.iso import iso_date, to_local_time
from cleanarticle.dates.search import find_dates


@pytest.mark.parametrize(
    ("text", "language", "iso"),
    [
        ("2024-05-04", None, "2024-05-04"),
        ("2024-05-04T10:00:00Z", None, "2024-05-04T10:00:00Z"),
        ("2024-05-04 10:00:00+02:00", None, "2024-05-04T10:00:00+02:00"),
        ("1714816800", None, "2024-05-04T10:00:00+00:00"),
        ("1714816800000", None, "2024-05-04T10:00:00+00:00"),
        ("Sat, 04 May 2024 10:00:00 GMT", None, "2024-05-04T10:00:00+00:00"),
        ("Sat, 04 May 2024 10:00:00 PST", None, "2024-05-04T10:00:00-08:00"),
        ("05/04/2024 3:30:26 PM", None, "2024-05-04T15:30:26"),
        ("Sat, 05/04/2024 - 12:05", "en", "2024-05-04T12:05:00"),
        ("05/04/2024", "en-GB", "2024-04-05"),
        ("Mon, 03/07/2023", "en", "2023-07-03"),
        ("Tue, 03/07/2023", "en-GB", "2023-03-07"),
        ("Mo, 03/06/2023 - 10:15", "de", "2023-03-06T10:15:00"),
        ("lun, 03/06/2023", "fr", "2023-03-06"),
        ("jue. 03/06/2023", "es", "2023-06-03"),
        ("Mon 03/06/2023", None, "2023-03-06"),
        ("23/04/2024", None, "2024-04-23"),
        ("04.05.2024", "de", "2024-05-04"),
        ("2024 05 04 22:20:00", None, "2024-05-04T22:20:00"),
        ("2024年5月4日 10:00", "zh", "2024-05-04T10:00:00"),
        ("May 4th, 2024 at 12:05 a.m. EST", None, "2024-05-04T00:05:00-05:00"),
        ("4 May 2024", None, "2024-05-04"),
        ("2024 May 4", None, "2024-05-04"),
        ("In 2024 Room 4 opened", None, None),
        ("4. Mai 2024, 10:00 Uhr", "de", "2024-05-04T10:00:00"),
        ("4 de mayo de 2024", "es", "2024-05-04"),
        ("8:00 PM EST, Sat May 4, 2024", None, "2024-05-04T20:00:00-05:00"),
        ("Ann LeeMay 4, 2024", None, "2024-05-04"),
        ("9999-12-31T00:00:00Z", None, None),
        ("2024-02-30", None, None),
        ("Apollo 11, 1969", None, None),
        ("room 4 2024", None, None),
        ("", None, None),
    ],
)
def test_iso_date_common_formats_returns_iso_8601(
    text: str, language: str | None, iso: str | None
) -> None:
    assert iso_date(text, language) == iso


def test_find_dates_several_dates_returns_all_in_text_order() -> None:
    dates = find_dates("Published 4 May 2024 | Updated June 5, 2024 10:00 AM")
    assert [date.iso for date in dates] == ["2024-05-04", "2024-06-05T10:00:00"]


@pytest.mark.parametrize(
    ("value", "iso"),
    [
        ("20260314", "2026-03-14"),
        ("20260314T093000Z", "2026-03-14T09:30:00+00:00"),
        ("20260314T093000+0100", "2026-03-14T09:30:00+01:00"),
        ("202603140930", "2026-03-14T09:30:00"),
        ("Sat Mar 14 09:30:00 CET 2026", "2026-03-14T09:30:00+01:00"),
        ("Sat Mar 14 09:30:00 2026", "2026-03-14T09:30:00"),
        ("Sat Mar 14 09:30:00 +0000 2026", "2026-03-14T09:30:00+00:00"),
        ("Sat Mar 14 2026 09:30:00 GMT+0100 (CET)", "2026-03-14T09:30:00+01:00"),
        ("Sat, 14 Mar 2026 09:30:00 +0100", "2026-03-14T09:30:00+01:00"),
        ("14 Mar 2026 09:30 (GMT+7)", "2026-03-14T09:30:00+07:00"),
        ("14 Mar 2026 09:30 UTC-3", "2026-03-14T09:30:00-03:00"),
        ("14 Mar 2026, 09:30 GMT +05:30", "2026-03-14T09:30:00+05:30"),
        ("14 Mar 2026, 09:30 GMT - 3 comments", "2026-03-14T09:30:00+00:00"),
        ("14 Mar 2026 09:30 - 7 min", "2026-03-14T09:30:00"),
        ("1773480600", "2026-03-14T09:30:00+00:00"),
        ("1773480600000", "2026-03-14T09:30:00+00:00"),
        ("1773480600.5", "2026-03-14T09:30:00+00:00"),
        ("2026/3/14", "2026-03-14"),
        ("14/03/2026 09:30", "2026-03-14T09:30:00"),
        ("2026-03-14 09:30:00 UTC", "2026-03-14T09:30:00+00:00"),
    ],
)
def test_iso_date_machine_formats_returns_iso_8601(value: str, iso: str) -> None:
    assert iso_date(value, "en") == iso


@pytest.mark.parametrize(
    "value",
    ["2026-03", "2026", "0000-00-00", "0000-00-00 00:00:00", "1970-01-01T00:00:00Z", "0", "-1",
     "0000000000", "9999999999", "0001-01-01T00:00:00Z", "2035-01-01", "2026-13-01", "20261314",
     "2026-W11-6", "2026-074", "{{ date }}", "[object Object]", "Invalid Date"],
)  # fmt: skip
def test_iso_date_placeholder_or_part_of_date_returns_none(value: str) -> None:
    assert iso_date(value, "en") is None


def test_iso_date_long_value_reads_its_beginning() -> None:
    assert iso_date("2024-05-04 " * 32_000) == "2024-05-04"
    assert iso_date(" " * 300_000 + "x" * 300 + "2024-05-04") is None


quarter_hours = st.integers(-48, 56).filter(bool)


@settings(deadline=None)
@given(st.datetimes(datetime(2000, 1, 1), datetime(2030, 1, 1)), quarter_hours)  # noqa: DTZ001
def test_to_local_time_page_shows_other_zone_returns_same_moment_in_that_zone(
    moment: datetime, quarter_hour: int
) -> None:
    utc = moment.replace(tzinfo=UTC)
    zone = timezone(timedelta(minutes=15 * quarter_hour))
    shown = utc.astimezone(zone).replace(tzinfo=None, second=0, microsecond=0).isoformat()
    local = datetime.fromisoformat(to_local_time(utc.isoformat(), [shown]))
    assert local == utc
    assert local.utcoffset() == zone.utcoffset(None)


@pytest.mark.parametrize(
    ("moment", "shown"),
    [
        ("2024-05-04", "2024-05-03T21:00:00"),
        ("2024-05-04T10:00:00-05:00", "2024-05-04T11:00:00"),
        ("2024-05-04T10:00:00Z", "2024-05-04"),
        ("2024-05-04T10:00:00Z", "2024-05-04T11:07:00"),
        ("2024-05-04T10:00:00Z", "2024-05-06T10:00:00"),
        ("2024-05-04T10:00:00Z", "2024-05-04T12:00:00-04:00"),
    ],
)
def test_to_local_time_page_shows_other_moment_returns_input_unchanged(
    moment: str, shown: str
) -> None:
    assert to_local_time(moment, [shown]) == moment


@pytest.mark.parametrize(
    "name",
    [
        "Monday",
        "mon",
        "Thurs",
        "Mittwoch",
        "Mi",
        "terça-feira",
        "Segunda",
        "środa",
        "水曜日",
        "水",
        "星期天",
        "الأربعاء",
    ],
)
def test_is_weekday_knows_names_and_abbreviations(name: str) -> None:
    assert is_weekday(name)


@pytest.mark.parametrize("name", ["Ann", "Jon", "Jim", "m", "May", "", "day"])
def test_is_weekday_of_other_words_is_false(name: str) -> None:
    assert not is_weekday(name)
