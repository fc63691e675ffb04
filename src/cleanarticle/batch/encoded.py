"""EncodedArticle: an article as JSON, encoded by a worker process for an output of JSON lines."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from cleanarticle.rendering.plain_data import ARTICLE_FIELDS

if TYPE_CHECKING:
    from collections.abc import Mapping

RECORDED_FIELDS = {name: kind for name, kind in ARTICLE_FIELDS.items() if name != "url"}
"""The fields of an article in a record, whose `final_url` is the article's `url`."""

_COUNTED = ("page_type", "flags", "language", "canonical_url")
"""The fields that the main process looks at, whatever the output is."""


class EncodedArticle(dict[str, Any]):
    """The fields of an article that the main process looks at, and all of them as JSON.

    Args:
        fields: The article as plain data.

    Attributes:
        text: All `RECORDED_FIELDS` as the text of a JSON object.
    """

    def __init__(self, fields: Mapping[str, Any]) -> None:
        super().__init__({name: fields[name] for name in _COUNTED})
        recorded = {name: fields[name] for name in RECORDED_FIELDS}
        self.text = json.dumps(recorded, ensure_ascii=False)
