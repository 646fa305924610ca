"""The server: real sockets, keep-alive, counting, a clean end."""

import json
import subprocess
import sys
from http.client import HTTPConnection, IncompleteRead
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode
from urllib.request import urlopen

import pytest

from scraper.demo import Portal, serve
from tests.demo.demo_walker import postbacks

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


def test_command_line_prints_addresses_and_ends_with_stdin() -> None:
    sources = ["--source", "hoabinh", "--source", "stp_travinh"]
    command = [sys.executable, "-m", "scraper.demo", "--articles", "12", *sources]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, cwd=ROOT, stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdin
        assert process.stdout
        addresses = json.loads(process.stdout.readline())
        assert sorted(addresses) == ["hoabinh", "stp_travinh"]
        with urlopen(addresses["hoabinh"]) as answer:
            assert answer.status == 200
        process.stdin.close()
        assert process.wait(10) == 0
