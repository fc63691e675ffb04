"""Examples: the pages of the corpora as features and targets.

The corpora are not part of this repository; README.md says where they come from. A folder holds
`<set>/gold.jsonl` and `<set>/html/<id>.html.gz`.
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
from cleanarticle.core.cues import find_cues
from cleanarticle.core.features import PageFacts, block_features
from cleanarticle.core.layout import Booleans, Doubles, Floats, Layout, make_layout
from cleanarticle.core.page_signals import NO_SIGNALS, PageSignals
from cleanarticle.core.phrase_matcher import default_matcher
from cleanarticle.core.segmentation import Segmentation
from cleanarticle.core.segmenter import segment
from cleanarticle.core.text_segmenter import segment_text
from cleanarticle.labeling.scoring import cue_weights, shown_blocks
from cleanarticle.labeling.second_opinion import blocks_kept_by_trafilatura
from cleanarticle.metadata.declared import read_declared
from cleanarticle.page import Page
from cleanarticle.parsing.document import parse
from fragments import cut_fragment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

SETS = ("wcxb-dev", "news-424", "zh-69", "snippets-500")
FOLDS = 5
GATE = -1
"""The fold that no model is ever trained on."""

CLASSES = make_classes()


@dataclass(frozen=True, slots=True)
class Example:
    """One page.

    Attributes:
        set_name: The corpus.
        gold: Its line of gold.jsonl.
        fold: The fold of its domain, or `GATE`.
        texts: The blocks' texts.
        layout: The blocks as arrays.
        features: Shape (features, blocks).
        words: The words of each block's beginning.
        bare: The same of the page without any attributes, None for most pages.
        kept: True for each block that trafilatura keeps.
        target: Whether each block is body, -1 where that is not known.
        weight: How much each block counts in training.
        title_index: Index of the block that shows the title.
        signals: Evidence of the page's type in its head and URL.
        cues: How strongly each block says of itself what it is, shape (blocks, kinds).
        shown: True for each visible block.
    """

    set_name: str
    gold: dict[str, Any]
    fold: int
    texts: list[str]
    layout: Layout
    features: Floats
    words: list[list[str]]
    bare: Floats | None
    kept: Booleans
    target: npt.NDArray[np.float32]
    weight: npt.NDArray[np.float32]
    title_index: int | None
    signals: PageSignals
    cues: Doubles
    shown: npt.NDArray[np.bool_]


def read_examples(corpora: Path, *, every: int = 1) -> list[Example]:
    """Read all pages (or every n-th of each set) on all cores; pages without text are left out."""
    logging.disable(logging.CRITICAL)
    with Pool() as pool:
        found = pool.map(partial(_read, corpora), list(jobs(corpora, every)), chunksize=8)
    return [example for example in found if example is not None]


def read_texts(corpora: Path, text_of: Callable[[Page], str], *, every: int = 1) -> list[Example]:
    """The same pages as plain text, for the model of text alone.

    Args:
        corpora: The folder of corpora.
        text_of: Makes text of a page: `lines_of` or `extract_of`.
        every: Read every n-th page of each set.
    """
    logging.disable(logging.CRITICAL)
    with Pool() as pool:
        whole = [job for job in jobs(corpora, every) if job[0] != "snippets-500"]
        found = pool.map(partial(_read_text, corpora, text_of), whole, chunksize=8)
    return [example for example in found if example is not None]


def lines_of(page: Page) -> str:
    """All that a page shows, one block a line."""
    blocks = segment(parse(page)).blocks
    return "\n".join(" ".join(block.text.split()) for block in blocks if not block.hidden)


def extract_of(page: Page) -> str:
    """Return trafilatura's output for a page, by its defaults, without comments."""
    import trafilatura

    return trafilatura.extract(page.content, include_comments=False) or ""


def jobs(corpora: Path, every: int = 1) -> Iterator[tuple[str, dict[str, Any]]]:
    """The sets' names with their lines of gold, or every n-th of them."""
    for name in SETS:
        with (corpora / name / "gold.jsonl").open(encoding="utf-8") as file:
            for index, line in enumerate(file):
                if index % every == 0:
                    yield name, json.loads(line)


def read_page(corpora: Path, set_name: str, gold: dict[str, Any]) -> Page:
    """The raw page of a line of gold."""
    return Page(
        gzip.decompress((corpora / set_name / "html" / f"{gold['id']}.html.gz").read_bytes())
    )


def domain(set_name: str, gold: dict[str, Any]) -> str:
    """The registrable domain of a page; of pages without address, the page itself."""
    url = gold["url"]
    host = url.split("::")[-1].split("-")[0].split("_")[0] if "::" in url else url
    if not host:
        return f"{set_name}/{gold['id']}"
    found = get_fld(host, fail_silently=True, fix_protocol=True)
    return str(found or host)


def fold_of(name: str) -> int:
    """The fold of a domain: one in ten is the gate, the others are spread over `FOLDS`."""
    number = int(hashlib.md5(name.encode(), usedforsecurity=False).hexdigest(), 16) % 10
    return GATE if number == 9 else number % FOLDS


def read_fragments(corpora: Path, *, as_text: bool = False, every: int = 1) -> list[Example]:
    """A fragment of each page whose body is known, as a page or as plain text."""
    logging.disable(logging.CRITICAL)
    with Pool() as pool:
        whole = [job for job in jobs(corpora, every) if job[0] != "snippets-500"]
        read = partial(_read_fragment, corpora, _of_lines if as_text else _of_page)
        found = pool.map(read, whole, chunksize=8)
    return [example for example in found if example is not None]


FRAGMENTS = "fragments"
"""The set that fragments are said to be of."""

FRAGMENT_WEIGHT = 0.3
"""What a block of a fragment counts beside one of a page; at 0.5 pages lost 0.003 of word F1."""


def _read_fragment(
    corpora: Path,
    describe: Callable[[Page, tuple[str, dict[str, Any]]], Example | None],
    job: tuple[str, dict[str, Any]],
) -> Example | None:
    set_name, gold = job
    document = parse(read_page(corpora, set_name, gold))
    page = segment(document)
    if not page.blocks:
        return None
    body = np.array(align([block.text for block in page.blocks], gold["main_content"])) > 0.5
    seed = int(hashlib.md5(gold["id"].encode(), usedforsecurity=False).hexdigest()[:8], 16)
    made = cut_fragment(document, page, body, read_declared(document, page).facts.title, seed)
    if made is None:
        return None
    fragment, text = made
    example = describe(fragment, (set_name, {**gold, "main_content": text}))
    if example is None:
        return None
    return replace(
        example, set_name=FRAGMENTS, bare=None, weight=example.weight * np.float32(FRAGMENT_WEIGHT)
    )


def _read(corpora: Path, job: tuple[str, dict[str, Any]]) -> Example | None:
    return _of_page(read_page(corpora, *job), job)


def _of_page(source: Page, job: tuple[str, dict[str, Any]]) -> Example | None:
    gold = job[1]
    document = parse(source)
    page = segment(document)
    if not page.blocks:
        return None
    facts = read_declared(document, page).facts
    layout = make_layout(page, CLASSES)
    features = _describe(page, layout, facts)
    bare = None
    if int(gold["id"].encode().hex(), 16) % 5 == 0:
        plain = _without_attributes(page)
        bare = _describe(plain, make_layout(plain, CLASSES), facts)
    kept = np.array(blocks_kept_by_trafilatura(document, page))
    views = _Views(features, bare, kept, facts.title_index, facts.signals)
    return _example(job, page, layout, views)


def _read_text(
    corpora: Path, text_of: Callable[[Page], str], job: tuple[str, dict[str, Any]]
) -> Example | None:
    return _of_text(text_of(read_page(corpora, *job)), job)


def _of_lines(source: Page, job: tuple[str, dict[str, Any]]) -> Example | None:
    return _of_text(lines_of(source), job)


def _of_text(text: str, job: tuple[str, dict[str, Any]]) -> Example | None:
    page = segment_text(text)
    if not page.blocks:
        return None
    layout = make_layout(page, CLASSES)
    features = _describe(page, layout, PageFacts())
    nothing = np.zeros(len(page.blocks), np.bool_)
    return _example(job, page, layout, _Views(features, None, nothing, None, NO_SIGNALS))


class _Views(NamedTuple):
    """The columns of a page in all their versions, as in `Example`."""

    features: Floats
    bare: Floats | None
    kept: Booleans
    title_index: int | None
    signals: PageSignals


def _describe(page: Segmentation, layout: Layout, facts: PageFacts) -> Floats:
    return block_features(page, layout, find_cues(page, layout, default_matcher()), facts)


def _without_attributes(page: Segmentation) -> Segmentation:
    """The page as authors without class names write it."""
    return Segmentation(
        [block._replace(inline_attrs="") for block in page.blocks],
        [box._replace(attrs="") for box in page.boxes],
    )


def _example(
    job: tuple[str, dict[str, Any]], page: Segmentation, layout: Layout, views: _Views
) -> Example:
    set_name, gold = job
    texts = [block.text for block in page.blocks]
    cues = find_cues(page, layout, default_matcher())
    if gold.get("main_content") is not None:
        target = (np.array(align(texts, gold["main_content"])) > 0.5).astype(np.float32)
        weight = _weights(layout, views.title_index) * (3 if set_name == "zh-69" else 1)
    else:
        target = _known_from_snippets(texts, gold["with"], gold["without"])
        weight = np.where(target >= 0, 1.5, 0.0)
    return Example(
        set_name=set_name,
        gold=gold,
        fold=fold_of(domain(set_name, gold)),
        texts=texts,
        layout=layout,
        target=target,
        weight=weight.astype(np.float32),
        words=list(cues.block_tokens),
        cues=cue_weights(cues),
        shown=shown_blocks(page),
        **views._asdict(),
    )


def _weights(layout: Layout, heading: int | None) -> npt.NDArray[np.float64]:
    """Return the weight of each block in training.

    Long blocks count more, as they do in the measures; long pages too, but less than their
    length, as all pages count the same. The title is left out: it is settled by its text.
    """
    weight = np.minimum(layout.chars, 1500) ** 0.5 + 2
    weight *= len(weight) ** 0.5 / weight.sum()
    if heading is not None:
        weight[heading] = 0
    return weight


def _known_from_snippets(
    texts: Sequence[str], wanted: Sequence[str], unwanted: Sequence[str]
) -> npt.NDArray[np.float32]:
    target = np.full(len(texts), -1, np.float32)
    blocks = [" ".join(text.split()) for text in texts]
    for snippets, value in ((unwanted, 0), (wanted, 1)):
        for snippet in (" ".join(text.split()) for text in snippets):
            for index, block in enumerate(blocks):
                if snippet in block or (len(block) > 20 and block in snippet):
                    target[index] = value
    return target


def thinned(example: Example, most: int = 200) -> npt.NDArray[np.float32]:
    """The weights, but of a very long page only a sample of its blocks, which makes up for all."""
    count = len(example.texts)
    if count <= most:
        return example.weight
    chosen = np.random.default_rng(count).random(count) < most / count
    return np.where(chosen, example.weight * (count / most) ** 0.5, 0).astype(np.float32)
