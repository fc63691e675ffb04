"""Words that are shown twice or belong to no text: drop caps, hints, links beside headings."""

from __future__ import annotations

import re
from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.core.roles import class_names
from cleanarticle.phrases.store import load_list

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from cleanarticle.parsing.document import Element

_INITIAL_NAME = re.compile(
    r"drop-?_?cap|(?<![a-z])(?:lettrine|versal|initial(?:-?letter)?(?![a-z])|first-?letter)",
    re.IGNORECASE,
)
"""Names of a large first letter."""

INITIAL_PARTS = ("drop", "lettrine", "versal", "initial", "first")
"""Strings of which at least one is in every such name."""

MAX_INITIAL = 3
"""Characters of a large first letter with a quotation mark before it. Chosen by hand."""

_MAX_PARTS = 10
"""Elements of a table or a block around a large letter, and texts of an edit link. Chosen by hand:
a row, a cell and fonts."""

_MAX_HINT = 80
"""Characters of a hint, an edit link or a word that is repeated for screen readers. Chosen by
hand."""

HINT_TAGS = frozenset(("span", "small", "i", "em", "font", "sup", "abbr"))

_EDIT_TAGS = HINT_TAGS | {"a", "div"}
_MAX_FOLLOWING = 6
"""Texts behind a letter that may repeat it. Chosen by hand."""

_EDIT_CLASSES = frozenset(("mw-editsection", "editsection"))
EDIT_LINK = re.compile(r"[?&](?:ve)?(?:action|do)=edit|/edit(?:[/?#]|$)")
"""Links to an editor. construct_search.pyx looks for strings that each such class or URL has."""

_BRACKETED = re.compile(r"\s*[\[(［（【].*[\])］）】]\s*", re.DOTALL)
_EDGES = " \t\n\r\xa0[]()［］（）【】"
_BETWEEN_LABELS = re.compile(r"[|/·•,｜]")

_PERMALINK_MARKS = frozenset("#¶§🔗⛓⚓∞☍\ufe0e\ufe0f")
_PERMALINK_CLASSES = frozenset(
    ("headerlink", "anchor", "anchor-link", "anchorjs-link", "hash-link", "permalink",
     "header-anchor", "heading-link", "heading-anchor", "direct-link", "toclink", "doc-anchor")
)  # fmt: skip
"""Links that documentation generators put beside headings, by what they show and by their names."""


def picture_letters(image: Element) -> str:
    """Return the letters that a picture shows in place of text, "" if it is another picture.

    A named drop cap may be followed by anything, another picture must be followed by the rest of
    the word.
    """
    alt = (image.get("alt") or "").strip()
    if not 0 < len(alt) <= MAX_INITIAL or not alt[-1].isalpha():
        return ""
    parent = image.getparent()
    following = image.tail or ""
    if not following and parent is not None and image.getnext() is None:
        following = parent.tail or ""
    is_named = any(is_initial(each) for each in (image, parent) if each is not None)
    is_word = len(alt) == 1 and alt.isupper() and following[:1].islower()
    return alt if is_named or is_word else ""


def is_initial_name(name: str | None) -> bool:
    """Return True if a class attribute says that an element is a large first letter."""
    return name is not None and _INITIAL_NAME.search(name) is not None


def is_initial(element: Element) -> bool:
    """Return True if the name of an element says that it is a large first letter."""
    return is_initial_name(element.get("class"))


def is_initial_block(element: Element) -> bool:
    """Return True if a block-level element is only the first letter of the text behind it.

    A table of a single letter that the rest of the word follows needs no name.
    """
    following = (element.tail or "").strip()
    if not following or next(islice(element.iter(), _MAX_PARTS, None), None) is not None:
        return False
    letters = _text(element).strip()
    if not 0 < len(letters) <= MAX_INITIAL:
        return False
    if element.tag == "table":
        return len(letters) == 1 and letters.isupper() and following[0].islower()
    return element.tag in ("div", "p") and is_initial(element)


def is_hint_text(text: str) -> bool:
    """Return True if a text says to users of screen readers what a link does."""
    return len(text) <= _MAX_HINT and text.strip(" \t\n\r()[].,\xa0").lower() in _hints()


def is_omitted(element: Element, hiding: Container[Element]) -> bool:
    """Return True if an inline element is a hint for screen readers, or repeats the word beside it.

    Args:
        element: An element of `HINT_TAGS`.
        hiding: Elements that hide their text.
    """
    if element.text and not len(element) and is_hint_text(element.text):
        return True
    return element.get("aria-hidden") == "true" and _is_repeated(element, hiding)


def heading_links(heading: Element) -> Iterator[Element]:
    """Yield the elements beside the words of a heading that only link to an editor or to itself.

    They are in it or directly behind it. A heading that has nothing else keeps them: a chapter may
    be called "Edit".
    """
    following = heading.getnext()
    if following is not None and following.tag in _EDIT_TAGS and _is_edit_link(following):
        yield following
    whole = len(_text(heading).strip(_EDGES)) if len(heading) else 0
    for element in heading:
        if (
            element.tag in _EDIT_TAGS
            and (_is_edit_link(element) or _is_permalink(element, heading))
            and len(_text(element).strip(_EDGES)) < whole
        ):
            yield element


def _is_edit_link(element: Element) -> bool:
    classes = class_names(element.get("class"))
    if not classes.isdisjoint(_EDIT_CLASSES):
        return True
    texts = list(map(str, islice(element.itertext(), _MAX_PARTS + 1)))
    text = "".join(texts)
    if len(texts) > _MAX_PARTS or len(text) > _MAX_HINT:
        return False
    links = list(islice(element.iter("a"), _MAX_PARTS))
    if not links:
        return False
    if all(EDIT_LINK.search(link.get("href") or "") for link in links):
        return True
    is_set_off = _BRACKETED.fullmatch(text) or any("edit" in name for name in classes)
    return bool(is_set_off) and _edit_labels().issuperset(
        label.strip(_EDGES).lower() for label in _BETWEEN_LABELS.split(text)
    )


def _is_permalink(element: Element, heading: Element) -> bool:
    """Return True if an element is a link of a heading to itself: "¶", "Link to this heading"."""
    link = next(element.iter("a"), None)
    _, is_fragment, fragment = ("" if link is None else link.get("href") or "").partition("#")
    text = _text(element).strip(_EDGES).lower()
    if link is None or not is_fragment or _text(link).strip(_EDGES).lower() != text:
        return False
    if _PERMALINK_MARKS.issuperset(text):
        return True
    if text not in _permalink_labels():
        return False
    around = (heading, heading.getparent(), element, link)
    is_own = any(fragment == each.get("id") for each in around if each is not None)
    return is_own or not class_names(link.get("class")).isdisjoint(_PERMALINK_CLASSES)


def _is_repeated(element: Element, hiding: Container[Element]) -> bool:
    """Return True if a neighbor that can be seen repeats a letter or a word for screen readers."""
    text = _text(element)
    if not text or len(text) > _MAX_HINT or not any(map(str.isalpha, text)):
        return False
    previous = element.getprevious()
    is_beside = previous is not None and not previous.tail and _is_heard(previous, hiding)
    if previous is not None and is_beside and _text(previous) == text:
        return True
    following = "".join(islice(_following(element, hiding), _MAX_FOLLOWING))
    return is_initial(element) and following[: len(text)] == text


def _is_heard(element: Element, hiding: Container[Element]) -> bool:
    """Return True if an element is shown, and read aloud by screen readers."""
    return element not in hiding and element.get("aria-hidden") != "true"


def _following(element: Element, hiding: Container[Element]) -> Iterator[str]:
    yield element.tail or ""
    for sibling in element.itersiblings():
        if _is_heard(sibling, hiding):
            yield _text(sibling)
        yield sibling.tail or ""


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext()))


@cache
def _hints() -> frozenset[str]:
    return frozenset(load_list("screen_reader_hints"))


@cache
def _edit_labels() -> frozenset[str]:
    return frozenset(load_list("edit_labels"))


@cache
def _permalink_labels() -> frozenset[str]:
    return frozenset(load_list("permalink_labels"))
