"""Cache: serves responses that are still fresh by HTTP's rules from disk (the extra `cache`)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cleanarticle.errors import ConfigError

if TYPE_CHECKING:
    import httpx

    from cleanarticle.options import FetchOptions


def with_cache(
    transport: httpx.AsyncBaseTransport, options: FetchOptions
) -> httpx.AsyncBaseTransport:
    """Return the transport, wrapped in a cache if the options name one.

    A cached response is not requested from its host, so its IP address is not checked again.

    Raises:
        ConfigError: hishel is not installed, or the folder of the cache does not exist.
    """
    if options.cache is None:
        return transport
    if not options.cache.parent.is_dir():
        raise ConfigError(f"{options.cache}: cannot be written; does its folder exist?")
    try:
        from hishel import AsyncSqliteStorage, CacheOptions
        from hishel.httpx import AsyncCacheTransport

        storage = AsyncSqliteStorage(database_path=options.cache, max_stream_size=options.max_bytes)
    except ImportError as error:
        raise ConfigError.missing_extra("a cache", "hishel", "cache") from error
    # RFC 9111, as the cache of one reader and not of a proxy.
    return AsyncCacheTransport(transport, storage=storage, rfc=CacheOptions(shared=False))
