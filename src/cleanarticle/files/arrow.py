"""Arrow: the package that reads and writes Parquet files (the extra `parquet`)."""

from __future__ import annotations

from typing import Any

from cleanarticle.errors import ConfigError


def arrow() -> Any:
    """Return the module pyarrow, with its `parquet`.

    Raises:
        ConfigError: It is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet
    except ImportError as error:
        message = "a .parquet file needs pyarrow: pip install cleanarticle[parquet]"
        raise ConfigError(message) from error
    return pa
