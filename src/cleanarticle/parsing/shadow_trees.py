"""Shadow trees: what a browser shows in place of the children of an element.

A `template` with `shadowrootmode` (in older pages `shadowroot`) is the shadow tree of its parent.
The children of the parent are shown where the tree has slots for them, and nowhere else (HTML
standard, "declarative shadow roots"; DOM standard, "finding slots and slottables").
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from lxml import etree

from cleanarticle.parsing.xml_text import xml_text

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element

_MODES = frozenset(("open", "closed"))

_BLOCK_HOST = re.compile(r":host\s*\{[^}]*display\s*:\s*(?:block|flex|grid|flow-root)")


def show_shadow_trees(root: Element) -> None:
    """Replace the children of each shadow host with its shadow tree, its slots filled.

    Children without a slot are put in a template, which shows nothing.

    Args:
        root: The root element, which is changed.
    """
    hosts: set[Element] = set()
    for template in list(root.iter("template")):  # outer trees first, as they fill inner slots
        host = template.getparent()
        if host is not None and host not in hosts and _is_shadow_tree(template):
            hosts.add(host)
            _show(host, template)


def _is_shadow_tree(template: Element) -> bool:
    mode = template.get("shadowrootmode") or template.get("shadowroot") or ""
    return mode.strip().lower() in _MODES


def _show(host: Element, template: Element) -> None:
    """Put the content of a template in the place of the other children of its parent.

    The template becomes an ordinary element, of block level if its style says so of the host.
    """
    slots: dict[str, Element] = {}
    for slot in template.iter("slot"):
        if next(slot.iterancestors("template"), None) is template:  # else it is another tree's
            slots.setdefault((slot.get("name") or "").strip(), slot)
    slotted = _take_children(host)
    template.tag = "div" if any(map(_makes_block, template.iter("style"))) else "span"
    template.attrib.clear()
    host.append(template)
    for name, slot in slots.items():
        nodes = slotted.pop(name, [])
        if any(not isinstance(node, str) or node.strip() for node in nodes):
            _fill(slot, nodes)
    _fill(
        etree.SubElement(host, "template"), [node for nodes in slotted.values() for node in nodes]
    )


def _makes_block(style: Element) -> bool:
    return _BLOCK_HOST.search(style.text or "") is not None


def _take_children(host: Element) -> dict[str, list[Element | str]]:
    """Remove the children of a host; return all but its template by the name of their slot."""
    slotted: dict[str, list[Element | str]] = defaultdict(list)
    slotted[""].append(host.text or "")
    host.text = None
    for child in list(host):
        tail, child.tail = child.tail, None
        host.remove(child)
        if child.tag != "template":
            slotted[(child.get("slot") or "").strip()].append(child)
        slotted[""].append(tail or "")
    return slotted


def _fill(slot: Element, nodes: list[Element | str]) -> None:
    """Replace the fallback content of a slot."""
    for child in list(slot):
        slot.remove(child)
    slot.text = None
    for node in nodes:
        if not isinstance(node, str):
            slot.append(node)
        elif len(slot):
            slot[-1].tail = xml_text((slot[-1].tail or "") + node)
        else:
            slot.text = xml_text((slot.text or "") + node)
