r"""Detection of formulas and extraction of their TeX source.

MathJax and KaTeX render a formula as dozens of nested elements; its source is in an annotation, a
script or an attribute. MathML without a TeX source is converted to TeX; see `core.mathml`.
"""

from __future__ import annotations

import re
from html import escape, unescape
from html.entities import html5
from itertools import accumulate, islice
from typing import TYPE_CHECKING, NamedTuple

from lxml import etree

from cleanarticle.core.mathml import is_too_deep, mathml_to_tex
from cleanarticle.core.roles import class_names

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.parsing.document import Element

_FORMULA_TAGS = frozenset(("math", "mjx-container"))

_FORMULA_CLASSES = frozenset(
    """katex katex-display mathjax mathjax_display mathjax_preview mathjax_svg mathjax_svg_display
    mathjax_chtml mjx-chtml mwe-math-element ztext-math""".split()
)
"""Classes of KaTeX, MathJax, MediaWiki and Zhihu, in lower case."""

_SOURCE_ATTRIBUTES = ("data-tex", "data-latex", "data-expr", "data-formula")
"""Attributes with the TeX of a formula: Zhihu, MathJax 4, Wikidot, MathQuill."""

PICTURE_CLASSES = frozenset(
    """latex tex mathtex ee_img latex-img ql-img-inline-formula ql-img-displayed-equation
    mwe-math-fallback-image-inline mwe-math-fallback-image-display""".split()
)
_PICTURE_URL = re.compile(
    r"latex\.codecogs\.com|/latex\.php\?|chart\.apis\.google\.com/chart\?(?:.*&)?cht=tx"
    r"|zhihu\.com/equation|/math/render/|mathtex\.cgi|mimetex\.cgi|quicklatex"
)
"""Services that draw a formula as a picture. construct_search.pyx looks for strings of which each
has one."""

_SOURCE_CLASSES = frozenset(("math", "math-container", "arithmatex"))
"""Classes of elements with delimited TeX: pandoc, Stack Exchange, MkDocs."""

FORMULA_CLASSES = _FORMULA_CLASSES | _SOURCE_CLASSES
"""Classes of elements that may be formulas."""

_DELIMITED = re.compile(r"\s*(?:\$\$(.+)\$\$|\\\[(.+)\\\]|\\\((.+)\\\)|\$(.+)\$)\s*", re.DOTALL)

_NO_START = r"(?:(?!(?<!\\)\\[(\[]).)"
"""A character that does not begin a formula, so that formulas without an end are skipped in linear
time. `\\\\[2pt]` is a line break of TeX."""

_DELIMITED_IN_TEXT = re.compile(
    rf"(?<!\\)\\\(({_NO_START}+?)(?<!\\)\\\)|(?<!\\)\\\[({_NO_START}+?)(?<!\\)\\\]"
)

_MAX_RENDERINGS = 3
"""Elements directly after a formula that are searched for its script: MathJax 2 writes a preview
and a rendering, and some sites a second rendering."""

MATH_LIBRARIES = ("mathjax", "katex")
"""Strings in the URLs of scripts that render TeX in the text of a page."""


class Formula(NamedTuple):
    """Formula of a page.

    Attributes:
        tex: TeX source without delimiters, on one line.
        display: Whether the formula is set on a line of its own.
        source: Element that contains the TeX; alternative renderings of a formula share it.
    """

    tex: str
    display: bool
    source: Element | None


def may_be_formula(tag: object, classes: frozenset[str]) -> bool:
    """Return True if elements of a tag with these class names may be formulas.

    Args:
        tag: The tag.
        classes: The class names, in lower case.
    """
    return (
        tag in _FORMULA_TAGS or tag in ("img", "script") or not classes.isdisjoint(FORMULA_CLASSES)
    )


def is_formula(element: Element, classes: frozenset[str]) -> bool:
    """Return True if an element contains a formula and nothing else.

    Args:
        element: The element.
        classes: Its class names, in lower case.
    """
    if element.tag in _FORMULA_TAGS or not classes.isdisjoint(_FORMULA_CLASSES):
        return True
    if element.tag == "script":
        return is_formula_script(element)
    if element.tag == "img":
        return _is_picture_of_formula(element, classes)
    return (
        not classes.isdisjoint(_SOURCE_CLASSES)
        and _starts_like_tex(element)
        and _DELIMITED.fullmatch(_text_content(element)) is not None
    )


def _is_picture_of_formula(image: Element, classes: frozenset[str]) -> bool:
    alt = (image.get("alt") or "").strip()
    return bool(alt) and (
        not classes.isdisjoint(PICTURE_CLASSES)
        or _PICTURE_URL.search(image.get("src") or "") is not None
    )


def _starts_like_tex(element: Element) -> bool:
    """Return True if the text of an element begins like a delimiter, without reading all of it."""
    texts = (str(text).lstrip() for text in element.itertext())
    return next(filter(None, texts), "").startswith(("$", "\\"))


def is_formula_script(element: Element) -> bool:
    """Return True if an element is a script with TeX for MathJax 2."""
    return element.tag == "script" and (element.get("type") or "").startswith("math/tex")


def formula_html(tex: str, *, display: bool) -> str:
    """Return TeX as a `span` with MathJax delimiters, in the format of pandoc."""
    if display:
        return rf'<span class="math display">\[{escape(tex, quote=False)}\]</span>'
    return rf'<span class="math inline">\({escape(tex, quote=False)}\)</span>'


def formula_text(formula: Formula) -> str:
    """Return a formula as in Markdown: TeX between dollar signs."""
    delimiter = "$$" if formula.display else "$"
    return f"{delimiter}{formula.tex}{delimiter}"


def dollar_delimited_tex(text: str) -> str:
    """Return text with dollar signs around each piece of delimited TeX."""
    return _DELIMITED_IN_TEXT.sub(
        lambda match: formula_text(
            Formula((match[1] or match[2]).strip(), match[2] is not None, None)
        ),
        text,
    )


def wrap_delimited_tex(markup: str) -> str:
    """Return escaped text with each piece of delimited TeX wrapped in a `span`."""
    return _DELIMITED_IN_TEXT.sub(
        lambda match: formula_html(
            unescape(match[1] or match[2]).strip(), display=match[2] is not None
        ),
        markup,
    )


def read_formula(element: Element) -> Formula | None:
    """Return the formula that an element shows, or None if no source for it is found."""
    for extract in (
        _from_picture, _from_script, _from_annotation, _from_attribute, _from_mathml,
        _from_delimited_text,
    ):  # fmt: skip
        formula = extract(element)
        if formula is not None and formula.tex:
            return formula._replace(
                tex=_without_style(" ".join(formula.tex.split())),
                display=formula.display or _is_display(element),
            )
    return None


_STYLE = re.compile(r"\{\\(?:displaystyle|textstyle)\s+(.*)\}", re.DOTALL)
"""The braces and the style that MediaWiki puts around each formula."""


def _without_style(tex: str) -> str:
    match = _STYLE.fullmatch(tex)
    if match is None:
        return tex
    inner = match[1].replace("\\{", "").replace("\\}", "")
    depths = accumulate((char == "{") - (char == "}") for char in inner)
    return tex if any(depth < 0 for depth in depths) else match[1].strip()


def _from_picture(element: Element) -> Formula | None:
    if element.tag != "img":
        return None
    alt = element.get("alt") or ""
    match = _DELIMITED.fullmatch(alt)
    tex = next((group for group in match.groups() if group is not None), alt) if match else alt
    is_display = "display" in (element.get("class") or "").lower()
    return Formula(tex, is_display, element)


def _from_attribute(element: Element) -> Formula | None:
    """Return the formula in an attribute: TeX, or the MathML of MathJax 2."""
    for inner in islice(element.iter(), _MAX_RENDERINGS):
        for name in _SOURCE_ATTRIBUTES:
            if tex := inner.get(name):
                return Formula(tex, display=False, source=element)
    markup = element.get("data-mathml")
    if not markup or next(element.iter("math"), None) is not None:
        return None
    try:
        markup = _NAMED_ENTITY.sub(lambda name: html5.get(f"{name[1]};", ""), markup)
        math = etree.fromstring(markup, etree.XMLParser(resolve_entities=False, recover=True))
    except etree.XMLSyntaxError:
        return None
    if math is None or is_too_deep(math):
        return None
    for node in math.iter(etree.Element):
        node.tag = etree.QName(node).localname
    formula = _from_annotation(math) or Formula(mathml_to_tex(math), display=False, source=math)
    return formula._replace(display=math.get("display") == "block", source=element)


_NAMED_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)([A-Za-z][A-Za-z0-9]*);")
"""References that HTML knows by name and XML does not."""


def _from_script(element: Element) -> Formula | None:
    for script in (element, *element.iter("script"), *_following_renderings(element)):
        if is_formula_script(script):
            return Formula(script.text or "", "mode=display" in (script.get("type") or ""), script)
    return None


def _following_renderings(element: Element) -> Iterator[Element]:
    """Yield the renderings directly after a formula, up to and including its MathJax script."""
    for sibling in islice(element.itersiblings(), _MAX_RENDERINGS):
        if not is_formula_script(sibling) and _classes(sibling).isdisjoint(_FORMULA_CLASSES):
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
    if math is None or is_too_deep(math):
        return None
    return Formula(math.get("alttext") or mathml_to_tex(math), display=False, source=math)


def _from_delimited_text(element: Element) -> Formula | None:
    if not _starts_like_tex(element):
        return None
    match = _DELIMITED.fullmatch(_text_content(element))
    if match is None:
        return None
    tex = next(group for group in match.groups() if group is not None)
    return Formula(tex, match.group(1) is not None or match.group(2) is not None, element)


def _is_display(element: Element) -> bool:
    math = next(element.iter("math"), None)
    return (
        not _classes(element).isdisjoint(_DISPLAY_CLASSES)
        or element.get("display") in ("block", "true")
        or (math is not None and math.get("display") == "block")
    )


_DISPLAY_CLASSES = frozenset(("katex-display", "mathjax_display", "mathjax_svg_display"))


def _classes(element: Element) -> frozenset[str]:
    return class_names(element.get("class"))


def _text_content(element: Element) -> str:
    return "".join(map(str, element.itertext()))
