from __future__ import annotations

import subprocess
import sys
from importlib import import_module

import pytest

from cleanarticle.errors import ConfigError

MODULES = {
    "cleanarticle.scale.datatrove": ("datatrove", "datatrove"),
    "cleanarticle.scale.duplicates": ("datasketch", "dedup"),
    "cleanarticle.scale.scrapy": ("scrapy", "scrapy"),
}


@pytest.mark.parametrize("module", MODULES)
def test_import_without_framework_names_extra(module: str, monkeypatch: pytest.MonkeyPatch) -> None:
    package, extra = MODULES[module]
    for name in [name for name in sys.modules if name.split(".")[0] == package]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.delitem(sys.modules, module, raising=False)
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(ConfigError, match=rf"pip install cleanarticle\[{extra}\]"):
        import_module(module)


def test_import_scale_imports_no_framework() -> None:
    frameworks = {package for package, _ in MODULES.values()}
    program = f"import sys, cleanarticle.scale; print({frameworks!r} & set(sys.modules))"
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "set()"


def test_scale_unknown_name_raises_attribute_error() -> None:
    scale = import_module("cleanarticle.scale")
    with pytest.raises(AttributeError, match="nothing_like_it"):
        _ = scale.nothing_like_it
