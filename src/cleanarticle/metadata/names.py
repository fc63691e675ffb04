"""Author names: cleaning of the values that pages give as authors."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BY_PREFIX = re.compile(
    r"^(?:(?-i:(?:[A-Z][a-z]+ )?[Bb]y(?=[A-Z][a-z]))"
    r"|(?:posted|written|words|story|reported|published|reviewed|authored|text|article|review"
    r"|contributed|submitted)\s+(?:by|from)\b"
    r"|by\b|authors?\s*:|(?:von|par|por|di|door|av|af|od)\b|texte?\s*:|作者\s*[:：]?|文\s*[/／:：]"
    r"|autor\w*\s*:|(?:автор\w*|текст)\s*:|yazan\s*:|(?:كتب(?:ت|ه|ته)?|بقلم|تحرير|إعداد)\b\s*:?)"
    r"\s*:?\s*",
    re.IGNORECASE,
)
"""Words before a name, such as "by", in the languages of the corpora. The space before the name may
be missing, as in "ByAnn Lee", where only markup separates them."""

_PROFILE_LINK_TEXT = re.compile(
    r"^(?:follow|meet|about)\s+"
    r"|\s*\(?\b(?:follow(?:ing)?(?: us)?|view profile|see more|read more|view bio|opens in.*)\)?$",
    re.IGNORECASE,
)

_NAME_SEPARATOR = re.compile(
    r"\s*(?:[;|•·]|\s/\s|&(?!\w)|,?\s\b(?:and|und|et|y|e|og|och|en)\b(?=\s))\s*"
)
_COMMA = re.compile(r"\s*,\s*")

_CREDENTIAL = re.compile(
    r"(?:(?:[A-Z]{2,6}®?|(?:[A-Z][a-z]{0,2}\.){2,4}|PhD|Esq|[JS]r|Inc)\.?[\s-]*){1,3}", re.ASCII
)
"""A degree or a suffix, which belongs to the name before the comma."""

_URL_OR_EMAIL = re.compile(r"(?<!\S)\S*(?://|www\.|@)\S*")

_PLACEHOLDERS = frozenset(
    """admin administrator webmaster webadmin siteadmin sysadmin editor author guest anonymous
    unknown none null undefined user root staff wordpress super user""".split()
)
"""Values that publishing systems write if the author is not known."""

_MAX_NAME_LENGTH = 60
"""Maximum length of a name in characters; longer texts are sentences. Chosen by hand."""

_DOMAIN_SUFFIX = re.compile(r"\.(?:com|org|net|co\.uk|[a-z]{2})$")
_EDGE_PUNCTUATION = " -–—:,|•·"


def clean_names(raw: Iterable[str], *not_people: str | None) -> tuple[str, ...]:
    """Return the author names in raw values, without duplicates and in their order.

    Words such as "By" and "Follow" are removed and lists of names are split. URLs, e-mail
    addresses, placeholders such as "admin", and the names in `not_people` are dropped.

    Args:
        raw: The values, each with any number of names.
        *not_people: Names that are not authors, above all the site's; None is ignored.
    """
    excluded = {_comparison_key(name) for name in not_people if name}
    texts = (" ".join(_URL_OR_EMAIL.sub(" ", text).split()) for text in raw)
    names = (name for text in texts for name in _split(text))
    return tuple(
        {
            _comparison_key(name): name
            for name in names
            if _comparison_key(name) not in excluded and _is_name(name)
        }.values()
    )


def _split(text: str) -> Iterator[str]:
    for part in _NAME_SEPARATOR.split(strip_by(text)):
        name = ""
        for piece in _COMMA.split(part):
            if name and _CREDENTIAL.fullmatch(piece):
                name = f"{name}, {piece}"
            else:
                yield strip_by(name)
                name = piece
        yield strip_by(name)


def strip_by(text: str) -> str:
    """Return a name without a leading "by" and without the text of profile links ("Follow")."""
    name = _BY_PREFIX.sub("", text.strip(_EDGE_PUNCTUATION))
    return _PROFILE_LINK_TEXT.sub("", name).strip(_EDGE_PUNCTUATION)


def _comparison_key(name: str) -> str:
    """Return the form in which names are compared: "The Site", "site.com" and "site" are equal."""
    without_domain = _DOMAIN_SUFFIX.sub("", name.casefold())
    return "".join(filter(str.isalnum, without_domain)).removeprefix("the")


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= _MAX_NAME_LENGTH
        and any(map(str.isalpha, name))
        and name.casefold() not in _PLACEHOLDERS
    )
