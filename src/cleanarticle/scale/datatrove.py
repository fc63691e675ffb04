"""The extractor stage for datatrove (the extra `datatrove`)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, TypeAlias, Unpack

from cleanarticle.errors import CleanArticleError, CleaningError, ConfigError
from cleanarticle.keywords import CLEANING, resolve_options
from cleanarticle.page import Page
from cleanarticle.pipeline import clean

try:
    from datatrove.pipeline.extractors.base import BaseExtractor, ExtractorSandbox
    from datatrove.utils.logging import logger
    from datatrove.utils.typeshelper import StatHints
except ImportError as error:
    raise ConfigError.missing_extra(__name__, "datatrove", "datatrove") from error

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from datatrove.data import Document

    from cleanarticle.article import Article
    from cleanarticle.keywords import CleanKeywords
    from cleanarticle.options import CleanOptions

Output: TypeAlias = Literal["text", "markdown"]

_WARM_UP = "<p>A page that makes the models load."


class CleanArticleExtractor(BaseExtractor):
    """Replace the HTML of each document by its main content, in place of datatrove's `Trafilatura`.

    Writers infer the columns of their files from the first document, so that a document always gets
    the same metadata, all of it texts but one: `title`, `authors` (joined by "; "), `published`,
    `language`, `page_type`, `flags` (joined by ","), `body_hash`, and `confidence`, a number. A
    text is "" if the page has none.

    Pages are cleaned in a process of their own, which is ended if one takes too long or crashes.
    Documents without main content are dropped and counted, as `dropped_blocked`,
    `dropped_js_required` or `dropped_no_main_content`. Those that cannot be cleaned are counted as
    `timeout`, `broken_process`, or `clean_error` and a second time by the kind of error, such as
    `clean_error_unsupported_content`.

    Args:
        output: What becomes the document's text, "text" or "markdown".
        timeout: Seconds that cleaning one page may take.
        options: Options of cleaning; the defaults if None.
        **changes: Fields of `CleanOptions`, which win over `options`: `prefer="recall"`.

    Raises:
        ConfigError: An option is unknown or wrong.
    """

    name = "🧽 cleanarticle"

    def __init__(
        self,
        output: Output = "text",
        timeout: float = 10,
        options: CleanOptions | None = None,
        **changes: Unpack[CleanKeywords],
    ) -> None:
        if output not in ("text", "markdown"):
            raise ConfigError(f'output must be "text" or "markdown", not {output!r}')
        super().__init__(timeout)
        self.output = output
        self.options = resolve_options(changes, clean=options, uses=CLEANING).clean
        self._warned: set[str] = set()

    def extract(self, text: str) -> str:
        """Return the main content of a page."""
        return self._shown(self._clean(text, None))

    def run(
        self,
        data: Iterable[Document],
        rank: int = 0,  # noqa: ARG002 - of every stage
        world_size: int = 1,  # noqa: ARG002 - likewise
    ) -> Iterator[Document]:
        """Yield the documents with main content, with that as their text.

        Args:
            data: Documents whose text is HTML; their URLs are in the metadata, as `url`.
            rank: The number of this task; it does not matter.
            world_size: The number of all tasks; likewise.
        """
        self.extract(_WARM_UP)  # loads the models before the process is forked, for all its copies
        with ExtractorSandbox(self.timeout, warmup_text=(_WARM_UP, None)) as sandbox:
            for document in data:
                self.stat_update(StatHints.total)
                with self.track_time():
                    extracted = self._extract_in(sandbox, document)
                if extracted is not None:
                    document.text, metadata = extracted
                    document.metadata |= metadata
                    self.stat_update(StatHints.forwarded)
                    self.update_doc_stats(document)
                    yield document

    def _extract_in(self, sandbox: Any, document: Document) -> tuple[str, dict[str, Any]] | None:
        """Return a document's new text and metadata, None if it is dropped, and count it."""
        page = (document.text, document.metadata.get("url"))
        try:
            text, metadata = sandbox.process_document(page, self._text_and_metadata)
        except (TimeoutError, EOFError, CleanArticleError) as error:
            self._count_failure(error)
            return None
        self.stat_update("extracted")
        if not text:
            self.stat_update(StatHints.dropped, f"dropped_{_reason(metadata)}")
            return None
        return text, metadata

    def _count_failure(self, error: Exception) -> None:
        match error:
            case TimeoutError():
                kind, labels = f"it took more than {self.timeout} seconds", ["timeout"]
            case CleanArticleError():
                kind, labels = str(error), ["clean_error", f"clean_error_{error.kind}"]
            case _:
                kind, labels = "its process died", ["broken_process"]
        self.stat_update(*labels)
        if labels[-1] not in self._warned:
            self._warned.add(labels[-1])
            logger.warning(f"A page was not cleaned: {kind}. Further ones are only counted.")

    def _text_and_metadata(self, html: str, url: str | None) -> Any:
        """Return the text and the metadata of a page, or the exception, which the sandbox raises.

        An exception raised here would end the process.
        """
        try:
            article = self._clean(html, url)
            return self._shown(article), _metadata(article)
        except CleanArticleError as error:
            return error
        except Exception as error:  # noqa: BLE001 - it is returned
            return CleaningError(f"{type(error).__name__}: {error}")

    def _clean(self, html: str, url: str | None) -> Article:
        page = Page(html.encode("utf-8", "replace"), url=url, encoding="utf-8")
        return clean(page, options=self.options)

    def _shown(self, article: Article) -> str:
        return article.markdown if self.output == "markdown" else article.text


def _metadata(article: Article) -> dict[str, str | float]:
    return {
        "title": article.title or "",
        "authors": "; ".join(article.authors),
        "published": article.published or "",
        "language": article.language or "",
        "page_type": article.page_type,
        "flags": ",".join(sorted(article.flags)),
        "body_hash": article.body_hash,
        "confidence": article.confidence,
    }


def _reason(metadata: dict[str, Any]) -> str:
    """Return why a document has no main content."""
    flags = metadata["flags"].split(",")
    reasons = (reason for reason in ("blocked", "js_required") if reason in flags)
    return next(reasons, "no_main_content")
