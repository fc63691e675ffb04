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
from dataclasses import dataclass, field
from functools import partial
from hashlib import blake2b
from itertools import accumulate
from typing import TYPE_CHECKING, Any

import numpy as np

from cleanarticle.article import Article, clean
from cleanarticle.core.tokens import normalize_texts
from cleanarticle.errors import ConfigError
from cleanarticle.labeling.adjustments import Adjustment, log_odds
from cleanarticle.sites.counts import HashCounts

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from cleanarticle.core.layout import Doubles
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.page import Source
    from cleanarticle.sites.counts import Numbers

LEAST_PAGES = 2
"""Pages from which a template tells anything: what stands on one page repeats nothing."""

MOST_TEXTS = 4000
"""Texts that a template remembers: those of some 20 pages, and of far more once it knows which of
them recur. Set by hand, for 80 KB a site."""

MOST_PLACES = 1000

_KEPT = 0.75
"""Share of the entries that is kept when there are too many: the most counted, and of equals the
latest. One that does not come again until then is forgotten."""

LONG = 12
"""Words from which a text is long: a sentence. Shorter ones, such as headings, recur in bodies as
well (8 and 20 words fit as well)."""

_REPEATED_LONG, _REPEATED_SHORT = -3.1, -0.4
"""Log-odds of body that a text loses if it stands on every page. The fit
(training/site_weights.py) is -3.4 and -0.4; set by hand a little below it, as pages of the same
corpora lost no recall then."""

_PANEL = -2.0
"""The same for a text in a panel that stands on every page, on top; of such a text the models are
taken to be no surer than `_SUREST`, as prose is prose, whoever repeats it. The fit is -0.5, on
corpora that have few pages of any site; set by hand, for the rotating teasers of a made site
(benchmarks/sites.py): without it three quarters of their words are kept, with it three in ten."""

_PANEL_BLOCKS, _PANEL_SHARE, _PANEL_OF_PAGE = 3, 0.75, 0.5
"""Least blocks of a panel, least share of a site that they stand on, in the mean, and largest part
of the page's blocks. By hand: two teasers with their headings are four blocks."""

MANY_PAGES = 8
"""Pages that are as good as all: a teaser that rotates is on few pages of a large site, but on
many more than an article's sentence. Set by hand: few corpora have more pages of a site, and 4
fits as well."""

_PLACE = 0.3
"""How far a block's log-odds go towards the mean of its place. The fit is 0.6; set by hand
below it, as pages of the same corpora kept fewer words wrongly then."""

_SUREST = 4.0
"""Log-odds beyond which the models are taken to be no surer, so that one page says no more."""


@dataclass(frozen=True, slots=True)
class SiteTemplate:
    """What repeats across the pages of one site.

    Attributes:
        pages: Pages that it was learned from.
        texts: On how many of them each text stands, by its hash.
        places: How many blocks stood in each place and the sum of their log-odds of body in
            hundredths, by its hash.
    """

    pages: int = 0
    texts: HashCounts = field(default_factory=partial(HashCounts.empty, 1))
    places: HashCounts = field(default_factory=partial(HashCounts.empty, 2))

    @classmethod
    def of(cls, article: Article) -> SiteTemplate:
        """What one page tells of its site."""
        texts = dict.fromkeys(at for at, _ in hash_texts([one.text for one in article.blocks]))
        odds = 100 * bounded(np.array([block.score for block in article.blocks]))
        places = hash_places([block.xpath or "" for block in article.blocks])
        return cls(
            1,
            HashCounts.of(list(texts), np.ones((len(texts), 1), int)),
            HashCounts.of(places, np.column_stack((np.ones(len(odds)), odds)).round().astype(int)),
        )

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
        return self.plus(
            SiteTemplate.of(page if isinstance(page, Article) else clean(page, effort="fast"))
        )

    def plus(self, later: SiteTemplate) -> SiteTemplate:
        """The template, with what was learned from later pages; what there is too much of, goes.

        A page of which every text is known teaches nothing: it is one of those before at another
        address, and what repeats then is the article.
        """
        if later.pages == 1 and self.texts.get(later.texts.hashes.tolist())[:, 0].all():
            return self
        return SiteTemplate(
            self.pages + later.pages,
            _bounded(self.texts.plus(later.texts), MOST_TEXTS),
            _bounded(self.places.plus(later.places), MOST_PLACES),
        )

    def lean(self, segmentation: Segmentation, body: Doubles) -> Adjustments:
        """Lean the blocks of a page of the site; see `adjustment.Template`.

        The page itself may be among those that the template was learned from.
        """
        texts = hash_texts([block.text for block in segmentation.blocks])
        seen = self.texts.get([at for at, _ in texts])[:, 0].tolist()
        itself = int(all(seen))  # no other page has all of a page's texts
        pages = self.pages - itself
        if pages < LEAST_PAGES:
            return {}
        paths = [segmentation.boxes[block.box].path for block in segmentation.blocks]
        shifts = self._shifts(paths, body)
        shares = [share_of_pages(max(0, count - itself), pages) for count in seen]
        panels = share_of_panels(segmentation, shares)
        excess = np.minimum(0.0, bounded(body) - log_odds(body)).tolist()
        found: Adjustments = {}
        for at, ((_, length), count) in enumerate(zip(texts, seen, strict=True)):
            shift = shifts[at]
            reason = "boilerplate" if shift < 0 else "body"
            reason = f"in its place, other pages of this site have {reason}"
            if count > itself:
                shift += repeated(shares[at], panels[at], length) + excess[at] * panels[at]
                reason = f"on {count} of {self.pages} pages of this site"
            if shift:
                found[at] = Adjustment(shift, reason)
        return found

    def _shifts(self, paths: Sequence[str], body: Doubles) -> list[float]:
        """How far each block goes towards the mean of its place, 0 where that is not known."""
        blocks, odds = self.places.get(hash_places(paths)).T
        shifts = _PLACE * (odds / 100 / (blocks + 1) - bounded(body))
        return np.where(blocks > 0, shifts, 0.0).tolist()  # type: ignore[no-any-return]

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
            data = json.loads(text)
        except ValueError as error:
            raise ConfigError("this is no site template: it is no JSON") from error
        return cls.from_dict(data)

    def to_dict(self) -> dict[str, Any]:
        """The template as plain data, ready for JSON."""
        texts, pages = self.texts.oldest_first()
        places, sums = self.places.oldest_first()
        blocks, odds = sums[:, 0].tolist(), (sums[:, 1] / 100).tolist()
        return {
            "pages": self.pages,
            "texts": dict(zip(texts.tolist(), pages[:, 0].tolist(), strict=True)),
            "places": dict(zip(places.tolist(), zip(blocks, odds, strict=True), strict=True)),
        }

    @classmethod
    def from_dict(cls, data: Any) -> SiteTemplate:
        """The template that `to_dict` gave.

        Raises:
            ConfigError: It is none.
        """
        try:
            texts, places = data["texts"], data["places"]
            return cls(
                int(data["pages"]),
                HashCounts.of([int(at) for at in texts], _rows(texts.values(), [1])),
                HashCounts.of([int(at) for at in places], _rows(places.values(), [1, 100])),
            )
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise ConfigError("this is no site template: it lacks what one has") from error


def repeated(share: float, panel: float, length: int) -> float:
    """What it takes from a text's log-odds of body that it recurs.

    Args:
        share: How much of the site it stands on, as `share_of_pages`.
        panel: The same of the text of a box around it, as `share_of_panels`.
        length: Its words.
    """
    worth = _REPEATED_LONG if length >= LONG else _REPEATED_SHORT
    return worth * share + _PANEL * panel


def share_of_pages(count: int, pages: int) -> float:
    """How much of a site a text stands on, 0 to 1: one more page that lacks it is reckoned with."""
    return max(count / (pages + 1), min(1.0, count / MANY_PAGES))


def share_of_panels(segmentation: Segmentation, shares: Sequence[float]) -> list[float]:
    """How much of a site the text of a box around each block stands on, 0 to 1.

    A sentence that recurs may be a series' note among the paragraphs of an article; a box of which
    nearly all recurs is a panel of teasers or a footer. Boxes that hold few blocks tell nothing,
    nor do those that hold most of the page; of several the highest counts.

    Args:
        segmentation: The page.
        shares: How much of the site each block's text stands on.
    """
    sums = [0.0, *accumulate(shares)]
    most = len(shares) * _PANEL_OF_PAGE
    found = [0.0] * len(shares)
    for box in segmentation.boxes:
        size = box.last - box.first
        if _PANEL_BLOCKS <= size <= most:
            mean = (sums[box.last] - sums[box.first]) / size
            if mean >= _PANEL_SHARE:
                found[box.first : box.last] = [
                    max(mean, other) for other in found[box.first : box.last]
                ]
    return found


def bounded(body: Doubles) -> Doubles:
    """Log-odds of probabilities, none surer than `_SUREST`."""
    return np.clip(log_odds(body), -_SUREST, _SUREST)


def hash_places(paths: Sequence[str]) -> list[int]:
    """The hash of each element's place: its path, whichever of its siblings it is."""
    places = [path.rpartition("[")[0] if path.endswith("]") else path for path in paths]
    hashes = {place: _hash(place) for place in set(places)}
    return [hashes[place] for place in places]


def hash_texts(texts: Sequence[str]) -> list[tuple[int, int]]:
    """The hash of each text's words, and how many they are."""
    return [
        (_hash(of_text or text), of_text.count(" ") + 1 if of_text else 0)
        for text, of_text in zip(texts, normalize_texts(texts), strict=True)
    ]


def _hash(text: str) -> int:
    """48 bits: exact in JSON, and no two of a site's texts are likely to share one."""
    return int.from_bytes(blake2b(text.encode("utf-8", "replace"), digest_size=6).digest())


def _rows(values: Iterable[Any], worth: Sequence[int]) -> Numbers:
    """Numbers as `HashCounts` has them.

    Args:
        values: A number or a list of them for each row.
        worth: What each column is multiplied by.

    Raises:
        ValueError: There are more or fewer in a row.
    """
    rows = np.array(list(values), np.float64).reshape(-1, len(worth))
    return (rows * worth).round().astype(np.int64)


def _bounded(sums: HashCounts, most: int) -> HashCounts:
    """The sums, or the most counted of them if they are too many."""
    return sums if len(sums) <= most else sums.largest(int(most * _KEPT))
