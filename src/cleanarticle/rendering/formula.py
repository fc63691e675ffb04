r"""Formulas: where one stands on the page, and its TeX.

MathJax and KaTeX set a formula as dozens of nested elements; what its author wrote is beside them
in an annotation, a script or an attribute. MathML that has no such source is written as TeX here;
its characters stay what they are (`α`, not `\alpha`), as every TeX of the web takes them.
"""

from __future__ import annotations

import re
from html import escape, unescape
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from cleanarticle.parsing.document import Element

_TAGS = frozenset(("math", "mjx-container"))

_CLASSES = frozenset(
    """katex katex-display MathJax MathJax_Display MathJax_Preview MathJax_SVG MathJax_SVG_Display
    MathJax_CHTML mjx-chtml mwe-math-element""".split()
)

_SOURCE_CLASSES = frozenset(("math", "math-container", "arithmatex"))
"""Elements that hold TeX between delimiters: pandoc, Stack Exchange, MkDocs."""

_DELIMITED = re.compile(r"\s*(?:\$\$(.+)\$\$|\\\[(.+)\\\]|\\\((.+)\\\)|\$(.+)\$)\s*", re.DOTALL)

_IN_TEXT = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]")

_SETTER = re.compile("mathjax|katex", re.IGNORECASE)


class Formula(NamedTuple):
    """A formula.

    Attributes:
        tex: Its TeX, without delimiters, on one line.
        display: Whether it stands in a line of its own.
        source: The element that the TeX was found in: two renderings of one formula share it.
    """

    tex: str
    display: bool
    source: Element


def is_formula(element: Element, classes: frozenset[str]) -> bool:
    """Whether an element is a formula as a whole."""
    if element.tag in _TAGS or not classes.isdisjoint(_CLASSES):
        return True
    return not classes.isdisjoint(_SOURCE_CLASSES) and bool(_DELIMITED.fullmatch(_text(element)))


def is_formula_script(element: Element) -> bool:
    """Whether an element is a formula that MathJax 2 is to set."""
    return element.tag == "script" and (element.get("type") or "").startswith("math/tex")


def looks_for_formulas(script: Element) -> bool:
    """Whether a script is one that sets the TeX that it finds in a page's text."""
    return _SETTER.search(script.get("src") or "") is not None


def markup_of_formula(tex: str, *, display: bool) -> str:
    """TeX as semantic HTML: between MathJax's delimiters, as pandoc writes it."""
    if display:
        return rf'<span class="math display">\[{escape(tex, quote=False)}\]</span>'
    return rf'<span class="math inline">\({escape(tex, quote=False)}\)</span>'


def mark_formulas(markup: str) -> str:
    """Mark the TeX that stands in escaped text."""
    return _IN_TEXT.sub(
        lambda match: markup_of_formula(
            unescape(match[1] or match[2]).strip(), display=match[2] is not None
        ),
        markup,
    )


def read_formula(element: Element) -> Formula | None:
    """Read the formula that an element shows; None if its source cannot be found."""
    for find in (_from_script, _from_annotation, _from_mathml, _from_text):
        found = find(element)
        if found is not None and found.tex:
            return found._replace(
                tex=" ".join(found.tex.split()), display=found.display or _is_display(element)
            )
    return None


def _from_script(element: Element) -> Formula | None:
    for script in (element, *element.iter("script"), *_following(element)):
        if is_formula_script(script):
            return Formula(script.text or "", "mode=display" in (script.get("type") or ""), script)
    return None


def _following(element: Element) -> Iterator[Element]:
    """The elements right behind a formula: its script stands there, or behind its other half."""
    for sibling in element.itersiblings():
        if not is_formula_script(sibling) and not _classes(sibling) & _CLASSES:
            return
        yield sibling
        if is_formula_script(sibling):
            return


def _from_annotation(element: Element) -> Formula | None:
    for annotation in element.iter("annotation"):
        if annotation.get("encoding") in ("application/x-tex", "TeX", "LaTeX"):
            return Formula(annotation.text or "", display=False, source=annotation)
    return None


def _from_mathml(element: Element) -> Formula | None:
    math = next(element.iter("math"), None)
    if math is None or _is_deep(math):
        return None
    return Formula(math.get("alttext") or _tex(math), display=False, source=math)


_DEEPEST = 60
"""Levels of a formula that are read: hostile pages nest as deep as the parser goes, which is deeper
than Python's calls do. Set by hand, far above what is written."""


def _is_deep(math: Element) -> bool:
    level = [math]
    for _ in range(_DEEPEST):
        level = [child for node in level for child in node]
    return bool(level)


def _from_text(element: Element) -> Formula | None:
    match = _DELIMITED.fullmatch(_text(element))
    if match is None:
        return None
    tex = next(group for group in match.groups() if group is not None)
    return Formula(tex, match.group(1) is not None or match.group(2) is not None, element)


def _is_display(element: Element) -> bool:
    math = next(element.iter("math"), None)
    return (
        bool(_classes(element) & {"katex-display", "MathJax_Display", "MathJax_SVG_Display"})
        or element.get("display") in ("block", "true")
        or (math is not None and math.get("display") == "block")
    )


def _classes(element: Element) -> set[str]:
    return set((element.get("class") or "").split())


def _text(element: Element) -> str:
    return "".join(map(str, element.itertext()))


_INVISIBLE = dict.fromkeys(range(0x2061, 0x2065))
"""MathML's unwritten operators: function application, times, separator, plus."""

_SPECIAL = str.maketrans({char: f"\\{char}" for char in "{}%$#&_"} | {"\\": r"\backslash "})

_SHAPES: dict[str, Callable[..., str]] = {
    "mfrac": lambda a, b: rf"\frac{{{a}}}{{{b}}}",
    "msup": lambda a, b: f"{a}^{{{b}}}",
    "msub": lambda a, b: f"{a}_{{{b}}}",
    "msubsup": lambda a, b, c: f"{a}_{{{b}}}^{{{c}}}",
    "mroot": lambda a, b: rf"\sqrt[{b}]{{{a}}}",
    "mover": lambda a, b: f"{a}^{{{b}}}" if a.startswith(("∑", "∏", "∫")) else _over(a, b),
    "munder": lambda a, b: f"{a}_{{{b}}}" if len(a) == 1 else rf"\underset{{{b}}}{{{a}}}",
    "munderover": lambda a, b, c: f"{a}_{{{b}}}^{{{c}}}",
}
"""Elements of presentation MathML that have a fixed number of children."""

_ACCENTS = {"¯": "overline", "‾": "overline", "^": "hat", "~": "tilde", "→": "vec", "˙": "dot"}


def _over(base: str, accent: str) -> str:
    command = _ACCENTS.get(accent)
    return rf"\{command}{{{base}}}" if command else rf"\overset{{{accent}}}{{{base}}}"


def _tex(node: Element) -> str:
    """Presentation MathML as TeX."""
    tag = str(node.tag)
    if not len(node):
        return _token(tag, " ".join(_text(node).translate(_INVISIBLE).split()))
    parts = [part for child in node if (part := _tex(child)) or tag in _SHAPES]
    shape = _SHAPES.get(tag)
    if shape is not None and len(parts) == shape.__code__.co_argcount:
        return shape(*parts)
    if tag == "msqrt":
        return rf"\sqrt{{{' '.join(parts)}}}"
    if tag == "mtable":
        rows = r" \\ ".join(parts)
        return rf"\begin{{matrix}} {rows} \end{{matrix}}"
    if tag in ("mtr", "mlabeledtr"):
        return " & ".join(parts)
    return " ".join(parts)


def _token(tag: str, text: str) -> str:
    if tag in ("annotation", "annotation-xml", "mspace"):
        return ""
    if tag == "mtext":
        return rf"\text{{{text.translate(_SPECIAL)}}}" if text else ""
    if tag == "mi" and len(text) > 1:
        return rf"\mathrm{{{text.translate(_SPECIAL)}}}"
    return text.translate(_SPECIAL)
