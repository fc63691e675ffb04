"""A real HTTP/2 server, hypercorn, behind TLS."""

from __future__ import annotations

import socket
import subprocess
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import trustme

from support.paths import TESTS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_HYPERCORN = (sys.executable, "-m", "hypercorn")

PAST = datetime(2020, 1, 1, tzinfo=UTC)


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Respond with the HTTP version of the request."""
    if scope["type"] != "http":
        return
    body = f"<p>asked by HTTP/{scope['http_version']}</p>".encode()
    headers = [(b"content-type", b"text/html"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": body})


@contextmanager
def serve(folder: Path, *, name: str = "localhost", expired: bool = False) -> Iterator[str]:
    """Run the app and yield its URL; write ca.pem, the certificate to trust, into `folder`."""
    authority = trustme.CA()
    certificate = authority.issue_cert(name, not_after=PAST if expired else None)
    authority.cert_pem.write_to_path(folder / "ca.pem")
    chain, key = folder / "chain.pem", folder / "key.pem"
    certificate.cert_chain_pems[0].write_to_path(chain)
    certificate.private_key_pem.write_to_path(key)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        bind = ["--bind", f"fd://{listener.fileno()}"]
        files = ["--certfile", str(chain), "--keyfile", str(key)]
        # The socket is already listening: clients that connect before hypercorn is up wait for it.
        with subprocess.Popen(
            [
                sys.executable,
                "-m",
                "hypercorn",
                *bind,
                *files,
                "--log-level",
                "ERROR",
                "support.tls:app",
            ],
            pass_fds=[listener.fileno()],
            cwd=TESTS,
        ) as process:
            try:
                yield f"https://localhost:{listener.getsockname()[1]}/"
            finally:
                process.terminate()
