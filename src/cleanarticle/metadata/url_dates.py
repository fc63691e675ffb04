"""Dates in URLs, as news sites and blogs have them in their paths."""

from __future__ import annotations

import re

from cleanarticle.dates.iso import is_future, iso_date

_DATED_PATH = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<separator>[/-])(?P<month>0?[1-9]|1[0-2]|[a-z]{3,9})[/-]"
    r"(?P<day>0?[1-9]|[12]\d|3[01])(?P<after>[/_-]|$)"
    r"|[/_-]t?(?P<digits>20\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01]))(?=[/_]|$)"
)
"""A date in a path: "/2024/12/10/a", "/2024-12-10-a", "/2024/dec/10", "/20241210/a"."""


def date_in_url(url: str) -> str | None:
    """Return the date in the path of a URL, as news sites have it.

    In "/2024/12/10-ways-to-cook", 10 is not the day: it is the first word of the title.
    """
    for match in _DATED_PATH.finditer(_PATH_END.split(url, maxsplit=1)[0]):
        year, separator, month, day, after, digits = match.groups()
        if digits or separator == "-" or after in ("/", ""):
            is_named = month is not None and month.isalpha()
            text = digits or (f"{day} {month} {year}" if is_named else f"{year}-{month}-{day}")
            date = iso_date(text)
            if date and not is_future(date):
                return date
    return None


_PATH_END = re.compile("[?#]")
_MONTH_PATH = re.compile(r"/(?:19|20)\d\d/(?:0?[1-9]|1[0-2])/[^/?#]")
"""A path with year and month, as blogs have it: "/2024/12/10-ways-to-cook"."""


def has_month(url: str) -> bool:
    """Return True if the path of a URL has a year and a month."""
    return _MONTH_PATH.search(_PATH_END.split(url, maxsplit=1)[0]) is not None
