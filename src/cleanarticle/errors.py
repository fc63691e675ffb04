"""The one tree of exceptions: what happened, and what to do about it.

Every exception that this package raises on purpose is a `CleanArticleError`. Its `kind` is the
short, stable word that stands in the `error.kind` field of a batch record.

    CleanArticleError
      InputError            the page or text that was handed in cannot be used
        UnsupportedContent  it is something else than HTML or text (a PDF, an image)
        TooLargeError       it is larger than the limit
      ConfigError           an option has no such value
      FetchError            the page could not be fetched; has `.url`
        BadURLError         the address is not one that can be fetched
        ConnectError        no connection, or it broke
        FetchTimeout        the deadline passed
        HTTPStatusError     the server answered with an error; has `.status`
        TooManyRedirects    the redirects go round in circles
        RobotsDisallowed    the site's robots.txt asks not to fetch it
        PrivateAddressError the host is not on the public internet
        NotHTMLError        the answer is something else than HTML or text
        ResponseTooLarge    the answer is larger than the limit; also a `TooLargeError`
      CleaningError         cleaning one page of a batch hung or crashed its worker
"""

from typing import ClassVar


class CleanArticleError(Exception):
    """Base of every error of this package."""

    kind: ClassVar[str] = "error"


class InputError(CleanArticleError, ValueError):
    """The page or text that was handed in cannot be used."""

    kind = "input"


class UnsupportedContent(InputError):  # noqa: N818 - reads as what it says
    """The input is something else than HTML or text, such as a PDF or an image."""

    kind = "unsupported_content"


class TooLargeError(InputError):
    """The input is larger than the limit."""

    kind = "too_large"


class ConfigError(CleanArticleError, ValueError):
    """An option has no such value."""

    kind = "config"


class FetchError(CleanArticleError):
    """A page could not be fetched.

    Attributes:
        url: The address that was asked for.
    """

    kind = "fetch"

    def __init__(self, message: str, *, url: str) -> None:
        super().__init__(message)
        self.url = url

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle by the whole state, so that the error survives the way between processes."""
        return (_rebuild, (type(self), self.args, self.__dict__))


class BadURLError(FetchError):
    """The address is not one that can be fetched."""

    kind = "bad_url"


class ConnectError(FetchError):
    """No connection could be made, or it broke before the page was complete."""

    kind = "connection"


class FetchTimeout(FetchError):  # noqa: N818 - the name the field knows
    """The page was not complete when its deadline passed."""

    kind = "timeout"


class HTTPStatusError(FetchError):
    """The server answered with an error status.

    Attributes:
        status: The HTTP status code.
        retry_after: Seconds after which the server asks to come back, None if it does not say.
    """

    kind = "http_status"

    def __init__(
        self, message: str, *, url: str, status: int, retry_after: float | None = None
    ) -> None:
        super().__init__(message, url=url)
        self.status = status
        self.retry_after = retry_after


class TooManyRedirects(FetchError):  # noqa: N818 - the name the field knows
    """The redirects do not come to an end."""

    kind = "redirects"


class RobotsDisallowed(FetchError):  # noqa: N818 - the name the field knows
    """The site's robots.txt asks not to fetch this address."""

    kind = "robots"


class PrivateAddressError(FetchError):
    """The host's address is not a global one, and such hosts were not allowed."""

    kind = "private_address"


class NotHTMLError(FetchError):
    """The answer is something else than HTML or text."""

    kind = "not_html"


class ResponseTooLarge(FetchError, TooLargeError):  # noqa: N818 - reads as what it says
    """The answer is larger than the limit."""

    kind = "too_large"


class CleaningError(CleanArticleError):
    """Cleaning one page of a batch hung or took its worker process down."""

    kind = "cleaning"


def _rebuild(
    cls: type[FetchError], args: tuple[object, ...], state: dict[str, object]
) -> FetchError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error
