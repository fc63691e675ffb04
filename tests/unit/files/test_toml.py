from __future__ import annotations

from pathlib import Path

import pytest

from cleanarticle.errors import ConfigError
from cleanarticle.files.toml import read_toml


def test_read_toml_file_with_bom_and_crlf_returns_tables(tmp_path: Path) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(b'\xef\xbb\xbf[a]\nb = ["\xc3\xbc"]\r\n')
    assert read_toml(path) == {"a": {"b": ["ü"]}}


@pytest.mark.parametrize("content", [b"[a", b"\xff"])
def test_read_toml_invalid_content_raises_config_error(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "a.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"a\.toml is not a TOML file"):
        read_toml(path)


def test_read_toml_unreadable_path_raises_config_error(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="cannot be read"):
        read_toml(tmp_path)
