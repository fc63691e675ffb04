"""Shown names: the names of authors in the visible text of a page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.bylines.labels import is_name_label, is_of_others
from cleanarticle.bylines.lines import is_fact, read_byline_line
from cleanarticle.bylines.name_lists import between_names, next_name
from cleanarticle.bylines.patterns import EMAIL, FULL_NAME
from cleanarticle.core.segmentation import Part
from cleanarticle.core.tokens import letters
from cleanarticle.metadata.author_elements import (
    AUTHOR_ATTRIBUTE,
    SOCIAL_NETWORK,
    author_elements,
    is_author,
    is_called_author,
)
from cleanarticle.metadata.date_context import says_modified
from cleanarticle.metadata.names import AGENCIES, clean_names, is_organization, is_role, strip_by
from cleanarticle.metadata.readable_text import one_line, visible_text
from cleanarticle.metadata.shown_page import SHORT_LINE, piece_texts
from cleanarticle.phrases.phrase_set import load_labels
from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from cleanarticle.core.segmentation import TextBlock
    from cleanarticle.metadata.shown_page import ShownPage
    from cleanarticle.parsing.document import Element


_REPLY_START = re.compile(
    r"edited\b|answered\b|replied\b|beantwortet\b|bearbeitet\b", re.IGNORECASE
)

_FULL_NAME = re.compile(FULL_NAME)

_BY_WORD = r"(?:[Bb]y|BY|Von|Par|Por|Door|Av|Af)"
_BYLINE = re.compile(rf"^{_BY_WORD}:?\s+(?P<name>{FULL_NAME})$")
_MAYBE_BYLINE = re.compile(rf"{_BY_WORD}[:\s]")

_WRITTEN_BY = re.compile(rf"\b[Ww]ritten by (?P<name>{FULL_NAME})(?=[,.]|$| is )")

_MAX_UNLABELED_NAME_WORDS = 4
"""Maximum words of a name in a block with an author's class but without "by". Chosen by hand."""

_NAME_START = re.compile(r"[^\W\d_a-zß-öø-ÿ]|[\w.-]+$")
"""The start of a name: a capital letter, or a single word, which can be a user name."""

_TEAM = re.compile(r"the (?:\S+ ){1,4}(?:team|staff|editors)", re.IGNORECASE)

_INITIALS = re.compile(r"[A-Z]{1,3}")
"""Initials in place of a portrait."""

_END_OF_NAMES = re.compile(
    r"\s*(?:[|•·–—(\n\t»\d]|\s-\s|\b(?:on|in|at|for|updated|published|posted)\b"
    r"|来源|來源|编辑|編輯|责编).*$",
    re.IGNORECASE | re.DOTALL,
)

_BY = re.compile(
    r"(?:^|[\s|•·–—-])(?i:by|(?P<foreign>von|par|por|di|door))(?:\b:?\s*|(?=[A-Z][a-z]))"
    r"|[a-z]By(?=\s?[A-Z])|(?:作者|撰文|记者|記者)\s*[:：]\s*"
)

_READING_TIME = re.compile(
    r"\b\d{1,3}[\s-]?min(?:ute)?s?\b(?:\s(?:de\s)?(?:read|lecture|lectura))?"
)

_ENDS_WITH_BY = re.compile(r"\b(?:by|von|par|por|di|door)\W*$", re.IGNORECASE)

_OTHER_BY = re.compile(
    r"[^\W\d_]{4,14} (?:by|von|par|por|da|door|av|af)[:：]?|(?:stars|starring|cast|voice)[:：]?",
    re.IGNORECASE,
)
"""Labels of people who had a part in what a page is about: "Voiced by", "Gesprochen von"."""

_MAX_NAME_WORDS = 8
"""Maximum words of a name, credentials included. Chosen by hand."""

_NOT_A_NAME = re.compile(
    r"^(?:asked|last|latest|video|article|mon|tue|wed|thu|fri|sat|sun"
    r"|jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)\w{0,6}\b\.?(?:,? \d.*)?$"
    r"|\b(?:learn|read|view|table of contents|newest|oldest|time|share|menu|comments?|subscribe"
    r"|topic|day \d|click|agree|posts?|minutes?|updated?|not robots|joined|member since)\b",
    re.IGNORECASE,
)
"""Other texts that are common in bylines: days, months and actions such as "share"."""


def names_in_block(page: ShownPage, index: int) -> Iterator[str]:
    """Yield texts of a block that may be names, by the most reliable cue that is present."""
    block = page.segmentation.blocks[index]
    if index == page.heading:
        return
    label = page.segmentation.blocks[index - 1].text if index else ""
    if _REPLY_START.match(block.text) or _REPLY_START.match(label[:SHORT_LINE]):
        return
    if len(label) <= SHORT_LINE and _OTHER_BY.fullmatch(label) and not is_name_label(label):
        return
    marked_names = list(dict.fromkeys(_marked_names(block)))
    if any(map(strip_by, marked_names)):
        yield from _with_unmarked_names(marked_names, block.text)
        return
    if is_of_others(block.text):
        return
    name = _name_in_one_piece(block) or _names_by_form(page, index)
    name = name or _name_by_words(page, index, is_labeled=is_name_label(label))
    if name:
        yield name


def _name_by_words(page: ShownPage, index: int, *, is_labeled: bool) -> str:
    """Return the name in a block behind "by", or the whole block if it is marked; else "".

    Args:
        page: The page.
        index: Index of the block.
        is_labeled: True if the block before is a label of names.
    """
    block = page.segmentation.blocks[index]
    text = _without_role_pieces(piece_texts(block)) or _with_readable_dates(page, block)
    text = _EMAIL.sub(" | ", _without_dates(page, text))
    by = next((match for match in _BY.finditer(text) if not _is_in_name(match)), None)
    before = text[: by.start() + 1] if by else ""
    if says_modified(before) or load_labels("answer_labels").are_in(before):
        return ""  # The last editor is not necessarily an author, and those who reply are not.
    if by and _ends_with_contributor(text[: by.end()]):
        return ""
    name = _END_OF_NAMES.sub("", text[by.end() :] if by else text.strip(" |•·–—-,"))
    attributes = f"{block.inline_attrs} {page.segmentation.boxes[block.box].attrs}"
    words = name.split()
    is_short = len(words) <= _MAX_UNLABELED_NAME_WORDS and AGENCIES.isdisjoint(words[:1])
    is_marked = by or is_labeled or (is_short and AUTHOR_ATTRIBUTE.search(attributes))
    return name if is_marked or _is_name_below_title(page, index, name) else ""


def _with_readable_dates(page: ShownPage, block: TextBlock) -> str:
    """Return the text of a block, with spaces between its elements if only these show a date."""
    if page.dates_in(block.text):
        return block.text
    spaced = one_line(" ".join(piece_texts(block)))
    return spaced if page.dates_in(spaced) else block.text


def _is_name_below_title(page: ShownPage, index: int, text: str) -> bool:
    """Return True if a text of a block is a name without another cue, and the title is above it."""
    return (
        page.is_right_below_title(index)
        and _FULL_NAME.fullmatch(text) is not None
        and text.split(maxsplit=1)[0] not in AGENCIES
        and not _links_to_network(page.segmentation.blocks[index])
    )


def _name_in_one_piece(block: TextBlock) -> str:
    """Return the name that an element of a block is, behind the word "by"; "" if there is none.

    The elements behind it are links, labels and buttons unless they go on with the list of names.
    """
    pieces = [text for piece in piece_texts(block) if (text := one_line(piece))]
    for index, piece in enumerate(pieces[:-1]):
        match, end = _BYLINE.search(piece), index
        if match is None and (is_name_label(piece) or _ENDS_WITH_BY.search(piece)):
            match, end = _LINK_OF_NAME.fullmatch(pieces[index + 1]), index + 1
        if match and end + 1 < len(pieces) and not next_name().match(pieces[end + 1]):
            before = " ".join((*pieces[:index], "by" if end == index else piece))
            is_other = says_modified(before) or load_labels("answer_labels").are_in(before)
            return "" if is_other or _ends_with_contributor(before) else match["name"]
    return ""


_LINK_OF_NAME = re.compile(f"(?P<name>{FULL_NAME})")


def _ends_with_contributor(text: str) -> bool:
    """Return True if a text ends with what is before the name of somebody who is not the author."""
    text = text.rstrip(" |•·–—-:：")
    return load_labels("contributor_labels").start(text, len(text)) is not None


_EMAIL = re.compile(EMAIL)


def _links_to_network(block: TextBlock) -> bool:
    """Return True if a text of a block links to a social network, such as the site's channel."""
    return any(
        SOCIAL_NETWORK.search(element.get("href") or "")
        for element, part in block.pieces
        if element.tag == "a" and part is not Part.TAIL
    )


def _marked_names(block: TextBlock) -> Iterator[str]:
    """Yield the names that are marked up as authors, without those of editors and so on."""
    end = 0
    for element in author_elements(block):
        name = visible_text(element)
        if is_name_label(name):
            continue
        start = max(block.text.find(name, end), end)
        if not (_ends_with_contributor(block.text[end:start]) or is_of_others(name)):
            yield _text_without_roles(element)
        end = start + len(name)


def _with_unmarked_names(marked: list[str], text: str) -> list[str]:
    """Return the marked names, or all names of a text that consists of them and others."""
    names = [name for name in between_names().split(strip_by(text)) if name]
    is_list = len(names) > len(marked) and all(map(_FULL_NAME.fullmatch, names))
    if "/" in text or ("&" in text and any(map(is_organization, names))):
        return marked
    return names if is_list and set(map(strip_by, marked)) <= set(names) else marked


def _without_dates(page: ShownPage, text: str) -> str:
    for date in reversed(page.dates_in(text)):
        text = f"{text[: date.start]} | {text[date.end :]}"
    return _READING_TIME.sub("", text)


def _is_in_name(by: re.Match[str]) -> bool:
    """Return True if a word for "by" is part of a name: "Ada von Lee", "Par Lindh"."""
    if not by["foreign"]:
        return False
    before = re.split("[|•·–—:,]", by.string[: by.start("foreign")])[-1].split()
    after = by.string[by.end() :].split()
    if not before:
        is_alone = len(after) == 1 and by["foreign"].istitle() and by["foreign"] != "Von"
        return is_alone or (bool(after) and after[0][0].islower())
    is_name = len(before) <= 2 and all(word[0].isupper() for word in before)
    return is_name and before[-1].casefold() not in load_list("byline_nouns")


def explicit_names(page: ShownPage, index: int) -> Iterator[str]:
    """Yield the name in a block that is a byline, whatever its kind: "By Ann Lee" alone.

    In an author's bio, "written by" may be in a sentence.
    """
    block = page.segmentation.blocks[index]
    text = block.text
    if page.kinds[index] is BlockKind.BODY and page.is_within_prose(index):
        return
    if page.kinds[index] is BlockKind.AUTHOR_BIO:
        line = read_byline_line(text) if len(text) <= SHORT_LINE else None
        if line and line.is_certain:
            yield from line.names
            return
        match = _WRITTEN_BY.search(text)
    elif len(text) > SHORT_LINE:
        return
    elif page.is_next_to_title(index) and _is_marked_as_a_whole(block):
        match = _ALONE.search(text.strip(" |•·–—-,"))
    elif name := _names_by_form(page, index):
        yield name
        return
    elif _MAYBE_BYLINE.search(text):  # of others, the dates need not be read
        match = _BYLINE.search(_without_dates(page, text).strip(" |•·–—-,"))
    else:
        return
    if match:
        yield match["name"]


def _names_by_form(page: ShownPage, index: int) -> str:
    """Return the names in a block that has only labels, dates or a portrait besides, else ""."""
    block = page.segmentation.blocks[index]
    line = read_byline_line(block.text)
    if line is not None and line.names:
        return "" if _is_beside_fact(page, index) else "; ".join(line.names)
    if match := _FROM.match(block.text):
        return match["name"]
    return _portrayed_name(page, block) if page.is_right_below_title(index) else ""


_FROM = re.compile(
    rf"(?:From|Von|De|Da|Od|Van|Från|Fra|От)\s?:\s*\"?(?P<name>{FULL_NAME})\"?\s*[<(\n]"
)
"""The sender in the head of a message."""


def marked_name_below_title(page: ShownPage, index: int) -> str:
    """Return the name that is called an author's in a line with a date right below the title.

    There may be a few words besides: "by" and "at" of any language.
    """
    block = page.segmentation.blocks[index]
    if not page.is_right_below_title(index) or len(block.text) > SHORT_LINE:
        return ""
    names = list(dict.fromkeys(_marked_names(block)))
    is_named = any(map(is_called_author, author_elements(block)))
    if len(names) != 1 or not is_named or not page.dates_in(block.text):
        return ""
    name = strip_by(names[0])
    if _FULL_NAME.fullmatch(name) is None:
        return ""
    rest = _without_dates(page, block.text).replace(name, " ")
    words = [word for word in rest.split() if any(map(str.isalpha, word))]
    return name if len(words) <= _MAX_WORDS_BESIDE_NAME else ""


_MAX_WORDS_BESIDE_NAME = 4
"""Maximum words beside a name and a date: "per", "a les". Chosen by hand."""


def _is_beside_fact(page: ShownPage, index: int) -> bool:
    """Return True if the block before or after one is a fact of a book, as its author then is."""
    blocks = page.segmentation.blocks
    return any(is_fact(block.text) for block in blocks[max(0, index - 1) : index + 2])


def _portrayed_name(page: ShownPage, block: TextBlock) -> str:
    """Return the text of a link with a picture if the block has nothing else but a date.

    Links to sections of a site have no picture.
    """
    if not block.link_count or len(block.text) > SHORT_LINE:
        return ""
    text = _without_dates(page, one_line(" ".join(piece_texts(block))))
    name, separator, rest = text.partition("|")
    if not separator or rest.strip(" |•·–—-,"):
        return ""
    links = (element for element, part in block.pieces if part is not Part.TAIL)
    around = (each for link in links for each in (link, link.getparent()) if each is not None)
    is_portrayed = any(
        each.tag == "a" and next(each.iter("img"), None) is not None for each in around
    )
    return name.strip() if is_portrayed else ""


def _is_marked_as_a_whole(block: TextBlock) -> bool:
    """Return True if a block is a link to an author's page and nothing else."""
    return any(
        element.tag == "a"
        and is_author(element)
        and letters(visible_text(element)) == letters(block.text) != ""
        for element in author_elements(block)
    )


_ALONE = re.compile(rf"^(?:[Bb]y )?(?P<name>{FULL_NAME})$")


def _text_without_roles(element: Element) -> str:
    """Return the text of an element, without a job in an element of its own."""
    return _without_role_pieces(map(str, element.itertext())) or visible_text(element)


def _without_role_pieces(texts: Iterable[str]) -> str:
    """Return the texts joined without those that are jobs only, "" if none or all are."""
    pieces = [piece for text in texts if (piece := one_line(text).strip(" |•·–—-,"))]
    others = [piece for piece in pieces if "," in piece or not is_role(piece)]
    text = " ".join(others)
    has_name = strip_by(text) and not _ENDS_WITH_BY.search(text)
    return text if len(others) < len(pieces) and has_name else ""


def _is_phrase(text: str) -> bool:
    """Return True if only the first of three words or more is capitalized."""
    others = text.split()[1:]
    return len(others) > 1 and all(map(str.islower, others))


def people(texts: Iterable[str], not_people: Iterable[str | None]) -> tuple[str, ...]:
    """Return the texts that are names of people; a role is returned only if there is no name."""
    names = [
        name
        for name in clean_names(texts, *not_people)
        if (_NAME_START.match(name) or _TEAM.fullmatch(name))
        and not _INITIALS.fullmatch(name)
        and not _NOT_A_NAME.search(name)
        and not _is_phrase(name)
        and len(name.split()) <= _MAX_NAME_WORDS
    ]
    return tuple(name for name in names if not is_role(name)) or tuple(names[:1])
