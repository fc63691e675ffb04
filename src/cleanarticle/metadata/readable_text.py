"""Texts of elements and attributes as readers see them: headings, names, values of meta tags."""

from __future__ import annotations

import html
import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.characters import JOINERS, ZERO_WIDTH
from cleanarticle.core.asides import EDIT_LINK
from cleanarticle.metadata.element_text import join_texts
from cleanarticle.parsing.hidden_text import hides_text
from cleanarticle.parsing.invisible_characters import strip_invisible
from cleanarticle.parsing.unusual_text import is_plain_line
from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanarticle.parsing.document import Element

_INVISIBLE = re.compile(
    f"[{ZERO_WIDTH}]|(?<=[\x00-\u024f])[{JOINERS}]|[{JOINERS}](?=[\x00-\u024f]|$)"
)
"""Soft hyphens, zero-width characters and marks of direction. Joiners between letters of scripts
that need them, and in emoji, stay."""

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z][a-zA-Z0-9]{1,30});")
_MENTIONED_ENTITY = re.compile(r"(?<!\S)&(?:quot|apos|nbsp|lt|gt);(?!\S)")
"""An entity between spaces: a page about HTML that names it."""

_MAX_ESCAPES = 2
"""Times a text is unescaped beyond what its format requires. Chosen by hand."""


def one_line(text: str) -> str:
    """Return a text with its whitespace collapsed and without invisible characters."""
    if is_plain_line(text):
        return text
    line = " ".join(text.split())
    if is_plain_line(line) and "\x85" not in text:  # a space here, but "…" for `strip_invisible`
        return line
    text = strip_invisible(text).text
    if not text.isprintable():  # as are all characters that the pattern can match
        text = _INVISIBLE.sub("", text)
    return " ".join(text.split())


def unescape(text: str) -> str:
    """Return a text without the entities that are left if it was escaped too often.

    A text that was escaped twice has none of the characters that escaping replaces, so one with
    angle brackets, or one that mentions an entity, is meant as it is.
    """
    for _ in range(_MAX_ESCAPES):
        if "&" not in text or "<" in text or ">" in text or _MENTIONED_ENTITY.search(text):
            break
        meant = _ENTITY.sub(lambda match: html.unescape(match[0]), text)
        if meant == text:
            break
        text = strip_invisible(meant).text
    return text


def without_markup(text: str) -> str:
    """Return a value of metadata without tags, if it has an element of HTML.

    A text about tags or comparisons ("a<b") is left as it is.
    """
    if "<" not in text or not _ELEMENT.search(text):
        return text
    return one_line(unescape(_TAG.sub(" ", text)))


_NAMES = "p|br|a|b|i|u|em|strong|span|div|h[1-6]|ul|ol|li|font|small|sup|sub"
_ELEMENT = re.compile(
    rf"<({_NAMES})(?:\s[^<>]*)?>[^<>]*</\1>|<(?:br|img)(?:\s[^<>]*)?>", re.IGNORECASE
)
_TAG = re.compile(rf"</?(?:{_NAMES}|img)(?:\s[^<>]*)?/?>", re.IGNORECASE)

_BLOCK_TAGS = frozenset(
    """address article aside blockquote br center dd div dl dt fieldset figcaption figure footer
    form h1 h2 h3 h4 h5 h6 header hgroup hr legend li main nav ol p pre section summary table tbody
    td th thead tr ul""".split()
)
"""Elements that begin and end a line."""

_SKIPPED_TAGS = frozenset(
    """annotation annotation-xml audio button canvas datalist dialog iframe input noscript object
    option rp rt rtc script select style svg template textarea title video""".split()
)
"""Elements whose text is not part of the sentence around them."""


@cache
def _hiding_class() -> re.Pattern[str]:
    """Return a pattern of the classes that hide text in headings and metadata."""
    names = (*load_list("hiding_classes"), *load_list("metadata_hiding_classes"))
    parts = "|".join(re.escape(name).replace(r"\*", r"\S*") for name in names)
    return re.compile(rf"(?<!\S)(?:{parts})(?!\S)")


_SHOWING_CLASS = re.compile(r"(?<!\S)\S+[:-](?:block|inline|flex|grid|contents)(?!\S)")
"""Classes that show an element on wide screens: `hidden md:inline`, `d-none d-md-block`."""

_PERMALINK_CLASS = re.compile(r"anchor|permalink|headerlink|hash-?link|heading-?link|octicon")
_SECONDARY_TAGS = frozenset(("small", "time"))
_SECONDARY_CLASS = re.compile(
    r"(?<![a-z])(?:date|time|meta|kicker|eyebrow|overline|badge|premium|byline|posted|descriptor)"
    r"(?![a-z])"
)
"""Classes of a line in a heading that is not its title: the date, the section."""

_LINE_CLASSES = frozenset(("line", "block", "d-block", "subtitle", "sub-title"))
"""Classes of lines. element_text.pyx looks for strings of which each has one."""

_BLOCK_STYLE = re.compile(r"display\s*:\s*(?:block|flex|grid|table)")
_NOTE_NUMBER = re.compile(r"\s*(?:\[(?:\d{1,3}|[a-z]|note \d+)\]|\*+|[†‡])\s*")
_TRAILING_MARKS = re.compile(r"(?:\s*(?:[¶🔗⚓][\ufe0e\ufe0f]?|\[[\s|]*\])|\s+[#§])+$")


def visible_text(element: Element) -> str:
    """Return the text of an element on one line, without hidden text, controls and icons.

    If nothing is left, it is the text of its images, else all of its text.
    """
    return _text(element, _is_skipped) or _image_text(element) or _text(element, _is_code)


_MAX_VALUE_LENGTH = 5_000
"""Longest text of an element, in characters, that is read as metadata. Chosen by hand: longer texts
are those of articles. Elements with properties can nest, so each text is in many values."""

_MAX_VALUE_TEXTS = 100
"""Texts between tags in such an element, for the same reasons. Chosen by hand."""


def short_text(element: Element) -> str:
    """Return the text of an element as `visible_text` does, "" if it is long."""
    length = 0
    for number, text in enumerate(element.itertext(), start=1):
        length += len(text)
        if length > _MAX_VALUE_LENGTH or number > _MAX_VALUE_TEXTS:
            return ""
    return visible_text(element)


def heading_texts(heading: Element) -> tuple[str, ...]:
    """Return the distinct readings of a heading, the most likely one first.

    The first is without small print, dates and marks of permalinks; the second is with small print.
    """
    whole = _TRAILING_MARKS.sub("", visible_text(heading))
    title = _TRAILING_MARKS.sub("", _text(heading, _is_secondary))
    return tuple(dict.fromkeys(text for text in (title, whole) if text))


def heading_parts(heading: Element) -> Iterator[str]:
    """Yield the texts of a heading's elements, such as a kicker and the title, and between them.

    Emphasis and links in a title are none.
    """
    inner = list(islice(heading, _MAX_PARTS))
    for element in inner:
        if element.tag in _PARTS and (line := visible_text(element)):
            yield line
    for text in (heading.text, *(element.tail for element in inner)):
        if inner and text and (line := one_line(text)):
            yield line


_PARTS = frozenset(("span", "div", "p", "small"))
_MAX_PARTS = 6
"""Elements that are parts of a heading, and how many of one are read. Chosen by hand."""


def _text(root: Element, is_excluded: Callable[[Element], bool]) -> str:
    """Return the text of an element without that of excluded elements inside it."""
    return one_line(join_texts(root, is_excluded, _starts_line))


def _starts_line(element: Element) -> bool:
    """Return True if an element begins a line, or its words touch those of the one before it."""
    if element.tag in _BLOCK_TAGS:
        return True
    classes, style = element.get("class"), element.get("style")
    if classes and not _LINE_CLASSES.isdisjoint(classes.lower().split()):
        return True
    if style and _BLOCK_STYLE.search(style):
        return True
    previous = element.getprevious()
    if previous is None or previous.tail or previous.tag != element.tag or element.tag == "ruby":
        return False
    before, after = _first_texts(previous), _first_texts(element)
    is_word = min(len(before), len(after)) > 1 and before[-1].isalnum() and after[0].isalnum()
    return is_word and not _UNSPACED.search(before[-1] + after[0])


_UNSPACED = re.compile("[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]")
"""Letters of scripts without spaces between words."""


def _first_texts(element: Element) -> str:
    """Return the first texts of an element: enough to tell words from single letters."""
    return "".join(map(str, islice(element.itertext(), 3)))


def _image_text(element: Element) -> str:
    return one_line(" ".join(image.get("alt") or "" for image in element.iter("img")))


# These are asked only about elements for which `_may_be_excluded` in element_text.pyx is true.


def _is_code(element: Element) -> bool:
    return element.tag in ("script", "style", "template", "svg", "noscript")


def _is_skipped(element: Element) -> bool:
    if element.tag in _SKIPPED_TAGS or "hidden" in element.attrib:
        return True
    classes = (element.get("class") or "").lower()
    if classes and _hiding_class().search(classes) and not _SHOWING_CLASS.search(classes):
        return True
    if hides_text(element.get("style") or ""):
        return True
    if element.tag == "sup":
        return _NOTE_NUMBER.fullmatch("".join(map(str, element.itertext()))) is not None
    return element.tag == "a" and _is_link_to_place(element, classes)


def _is_link_to_place(link: Element, classes: str) -> bool:
    """Return True if a link is a heading's permalink or edit link and not the heading's text."""
    href = link.get("href") or ""
    if EDIT_LINK.search(href):
        return True
    has_words = any(character.isalnum() for text in link.itertext() for character in str(text))
    return "#" in href and (not has_words or _PERMALINK_CLASS.search(classes) is not None)


def _is_secondary(element: Element) -> bool:
    if _is_skipped(element) or element.tag in _SECONDARY_TAGS:
        return True
    if element.get("aria-hidden") == "true":
        return True
    return _SECONDARY_CLASS.search((element.get("class") or "").lower()) is not None
