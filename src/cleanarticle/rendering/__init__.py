"""Rendering of labeled blocks as semantic HTML, sanitized HTML and Markdown."""

from cleanarticle.rendering.front_matter import front_matter
from cleanarticle.rendering.markdown import to_markdown
from cleanarticle.rendering.sanitizing import sanitize_html
from cleanarticle.rendering.selection import select_markup
from cleanarticle.rendering.semantic_html import (
    DeclaredUrls,
    render_body,
    render_html,
    render_text_as_html,
)

__all__ = [
    "DeclaredUrls",
    "front_matter",
    "render_body",
    "render_html",
    "render_text_as_html",
    "sanitize_html",
    "select_markup",
    "to_markdown",
]
