"""TOML: a user's own files, read with errors that name them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cleanarticle.errors import ConfigError


def read_toml(path: Path | str) -> dict[str, Any]:
    """Return the tables of a file.

    Raises:
        ConfigError: It cannot be read, or is not valid TOML.
    """
    import tomllib

    try:
        return tomllib.loads(Path(path).read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:  # the file is not UTF-8, or not TOML
        is_repeated = "twice" in str(error)
        advice = "; write all lines of a table below its first [name]" if is_repeated else ""
        raise ConfigError(f"{path} is not a TOML file: {error}{advice}") from error
