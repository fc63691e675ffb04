"""Record: what became of one input of a batch."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from cleanarticle.article import Article
    from cleanarticle.errors import CleanArticleError

ARTICLE_KEYS = (
    "title",
    "authors",
    "published",
    "site_name",
    "language",
    "page_type",
    "confidence",
    "flags",
    "text",
    "markdown",
    "boilerplate",
)
"""What a record has of an article, in order."""


@dataclass(frozen=True, slots=True)
class ErrorInfo:
    """Why an input failed.

    Attributes:
        kind: The short, stable word of the error's class; see `cleanarticle.errors`.
        message: What happened and what to do about it.
        http_status: The HTTP status, where that was the reason.
    """

    kind: str
    message: str
    http_status: int | None = None

    @classmethod
    def of(cls, error: CleanArticleError) -> ErrorInfo:
        """The record's side of an exception."""
        return cls(error.kind, str(error), getattr(error, "status", None))


@dataclass(frozen=True, slots=True)
class Record:
    """What became of one input; when ok, it has the article's attributes too, as `record.text`.

    Attributes:
        url: The input, exactly as it was given.
        final_url: The address that answered, None for a file or where none did.
        status: "ok" or "error".
        error: Why it failed, None when ok.
        fetched_at: When work on it began, ISO 8601 in UTC.
        elapsed_ms: Milliseconds of fetching and cleaning, without waiting for its turn.
        article: The article when ok.
        fields: The article as plain data, where a batch worker has rendered it already.
    """

    url: str
    final_url: str | None
    status: Literal["ok", "error"]
    error: ErrorInfo | None
    fetched_at: str
    elapsed_ms: int
    article: Article | None = None
    fields: Mapping[str, Any] | None = field(default=None, repr=False)

    def __getattr__(self, name: str) -> Any:
        """The article's attributes."""
        # By way of object, as a record that is being unpickled has no attribute yet.
        article = object.__getattribute__(self, "article")
        if article is not None:
            return getattr(article, name)
        reason = "it is an error" if object.__getattribute__(self, "error") else "no article"
        raise AttributeError(f"this record has no {name}: {reason}; look at .status and .error")

    def to_dict(self) -> dict[str, Any]:
        """The record as plain data: one line of a JSONL file.

        The article's keys are there when ok, and absent when not.
        """
        own = {
            "url": self.url,
            "final_url": self.final_url,
            "status": self.status,
            "error": asdict(self.error) if self.error else None,
            "fetched_at": self.fetched_at,
            "elapsed_ms": self.elapsed_ms,
        }
        return own | dict(self.fields or (article_fields(self.article) if self.article else {}))


def article_fields(article: Article) -> dict[str, Any]:
    """The part of an article that stands in a record."""
    every = article.to_dict()
    return {key: every[key] for key in ARTICLE_KEYS}
