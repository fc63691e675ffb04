"""Cache: serves responses that are still fresh by HTTP's rules from disk (the extra `cache`)."""

from __future__ import annotations

import logging
import sqlite3
from typing import TYPE_CHECKING, Self

import httpx

from cleanarticle.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    from cleanarticle.options import FetchOptions

_NO_HANDLER = logging.NullHandler()


def with_cache(
    transport: httpx.AsyncBaseTransport, options: FetchOptions
) -> httpx.AsyncBaseTransport:
    """Return the transport, wrapped in a cache if the options name one.

    A cached response is not requested from its host, so its IP address is not checked again.

    Raises:
        ConfigError: hishel is not installed, or the file of the cache cannot be used.
    """
    if options.cache is None:
        return transport
    _check(options.cache)
    logging.getLogger("hishel").addHandler(_NO_HANDLER)  # else a busy file prints tracebacks
    try:
        import anysqlite  # noqa: F401 - hishel finds out later
        from hishel import AsyncSqliteStorage  # noqa: F401
    except ImportError as error:
        raise ConfigError.missing_extra("a cache", "hishel", "cache") from error
    return _CachedTransport(transport, options.cache, options.max_bytes)


_COLUMNS = {"cache_key", "expires_at"}
"""Columns by which hishel's table of entries is known."""


def _check(file: Path) -> None:
    """Check that a file is a database or can become one; it is created."""
    if not file.parent.is_dir():
        raise ConfigError(f"{file}: cannot be written; does its folder exist?")
    connection = None
    columns: set[str] = set()
    try:
        connection = sqlite3.connect(file, timeout=0, isolation_level=None)
        connection.execute("BEGIN IMMEDIATE")
        connection.execute("ROLLBACK")
        columns = {row[1] for row in connection.execute("PRAGMA table_info(entries)")}
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):  # another program uses it
            raise ConfigError(f"{file}: cannot be used as a cache ({error})") from error
    except sqlite3.DatabaseError as error:
        raise ConfigError(f"{file}: is not a cache; name another file ({error})") from error
    finally:
        if connection is not None:
            connection.close()
    if columns and not columns >= _COLUMNS:
        raise ConfigError(f"{file}: is another database, or an older cache; name another file")


class _CachedTransport(httpx.AsyncBaseTransport):
    """A transport with a cache in exactly the file that was named.

    With a path, hishel would write a `.gitignore` beside the file, and take a bare name for that of
    a file in a folder of its own.

    Args:
        transport: What answers requests that the cache cannot.
        file: The file of the cache.
        max_bytes: The largest response that is kept.
    """

    def __init__(self, transport: httpx.AsyncBaseTransport, file: Path, max_bytes: int) -> None:
        self._transport = transport
        self._file = file
        self._max_bytes = max_bytes
        self._cached: httpx.AsyncBaseTransport = transport

    async def __aenter__(self) -> Self:
        import anysqlite
        from hishel import AsyncSqliteStorage, CacheOptions
        from hishel.httpx import AsyncCacheTransport

        connection = await anysqlite.connect(str(self._file), isolation_level=None)
        storage = AsyncSqliteStorage(connection=connection, max_stream_size=self._max_bytes)
        # RFC 9111, as the cache of one reader and not of a proxy.
        rules = CacheOptions(shared=False)
        self._cached = AsyncCacheTransport(self._transport, storage=storage, rfc=rules)
        await self._cached.__aenter__()
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None = None,
        exc_value: BaseException | None = None,
        traceback: TracebackType | None = None,
    ) -> None:
        await self._cached.__aexit__(exc_type, exc_value, traceback)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, from the cache if it has a fresh response."""
        return await self._cached.handle_async_request(request)
