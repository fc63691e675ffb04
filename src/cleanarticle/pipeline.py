"""Pipeline: all steps from a document to an `Article`."""

from __future__ import annotations

from dataclasses import replace
from itertools import compress
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

from cleanarticle.article import Article, body_below_title
from cleanarticle.core.analysis import analyze
from cleanarticle.core.features import PageFacts
from cleanarticle.core.segmenter import segment
from cleanarticle.core.text_segmenter import segment_text
from cleanarticle.deadline import Deadline
from cleanarticle.keywords import CLEANING, resolve_options
from cleanarticle.labeling.adjustments import combine
from cleanarticle.labeling.decisions import decide
from cleanarticle.labeling.dialogs import consent_dialogs
from cleanarticle.labeling.interstitial import find_interstitial, interstitial_verdicts
from cleanarticle.labeling.labels import NO_LABELS, Labels, calibrated_confidence, label_blocks
from cleanarticle.labeling.page_types import final_page_type
from cleanarticle.labeling.rules import rule_verdicts
from cleanarticle.labeling.scoring import score_blocks, score_text
from cleanarticle.labeling.threads import comment_threads
from cleanarticle.labeling.user_cues import apply_user_cues
from cleanarticle.loading import PlainText, load, load_text
from cleanarticle.metadata.comment_section import CommentSection, find_comment_section
from cleanarticle.metadata.declared import read_declared
from cleanarticle.metadata.flags import find_flags
from cleanarticle.metadata.resolution import resolve_metadata, text_metadata, with_first_picture
from cleanarticle.multipage.next_page import find_next_page, may_have_next_page
from cleanarticle.multipage.previous_pages import NO_PREVIOUS_PAGES
from cleanarticle.parsing.document import parse
from cleanarticle.rendering import DeclaredUrls, render_body, render_text_as_html
from cleanarticle.urls import host_of

if TYPE_CHECKING:
    from cleanarticle.core.segmentation import Segmentation
    from cleanarticle.keywords import CleanKeywords
    from cleanarticle.labeling.adjustments import Adjustments, SiteEvidence
    from cleanarticle.loading import Content, Source
    from cleanarticle.metadata.resolution import Metadata
    from cleanarticle.multipage.previous_pages import PreviousPages
    from cleanarticle.options import CleanOptions
    from cleanarticle.page import Page
    from cleanarticle.parsing.document import Document


def clean(
    source: Source,
    *,
    url: str | None = None,
    options: CleanOptions | None = None,
    **changes: Unpack[CleanKeywords],
) -> Article:
    """Separate a document's main content from its boilerplate.

    Args:
        source: HTML or plain text as bytes or str, the `pathlib.Path` of a file, a `Page`, a
            BeautifulSoup or one of its tags, an lxml element. Gzip data is unpacked.
        url: The document's URL, if known; it makes relative links absolute.
        options: Options of cleaning; the defaults if None.
        **changes: Fields of `CleanOptions`, which win over `options`: `effort="thorough"`,
            `prefer="recall"`, `cues=`, `rules=`, `template=`, `clean_timeout=5`.

    Returns:
        The article. A page without main content gives an article without body, with the flag
        "no_main_content".

    Raises:
        InputError: The source is empty, cannot be read, is of another type, or is a str that
            names a file or a URL.
        UnsupportedContent: The source is binary data such as a PDF.
        TooLargeError: The source is larger than `cleanarticle.page.MAX_BYTES`.
        CleaningTimeout: It took longer than `clean_timeout`.
        ConfigError: An option is unknown or wrong.
    """
    chosen = resolve_options(changes, clean=options, uses=CLEANING).clean
    return clean_content(load(source, url=url), chosen)


def clean_text(
    text: str,
    *,
    url: str | None = None,
    options: CleanOptions | None = None,
    **changes: Unpack[CleanKeywords],
) -> Article:
    """Separate the main content from the boilerplate in plain text, such as a scraper's output.

    Args:
        text: The text; its lines and blank lines show what belongs together.
        url: The URL it came from, if known.
        options: Options of cleaning; the defaults if None. Rules that are selectors match nothing.
        **changes: Fields of `CleanOptions`, which win over `options`.

    Raises:
        InputError: The text is empty, is not a str, or names a file or a URL.
        CleaningTimeout: It took longer than `clean_timeout`.
        ConfigError: An option is unknown or wrong.
    """
    chosen = resolve_options(changes, clean=options, uses=CLEANING).clean
    return clean_content(load_text(text, url=url), chosen)


def clean_content(content: Content, options: CleanOptions) -> Article:
    """Clean a loaded document.

    Args:
        content: A page of HTML or a plain text.
        options: Options of cleaning.

    Raises:
        CleaningTimeout: It took longer than `options.clean_timeout`.
    """
    task = _Task(options, Deadline(options.clean_timeout))
    if isinstance(content, PlainText):
        return _clean_plain_text(content, task)
    return _clean_document(parse(content), task, NO_PREVIOUS_PAGES)


class CleanedPage(NamedTuple):
    """A page of a paginated article.

    Attributes:
        article: The article on this page.
        next_url: The URL of the next page, None if the article ends here.
    """

    article: Article
    next_url: str | None


def clean_page_of_article(
    page: Page, options: CleanOptions, previous: PreviousPages, first_url: str | None
) -> CleanedPage:
    """Clean a page of an article that may be paginated, and find its next page.

    Args:
        page: The page.
        options: Options of cleaning.
        previous: The article's earlier pages.
        first_url: The URL of the article's first page, None if this is the first.

    Raises:
        InputError: The page cannot be used; see `clean`.
        CleaningTimeout: It took longer than `options.clean_timeout`.
    """
    task = _Task(options, Deadline(options.clean_timeout))
    content = load(page)
    if isinstance(content, PlainText):
        return CleanedPage(_clean_plain_text(content, task), None)
    document = parse(content)
    article = _clean_document(document, task, previous)
    has_next = may_have_next_page(article, is_first=first_url is None)
    return CleanedPage(article, find_next_page(document, first_url) if has_next else None)


class _Task(NamedTuple):
    """How to clean a document, and until when."""

    options: CleanOptions
    deadline: Deadline


class _Corrections(NamedTuple):
    """Corrections of the scores of a page's blocks.

    Attributes:
        verdicts: Those that are known before scoring.
        site: The evidence from the other pages of its site, None if there is none.
    """

    verdicts: Adjustments
    site: SiteEvidence | None


def site_of(url: str | None, page: Page) -> str:
    """Return the name of a page's site: its host, else the folder of its file, "" if unknown.

    Args:
        url: The URL of the page, else the one that it declares.
        page: The page.
    """
    return host_of(url) or page.folder


def _clean_document(document: Document, task: _Task, previous: PreviousPages) -> Article:
    options, deadline = task
    deadline.check()
    segmentation = segment(document)
    deadline.check()
    declared = read_declared(document, segmentation)
    rules = options.rules.for_url(declared.url)
    corrections = _Corrections(
        previous.verdicts(segmentation) | rule_verdicts(rules, document, segmentation),
        options.evidence(site_of(declared.url, document.page)),
    )
    labels = _label(document, segmentation, declared.facts, task, corrections)
    deadline.check()
    metadata = resolve_metadata(declared, document, segmentation, labels, options.effort)
    deadline.check()
    shown = list(body_below_title(labels.blocks, previous.title or metadata.title))
    urls = DeclaredUrls(declared.base_url, metadata.image)
    body = render_body(document, segmentation, shown, declared.facts.title_index, urls)
    comments = declared.statements.comments()
    return _article(
        document.page.effective_url,
        labels,
        with_first_picture(metadata, body.first_picture),
        flags=find_flags(labels, segmentation, has_text=bool(shown)),
        markup=body.markup,
        comment_section=find_comment_section(segmentation, labels.blocks, comments),
    )


def _clean_plain_text(content: PlainText, task: _Task) -> Article:
    options = task.options
    segmentation = segment_text(content.text)
    corrections = _Corrections(
        rule_verdicts(options.rules.for_url(content.url), None, segmentation),
        options.evidence(host_of(content.url)),
    )
    labels = _label(None, segmentation, PageFacts(), task, corrections)
    body = [block.text for block in labels.blocks if not block.is_boilerplate]
    return _article(
        content.url,
        labels,
        text_metadata(labels),
        flags=find_flags(labels, segmentation),
        markup=render_text_as_html(body),
        comment_section=CommentSection(),
    )


def _article(url: str | None, labels: Labels, metadata: Metadata, **rendered: Any) -> Article:
    """Return an article.

    Args:
        url: The URL of its document, None if it is unknown.
        labels: The labels of its blocks.
        metadata: Its metadata.
        **rendered: The other fields of `Article`.
    """
    return Article(
        **{name: getattr(metadata, name) for name in metadata.__dataclass_fields__},
        url=url,
        page_type=str(labels.page_type),
        confidence=labels.confidence,
        blocks=labels.blocks,
        pages=(url,) if url else (),
        **rendered,
    )


def _label(
    document: Document | None,
    segmentation: Segmentation,
    facts: PageFacts,
    task: _Task,
    corrections: _Corrections,
) -> Labels:
    """Label the blocks of a page, or of a plain text if there is no document."""
    options, deadline = task
    has_scripts = document is not None and bool(document.index.forms_tagged("script"))
    texts = [block.text for block in segmentation.blocks]
    interstitial = find_interstitial(facts.title, texts, has_scripts=has_scripts)
    if not texts:
        return NO_LABELS._replace(interstitial=interstitial)
    deadline.check()
    page, from_cues = apply_user_cues(analyze(segmentation), options.cues)
    deadline.check()
    if document is None:
        scores, calibration = score_text(page), "text_calibration"
    else:
        scores = score_blocks(page, facts, options.effort, document, deadline)
        calibration = "calibration"
    deadline.check()
    comments = comment_threads(page, facts, scores) if document else {}
    if comments or facts.signals.is_single_article:
        scores = scores.of_article()
    scores = replace(scores, shift=options.prefer.shift)
    site = corrections.site
    from_site = site.adjustments(segmentation, scores.body) if site else {}
    from_dialogs = consent_dialogs(page, facts.title_index)
    verdicts = corrections.verdicts
    if interstitial and document:  # a plain text may be about such pages
        verdicts = interstitial_verdicts(interstitial, len(texts)) | verdicts
    adjustments = combine((from_site, from_cues, from_dialogs, comments, verdicts))
    decision = decide(page, scores, adjustments, facts)
    blocks = label_blocks(page, decision)
    body = compress(segmentation.blocks, decision.is_body)
    page_type = final_page_type(scores, facts, body, blocks)
    confidence = calibrated_confidence(decision.scores.expected_f1, calibration)
    if interstitial and document:
        confidence = 0.0
    return Labels(blocks, confidence, page_type, interstitial)
