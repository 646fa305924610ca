"""A hijacked site: each address answers with another attack. Raw sockets, loopback only, ended by ``close``."""

from __future__ import annotations

import socket
import struct
import threading
import time
import zlib
from collections.abc import Callable
from functools import cache

import brotli

Send = Callable[[bytes], None]

MB = 1024 * 1024
BOMB_BYTES = 300 * MB
TITLE = "Hội làng mở lại sau ba năm vắng bóng"
TEXT = "<p>Từ tờ mờ sáng, người dân ba thôn đã kéo nhau ra sân đình làng xem mở hội.</p>" * 4
ARTICLE = "<html><head><title>{title}</title></head><body><h1>{title}</h1>{text}<p>{text}</p></body></html>"


def address(name: str, number: int = 0) -> str:
    """The address of a probe, as the source's CMS writes articles."""
    return f"/tin-chi-tiet/-/bai-viet/mot-bai-viet-{name}-{1000 + number}-77.html"


@cache
def gzip_bomb() -> bytes:
    """300 MB of spaces, packed."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    parts = [packer.compress(b" " * MB) for _ in range(BOMB_BYTES // MB)]
    return b"".join([*parts, packer.flush()])


@cache
def brotli_bomb() -> bytes:
    """300 MB of spaces, packed."""
    packer = brotli.Compressor(quality=5)
    parts = [packer.process(b" " * MB) for _ in range(BOMB_BYTES // MB)]
    return b"".join([*parts, packer.finish()])


@cache
def robots() -> bytes:
    """26 MB, a million rules that are slow to compare."""
    return b"User-agent: *\n" + b"Disallow: /*a*b*c*d*e*f$\n" * (26 * MB // 25)


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">
<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;"><!ENTITY d "&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;">
<!ENTITY e "&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;"><!ENTITY f "&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;">
<!ENTITY x SYSTEM "file:///etc/passwd">]><urlset><url><loc>&f;&x;</loc></url></urlset>"""


class Hostile:
    """The server; ``inner`` is the address of one that nobody may be led to."""

    def __init__(self, inner: str = "127.0.0.2:9") -> None:
        self.inner = inner
        self.requests: list[str] = []
        self.answers: dict[str, Callable[[Send, socket.socket], None]] = {}
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port: int = self._listener.getsockname()[1]
        self.base_url = f"http://127.0.0.1:{self.port}"
        self._closed = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    def __enter__(self) -> Hostile:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop; answers under way end by themselves."""
        self._closed.set()
        self._listener.close()

    def _accept(self) -> None:
        while not self._closed.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return  # closed
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection:
            connection.settimeout(30)
            try:
                self.serve(connection)
            except OSError:
                return  # the other side has had enough

    def serve(self, connection: socket.socket) -> None:
        """Read one request and answer it."""
        head = b""
        while b"\r\n\r\n" not in head:
            part = connection.recv(65_536)
            if not part:
                return
            head += part
        self.answer(head, connection)

    def answer(self, head: bytes, connection: socket.socket) -> None:
        """Send what the address has to say."""
        path = head.split(b" ", 2)[1].decode("latin-1")
        self.requests.append(path)
        answer = self.answers.get(path.split("?")[0])
        if answer is None:
            connection.sendall(reply(b"nothing here", "404 Not Found"))
        else:
            answer(connection.sendall, connection)

    def drip(self, send: Send, _: socket.socket) -> None:
        """One byte a second."""
        send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 100000\r\n\r\n")
        while not self._closed.wait(1):
            send(b"<")

    def endless(self, send: Send, _: socket.socket) -> None:
        """A body without an end."""
        send(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
        while not self._closed.is_set():
            send(b"<p>" * 20_000)


def reply(body: bytes, status: str = "200 OK", *headers: str, kind: str = "text/html; charset=utf-8") -> bytes:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status}", f"Content-Type: {kind}", f"Content-Length: {len(body)}", "Connection: close"]
    return "\r\n".join([*lines, *headers, "", ""]).encode() + body


def fixed(answer: bytes) -> Callable[[Send, socket.socket], None]:
    """Always these bytes, whether they are HTTP or not."""
    return lambda send, _: send(answer)


def redirect(to: str) -> Callable[[Send, socket.socket], None]:
    """Somewhere else."""
    return fixed(reply(b"", "302 Found", f"Location: {to}"))


def article(title: str = TITLE, text: str = TEXT) -> bytes:
    """A page that reads well."""
    return ARTICLE.format(title=title, text=text).encode()


def reset(_: Send, connection: socket.socket) -> None:
    """Hang up in the middle, rudely."""
    connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<html>")
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def slowly(answer: bytes, seconds: float) -> Callable[[Send, socket.socket], None]:
    """An answer that takes its time."""

    def send_late(send: Send, _: socket.socket) -> None:
        time.sleep(seconds)
        send(answer)

    return send_late
