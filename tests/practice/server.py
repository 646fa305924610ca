"""The portal behind a real socket: HTTP/1.1 with keep-alive on the loopback address."""

import socket
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from types import TracebackType
from typing import Any
from urllib.parse import parse_qsl

from tests.practice.portal import Portal
from tests.practice.web import Response

HOST = "127.0.0.1"
IDLE_SECONDS = 30.0  # an idle keep-alive connection must not hold its thread for ever
POLL_SECONDS = 0.05  # how long a shutdown may wait for the accept loop
SESSION_COOKIES = ("ASP.NET_SessionId=", "JSESSIONID=")


class Handler(BaseHTTPRequestHandler):
    """Hands requests to the portal of its server."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    timeout = IDLE_SECONDS
    wbufsize = -1  # header and body leave in one segment train; flushed at the end of each answer
    server: "_HttpServer"

    def do_GET(self) -> None:
        """A page."""
        self._answer("GET", {})

    def do_HEAD(self) -> None:
        """The header of a page."""
        self._answer("HEAD", {})

    def do_POST(self) -> None:
        """A page asked for by a form."""
        length = int(self.headers.get("Content-Length") or 0)
        fields = parse_qsl(self.rfile.read(length).decode("utf-8", "replace"), keep_blank_values=True)
        self._answer("POST", dict(fields))

    def _answer(self, method: str, form: dict[str, str]) -> None:
        self.server.note(f"{method} {self.path}")
        response = self.server.portal.respond(method, self.path, form, self._session())
        head = self._head(response)
        self.wfile.write(head if method == "HEAD" else head + response.body)
        self.wfile.flush()

    def _session(self) -> str | None:
        for part in (self.headers.get("Cookie") or "").split(";"):
            if part.strip().startswith(SESSION_COOKIES):
                return part.partition("=")[2]
        return None

    def _head(self, response: Response) -> bytes:
        """Status line and fields; a truncated answer ends with the connection."""
        length = response.declared_length
        lines = [
            f"HTTP/1.1 {response.status} {self.responses[response.status][0]}",
            f"Date: {self.date_time_string()}",
            f"Content-Type: {response.content_type}",
            f"Content-Length: {len(response.body) if length is None else length}",
            *(f"{name}: {value}" for name, value in response.headers),
        ]
        if length is not None or self.close_connection:
            self.close_connection = True
            lines.append("Connection: close")
        return ("\r\n".join(lines) + "\r\n\r\n").encode("latin-1")

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the parent's signature)
        """Say nothing: `Server.requests` is the log."""


class _HttpServer(ThreadingHTTPServer):
    """Counts requests and knows its open connections, so that it can close them."""

    daemon_threads = True
    block_on_close = True
    request_queue_size = 128

    def __init__(self, portal: Portal, port: int) -> None:
        super().__init__((HOST, port), Handler)
        self.portal = portal
        self.requests: list[str] = []
        self._lock = Lock()
        self._open: set[socket.socket] = set()

    def note(self, request: str) -> None:
        """Log a request."""
        with self._lock:
            self.requests.append(request)

    def process_request(self, request: Any, client_address: Any) -> None:
        """Remember the connection, then serve it in a thread of its own."""
        with self._lock:
            self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        """Forget the connection and close it."""
        with self._lock:
            self._open.discard(request)
        super().shutdown_request(request)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hangs up is no news; anything else is a fault of ours."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)

    def hang_up(self) -> None:
        """End all connections, so that their threads end."""
        with self._lock:
            for connection in self._open:
                _cut(connection)


def _cut(connection: socket.socket) -> None:
    """Wake the thread that reads from this connection; it closes it then."""
    try:
        connection.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # the other side was faster


class Server:
    """A running portal.  Use it in a `with` statement, or call `close`."""

    def __init__(self, portal: Portal, port: int = 0) -> None:
        self._http = _HttpServer(portal, port)
        self.port: int = self._http.server_address[1]
        self.base_url = portal.base_url = f"http://{HOST}:{self.port}"
        self.portal = portal
        self._thread = Thread(target=self._http.serve_forever, args=(POLL_SECONDS,), daemon=True)
        self._thread.start()

    @property
    def requests(self) -> list[str]:
        """Method and target of every request so far, in the order of arrival."""
        with self._http._lock:
            return list(self._http.requests)

    def close(self) -> None:
        """Stop listening, end open connections and wait for their threads."""
        self._http.shutdown()
        self._http.hang_up()
        self._http.server_close()
        self._thread.join()

    def __enter__(self) -> "Server":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def serve(portal: Portal, port: int = 0) -> Server:
    """Serve the portal on a free port (or on `port`) until the `with` block ends."""
    return Server(portal, port)
