"""Site templates: texts and places that recur on the pages of a site, as evidence of boilerplate.

Three statistics are collected: the number of pages that contain each text, the mean log-odds of
body of the blocks in each place (an XPath without its last index), and the number of pages with
prose of the body in each place. A long text on many pages is mostly boilerplate, and the blocks in
one place are mostly all body or all boilerplate. Both only adjust the log-odds of the models, so
that a phrase that recurs in articles stays if the models are confident that it is body. On a site
whose pages nearly all have prose in one place, that is the article, and the comments below it are
not part of it, however much the models take their prose for body.

The weights are from a logistic regression with the models' log-odds as a fixed offset
(training/site_weights.py), on 331 pages of 76 domains in wcxb-dev, news-424 and zh-69; effects are
measured by benchmarks/sites.py.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import reduce
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple

from cleanarticle.article import Article
from cleanarticle.core.page_type import PageType
from cleanarticle.errors import ConfigError
from cleanarticle.labeling.adjustments import Adjustment, log_odds
from cleanarticle.labeling.effort import Effort
from cleanarticle.options import CleanOptions
from cleanarticle.pipeline import clean
from cleanarticle.sites.comment_blocks import blocks_in_comments
from cleanarticle.sites.counts import largest, total
from cleanarticle.sites.hashes import hash_places, hash_texts
from cleanarticle.sites.panels import panel_shares

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.loading import Source
    from cleanarticle.sites.counts import Counts, Row

LEARNING = CleanOptions(effort=Effort.FAST)
"""Options of cleaning the pages that a template is learned from."""

MIN_PAGES = 2
"""Minimum number of other pages in a template that adjusts a page."""

MAX_TEXTS = 4000
"""Maximum number of texts in a template: those of 20 pages, or of far more once the recurring ones
are known. Chosen by hand, for 80 KB per site."""

MAX_PLACES = 1000
"""Maximum number of places in a template."""

_KEPT_SHARE = 0.75
"""Share of the maximum that is kept if there are too many entries: those with the largest counts,
and among equal counts the latest."""

LONG_TEXT_WORDS = 12
"""Minimum words of a long text, such as a sentence. Shorter texts, such as headings, recur in the
body as well. 8 and 20 words fit equally well."""

_LONG_TEXT_WEIGHT, _SHORT_TEXT_WEIGHT = -3.1, -0.4
"""Change of the log-odds of body of a text that is on every page. Fitted values are -3.4 and -0.4
(training/site_weights.py); reduced by hand to avoid loss of recall."""

_PANEL_WEIGHT = -2.0
"""Additional change for a text in a panel that is on every page. The log-odds of such a text are
also limited to `_MAX_LOG_ODDS`, as models are confident about prose in teasers. The fitted value
is -0.5, on corpora with few pages per site. Chosen by hand on a synthetic site with rotating
teasers (benchmarks/sites.py)."""

MANY_PAGES = 8
"""Number of pages with a text that count as all pages of the site: on large sites, rotating teasers
are on few pages but on many more than an article's sentences. Chosen by hand; 4 fits equally
well."""

_PLACE_WEIGHT = 0.4
"""Share of the distance to the mean log-odds of its place by which a block is moved. The fitted
value is 0.6; reduced by hand, because fewer words are then kept wrongly. Word F1 of blogs was
0.9305 at 0.3 and 0.9319 at 0.45."""

MIN_ARTICLE_SHARE = 0.7
"""Minimum share of a site's pages with prose of the body in a place where its articles are. At 0.5,
word F1 of wcxb-dev is lower by 0.0005; at 0.8, that of blogs by 0.008 (cached scores)."""

_MAX_FORUM_SHARE = 0.9
"""Maximum share of pages that look like a forum on a site with articles. A blog has posts without
many comments; the replies of a forum are its body. Chosen by hand."""

_COMMENTS_WEIGHT = -8.0
"""Change of the log-odds of body of comments below an article; with `_MAX_LOG_ODDS`, it overrules
the models. Chosen by hand: in a first version, -4 gave blogs 0.010 less word F1 than -6."""

MIN_PLACE_LOG_ODDS = 2.0
"""Minimum distance from 0 of the mean log-odds of a place that moves its blocks: where models are
unsure on most pages, a place says little. Without it, recall on blogs is lower by 0.0014."""

_MIN_COLUMN_BLOCKS, _MIN_COLUMN_LOG_ODDS = 3, 1.5
"""Minimum mean blocks per page and log-odds of the place of an article's paragraphs. A sentence
that recurs in this place is part of the articles unless models say otherwise. If it counted as
repetition, recall on blogs would be lower by 0.0009, at the same precision."""

_MAX_LOG_ODDS = 4.0
"""Limit of the models' log-odds in template statistics, so that no single page dominates them."""


@dataclass(frozen=True, slots=True)
class SiteTemplate:
    """Statistics of the texts and places on the pages of one site.

    Attributes:
        pages: Number of pages it was learned from.
        texts: Number of pages with each text, by the text's hash, in rows of one count.
        places: Number of blocks in each place, the sum of their log-odds of body in hundredths, and
            the number of pages with prose of the body there, by the place's hash.
        forum_pages: Number of pages that look like a forum.
    """

    pages: int = 0
    texts: Counts = field(default_factory=dict)
    places: Counts = field(default_factory=dict)
    forum_pages: int = 0

    @classmethod
    def of(cls, article: Article) -> SiteTemplate:
        """Create the template of a single page."""
        texts = hash_texts([block.text for block in article.blocks])
        body = [block.score for block in article.blocks]
        places = hash_places([block.xpath or "" for block in article.blocks])
        prose = {places[index]: index for index in reversed(_prose_blocks(texts, body))}
        first_prose = frozenset(prose.values())  # once for each place
        rows = (
            (1, round(100 * clip_log_odds(probability)), int(index in first_prose))
            for index, probability in enumerate(body)
        )
        return cls(
            1,
            {hash_: (1,) for hash_, _ in texts},
            total(zip(places, rows, strict=True)),
            int(article.page_type == PageType.FORUM),
        )

    @classmethod
    def learn(cls, pages: Iterable[Source | Article]) -> SiteTemplate:
        """Learn a template from pages of one site; it takes effect from the third page on.

        Args:
            pages: Sources as for `clean`, or cleaned articles; their order does not matter.

        Raises:
            InputError: A page cannot be used; see `clean`.
        """
        articles = (
            page if isinstance(page, Article) else clean(page, options=LEARNING) for page in pages
        )
        return cls.total(sorted(cls.of(article).to_json() for article in articles))

    @classmethod
    def total(cls, pages: Iterable[str]) -> SiteTemplate:
        """Return the sum of the templates of single pages, as JSON texts in sorted order.

        The order decides which of two copies of a page and which rare texts are kept.
        """
        return reduce(cls.plus, map(cls.from_json, pages), cls())

    def for_site(self, site: str) -> SiteTemplate:  # noqa: ARG002 - the interface of SiteTemplates
        """Return this template: it applies to every page."""
        return self

    def plus(self, later: SiteTemplate) -> SiteTemplate:
        """Return the sum of this template and one of later pages, limited in size.

        A single page whose texts are all known is ignored: it is a known page under another URL,
        and its repeated text is its body.
        """
        if later.pages == 1 and later.texts.keys() <= self.texts.keys():
            return self
        return SiteTemplate(
            self.pages + later.pages,
            _limit_size(total(chain(self.texts.items(), later.texts.items())), MAX_TEXTS),
            _limit_size(total(chain(self.places.items(), later.places.items())), MAX_PLACES),
            self.forum_pages + later.forum_pages,
        )

    def adjustments(self, segmentation: Segmentation, body: Sequence[float]) -> Adjustments:
        """Return the adjustments for one page of the site.

        The page itself may be one of those the template was learned from.

        Args:
            segmentation: The page.
            body: Probability of body of each block, from the models.
        """
        texts = hash_texts([block.text for block in segmentation.blocks])
        counts = [self.texts.get(hash_, _NO_PAGE)[0] for hash_, _ in texts]
        own = int(all(counts))  # Only the page itself contains all of its texts.
        other_pages = self.pages - own
        if other_pages < MIN_PAGES:
            return {}
        paths = [segmentation.boxes[block.box].path for block in segmentation.blocks]
        places = list(self._places(paths))
        shares = [share_of_pages(max(0, count - own), other_pages) for count in counts]
        panels = panel_shares(segmentation, shares)
        excess = [min(0.0, clip_log_odds(each) - log_odds(each)) for each in body]
        prose = [index for index in _prose_blocks(texts, body) if counts[index] == own]
        comments = set(self._comments_below_article(segmentation, paths, prose, own))
        adjustments: Adjustments = {}
        for index, ((_, words), count) in enumerate(zip(texts, counts, strict=True)):
            change = places[index].change(body[index])
            kind = "boilerplate" if change < 0 else "body"
            reason = f"in its place, other pages of this site have {kind}"
            if count > own and (panels[index] or not places[index].is_column):
                penalty = repetition_penalty(shares[index], panels[index], words)
                change += penalty + excess[index] * panels[index]
                reason = f"on {count} of {self.pages} pages of this site"
            if index in comments:
                change += _COMMENTS_WEIGHT + excess[index]
                reason = "in the comments below the article, by other pages of this site"
            if change:
                adjustments[index] = Adjustment(change, reason)
        return adjustments

    def _places(self, paths: Sequence[str]) -> Iterator[_Place]:
        """Yield what is known about the place of each block, given the XPath of its container."""
        for hash_ in hash_places(paths):
            blocks, hundredths, _ = self.places.get(hash_, _NO_BLOCK)
            yield _Place(hundredths / 100 / (blocks + 1), blocks / self.pages)

    def _comments_below_article(
        self, segmentation: Segmentation, paths: Sequence[str], prose: Sequence[int], own: int
    ) -> Iterable[int]:
        """Return the indices of the blocks in comment sections below the article.

        The article is where nearly all other pages have prose of the body, outside of containers
        that are named for comments. Pages and sites without such a place have no article.

        Args:
            segmentation: The page.
            paths: XPath of the container of each block.
            prose: Indices of the blocks of `_prose_blocks` that are on no other page.
            own: 1 if the page is one of those the template was learned from, else 0.
        """
        if self.forum_pages > _MAX_FORUM_SHARE * self.pages:
            return ()
        is_comment = blocks_in_comments(segmentation)
        candidates = [index for index in prose if not is_comment[index]]
        hashes = hash_places([paths[index] for index in candidates])
        least = MIN_ARTICLE_SHARE * (self.pages - own)
        in_article = [
            index
            for index, hash_ in zip(candidates, hashes, strict=True)
            if self.places.get(hash_, _NO_BLOCK)[2] - own >= least
        ]
        if not in_article:
            return ()
        after = range(in_article[-1] + 1, len(paths))
        return (index for index in after if is_comment[index])

    def to_json(self) -> str:
        """Return the template as JSON text."""
        return json.dumps(self.to_dict(), separators=(",", ":"))

    @classmethod
    def from_json(cls, text: str) -> SiteTemplate:
        """Create a template from the output of `to_json`.

        Raises:
            ConfigError: The text is not a site template.
        """
        try:
            data = json.loads(text)
        except ValueError as error:
            raise ConfigError("not a site template: invalid JSON") from error
        return cls.from_dict(data)

    def to_dict(self) -> dict[str, Any]:
        """Return the template as plain data, ready for JSON."""
        return {
            "pages": self.pages,
            "forum_pages": self.forum_pages,
            "texts": {hash_: pages for hash_, (pages,) in self.texts.items()},
            "places": {
                hash_: (blocks, hundredths / 100, prose)
                for hash_, (blocks, hundredths, prose) in self.places.items()
            },
        }

    @classmethod
    def from_dict(cls, data: Any) -> SiteTemplate:
        """Create a template from the output of `to_dict`.

        Raises:
            ConfigError: The data is not a site template.
        """
        try:
            return cls(
                int(data["pages"]),
                {int(hash_): (round(pages),) for hash_, pages in data["texts"].items()},
                {int(hash_): _place_row(*values) for hash_, values in data["places"].items()},
                int(data["forum_pages"]),
            )
        except (TypeError, KeyError, ValueError, AttributeError, OverflowError) as error:
            raise ConfigError("not a site template: missing or invalid fields") from error


def repetition_penalty(share: float, panel_share: float, words: int) -> float:
    """Return the change of the log-odds of body of a recurring text, 0 or less.

    Args:
        share: Share of the site's pages with the text, from `share_of_pages`.
        panel_share: Share of the site's pages with its panel, from `panel_shares`.
        words: Number of words in the text.
    """
    weight = _LONG_TEXT_WEIGHT if words >= LONG_TEXT_WORDS else _SHORT_TEXT_WEIGHT
    return weight * share + _PANEL_WEIGHT * panel_share


def share_of_pages(count: int, pages: int) -> float:
    """Return the share of a site's pages with a text, 0 to 1.

    The share is smoothed by one more page without the text, and counts of `MANY_PAGES` or more
    give 1.

    Args:
        count: Number of pages with the text.
        pages: Number of pages.
    """
    return max(count / (pages + 1), min(1.0, count / MANY_PAGES))


class _Place(NamedTuple):
    """What is known about a place.

    Attributes:
        mean: Mean log-odds of body of its blocks, 0 if it is unknown.
        blocks: Mean blocks per page.
    """

    mean: float
    blocks: float

    @property
    def is_column(self) -> bool:
        """True if it is the place of an article's paragraphs."""
        return self.blocks >= _MIN_COLUMN_BLOCKS and self.mean >= _MIN_COLUMN_LOG_ODDS

    def change(self, body: float) -> float:
        """Return the change of the log-odds of a block in it with a probability of body."""
        is_known = abs(self.mean) >= MIN_PLACE_LOG_ODDS
        return _PLACE_WEIGHT * (self.mean - clip_log_odds(body)) if is_known else 0.0


_NO_PAGE: Row = (0,)
_NO_BLOCK: Row = (0, 0, 0)
"""The counts of unknown texts and places."""


def _prose_blocks(texts: Sequence[tuple[int, int]], body: Sequence[float]) -> list[int]:
    """Return the indices of the long texts that are body rather than boilerplate."""
    return [
        index
        for index, ((_, words), probability) in enumerate(zip(texts, body, strict=True))
        if words >= LONG_TEXT_WORDS and probability > 0.5
    ]


def clip_log_odds(body: float) -> float:
    """Return the log-odds of a probability, limited to ±`_MAX_LOG_ODDS`."""
    return min(max(log_odds(body), -_MAX_LOG_ODDS), _MAX_LOG_ODDS)


def _place_row(blocks: float, mean: float, prose: float) -> Row:
    """Return the row of a place as it is counted, from the numbers in its data."""
    return round(blocks), round(mean * 100), round(prose)


def _limit_size(counts: Counts, limit: int) -> Counts:
    """Return the counts, or the largest of them if there are more than `limit`."""
    return counts if len(counts) <= limit else largest(counts, int(limit * _KEPT_SHARE))
