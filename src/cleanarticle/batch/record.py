"""Record: the outcome of one input of a batch."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

from cleanarticle.article import Article
from cleanarticle.batch.encoded import RECORDED_FIELDS, EncodedArticle
from cleanarticle.core.weights import weights_hash
from cleanarticle.errors import CleanArticleError, CleaningError, InputError
from cleanarticle.options import package_version
from cleanarticle.page import without_userinfo
from cleanarticle.rendering.plain_data import FieldType

if TYPE_CHECKING:
    from cleanarticle.batch.inputs import Input
    from cleanarticle.batch.worker import Outcome

_OWN_FIELDS = {
    "url": FieldType.TEXT,
    "final_url": FieldType.TEXT,
    "status": FieldType.TEXT,
    "error": FieldType.ERROR,
    "fetched_at": FieldType.TEXT,
    "elapsed_ms": FieldType.INTEGER,
    "extra": FieldType.JSON,
    "version": FieldType.TEXT,
}

RECORD_FIELDS = {**_OWN_FIELDS, **RECORDED_FIELDS}
"""All fields of a record in plain data, in order; every output of a batch derives from this list.

An article's own `url` is the record's `final_url`."""


@cache
def current_version() -> str:
    """Return the version of the package and a hash of its weights, as `1.0.0+1ea7a425`."""
    return f"{package_version()}+{weights_hash()[:8]}"


@dataclass(frozen=True, slots=True)
class ErrorInfo:
    """The reason why an input failed.

    Attributes:
        kind: The short, stable word of the error's class; see `cleanarticle.errors`.
        message: What happened and what to do.
        http_status: The HTTP status, if that was the reason.
    """

    kind: str
    message: str
    http_status: int | None = None

    @classmethod
    def of(cls, error: CleanArticleError) -> ErrorInfo:
        """Return the description of an exception."""
        return cls(error.kind, str(error), getattr(error, "status", None))


@dataclass(frozen=True, slots=True)
class Record:
    """The outcome of one input; when ok, it also has the article's attributes: `record.text`.

    Attributes:
        url: The input, exactly as it was given.
        final_url: The URL that answered, or that of a page in a table; None if there is none.
        status: "ok" or "error".
        error: Why it failed, None when ok.
        fetched_at: When work on it began, ISO 8601 in UTC.
        elapsed_ms: Milliseconds of fetching and cleaning, without waiting for other pages.
        article: The article when ok.
        fields: The article as plain data, if a worker process has rendered it already, or encoded
            as JSON with some fields as plain data.
        version: The version of the package and a hash of its weights.
        extra: The other fields of its row, if the input is a row of a table.
    """

    url: str
    final_url: str | None
    status: Literal["ok", "error"]
    error: ErrorInfo | None
    fetched_at: str
    elapsed_ms: int
    article: Article | None = None
    fields: Mapping[str, Any] | None = field(default=None, repr=False)
    version: str = field(default_factory=current_version)
    extra: Mapping[str, Any] | None = None

    def __getattr__(self, name: str) -> Any:
        """Return an attribute of the article."""
        # Through `object`, because a record that is being unpickled has no attributes yet.
        article = object.__getattribute__(self, "article")
        if article is not None:
            return getattr(article, name)
        reason = "it is an error" if object.__getattribute__(self, "error") else "no article"
        raise AttributeError(f"this record has no {name}: {reason}; look at .status and .error")

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain data: one line of a JSONL file.

        The keys are those of `RECORD_FIELDS`; the article's are absent if the status is "error".
        """
        return self._own_fields() | self._article_fields()

    def to_json(self, *, indent: int | None = None) -> str:
        """Return `to_dict` as JSON text, with non-ASCII characters as they are."""
        if not isinstance(self.fields, EncodedArticle) or indent is not None:
            return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)
        own = json.dumps(self._own_fields(), ensure_ascii=False)
        return f"{own[:-1]}, {self.fields.text[1:]}"

    def _own_fields(self) -> dict[str, Any]:
        """Return what is not the article's as plain data."""
        own = {name: getattr(self, name) for name in _OWN_FIELDS}
        own["error"] = asdict(self.error) if self.error else None
        return own

    def _article_fields(self) -> dict[str, Any]:
        """Return the article as plain data, without its URL; nothing if there is none."""
        if isinstance(self.fields, EncodedArticle):
            decoded: dict[str, Any] = json.loads(self.fields.text)
            return decoded
        fields = self.fields or (self.article.to_dict() if self.article else {})
        return {name: fields[name] for name in RECORDED_FIELDS if name in fields}

    @classmethod
    def of(
        cls,
        source: Input,
        outcome: Outcome,
        *,
        final_url: str | None,
        fetched_at: str,
        seconds: float,
    ) -> Record:
        """Create the record of an input.

        Args:
            source: The input.
            outcome: An article, one as plain data, or an error, which can be of any kind.
            final_url: See `final_url`.
            fetched_at: See `fetched_at`.
            seconds: How long it took.
        """
        error, result = outcome.error, outcome.result
        if error is not None and not isinstance(error, CleanArticleError):
            error = CleaningError(f"{type(error).__name__}: {error}")
        return cls(
            url=without_userinfo(source.name),
            final_url=final_url,
            status="error" if error else "ok",
            error=ErrorInfo.of(error) if error else None,
            fetched_at=fetched_at,
            elapsed_ms=round(seconds * 1000),
            article=result if isinstance(result, Article) else None,
            fields=result if isinstance(result, dict) else None,
            extra=source.extra,
        )

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> Record:
        """Create a record from the output of `to_dict`.

        Raises:
            InputError: The data do not describe a record.
        """
        try:
            _check_fields(data)
            own = {name: data[name] for name in _OWN_FIELDS if name != "extra"}
            own["extra"] = _parsed(data.get("extra"))
            error = own.pop("error")
            is_ok = own["status"] == "ok"
            article = Article.from_dict({**data, "url": data["final_url"]}) if is_ok else None
            return cls(**own, error=ErrorInfo(**error) if error else None, article=article)
        except (KeyError, TypeError, ValueError) as error:
            raise InputError(f"this is not a record: {error!r}") from error

    @classmethod
    def from_json(cls, text: str | bytes) -> Record:
        """Create a record from the output of `to_json` or a line of a batch's JSONL file.

        Raises:
            InputError: The text does not describe a record.
        """
        try:
            data = json.loads(text)
        except ValueError as error:
            raise InputError(f"this is not a record: {error}") from error
        return cls.from_dict(data)


def _check_fields(data: Any) -> None:
    """Check the types of what only a record has.

    Raises:
        TypeError: One is wrong.
    """
    if not isinstance(data, Mapping):
        raise TypeError(f"it is a {type(data).__name__}")
    if data["status"] not in ("ok", "error") or not isinstance(data["elapsed_ms"], int):
        raise TypeError(f"status {data['status']!r}, elapsed_ms {data['elapsed_ms']!r}")
    if (data["status"] == "ok") is not (data["error"] is None):
        raise TypeError(f"status {data['status']!r}, error {data['error']!r}")
    for name in ("url", "fetched_at", "version"):
        if not isinstance(data[name], str):
            raise TypeError(f"{name} {data[name]!r}")


def _parsed(extra: Any) -> Any:
    """Return an object that tables store as JSON text."""
    return json.loads(extra) if isinstance(extra, str) else extra
