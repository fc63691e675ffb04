"""Extras: packages that only some users need."""

from __future__ import annotations

from cleanarticle.errors import ConfigError


def missing_extra(module: str, package: str, extra: str) -> ConfigError:
    """Return the error for a module whose package is not installed.

    Args:
        module: The module of this package.
        package: The package that it needs.
        extra: The extra that installs it.
    """
    return ConfigError(f"{module} needs {package}: pip install cleanarticle[{extra}]")
