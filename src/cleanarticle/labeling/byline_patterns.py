"""Forms of what stands in bylines: dates with times, full names, e-mail addresses.

They are patterns to put into others. Alternatives must not match the same text: two ways to read a
particle take exponential time on a row of particles.
"""

from __future__ import annotations

from cleanarticle.labeling.byline_words import WEEKDAY

YEAR = r"(?:19[6-9]|20[0-4])\d"

_WORD = r"[^\W\d_]{2,13}\.?"
_CLOCK = (
    r"(?:[\s,|·•@(–—T-]|\b(?:at|um|à|às|a\slas|alle(?:\sore)?|ore|om|o|ob|klo?|godz|στις|в|v|saat|lúc|오전|오후|午前|午後|上午|下午)\b\.?"
    r"){0,5}\d?\d\s?[:.h時时시点點]\s?[0-5]\d[分분]?(?:[:.][0-5]\d)?(?![.\d])\)?(?:\s?(?i:[ap]\.?m)\b\.?)?"
    r"(?:\s?(?:[A-Z]{2,5}|Uhr|uur|hrs?|h|Z)\b\.?)?(?:\s?\(?[+-]\d\d:?\d\d\)?)?"
)
DATE = (
    r"(?:\d?\d[:.h][0-5]\d(?:\s?(?i:[ap]\.?m)\b\.?)?(?:\s[A-Z]{2,5})?,?\s)?"
    rf"(?:\b(?:on|am|le|el|il|em|op|den|dne|dnia|στις|vom)\s)?(?:\b(?i:{WEEKDAY})[.,]?\s)?(?:"
    rf"(?:de\s|den\s|the\s)?\d{{1,2}}(?:\.|st|nd|rd|th|er|º|ª)?\s(?:de\s|of\s|d')?{_WORD},?\s(?:del?\s)?{YEAR}"
    rf"|{_WORD}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s{YEAR}"
    rf"|{_WORD}\s\d{{1,2}}\s\d\d:\d\d:\d\d\s(?:[A-Z]{{1,5}}\s)?{YEAR}|{YEAR}\.\s{_WORD}\s\d{{1,2}}\."
    rf"|\d{{1,2}}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?{YEAR}|{YEAR}\s?[./-]\s?\d{{1,2}}\s?[./-]\s?\d{{1,2}}\.?"
    rf"|{YEAR}\s?[年년]\s?\d{{1,2}}\s?[月월]\s?\d{{1,2}}\s?[日일])(?!\d)"
    rf"(?:\s(?:r|г|g|m)\b\.?)?(?:,?\s?[（(]?\b(?i:{WEEKDAY})\b[)）]?)?(?:{_CLOCK})?"
)
"""A date, with a weekday before or behind it and a time, in the languages of `byline_words`."""

FULL_NAME = (
    r"[^\W\d_a-zß-öø-ÿ][\w.'’-]+(?:\s+(?:(?:d[aiu]|del?|den|der|van|von|la|le|bin|al|ter)\s+)*"
    r"[^\W\d_a-zß-öø-ÿ][\w.'’-]*){1,3}"
)
"""A name that needs no other cue: two to four capitalized words, and particles between them."""

EMAIL = r"[<(\[]?[\w.+-]+(?:@|\s(?:at|\[at\]|\(at\))\s)[\w-]+(?:\.[\w-]+)+[>)\]]?"
