"""Dates in the lunar calendar of Islam, which Arabic papers show beside the common date.

They are not converted: the calendar depends on the sight of the moon, and the common date says the
same day.
"""

from __future__ import annotations

import re

LUNAR_DATE = re.compile(
    r"(?:(?<!\w)[^\W\d_]{1,20}،?\s)?(?<!\d)\d\d?\s[\u0600-\u06ff][^\d\n]{1,20}\s1[3-5]\d\d\s?هـ?(?!\w)"
)
"""Weekday, day, month and year, with the sign of the calendar behind the year."""
