"""Labelled blocks to semantic HTML, and that to Markdown and safe HTML."""

from cleanarticle.render.html import markup_of_text, markup_of_tree, safe_html
from cleanarticle.render.markdown import to_markdown

__all__ = ["markup_of_text", "markup_of_tree", "safe_html", "to_markdown"]
