"""Compare detectors of character encodings on pages without a declaration, and print one table.

Run it with `make detectors CORPORA=...`. The pages are the corpora's, written in the legacy
encodings of their languages, and lists of names from CLDR in languages that the corpora lack.
Declarations are removed. The figure is the share of non-ASCII characters that are decoded right,
the mean over pages, in percent; "short" is an excerpt of 500 bytes around the first of them.
"""

from __future__ import annotations

import gzip
import re
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import chardet
import charset_normalizer
from babel import Locale
from cchardet import detect as uchardet_detect
from resiliparse.parse.encoding import detect_encoding
from w3lib.encoding import resolve_encoding

from cleanarticle.page import Page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ENCODINGS = {
    "de": ("cp1252", "mac_roman"), "en": ("cp1252",), "es": ("cp1252",), "fi": ("cp1252",),
    "fr": ("cp1252", "iso8859_15"), "it": ("cp1252",), "pt": ("cp1252",), "no": ("cp1252",),
    "pl": ("cp1250", "iso8859_2"), "zh": ("gb18030",), "ar": ("cp1256", "iso8859_6"),
    "bg": ("cp1251",), "cs": ("cp1250", "iso8859_2"), "el": ("cp1253", "iso8859_7"),
    "et": ("cp1257",), "fa": ("cp1256",), "he": ("cp1255",), "hu": ("cp1250", "iso8859_2"),
    "ja": ("cp932", "euc_jp"), "ko": ("cp949",), "lt": ("cp1257",), "lv": ("cp1257",),
    "ru": ("cp1251", "koi8_r", "iso8859_5", "cp866"), "th": ("cp874",), "tr": ("cp1254",),
    "uk": ("cp1251", "koi8_u"), "zh_TW": ("big5hkscs",),
}  # fmt: skip
"""Legacy encodings by language."""

CORPUS_LANGUAGES = ("de", "en", "es", "fi", "fr", "it", "no", "pl", "pt", "zh")
PAGES_PER_LANGUAGE = 30
NAMES_PER_PAGE = 120

_DECLARATION = re.compile(r"<meta\b[^>]*charset[^>]*>|<\?xml[^>]*\?>", re.IGNORECASE)
_LANGUAGE = re.compile(rb"""<html\b[^>]*\blang\s*=\s*["']?([a-z]{2})""", re.IGNORECASE)


class Sample(NamedTuple):
    """Bytes in a known encoding.

    Attributes:
        group: The language and the encoding.
        content: The bytes.
        text: Their text.
    """

    group: str
    content: bytes
    text: str


def read_corpora(corpora: Path) -> Iterator[tuple[str, str]]:
    """Yield pages of the corpora, at most `PAGES_PER_LANGUAGE` a language, with the language."""
    pages: Counter[str] = Counter()
    for path in sorted(corpora.glob("*/html/*.html.gz")):
        content = gzip.decompress(path.read_bytes())
        declared = _LANGUAGE.search(content, 0, 5000)
        language = declared[1].decode().lower() if declared else ""
        if language in CORPUS_LANGUAGES and pages[language] < PAGES_PER_LANGUAGE:
            try:
                text = content.decode()
            except UnicodeDecodeError:
                continue
            pages[language] += 1
            yield language, text


def make_name_pages() -> Iterator[tuple[str, str]]:
    """Yield pages with the names of countries and languages, in the languages of `ENCODINGS`."""
    for language in ENCODINGS:
        if language in CORPUS_LANGUAGES:
            continue
        locale = Locale.parse(language)
        names = [*locale.territories.values(), *locale.languages.values()]
        for start in range(0, len(names), NAMES_PER_PAGE):
            items = "".join(f"<li>{name}</li>" for name in names[start : start + NAMES_PER_PAGE])
            yield language, f"<html><body><ul>{items}</ul></body></html>"


def make_samples(corpora: Path) -> Iterator[Sample]:
    """Yield all pages in all encodings of their languages that have nearly all their characters."""
    for pages in (read_corpora(corpora), make_name_pages()):
        for language, page in pages:
            text = _DECLARATION.sub("", page)
            for encoding in ENCODINGS[language]:
                kept = text.encode(encoding, "ignore").decode(encoding)
                if 0 < 0.97 * count_non_ascii(text) < count_non_ascii(kept):
                    content = text.encode(encoding, "xmlcharrefreplace")
                    yield Sample(f"{language} {encoding}", content, content.decode(encoding))


def shorten(sample: Sample) -> Sample:
    """Return an excerpt of a sample: a line or more around its first non-ASCII character."""
    encoding = sample.group.split()[1]
    first = next(index for index, char in enumerate(sample.text) if ord(char) > 127)
    text = sample.text[max(0, first - 250) : first + 250]
    return Sample(sample.group, text.encode(encoding), text)


def count_non_ascii(text: str) -> int:
    """Return the number of characters beyond ASCII."""
    return len(text) - len(text.encode("ascii", "ignore"))


def share_right(expected: str, text: str) -> float:
    """Return the share of non-ASCII characters of the expected text that a text has."""
    wanted, got = (Counter(re.findall(r"[^\0-\x7f]", value)) for value in (expected, text))
    return (wanted & got).total() / max(1, wanted.total())


def by_name(detect: Callable[[bytes], str | None]) -> Callable[[bytes], str]:
    """Return a function that decodes by the encoding which a detector names."""

    def decode(content: bytes) -> str:
        name = detect(content)
        return content.decode((resolve_encoding(name) if name else None) or "cp1252", "replace")

    return decode


def _charset_normalizer(content: bytes) -> str | None:
    best = charset_normalizer.from_bytes(content).best()
    return best.encoding if best else None


TOOLS: dict[str, Callable[[bytes], str]] = {
    "cleanarticle": lambda content: Page(content).text,
    "uchardet": by_name(lambda content: uchardet_detect(content)["encoding"]),
    "chardet": by_name(lambda content: chardet.detect(content)["encoding"]),
    "charset-normalizer": by_name(_charset_normalizer),
    "resiliparse": by_name(
        lambda content: detect_encoding(content, max_len=len(content), html5_compatible=True)
    ),
}


def main(corpora: Path) -> None:
    """Print the table."""
    samples = list(make_samples(corpora))
    results: defaultdict[str, defaultdict[str, list[float]]]
    for form in ("whole", "short"):
        results = defaultdict(lambda: defaultdict(list))
        seconds: defaultdict[str, float] = defaultdict(float)
        for sample in samples if form == "whole" else map(shorten, samples):
            for tool, decode in TOOLS.items():
                started = time.process_time()
                text = decode(sample.content)
                seconds[tool] += time.process_time() - started
                right = share_right(sample.text, text)
                for group in (sample.group, "all"):
                    results[group][tool].append(right)
        print(f"{form + ', pages':18}", *(f"{tool:>18}" for tool in TOOLS))
        for group, shares in sorted(results.items()):
            means = (100 * sum(shares[tool]) / len(shares[tool]) for tool in TOOLS)
            size = len(shares["cleanarticle"])
            print(f"{group:14}{size:4}", *(f"{mean:18.1f}" for mean in means))
        times = (1000 * seconds[tool] / len(samples) for tool in TOOLS)
        print(f"{'ms per page':18}", *(f"{milliseconds:18.2f}" for milliseconds in times))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
