"""Forum software: the elements in which common programs for forums put the texts of posts.

A post of a sentence reads like a comment below an article, and the models have seen few short
threads. The names of these elements belong to the programs' templates, which sites keep.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left, bisect_right
from itertools import compress, count, islice
from typing import TYPE_CHECKING

from cleanarticle.block import BlockKind
from cleanarticle.labeling.adjustments import Adjustment

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from cleanarticle.core.analysis import Analysis
    from cleanarticle.core.segmentation import Box
    from cleanarticle.labeling.adjustments import Adjustments
    from cleanarticle.labeling.draft import Draft

_TEXT_OF_POST = re.compile(
    r"(?<![^\s])(?:"
    r"post_message_\d+"  # vBulletin 3
    r"|postcontent restore"  # vBulletin 4
    r"|js-post__content-text"  # vBulletin 5
    r"|bbwrapper"  # XenForo 2
    r"|messagetext"  # XenForo 1, WoltLab
    r"|postmsg"  # FluxBB, PunBB
    r"|post_body(?: scaleimages)?(?= |$)"  # MyBB
    r"|cpost_contentwrap"  # Invision 4
    r"|post entry-content commenttext"  # Invision 3
    r"|postmessage_\d+"  # Discuz
    r"|cooked|post (?:text|articlebody)$"  # Discourse, with and without scripts
    r"|message usercontent"  # Vanilla
    r"|bbp-(?:reply|topic)-content"  # bbPress
    r"|lia-message-body-content"  # Khoros
    r"|jive-rendered-content"  # Jive
    r"|qa-(?:q-view|a-item)-content"  # Question2Answer
    r"|s-prose js-post-body"  # Stack Exchange
    r"|commtext(?: \w+)?$"  # Hacker News
    r"|md-div$"  # Lemmy
    r"|bz_comment_text"  # Bugzilla
    r")(?![^\s])"
)
"""Names of the elements with the text of a post."""

_CONTENT = re.compile(
    r"(?<![^\s])(?:content|entry-content|inner|post-body|comment_text|md)(?![^\s])"
)
_POST = re.compile(
    r"(?<![^\s])(?:postbody|post-entry|post_wrapper|post-container|commentpost|comments_subtree|thing)"
    r"(?![^\s])"
)
"""Names that are those of posts only inside an element that others call so: those of phpBB, PunBB,
SMF, NodeBB, Flarum, Lobsters and Reddit."""

_LEVELS = 8
_SET_APART = frozenset(("blockquote", "aside"))
_QUOTED = re.compile(r"quote|signature|(?<![a-z])(?:sig|onebox|bbcodeblock|embed)(?![a-z])")
"""Boxes around a text in which the elements of a quote, a preview of a link or a signature are
looked for; the texts in them are left to the models. Chosen by hand."""

_MIN_FORUM = 0.1
"""Probability of a forum below which nothing is looked for, as it takes a fifth of a millisecond:
of the pages of threads that were written as tests, one had less, with a URL of a forum."""

_MIN_SHARE = 0.5
"""Least share of the posts in the words of what is body or a post: a page with less has a post as
an example, or below an article. Chosen by hand."""

_MAX_LINKS = 0.9
"""Link density from which a line of a post leads away. Chosen by hand."""

_SIGNATURE = re.compile(r"(?<![^\s])(?:sig(?:-content)?|[\w-]*signature)(?:[-_]?\d+)?(?![^\s])")
_RULE = re.compile(r"_{6,}\s*[^\W_]")
"""Names of the signatures of users, which stand below their posts, and how their lines begin."""

_MAX_BLOCKS = 150
"""Most blocks of a short thread, of which the models know few. Chosen by hand; on forums of
wcxb-dev it raises word F1 by 0.001 (cross-validated), although gold texts have names and dates."""

_SIDEBAR = re.compile(r"(?<![^\s])(?:side|side[-_]?bar)(?![^\s])")
"""Names of the box beside a thread: the rules of the forum, and what it is about."""

_IS_POST = Adjustment(math.inf, "the text of a post")
_IS_OUTSIDE = Adjustment(-math.inf, "outside of the posts")
_IS_BESIDE = Adjustment(-math.inf, "beside the posts", BlockKind.WIDGET)
_IS_SIGNATURE = Adjustment(-math.inf, "a user's signature", BlockKind.AUTHOR_BIO)


def posts_of_thread(draft: Draft) -> list[Box]:
    """Return the texts of posts, if most of what may be body are posts of common forum software."""
    posts = _texts_of_posts(draft.page) if _may_be_forum(draft) else []
    if not posts:
        return []
    inside = _blocks_in(posts)
    words = draft.page.layout.words
    most = sum(words[index] for index in inside)
    others = sum(words[index] for index in compress(count(), draft.is_body) if index not in inside)
    return posts if most >= _MIN_SHARE * (most + others) else []


def software_posts(draft: Draft) -> Adjustments:
    """Return the lines of posts that are lost as a whole, if the page is a thread of such posts."""
    found: Adjustments = {}
    for box in posts_of_thread(draft):
        lines = [index for index in range(box.first, box.last) if _may_be_post(draft.page, index)]
        if not any(draft.is_body[index] for index in lines):
            found |= dict.fromkeys(set(lines).difference(draft.adjusted), _IS_POST)
    return found


def furniture_of_thread(draft: Draft) -> Adjustments:
    """Return the lines of the body that are in no post of a thread.

    These are signatures of users, sidebars, and between and behind the posts of short threads all
    lines. Above the first post may be the text of a link or a question that the thread is about.
    """
    if not _may_be_forum(draft):
        return {}
    found = _signatures(draft)
    posts = posts_of_thread(draft)
    if posts:
        found |= _body_in(draft, _sidebars(draft.page, posts), _IS_BESIDE)
        if len(draft.is_body) <= _MAX_BLOCKS:
            inside = _blocks_in(posts)
            body = compress(count(posts[0].last), draft.is_body[posts[0].last :])
            found |= dict.fromkeys(set(body) - inside - found.keys(), _IS_OUTSIDE)
    return found


def _signatures(draft: Draft) -> Adjustments:
    ruled = (
        index
        for index, block in enumerate(draft.page.segmentation.blocks)
        if draft.is_body[index] and _RULE.match(block.text)
    )
    named = _body_in(draft, _boxes_named(draft.page, _SIGNATURE), _IS_SIGNATURE)
    return dict.fromkeys(ruled, _IS_SIGNATURE) | named


def _sidebars(page: Analysis, posts: Sequence[Box]) -> Iterator[Box]:
    """Yield the boxes called sidebars that no post is in."""
    starts = [post.first for post in posts]
    for box in _boxes_named(page, _SIDEBAR):
        if bisect_left(starts, box.first) == bisect_left(starts, box.last):
            yield box


def _blocks_in(boxes: Iterable[Box]) -> set[int]:
    return {index for box in boxes for index in range(box.first, box.last)}


def _body_in(draft: Draft, boxes: Iterable[Box], reason: Adjustment) -> Adjustments:
    return {
        index: reason
        for box in _outermost(boxes)
        for index in range(box.first, box.last)
        if draft.is_body[index]
    }


def _may_be_forum(draft: Draft) -> bool:
    return draft.forum >= _MIN_FORUM or draft.facts.signals.may_be_forum


def _texts_of_posts(page: Analysis) -> list[Box]:
    """Return the outermost boxes with the texts of posts, in page order."""
    found = _boxes_named(page, _TEXT_OF_POST)
    posts = _outermost(_boxes_named(page, _POST))
    if posts:
        starts = [post.first for post in posts]
        for box in _boxes_named(page, _CONTENT):
            number = bisect_right(starts, box.first) - 1
            if number >= 0 and box.last <= posts[number].last:
                found.append(box)
    return _outermost(found)


def _outermost(boxes: Iterable[Box]) -> list[Box]:
    """Return the boxes that are in no other one, in page order."""
    found: list[Box] = []
    for box in sorted(boxes, key=lambda box: (box.first, -box.last)):
        if box.last > box.first and (not found or box.first >= found[-1].last):
            found.append(box)
    return found


def _boxes_named(page: Analysis, name: re.Pattern[str]) -> list[Box]:
    """Return the boxes whose attributes have a name."""
    attrs = page.segmentation.signatures.attrs
    numbers = [number for number, names in enumerate(attrs) if name.search(names)]
    return page.segmentation.boxes.of_signatures(numbers) if numbers else []


def _may_be_post(page: Analysis, index: int) -> bool:
    block = page.segmentation.blocks[index]
    cue = page.cues.text_cues[index]
    is_plain = not block.hidden and (cue is None or cue.kind is BlockKind.COMMENTS)
    if not is_plain or not page.layout.words[index] or block.link_density >= _MAX_LINKS:
        return False
    around = islice(page.segmentation.ancestors(block), _LEVELS)
    return not any(_is_set_apart(box) for box in around)


def _is_set_apart(box: Box) -> bool:
    if _QUOTED.search(box.attrs):
        return True
    return box.tag in _SET_APART and not _TEXT_OF_POST.search(box.attrs)  # vBulletin's are quotes
