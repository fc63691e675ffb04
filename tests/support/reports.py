"""Articles and records for reports, with text that tries to become markup, and parsed reports."""

from __future__ import annotations

from typing import Any

import nh3
from lxml import html

from cleanarticle import Article, Block, BlockKind

PAYLOADS = [
    "</script><script>window.pwned=1</script>",
    "</style><style>*{display:none}</style>",
    "</template></details></li></ol></pre><script>window.pwned=2</script>",
    "<img src=x onerror=window.pwned=3>",
    '"><svg onload=window.pwned=4>',
    "' onmouseover='window.pwned=5' x='",
    "<!-- ]]> --!> <![CDATA[ <iframe srcdoc='<script>parent.pwned=6</script>'>",
    "javascript:window.pwned=7",
    "&lt;script&gt;window.pwned=8&lt;/script&gt;",
    "\u202egnp.exe\u2066 \u2028 \x00 \x1b[31m",
]


def article_of(*blocks: Block, **changes: Any) -> Article:
    """Return an article of a page with these blocks."""
    fields: dict[str, Any] = {
        "title": "A story", "authors": (), "published": None, "modified": None, "site_name": None,
        "language": "en", "description": None, "image": None, "tags": (), "canonical_url": None,
        "url": "https://www.example.org/a", "page_type": "article", "confidence": 0.93,
        "flags": frozenset(), "blocks": blocks, "markup": "<p>The text.</p>",
    }  # fmt: skip
    return Article(**(fields | changes))


def block_of(text: str, kind: BlockKind = BlockKind.BODY, **changes: Any) -> Block:
    """Return a block in a paragraph."""
    block = Block(text, kind, 0.5, f"{len(text.split())} words", "/html[1]/body[1]/p[1]", "p")
    return block._replace(**changes)


def hostile_article() -> Article:
    """Return an article in which everything that a page chooses is an attempt to run a script."""
    everything = " ".join(PAYLOADS)
    links = "".join(
        f'<a href="{text}">x</a>' for text in ("javascript:pwned=1", "data:text/html,x")
    )
    blocks = [
        block_of(text, kind, reason=text, xpath=f"/html[1]/body[1]/{text}[1]", tag=text)
        for text in PAYLOADS
        for kind in (BlockKind.BODY, BlockKind.ADVERT)
    ]
    return article_of(
        *blocks,
        title=everything,
        authors=tuple(PAYLOADS),
        site_name=everything,
        description=everything,
        image="javascript:window.pwned=9",
        tags=tuple(PAYLOADS),
        url=f"javascript:window.pwned=10//{everything}",
        canonical_url=f"https://example.org/{everything}",
        page_type=everything,
        flags=frozenset(PAYLOADS),
        sources=dict.fromkeys(("title", "authors"), everything),
        markup=f"<p onclick=pwned=1 style='background:url(https://evil.example)'>Text{links}"
        f"<img src=https://evil.example/a.png alt='<b>alt</b>'></p>{''.join(PAYLOADS)}",
    )


def parse_report(report: str) -> Any:
    """Return the root of a report."""
    return html.document_fromstring(report.encode(), parser=html.HTMLParser(encoding="utf-8"))


def texts_of(root: Any, xpath: str) -> list[str]:
    """Return the texts of the elements at a path."""
    return [element.text_content() for element in root.xpath(xpath)]


OWN_TAGS = frozenset(
    "html head meta title style body script main section svg rect input label button select option"
    " template".split()
)
ARTICLE_TAGS = nh3.ALLOWED_TAGS - {"img", "map", "area"}


def assert_is_safe(report: str) -> None:
    """Assert that a report loads nothing and runs only the script that its policy names."""
    root = parse_report(report)
    assert {element.tag for element in root.iter("*")} <= OWN_TAGS | ARTICLE_TAGS
    assert len(root.xpath("//script")) == 1
    assert len(root.xpath("//style")) == 1
    for element in root.iter("*"):
        for name, value in element.items():
            assert not name.startswith("on"), name
            assert name not in {"style", "src", "srcset", "srcdoc", "action", "formaction"}, name
            if name == "href":
                assert value.startswith(("#", "http://", "https://")), value
    style = root.xpath("string(//style)")
    assert "url(" not in style
    assert "@import" not in style
