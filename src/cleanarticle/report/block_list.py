"""The list of a page's blocks in its report, each with its label and the way to correct it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.roles import HEADING_TAGS
from cleanarticle.errors import one_line
from cleanarticle.labeling.labels import HIDDEN_REASON
from cleanarticle.report.bars import kind_class
from cleanarticle.report.corrections import CUE_KIND, corrections
from cleanarticle.report.markup import Markup, element
from cleanarticle.report.wording import count, kind_name

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.article import Article
    from cleanarticle.block import Block
    from cleanarticle.report.corrections import Correction

MAX_BLOCKS = 10_000
"""Blocks that a report shows: a browser takes seconds for more. The totals count all."""


def render_blocks(article: Article) -> Markup:
    """Return the blocks of a page in order, each with its label and its correction."""
    numbered = enumerate(zip(article.blocks, corrections(article), strict=True), start=1)
    items = [
        _block(number, block, correction)
        for number, (block, correction) in islice(numbered, MAX_BLOCKS)
    ]
    left_out = len(article.blocks) - len(items)
    note = f"The first {count(len(items), 'block')}; {left_out:,} more are not shown."
    return element(
        "main",
        element("h2", "Blocks"),
        element("p", note, class_="note") if left_out else "",
        element("div", *items, class_="blocks", role="list"),
        id="blocks",
    )


def _block(number: int, block: Block, correction: Correction) -> Markup:
    name = kind_name(block.kind)
    is_hidden = block.reason.startswith(HIDDEN_REASON)
    styles = ["text", *_text_styles(block)]
    return element(
        "div",  # browsers take minutes to hide ten thousand elements of a real list, one by one
        element(
            "p",
            element("span", name, class_="kind"),
            element("span", "hidden", class_="mark") if is_hidden else "",
            element(
                "span",
                element("span", f"score {block.score:.2f}"),
                " · ",
                element("span", one_line(block.reason), dir="auto"),
                class_="reason", id=f"reason-{number}",
            ),
            class_="label",
        ),
        element("div", block.text, class_=" ".join(styles), dir="auto"),
        element(
            "details",
            element(
                "summary", "wrong?",
                aria_label=f"wrong? block {number}, {name}", aria_describedby=f"reason-{number}",
            ),
            *_correction(block, correction),
        ),
        role="listitem",
        id=f"block-{number}",
        class_=f"block {kind_class(block.kind)}{'' if block.is_boilerplate else ' is-body'}",
        data_kind=block.kind,
    )  # fmt: skip


def _text_styles(block: Block) -> Iterator[str]:
    if block.tag in HEADING_TAGS:
        yield "heading"
    if block.tag == "pre":
        yield "code"


def _correction(block: Block, correction: Correction) -> Iterator[Markup]:
    """Yield what to write into which file to correct a block."""
    if correction.rule:
        wish = "If this is main content" if block.is_boilerplate else "If this is boilerplate"
        yield _instruction(wish, "rules")
        yield element("pre", correction.rule)
    else:
        yield element("p", "No rule can match this block: it has no words and no place.")
    if correction.is_place:
        action = "keeps" if block.is_boilerplate else "drops"
        note = f"The rule names a place: it {action} whatever stands there on other pages, too."
        yield element("p", note, class_="note")
    if correction.others > 0:
        others = count(correction.others, "other block")
        yield element("p", f"The rule also matches {others} of this page.", class_="note")
    if correction.cue:
        wish = "If it is boilerplate of another kind"
        if not block.is_boilerplate:
            wish = "If such a text is boilerplate on every site"
        yield _instruction(wish, "cues")
        yield element("pre", correction.cue, class_="cue")
    if block.xpath:
        yield element("p", "XPath: ", element("code", block.xpath), class_="note")


def _instruction(wish: str, option: str) -> Markup:
    flag = element("code", f"--{option}")
    return element("p", f"{wish}, add this to your {option} file (", flag, "):")


def kind_choice() -> Markup:
    """Return the choice of kinds that the script adds to cues."""
    kinds = [kind for kind in BlockKind if kind is not BlockKind.BODY]
    options = (
        element("option", kind_name(kind), value=kind, selected=kind is CUE_KIND) for kind in kinds
    )
    choice = element("label", "Its kind: ", element("select", *options), class_="choice")
    return element("template", choice, id="kind-choice")
