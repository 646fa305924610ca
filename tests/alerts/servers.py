"""A server that gets alerts, on loopback; it can be down, or answer with an error."""

from __future__ import annotations

import json
import ssl
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any


@dataclass
class AlertServer:
    """What a server got, and what it answers."""

    statuses: list[int] = field(default_factory=list)
    """Of the next answers; then 204."""
    got: list[dict[str, Any]] = field(default_factory=list)
    """Messages that were accepted."""
    heads: list[dict[str, str]] = field(default_factory=list)
    paths: list[str] = field(default_factory=list)
    url: str = ""


@contextmanager
def alert_server(statuses: Sequence[int] = (), port: int = 0, certificate: Path | None = None) -> Iterator[AlertServer]:
    """A running server; with a certificate and its key in one file, over TLS."""
    state = AlertServer(list(statuses))

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            state.heads.append(dict(self.headers))
            state.paths.append(self.path)
            status = state.statuses.pop(0) if state.statuses else 204
            if status < 300:
                state.got.append(json.loads(body))
            self.send_response(status)
            if 300 <= status < 400:
                self.send_header("Location", f"{state.url}/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    if certificate is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    state.url = f"http{'s' * (certificate is not None)}://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
