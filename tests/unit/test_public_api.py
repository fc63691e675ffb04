"""The public names and their parameters: a change of this list is a change for users.

docs/versioning.md says which changes a release may make. The list is in public_api.json beside this
file; `pytest tests/unit/test_public_api.py --update-golden` rewrites it.
"""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import cleanarticle

LISTING = Path(__file__).with_name("public_api.json")


def members(cls: type[Any]) -> dict[str, str]:
    """Return the public members of a class of ours: their parameters, "" without any."""
    found = {}
    for name in sorted(dir(cls)):
        owner = next((base for base in cls.__mro__ if name in vars(base)), object)
        if name.startswith("_") or not owner.__module__.startswith("cleanarticle"):
            continue
        member = inspect.getattr_static(cls, name)
        function = getattr(member, "__func__", member)
        found[name] = parameters(function) if inspect.isfunction(function) else ""
    return found


def parameters(function: Any) -> str:
    """Return the parameters of a function, without their types."""
    signature = inspect.signature(function)
    plain = [each.replace(annotation=each.empty) for each in signature.parameters.values()]
    return str(signature.replace(parameters=plain, return_annotation=signature.empty))


def public_api() -> dict[str, Any]:
    """Return the public names: classes with their members, functions with their parameters."""
    listing: dict[str, Any] = {}
    for name in sorted(cleanarticle.__all__):
        value = getattr(cleanarticle, name)
        listing[name] = members(value) if inspect.isclass(value) else parameters(value)
    return listing


def test_public_names_and_parameters_are_those_of_the_listing(*, update_golden: bool) -> None:
    found = public_api()
    if update_golden:
        LISTING.write_text(json.dumps(found, indent=1) + "\n", "utf-8")
    assert found == json.loads(LISTING.read_text("utf-8"))
