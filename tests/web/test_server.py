"""The socket and the server."""

from __future__ import annotations

import socket
from pathlib import Path
from threading import Thread

import pytest

from scraper.web.server import address_of, listening
from tests.index.logs import append, record
from tests.web.serving import RunningWeb, index, indexed, running


def has_ipv6() -> bool:
    try:
        socket.create_server(("::1", 0), family=socket.AF_INET6).close()
    except OSError:
        return False
    return True


@pytest.mark.skipif(not has_ipv6(), reason="no IPv6 on this machine")
def test_an_ipv6_address_is_printed_as_browsers_want_it() -> None:
    with listening("::1", 0) as opened:
        assert address_of(opened) == f"http://[::1]:{opened.getsockname()[1]}/"


def test_zero_takes_a_free_port() -> None:
    with listening("127.0.0.1", 0) as one, listening("127.0.0.1", 0) as other:
        assert address_of(one) != address_of(other)
        assert not address_of(one).endswith(":0/")


def test_the_body_does_not_wait_until_the_headers_are_acknowledged() -> None:
    with listening("127.0.0.1", 0) as opened, socket.create_connection(opened.getsockname()):
        connection, _ = opened.accept()
        with connection:
            assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_answers_stay_right_while_the_index_is_fed(tmp_path: Path) -> None:
    files = indexed(tmp_path, record("s", "0", "Hội nghị 0", "Nội dung 0"))
    totals: list[list[int]] = [[] for _ in range(3)]

    def ask(web: RunningWeb, seen: list[int]) -> None:
        for _ in range(15):
            reply = web.get("/api/search?q=hội nghị")
            assert reply.status == 200, reply.text
            assert web.get("/?q=hội nghị").status == 200
            seen.append(reply.json["total"])

    with running(files) as web:
        threads = [Thread(target=ask, args=(web, seen)) for seen in totals]
        for thread in threads:
            thread.start()
        for number in range(1, 11):
            append(tmp_path / "s.jsonl", [record("s", str(number), f"Hội nghị {number}", f"Nội dung {number}")])
            index(tmp_path)
        for thread in threads:
            thread.join()
        assert web.get("/api/search?q=hội nghị").json["total"] == 11
    for seen in totals:
        assert len(seen) == 15
        assert seen == sorted(seen)


def test_a_request_that_is_no_http_leaves_the_server_as_it_is(tmp_path: Path) -> None:
    with running(indexed(tmp_path, record("s", "0", "Tin", "Nội dung"))) as web:
        for sent in (b"\x16\x03\x01\x02\x00", b"GET / HTTP/9\r\n\r\n", b"GET " + b"a" * 100_000, b"\r\n" * 50):
            with socket.create_connection((web.host, web.port), timeout=60) as connection:
                connection.sendall(sent)
        smiles = "%f0%9f%98%80" * 100
        for path in ("/%00", "/%ff%fe", "/article/%00", "/?q=%00%ff", f"/?q={smiles}", "/api/article/%e2%80%ae"):
            assert web.get(path).status in (200, 400, 404), path
        assert web.get("/?q=" + "a" * 30_000).status == 400
        assert web.get("/").status == 200
