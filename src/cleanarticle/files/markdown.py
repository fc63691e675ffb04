"""Markdown: from the text that a server sends as text/markdown to HTML."""

from __future__ import annotations

import html
import re

MARKDOWN_TYPES = frozenset(
    """text/markdown text/x-markdown text/vnd.daringfireball.markdown text/x-web-markdown
    application/markdown""".split()
)
"""Media types of Markdown: RFC 7763's, and older ones."""

MAX_MARKDOWN = 100_000
"""Characters of Markdown at most. Chosen by hand: markdown-it takes a second for 80 kB of unclosed
links, and the time grows with the square."""

_FRONT_MATTER = re.compile(
    r"\s*---[ \t]*\r?\n(?P<fields>.*?)^(?:---|\.\.\.)[ \t]*$", re.MULTILINE | re.DOTALL
)
_TITLE = re.compile(r"^title:[ \t]*(?P<quote>['\"]?)(?P<title>.+?)(?P=quote)[ \t]*$", re.MULTILINE)


def markdown_to_html(text: str) -> str:
    """Return a page of the Markdown, CommonMark with tables; front matter gives its title."""
    from markdown_it import MarkdownIt

    front = _FRONT_MATTER.match(text)
    title = _TITLE.search(front["fields"]) if front else None
    head = f"<title>{html.escape(title['title'])}</title>" if title else ""
    body = (
        MarkdownIt().enable(["table", "strikethrough"]).render(text[front.end() if front else 0 :])
    )
    return f"<!doctype html><html><head>{head}</head><body><article>{body}</article></body></html>"
