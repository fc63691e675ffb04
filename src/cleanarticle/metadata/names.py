"""Names: who wrote it, out of what pages write where a name is due."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_BY = re.compile(
    r"^(?:(?-i:(?:[A-Z][a-z]+ )?[Bb]y(?=[A-Z][a-z]))"
    r"|(?:posted|written|words|story|reported|published|reviewed|authored|text|article|review"
    r"|contributed|submitted)\s+(?:by|from)\b"
    r"|by\b|authors?\s*:|(?:von|par|por|di|door|av|af|od)\b|texte?\s*:|作者\s*[:：]?|文\s*[/／:：]"
    r"|autor\w*\s*:|(?:автор\w*|текст)\s*:|yazan\s*:|(?:كتب(?:ت|ه|ته)?|بقلم|تحرير|إعداد)\b\s*:?)"
    r"\s*:?\s*",
    re.IGNORECASE,
)
"""What stands before a name: "by" and its like, in the languages of the corpora; mark-up alone
may keep it from the name, as in "ByAnn Lee"."""

_FOLLOW = re.compile(
    r"^(?:follow|meet|about)\s+"
    r"|\s*\(?\b(?:follow(?:ing)?(?: us)?|view profile|see more|read more|view bio|opens in.*)\)?$",
    re.IGNORECASE,
)

_BETWEEN = re.compile(r"\s*(?:[;|•·]|\s/\s|&(?!\w)|,?\s\b(?:and|und|et|y|e|og|och|en)\b(?=\s))\s*")
_COMMA = re.compile(r"\s*,\s*")

_CREDENTIAL = re.compile(
    r"(?:(?:[A-Z]{2,6}®?|(?:[A-Z][a-z]{0,2}\.){2,4}|PhD|Esq|[JS]r|Inc)\.?[\s-]*){1,3}", re.ASCII
)
"""A degree or the like, which belongs to the name before the comma."""

_ADDRESS = re.compile(r"\S*(?://|www\.|@)\S*")

_NOBODY = frozenset(
    """admin administrator webmaster webadmin siteadmin sysadmin editor author guest anonymous
    unknown none null undefined user root staff wordpress super user""".split()
)
"""What systems put where nobody's name is known."""

_LONGEST = 60
"""Characters of the longest name: a longer text is a sentence. By hand."""


def clean_names(raw: Iterable[str], *not_people: str | None) -> tuple[str, ...]:
    """The names in what a page gives as authors.

    "By" and "Follow" are cut off, lists are taken apart; addresses, placeholders and what is named
    in `not_people` (the site, above all) are left out.
    """
    strangers = {_plain(one) for one in not_people if one}
    names = (name for text in raw for name in _split(" ".join(_ADDRESS.sub(" ", text).split())))
    return tuple(
        {
            _plain(name): name for name in names if _plain(name) not in strangers and _is_name(name)
        }.values()
    )


def _split(text: str) -> Iterator[str]:
    for part in _BETWEEN.split(strip_by(text)):
        name = ""
        for piece in _COMMA.split(part):
            if name and _CREDENTIAL.fullmatch(piece):
                name = f"{name}, {piece}"
            else:
                yield strip_by(name)
                name = piece
        yield strip_by(name)


def strip_by(text: str) -> str:
    """A name without "by" before it and "follow" around it."""
    return _FOLLOW.sub("", _BY.sub("", text.strip(" -–—:,|•·"))).strip(" -–—:,|•·")


def _plain(name: str) -> str:
    """A name by which a site or a person is compared, "The Site", "site.com" and "site" alike."""
    bare = _DOMAIN.sub("", name.casefold())
    return "".join(filter(str.isalnum, bare)).removeprefix("the")


_DOMAIN = re.compile(r"\.(?:com|org|net|co\.uk|[a-z]{2})$")


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= _LONGEST and any(map(str.isalpha, name)) and name.casefold() not in _NOBODY
    )
