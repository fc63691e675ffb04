"""Packages that the tests of `cleanarticle.scale` need; `make test-frameworks` installs them."""

from __future__ import annotations

import os
from importlib.util import find_spec

import pytest


def require(*packages: str) -> None:
    """Skip the test if a package is not installed; fail it in continuous integration."""
    missing = [package for package in packages if find_spec(package) is None]
    if not missing:
        return
    message = f"{', '.join(missing)} not installed: run make test-frameworks"
    if os.environ.get("CI"):
        pytest.fail(message, pytrace=False)
    pytest.skip(message)
