"""Body: what a response holds, unpacked, whether it comes from a server or from an archive."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from cleanarticle.fetching.content_check import unpack_undeclared
from cleanarticle.fetching.decompression import unpack
from cleanarticle.files.compression import DamagedData, TruncatedData

if TYPE_CHECKING:
    from collections.abc import Mapping

_WHOLE = re.compile(rb"</html>(?>\s+|<!--.*?-->)*+\Z", re.IGNORECASE | re.DOTALL)
"""The end of a complete page."""

_ENDING_BYTES = 1000
"""Bytes at the end of a page that are searched for its last tag."""


def unpacked_body(
    packed: bytes, headers: Mapping[str, str], failure: Exception | None, limit: int
) -> bytes:
    """Return the body of a response, unpacked.

    A page that ends with its last tag is complete, whatever length was announced.

    Args:
        packed: The bytes that were received.
        headers: The headers of the response, names in lower case.
        failure: Why the bytes end early; None if they do not.
        limit: Bytes to return at most.

    Raises:
        DamagedData: The bytes cannot be unpacked, or end early.
        UnknownCoding: They are packed in an unknown way.
        Exception: The failure, if the page is not complete.
    """
    content_type = headers.get("content-type", "")
    try:
        content = unpack(packed, headers.get("content-encoding", ""), limit)
        content = unpack_undeclared(content, content_type, limit)
    except TruncatedData as error:
        content, failure = error.content, failure or error
    except DamagedData as error:
        raise failure or error from error
    is_cut = failure is not None and len(content) < limit
    if is_cut and failure is not None and not _WHOLE.search(content[-_ENDING_BYTES:]):
        raise failure
    return content
