"""TOML: a user's own files, read with errors that name them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cleanarticle.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def read_toml(path: Path) -> dict[str, Any]:
    """Return the tables of a file.

    Raises:
        ConfigError: It cannot be read, or is not valid TOML.
    """
    import tomllib

    try:
        return tomllib.loads(path.read_text("utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"{path}: cannot be read ({error.strerror})") from error
    except ValueError as error:  # the file is not UTF-8, or not TOML
        raise ConfigError(f"{path} is not a TOML file: {error}") from error
