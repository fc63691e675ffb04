"""Structure: one tree of all boxes, sections and blocks of a page, and labels that agree in it.

Blocks are not independent: the items of a list, a heading and the text below it, and the posts of
a thread are kept or dropped together. A page is a tree of boxes. A heading and what follows it up
to the next heading of its level become a box of their own, a *section*, and so do a `dt` and its
`dd`s. Each node is body or not, each edge has a price for ends that differ, and sum-product
messages up and down the tree give the exact probability of every node in linear time (Pearl 1982).
Web2Text couples neighbors in a chain in the same way (Vogels et al. 2018). The prices are functions
of the edges, and learned together (Domke 2013).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cleanarticle.core.layout import Doubles, Floats, Ints, Layout

_HEADINGS = {"h1": 1, "h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6, "dt": 7}
"""Levels of the elements that head what follows them in the same box."""

_KINDS = {
    **dict.fromkeys(("ul", "ol", "dl", "menu"), 0), "li": 1, "dd": 2, "dt": 2,
    **dict.fromkeys(("table", "tbody", "thead", "tfoot", "tr"), 3),
    **dict.fromkeys(("td", "th"), 4),
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), 5), "p": 6,
    **dict.fromkeys(("pre", "code", "blockquote", "figure"), 7),
    **dict.fromkeys(("article", "main"), 8),
    **dict.fromkeys(("nav", "aside", "footer", "header", "form"), 9),
    **dict.fromkeys(("body", "html", ""), 10),
}  # fmt: skip
_OTHER, _SECTION, _BLOCK = 11, 12, 13
_KIND_NAMES = (
    "list", "item", "definition", "table", "cell", "heading", "p", "unit", "article", "region",
    "root", "other", "section", "block",
)  # fmt: skip

EDGE_FEATURES = (
    "bias",
    *(f"child_{name}" for name in _KIND_NAMES),
    *(f"parent_{name}" for name in _KIND_NAMES[:-1]),
    "only_child", "is_head", "children", "blocks", "words", "parent_words", "share", "alike",
    "links", "links_apart", "repeated",
)  # fmt: skip
"""The names of the features of an edge, in order."""


@dataclass(frozen=True, slots=True)
class StructureTree:
    """The nodes of a page: its boxes, then its sections, then its blocks.

    Attributes:
        parent: Index of the parent of each node; the root is its own parent.
        levels: The nodes by depth, from the children of the root down.
        edges: Features of the edge from each node to its parent, shape (nodes, features).
        first_block: Index of the node of the first block.
    """

    parent: Ints
    levels: tuple[Ints, ...]
    edges: Floats
    first_block: int

    def marginals(self, log_odds: Doubles, prices: Doubles) -> Doubles:
        """Return the log-odds of body of each block, given those of all others.

        Args:
            log_odds: Log-odds of body of each block by itself, shape (blocks,).
            prices: Price of each edge whose ends differ, in nats, shape (nodes,).
        """
        belief = np.zeros(len(self.parent))
        belief[self.first_block :] = log_odds
        message = np.zeros_like(belief)
        for level in reversed(self.levels):
            message[level] = pass_on(belief[level], prices[level])
            np.add.at(belief, self.parent[level], message[level])
        for level in self.levels:
            outside = belief[self.parent[level]] - message[level]
            belief[level] += pass_on(outside, prices[level])
        return belief[self.first_block :]


def pass_on(log_odds: Doubles, price: Doubles) -> Doubles:
    """Return what log-odds at one end of an edge say about the other end, as log-odds."""
    return np.logaddexp(log_odds + price, 0) - np.logaddexp(log_odds, price)


def make_tree(layout: Layout) -> StructureTree:
    """Build the tree of a page's boxes, sections and blocks."""
    parent, kind, is_head = _connect(layout)
    return _describe(layout, parent, kind, is_head)


def _connect(layout: Layout) -> tuple[Ints, Ints, Ints]:
    """Return the parent and the kind of each node, and whether it heads its section."""
    boxes, blocks = len(layout.parent), len(layout.box)
    tags = [layout.signatures.tags[index] for index in layout.signature.tolist()]
    heading_of_block = [_HEADINGS.get(tags[box], 0) for box in layout.box.tolist()]
    first, last = layout.first.tolist(), layout.last.tolist()
    box_parent = layout.parent.tolist()
    open_sections: dict[int, list[tuple[int, int]]] = {}
    parents: list[int] = [0] * boxes
    block_parents: list[int] = [0] * blocks
    section_parents: list[int] = []
    heads: list[int] = []

    def place(owner: int, level: int) -> int:
        stack = open_sections.setdefault(owner, [])
        if level:
            while stack and stack[-1][0] >= level:
                stack.pop()
            section_parents.append(stack[-1][1] if stack else owner)
            stack.append((level, boxes + len(section_parents) - 1))
        return stack[-1][1] if stack else owner

    box_order = sorted(range(1, boxes), key=lambda box: (first[box], box))
    position = 0
    for block in range(blocks):
        while position < len(box_order) and first[box_order[position]] <= block:
            box = box_order[position]
            position += 1
            is_heading = last[box] - first[box] == 1
            level = heading_of_block[first[box]] if is_heading else 0
            owner = box_parent[box]
            if level and owner and last[owner] - first[owner] == 1:
                level = 0  # the outermost box of a heading heads the section
            parents[box] = place(owner, level)
            if level:
                heads.append(box)
        owner = int(layout.box[block])
        alone = last[owner] - first[owner] == 1
        block_parents[block] = owner if alone else place(owner, 0)
    sections = len(section_parents)
    parent = np.array([*parents, *section_parents, *block_parents], np.intp)
    parent[boxes + sections :] = block_parents
    kind = np.concatenate((
        np.array([_KINDS.get(tag, _OTHER) for tag in layout.signatures.tags])[layout.signature],
        np.full(sections, _SECTION), np.full(blocks, _BLOCK),
    ))  # fmt: skip
    is_head = np.zeros(len(parent), np.intp)
    is_head[heads] = 1
    return parent, kind, is_head


def _levels(parent: Ints) -> tuple[Ints, ...]:
    depth = np.zeros(len(parent), np.intp)
    jump, steps = parent.copy(), (parent != np.arange(len(parent))).astype(np.intp)
    steps[0] = 0
    depth = steps.copy()
    while (jump != jump[jump]).any():
        depth = depth + depth[jump]
        jump = jump[jump]
    order = np.argsort(depth, kind="stable")
    ends = np.cumsum(np.bincount(depth))
    return tuple(np.split(order, ends[:-1])[1:])


def _describe(layout: Layout, parent: Ints, kind: Ints, is_head: Ints) -> StructureTree:
    nodes, blocks = len(parent), len(layout.box)
    levels = _levels(parent)
    values = np.zeros((nodes, 4))
    values[nodes - blocks :] = np.stack((layout.words, layout.chars, layout.links, np.ones(blocks))).T
    for level in reversed(levels):
        np.add.at(values, parent[level], values[level])
    words, chars, links, count = values.T
    children = np.bincount(parent, minlength=nodes)
    children[0] -= 1
    signature = np.full(nodes, -1, np.intp)
    signature[: len(layout.signature)] = layout.signature
    keys = parent * (len(layout.signatures.tags) + 1) + signature + 1
    _, inverse, tally = np.unique(keys, return_inverse=True, return_counts=True)
    alike = tally[inverse]
    density = links / np.maximum(1, chars)
    of_kind = np.arange(len(_KIND_NAMES))[:, None]
    rows = [
        np.ones(nodes), *(kind == of_kind), *(kind[parent] == of_kind[:-1]),
        children[parent] == 1, is_head, np.log1p(children[parent]), np.log1p(count),
        np.log1p(words), np.log1p(words[parent]), words / np.maximum(1, words[parent]),
        alike / np.maximum(1, children[parent]), density, np.abs(density - density[parent]),
        (alike > 2) & (signature >= 0),
    ]  # fmt: skip
    edges = np.stack(rows).astype(np.float32).T
    return StructureTree(parent, levels, edges, nodes - blocks)
