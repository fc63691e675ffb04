"""The tree of exceptions.

Every exception that this package raises on purpose is a `CleanArticleError`. Its message says what
happened and what to do; its `kind` is the short, stable word in the `error.kind` field of a record.

    CleanArticleError
      InputError            the document cannot be used
        UnsupportedContent  it is not HTML or text (a PDF, an image)
        TooLargeError       it is larger than the limit
      ConfigError           an option, a rule or a file of options is wrong
      WeightsError          the model weights do not fit the code
      FetchError            the page could not be fetched; has `.url`
        BadURLError         the URL cannot be fetched
        ConnectError        no connection, or it broke
        FetchTimeout        the deadline passed
        HTTPStatusError     the server answered with an error; has `.status`
        TooManyRedirects    the redirects do not end
        RobotsDisallowed    the site's robots.txt disallows the URL
        PrivateAddressError the host is not on the public internet
        NotHTMLError        the response is not HTML or text
        ResponseTooLarge    the response is larger than the limit; also a `TooLargeError`
      CleaningError         cleaning one page crashed
        CleaningTimeout     cleaning one page took longer than `clean_timeout`
"""

from typing import ClassVar, Self


def printable(text: str) -> str:
    """Return text with spaces for characters that could control a terminal or forge a log line.

    These are control characters, line breaks, and those that change the direction of text.
    """
    return "".join(char if char.isprintable() else " " for char in text)


class CleanArticleError(Exception):
    """Base of all exceptions of this package.

    Servers choose parts of the messages, such as the reason of a status, so a message holds
    printable characters only.
    """

    kind: ClassVar[str] = "error"

    def __init__(self, message: str = "") -> None:
        super().__init__(printable(message))


class InputError(CleanArticleError, ValueError):
    """The document cannot be used."""

    kind = "input"


class UnsupportedContent(InputError):  # noqa: N818 - the message reads as the name does
    """The document is not HTML or text but, for example, a PDF or an image."""

    kind = "unsupported_content"


class TooLargeError(InputError):
    """The document is larger than the limit."""

    kind = "too_large"


class ConfigError(CleanArticleError, ValueError):
    """An option, a rule or a file of options is wrong."""

    kind = "config"

    @classmethod
    def missing_extra(cls, user: str, package: str, extra: str) -> Self:
        """Return the error for a package that is not installed.

        Args:
            user: What needs it.
            package: The package.
            extra: The extra of this package that installs it.
        """
        return cls(f"{user} needs {package}: pip install cleanarticle[{extra}]")


class WeightsError(CleanArticleError):
    """The model weights were trained on different features from those that the code computes."""

    kind = "weights"


class FetchError(CleanArticleError):
    """A page could not be fetched.

    Attributes:
        url: The URL that was requested.
    """

    kind = "fetch"

    def __init__(self, message: str, *, url: str) -> None:
        super().__init__(message)
        self.url = url

    def __reduce__(self) -> tuple[object, ...]:
        """Pickle the whole state, so that keyword arguments survive the trip between processes."""
        return (_rebuild, (type(self), self.args, self.__dict__))


class BadURLError(FetchError):
    """The URL cannot be fetched."""

    kind = "bad_url"


class ConnectError(FetchError):
    """No connection could be made, or it broke before the page was complete."""

    kind = "connection"


class FetchTimeout(FetchError):  # noqa: N818 - the field's usual name
    """The page was not complete by its deadline."""

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


class TooManyRedirects(FetchError):  # noqa: N818 - the field's usual name
    """The redirects do not end."""

    kind = "redirects"


class RobotsDisallowed(FetchError):  # noqa: N818 - the field's usual name
    """The site's robots.txt disallows the URL."""

    kind = "robots"


class PrivateAddressError(FetchError):
    """The host's IP address is not a global one, and private hosts were not allowed."""

    kind = "private_address"


class NotHTMLError(FetchError):
    """The response is not HTML or text."""

    kind = "not_html"


class ResponseTooLarge(FetchError, TooLargeError):  # noqa: N818 - the message reads as the name
    """The response is larger than the limit."""

    kind = "too_large"


class CleaningError(CleanArticleError):
    """Cleaning one page of a batch crashed, possibly with its worker process."""

    kind = "cleaning"


class CleaningTimeout(CleaningError):  # noqa: N818 - as FetchTimeout
    """Cleaning one page took longer than `CleanOptions.clean_timeout`."""

    kind = "cleaning_timeout"

    @classmethod
    def after(cls, seconds: float) -> Self:
        """Return the error for a limit in seconds."""
        return cls(
            f"cleaning took more than {seconds:g} seconds and was stopped; a larger clean_timeout "
            "gives the page more time"
        )


def one_line(text: str) -> str:
    """Return text in one line and printable, for a message or a log; see `printable`."""
    return printable(" ".join(text.split()))


def _rebuild(
    cls: type[FetchError], args: tuple[object, ...], state: dict[str, object]
) -> FetchError:
    error = cls.__new__(cls, *args)
    error.args = args
    error.__dict__.update(state)
    return error
