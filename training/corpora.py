"""Examples: the pages of the corpora as features and targets.

The corpora are not part of this repository; README.md lists their sources. The folder of corpora
contains `<set>/gold.jsonl` and `<set>/html/<id>.html.gz` for each corpus.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import logging
from dataclasses import dataclass, replace
from functools import partial
from multiprocessing import Pool
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import numpy.typing as npt
from tld import get_fld

from align import align
from characters import make_classes
from cleanarticle.core.boxes import Boxes
from cleanarticle.core.cues import find_cues
from cleanarticle.core.features import PageFacts, block_features
from cleanarticle.core.layout import Layout, make_layout
from cleanarticle.core.page_signals import NO_SIGNALS, PageSignals
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.segmentation import Segmentation
from cleanarticle.core.segmenter import segment
from cleanarticle.core.text_segmenter import segment_text
from cleanarticle.labeling.scoring import OwnCue, own_cues, shown_blocks
from cleanarticle.labeling.second_opinion import blocks_kept_by_trafilatura
from cleanarticle.metadata.declared import read_declared
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from fragments import cut_fragment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from vectors import Booleans, Doubles, Floats

SETS = ("wcxb-dev", "news-424", "zh-69", "snippets-500", "blogs", "manuals", "written")
NEVER_CHANGED = ("snippets-500", "manuals", "written")
"""Sets whose pages are used as they are alone: snippets-500 and written have no whole gold texts,
and of manuals there are many of few generators. They are neither cut, changed nor read as text."""

SET_WEIGHTS = {"zh-69": 3.0, "manuals": 0.5}
"""Weights of the blocks of some sets: there are few Chinese pages, and many manuals."""

SNIPPET_WEIGHTS = {"snippets-500": 1.5, "written": 0.5}
"""Weights of blocks with a snippet: at 0.5, a page of written counts like another of its size."""

_MIN_UNWANTED = 25
_MIN_UNWANTED_SHARE = 0.25
"""Fewest characters of an unwanted snippet, and least share of it in a block, that label the block:
"Share" is in "Share prices fell", too. Chosen by hand."""

FOLDS = 5
HELD_OUT = -1
"""The number of the held-out fold, which no model is ever trained on."""

CLASSES = make_classes()


@dataclass(frozen=True, slots=True)
class Example:
    """One page.

    Attributes:
        set_name: Name of the corpus.
        gold: The page's entry in gold.jsonl.
        fold: The fold of its domain, or `HELD_OUT`.
        texts: Text of each block.
        layout: The blocks as arrays.
        features: Block features, shape (features, blocks).
        words: The words at the start of each block.
        bare_features: Block features of the page without HTML attributes; None for most pages.
        kept: True for each block that trafilatura keeps.
        target: 1 for body, 0 for boilerplate, -1 if unknown, shape (blocks,).
        weight: Training weight of each block.
        title_index: Index of the block that shows the title, None if no block does.
        signals: Evidence of the page type in the head and the URL.
        cues: Each short block's own cue, None for all other blocks.
        shown: True for each visible block.
    """

    set_name: str
    gold: dict[str, Any]
    fold: int
    texts: list[str]
    layout: Layout
    features: Floats
    words: list[list[str]]
    bare_features: Floats | None
    kept: Booleans
    target: npt.NDArray[np.float32]
    weight: npt.NDArray[np.float32]
    title_index: int | None
    signals: PageSignals
    cues: list[OwnCue | None]
    shown: list[bool]


def read_examples(corpora: Path, *, every: int = 1) -> list[Example]:
    """Read all pages, or every n-th page of each set, on all cores; skip pages without text."""
    logging.disable(logging.CRITICAL)
    with Pool() as pool:
        entries = list(gold_entries(corpora, every))
        examples = pool.map(partial(_read, corpora), entries, chunksize=8)
    return [example for example in examples if example is not None]


def read_texts(corpora: Path, to_text: Callable[[Page], str], *, every: int = 1) -> list[Example]:
    """Read the pages with a whole gold text as plain text, for the plain-text models.

    Args:
        corpora: The folder of corpora.
        to_text: Converts a page to text: `visible_text` or `trafilatura_text`.
        every: Read every n-th page of each set.
    """
    logging.disable(logging.CRITICAL)
    with Pool() as pool:
        entries = changed_entries(corpora, every)
        examples = pool.map(partial(_read_text, corpora, to_text), entries, chunksize=8)
    return [example for example in examples if example is not None]


def visible_text(page: Page) -> str:
    """Return the visible text of a page, one block per line."""
    blocks = segment(parse(page)).blocks
    return "\n".join(" ".join(block.text.split()) for block in blocks if not block.hidden)


def trafilatura_text(page: Page) -> str:
    """Return trafilatura's output for a page, with its default options but without comments."""
    import trafilatura

    return trafilatura.extract(page.content, include_comments=False) or ""


def gold_entries(corpora: Path, every: int = 1) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield the set name and the gold entry of every page, or of every n-th page of each set.

    Sets whose folders are missing are left out.
    """
    for name in SETS:
        if not (corpora / name).exists():
            continue
        with (corpora / name / "gold.jsonl").open(encoding="utf-8") as file:
            for index, line in enumerate(file):
                if index % every == 0:
                    yield name, json.loads(line)


def changed_entries(corpora: Path, every: int = 1) -> list[tuple[str, dict[str, Any]]]:
    """Return the entries of the pages that fragments, made pages and plain texts are made of."""
    return [entry for entry in gold_entries(corpora, every) if entry[0] not in NEVER_CHANGED]


def read_page(corpora: Path, set_name: str, gold: dict[str, Any]) -> Page:
    """Read the raw page of a gold entry."""
    return Page(
        gzip.decompress((corpora / set_name / "html" / f"{gold['id']}.html.gz").read_bytes())
    )


def domain(set_name: str, gold: dict[str, Any]) -> str:
    """Return the registrable domain of a page, or the page's own identity if it has no URL."""
    url = gold["url"]
    host = url.split("::")[-1].split("-")[0].split("_")[0] if "::" in url else url
    if not host:
        return f"{set_name}/{gold['id']}"
    registrable = get_fld(host, fail_silently=True, fix_protocol=True)
    return str(registrable or host)


def fold_of(name: str) -> int:
    """Return the fold of a domain; one domain in ten is in the held-out fold."""
    number = int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 10
    return HELD_OUT if number == 9 else number % FOLDS


def read_fragments(corpora: Path, *, as_text: bool = False, every: int = 1) -> list[Example]:
    """Cut a fragment out of each page with a whole gold text, as a page or as plain text."""
    logging.disable(logging.CRITICAL)
    with Pool() as pool:
        entries = changed_entries(corpora, every)
        read = partial(_read_fragment, corpora, _lines_example if as_text else page_example)
        examples = pool.map(read, entries, chunksize=8)
    return [example for example in examples if example is not None]


FRAGMENTS = "fragments"
"""Set name of all fragments."""

FRAGMENT_WEIGHT = 0.3
"""Weight of a block in a fragment, relative to a block of a whole page. At 0.5, word F1 of whole
pages is lower by 0.003."""


def _read_fragment(
    corpora: Path,
    make_example: Callable[[Page, tuple[str, dict[str, Any]]], Example | None],
    entry: tuple[str, dict[str, Any]],
) -> Example | None:
    set_name, gold = entry
    document = parse(read_page(corpora, set_name, gold))
    page = segment(document)
    if not page.blocks:
        return None
    body = np.array(align([block.text for block in page.blocks], gold["main_content"])) > 0.5
    seed = int(hashlib.md5(gold["id"].encode(), usedforsecurity=False).hexdigest()[:8], 16)
    cut = cut_fragment(document, page, body, read_declared(document, page).facts.title, seed)
    if cut is None:
        return None
    fragment, text = cut
    example = make_example(fragment, (set_name, {**gold, "main_content": text}))
    if example is None:
        return None
    return replace(
        example,
        set_name=FRAGMENTS,
        bare_features=None,
        weight=example.weight * np.float32(FRAGMENT_WEIGHT),
    )


def _read(corpora: Path, entry: tuple[str, dict[str, Any]]) -> Example | None:
    return page_example(read_page(corpora, *entry), entry)


def page_example(source: Page, entry: tuple[str, dict[str, Any]]) -> Example | None:
    """Return the example of a page with a set name and a gold entry; None without text."""
    gold = entry[1]
    document = parse(source)
    page = segment(document)
    if not page.blocks:
        return None
    facts = read_declared(document, page).facts
    layout = make_layout(page, CLASSES)
    features = _compute_features(page, layout, facts)
    bare_features = None
    if int(gold["id"].encode().hex(), 16) % 5 == 0:
        plain = _without_attributes(page)
        bare_features = _compute_features(plain, make_layout(plain, CLASSES), facts)
    kept = np.array(blocks_kept_by_trafilatura(document, page))
    page_features = _PageFeatures(features, bare_features, kept, facts.title_index, facts.signals)
    return _make_example(entry, page, layout, page_features)


def _read_text(
    corpora: Path, to_text: Callable[[Page], str], entry: tuple[str, dict[str, Any]]
) -> Example | None:
    return _text_example(to_text(read_page(corpora, *entry)), entry)


def _lines_example(source: Page, entry: tuple[str, dict[str, Any]]) -> Example | None:
    return _text_example(visible_text(source), entry)


def _text_example(text: str, entry: tuple[str, dict[str, Any]]) -> Example | None:
    page = segment_text(text)
    if not page.blocks:
        return None
    layout = make_layout(page, CLASSES)
    features = _compute_features(page, layout, PageFacts())
    nothing_kept = np.zeros(len(page.blocks), np.bool_)
    return _make_example(
        entry, page, layout, _PageFeatures(features, None, nothing_kept, None, NO_SIGNALS)
    )


class _PageFeatures(NamedTuple):
    """The attributes of an `Example` that are computed from its page."""

    features: Floats
    bare_features: Floats | None
    kept: Booleans
    title_index: int | None
    signals: PageSignals


def _compute_features(page: Segmentation, layout: Layout, facts: PageFacts) -> Floats:
    cues = find_cues(page, layout, default_matcher())
    return np.array(block_features(page, layout, cues, facts))


def _without_attributes(page: Segmentation) -> Segmentation:
    """Return the page as if its HTML had no attributes."""
    return Segmentation(
        [block._replace(inline_attrs="") for block in page.blocks],
        Boxes(box._replace(attrs="") for box in page.boxes),
    )


def _make_example(
    entry: tuple[str, dict[str, Any]],
    page: Segmentation,
    layout: Layout,
    page_features: _PageFeatures,
) -> Example:
    set_name, gold = entry
    texts = [block.text for block in page.blocks]
    cues, words = find_cues(page, layout, default_matcher()), np.asarray(layout.words)
    if gold.get("main_content") is not None:
        target = (np.array(align(texts, gold["main_content"])) > 0.5).astype(np.float32)
        weight = _block_weights(layout, page_features.title_index)
        weight *= SET_WEIGHTS.get(set_name, 1.0)
        weight[(words == 0) & (target == 0)] = 0  # such as "}": nothing to align
        if set_name == "blogs":
            weight[is_headline_or_byline(words, target)] = 0
    else:
        target = _targets_from_snippets(texts, gold["with"], gold["without"])
        weight = np.where(target >= 0, SNIPPET_WEIGHTS[set_name], 0.0)
        if page_features.title_index is not None:
            weight[page_features.title_index] = 0
        if set_name == "written":  # some unwanted texts are hidden
            weight[~np.array(shown_blocks(page), np.bool_)] = 0
    return Example(
        set_name=set_name,
        gold=gold,
        fold=fold_of(domain(set_name, gold)),
        texts=texts,
        layout=layout,
        target=target,
        weight=weight.astype(np.float32),
        words=list(cues.block_tokens),
        cues=own_cues(cues),
        shown=shown_blocks(page),
        **page_features._asdict(),
    )


_MAX_BYLINE_WORDS = 25
"""Words up to which a block before the first paragraph of a gold text may be its headline or its
byline line; longer ones are standfirsts or the text itself."""


def is_headline_or_byline(words: Doubles, target: npt.NDArray[np.float32]) -> Booleans:
    """Return True for each block that the gold of blogs may count as body for no good reason.

    The gold texts of blogs begin with the headline and the byline line, which are metadata here. A
    model that is trained on them learns to keep bylines, and one that drops them loses words.

    Args:
        words: Words of each block.
        target: 1 for body, 0 for boilerplate.
    """
    is_long_body = (target > 0) & (words > _MAX_BYLINE_WORDS)
    start = int(is_long_body.argmax()) if is_long_body.any() else 0
    return np.asarray((np.arange(len(words)) < start) & (target > 0))


def _block_weights(layout: Layout, title_index: int | None) -> npt.NDArray[np.float64]:
    """Return the weight of each block in training.

    Long blocks count more, as they do in the metrics. Long pages also count more, but less than in
    proportion to their length, because every page counts equally in the metrics. The title has
    weight 0, because it is recognized by its text.
    """
    weight: Doubles = np.minimum(np.asarray(layout.chars), 1500) ** 0.5 + 2
    weight *= len(weight) ** 0.5 / weight.sum()
    if title_index is not None:
        weight[title_index] = 0
    return weight


def _targets_from_snippets(
    texts: Sequence[str], wanted: Sequence[str], unwanted: Sequence[str]
) -> npt.NDArray[np.float32]:
    target = np.full(len(texts), -1, np.float32)
    blocks = [" ".join(text.split()) for text in texts]
    for snippets, value in ((unwanted, 0), (wanted, 1)):
        for snippet in (" ".join(text.split()) for text in snippets):
            for index, block in enumerate(blocks):
                is_inside = snippet in block and (value or _says_enough(snippet, block))
                if is_inside or (len(block) > 20 and block in snippet):
                    target[index] = value
    return target


def _says_enough(snippet: str, block: str) -> bool:
    return len(snippet) >= max(1, min(_MIN_UNWANTED, _MIN_UNWANTED_SHARE * len(block)))


def thinned_weights(example: Example, max_blocks: int = 200) -> npt.NDArray[np.float32]:
    """Return the training weights of a page, with only a sample of the blocks of a very long page.

    The blocks left out have weight 0; the weights of the others are raised to compensate in part.
    """
    count = len(example.texts)
    if count <= max_blocks:
        return example.weight
    is_sampled = np.random.default_rng(count).random(count) < max_blocks / count
    return np.where(is_sampled, example.weight * (count / max_blocks) ** 0.5, 0).astype(np.float32)
