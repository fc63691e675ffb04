"""Numerals: the numbers of dates in the digits of all scripts, in Chinese and in eras."""

from __future__ import annotations

import re
from typing import NamedTuple

_HAN_DIGITS = "〇一二三四五六七八九"
_HAN_NUMERAL = f"[{_HAN_DIGITS}○零十]"
_ERAS = {"令和": 2018, "平成": 1988, "昭和": 1925, "民國": 1911, "民国": 1911}
"""Years before the first year of the Japanese eras since 1926 and of the Republic of China."""

_NUMBER = re.compile(
    rf"(?P<era>{'|'.join(_ERAS)})\s?(?P<era_year>\d{{1,3}}|元|{_HAN_NUMERAL}{{1,3}})(?=\s?年)"
    rf"|(?P<digits>\d+)|(?P<han>{_HAN_NUMERAL}{{1,4}})(?=[年月日号號])"
)
"""A number: digits, a year of an era, or a Chinese numeral before a unit of dates."""

_FOREIGN_DIGIT = re.compile(r"[^\D0-9]")
_FULL_WIDTH = str.maketrans("／．－", "/.-")


class Number(NamedTuple):
    """A number in a text; `digits` is 4 for the year of an era."""

    value: int
    digits: int
    start: int
    end: int


def numbers_in(text: str) -> list[Number]:
    """Return the numbers of a text with ASCII digits, in order."""
    return list(map(_number_of_match, _NUMBER.finditer(text)))


def with_ascii_digits(text: str) -> str:
    """Return a text of the same length with the digits of all scripts as ASCII digits."""
    if text.isascii():
        return text
    return _FOREIGN_DIGIT.sub(lambda digit: str(int(digit[0])), text.translate(_FULL_WIDTH))


def _number_of_match(match: re.Match[str]) -> Number:
    start, end = match.span()
    if match.lastgroup == "digits":
        length = end - start
        return Number(int(match[0]) if length <= 4 else 0, length, start, end)
    if match["era"]:
        year = match["era_year"]
        value = 1 if year == "元" else int(year) if year.isdecimal() else _han_value(year)
        return Number(_ERAS[match["era"]] + value, 4, start, end)
    return Number(_han_value(match["han"]), 4 if len(match["han"]) == 4 else 2, start, end)


def _han_value(numeral: str) -> int:
    """Return the value of a Chinese numeral, digit by digit or with a ten: "二〇二六", "二十四"."""
    numeral = numeral.replace("○", "〇").replace("零", "〇")
    if "十" in numeral:
        tens, _, ones = numeral.partition("十")
        return 10 * (_han_value(tens) if tens else 1) + (_han_value(ones) if ones else 0)
    return int("".join(str(_HAN_DIGITS.index(digit)) for digit in numeral))
