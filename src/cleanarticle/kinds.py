"""BlockKind: what a block of boilerplate is for the reader, and the cues that tell.

The cues are data (`data/cues.toml`): phrases that boilerplate of a kind consists of, begins with
or contains, and words that name a box of that kind in class names and the like.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cleanarticle.blocks import Box, Segmentation


class BlockKind(StrEnum):
    """What a block is for the reader: the main content, or boilerplate of one kind."""

    BODY = "body"
    """The main content: prose, headings, lists, tables, code, captions, footnotes."""
    NAVIGATION = "navigation"
    """Menus, breadcrumbs, pagination, skip links, site search, lists of sections."""
    BYLINE = "byline"
    """Who wrote it and when: author, dates, reading time, section label."""
    AUTHOR_BIO = "author_bio"
    """A sentence or more about the author."""
    SHARE = "share"
    """Share, follow, like, save, print, listen, and their counts."""
    RELATED = "related"
    """Other pages: recommended, most read, previous and next, teasers."""
    SUBSCRIBE = "subscribe"
    """Newsletter, sign-up, log-in, paywall, donation, app download."""
    ADVERT = "advert"
    """Advertising, affiliate disclosures, promotion, calls to action, slogans."""
    CONTACT = "contact"
    """Postal address, phone, e-mail, opening hours, contact form."""
    COMMENT_FORM = "comment_form"
    """The form for writing a comment or review."""
    COMMENTS = "comments"
    """What readers wrote, with names, dates and votes."""
    CONSENT = "consent"
    """Cookie, privacy-choice, age or terms dialogs."""
    CREDIT = "credit"
    """Where text or pictures came from; corrections and licensing notes."""
    LEGAL = "legal"
    """Copyright, terms, privacy, imprint, disclaimers."""
    TAGS = "tags"
    """The article's tags, topics and categories."""
    WIDGET = "widget"
    """Interface text that is none of the others."""
    OTHER = "other"
    """None of these fits."""


class Cue(NamedTuple):
    """One piece of evidence that a block is boilerplate of a kind.

    Attributes:
        kind: The kind that it speaks for.
        weight: How telling it is, 0 to 1.
        reason: What it is, in a few words.
    """

    kind: BlockKind
    weight: float
    reason: str


_WORD = re.compile(r"[぀-ヿ㐀-鿿豈-﫿가-힯฀-๿]|[^\W_぀-ヿ㐀-鿿豈-﫿가-힯฀-๿]+|©")

_MARK = "\x1e"
"""Stands between blocks: a control character that no parser lets through."""

_WORD_OR_MARK = re.compile(f"{_WORD.pattern}|{_MARK}")

_CUE_CHARACTERS = 400
"""How much of a block is read for cues, in characters: its first sentences say what it is."""

_CONTAINS_WORDS = 40
"""Longest block, in words, in which a phrase anywhere is a cue: longer ones are prose that
mentions a newsletter, not one."""


def words(text: str) -> list[str]:
    """The lower-case words of a text; a character of a script without spaces is a word."""
    return _WORD.findall(text.lower())


class _Place(StrEnum):
    EXACT = "exact"
    STARTS = "starts"
    CONTAINS = "contains"


_WEIGHTS = {_Place.EXACT: 1.0, _Place.STARTS: 0.8, _Place.CONTAINS: 0.7}
"""How telling a phrase is by where it stands; the order is what counts."""


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    kind: BlockKind
    place: _Place

    def matches(self, block: Sequence[str], at: int) -> bool:
        size = len(self.words)
        if at + size > len(block):
            return False
        if self.place is _Place.EXACT and (at or size != len(block)):
            return False
        if self.place is _Place.STARTS and at:
            return False
        return all(w in ("*", b) for w, b in zip(self.words, block[at : at + size], strict=True))


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The cues, ready to be looked up.

    Attributes:
        phrases: By first word ("*" for a wild card), the phrases that begin with it.
        attributes: What a word of a class name stands for.
        pairs: What two words in a row stand for, by the first and the second.
    """

    phrases: Mapping[str, tuple[_Phrase, ...]]
    attributes: Mapping[str, BlockKind]
    pairs: Mapping[str, Mapping[str, BlockKind]]

    def text_cue(self, block: Sequence[str]) -> Cue | None:
        """The most telling phrase among a block's words, the longest of several."""
        if not block:
            return None
        best: _Phrase | None = None
        reach = block if len(block) <= _CONTAINS_WORDS else block[:1]
        for at, word in enumerate(reach):
            if at and word not in self.phrases:
                continue
            for phrase in self._beginning(word, first=at == 0):
                if phrase.matches(block, at) and (best is None or _rank(phrase) > _rank(best)):
                    best = phrase
        if best is None:
            return None
        weight = _WEIGHTS[best.place] * (1.0 if len(block) <= _CONTAINS_WORDS else 0.5)
        return Cue(best.kind, weight, f"text '{' '.join(best.words)}'")

    def _beginning(self, word: str, *, first: bool) -> Iterable[_Phrase]:
        yield from self.phrases.get(word, ())
        if first:
            yield from self.phrases.get("*", ())

    def attribute_cue(self, attrs: str) -> Cue | None:
        """What the words of class, id and such say of a box; two words beat one."""
        tokens = _ATTRIBUTE_WORD.findall(attrs)
        single: Cue | None = None
        for at, token in enumerate(tokens):
            followers = self.pairs.get(token)
            if followers is not None and at + 1 < len(tokens) and tokens[at + 1] in followers:
                second = tokens[at + 1]
                return Cue(followers[second], 0.8, f"class '{token}-{second}'")
            if single is None and token in self.attributes:
                single = Cue(self.attributes[token], 0.6, f"class '{token}'")
        return single


_ATTRIBUTE_WORD = re.compile(r"[a-z]+|\d+")


def _rank(phrase: _Phrase) -> tuple[bool, int, float]:
    return (phrase.place is _Place.EXACT, len(phrase.words), _WEIGHTS[phrase.place])


@cache
def default_lexicon() -> Lexicon:
    """The cues that come with the package, read once."""
    import tomllib

    source = resources.files("cleanarticle").joinpath("data/cues.toml")
    return make_lexicon(tomllib.loads(source.read_text("utf-8")))


def make_lexicon(tables: Mapping[str, Mapping[str, Sequence[str]]]) -> Lexicon:
    """Make a lexicon of tables as in `data/cues.toml`."""
    phrases: dict[str, list[_Phrase]] = {}
    attributes: dict[str, BlockKind] = {}
    pairs: dict[str, dict[str, BlockKind]] = {}
    for name, table in tables.items():
        kind = BlockKind(name)
        for place in _Place:
            for text in table.get(place, ()):
                parts = tuple(_PHRASE_WORD.findall(text.lower()))
                phrases.setdefault(parts[0], []).append(_Phrase(parts, kind, place))
        for text in table.get("attrs", ()):
            first, *rest = text.split()
            if rest:
                pairs.setdefault(first, {})[rest[0]] = kind
            else:
                attributes[first] = kind
    return Lexicon({word: tuple(found) for word, found in phrases.items()}, attributes, pairs)


_PHRASE_WORD = re.compile(_WORD.pattern + r"|\*")

_TAGS = {
    "nav": Cue(BlockKind.NAVIGATION, 0.9, "inside <nav>"),
    "menu": Cue(BlockKind.NAVIGATION, 0.7, "inside <menu>"),
    "footer": Cue(BlockKind.NAVIGATION, 0.5, "inside <footer>"),
    "header": Cue(BlockKind.NAVIGATION, 0.3, "inside <header>"),
    "aside": Cue(BlockKind.RELATED, 0.5, "inside <aside>"),
    "button": Cue(BlockKind.WIDGET, 0.7, "a button"),
    "select": Cue(BlockKind.WIDGET, 0.7, "a choice"),
    "textarea": Cue(BlockKind.WIDGET, 0.5, "an input"),
    "label": Cue(BlockKind.WIDGET, 0.5, "an input's label"),
    "address": Cue(BlockKind.CONTACT, 0.5, "inside <address>"),
    "dialog": Cue(BlockKind.WIDGET, 0.6, "inside <dialog>"),
}
"""What elements stand for by themselves (the HTML standard's words on each)."""

_MAIN_SHARE = 0.5
"""A box with more than this share of the page's text is the page, not its furniture: what its
class names say (`has-sidebar`, `nav-open`) is not about all that it holds."""


class Cues(NamedTuple):
    """All cues of a page.

    Attributes:
        words: The words of each block's beginning.
        texts: What each block says of itself.
        boxes: What each box is by its mark-up.
    """

    words: Sequence[Sequence[str]]
    texts: Sequence[Cue | None]
    boxes: Sequence[Cue | None]


def read_cues(segmentation: Segmentation, lexicon: Lexicon) -> Cues:
    """Look for cues in all blocks and boxes of a page."""
    of_blocks = _words_of_blocks(segmentation)
    texts = [
        lexicon.text_cue(found) or _pattern_cue(block.text)
        for found, block in zip(of_blocks, segmentation.blocks, strict=True)
    ]
    return Cues(of_blocks, texts, _box_cues(segmentation, lexicon))


def _words_of_blocks(segmentation: Segmentation) -> list[list[str]]:
    """The words of all blocks' beginnings, found in one go."""
    joined = _MARK.join([block.text[:_CUE_CHARACTERS] for block in segmentation.blocks]).lower()
    found: list[list[str]] = [[]]
    for word in _WORD_OR_MARK.findall(joined):
        if word == _MARK:
            found.append([])
        else:
            found[-1].append(word)
    return found[: len(segmentation.blocks)]


def _box_cues(segmentation: Segmentation, lexicon: Lexicon) -> list[Cue | None]:
    """What each box is by its own mark-up, or else by that of the box around it."""
    starts = [0]
    for block in segmentation.blocks:
        starts.append(starts[-1] + len(block.text))
    cues: list[Cue | None] = []
    known: dict[tuple[str, str], Cue | None] = {}
    for box in segmentation.boxes:
        cue = None
        if starts[box.last] - starts[box.first] <= _MAIN_SHARE * starts[-1]:
            look = (box.tag, box.attrs)
            if look not in known:
                known[look] = _own_cue(box, lexicon)
            cue = known[look]
            if cue is None and box.parent >= 0:
                cue = cues[box.parent]
        cues.append(cue)
    return cues


def _own_cue(box: Box, lexicon: Lexicon) -> Cue | None:
    by_name = lexicon.attribute_cue(box.attrs) if box.attrs else None
    by_tag = _TAGS.get(box.tag)
    return max(filter(None, (by_name, by_tag)), key=lambda cue: cue.weight, default=None)


_SHORT = 160
"""Longest text, in characters, that is looked at for an address or a number: a line, no prose."""

_PROMISING = re.compile(r"[\d@©]")
"""What every one of the patterns needs: most blocks have none of it."""

_PATTERNS = (
    (re.compile(r"©|\(c\) ?(19|20)\d\d"), BlockKind.LEGAL, "a copyright sign"),
    (re.compile(r"\S@\S+\.\w"), BlockKind.CONTACT, "an e-mail address"),
    (
        re.compile(r"^\W*(\w{1,9}\W{1,3})?\+?[\d(][\d ()./-]{7,}\d\W*$"),
        BlockKind.CONTACT,
        "a phone number",
    ),
    (
        re.compile(
            r"\b([A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}"  # Nottingham, NG1 6LG
            r"|[A-Z]{2} \d{5}(-\d{4})?"  # Springfield, IL 62704
            r"|[A-Z]\d[A-Z] ?\d[A-Z]\d)\W*\w{0,20}\W*$"  # Ottawa, ON K1A 0B1
            r"|^\W*\d{1,5}[A-Za-z]? ([A-Z][\w.']* ){1,4}"
            r"(Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Square|Boulevard|Blvd|Drive|Dr|Buildings)\b"
        ),
        BlockKind.CONTACT,
        "a postal address",
    ),
    (
        re.compile(
            r"^\W*(\w{3,9},? )?(\d{1,2}(st|nd|rd|th)?\.? \w{3,9}\.?,? \d{4}"
            r"|\w{3,9}\.? \d{1,2},? \d{4}"
            r"|\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{4}|\d{4}年\d\d?月\d\d?日)"
            r"([ ,T|at-]*\d\d?[:.]\d\d.{0,12})?\W*$"
        ),
        BlockKind.BYLINE,
        "a date",
    ),
)


def _pattern_cue(text: str) -> Cue | None:
    if len(text) > _SHORT or not _PROMISING.search(text):
        return None
    for pattern, kind, what in _PATTERNS:
        if pattern.search(text):
            return Cue(kind, 0.7, what)
    return None
