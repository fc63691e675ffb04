"""TLS and HTTP/2 with a real server."""

from __future__ import annotations

import asyncio
import os
import ssl
from typing import TYPE_CHECKING

import pytest
import trustme

from cleanarticle.errors import ConfigError, ConnectError
from cleanarticle.fetching import Fetcher, fetch
from support.rawserver import raw_server
from support.tls import serve

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the server inherits an open socket")


@pytest.fixture(autouse=True)
def ca_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return the path of the CA certificate that this process trusts."""
    monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "ca.pem"))
    return tmp_path / "ca.pem"


def test_fetcher_https_uses_http_2(tmp_path: Path) -> None:
    async def main(url: str) -> list[str]:
        async with Fetcher(allow_private_hosts=True) as fetcher:
            pages = await asyncio.gather(*(fetcher.fetch(f"{url}{n}") for n in range(4)))
        return [page.text for page in pages]

    with serve(tmp_path) as url:
        assert asyncio.run(main(url)) == ["<p>asked by HTTP/2</p>"] * 4


def test_fetch_malformed_headers_behind_tls_are_repaired(ca_file: Path) -> None:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(ca_file)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("localhost").configure_cert(context)
    response = b"HTTP/1.1 200 OK\r\nBad Line: x\r\nContent-Length: 8\r\n\r\n<p>x</p>"
    with raw_server(context) as server:
        page = fetch(server.url(response, host="localhost"), allow_private_hosts=True)
    assert page.content == b"<p>x</p>"


@pytest.mark.parametrize(
    ("settings", "message"),
    [({"expired": True}, "expired"), ({"name": "other.example"}, "[Hh]ostname mismatch")],
)
def test_fetch_bad_certificate_raises_connect_error(
    tmp_path: Path, settings: dict[str, bool], message: str
) -> None:
    with serve(tmp_path, **settings) as url:  # type: ignore[arg-type]
        with pytest.raises(ConnectError, match=f"cannot prove its identity.*{message}") as caught:
            fetch(url, allow_private_hosts=True)
        assert caught.value.url == url


def test_fetch_certificate_of_unknown_authority_raises_connect_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serve(tmp_path) as url:
        monkeypatch.delenv("SSL_CERT_FILE")
        with pytest.raises(ConnectError, match="cannot prove its identity"):
            fetch(url, allow_private_hosts=True)


def test_fetch_unreadable_ssl_cert_file_raises_config_error(ca_file: Path) -> None:
    assert not ca_file.exists()
    with pytest.raises(ConfigError, match="SSL_CERT_FILE"):
        fetch("https://localhost/", allow_private_hosts=True)
