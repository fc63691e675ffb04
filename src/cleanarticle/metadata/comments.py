"""Reader comments below an article, with their authors and dates, from HTML and JSON-LD."""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice, zip_longest
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from cleanarticle.bylines.labels import end_of_by
from cleanarticle.core.roles import HEADING_TAGS
from cleanarticle.core.segmenter import segment
from cleanarticle.dates.iso import iso_date
from cleanarticle.dates.search import find_dates
from cleanarticle.labeling.comment_words import comment_words
from cleanarticle.metadata.items import item_types
from cleanarticle.metadata.readable_text import one_line, short_text, visible_text
from cleanarticle.parsing.document import parse_markup
from cleanarticle.parsing.invisible_characters import strip_invisible

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cleanarticle.metadata.items import Item
    from cleanarticle.parsing.document import Element


class Comment(NamedTuple):
    """A reader's comment.

    Attributes:
        author: Display name of its author, None if unknown.
        date: ISO 8601 date or timestamp, None if unknown.
        text: Text of the comment, its paragraphs separated by blank lines.
    """

    author: str | None
    date: str | None
    text: str


_AUTHOR_NAME = re.compile(
    r"(?:.*[-_])?(?:authors?|autor|auteur|fn|user|username|nick|nickname|name|commenter|poster|by)"
    r"(?:[-_]*(?:name|link|user))?(?:[-_]*\d+)?"
)
_DATE_NAME = re.compile(
    r"(?:.*[-_])?(?:date|datum|fecha|time|posted|published|timestamp|meta|metadata|ago)(?:[-_]*\d+)?"
)
_TEXT_NAME = re.compile(
    r"(?:.*[-_])?(?:text|content|message|entry|copy|body|description)(?:[-_]*\d+)?"
)
"""Classes and IDs of the parts of a comment."""

_MAX_AUTHOR_LENGTH = 60
"""Maximum length of an author's name in characters. Chosen by hand."""

_NON_CONTAINER_TAGS = frozenset("html body main a p span h1 h2 h3 h4 h5 h6".split())

_CONTROL_TAGS = frozenset(
    ("button", "form", "textarea", "script", "style", "svg", "input", "select")
)


def parse_comments(markup: str) -> list[Comment]:
    """Return the distinct comments in the HTML of a comment section."""
    if not markup:
        return []
    root = parse_markup(markup).root
    named = [element for element in root.iter() if _is_comment_container(element)]
    return _comments_in(named) or _comments_in(_elements_of_one_form(root))


def _comments_in(candidates: Sequence[Element]) -> list[Comment]:
    """Return the distinct comments in elements, some of which may be parts of one."""
    containers = set(candidates)
    for container in reversed(candidates):  # Innermost first.
        is_nested = any(ancestor in containers for ancestor in container.iterancestors())
        elements = list(_own_elements(container, containers))
        if is_nested and not (_find_author(elements) or _find_date(elements)):
            containers.remove(container)  # It only wraps the text of a comment.
    parsed = [
        _parse_comment(container, containers) for container in candidates if container in containers
    ]
    comments = list(dict.fromkeys(comment for comment in parsed if comment is not None))
    attributed = [comment for comment in comments if comment.author or comment.date]
    # A single comment without author and date is usually a prompt to write one.
    return attributed or (comments if len(comments) > 1 else [])


def comment_of_item(item: Item) -> Comment:
    """Return the comment in an item of JSON-LD."""
    author = item.get("author") or item.get("creator")
    author = author[0] if isinstance(author, list) else author
    name = author.get("name") if isinstance(author, dict) else author
    date = item.get("datePublished") or item.get("dateCreated")
    text = item.get("text") or item.get("commentText") or item.get("description")
    return Comment(
        one_line(name) or None if isinstance(name, str) else None,
        iso_date(date) if isinstance(date, str) else None,
        strip_invisible(text).text.strip() if isinstance(text, str) else "",
    )


def _elements_of_one_form(root: Element) -> list[Element]:
    """Return the elements of the form that most siblings have, each with a name and a date.

    These are the comments of pages that do not call them so.
    """
    siblings: defaultdict[tuple[Element | None, _Form], list[Element]] = defaultdict(list)
    for element in root.iter(etree.Element):
        if element.tag not in _CONTROL_TAGS and element.tag not in _NON_CONTAINER_TAGS:
            siblings[element.getparent(), _form(element)].append(element)
    groups = sorted(siblings.items(), key=lambda group: len(group[1]), reverse=True)
    for (_, form), elements in groups[:_MAX_GROUPS]:
        if len(elements) > 1 and all(map(_is_attributed, elements)):
            return [element for element in root.iter(str(form[0])) if _form(element) == form]
    return []


_Form = tuple[object, str]

_MAX_GROUPS = 20
"""Forms of siblings that are looked at, the most common first. Chosen by hand."""

_DIGITS = re.compile(r"\d+")


def _form(element: Element) -> _Form:
    """Return the tag of an element and its classes without numbers."""
    return element.tag, _DIGITS.sub("", element.get("class") or "")


def _is_attributed(element: Element) -> bool:
    """Return True if an element has a date and a name that is marked as that of a user.

    It has no heading, as teasers have.
    """
    inside = list(islice(element.iterdescendants(etree.Element), _MAX_ATTRIBUTED))
    names = (name for each in inside for name in _class_names(each))
    is_named = any(map(_has_author_tag, inside)) or any(map(_USER_NAME.fullmatch, names))
    return (
        is_named
        and not any(each.tag in HEADING_TAGS for each in inside)
        and _find_author(inside) is not None
        and _find_date(inside) is not None
    )


_USER_NAME = re.compile(
    r"(?:.*[-_])?(?:authors?|autor|auteur|fn|user|username|nick|nickname|commenter|poster)"
    r"(?:[-_]*(?:name|link|user))?(?:[-_]*\d+)?"
)
"""Those of `_AUTHOR_NAME` that are of people alone."""


_MAX_ATTRIBUTED = 50
"""Elements of one comment in which its author and its date are looked for. Chosen by hand."""


def _class_names(element: Element) -> list[str]:
    """Return the lowercase classes and the ID of an element."""
    return f"{element.get('class') or ''} {element.get('id') or ''}".lower().split()


def _item_properties(element: Element) -> list[str]:
    return (element.get("itemprop") or "").split()


def _is_comment_container(element: Element) -> bool:
    """Return True if an element is marked up as the container of one comment."""
    if element.tag in _CONTROL_TAGS or element.tag in _NON_CONTAINER_TAGS:
        return False
    types = item_types({"@type": (element.get("itemtype") or "").split()})
    if "Comment" in types or "UserComments" in types:
        return True
    return any(map(comment_words().one.fullmatch, _class_names(element)))


def _own_elements(container: Element, containers: set[Element]) -> Iterator[Element]:
    """Yield the elements of a comment in page order, without controls and nested replies."""
    stack = list(container)[::-1]
    while stack:
        element = stack.pop()
        if element not in containers and element.tag not in _CONTROL_TAGS:
            yield element
            stack.extend(list(element)[::-1])


def _parse_comment(container: Element, containers: set[Element]) -> Comment | None:
    """Return the comment in a container, None if it has no text apart from its replies."""
    elements = list(_own_elements(container, containers))
    text = _comment_text(container, elements, containers)
    if not text:
        return None
    return Comment(_find_author(elements), _find_date(elements), text)


def _comment_text(container: Element, elements: Sequence[Element], containers: set[Element]) -> str:
    """Return the text of a comment, by the most reliable markup that is present.

    In order: `itemprop`, class or ID, paragraphs, the container's text without author and date.
    """
    marked = [
        element for element in elements if {"text", "commentText"} & set(_item_properties(element))
    ]
    marked = marked or [
        element
        for element in elements
        if any(_TEXT_NAME.fullmatch(name) for name in _class_names(element))
    ]
    if marked:
        innermost = [
            element
            for element, following in zip_longest(marked, marked[1:])
            if following is None or not _contains(element, following)
        ]
        return _shown_text(max(innermost, key=lambda element: len(visible_text(element))))
    paragraphs = [
        _shown_text(element)
        for element in elements
        if element.tag == "p" and not _is_author_or_date(element)
    ]
    if paragraphs:
        return "\n\n".join(filter(None, paragraphs))
    has_replies = any(descendant in containers for descendant in container.iterdescendants())
    return "" if has_replies else _text_without_author_and_date(container, elements)


def _is_author_or_date(element: Element) -> bool:
    """Return True if a class or the ID of an element names the author or the date of a comment."""
    return any(
        _AUTHOR_NAME.fullmatch(name) or _DATE_NAME.fullmatch(name) for name in _class_names(element)
    )


def _text_without_author_and_date(container: Element, elements: Sequence[Element]) -> str:
    excluded: set[Element | None] = set()
    for element in elements:
        is_excluded = element.tag in ("time", "cite", "a", "h3", "h4", "h5")
        if is_excluded or element.getparent() in excluded or _is_author_or_date(element):
            excluded.add(element)
    parts = [container.text or ""]
    for element in elements:
        parts += ["" if element in excluded else element.text or "", element.tail or ""]
    return one_line(" ".join(parts))


def _shown_text(element: Element) -> str:
    """Return the text of the visible blocks of an element, separated by blank lines."""
    markup = etree.tostring(element, encoding="unicode", method="html", with_tail=False)
    segmentation = segment(parse_markup(markup))
    return "\n\n".join(block.text for block in segmentation.blocks if not block.hidden)


def _find_author(elements: Sequence[Element]) -> str | None:
    for is_author in (_has_author_tag, _has_author_class, _is_heading):
        for candidate in _innermost_first([element for element in elements if is_author(element)]):
            name = comment_words().says.sub("", _text_without_times(candidate))
            name = name[end_of_by(name) :].lstrip()
            if 0 < len(name) <= _MAX_AUTHOR_LENGTH:
                return name
    return None


def _innermost_first(elements: Sequence[Element]) -> Iterator[Element]:
    """Yield elements in page order, but those inside another one before it, the last one first."""
    group: list[Element] = []
    for element in elements:
        if group and not _contains(group[0], element):
            yield from reversed(group)
            group = []
        group.append(element)
    yield from reversed(group)


def _contains(outer: Element, inner: Element) -> bool:
    return any(ancestor is outer for ancestor in inner.iterancestors())


def _has_author_tag(element: Element) -> bool:
    return element.tag == "cite" or not {"author", "creator"}.isdisjoint(_item_properties(element))


def _has_author_class(element: Element) -> bool:
    return any(_AUTHOR_NAME.fullmatch(name) for name in _class_names(element))


def _is_heading(element: Element) -> bool:
    return element.tag in ("h3", "h4", "h5", "h6", "strong", "b")


def _text_without_times(element: Element) -> str:
    """Return the text of an element without the times in it; of a long one, only the beginning."""
    parts = [element.text or ""]
    walk = etree.iterwalk(element, events=("start", "end"))
    for event, inner in walk:
        if inner is element:
            continue
        if event == "end":
            parts.append(inner.tail or "")
        elif inner.tag == "time":
            walk.skip_subtree()
        else:
            parts.append(inner.text or "")
        if len(parts) > _MAX_AUTHOR_PARTS:
            break
    return one_line(" ".join(parts))


_MAX_AUTHOR_PARTS = 200
"""Texts of an element of which its name is made. Chosen by hand: longer ones are not names."""


def _find_date(elements: Sequence[Element]) -> str | None:
    for element in elements:
        has_title_date = element.tag in ("abbr", "time")
        value = element.get("datetime") or (element.get("title") if has_title_date else None)
        date = iso_date(value) if value else None
        if date:
            return date
    for element in elements:
        if any(
            name.endswith(("Time", "Published", "Created")) for name in _item_properties(element)
        ):
            date = iso_date(element.get("content") or short_text(element))
            if date:
                return date
        if element.tag == "time" or any(map(_DATE_NAME.fullmatch, _class_names(element))):
            dates = find_dates(short_text(element))
            if dates:
                return dates[0].iso
    return None
