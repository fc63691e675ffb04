r"""MathML as TeX.

Its Unicode characters are kept (`α`, not `\alpha`), as MathJax and KaTeX accept them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from cleanarticle.parsing.document import Element

_MAX_DEPTH = 60
"""Maximum number of nested levels of a MathML formula.

Protects against recursion errors on hostile pages. Chosen by hand, far above real formulas.
"""


def is_too_deep(math: Element) -> bool:
    """Return True if a formula has more than `_MAX_DEPTH` levels."""
    level = [math]
    for _ in range(_MAX_DEPTH):
        level = [child for node in level for child in node]
    return bool(level)


_INVISIBLE_OPERATORS = dict.fromkeys(range(0x2061, 0x2065))
"""Function application, invisible times, invisible separator and invisible plus."""

_TEX_ESCAPES = str.maketrans({char: f"\\{char}" for char in "{}%$#&_"} | {"\\": r"\backslash "})

_TEX_TEMPLATES: dict[str, Callable[..., str]] = {
    "mfrac": lambda a, b: rf"\frac{{{a}}}{{{b}}}",
    "msup": lambda a, b: f"{a}^{{{b}}}",
    "msub": lambda a, b: f"{a}_{{{b}}}",
    "msubsup": lambda a, b, c: f"{a}_{{{b}}}^{{{c}}}",
    "mroot": lambda a, b: rf"\sqrt[{b}]{{{a}}}",
    "mover": lambda a, b: f"{a}^{{{b}}}" if a.startswith(("∑", "∏", "∫")) else _accented(a, b),
    "munder": lambda a, b: f"{a}_{{{b}}}" if len(a) == 1 else rf"\underset{{{b}}}{{{a}}}",
    "munderover": lambda a, b, c: f"{a}_{{{b}}}^{{{c}}}",
}
"""Presentation MathML elements with a fixed number of children, which are the arguments."""

_ACCENT_COMMANDS = {
    "¯": "overline", "‾": "overline", "^": "hat", "~": "tilde", "→": "vec", "˙": "dot",
}  # fmt: skip


def _accented(base: str, accent: str) -> str:
    command = _ACCENT_COMMANDS.get(accent)
    return rf"\{command}{{{base}}}" if command else rf"\overset{{{accent}}}{{{base}}}"


def mathml_to_tex(node: Element) -> str:
    """Return presentation MathML as TeX, without what is not seen.

    Args:
        node: An element of at most the depth of `is_too_deep`.
    """
    if node.tag == "mphantom":
        return ""
    tag, children = str(node.tag), list(node.iterchildren(etree.Element))
    if not children:
        text = "".join(map(str, node.itertext())).translate(_INVISIBLE_OPERATORS)
        return _token_to_tex(tag, " ".join(text.split()))
    if tag == "maction":
        return mathml_to_tex(children[_selection(node, len(children))])
    parts = [part for child in children if (part := mathml_to_tex(child)) or tag in _TEX_TEMPLATES]
    template = _TEX_TEMPLATES.get(tag)
    if template is not None and len(parts) == template.__code__.co_argcount:
        return template(*parts)
    return _row_to_tex(tag, parts)


def _selection(action: Element, count: int) -> int:
    """Return the index of the child that a reader sees first."""
    selection = action.get("selection") or "1"
    return int(selection) - 1 if selection in map(str, range(1, count + 1)) else 0


def _row_to_tex(tag: str, parts: Sequence[str]) -> str:
    if tag == "msqrt":
        return rf"\sqrt{{{' '.join(parts)}}}"
    if tag == "mtable":
        rows = r" \\ ".join(parts)
        return rf"\begin{{matrix}} {rows} \end{{matrix}}"
    return (" & " if tag in ("mtr", "mlabeledtr") else " ").join(parts)


def _token_to_tex(tag: str, text: str) -> str:
    if tag in ("annotation", "annotation-xml", "mspace"):
        return ""
    if tag == "mtext":
        return rf"\text{{{text.translate(_TEX_ESCAPES)}}}" if text else ""
    if tag == "mi" and len(text) > 1:
        return rf"\mathrm{{{text.translate(_TEX_ESCAPES)}}}"
    return text.translate(_TEX_ESCAPES)
