"""The calls of a scrapyd node: what is sent, and what each failure is called."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs

import pytest

from scraper.machines import scrapyd
from scraper.machines.scrapyd import Node, NodeDownError, NodeError, UnsureError


class Answers(BaseHTTPRequestHandler):
    """Answers as its server was told, and notes what was asked."""

    server: Any

    def do_GET(self) -> None:
        self._answer("")

    def do_POST(self) -> None:
        self._answer(self.rfile.read(int(self.headers["Content-Length"])).decode())

    def _answer(self, body: str) -> None:
        self.server.asked.append((self.path, body, self.headers.get("Authorization")))
        status, text = self.server.answers[self.path.lstrip("/").partition("?")[0]]
        self.send_response(status)
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *args: Any) -> None: ...


@contextmanager
def served(**answers: Any) -> Iterator[Any]:
    """A node; each answer is a status and a text, or an object."""
    server: Any = HTTPServer(("127.0.0.1", 0), Answers)
    server.asked = []
    server.answers = {
        f"{name}.json": given if isinstance(given, tuple) else (200, json.dumps({"status": "ok", **given}))
        for name, given in answers.items()
    }
    thread = Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def node_at(server: Any, user: str = "") -> Node:
    return Node(f"http://{user}127.0.0.1:{server.server_port}/", "portals")


def test_what_is_pending_and_what_runs() -> None:
    lists = {"pending": [{"spider": "a"}], "running": [{"spider": "b"}], "finished": [{"spider": "c"}]}
    with served(daemonstatus={}, listjobs=lists) as server:
        assert node_at(server).busy() == {"a": "pending", "b": "running"}
        assert [path for path, _, _ in server.asked] == ["/daemonstatus.json", "/listjobs.json?project=portals"]


def test_a_job_with_arguments_and_settings() -> None:
    with served(schedule={"jobid": "12ab"}) as server:
        node = node_at(server)
        assert node.schedule("a", {"base_url": "http://x/?a=b&c"}, ["USER_AGENT=we (+mailto:a@b.vn)", "X=1"]) == "12ab"
        ((_, body, _),) = server.asked
    assert parse_qs(body) == {
        "project": ["portals"],
        "spider": ["a"],
        "base_url": ["http://x/?a=b&c"],
        "setting": ["USER_AGENT=we (+mailto:a@b.vn)", "X=1"],
    }


def test_a_password_is_sent_and_never_shown() -> None:
    with served(schedule={"jobid": "1"}) as server:
        node = node_at(server, "we:s%40cret@")
        node.schedule("a", {}, [])
        assert server.asked[0][2] == "Basic d2U6c0BjcmV0"
        assert node.name == f"http://127.0.0.1:{server.server_port}"


@pytest.mark.parametrize(
    ("answer", "message"),
    [
        (
            (200, '{"status": "error", "message": "project \'portals\' not found"}'),
            "refuses: project 'portals' not found",
        ),
        (
            (200, '{"status": "error", "message": "RunnerError: warned\\n\\nNo module named x\\n"}'),
            "refuses: No module named x",
        ),
        ((200, '{"status": "error"}'), "refuses: it does not say why"),
        ((200, "[]"), "refuses: it does not say why"),
        ((200, "<html>"), "is no scrapyd: its answer is not JSON"),
        ((401, ""), "status 401: http://USER:PASSWORD@HOST:6800 logs in"),
        ((404, ""), "status 404: is it a scrapyd?"),
    ],
)
def test_a_node_that_cannot_be_used_says_why(answer: tuple[int, str], message: str) -> None:
    with served(daemonstatus=answer, schedule=answer) as server:
        for call in (node_at(server).busy, lambda: node_at(server).schedule("a", {}, [])):
            with pytest.raises(NodeError) as refused:
                call()
            assert str(refused.value) == message
            assert not isinstance(refused.value, NodeDownError)


def test_nobody_listens() -> None:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with pytest.raises(NodeDownError, match=r"^does not answer: Connection refused$"):
        Node(f"http://127.0.0.1:{port}", "portals").busy()


def test_a_node_that_accepts_and_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scrapyd, "_SECONDS", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent, pytest.raises(UnsureError, match="has not answered in"):
        Node(f"http://127.0.0.1:{silent.getsockname()[1]}", "portals").schedule("a", {}, [])


@pytest.mark.parametrize("url", ["", "a:6800", "ftp://a", "http://", "http:///x", "//a"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(ValueError, match="a node must be like http://HOST:6800"):
        Node(url, "portals")


def test_an_ipv6_address_keeps_its_brackets() -> None:
    assert Node("http://[::1]:6800/", "portals").name == "http://[::1]:6800"
