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
        raise ConfigError.missing_extra("a .parquet file", "pyarrow", "parquet") from error
    return pa
