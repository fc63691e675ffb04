"""Invisible characters: those that a reader cannot see, and that can carry a hidden message."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cleanarticle.parsing.document import Element


class Stripped(NamedTuple):
    """A text without its invisible characters, and whether they may have held a message."""

    text: str
    had_message: bool


_FLAG = "\U0001f3f4[\U000e0030-\U000e0039\U000e0061-\U000e007a]{1,6}\U000e007f"
"""The flag of a region, such as that of Wales: a black flag, a code in tag characters, an end."""

_INVISIBLE = (
    "\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0"
    "\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
"""Characters without a glyph of their own (Unicode, Default_Ignorable_Code_Point), without those
that only stand inside Korean, Khmer and Mongolian words."""

_RUN = re.compile(rf"{_FLAG}|[{_INVISIBLE}]+")
_TAG = re.compile("[\U000e0000-\U000e007f]")
_SELECTOR = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_EMOJI_PARTS = re.compile("[\ufe0e\ufe0f]?\u200d?")
_JOINING_SCRIPT = re.compile(
    "[\u0600-\u109f\u1700-\u18af\u1900-\u1cff\ua800-\uabff\ufb50-\ufdff\ufe70-\ufefc]"
)
"""Characters of scripts in which joiners, and spaces without width, are a part of the spelling:
Arabic, those of India and its neighbors, Thai, Lao, Tibetan, Burmese, Khmer, Mongolian."""

_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
_IDEOGRAPH = re.compile("[\u3000-\u303f\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")

_LONG_RUN = 4
"""Least invisible characters in a row that may be a message; typing errors are shorter."""


def strip_invisible(text: str) -> Stripped:
    """Return a text without invisible characters.

    Those that a script or an emoji needs stay: joiners inside words of Persian or Hindi and between
    emoji, one variation selector after the character that it varies, flags of regions, direction
    marks beside Arabic and Hebrew, soft hyphens inside words.
    """
    if text.isascii() or _RUN.search(text) is None:
        return Stripped(text, had_message=False)
    had_message = False

    def visible(match: re.Match[str]) -> str:
        nonlocal had_message
        run = match[0]
        if run[0] == "\U0001f3f4":
            return run
        before, after = text[match.start() - 1 : match.start()], text[match.end() : match.end() + 1]
        if _is_needed(run, before, after):
            return run
        selectors = len(_SELECTOR.findall(run))
        had_message |= len(run) >= _LONG_RUN or selectors > 1 or bool(_TAG.search(run))
        first = run[:1] if selectors > 1 and _is_needed(run[:1], before, "") else ""
        return first if _SELECTOR.match(first) else ""

    stripped = _RUN.sub(visible, text)
    return Stripped(stripped, had_message)


def _is_needed(run: str, before: str, after: str) -> bool:
    """Return True if invisible characters are a part of the spelling where they stand."""
    if not before:
        return False
    if _EMOJI_PARTS.fullmatch(run) and _is_symbol(before):
        return not run.endswith("\u200d") or _is_symbol(after)
    if len(run) > 1 or run == "\u00ad":
        return len(run) == 1 and before.isalpha() and after.isalpha()
    if run in "\u200b\u200c\u200d":
        return bool(_JOINING_SCRIPT.match(before)) and not after.isascii()
    if run in "\u061c\u200e\u200f":
        return bool(_RIGHT_TO_LEFT.match(before) or _RIGHT_TO_LEFT.match(after))
    return _SELECTOR.match(run) is not None and bool(
        _IDEOGRAPH.match(before) or unicodedata.category(before) == "Sm"
    )


def _is_symbol(character: str) -> bool:
    """Return True if a character can be an emoji or a part of one."""
    return bool(character) and unicodedata.category(character) in _SYMBOLS


_SYMBOLS = ("So", "Sk", "Sm", "Po", "Nd", "No")


_NOT_XML = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff]")
"""Characters that the parser accepts and that cannot be set."""

_CODE = ("script", "style")
"""Elements whose text is not shown, and by far the longest; metadata in it is stripped as
it is read."""


def strip_tree(root: Element, content: bytes) -> frozenset[Element]:
    """Remove the invisible characters of a tree, in texts and in what stands for images.

    Args:
        root: The root element.
        content: The bytes it was parsed from, in UTF-8.

    Returns:
        The elements whose text or tail may have held a message.
    """
    if not _may_contain_invisible(content):
        return frozenset()
    carriers = set()
    for element in root.iter():
        for part in (
            ("tail",) if element.tag in _CODE or callable(element.tag) else ("text", "tail")
        ):
            text = getattr(element, part)
            if text and not text.isascii():
                stripped = strip_invisible(text)
                if stripped.text != text:
                    setattr(element, part, _NOT_XML.sub(" ", stripped.text))
                if stripped.had_message:
                    carriers.add(element)
    for image in root.iter("img"):
        alt = image.get("alt") or ""
        if not alt.isascii():
            image.set("alt", _NOT_XML.sub(" ", strip_invisible(alt).text))
    return frozenset(carriers)


_ASCII = bytes(range(128))
_ENCODED = re.compile(
    rb"(?:\xc2\xad){2}|\xcd\x8f|\xd8\x9c|\xe1\xa0\x8e|\xe2(?:\x80[\x8b-\x8f\xaa-\xae]|\x81[\xa0-\xaf])"
    rb"|\xe3\x85\xa4|(?:\xef\xb8[\x80-\x8f]){2}|\xef(?:\xbb\xbf|\xbe\xa0|\xbf[\xb9-\xbb])|\xf0\x9b\xb2"
    rb"|\xf0\x9d\x85|\xf3\xa0"
)
"""Invisible characters in UTF-8. Not for one soft hyphen or one variation selector: they stand in
long words and in most emoji."""

_REFERENCES = re.compile(
    rb"&(?:#0*(?:847|1564|6158|820[3-7]|823[4-8]|8(?:28[89]|29\d|30[0-3])|12644|6502[4-9]|6503[0-8]"
    rb"|65279|65440|6552[1-9]|9[12]\d{4})\b"
    rb"|#[xX]0*(?:34[fF]|61[cC]|180[eE]|200[b-fB-F]|202[a-eA-E]|206[0-9a-fA-F]|3164"
    rb"|[fF][eE]0[0-9a-eA-E]|[fF][eE][fF][fF]|[eE]0[0-9a-fA-F]{3})\b"
    rb"|(?:zwj|zwnj|lrm|rlm|NoBreak|ZeroWidthSpace|Negative\w+Space)\b|(?:af|ApplyFunction|it|ic);)"
)
"""References to invisible characters."""


def _may_contain_invisible(content: bytes) -> bool:
    if not content.isascii() and _ENCODED.search(content.translate(None, _ASCII)):
        return True
    return _REFERENCES.search(content) is not None
