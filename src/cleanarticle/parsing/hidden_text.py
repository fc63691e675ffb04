"""Hidden text: the elements that a page's markup and its own styles keep from being seen."""

from __future__ import annotations

import re
from collections import Counter
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple, cast

from lxml import etree

from cleanarticle.parsing.css import FAR_AWAY, UNKNOWN_COLOR, Color, read_declarations
from cleanarticle.parsing.style_sheets import COMPANIONS, StyleSheets
from cleanarticle.phrases.store import load_phrases

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from cleanarticle.parsing.css import Declaration, Value
    from cleanarticle.parsing.document import Element
    from cleanarticle.parsing.style_sheets import Rule

Style = dict[str, "Value"]
"""The values of an element's properties."""


class HiddenText(NamedTuple):
    """The elements that decide what can be seen.

    Attributes:
        hiding: Elements that hide the text in them.
        revealed: Elements inside those whose text can be seen nevertheless, as they set back an
            inherited property.
    """

    hiding: frozenset[Element]
    revealed: frozenset[Element]


def find_hidden_text(root: Element) -> HiddenText:
    """Return the elements of a page that hide their text.

    Attributes, the page's own style sheets, and class names that hide by convention count.

    Args:
        root: The root element.
    """
    return _Finder(root).find()


_MARKED = etree.XPath("//*[@style or @hidden or @popover or self::dialog]")
_CLASSES = etree.XPath("//@class", smart_strings=False)
_IDS = etree.XPath("//@id", smart_strings=False)
_WITH_NAMES = etree.XPath("//*[@class or @id]")
_CONTROLS = etree.XPath("//*[@aria-controls]")
_IS_STYLED_ELSEWHERE = etree.XPath("boolean(//link[contains(@rel, 'stylesheet')])")


def _elements(path: etree.XPath, root: Element) -> list[Element]:
    return cast("list[Element]", path(root))


def _texts(path: etree.XPath, root: Element) -> list[str]:
    return cast("list[str]", path(root))


MAX_STYLES = 1_000_000
"""Characters of style attributes that are parsed on a page, about a second of work. On a page with
more, an element whose style cannot be read counts as hidden; no page of the corpora has more."""

_SMALL_SHEETS = 20_000
"""Characters of own style sheets up to which all colors are resolved; beyond, it costs too much."""

_STYLE_OVERHEAD = 50
"""Characters that the cost of each style attribute counts for beside its own."""

_MAY_HIDE = re.compile(
    r"""none|hid|coll|opaci|colo|backgr|clip|mask|scale|matrix|rotate|-\s*+[\d.]|zoom|filter
    |line-height\s*+:\s*+0|font(?:-size)?\s*+:\s*+[0.1]|var\(|calc|\\|/\*|\d{3}%""",
    re.VERBOSE | re.IGNORECASE,
)
"""Any value that hides text has one of these; most style attributes have none."""


class _Finder:
    """A search for the elements that hide text, on one page."""

    def __init__(self, root: Element) -> None:
        self.root = root
        self.sheets = StyleSheets(root)
        self.budget = MAX_STYLES
        self.styles: dict[str, tuple[Declaration, ...] | None] = {}
        self.wanted: dict[Element, set[str]] = {}
        self.by_default: set[Element] = set()
        self.by_attribute: set[Element] = set()
        self.controls = {
            name: control
            for control in _elements(_CONTROLS, root)
            for name in (control.get("aria-controls") or "").split()
        }
        self.classes: Counter[str] = Counter()
        self.tags: set[str] = set()
        self.papers: dict[Element, Color | str] = {}
        length = sum(sheet.length for sheet in self.sheets.sheets)
        self.is_styled_elsewhere = length > _SMALL_SHEETS or bool(_IS_STYLED_ELSEWHERE(root))

    def find(self) -> HiddenText:
        """Return the elements that hide text and those that show it again."""
        self.look_at_attributes()
        self.look_at_names()
        hidden_by = {}
        for element, properties in self.wanted.items():
            names = self.hiding_properties(element, properties)
            if names:
                hidden_by[element] = names
        return HiddenText(frozenset(hidden_by), self.revealed(hidden_by))

    def want(self, element: Element, properties: Iterable[str]) -> None:
        """Note that properties of an element may hide its text."""
        self.wanted.setdefault(element, set()).update(properties)

    def hide_by_default(self, element: Element) -> None:
        """Note that an element has `display: none` unless a rule sets another value."""
        self.by_default.add(element)
        self.want(element, COMPANIONS["display"])

    def look_at_attributes(self) -> None:
        """Find elements that may be hidden by an attribute or by being what they are."""
        for element in _elements(_MARKED, self.root):
            if _is_hidden_by_default(element):
                self.by_attribute.add(element)
                self.hide_by_default(element)
            style = element.get("style")
            if style and _MAY_HIDE.search(style):
                self.look_at_style(element, style)

    def look_at_style(self, element: Element, text: str) -> None:
        """Find out whether a style attribute may hide text."""
        declarations = self.inline(text)
        if declarations is None:
            self.want(element, ())
            return
        style = {name: value for name, value, _ in declarations}
        for name in _hiding(style):
            self.want(element, COMPANIONS.get(name, (name,)))
        if "color" in style or "background-color" in style:
            self.want(element, COMPANIONS["color"])

    def inline(self, text: str) -> tuple[Declaration, ...] | None:
        """Return the declarations of a style attribute, None beyond the limit of a page."""
        if text not in self.styles:
            self.budget -= len(text) + _STYLE_OVERHEAD
            self.styles[text] = read_declarations(text) if self.budget >= 0 else None
        return self.styles[text]

    def look_at_names(self) -> None:  # noqa: C901 - one lookup after the other
        """Find elements whose classes, ids or tags may be hidden by a rule or by convention."""
        self.classes.update(_texts(_CLASSES, self.root))
        classes = {value: value.split() for value in self.classes}
        names = {f".{name}" for names in classes.values() for name in names}
        hiding: dict[str, frozenset[str]] = {}
        if self.sheets.sheets:
            ids = {f"#{value}" for value in _texts(_IDS, self.root)}
            hiding = self.sheets.hiding_names(
                frozenset(names | ids), any_color=not self.is_styled_elsewhere
            )
        conventional = names & _hiding_classes()
        if not hiding and not conventional:
            return
        hiding_strings = {
            value: frozenset().union(*(hiding.get(f".{name}", ()) for name in parts))
            for value, parts in classes.items()
        }
        conventional_strings = {
            value
            for value, parts in classes.items()
            if any(f".{name}" in conventional for name in parts) and not _SHOWN_WIDE.search(value)
        }
        for element in _elements(_WITH_NAMES, self.root):
            value = element.get("class")
            if value:
                if hiding_strings[value]:
                    self.want(element, hiding_strings[value])
                if value in conventional_strings:
                    self.hide_by_default(element)
            if properties := hiding.get(f"#{element.get('id')}"):
                self.want(element, properties)
        for name, properties in hiding.items():
            # Rules for bare tags are many, mostly of menus, and dear: only where no other sheet is.
            if name[0] not in ".#*" and not self.is_styled_elsewhere:
                self.tags.add(name)
                for element in self.root.iter(name):
                    self.want(element, properties)

    def hiding_properties(self, element: Element, properties: set[str]) -> frozenset[str]:
        """Return the properties by which an element hides its text."""
        text = element.get("style")
        if text and text in self.styles and self.styles[text] is None:
            return frozenset(("style",))
        style = self.computed(element, frozenset(properties))
        if self.sheets.is_exhausted:
            return frozenset(("style",))
        hiding = set(_hiding(style))
        if "color" in properties and self.has_ink_of_paper(element, style):
            hiding.add("color")
        if not hiding or self.is_reached(element):
            return frozenset()
        if not hiding.isdisjoint(self.own_hiding(element)):
            return frozenset(hiding)
        names = frozenset(hiding)
        return frozenset() if self.is_shown_later(element, names) else names

    def own_hiding(self, element: Element) -> set[str]:
        """Return the properties by which the attributes of an element hide its text."""
        own = {name: value for name, value, _ in self.inline(element.get("style") or "") or ()}
        names = set(_hiding(own))
        if "color" in own or "background-color" in own:
            names.add("color")
        if element in self.by_attribute:
            names.add("display")
        return names

    def is_reached(self, element: Element) -> bool:
        """Return True if a control beside an element shows it: a panel of an accordion or a tab."""
        if element.get("role") == "tabpanel":
            return True
        control = self.controls.get(element.get("id") or "")
        parent = element.getparent()
        if control is None or parent is None:
            return False
        around = list(control.iterancestors())
        return (parent in around or parent.getparent() in around) and not any(
            outer.tag in _MENUS or outer.get("role") in _MENU_ROLES for outer in around
        )

    def is_shown_later(self, element: Element, hiding: frozenset[str]) -> bool:
        """Return True if a script or a click seems to show an element that a class hides.

        It holds the page's main part or headline, its name says that it unfolds, it is one of
        several panels below controls, or a rule shows it in another state or on other screens.
        """
        if element.tag in ("html", "body", "main") or next(element.iter("h1"), None) is not None:
            return True
        if element.tag == "article" and len(list(islice(self.root.iter("article"), 2))) == 1:
            return True
        if self.is_panel(element):
            return True
        near = islice(chain((element,), element.iterancestors()), _UNFOLDING_REACH)
        if any(_UNFOLDS.search(f"{e.get('class')} {e.get('id')}") for e in near):
            return True
        return any(
            (rule.in_media or not rule.matches(element))
            and any(_sets_back(_styled(rule), name) for name in hiding)
            for name in _names_of(element)
            if name[0] in ".#"
            for rule in self.sheets.rules_for(name, hiding)
        )

    def is_panel(self, element: Element) -> bool:
        """Return True if an element follows a short text, as others of the same classes do."""
        before = element.getprevious()
        if before is None or before in self.wanted:
            return False
        length = sum(len(text.strip()) for text in before.itertext("*"))
        names = element.get("class") or ""
        return 0 < length <= _LONGEST_CONTROL and self.classes[names] >= _LEAST_PANELS

    def computed(self, element: Element, properties: frozenset[str]) -> Style:
        """Return the values of properties after the cascade of the page's own styles."""
        layers: list[tuple[tuple[object, ...], str, Value]] = []
        if self.sheets.sheets:
            for name in _names_of(element):
                if name not in self.tags and name[0] not in ".#" and self.is_styled_elsewhere:
                    continue
                for rule in self.sheets.rules_for(name, properties):
                    if not rule.in_media and rule.matches(element):
                        for name_, value, important in rule.declarations:
                            place = (important, False, rule.specificity, rule.order)
                            layers.append((place, name_, value))
        text = element.get("style")
        if text:
            for name_, value, important in self.inline(text) or ():
                layers.append(((important, True, (0, 0, 0), (0, 0)), name_, value))
        layers.sort(key=lambda layer: layer[0])
        style: Style = {"display": "none"} if element in self.by_default else {}
        style.update((name, value) for _, name, value in layers)
        return style

    def has_ink_of_paper(self, element: Element, style: Style) -> bool:
        """Return True if text has the color of its background."""
        ink = style.get("-webkit-text-fill-color", style.get("color"))
        if not isinstance(ink, Color) or "text-shadow" in style:
            return False
        paper = self.paper(element)
        return isinstance(paper, Color) and _contrast(ink, paper) < _LEAST_CONTRAST

    def paper(self, element: Element) -> Color | str:
        """Return the background of an element."""
        unknown = []
        around: Element | None = element
        while around is not None and around not in self.papers:
            unknown.append(around)
            around = around.getparent()
        paper = self.papers[around] if around is not None else self.default_paper()
        for inner in reversed(unknown):
            own = self.own_paper(inner)
            if own is not None:
                paper = own
            self.papers[inner] = paper
        return paper

    def default_paper(self) -> Color | str:
        """Return the background of a page that sets none itself."""
        return UNKNOWN_COLOR if self.is_styled_elsewhere else _WHITE

    def own_paper(self, element: Element) -> Color | str | None:
        """Return the background that an element sets, None if that behind it is seen."""
        if element.get("background"):
            return UNKNOWN_COLOR
        if self.is_styled_elsewhere:  # its rules would be a part of the truth only, and cost most
            declared = self.inline(element.get("style") or "") or ()
            style = {name: value for name, value, _ in declared}
            if element in self.wanted:
                style = self.computed(element, _PAPER)
        else:
            style = self.computed(element, _PAPER)
        value = style.get("background-color")
        if value is None and element.get("bgcolor"):
            value = _attribute_color(element.get("bgcolor") or "")
        if isinstance(value, Color):
            return value if value.alpha > 0.95 else None if value.alpha < 0.05 else UNKNOWN_COLOR
        return UNKNOWN_COLOR if value == UNKNOWN_COLOR else None

    def revealed(self, hidden_by: Mapping[Element, frozenset[str]]) -> frozenset[Element]:
        """Return the elements inside hidden ones that set back all inherited hiding properties."""
        revealed = set()
        for element, names in hidden_by.items():
            is_outermost = not any(outer in hidden_by for outer in element.iterancestors())
            if is_outermost and names <= _INHERITED:
                for inner in element.iterdescendants("*"):
                    if inner.get("style") and inner not in hidden_by:
                        style = self.computed(inner, names)
                        if all(_sets_back(style, name) for name in names):
                            revealed.add(inner)
        return frozenset(revealed)


_PAPER = frozenset(("background",))
_INHERITED = frozenset(("visibility", "font-size", "color"))
_WHITE = Color(1, 1, 1, 1)


def _styled(rule: Rule) -> Style:
    return {name: value for name, value, _ in rule.declarations}


_MENUS = ("nav", "header", "footer", "form")
_MENU_ROLES = ("navigation", "menu", "menubar", "dialog", "banner", "contentinfo")

_UNFOLDS = re.compile(
    r"accordion|collaps|expand|faq|toggle|tab[-_]?(?:pan|content|item)|tabs|panel|unfold|reveal"
    r"|(?:read|show|view|see)[-_]?more|spoiler|drop-?down|slide|carousel|animat|fade|aos|wow",
    re.IGNORECASE,
)
"""Names of boxes whose text a click or a script shows."""

_LONGEST_CONTROL = 200
_LEAST_PANELS = 3
"""Characters of the question above an answer, at most, and panels of an accordion, at least. Chosen
by hand on wcxb-dev, where classes without a telling name hide 40 such panels that are content."""

_UNFOLDING_REACH = 3
"""Boxes around a text whose names count: a panel, its item, the accordion."""


def _sets_back(style: Style, name: str) -> bool:
    value = style.get(name)
    if value is None or value in ("inherit", "unset", UNKNOWN_COLOR):
        return False
    return name not in _hiding({**style, name: value})


def _is_hidden_by_default(element: Element) -> bool:
    """Return True if browsers do not show an element, as it is or by an attribute."""
    hidden = element.get("hidden")
    if hidden is not None:
        return hidden.strip().lower() != "until-found"
    if element.tag == "dialog":
        return element.get("open") is None
    return element.get("popover") is not None


def _hiding_classes() -> frozenset[str]:
    names = load_phrases("hidden")["classes"]
    return frozenset(f".{name}" for name in names)


_SHOWN_WIDE = re.compile(
    r"(?:^|\s)(?:(?!print)[\w\[\]-]+"
    r":(?:block|flex|grid|inline[\w-]*|table[\w-]*|contents|visible|not-sr-only)"
    r"|\S+@\S+|[\w-]+(?:__|-)(?:block|flex|grid|inline[\w-]*|table[\w-]*))(?:\s|$)"
)
"""Utility classes of Tailwind and Bootstrap that show an element on wide screens."""


def _names_of(element: Element) -> Iterator[str]:
    """Yield the names by which rules select an element."""
    for name in dict.fromkeys((element.get("class") or "").split()):
        yield f".{name}"
    if element.get("id"):
        yield f"#{element.get('id')}"
    yield str(element.tag)


def _hiding(style: Style) -> Iterator[str]:
    """Yield the properties by which a style hides text, without looking at other elements."""
    for name, hides in _HIDES_ALONE.items():
        value = style.get(name)
        if value is not None and hides(value):
            yield name
    is_animated = any(name in style for name in _ANIMATED)
    ink = style.get("-webkit-text-fill-color", style.get("color"))
    is_drawn = style.get("background-clip") == "text" or bool(style.get("text-shadow"))
    if isinstance(ink, Color) and ink.alpha <= _FAINT and not is_drawn:
        yield "color"
    if not is_animated and _at_most(style.get("opacity"), _FAINT):
        yield "opacity"
    is_stretched = any(style.get(name) for name in _STRETCHING)
    if not is_animated and not is_stretched and style.get("overflow") is True:
        for name in ("height", "width"):
            if _at_most(style.get(name), 1):
                yield name
        if _at_most(style.get("line-height"), 0):
            yield "line-height"


_ANIMATED = ("transform", "-webkit-transform", "transition", "transition-property", "animation",
             "animation-name", "will-change")  # fmt: skip
"""Styles of elements that fade in or unfold. Of 6,217 words at opacity 0 in every second page of
wcxb-dev and news-424, 3,335 are main content, nearly all of them animated."""

_STRETCHING = ("flex", "flex-grow", "min-width", "min-height")
"""Styles of boxes that may be larger than their width and height."""

_FAINT = 0.05
"""Opacity up to which text cannot be read."""

_LEAST_CONTRAST = 1.1
"""Contrast ratio (WCAG 2) below which text cannot be told from its background."""


def _at_most(value: Value | None, bound: float) -> bool:
    return isinstance(value, float) and value <= bound


_HIDES_ALONE = {
    "display": lambda value: value == "none",
    "visibility": lambda value: value in ("hidden", "collapse"),
    "content-visibility": lambda value: value == "hidden",
    "zoom": lambda value: _at_most(value, _FAINT) and value > 0,  # browsers take 0 for 1
    "font-size": lambda value: _at_most(value, 1),
    **dict.fromkeys(
        ("clip", "clip-path", "-webkit-clip-path", "scale", "translate", "filter", "transform",
         "-webkit-transform", "mask", "mask-image", "-webkit-mask", "-webkit-mask-image"),
        lambda value: value is True,
    ),
    **dict.fromkeys(
        ("left", "right", "top", "bottom", "margin-left", "margin-top"),
        lambda value: _at_most(value, -FAR_AWAY),
    ),
    "text-indent": lambda value: _at_most(value, -100),
}  # fmt: skip
"""Whether a value of a property hides text by itself."""


def _contrast(ink: Color, paper: Color) -> float:
    """Return the contrast ratio of two colors, 1 to 21 (WCAG 2)."""
    mixed = (
        ink.alpha * top + (1 - ink.alpha) * below
        for top, below in zip(ink[:3], paper[:3], strict=True)
    )
    lighter, darker = sorted((_luminance(*mixed), _luminance(*paper[:3])), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(red: float, green: float, blue: float) -> float:
    linear = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (red, green, blue)
    )
    weights = (0.2126, 0.7152, 0.0722)
    return sum(weight * part for weight, part in zip(weights, linear, strict=True))


def _attribute_color(value: str) -> Value | None:
    declarations = read_declarations(f"background-color:{value}")
    return declarations[0].value if declarations else UNKNOWN_COLOR
