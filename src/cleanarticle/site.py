"""SiteTemplate: what repeats across the pages of one site, as evidence.

Two things are counted. A long text that stands on many pages of a site is its furniture more
often than not; and what stands in one place of many pages is mostly body on all of them, or on
none. Neither is a verdict: both lean the models' odds, so that a phrase that recurs in articles
stays where the models are sure of it.

What they are worth was fitted by logistic regression, with the models' log-odds as a given, on
the 331 pages of the 76 domains with three or more pages in wcxb-dev, news-424 and zh-69, each
page with a template of all others of its domain; the models' odds were those of cross-validation
by domain. With these values the wrongly kept words of those pages fall by 2.8 %, the recall of
their bodies stays at 0.917, and their mean word F1 rises from 0.810 to 0.813; where more of what
is kept wrongly repeats, there is more to gain (benchmarks/sites.py).
"""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from cleanarticle.article import Article, clean
from cleanarticle.errors import ConfigError
from cleanarticle.leaning import Leaning, log_odds
from cleanarticle.words import words_of_each

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from cleanarticle.blocks import Segmentation
    from cleanarticle.layout import Doubles
    from cleanarticle.leaning import Leanings
    from cleanarticle.page import Source

LEAST_PAGES = 2
"""Pages from which a template tells anything: what stands on one page repeats nothing."""

MOST_TEXTS = 4000
"""Texts that a template remembers: those of some 20 pages, and of far more once it knows which of
them recur. Set by hand, for half a megabyte a site."""

MOST_PLACES = 1000

_KEPT = 0.75
"""Share of the entries that is kept when there are too many: the most counted, and of equals the
latest. One that does not come again until then is forgotten."""

LONG = 12
"""Words from which a text is long: a sentence. Shorter ones, such as headings, recur in bodies as
well (8 and 20 words fit as well)."""

_REPEATED_LONG, _REPEATED_SHORT = -3.1, -0.4
"""Log-odds of body that a text loses if it stands on every page. The fit (training/sites.py) is
-3.6 and -0.5; set by hand a little below it, as pages of the same corpora lost no recall then."""

MANY_PAGES = 8
"""Pages that are as good as all: a teaser that rotates is on few pages of a large site, but on
many more than an article's sentence. Set by hand: few corpora have more pages of a site, and 4
fits as well."""

_PLACE = 0.3
"""How far a block's log-odds go towards the mean of its place. The fit is 0.6; set by hand
below it, as pages of the same corpora kept fewer words wrongly then."""

_SUREST = 4.0
"""Log-odds beyond which the models are taken to be no surer, so that one page says no more."""


class Place(NamedTuple):
    """A place of a site's pages.

    Attributes:
        blocks: Blocks seen there.
        odds: The sum of their log-odds of body.
    """

    blocks: int
    odds: float


class Footprint(NamedTuple):
    """What a template learns from one page.

    Attributes:
        texts: The texts of its blocks, hashed.
        places: The places of its blocks, hashed.
    """

    texts: frozenset[int]
    places: Mapping[int, Place]

    @classmethod
    def of(cls, article: Article) -> Footprint:
        """The footprint of a cleaned page."""
        odds = bounded(np.array([block.score for block in article.blocks]))
        places: dict[int, Place] = {}
        for block, value in zip(article.blocks, odds.tolist(), strict=True):
            at = hash_place(block.xpath or "")
            blocks, total = places.get(at, (0, 0.0))
            places[at] = Place(blocks + 1, total + value)
        texts = hash_texts([block.text for block in article.blocks])
        return cls(frozenset(at for at, _ in texts), places)


@dataclass(frozen=True, slots=True)
class SiteTemplate:
    """What repeats across the pages of one site.

    Attributes:
        pages: Pages that it was learned from.
        texts: On how many of them each text stands, by its hash.
        places: What stood in each place, by its hash.
    """

    pages: int = 0
    texts: Mapping[int, int] = field(default_factory=dict)
    places: Mapping[int, Place] = field(default_factory=dict)

    @classmethod
    def learn(cls, pages: Iterable[Source | Article]) -> SiteTemplate:
        """Learn from pages of one site; three or more make a difference.

        Args:
            pages: Anything that `clean` takes, or articles cleaned before.

        Raises:
            InputError: A page cannot be used; see `clean`.
        """
        template = cls()
        for page in pages:
            template = template.with_page(page)
        return template

    def with_page(self, page: Source | Article) -> SiteTemplate:
        """The template, with one more page learned.

        Raises:
            InputError: The page cannot be used; see `clean`.
        """
        article = page if isinstance(page, Article) else clean(page, effort="fast")
        return self.with_footprint(Footprint.of(article))

    def with_footprint(self, footprint: Footprint) -> SiteTemplate:
        """The template, with one more page learned from its footprint."""
        texts = Counter(self.texts)
        texts.update(footprint.texts)
        places = dict(self.places)
        for at, (blocks, odds) in footprint.places.items():
            before = places.get(at, Place(0, 0.0))
            places[at] = Place(before.blocks + blocks, round(before.odds + odds, 2))
        return SiteTemplate(
            self.pages + 1,
            _most_counted(texts, texts, MOST_TEXTS),
            _most_counted(places, {at: place.blocks for at, place in places.items()}, MOST_PLACES),
        )

    def lean(self, segmentation: Segmentation, body: Doubles) -> Leanings:
        """Lean the blocks of a page of the site; see `leaning.Template`.

        The page itself may be among those that the template was learned from.
        """
        texts = hash_texts([block.text for block in segmentation.blocks])
        seen = [self.texts.get(at, 0) for at, _ in texts]
        itself = int(all(seen))  # no other page has all of a page's texts
        pages = self.pages - itself
        if pages < LEAST_PAGES:
            return {}
        found: Leanings = {}
        for at, ((_, length), count, odds) in enumerate(
            zip(texts, seen, bounded(body).tolist(), strict=True)
        ):
            box = segmentation.boxes[segmentation.blocks[at].box]
            place = self.places.get(hash_place(box.path))
            shift = _PLACE * (place.odds / (place.blocks + 1) - odds) if place else 0.0
            reason = "boilerplate" if shift < 0 else "body"
            reason = f"in its place, other pages of this site have {reason}"
            if count > itself:
                shift += repeated(count - itself, pages, length)
                reason = f"on {count} of {self.pages} pages of this site"
            if shift:
                found[at] = Leaning(shift, reason)
        return found

    def to_json(self) -> str:
        """The template as JSON text."""
        return json.dumps(self.to_dict(), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> SiteTemplate:
        """The template that `to_json` wrote.

        Raises:
            ConfigError: It is none.
        """
        try:
            return cls.from_dict(json.loads(text))
        except ValueError as error:
            raise ConfigError("this is no site template: it is no JSON") from error

    def to_dict(self) -> dict[str, Any]:
        """The template as plain data, ready for JSON."""
        return {
            "pages": self.pages,
            "texts": {str(at): count for at, count in self.texts.items()},
            "places": {str(at): [blocks, odds] for at, (blocks, odds) in self.places.items()},
        }

    @classmethod
    def from_dict(cls, data: Any) -> SiteTemplate:
        """The template that `to_dict` gave.

        Raises:
            ConfigError: It is none.
        """
        try:
            return cls(
                int(data["pages"]),
                {int(at): int(count) for at, count in data["texts"].items()},
                {
                    int(at): Place(int(blocks), float(odds))
                    for at, (blocks, odds) in data["places"].items()
                },
            )
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise ConfigError("this is no site template: it lacks what one has") from error


def repeated(count: int, pages: int, length: int) -> float:
    """What it takes from a text's log-odds of body that it recurs.

    Args:
        count: Pages that it stands on.
        pages: Pages there are.
        length: Its words.
    """
    worth = _REPEATED_LONG if length >= LONG else _REPEATED_SHORT
    return worth * share_of_pages(count, pages)


def share_of_pages(count: int, pages: int) -> float:
    """How much of a site a text stands on, 0 to 1: one more page that lacks it is reckoned with."""
    return max(count / (pages + 1), min(1.0, count / MANY_PAGES))


def bounded(body: Doubles) -> Doubles:
    """Log-odds of probabilities, none surer than `_SUREST`."""
    return np.clip(log_odds(body), -_SUREST, _SUREST)


def hash_place(path: str) -> int:
    """The hash of an element's place: its path, whichever of its siblings it is."""
    return _hash(path.rpartition("[")[0] if path.endswith("]") else path)


def hash_texts(texts: list[str]) -> list[tuple[int, int]]:
    """The hash of each text's words, and how many they are."""
    found = words_of_each(texts)
    return [
        (_hash(" ".join(of_text) or text), len(of_text))
        for text, of_text in zip(texts, found, strict=True)
    ]


def _hash(text: str) -> int:
    """48 bits: exact in JSON, and no two of a site's texts are likely to share one."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=6).digest())


def _most_counted(
    entries: Mapping[int, Any], counts: Mapping[int, int], most: int
) -> dict[int, Any]:
    """The entries, or the most counted of them if they are too many."""
    if len(entries) <= most:
        return dict(entries)
    latest: Sequence[int] = list(entries)[::-1]
    kept = set(sorted(latest, key=lambda at: -counts[at])[: int(most * _KEPT)])
    return {at: entry for at, entry in entries.items() if at in kept}
