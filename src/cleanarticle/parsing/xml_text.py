"""Text that an XML tree may hold."""

from __future__ import annotations

import re

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that are not allowed in an XML tree (XML 1.0, production 2)."""


def xml_text(text: str) -> str:
    """Return text that lxml accepts, with DEL, which is removed later, for what it does not."""
    return _NOT_XML.sub(lambda match: " " if match[0].isspace() else "\x7f", text)
