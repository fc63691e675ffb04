"""The kinds of making: functions that change a page in one way each.

Each takes a `PageEditor`, changes its page, and raises `UnsuitablePageError` if it cannot.
"""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import donors
from metrics import words
from page_editor import (
    LabeledPage,
    PageEditor,
    UnsuitablePageError,
    block_texts,
    drop_names,
    hash_names,
    new_element,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import numpy as np

    from cleanarticle.parsing.document import Element

_TEXTS = Path(__file__).with_name("made_texts.toml")

_PAGE_BLOCKS = 150
"""Maximum blocks of a made page, including what is added."""


class Donor(NamedTuple):
    """A page that parts are taken from.

    Attributes:
        labeled: The page.
        gold: Its entry in gold.jsonl.
    """

    labeled: LabeledPage
    gold: dict[str, Any]


@dataclass(frozen=True)
class Materials:
    """The sources of what is added to a page.

    Attributes:
        random: Source of all choices.
        language: The language of the wordings.
        golds: The gold entries of the donors.
        read: Reads one of the donors.
    """

    random: np.random.Generator
    language: str
    golds: Sequence[dict[str, Any]]
    read: Callable[[int], Donor]

    @property
    def texts(self) -> dict[str, Any]:
        """The wordings in the language."""
        wordings: dict[str, Any] = read_texts()["languages"][self.language]
        return wordings

    @property
    def shared(self) -> dict[str, Any]:
        """The wordings for all languages."""
        wordings: dict[str, Any] = read_texts()["shared"]
        return wordings

    def happens(self, probability: float) -> bool:
        """Return True with a probability."""
        return bool(self.random.random() < probability)

    def pick(self, choices: Sequence[Any]) -> Any:
        """Return one of some choices."""
        return choices[int(self.random.integers(len(choices)))]

    def sample(self, choices: Sequence[Any], count: int) -> list[Any]:
        """Return at most `count` different choices, in their order."""
        chosen = self.random.permutation(len(choices))[:count]
        return [choices[int(index)] for index in sorted(chosen)]

    def many(self, least: int, most: int) -> int:
        """Return a number; small ones are more likely, by its logarithm."""
        return int(least * (most / least) ** self.random.random())

    def between(self, least: int, most: int) -> int:
        """Return a number; all are equally likely."""
        return int(self.random.integers(least, most + 1))

    def rename(self, element: Element) -> None:
        """Keep the names in an element, drop them, or replace them by hashes."""
        choice = self.between(0, 2)
        if choice == 1:
            drop_names(element)
        elif choice == 2:
            self.hash_names(element)

    def hash_names(self, element: Element) -> None:
        """Replace the names in an element by hashes that no other element has."""
        hash_names(element, str(self.random.random()))


@cache
def read_texts() -> dict[str, Any]:
    """Return the wordings."""
    return tomllib.loads(_TEXTS.read_text("utf-8"))


def add_comments(page: PageEditor, materials: Materials) -> None:
    """Add a thread of readers' comments after the body."""
    limit = materials.many(3, 100)
    thread = materials.pick([_donor_thread, _built_thread, _built_thread])(materials, limit)
    parts = [] if thread is None else [thread]
    if not parts:
        raise UnsuitablePageError
    if materials.happens(0.7):
        heading = materials.pick(materials.texts["discussion"]).replace("#", str(limit))
        parts.insert(0, new_element(materials.pick(("h2", "h3", "h4", "p", "div")), heading))
    graft = new_element(
        materials.pick(("div", "section")), "", {"id": "comments", "class": "comments"}, *parts
    )
    materials.rename(graft)
    _make_room(page, [graft])
    if materials.happens(0.6):
        page.graft_after(page.body[-1], graft, materials.between(0, 1))
    else:
        page.graft_beside_body(graft, materials.between(0, 1), before=False)


def _donor_thread(materials: Materials, limit: int) -> Element | None:
    """Return the comments of the first donor that has some, as they are there."""
    for index in range(len(materials.golds)):
        donor = materials.read(index)
        parts = donors.comment_elements(donor.labeled, donor.gold.get("comments"), limit)
        if parts:
            is_list = any(part.tag == "li" for part in parts)
            is_terms = any(part.tag in ("dt", "dd") for part in parts)
            tag = "ul" if is_list else "dl" if is_terms else "div"
            return new_element(tag, "", {"class": "thread"}, *parts)
    return None


def _built_thread(materials: Materials, limit: int) -> Element | None:
    """Return the texts of comments with other markup."""
    texts: list[str] = []
    for index in range(len(materials.golds)):
        donor = materials.read(index)
        texts += donors.comment_texts(donor.labeled, donor.gold.get("comments"))
        if len(texts) >= min(limit, donors.MAX_BLOCKS):
            break
    outer, inner = materials.pick(
        (("ul", "li"), ("ol", "li"), ("div", "article"), ("div", "div"), ("dl", "dd"), ("div", "p"))
    )
    style: dict[str, str] = materials.pick(materials.shared["comment_styles"])
    form = _CommentForm(
        inner,
        style,
        [part for part in ("author", "date", "text", "reply") if materials.happens(_SHARES[part])],
        materials.pick(("div", "span", "p", "h4", "cite", "footer")),
        is_author_last=materials.happens(0.2),
    )
    comments: list[Element] = []
    blocks = 0
    while texts and len(comments) < limit and blocks < donors.MAX_BLOCKS:
        count = materials.pick((1, 1, 1, 2, 3))
        parts = _build_comment(form, texts[:count], materials)
        texts = texts[count:]
        blocks += sum(len(list(part.iter())) - 1 for part in parts)
        if inner == "li" and comments and materials.happens(0.15):
            comments[-1].append(new_element(outer, "", {"class": "children"}, *parts))
        else:
            comments += parts
    return new_element(outer, "", {"class": style["thread"]}, *comments) if comments else None


_SHARES = {"author": 0.85, "date": 0.6, "text": 1.0, "reply": 0.5}
"""Shares of the threads that show each part of a comment."""


@dataclass(frozen=True)
class _CommentForm:
    """The markup of all comments of a thread.

    Attributes:
        tag: Tag of a comment.
        style: Class names of its parts.
        parts: Names of its parts.
        line_tag: Tag of the line of the author and the date.
        is_author_last: Whether that line is below the text.
    """

    tag: str
    style: dict[str, str]
    parts: list[str]
    line_tag: str
    is_author_last: bool


def _build_comment(form: _CommentForm, texts: list[str], materials: Materials) -> list[Element]:
    """Return a comment: one element, or a term and its definition."""
    name = str(materials.pick(materials.shared["names"]))
    line = {
        "author": materials.pick(materials.texts["byline"]).replace("#", name),
        "date": materials.pick(materials.shared["dates"]),
    }
    shown = [part for part in ("author", "date") if part in form.parts]
    if form.tag == "p":
        text = " ".join([*(line[part] for part in shown), *texts])
        return [new_element("p", text, {"class": form.style["comment"]})]
    tag = "span" if form.tag == "dd" else form.line_tag
    lines = [new_element(tag, line[part], {"class": form.style[part]}) for part in shown]
    for element in lines:
        element.tail = " "
    body = [new_element("p", text, {"class": form.style["text"]}) for text in texts]
    reply = new_element("a", materials.pick(materials.texts["reply"]), {"href": "#reply"})
    reply.set("class", form.style["reply"])
    replies = [new_element("div", "", None, reply)] if "reply" in form.parts else []
    names = {"class": form.style["comment"]}
    if form.tag == "dd":
        return [new_element("dt", "", names, *lines), new_element("dd", "", names, *body, *replies)]
    parts = [*body, *lines] if form.is_author_last else [*lines, *body]
    return [new_element(form.tag, "", names, *parts, *replies)]


def add_dialog(page: PageEditor, materials: Materials) -> None:
    """Add one or two dialogs at the start or the end of the page, or next to the body."""
    names = materials.sample(("consent", "consent", "login", "newsletter"), materials.pick((1, 2)))
    dialogs = [_build_dialog(name, materials) for name in names]
    _make_room(page, dialogs)
    for dialog in dialogs:
        if materials.happens(0.75):
            page.graft_at_edge(dialog, before=materials.happens(0.5))
        else:
            page.graft_beside_body(dialog, 0, before=materials.happens(0.5))


def _build_dialog(name: str, materials: Materials) -> Element:
    texts = materials.texts[name]
    style: dict[str, dict[str, str]] = materials.pick(materials.shared["dialog_styles"])
    length = materials.many(20, 300)
    sentences: list[str] = []
    while len(words(" ".join(sentences))) < length and len(sentences) < 2 * len(texts["sentences"]):
        sentences.append(str(materials.pick(texts["sentences"])))
    sentences = list(dict.fromkeys(sentences))
    step = materials.between(1, 3)
    paragraphs = [" ".join(sentences[i : i + step]) for i in range(0, len(sentences), step)]
    title_tag = materials.pick(("h2", "h3", "div", "p", "strong"))
    parts = [new_element(title_tag, materials.pick(texts["titles"]), style.get("title"))]
    parts += [new_element("p", text, style.get("text")) for text in paragraphs]
    for items in _dialog_lists(name, materials):
        entries = [new_element("li", text) for text in items]
        parts.append(new_element("ul", "", style.get("list"), *entries))
    tag = materials.pick(("button", "a", "div"))
    for text in materials.sample(texts["buttons"], materials.between(1, 4)):
        parts.append(new_element(tag, text, style.get("button")))
    outer_tag = materials.pick(("div", "div", "div", "section", "dialog", "aside"))
    dialog = new_element(
        outer_tag, "", style.get("outer"), new_element("div", "", style.get("inner"), *parts)
    )
    _rename_dialog(dialog, materials)
    return dialog


def _dialog_lists(name: str, materials: Materials) -> list[list[str]]:
    """Return the lists of choices and of vendors in a dialog; most have none."""
    lists = []
    if materials.happens(0.4):
        lists.append(materials.sample(materials.texts[name]["items"], materials.between(2, 8)))
    if name == "consent" and materials.happens(0.3):
        vendors = materials.shared["vendors"]
        lists.append(materials.sample(vendors, materials.between(3, len(vendors))))
    return lists


def _rename_dialog(dialog: Element, materials: Materials) -> None:
    """Rename a dialog; some without other names have the role of a dialog."""
    if materials.happens(0.4):
        return
    materials.rename(dialog)
    if materials.happens(0.4):
        dialog.set("role", "dialog")
        dialog.set("aria-modal", "true")


def add_blogroll(page: PageEditor, materials: Materials) -> None:
    """Add a sidebar of link lists, as long as the body if possible."""
    boxes: list[Element] = []
    blocks = words_left = 0
    body_words = len(words(page.body_text))
    for index in range(len(materials.golds)):
        for box in materials.sample(donors.link_lists(materials.read(index).labeled), 2):
            texts = block_texts(box)
            if blocks + len(texts) <= donors.MAX_BLOCKS:
                boxes += [*_blogroll_heading(materials), box]
                blocks += len(texts)
                words_left += len(words(" ".join(texts)))
        if blocks >= 30 and (words_left > body_words or materials.happens(0.5)):
            break
    if not boxes:
        raise UnsuitablePageError
    name = materials.pick(materials.shared["names_of_parts"]["sidebar"])
    sidebar = new_element(materials.pick(("div", "div", "aside")), "", {"class": name}, *boxes)
    materials.rename(sidebar)
    _make_room(page, [sidebar])
    page.graft_beside_body(sidebar, materials.between(0, 2), before=materials.happens(0.5))


def _blogroll_heading(materials: Materials) -> list[Element]:
    if materials.happens(0.4):
        return []
    text = materials.pick(materials.texts["blogroll"])
    return [new_element(materials.pick(("h2", "h3", "h4", "div", "strong")), text)]


def add_related(page: PageEditor, materials: Materials) -> None:
    """Add a list of teasers after the body or between its paragraphs."""
    teasers = _donor_teasers(materials) if materials.happens(0.7) else None
    parts = [_built_teasers(materials) if teasers is None else teasers]
    if materials.happens(0.6):
        tag = materials.pick(("h2", "h3", "h4", "p", "div", "strong"))
        parts.insert(0, new_element(tag, materials.pick(materials.texts["related"])))
    name = materials.pick(materials.shared["names_of_parts"]["teasers"])
    graft = new_element(
        materials.pick(("div", "div", "aside", "section")), "", {"class": name}, *parts
    )
    materials.rename(graft)
    _make_room(page, [graft])
    paragraphs = page.paragraphs()[:-1]
    if paragraphs and materials.happens(0.4):
        page.graft_after(materials.pick(paragraphs), graft)
    elif materials.happens(0.6):
        page.graft_after(page.body[-1], graft, materials.between(0, 1))
    else:
        page.graft_beside_body(graft, materials.between(0, 1), before=False)


def _donor_teasers(materials: Materials) -> Element | None:
    """Return a list of teasers of the first donor that has one."""
    for index in range(len(materials.golds)):
        lists = donors.teaser_lists(materials.read(index).labeled)
        if lists:
            teasers: Element = materials.pick(lists)
            return teasers
    return None


def _built_teasers(materials: Materials) -> Element:
    """Return teasers made of the headlines and the first sentences of the donors."""
    outer, inner = materials.pick((("ul", "li"), ("div", "article"), ("div", "div")))
    heading = materials.pick(("h3", "h4", "strong", "div"))
    has_date, has_summary = materials.happens(0.5), materials.happens(0.8)
    teasers = []
    for gold in materials.golds:
        link = new_element("a", _headline(gold), {"href": f"/{gold['id'][:20]}"})
        parts = [new_element(heading, "", None, link)]
        if has_summary:
            parts.append(new_element("p", _summary(gold, materials.between(12, 40))))
        if has_date:
            parts.append(new_element("time", materials.pick(materials.shared["dates"])))
        teasers.append(new_element(inner, "", {"class": "teaser"}, *parts))
    return new_element(outer, "", None, *teasers)


def _headline(gold: dict[str, Any]) -> str:
    title = (gold.get("metadata") or {}).get("title")
    return str(title or gold["main_content"].strip().split("\n")[0])[:120]


def _summary(gold: dict[str, Any], length: int) -> str:
    text = gold["main_content"].strip().partition("\n")[2] or gold["main_content"]
    if len(text.split()) < length:
        return str(text[: 3 * length])
    return " ".join(text.split()[:length]) + "…"


def add_appeals(page: PageEditor, materials: Materials) -> None:
    """Add requests to subscribe, pay, give or install between paragraphs and after the body."""
    texts: list[str] = []
    if materials.happens(0.5):
        for index in range(min(2, len(materials.golds))):
            texts += donors.appeal_texts(materials.read(index).labeled)
    texts = materials.sample(texts, 2)
    texts += materials.sample(materials.texts["appeals"], materials.between(2, 5))
    _make_room(page, [new_element("p", text) for text in texts])
    name = materials.pick(materials.shared["names_of_parts"]["appeal"])
    places = materials.sample(page.paragraphs()[:-1], materials.between(0, 3))
    for index in {*places, page.body[-1]}:
        chosen = materials.sample(texts, materials.pick((1, 1, 2, 3)))
        graft = _build_appeal(chosen, name, materials)
        materials.rename(graft)
        page.graft_after(index, graft)


def _build_appeal(texts: list[str], name: str, materials: Materials) -> Element:
    """Return a paragraph, or a box with paragraphs and sometimes a button or a field."""
    paragraphs = []
    for text in texts:
        inner = [new_element(materials.pick(("em", "strong", "a")), text)]
        is_plain = materials.happens(0.6)
        paragraphs.append(new_element("p", text if is_plain else "", None, *inner[is_plain:]))
    if len(paragraphs) == 1 and materials.happens(0.5):
        paragraphs[0].set("class", name)
        return paragraphs[0]
    if materials.happens(0.4):
        tag = materials.pick(("a", "button", "div"))
        text = materials.pick(materials.texts["newsletter"]["buttons"])
        paragraphs.append(new_element(tag, text, {"class": "button"}))
    tag = materials.pick(("div", "div", "aside", "section", "blockquote"))
    return new_element(tag, "", {"class": name}, *paragraphs)


def change_names(page: PageEditor, materials: Materials) -> None:
    """Drop all names on the page, or replace them by hashes."""
    page.limit_blocks(_PAGE_BLOCKS)
    if materials.happens(0.5):
        drop_names(page.root)
    else:
        materials.hash_names(page.root)


def change_headings(page: PageEditor, materials: Materials) -> None:
    """Give sections of the body headings with words of furniture, and add such lists."""
    page.limit_blocks(_PAGE_BLOCKS - 20)
    headings = [index for index in page.body[1:] if re.fullmatch("h[2-6]", page.tag(index))]
    for index in headings:
        if materials.happens(0.8):
            page.replace_text(index, _furniture(materials))
    paragraphs = page.paragraphs()
    for index in materials.sample(paragraphs, materials.between(1, 4)):
        if materials.happens(0.6):
            page.add_body_before(index, _build_heading(materials))
        else:
            page.add_body_after(index, _build_entries(materials))
    if not paragraphs:
        page.add_body_after(page.body[-1], _build_entries(materials))


def _furniture(materials: Materials) -> str:
    return str(materials.pick(materials.texts["furniture"]))


def _build_heading(materials: Materials) -> Element:
    """Return a heading; a third have an id made of its text, as in documentation."""
    text = _furniture(materials)
    names = {"id": text.lower().replace(" ", "-")} if materials.happens(0.3) else {}
    tag = materials.pick(("h2", "h2", "h3", "h3", "h4", "p", "dt"))
    if tag == "dt":
        return new_element("dl", "", None, new_element("dt", text, names))
    if tag == "p":
        return new_element("p", "", names, new_element("strong", text))
    return new_element(tag, text, names)


def _build_entries(materials: Materials) -> Element:
    """Return a definition list, a list or a table of words of furniture and their texts."""
    texts = materials.texts
    terms = materials.sample(texts["furniture"], materials.between(2, 5))
    entries = [(term, str(materials.pick(texts["sections"]))) for term in terms]
    return _build_pairs(entries, materials)


def _build_pairs(entries: Sequence[tuple[str, str]], materials: Materials) -> Element:
    """Return pairs of a term and a text as a definition list, a list, a table or sections."""
    form = materials.pick(("dl", "ul", "items", "table", "th", "sections"))
    parts: list[Element] = []
    for term, text in entries:
        if form == "dl":
            parts += [new_element("dt", term), new_element("dd", text)]
        elif form == "ul":
            strong = new_element("b", term)
            strong.tail = f": {text}"
            parts.append(new_element("li", "", None, strong))
        elif form == "items":
            parts.append(new_element("li", term))
        elif form == "sections":
            parts += [new_element("h4", term), new_element("p", text)]
        else:
            cells = [new_element("th" if form == "th" else "td", term), new_element("td", text)]
            parts.append(new_element("tr", "", None, *cells))
    tags = {"dl": "dl", "ul": "ul", "items": "ul", "sections": "div"}
    return new_element(tags.get(form, "table"), "", None, *parts)


def add_listings(page: PageEditor, materials: Materials) -> None:
    """Add code listings, definition lists and tables with short cells to the body."""
    count = materials.between(1, 4)
    parts = _donor_listings(materials, count) if materials.happens(0.5) else []
    while len(parts) < count:
        is_code = materials.happens(0.6)
        parts.append(_build_code(materials) if is_code else _build_terms(materials))
    _make_room(page, parts)
    places = materials.sample(page.paragraphs(), count) or [page.body[-1]]
    for index, part in zip(places, parts, strict=False):
        page.add_body_after(index, part)


def _donor_listings(materials: Materials, count: int) -> list[Element]:
    for index in range(len(materials.golds)):
        found = donors.body_elements(materials.read(index).labeled)
        if found:
            return materials.sample(found, count)
    return []


def _build_code(materials: Materials) -> Element:
    """Return a listing as a `pre`, or with an element for each line."""
    code = str(materials.pick(materials.shared["listings"]["code"]))
    name = materials.pick(materials.shared["names_of_parts"]["code"])
    names = {"class": name} if materials.happens(0.5) else {}
    form = materials.pick(("pre", "div", "span", "li", "tr"))
    if form == "pre":
        return new_element("pre", "", names, new_element("code", code))
    is_numbered = materials.happens(0.5)
    lines = [
        _build_line(form, number if is_numbered else None, line)
        for number, line in enumerate(code.split("\n"), start=1)
    ]
    outer = {"div": "div", "span": "code", "li": "ol", "tr": "table"}[form]
    return new_element(outer, "", names, *lines)


def _build_line(form: str, number: int | None, line: str) -> Element:
    """Return a line of a listing; in tables, it may have a number."""
    text = line.replace("    ", "\u00a0" * 4)
    if form == "tr":
        numbers = [] if number is None else [new_element("td", str(number))]
        return new_element("tr", "", None, *numbers, new_element("td", text))
    if form == "span":
        element = new_element("span", line, {"style": "display:block"})
        element.tail = "\n"
        return element
    return new_element(form, text)


def _build_terms(materials: Materials) -> Element:
    terms = materials.sample(materials.shared["listings"]["terms"], materials.between(2, 8))
    return _build_pairs([(term, text) for term, _, text in (t.partition("=") for t in terms)],
                        materials)  # fmt: skip


def _make_room(page: PageEditor, parts: list[Element]) -> None:
    """Limit the blocks of a page that parts are added to."""
    added = sum(len(block_texts(part)) for part in parts)
    page.limit_blocks(max(20, _PAGE_BLOCKS - added))


MAKINGS: dict[str, Callable[[PageEditor, Materials], None]] = {
    "comments": add_comments,
    "dialog": add_dialog,
    "blogroll": add_blogroll,
    "related": add_related,
    "appeal": add_appeals,
    "nameless": change_names,
    "headings": change_headings,
    "listing": add_listings,
}
"""The kinds of making, by name."""
