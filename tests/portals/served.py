"""Serve a WSGI application on loopback."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from socketserver import ThreadingMixIn
from threading import Thread
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 64


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        """No lines on the terminal."""


@contextmanager
def served(build: Any) -> Iterator[tuple[Any, list[str]]]:
    """Serve the portal that ``build`` makes for an address; yields it, and the list of what is requested.

    robots.txt is served without a delay: loopback needs none.
    """
    server = make_server("127.0.0.1", 0, lambda environ, start: [], server_class=_Server, handler_class=_Quiet)
    portal = build(f"http://127.0.0.1:{server.server_port}")
    requests: list[str] = []

    def app(environ: dict[str, Any], start: Any) -> Any:
        requests.append(f"{environ['PATH_INFO']}?{environ.get('QUERY_STRING', '')}")
        if environ["PATH_INFO"] != "/robots.txt":
            return portal.app(environ, start)

        def start_cut(status: str, headers: list[tuple[str, str]], *_: object) -> None:
            start(status, [pair for pair in headers if pair[0].lower() != "content-length"])

        lines = b"".join(portal.app(environ, start_cut)).splitlines(keepends=True)
        return [line for line in lines if b"delay" not in line.lower()]

    server.set_app(app)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield portal, requests
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
