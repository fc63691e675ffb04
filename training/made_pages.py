"""Made pages: pages of shapes that the corpora lack, made of parts of the corpora.

The pages of the corpora are mostly long articles of large sites. On a short post with a hundred
comments, a link list longer than the text, or a dialog with more words than the page, a model
trained on them takes the larger part for the body; and it takes a section for furniture if its
heading is "Login" or "Share". So each page with a whole gold text is changed in one of the ways in
`made_kinds.MAKINGS`, mostly with its body cut to a few paragraphs. The parts that are added come
from donors, pages of the same fold, or from the wordings in made_texts.toml.
"""

from __future__ import annotations

import hashlib
import logging
from dataclasses import replace
from functools import partial
from multiprocessing import Pool
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

import numpy as np

from corpora import Example, changed_entries, domain, fold_of, page_example, read_page
from made_kinds import MAKINGS, Donor, Materials, read_texts
from metrics import words
from page_editor import PageEditor, UnsuitablePageError, label_page

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

Entry: TypeAlias = "tuple[str, dict[str, Any]]"
"""A set name and a gold entry."""

MADE = "made"
"""Set name of all made pages."""

MADE_WEIGHT = 0.1
"""Weight of a block in a made page, relative to a block of a whole page; as for fragments."""

DONORS = 5
"""Maximum donors that are tried for a page."""

_NEVER_CUT = ("headings",)
"""Kinds whose pages keep their whole body."""

_ANY_TYPE_KINDS = ("dialog", "nameless", "headings", "listing")
"""Kinds for pages of other types, which may lack paragraphs."""

_TEXT_TYPES = (None, "article", "documentation", "service")
"""Page types of articles, posts and manuals; posts have no type."""

_TEXT_KINDS = (
    *("comments", "blogroll", "related", "appeal") * 3,
    *_ANY_TYPE_KINDS * 2,
)
"""Kinds for those; repeated ones are more frequent, so that all have about 340 pages."""


class _Task(NamedTuple):
    """A page to be made.

    Attributes:
        base: The page that is changed.
        kind: The kind of making.
        donors: The pages that parts may be taken from, in order of preference.
    """

    base: Entry
    kind: str
    donors: list[Entry]


def read_made_pages(corpora: Path, *, every: int = 1) -> list[Example]:
    """Make a page of each page with a whole gold text, or of every n-th page of each set."""
    logging.disable(logging.CRITICAL)
    with Pool() as pool:
        tasks = _plan(changed_entries(corpora), changed_entries(corpora, every))
        examples = pool.map(partial(_make, corpora), tasks, chunksize=8)
    return [example for example in examples if example is not None]


def _plan(entries: Sequence[Entry], bases: Sequence[Entry]) -> list[_Task]:
    """Return the pages to be made; each depends only on its base and on all entries."""
    donors: dict[tuple[int, str], list[Entry]] = {}
    for entry in entries:
        for kind in MAKINGS:
            if _may_give(entry, kind):
                donors.setdefault((fold_of(domain(*entry)), kind), []).append(entry)
    tasks = []
    for base in bases:
        kind = _kind_of(base)
        candidates = donors.get((fold_of(domain(*base)), kind), [])
        tasks.append(_Task(base, kind, _nearest(base, candidates)))
    return tasks


def _kind_of(base: Entry) -> str:
    """Return the kind of making of a page."""
    is_text = base[1]["page_type"] in _TEXT_TYPES
    kinds = _TEXT_KINDS if is_text else _ANY_TYPE_KINDS
    return kinds[_seed(base, "kind") % len(kinds)]


def _may_give(entry: Entry, kind: str) -> bool:
    """Return True if a page may have parts for a kind of making."""
    gold = entry[1]
    if kind == "comments":
        return bool(gold.get("comments")) or gold["page_type"] == "forum"
    if kind == "listing":
        return bool(gold["page_type"] == "documentation")
    return kind in ("blogroll", "related", "appeal")


def _nearest(base: Entry, candidates: Sequence[Entry]) -> list[Entry]:
    """Return some pages of other sites, in an order that is random for each page."""
    site = domain(*base)
    keys = [(_seed(base, entry[0], entry[1]["id"]), n) for n, entry in enumerate(candidates)]
    ranked = (candidates[n] for _, n in sorted(keys))
    others = (entry for entry in ranked if domain(*entry) != site)
    return [entry for entry, _ in zip(others, range(DONORS), strict=False)]


def _seed(entry: Entry, *salt: str) -> int:
    """Return a number that depends on a page and other strings only."""
    text = "/".join((entry[0], entry[1]["id"], *salt))
    return int(hashlib.md5(text.encode(), usedforsecurity=False).hexdigest()[:12], 16)


def _make(corpora: Path, task: _Task) -> Example | None:
    """Return the made page; None if its base or its donors are unsuitable."""
    set_name, gold = task.base
    random = np.random.default_rng(_seed(task.base, task.kind))
    labeled = label_page(read_page(corpora, *task.base), gold["main_content"])
    if not labeled.is_body.any():
        return None
    page = PageEditor(labeled)
    if task.kind not in _NEVER_CUT and random.random() < 2 / 3:
        page.cut_body(int(random.integers(1, 4)))
    materials = Materials(
        random,
        _language(set_name, random),
        [donor for _, donor in task.donors],
        partial(_read_donor, corpora, task.donors),
    )
    try:
        MAKINGS[task.kind](page, materials)
    except UnsuitablePageError:
        return None
    if _repeats_body(page):
        return None
    made = {"making": task.kind, "grafted": page.grafted, "added": page.added}
    entry = (set_name, {**gold, "main_content": page.body_text, **made})
    example = page_example(page.to_page(), entry)
    return None if example is None else _finish(example)


def _repeats_body(page: PageEditor) -> bool:
    """Return True if text added as boilerplate is in the body too, as in two copies of a story."""
    body = f" {' '.join(words(page.body_text))} "
    grafted = (words(text) for text in page.grafted)
    return any(len(text) >= _COPIED_WORDS and f" {' '.join(text)} " in body for text in grafted)


_COPIED_WORDS = 6
"""Minimum words of a text that is not in two places by chance; as in align.py."""


def _language(set_name: str, random: np.random.Generator) -> str:
    """Return the language of what is added: that of the corpus for half of the pages."""
    languages = list(read_texts()["languages"])
    if random.random() < 0.5:
        return "zh" if set_name == "zh-69" else "en"
    return str(random.choice(languages))


def _read_donor(corpora: Path, donors: Sequence[Entry], index: int) -> Donor:
    entry = donors[index]
    return Donor(label_page(read_page(corpora, *entry), entry[1]["main_content"]), entry[1])


def _finish(example: Example) -> Example:
    """Return the example as one of the made pages.

    Added blocks without words, such as a line with a closing brace, match no gold text.
    """
    added = {text for text in example.gold["added"] if not words(text)}
    is_added = np.array([text in added for text in example.texts])
    return replace(
        example,
        set_name=MADE,
        target=np.where(is_added, np.float32(1), example.target),
        weight=example.weight * np.float32(MADE_WEIGHT),
        bare_features=None,
    )
