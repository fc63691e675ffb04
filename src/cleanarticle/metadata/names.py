"""Author names: cleaning of the values that pages give as authors."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from cleanarticle.bylines.labels import (
    ACCOUNTS,
    DATE_LABELS,
    is_date_label,
    is_name_label,
    names_behind_label,
    without_dates_behind,
)
from cleanarticle.metadata.author_texts import AuthorForm
from cleanarticle.metadata.readable_text import one_line, without_markup
from cleanarticle.phrases.phrase_set import any_of, load_labels
from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleanarticle.metadata.author_texts import AuthorText

_BY_PREFIX = re.compile(
    r"^(?:(?-i:(?:[A-Z][a-z]+ )?[Bb]y(?=[A-Z][a-z]))"
    r"|(?:posted|written|words|story|reported|published|reviewed|authored|text|article|review"
    r"|contributed|submitted)\s+(?:by|from)\b|by\b"
    r"|[撰作]?文\s*[/／|｜]|撰文|采写|(?:本[报報])?[记記]者|(?:كتب(?:ت|ه|ته)?|بقلم|تحرير|إعداد)\b)"
    r"\s*[:：]?\s*",
    re.IGNORECASE,
)
"""Words before a name without a colon that begin no name. The space before the name may be missing,
as in "ByAnn Lee", where only markup separates them."""

_COLON = re.compile(r"\s?[:：]\s*")

_FOREIGN_BY_PREFIX = re.compile(
    r"^(?:[Vv]on|VON|[Pp]ar|PAR|[Pp]or|POR|di|[Dd]oor|[Aa]v|[Aa]f|[Oo]d)\s+"
    r"(?=[^\W\d_a-zß-öø-ÿ]\S*\s+\S)|^(?:von|Von)\s+(?=[^\W\d_a-zß-öø-ÿ]\S*$)"
)
"""Words for "by" that also begin names, as in "von der Leyen", "Par Lindh" and "Di Marco Elena".
They are only removed before a name of two words that begins with a capital letter."""

_PROFILE_LINK_TEXT = re.compile(
    r"^(?:follow|meet|about)\s+"
    r"|\s*\(?\b(?:follow(?:ing)?(?: us)?|view profile|see more|read more|view bio|opens in.*)\)?$",
    re.IGNORECASE,
)

_SEPARATOR = re.compile(r"\s*(?:[;|•；，、／]|(?<!\w)·|·(?!\w)|\s/\s)\s*")


@cache
def _and() -> re.Pattern[str]:
    """Return a pattern of the words for "and"; in capitals those alone that begin no name."""
    words = {*load_list("name_joiners"), *_CAPITAL_JOINERS}
    return re.compile(rf"\s*(?:&(?!\w)|,?\s\b{any_of(words)}\b(?=\s))\s*")


_CAPITAL_JOINERS = "And AND UND ET Y E EN VE ΚΑΙ И ÉS".split()

_FAMILY_FIRMS = frozenset("sons sohn söhne fils co company partners daughters associates".split())
_COMMA = re.compile(r"\s*[,،]\s*")

_CREDENTIAL = re.compile(
    r"(?:(?:[A-Z]{2,6}®?|(?:[A-Z][a-z]{0,2}\.){2,4}|PhD|Esq|[JS]r|Inc)\.?[\s-]*){1,3}", re.ASCII
)
"""A degree or a suffix, which belongs to the name before the comma."""

_MAX_ROLE_WORDS = 6
"""Maximum words of a job title. Chosen by hand."""

_ROLE_SUFFIX = re.compile(
    r"(?<=[a-z])\sFor\s(?:The\s)?(?:Mail|Daily|Sun|Times|[A-Z]\w+(?:online|\.com)\b).*$|\s*\((?P<inner>[^()]*)\)$|\s+[-–—]\s+(?P<rest>.*)$|\s+기자$"
)

_ORGANIZATION = re.compile(
    r"^the\s|(?:\b(?:news|media|magazine|report|times|journal|gazette|tribune|herald|press|newspapers?"
    r"|agency|university|institute|team|desk|reuters|afp|dpa|administration|department|ministry"
    r"|council|commission|association|society|foundation|office|bureau|cent(?:er|re)|group"
    r"|corporation|inc\.?|ltd|llc|gmbh|committee|services?|authority|executive|trust|college"
    r"|hospital|museum|library)|\.(?:com|org|net|co\.uk|de|fr))$",
    re.IGNORECASE,
)
"""Names of organizations, which follow the name of a person as his or her employer."""

AGENCIES = frozenset(
    """AFP AGERPRES ANP ANSA AP APA ATS BBC BELGA CNN CTK DPA EFE LUSA MTI NTB PAP REUTERS Reuters
    TASS Xinhua dpa""".split()
)
"""News agencies and networks, which stand beside a name or, before a place, in place of one."""

_WITH_AGENCY = re.compile(
    rf"\s+(?:with|avec|mit|con|com|met|med|and|et|und|y|e|en|i|og|och|&)\s+(?:the\s|l['’])?(?:{'|'.join(AGENCIES)})$"
)
"""An agency behind a name, whose reports the author has used."""

_CREDIT = re.compile(
    r"^\(?\s*(?:image|photo|foto|picture|illustration)s?\b\s*(?::|by|credit|provided)",
    re.IGNORECASE,
)
_URL_OR_EMAIL = re.compile(
    r"(?<!\S)\S*(?://|www\.|@)\S*|(?<!\S)/\S+/\S*|(?<!\S)[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE
)

_PLACEHOLDERS = ACCOUNTS.union(
    """editor author guest anonymous unknown none null undefined user root staff wordpress default
    n/a nan sponsored advertorial email e-mail""".split(),
    """관리자 ゲスト névtelen anonym anonyme anónimo anônimo anonimo администратор аноним
    ανώνυμος""".split(),
    ("object object", "undefined undefined", "null null", "author name"),
)
"""Values that publishing systems write if the author is not known."""

_TECHNICAL = re.compile(
    r"[{}<>=\[\]]|%\w+%|copyright|all rights reserved"
    r"|\b(?:admin\d*|administrator|webmaster)\b|^[a-z]{2,}(?:[._][a-z]{2,}){2,}$",
    re.IGNORECASE,
)
"""Parts of templates, keys of configurations, legal notes, and accounts."""

_MAX_NAME_LENGTH = 60
"""Maximum length of a name in characters; longer texts are sentences. Chosen by hand."""

_DIGIT = re.compile(r"\d")
_DOMAIN_SUFFIX = re.compile(r"\.(?:com|org|net|co\.uk|[a-z]{2})$")
_EDGE_PUNCTUATION = " -–—:,/|•·\"“”'[]"


def clean_authors(values: Iterable[AuthorText], *not_people: str | None) -> tuple[str, ...]:
    """Return the author names in values, without duplicates and in their order.

    As `clean_names`, but a value that is one name is not split at commas and at words that can be
    part of it. Beside people, organizations and credits of photos are left out.
    """
    names = [(name, form) for text, form in values for name in _READERS[form](_clean(text))]
    names = [pair for pair in names if not _CREDIT.match(pair[0])]
    if names and _is_person(*names[0]):
        names = [pair for pair in names if _is_person(*pair)]
    return _distinct((name for name, _ in names), not_people)


def is_organization(text: str) -> bool:
    """Return True if a text names an organization, as those of employers and agencies."""
    return text in AGENCIES or _ORGANIZATION.search(text) is not None


def _is_person(name: str, form: AuthorForm) -> bool:
    return form is not AuthorForm.ORGANIZATION and not is_organization(name)


def clean_names(raw: Iterable[str], *not_people: str | None) -> tuple[str, ...]:
    """Return the author names in raw values, without duplicates and in their order.

    Words such as "By" and "Follow", jobs and markup are removed and lists of names are split. URLs,
    e-mail addresses, placeholders such as "admin", and the names in `not_people` are dropped.

    Args:
        raw: The values, each with any number of names.
        *not_people: Names that are not authors, above all the site's; None is ignored.
    """
    return _distinct((name for text in raw for name in _split(_clean(text))), not_people)


def is_role(text: str) -> bool:
    """Return True if a text is a job such as "Senior Reporter", or a name with a job."""
    is_short = len(text.split()) <= _MAX_ROLE_WORDS
    return is_short and load_labels("jobs", "roles", "teams").are_in(text)


def is_team(text: str) -> bool:
    """Return True if a text names those who work for a site together, such as "Newsroom"."""
    return len(text.split()) <= _MAX_ROLE_WORDS and load_labels("teams").are_in(text)


def strip_by(text: str) -> str:
    """Return a name without a leading "by" and without the text of profile links ("Follow")."""
    name = _without_label(text)
    name = names_behind_label(name) or _FOREIGN_BY_PREFIX.sub("", name)
    return _strip_edges(name)


def _without_label(text: str) -> str:
    """Return a name without a label with a colon, and without a word for "by" in no name."""
    text = text.strip(_EDGE_PUNCTUATION)
    colon = _COLON.search(text)
    if colon and is_name_label(text[: colon.start()]):
        return text[colon.end() :]
    return _BY_PREFIX.sub("", text)


def _strip_edges(name: str) -> str:
    name = _PROFILE_LINK_TEXT.sub("", name).strip(_EDGE_PUNCTUATION)
    return name[:-1] if _FULL_STOP.search(name) else name


_FULL_STOP = re.compile(r"\s(?!(?:inc|ltd|corp|esq|jun|sen|ret)\.)[^\W\d_]{3,}\.$", re.IGNORECASE)
"""The end of a sentence that is a name, as opposed to an initial and to an abbreviation."""


def _clean(text: str) -> str:
    """Return a value without markup, URLs and e-mail addresses, and the brackets around these."""
    text = _EMPTY_BRACKETS.sub("", _URL_OR_EMAIL.sub(" ", without_markup(text)))
    bracketed = _BRACKETED.fullmatch(text)
    return one_line(without_dates_behind(bracketed["name"] if bracketed else text))


_EMPTY_BRACKETS = re.compile(r"[(<]\s*[)>]")
_BRACKETED = re.compile(r"\s*\((?P<name>[^()]*)\)\s*")
"""Brackets that an account or an address was in, and a name in brackets behind one."""


def _distinct(names: Iterable[str], not_people: Iterable[str | None]) -> tuple[str, ...]:
    excluded = {_comparison_key(name) for name in not_people if name}
    distinct: dict[str, str] = {}
    for name in names:
        key = _comparison_key(name)
        if key not in excluded and _is_name(name):
            distinct[key] = name
    return tuple(distinct.values())


def _read_organization(text: str) -> Iterator[str]:
    """Yield the name of an organization."""
    yield _strip_edges(_without_label(text))


def _read_person(text: str) -> Iterator[str]:
    """Yield the name of a person; several if the value is a list of full names all the same."""
    name = _strip_edges(_without_label(text))
    parts = _and().split(name)
    is_list = len(parts) > 1 and all(map(_is_full_name, parts))
    if (is_list and not is_organization(name)) or _SEPARATOR.search(name):
        yield from _split(name)
    else:
        yield _without_role(name)


def _is_full_name(text: str) -> bool:
    """Return True if a text has at least two words, all of which are capitalized."""
    words = text.split()
    return len(words) > 1 and all(word[0].isupper() for word in words)


def _without_role(name: str) -> str:
    """Return a name without a job around it, in brackets, or after a comma or a dash."""
    name = _without_attached_role(name)
    first, *others = _COMMA.split(name)
    kept = [
        first,
        *(piece for piece in others if not (is_role(piece) or is_organization(piece))),
    ]
    name = ", ".join(kept)
    match = _ROLE_SUFFIX.search(name)
    if not match:
        return name
    suffix = match["inner"] or match["rest"] or ""
    is_other = not suffix or is_role(suffix) or is_organization(suffix)
    return name[: match.start()] if is_other else name


def _without_attached_role(name: str) -> str:
    """Return a full name without a job right before or behind it: "Staff Writer Ann Lee"."""
    for pattern in _attached_roles():
        match = pattern.fullmatch(name)
        if match and _is_full_name(match["name"]):
            return match["name"]
    return name


@cache
def _attached_roles() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return patterns of a name with a job right before and right behind it.

    Behind a name, the job needs a word such as "staff": "Coldwater Daily Reporter".
    """
    field = any_of(load_list("job_fields"))
    job = re.sub(r"(?<=[:|])\\-", r"\\w*", any_of(load_list("jobs")))
    before = rf"(?:{_OUR}\s)?(?:{field}\s){{0,3}}(?:[\w-]+-)?{job}\s(?P<name>\w.*)"
    name = rf"(?P<name>(?!{field}\b)\S+(?:\s\w\.)?\s(?!{field}\b)\S+)"
    behind = rf"{name}\s(?:{field}\s){{1,3}}{job}"
    return re.compile(before, re.IGNORECASE), re.compile(behind, re.IGNORECASE)


_OUR = "(?:unser(?:em|er)?|notre|nuestr[oa]|nosso|nossa|nostr[oa]|onze)"
"""The words for "our" before a job."""


def _split(text: str) -> Iterator[str]:
    """Yield the names in a list, without the jobs, employers and places of these people."""
    names = [
        _without_role(strip_by(piece))
        for item in _SEPARATOR.split(_WITH_AGENCY.sub("", strip_by(text)))
        for part in _split_at_and(item)
        for piece in _split_at_commas(part)
    ]
    people = [name for name in names if name and not is_role(name) and not _CREDIT.match(name)]
    if not people:
        yield from filter(None, names)
        return
    for index, name in enumerate(people):
        if not index or not is_organization(name):
            yield name


_READERS = {
    AuthorForm.LIST: _split,
    AuthorForm.PERSON: _read_person,
    AuthorForm.ORGANIZATION: _read_organization,
}


def _split_at_and(text: str) -> Iterator[str]:
    """Yield the parts of a text between words such as "and".

    There must be a full name on both sides, or a single word, or it is part of a name: "Inés
    Valdivia y Montoro", "Health and Safety Executive".
    """
    part = ""
    previous_end = 0
    for match in _and().finditer(text):
        left = [piece.split() for piece in _COMMA.split(text[previous_end : match.start()])]
        right = _COMMA.split(_and().split(text[match.end() :], 1)[0], 1)[0].split()
        is_list = (
            any(left) and right and any((len(words) > 1) is (len(right) > 1) for words in left)
        )
        is_firm = right and right[0].casefold() in _FAMILY_FIRMS
        if is_list and not is_firm and not is_organization(" ".join(right)):
            yield part + text[previous_end : match.start()]
            part = ""
        else:
            part += text[previous_end : match.end()]
        previous_end = match.end()
    yield part + text[previous_end:]


def _split_at_commas(text: str) -> Iterator[str]:
    """Yield the names between commas; degrees and given names stay with the name before them."""
    pieces = _COMMA.split(text)
    if len(pieces) == 2 and _is_one_person(*pieces):
        yield text if _is_family_name(pieces[0]) else pieces[0]
        return
    name = ""
    for piece in pieces:
        if name and _is_credential(piece):
            name = f"{name}, {piece}"
        else:
            yield name
            name = piece
    yield name


_MAX_DEGREE = 4
"""Longest degree in capitals beside others, in characters. Chosen by hand."""


def _is_credential(text: str) -> bool:
    """Return True if a text is a degree or a suffix, and no full name in capitals."""
    words = text.split()
    is_name = (
        len(words) > 1
        and all(len(word.rstrip(".")) > 1 for word in words)
        and (max(map(len, words)) > _MAX_DEGREE)
    )
    return not is_name and _CREDENTIAL.fullmatch(text) is not None


def _is_one_person(first: str, second: str) -> bool:
    """Return True for "Okafor, Chidi" and for a full name with a place: "Ines Vald, Wexmoor"."""
    if not second or _is_credential(second) or is_role(second):
        return False
    words = second.split()
    if _is_family_name(first):
        return len(words) <= 2 and all(word[0].isupper() for word in words)
    return _is_full_name(first) and len(words) == 1 and words[0].istitle()


def _is_family_name(text: str) -> bool:
    return len(text.split()) == 1 and text[0].isupper()


def _comparison_key(name: str) -> str:
    """Return the form in which names are compared: "The Site", "site.com" and "site" are equal."""
    without_domain = _DOMAIN_SUFFIX.sub("", name.casefold())
    return "".join(filter(str.isalnum, without_domain)).removeprefix("the")


def _is_name(name: str) -> bool:
    return (
        1 < len(name) <= _MAX_NAME_LENGTH
        and any(map(str.isalpha, name))
        and name.casefold() not in _PLACEHOLDERS
        and not _TECHNICAL.search(name)
        and not is_date_label(_DIGIT.split(name, maxsplit=1)[0].strip(), *DATE_LABELS)
    )
