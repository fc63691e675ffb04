"""Style sheets: the rules of a page's `style` elements that bear on whether text can be seen.

Most rules of a page hide nothing, so none is parsed until it is asked for: a search for hiding
values finds the rules that name one, and only those whose classes occur on the page are parsed.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, NamedTuple

from cssselect import parser as selectors
from cssselect.parser import SelectorError

from cleanarticle.parsing.css import read_declarations

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cssselect.parser import Tree

    from cleanarticle.parsing.css import Declaration
    from cleanarticle.parsing.document import Element

MAX_CSS = 1_000_000
"""Characters of style sheets that are searched on a page; the longest in the corpora have fewer."""

MAX_PARSED = 200_000
"""Characters of rules that are parsed on a page, about half a second of work."""

_MOVES = ("left", "right", "top", "bottom", "inset", "margin", "text-indent")
_MOTIONS = ("transform", "transition", "animation", "will-change")
_BOXES = ("height", "width", "line-height", "overflow", "size", "flex", *_MOTIONS)
_INKS = ("color", "background", "text")

COMPANIONS: dict[str, tuple[str, ...]] = {
    **{name: (name,) for name in ("display", "visibility", "content-visibility", "zoom", "filter")},
    "opacity": ("opacity", *_MOTIONS),
    "font-size": ("font",),
    **dict.fromkeys(("clip", "clip-path", "-webkit-clip-path"), ("clip",)),
    **dict.fromkeys(("mask", "mask-image", "-webkit-mask", "-webkit-mask-image"), ("mask",)),
    **dict.fromkeys(("transform", "-webkit-transform"), ("transform",)),
    **{name: (name,) for name in ("scale", "translate")},
    **dict.fromkeys(("height", "width", "max-height", "max-width", "line-height"), _BOXES),
    **dict.fromkeys(
        ("left", "right", "top", "bottom", "margin-left", "margin-right", "margin-top",
         "text-indent"),
        _MOVES,
    ),
    **dict.fromkeys(("color", "-webkit-text-fill-color", "background-color"), _INKS),
}  # fmt: skip
"""The names to look for in other rules if a property hides text: its own and those that decide
with it."""

_PARSE_OVERHEAD = 100
"""Characters that the cost of each rule counts for beside its own."""

MAX_WORK = 1_000_000
"""Rules that are compared with elements on a page, about a second of work."""

_SEARCHED_AT_ONCE = 1000
"""Characters of style sheets that are searched for a name in the time of one comparison."""

_HIDING_VALUES = tuple(
    (re.compile(pattern), COMPANIONS[name])
    for pattern, name in (
        (r"display\s*+:\s*+none", "display"),
        (r"visibility\s*+:\s*+(?:hidden|collapse)", "visibility"),
        (r"opacity\s*+:\s*+(?:0?\.0|0\s*+[;}!%]|[1-5]%)", "opacity"),
        (r"opacity\(\s*+(?:0?\.0|0\s*+[)%]|[1-5]%)", "filter"),
        (r"display\s*+:\s*+var\(", "display"),
        (r"font-size\s*+:\s*+(?:0?\.[0-5]|[01](?:px)?\s*+[;}!]|0[a-z%]|calc\(0)", "font-size"),
        (r"font\s*+:[^;}]{0,40}?(?<![\w.#-])[01](?:px)?[ /]", "font-size"),
        (r"line-height\s*+:\s*+0\s*+(?:px)?[;}!]", "line-height"),
        (r"height\s*+:\s*+[01](?:px)?\s*+[;}!]", "height"),
        (r"width\s*+:\s*+[01](?:px)?\s*+[;}!]", "width"),
        (r"(?<![\w-])block-size\s*+:\s*+[01](?:px)?\s*+[;}!]", "height"),
        (r"clip\s*+:\s*+rect", "clip"),
        (r"clip-path\s*+:\s*+[icep]", "clip"),
        (r"text-indent\s*+:\s*+(?:-\d|100%)", "text-indent"),
        (r":\s*+-(?:\d{3}|[2-9]\d?(?:v[wh]|00))", "left"),
        (r"inset\s*+:[^;}]{0,40}?-\d{3}", "left"),
        (r"margin\s*+:[^;}]{0,40}?-\d{3}", "left"),
        (r"translate[^;}]{0,40}?\d{4}", "transform"),
        (r"translate[^;}]{0,40}?\d{3}r?em", "transform"),
        (r"translate\s*+:\s*+-?\d{3}", "translate"),
        (r"scale(?:3d|[XYxy])?\(\s*+(?:0?\.0|0\s*+[,)])", "transform"),
        (r"scale\s*+:\s*+(?:0?\.0|0\s*+[;}!])", "scale"),
        (r"zoom\s*+:\s*+(?:0?\.0|[1-5]%)", "zoom"),
        (r"rotate[xy]\(\s*+(?:-?90|270|\.25)", "transform"),
        (r"matrix\(\s*+0", "transform"),
        (r"mask(?:-image)?\s*+:", "mask"),
        (r"color\s*+:\s*+transparent", "color"),
        (r"color\s*+:\s*+(?:rgb|hsl)a?\([^)]{0,40}?[,/]\s*+(?:0?\.0|0\s*+\))", "color"),
        (r"color\s*+:\s*+#(?:[0-9a-fA-F]{3}0|[0-9a-fA-F]{6}00)\b", "color"),
    )
)
"""Values that may hide text, and the names to look for in other rules. Each pattern begins with a
literal, which `re` searches for fast."""
_COLOR = re.compile(r"color\s*+:")


class Rule(NamedTuple):
    """A rule of a style sheet, with one selector.

    Attributes:
        parts: The compound selectors, the last first.
        specificity: How specific it is, as CSS counts.
        order: Its place in the style sheets.
        declarations: Its declarations that bear on hiding.
        in_media: Whether it only counts on some screens.
    """

    parts: tuple[_Part, ...]
    specificity: tuple[int, int, int]
    order: tuple[int, int]
    declarations: tuple[Declaration, ...]
    in_media: bool

    def matches(self, element: Element) -> bool:
        """Return True if the selector matches an element."""
        return _matches_chain(self.parts, element)


class StyleSheets:
    """The rules of a page's `style` elements.

    Args:
        root: The root element.
    """

    def __init__(self, root: Element) -> None:
        self.sheets = tuple(map(_Sheet, _sheet_texts(root)))
        self._by_name: dict[str, tuple[_RawRule, ...]] = {}
        self._parsed: dict[_RawRule, Rule | None] = {}
        self._selected: dict[tuple[str, frozenset[str]], tuple[Rule, ...]] = {}
        self._unparsed = MAX_PARSED
        self._work = MAX_WORK

    @property
    def is_exhausted(self) -> bool:
        """Whether a limit is reached, so that rules may be missing."""
        return self._unparsed < 0 or self._work < 0

    def hiding_names(self, names: frozenset[str], *, any_color: bool) -> dict[str, frozenset[str]]:
        """Return the names that a rule which may hide text selects, with properties to look for.

        Args:
            names: The classes (".class") and ids ("#id") on the page.
            any_color: Whether any rule that sets a color may hide text, not only those that also
                set a background.

        Returns:
            For each class, id or tag the names of properties, for `rules_for`.
        """
        hiding: dict[str, frozenset[str]] = {}
        for sheet in self.sheets:
            blocks = sheet.hiding_blocks()
            for start in set(sheet.inked_blocks(alone=True)) if any_color else ():
                blocks[start] = blocks.get(start, frozenset()).union(_INKS)
            for start, properties in blocks.items():
                for selector in _split_selectors(sheet.prelude(start)):
                    if all(name in names for name in _names(selector) if name[0] in ".#"):
                        name = _last_names(selector)[0]
                        hiding[name] = hiding.get(name, frozenset()) | properties
        return hiding

    def rules_for(self, name: str, properties: frozenset[str]) -> tuple[Rule, ...]:
        """Return the rules whose last part has a name and whose block names one of the properties.

        Args:
            name: ".class", "#id" or "tag".
            properties: Names of properties, or parts of them.
        """
        if self.is_exhausted:
            return ()
        key = name, properties
        if key not in self._selected:
            self._selected[key] = tuple(self._select(*key))
        self._work -= len(self._selected[key])
        return self._selected[key]

    def _select(self, name: str, properties: frozenset[str]) -> Iterator[Rule]:
        if name not in self._by_name:
            self._work -= sum(sheet.length for sheet in self.sheets) // _SEARCHED_AT_ONCE
            rules = (sheet.rules_with(name, order) for order, sheet in enumerate(self.sheets))
            self._by_name[name] = tuple(chain.from_iterable(rules))
        for raw in self._by_name[name]:
            if any(wanted in raw.block for wanted in properties):
                if raw not in self._parsed:
                    self._parsed[raw] = self._parse(raw)
                rule = self._parsed[raw]
                if rule is not None:
                    yield rule

    def _parse(self, raw: _RawRule) -> Rule | None:
        self._unparsed -= len(raw.selector) + len(raw.block) + _PARSE_OVERHEAD
        if self._unparsed < 0:
            return None
        sheet, start = raw.order
        outer = self.sheets[sheet].around(start)
        if any("print" in prelude for prelude in outer):
            return None
        try:
            (selector,) = selectors.parse(_nested(outer, raw.selector))
        except (SelectorError, ValueError):
            return None
        if selector.pseudo_element:
            return None
        return Rule(
            _parts(selector.parsed_tree),
            selector.specificity(),
            raw.order,
            read_declarations(raw.block),
            not all(_always_applies(prelude) for prelude in outer if prelude.startswith("@")),
        )


class _RawRule(NamedTuple):
    """A rule before it is parsed: one selector, its block, its sheet and place in it."""

    selector: str
    block: str
    order: tuple[int, int]


class _Sheet:
    """The text of a style element.

    Args:
        css: Its text, without comments and without braces in strings.
    """

    def __init__(self, css: str) -> None:
        self._css = css
        self.length = len(css)
        lower = css.lower()
        self._lower = lower if len(lower) == len(css) else css

    def hiding_blocks(self) -> dict[int, frozenset[str]]:
        """Return where the blocks begin that may hide text, with the properties to look for."""
        blocks: dict[int, frozenset[str]] = {}
        for pattern, properties in _HIDING_VALUES:
            for match in pattern.finditer(self._lower):
                start = self._block_start(match.start())
                if start >= 0:
                    blocks[start] = blocks.get(start, frozenset()).union(properties)
        return blocks

    def inked_blocks(self, *, alone: bool) -> Iterator[int]:
        """Yield where the blocks begin that may give text the color of its background.

        Args:
            alone: Whether a color without a background in the same block counts.
        """
        for match in _COLOR.finditer(self._lower):
            start = self._block_start(match.start())
            if start >= 0 and (alone or "background" in self._lower[start : match.end() + 200]):
                yield start

    def _block_start(self, index: int) -> int:
        """Return the index of the brace that opens the block around an index, -1 for none."""
        css = self._css
        start = css.rfind("{", max(0, index - _MAX_RULE), index)
        for _ in range(_MAX_NESTED):
            if start < 0 or css.find("}", start, index) < 0:
                return start
            start, index = css.rfind("{", max(0, start - _MAX_RULE), start), start
        return -1

    def prelude(self, block_start: int) -> str:
        """Return the selectors before a block."""
        before = self._css[max(0, block_start - _MAX_RULE) : block_start]
        return before[1 + max(before.rfind(mark) for mark in "{};") :]

    def rules_with(self, name: str, sheet: int) -> Iterator[_RawRule]:
        """Yield the rules that have a name in the last part of one of their selectors.

        Args:
            name: ".class", "#id" or "tag".
            sheet: The index of this sheet.
        """
        css, earlier = self._css, -1
        bare = re.sub(r"([^\w-])", r"\\\1", name[1:])
        literal = name[0] + bare
        end = 0
        while (index := css.find(literal, end)) >= 0:
            end = index + len(literal)
            if _IN_NAME.match(css, end) or (
                index and name[0] not in ".#" and _GOES_ON.match(css, index - 1)
            ):
                continue
            start = css.find("{", end, end + _MAX_RULE)
            if start < 0 or start == earlier or css.find("}", end, start) >= 0:
                continue
            earlier = start
            for selector in _split_selectors(self.prelude(start)):
                if name in _last_names(selector):
                    yield _RawRule(selector.strip(), self._block(start), (sheet, start))

    def _block(self, start: int) -> str:
        end = self._lower.find("}", start, start + _MAX_RULE)
        for _ in range(_MAX_NESTED):
            inner = self._lower.count("{", start + 1, end)
            if end < 0 or inner <= self._lower.count("}", start + 1, end):
                break
            end = self._lower.find("}", end + 1, end + _MAX_RULE)
        return self._lower[start + 1 : end if end >= 0 else start + _MAX_RULE]

    def around(self, block_start: int) -> tuple[str, ...]:
        """Return the preludes of the blocks around a block, the outermost first."""
        css = self._css
        if css.count("{", 0, block_start) <= css.count("}", 0, block_start):
            return ()
        starts, outer = self._blocks
        index = outer[bisect_left(starts, block_start)]
        preludes: list[str] = []
        while index >= 0 and len(preludes) < _MAX_NESTED:
            preludes.append(self.prelude(starts[index]).strip())
            index = outer[index]
        return tuple(reversed(preludes))

    @cached_property
    def _blocks(self) -> tuple[list[int], list[int]]:
        """Where the blocks begin, and the index of the block around each, -1 for none."""
        starts: list[int] = []
        outer: list[int] = []
        is_open: list[int] = []
        for match in _BRACE.finditer(self._css):
            if match[0] == "{":
                outer.append(is_open[-1] if is_open else -1)
                is_open.append(len(starts))
                starts.append(match.start())
            elif is_open:
                is_open.pop()
        return starts, outer


_IN_NAME = re.compile(r"[\w-]")
_GOES_ON = re.compile(r"[\w.#-]")
_BRACE = re.compile(r"[{}]")

_MAX_RULE = 20_000
"""Longest list of selectors and longest block that is read, in characters."""

_MAX_NESTED = 8
"""Deepest nesting of blocks, and most blocks nested in a block before a declaration."""


def _nested(outer: Sequence[str], selector: str) -> str:
    """Return the selector of a rule inside other rules (CSS nesting)."""
    for parent in reversed([prelude for prelude in outer if not prelude.startswith("@")]):
        selector = selector.replace("&", parent) if "&" in selector else f"{parent} {selector}"
    return selector


def _sheet_texts(root: Element) -> Iterator[str]:
    """Yield the text of the style elements, without comments and without braces in strings."""
    remaining = MAX_CSS
    for element in root.iter("style"):
        css = (element.text or "")[: max(0, remaining)]
        if not css or not _always_applies(f"@media {element.get('media') or ''}"):
            continue
        remaining -= len(css)
        if "/*" in css:
            css = _COMMENT.sub(" ", css)
        if "\\" in css:
            css = _ESCAPED_LETTER.sub(_letter, css)
        if ":is(" in css or ":where(" in css:
            css = _SINGLE_CHOICE.sub(r"\1", css)
        for quote, pattern in _STRINGS:
            if quote in css:
                css = pattern.sub(_without_braces, css)
        yield css


_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
_ESCAPED_LETTER = re.compile(r"\\(?:0{0,4}([46][1-9a-fA-F]|[57][0-9aA])\s?|([g-zG-Z]))")
_SINGLE_CHOICE = re.compile(r":(?:is|where)\(\s*+([.#][\w-]++)\s*+\)")
_STRINGS = (
    ('"', re.compile(r'"(?:[^"\\\n]++|\\.)*+"')),
    ("'", re.compile(r"'(?:[^'\\\n]++|\\.)*+'")),
)


def _letter(match: re.Match[str]) -> str:
    return match[2] or chr(int(match[1], 16))


def _without_braces(match: re.Match[str]) -> str:
    string = match[0]
    return '""' if "{" in string or "}" in string or ";" in string else string


def _split_selectors(prelude: str) -> list[str]:
    return (_SELECTOR.findall(prelude) or [""]) if "(" in prelude else prelude.split(",")


_SELECTOR = re.compile(r"(?:[^,()]++|\((?:[^()]++|\([^()]*+\))*+\)|[()])++")
_LAST_PART = re.compile(r"[^\s>+~]+\s*$")
_NAME = re.compile(r"[.#]?(?:[\w-]|[^\x00-\x7f]|\\.)+|\*")
_CONDITION = re.compile(r"(?<!\\)::?[\w-]+(?:\([^()]*\))?|\[[^\]]*\]")


def _names(selector: str) -> list[str]:
    """Return the classes, ids and tags in a selector, without those in conditions."""
    if ":" in selector or "[" in selector:
        selector = _CONDITION.sub("", selector)
    names = _NAME.findall(selector)
    if "\\" in selector:
        names = [name.replace("\\", "") for name in names]
    return names


def _last_names(selector: str) -> list[str]:
    """Return the classes and ids in the last part of a selector, else its tag, else "*"."""
    bare = _CONDITION.sub("", selector) if ":" in selector or "[" in selector else selector
    last = _LAST_PART.search(bare)
    names = _names(last[0]) if last else []
    return [name for name in names if name[0] in ".#"] or names[:1] or ["*"]


_SCREEN = {"width": 1280.0, "height": 800.0}
_FEATURE = re.compile(r"\(\s*(min|max)-(?:device-)?(width|height)\s*:\s*([\d.]+)(px|em|rem)\s*\)")
_TRIVIAL = re.compile(r"(?:only\s+)?(?:all|screen)?")


def _always_applies(prelude: str) -> bool:
    """Return True if the rules in an at-rule count on every desktop screen."""
    name, _, condition = prelude.lower().partition(" ")
    if name in ("@layer", "@supports", "@container", "@scope", "@starting-style"):
        return name in ("@layer", "@supports") and not condition.strip().startswith("not")
    if not name.startswith("@media"):
        return False
    condition = name.removeprefix("@media") + condition
    return any(map(_query_applies, condition.split(",")))


def _query_applies(query: str) -> bool:
    for feature in _FEATURE.finditer(query):
        bound = float(feature[3]) * (1 if feature[4] == "px" else 16)
        size = _SCREEN[feature[2]]
        if not (size >= bound if feature[1] == "min" else size <= bound):
            return False
    rest = _FEATURE.sub("", query).replace("and", "").strip()
    return _TRIVIAL.fullmatch(rest) is not None


_Part = tuple[str, "Tree"]
"""A combinator (" ", ">", "" for the last part), and the compound selector before it."""


def _parts(tree: Tree) -> tuple[_Part, ...]:
    """Return the parts of a selector, the last first."""
    parts, combinator = [], ""
    while isinstance(tree, selectors.CombinedSelector):
        parts.append((combinator, tree.subselector))
        combinator, tree = tree.combinator, tree.selector
    return (*parts, (combinator, tree))


def _matches_chain(parts: Sequence[_Part], element: Element) -> bool:
    """Return True if a chain of compound selectors matches an element and its ancestors.

    The indices of the parts that may come next move up the tree together, so the work is the
    depth of the tree times the number of parts. Sibling combinators never match.
    """
    if not _matches(parts[0][1], element):
        return False
    waiting = {1}
    for outer in element.iterancestors():
        if len(parts) in waiting:
            return True
        following = {index for index in waiting if parts[index][0] == " "}
        for index in waiting:
            if parts[index][0] in " >" and _matches(parts[index][1], outer):
                following.add(index + 1)
        waiting = following
        if not waiting:
            return False
    return len(parts) in waiting


def _matches(tree: Tree, element: Element) -> bool:  # noqa: PLR0911 - a kind a case
    """Return True if a compound selector matches an element; one with states never does."""
    match tree:
        case selectors.Element():
            return tree.element is None or tree.element.lower() == element.tag
        case selectors.Class():
            names = (element.get("class") or "").split()
            return tree.class_name in names and _matches(tree.selector, element)
        case selectors.Hash():
            return tree.id == element.get("id") and _matches(tree.selector, element)
        case selectors.Attrib():
            return _matches_attribute(tree, element) and _matches(tree.selector, element)
        case selectors.Negation():
            return not _matches(tree.subselector, element) and _matches(tree.selector, element)
        case selectors.Pseudo(ident="root"):
            return element.getparent() is None and _matches(tree.selector, element)
        case _:
            return False


def _matches_attribute(tree: selectors.Attrib, element: Element) -> bool:
    value = element.get(tree.attrib)
    if value is None or tree.operator == "exists":
        return value is not None
    wanted = (tree.value.value if tree.value is not None else None) or ""
    if tree.operator == "=":
        return value == wanted
    tests = {"~=": value.split().__contains__, "^=": value.startswith, "$=": value.endswith,
             "*=": value.__contains__}  # fmt: skip
    return bool(wanted) and tree.operator in tests and bool(tests[tree.operator](wanted))
