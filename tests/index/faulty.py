"""A proxy before a server that speaks ``_bulk``, which is busy, breaks off or takes only a part when it is told to."""

from __future__ import annotations

import gzip
import json
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit

Fault = Callable[["Handler", bytes], bool]
"""Does something with a request for ``_bulk``; False to let it through as well."""


@dataclass
class Proxy:
    """What it was asked, and what it does with the next requests for ``_bulk``."""

    upstream: str
    faults: deque[Fault] = field(default_factory=deque)
    bulks: list[tuple[dict[str, str], list[dict[str, Any]]]] = field(default_factory=list)
    """Headers and lines of each."""
    authorization: str | None = None
    """What has to be in the header of each request."""
    largest: int | None = None
    """Bytes that a request may have, unpacked."""
    unread: int | None = None
    """Bytes that a request may have, as it comes: of a larger one nothing is read."""
    said: dict[str, tuple[int, Any]] = field(default_factory=dict)
    """What it says without asking the server, by words in the path."""
    takes_packed: bool = True
    """False: 415 for what is packed."""
    patience: threading.Event = field(default_factory=threading.Event)
    """Ends all waits."""
    asked: list[str] = field(default_factory=list)
    """Methods and paths."""
    url: str = ""


class Handler(BaseHTTPRequestHandler):
    """One connection."""

    protocol_version = "HTTP/1.1"
    proxy: Proxy

    def do_GET(self) -> None:
        self._serve()

    do_PUT = do_POST = do_GET  # noqa: N815  (the library's names)

    def _serve(self) -> None:
        proxy = self.proxy
        length = int(self.headers.get("Content-Length", 0))
        proxy.asked.append(f"{self.command} {self.path}")
        if proxy.unread is not None and length > proxy.unread:
            self.say(413, {"error": {"reason": "too large"}})
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.reset()
            return
        body = self.rfile.read(length)
        for words, answer in proxy.said.items():
            if words in self.path:
                self.say(*answer)
                return
        if proxy.authorization is not None and self.headers.get("Authorization") != proxy.authorization:
            self.say(401, {"error": {"reason": "missing authentication credentials"}})
            return
        if "/_bulk" in self.path:
            if not proxy.takes_packed and "Content-Encoding" in self.headers:
                self.say(415, {"error": {"type": "media_type", "reason": "Content-Encoding gzip is not supported"}})
                return
            text = gzip.decompress(body) if "Content-Encoding" in self.headers else body
            proxy.bulks.append((dict(self.headers), [json.loads(line) for line in text.splitlines()]))
            if proxy.largest is not None and len(text) > proxy.largest:
                self.say(413, {"error": {"reason": "too large"}})
                return
            if proxy.faults and proxy.faults.popleft()(self, body):
                return
        self.say(*self.forward(body))

    def forward(self, body: bytes) -> tuple[int, Any]:
        """Ask the server itself."""
        connection = HTTPConnection(urlsplit(self.proxy.upstream).netloc, timeout=60)
        headers = {name: self.headers[name] for name in ("Content-Type", "Content-Encoding") if name in self.headers}
        connection.request(self.command, self.path, body or None, headers)
        answer = connection.getresponse()
        said = json.loads(answer.read())
        connection.close()
        return answer.status, said

    def say(self, status: int, body: Any, **headers: str) -> None:
        data = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(data)

    def reset(self) -> None:
        """Break the connection off, without a word."""
        self.close_connection = True
        self.connection.close()

    def log_message(self, *arguments: Any) -> None:
        """Say nothing."""


def busy(status: int, **headers: str) -> Fault:
    """The server has too much to do."""

    def fault(handler: Handler, body: bytes) -> bool:
        handler.say(status, b"<html>busy</html>" if status == 503 else {"error": "busy", "status": status}, **headers)
        return True

    return fault


def reset_before(handler: Handler, body: bytes) -> bool:
    """The server never hears of it."""
    handler.reset()
    return True


def reset_after(handler: Handler, body: bytes) -> bool:
    """The server does it, and nobody hears of that."""
    handler.forward(body)
    handler.reset()
    return True


def cut_short(handler: Handler, body: bytes) -> bool:
    """The server does it, and its answer breaks off in the middle."""
    status, said = handler.forward(body)
    data = json.dumps(said).encode()
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(data) + 100))
    handler.end_headers()
    handler.wfile.write(data)
    handler.wfile.flush()
    handler.reset()
    return True


def items(status: int, *wanted: int, kind: str = "es_rejected_execution_exception", reason: str = "") -> Fault:
    """The server takes a request, but not some items of it, by their place."""

    def fault(handler: Handler, body: bytes) -> bool:
        rest = body_without(body, set(wanted))
        code, said = handler.forward(rest) if gzip.decompress(rest) else (200, {"items": []})
        for number in wanted:
            error = {"type": kind, "reason": reason or f"no room for item {number}"}
            said["items"].insert(number, {"index": {"status": status, "error": error}})
        handler.say(code, {**said, "errors": True})
        return True

    return fault


def takes(count: int) -> Fault:
    """The server takes the first ones, and has no room for the others."""

    def fault(handler: Handler, body: bytes) -> bool:
        return items(429, *range(count, len(gzip.decompress(body).splitlines()) // 2))(handler, body)

    return fault


def says(body: Any, status: int = 200, **headers: str) -> Fault:
    """The server says something else."""

    def fault(handler: Handler, _: bytes) -> bool:
        handler.say(status, body, **headers)
        return True

    return fault


def in_another_order(handler: Handler, body: bytes) -> bool:
    """The server names the items from the last to the first."""
    ids = [json.loads(line)["index"]["_id"] for line in gzip.decompress(body).splitlines()[::2]]
    status, said = handler.forward(body)
    answers = said["items"] if said.get("errors") else [{"index": {"status": 201}} for _ in ids]
    for id_, each in zip(ids, answers, strict=True):
        each["index"]["_id"] = id_
    handler.say(status, {"errors": True, "items": answers[::-1]})
    return True


def no_answer(handler: Handler, body: bytes) -> bool:
    """The server does it, and takes longer to say so than anybody waits."""
    handler.forward(body)
    handler.proxy.patience.wait(60)
    handler.reset()
    return True


def body_without(body: bytes, left_out: set[int]) -> bytes:
    """A request without some items; each has two lines here."""
    lines = gzip.decompress(body).splitlines(keepends=True)
    pairs = [lines[at : at + 2] for at in range(0, len(lines), 2)]
    return gzip.compress(b"".join(line for at, pair in enumerate(pairs) if at not in left_out for line in pair))


@contextmanager
def proxy_before(upstream: str, certificate: ssl.SSLContext | None = None) -> Iterator[Proxy]:
    """A proxy on loopback, with TLS where it has a certificate."""
    proxy = Proxy(upstream)
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("Bound", (Handler,), {"proxy": proxy}))
    server.daemon_threads = True
    if certificate:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    proxy.url = f"{'https' if certificate else 'http'}://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield proxy
    finally:
        proxy.patience.set()
        server.shutdown()
        thread.join()
        server.server_close()
