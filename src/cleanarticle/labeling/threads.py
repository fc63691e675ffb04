"""Threads: the comments below an article, which are boilerplate as a whole.

The sentences of a comment read like prose, and below a short article they are most of the page.
What gives them away is the section that they are in: its name, a heading such as "12 comments"
above texts that begin with a name and a date each, or a control to reply below each. In a
forum the same posts are main content, so nothing is done there, nor about answers to a question.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from functools import cached_property
from itertools import accumulate, compress
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.core.roles import LOWER_HEADING_TAGS
from cleanarticle.labeling.adjustments import Adjustment
from cleanarticle.labeling.comment_words import PAGE_TAGS, comment_words
from cleanarticle.labeling.draft import Draft
from cleanarticle.labeling.forum_software import posts_of_thread
from cleanarticle.labeling.scores import LIST_TYPES
from cleanarticle.labeling.thread_search import (
    possible_headings,
    possible_replies,
    texts_with_names,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.features import PageFacts
    from cleanarticle.core.page_signals import PageSignals
    from cleanarticle.core.segmentation import Box
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.scores import Scores

_MAY_BE_FORUM = 0.4
"""Probability of a forum from which nothing is done. Of the words that the models keep in sections
called comments below it (cross-validated), 4,590 are comments and 854 body; on forums of wcxb-dev
above it, nearly all are body."""

_ANSWERS = re.compile(
    r"(?:(?:question|qa|post|suggested|accepted|best)[-_]?)?answers?"
    r"(?:[-_]?(?:list|item|cell|body|text|content|wrapper|section|container))?"
)

_LIKELY = 0.05
"""Minimum probability of body of the blocks that are corrected: the others need no correction, and
keep their kind. Chosen by hand."""

_MIN_ARTICLE = 10
"""Minimum words of prose between the title and the comments: of the article. Chosen by hand."""

_IN_THREAD = Adjustment(-8.0, "in the comments below the article", BlockKind.COMMENTS)
"""Takes prose with a probability of up to 0.9997 below one half; a user's rule still wins. Chosen
by hand."""


def comment_threads(page: Analysis, facts: PageFacts, scores: Scores) -> Adjustments:
    """Return an adjustment for each block in the comments below an article.

    Args:
        page: The page.
        facts: What the page declares about itself.
        scores: The scores from the page alone.
    """
    draft = Draft(page, scores.is_body, scores.body, facts, forum=scores.forum)
    if _is_forum(facts.signals, scores) or posts_of_thread(draft):
        return {}
    sections = list(_Finder(page, facts.title_index, scores).sections())
    inside = sorted({index for first, last in sections for index in range(first, last)})
    # A list may have comments in each item; an article with many comments looks like a list.
    if scores.page_type in LIST_TYPES and not _is_most_text(page, scores, inside):
        return {}
    return {index: _IN_THREAD for index in inside if scores.body[index] >= _LIKELY}


def _is_most_text(page: Analysis, scores: Scores, indices: list[int]) -> bool:
    words = page.layout.words
    return sum(words[index] for index in indices) >= sum(compress(words, scores.is_body)) / 2


def _is_forum(signals: PageSignals, scores: Scores) -> bool:
    return scores.forum > _MAY_BE_FORUM or signals.may_be_forum


class _Finder:
    """A search for the sections of comments on one page."""

    def __init__(self, page: Analysis, title_index: int | None, scores: Scores) -> None:
        self.segmentation, self.layout, self.cues = page
        self.title_index = title_index
        self.may_be_body = [body >= _MIN_BODY for body in scores.body]
        self.is_article = self.may_be_body.copy()
        for box in self.named_boxes:
            if title_index is None or not box.first <= title_index < box.last:
                self.is_article[box.first : box.last] = [False] * (box.last - box.first)

    def sections(self) -> Iterator[tuple[int, int]]:
        """Yield the first block of each section of comments, and the end."""
        for find in (self.named_sections, self.headed_sections, self.answered_sections):
            for first, last in find():
                answer = bisect_left(self.answers, first)
                if answer == len(self.answers) or self.answers[answer] >= last:
                    yield first, last

    @cached_property
    def answers(self) -> list[int]:
        """The first blocks of the answers to a question, which are content as it is."""
        signatures = self.segmentation.signatures
        boxes = self.segmentation.boxes.of_signatures(
            index
            for index, attrs in enumerate(signatures.attrs)
            if "answer" in attrs and any(map(_ANSWERS.fullmatch, attrs.split()))
        )
        return sorted(box.first for box in boxes)

    @cached_property
    def named_boxes(self) -> list[Box]:
        """The boxes that are called comments."""
        signatures, words = self.segmentation.signatures, comment_words()
        has_name = texts_with_names(signatures.attrs, words.names)
        if not any(has_name):
            return []
        return self.segmentation.boxes.of_signatures(
            index
            for index, tag in enumerate(signatures.tags)
            if has_name[index]
            and tag not in PAGE_TAGS
            and any(map(words.section.fullmatch, signatures.attrs[index].split()))
        )

    def named_sections(self) -> Iterator[tuple[int, int]]:
        """Yield the sections that are called comments."""
        examined = done = 0
        for box in self.named_boxes:
            if box.last <= done or not self._is_below_article(box.first, box.last):
                continue
            is_sure = not self._is_most(box) and not self._is_called_otherwise(box)
            examined += not is_sure
            if is_sure or (examined <= _MAX_SECTIONS and self._has_items(box.first, box.last)):
                yield box.first, box.last
                done = box.last

    def _is_called_otherwise(self, box: Box) -> bool:
        """Return True if a section begins with a heading that neither counts nor calls comments.

        Manuals name a section "comments" that is about them.
        """
        block = self.segmentation.blocks[box.first]
        if box.tag != "section" or self.segmentation.boxes.tag(block.box) not in LOWER_HEADING_TAGS:
            return False
        is_about_comments = self.cues.text_cues[box.first] is not None or _count(block.text)
        return not is_about_comments and not comment_words().heading.fullmatch(block.text)

    def _is_most(self, box: Box) -> bool:
        """Return True if a box has most words of what may be body."""
        words, inside = self.layout.words, slice(box.first, box.last)
        within = sum(compress(words[inside], self.may_be_body[inside]))
        return within > sum(compress(words, self.may_be_body)) / 2

    def headed_sections(self) -> Iterator[tuple[int, int]]:
        """Yield the sections below a heading that announces comments, or counts them."""
        words, examined, done = comment_words(), 0, 0
        headings = possible_headings(
            self.layout,
            most_words=_MAX_HEADING_WORDS,
            most_characters=_MAX_LINE_LENGTH,
            least_blocks=_MIN_ENTRIES + 1,
        )
        texts = [self.segmentation.blocks[index].text for index in headings]
        may_announce = texts_with_names(map(str.lower, texts), words.heading_starts)
        for index, text, has_name in zip(headings, texts, may_announce, strict=True):
            is_heading = has_name and words.heading.fullmatch(text) is not None
            count, is_phrase = _count(text), self._is_phrase(index)
            if index < done or not (is_heading or is_phrase or count):
                continue
            end = self._end_of_section(index)
            if end - index <= _MIN_ENTRIES or not self._is_below_article(index, end):
                continue
            examined += 1
            if examined > _MAX_SECTIONS:
                return
            heads = self._heads(index + 1, end)
            is_thread = is_heading or (
                (is_phrase or count == len(heads)) and all(map(self._is_dated, heads))
            )
            if (is_thread and self._are_entries(heads, index, end)) or (
                is_heading and self._has_items(index + 1, end)
            ):
                yield index, end
                done = end

    def _is_phrase(self, index: int) -> bool:
        """Return True if a block begins with a phrase that is found above comments."""
        cue = self.cues.text_cues[index]
        if cue is None or cue.kind is not BlockKind.COMMENTS or cue.weight < _PHRASE_WEIGHT:
            return False
        return comment_words().review.search(self.segmentation.blocks[index].text) is None

    def answered_sections(self) -> Iterator[tuple[int, int]]:
        """Yield the innermost box around all controls that reply to a comment."""
        blocks = self.segmentation.blocks
        possible = possible_replies(blocks, comment_words().reply_endings, _LAST_WORDS)
        replies = [index for index in possible if _replies(blocks[index].text)]
        if len(replies) < _MIN_ENTRIES:
            return
        for box in self.segmentation.ancestors(blocks[replies[0]]):
            if replies[-1] < box.last:
                is_thread = self._are_entries(replies, box.first, box.last)
                if is_thread and self._is_below_article(box.first, box.last):
                    yield box.first, box.last
                return

    def _is_below_article(self, first: int, last: int) -> bool:
        """Return True if an article comes before a range of blocks and its title is outside."""
        title = self.title_index
        if first >= last or (title is not None and first <= title < last):
            return False
        if _H1_GROUP in self.layout.group[first:last]:
            return False
        start = 0 if title is None or title >= first else title + 1
        words = compress(self.layout.words[start:first], self.is_article[start:first])
        return sum(count for count in words if count >= _MIN_PROSE) >= _MIN_ARTICLE

    def _end_of_section(self, index: int) -> int:
        """Return the end of the section that a block heads, the block itself if it heads none."""
        blocks, boxes = self.segmentation.blocks, self.segmentation.boxes
        box = boxes[blocks[index].box]
        if box.first != index:
            return index
        while box.parent >= 0 and boxes[box.parent].first == index:
            box = boxes[box.parent]
        end = boxes[box.parent].last if box.parent >= 0 else box.last
        level = boxes[blocks[index].box].tag
        if level in LOWER_HEADING_TAGS:
            following = (boxes[block.box].tag for block in blocks[index + 1 : end])
            for number, tag in enumerate(following, index + 1):
                if tag in LOWER_HEADING_TAGS and tag <= level:
                    return number
        return end

    def _heads(self, first: int, last: int) -> list[int]:
        """Return the first lines of the entries in a range: short, numbered, of one form."""
        groups: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        for index in range(first, last):
            block = self.segmentation.blocks[index]
            line = block.text.partition("\n")[0]
            box = self.segmentation.boxes[block.box]
            if box.tag not in LOWER_HEADING_TAGS and _may_be_head(line):
                groups[box.tag, _DIGITS.sub("", box.attrs)].append(index)
        return max(groups.values(), key=len, default=[])

    def _are_entries(self, lines: list[int], first: int, last: int) -> bool:
        """Return True if there is a text of prose for most of some lines of entries."""
        if len(lines) < _MIN_ENTRIES or self.layout.group[lines[0]] == _LISTING_GROUP:
            return False
        texts = sum(count >= _MIN_PROSE for count in self.layout.words[first:last])
        return texts >= _MIN_SHARE * len(lines)

    def _has_items(self, first: int, last: int) -> bool:
        """Return True if boxes of the same form hold prose in a range of blocks."""
        forms: Counter[tuple[int, str, str]] = Counter()
        prose_before = self.prose_before
        for box in self.segmentation.boxes:
            if box.first < first or box.last > last or box.tag in _NO_ITEMS:
                continue
            if prose_before[box.last] > prose_before[box.first]:
                forms[box.parent, box.tag, _DIGITS.sub("", box.attrs)] += 1
        return max(forms.values(), default=0) >= _MIN_ENTRIES

    @cached_property
    def prose_before(self) -> list[int]:
        """The number of texts of prose before each block, and on the page."""
        is_prose = (count >= _MIN_PROSE for count in self.layout.words)
        return list(accumulate(is_prose, initial=0))

    def _is_dated(self, index: int) -> bool:
        line = self.segmentation.blocks[index].text.partition("\n")[0]
        return _DATED.search(line) is not None


_MIN_BODY = 0.2
"""Minimum probability of body of the article's blocks. Chosen by hand."""

_MAX_HEADING_WORDS = 5
_MAX_HEAD_WORDS = 10
_MAX_LINE_LENGTH = 80
"""Most words of a heading and of an entry's first line, and its characters. Chosen by hand."""

_MAX_SECTIONS = 20
"""Sections that are examined: those with a heading, and those with a name and most of the text that
are none. Chosen by hand."""

_PHRASE_WEIGHT = 0.8
"""Weight of a cue that a block begins with."""

_MIN_ENTRIES = 2
_MIN_PROSE = 6
_MIN_SHARE = 0.6
"""Fewest entries, fewest words of prose, and texts of prose for each entry. Chosen by hand."""

_H1_GROUP, _LISTING_GROUP = 1, 7
_NO_ITEMS = frozenset("p h1 h2 h3 h4 h5 h6 ul ol table tbody section html body main".split())
_DIGITS = re.compile(r"\d+")

_COUNT = re.compile(r"(\d{1,4})\s+[^\W\d]{3,}[^\d.]*|[^\W\d]{3,}[^\d.]*\((\d{1,4})\)\W*")
"""A count of what follows: "4 Meinungen", "Opinie (4)"."""

_DATED = re.compile(
    r"(?<!\d)\d\d?:\d\d(?!\d)|(?<!\d)\d\d?[./-]\d\d?[./-]\d\d"
    r"|[^\W\d]{3,}\.? \d\d?,? \d{4}|(?<!\d)\d\d?\.? [^\W\d]{3,}\.? \d{4}"
)
"""A day or a time of day. A year alone is a part of a title, too."""

_LAST_WORDS = 20


def _replies(text: str) -> bool:
    """Return True if a text is or ends with a control that replies to a comment."""
    words = comment_words()
    if text[-1:].isalnum() and not text[-_LAST_WORDS:].lower().endswith(words.reply_texts):
        return False
    found = words.reply.search(text, max(0, len(text) - _LAST_WORDS))
    return found is not None and found.end() == len(text)


def _count(text: str) -> int | None:
    found = _COUNT.fullmatch(text) if text[:1].isdecimal() or "(" in text else None
    return int(found[1] or found[2]) if found else None


def _may_be_head(line: str) -> bool:
    return (
        len(line) <= _MAX_LINE_LENGTH
        and len(line.split()) <= _MAX_HEAD_WORDS
        and _DIGITS.search(line) is not None
        and line[-1:] != "."
    )
