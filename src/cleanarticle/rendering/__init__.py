"""Labelled blocks to semantic HTML, and that to Markdown and safe HTML."""

from cleanarticle.rendering.front_matter import front_matter
from cleanarticle.rendering.markdown import to_markdown
from cleanarticle.rendering.selection import select
from cleanarticle.rendering.semantic_html import markup_of_text, markup_of_tree, safe_html

__all__ = [
    "front_matter",
    "markup_of_text",
    "markup_of_tree",
    "safe_html",
    "select",
    "to_markdown",
]
