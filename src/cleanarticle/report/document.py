"""The HTML document of a report: one file that loads nothing and runs only its own script.

The content security policy allows one style sheet and one script, by their hashes; style
attributes, event handlers, pictures, fonts, frames, forms and all requests are blocked, should text
of a page ever become markup.
"""

from __future__ import annotations

import base64
import hashlib
from importlib import resources

from cleanarticle.characters import CONTROL
from cleanarticle.report.markup import Markup, element, join
from cleanarticle.report.shown_article import LINK_REL, is_web_url


def document(title: str, *body: Markup) -> str:
    """Return a report.

    Args:
        title: The title of the window.
        *body: The content.
    """
    style, script = _read("report.css"), _read("report.js")
    policy = (
        f"default-src 'none'; style-src {_hash(style)}; script-src {_hash(script)}; "
        "base-uri 'none'; form-action 'none'"
    )
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=policy),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("meta", name="referrer", content="no-referrer"),
        element("meta", name="color-scheme", content="light dark"),
        element("title", title),
        element("style", Markup(style)),
    )
    content = join(*body, element("script", Markup(script)))
    html = element("html", head, element("body", content), lang="en")
    return CONTROL.sub("", f"<!DOCTYPE html>\n{html}\n")


def link(url: str | None, text: str) -> Markup:
    """Return a link to a web page; a text if the URL is of another scheme, or there is none."""
    if not is_web_url(url):
        return element("span", text, dir="auto")
    return element("a", text, href=url, rel=LINK_REL, dir="auto")


def _read(name: str) -> str:
    return resources.files("cleanarticle").joinpath(f"report/{name}").read_text("utf-8")


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"
