"""Labelled blocks to semantic HTML, and that to Markdown and safe HTML."""

from cleanarticle.render.front_matter import front_matter
from cleanarticle.render.html import markup_of_text, markup_of_tree, safe_html
from cleanarticle.render.markdown import to_markdown
from cleanarticle.render.select import select

__all__ = [
    "front_matter",
    "markup_of_text",
    "markup_of_tree",
    "safe_html",
    "select",
    "to_markdown",
]
