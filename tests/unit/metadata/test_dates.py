from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleanarticle.metadata.dates import find_dates, iso_date, to_local_time


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
        ("Fri, 05/04/2024 - 12:05", "en", "2024-05-04T12:05:00"),
        ("05/04/2024", "en-GB", "2024-04-05"),
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


@settings(deadline=None)
@given(st.text(max_size=60))
def test_find_dates_any_text_returns_valid_dates_and_spans(text: str) -> None:
    for date in find_dates(text):
        assert datetime.fromisoformat(date.iso).year >= 1990
        assert 0 <= date.start < date.end <= len(text)


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
