"""What must hold for every input, however broken."""

from __future__ import annotations

import json

from cleanarticle import Article, Rules, clean
from cleanarticle.errors import InputError, TooLargeError, UnsupportedContent


def check_document(content: bytes) -> None:
    """Clean bytes and render them in every way, as they are labeled and all as body."""
    for rules in (Rules(), Rules(keep=["body"])):
        try:
            article = clean(content, rules=rules)
        except (InputError, TooLargeError, UnsupportedContent):
            return
        encoded = article.to_json().encode()
        assert Article.from_dict(json.loads(encoded)).text == article.text
        article.to_markdown(title=True, front_matter=True, links=False, images=False).encode()
        assert "<script" not in article.to_html(title=True, tables=False).lower()
