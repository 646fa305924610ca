"""The server: real sockets, keep-alive, counting, a clean end."""

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from tests.practice import Portal, serve
from tests.practice.walker import postbacks

ROOT = Path(__file__).parents[2]


def test_counts_requests_on_one_connection() -> None:
    with serve(Portal("stp_travinh")) as server:
        connection = HTTPConnection("127.0.0.1", server.port)
        for path in ("/", "/gioi-thieu", "/khong-co"):
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
        assert answer.status == 404
        connection.request("HEAD", "/")
        assert connection.getresponse().read() == b""
        assert server.requests == ["GET /", "GET /gioi-thieu", "GET /khong-co", "HEAD /"]
        connection.close()


def test_posts_forms() -> None:
    with serve(Portal("stp_travinh")) as server:
        path = server.portal.family.list_path(0)
        with urlopen(server.base_url + path) as answer:
            assert "ASP.NET_SessionId" in answer.headers["Set-Cookie"]
            first = answer.read().decode()
        form = urlencode(next(postbacks(first))).encode()
        with urlopen(server.base_url + path, data=form) as answer:
            assert answer.read().decode() != first


def test_truncated_answer_breaks_the_connection() -> None:
    with serve(Portal("hoabinh")) as server:
        path = next(truth.paths[0] for truth in server.portal.truth if truth.trap == "truncated")
        connection = HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", path)
        with pytest.raises(IncompleteRead):
            connection.getresponse().read()
        connection.close()
        with urlopen(server.base_url + path) as answer:
            assert answer.status == 200


def test_ends_with_open_connections() -> None:
    with serve(Portal("hoabinh", articles=5)) as server:
        connection = HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", "/")
        connection.getresponse().read()
    with pytest.raises(OSError, match=r"refused|reset|closed|without response"):
        HTTPConnection("127.0.0.1", server.port).request("GET", "/")
    connection.close()


def test_serves_in_parallel() -> None:
    with serve(Portal("dukcqdn_longan")) as server:
        urls = [server.base_url + truth.paths[0] for truth in server.portal.truth if not truth.trap]
        statuses: list[int] = []

        def fetch(some: list[str]) -> None:
            for url in some:
                with urlopen(url) as answer:
                    answer.read()
                    statuses.append(answer.status)

        threads = [Thread(target=fetch, args=(urls[n::4],)) for n in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert statuses == [200] * len(urls)
        assert len(server.requests) == len(urls)


def test_feeds_name_the_server() -> None:
    with serve(Portal("hoabinh")) as server, urlopen(f"{server.base_url}/sitemap.xml") as answer:
        assert f"<loc>{server.base_url}/tin-chi-tiet/" in answer.read().decode()


@contextmanager
def program(*options: str, stdin: int = subprocess.DEVNULL) -> Iterator[tuple[subprocess.Popen[str], dict[str, str]]]:
    """The portal as a program, and the addresses that it printed."""
    command = [sys.executable, "-m", "tests.practice", "--articles", "12", *options]
    with subprocess.Popen(command, cwd=ROOT, stdin=stdin, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout
            yield process, json.loads(process.stdout.readline())
        finally:
            process.kill()


def test_the_program_runs_without_stdin_until_a_signal() -> None:
    for number in (signal.SIGTERM, signal.SIGINT):
        with program("--source", "hoabinh", "--source", "stp_travinh") as (process, addresses):
            assert sorted(addresses) == ["hoabinh", "stp_travinh"]
            with urlopen(addresses["hoabinh"]) as answer:
                assert answer.status == 200
            with pytest.raises(subprocess.TimeoutExpired):
                process.wait(0.3)
            process.send_signal(number)
            assert process.wait(10) == 0


def test_the_program_ends_with_its_stdin_where_asked_to() -> None:
    with program("--source", "hoabinh", "--until-stdin-closes", stdin=subprocess.PIPE) as (process, _):
        assert process.stdin
        process.stdin.close()
        assert process.wait(10) == 0


def test_each_portal_has_the_port_behind_the_last_one() -> None:
    first = two_free_ports()
    sources = ("--source", "hoabinh", "--source", "stp_travinh")
    with program(*sources, "--port", str(first)) as (_, addresses):
        assert addresses == {
            "hoabinh": f"http://127.0.0.1:{first}",
            "stp_travinh": f"http://127.0.0.1:{first + 1}",
        }
        command = [sys.executable, "-m", "tests.practice", "--port", str(first)]
        second = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert second.returncode == 1
    assert second.stderr == "No portal: Address already in use. Another --port?\n"


def two_free_ports() -> int:
    """The first of two neighbours that nobody listens on."""
    for _ in range(100):
        with socket.socket() as one, socket.socket() as other:
            one.bind(("127.0.0.1", 0))
            port = int(one.getsockname()[1])
            with suppress(OSError, OverflowError):
                other.bind(("127.0.0.1", port + 1))
                return port
    raise AssertionError("no two free ports side by side")
