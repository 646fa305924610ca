"""Who may ask for what, and the headers of every answer."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest

from scraper.web.guard import host_name, is_loopback, known_hosts
from scraper.web.places import ServedFiles
from tests.web.serving import RunningWeb, running

TOKEN = "a secret; of sixteen"
PAGES = ["/", "/?q=hội nghị", "/?q=none:x", "/sources", "/feed.atom", "/api/search", "/openapi.json", "/static/web.js"]


@pytest.fixture(scope="module")
def closed(files: ServedFiles) -> Iterator[RunningWeb]:
    with running(files, TOKEN, ["search.example"]) as server:
        yield server


@pytest.mark.parametrize("path", [*PAGES, "/nowhere", "/article/x", "/api/nowhere"])
def test_every_answer_has_the_security_headers(web: RunningWeb, path: str) -> None:
    headers = web.get(path).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "server" not in headers
    assert "access-control-allow-origin" not in headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "X"])
def test_nothing_can_be_changed(web: RunningWeb, method: str) -> None:
    for path in PAGES:
        reply = web.get(path, method)
        assert (reply.status, reply.headers["allow"]) == (405, "GET, HEAD")


@pytest.mark.parametrize("path", PAGES)
def test_head_has_no_body(web: RunningWeb, path: str) -> None:
    assert web.get(path, "HEAD").body == b""
    assert web.get(path, "HEAD").status == web.get(path).status


@pytest.mark.parametrize("host", ["127.0.0.1", "127.0.0.1:80", "localhost:8020", "LOCALHOST", "[::1]:8020", "10.0.0.7"])
def test_addresses_and_this_machine_are_known(web: RunningWeb, host: str) -> None:
    assert web.get("/", Host=host).status == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "", "[", "[::1]x", "a b", "127.0.0.1:x", "@"]
)
def test_another_name_may_be_another_site_that_points_here(web: RunningWeb, host: str) -> None:
    for path in ("/", "/api/search", "/static/web.js", "/nowhere"):
        assert web.get(path, Host=host).status in (400, 421)
    reply = web.get("/api/search", Host=host)
    assert "hits" not in reply.text


def test_two_host_headers_are_refused(web: RunningWeb) -> None:
    with socket.create_connection((web.host, web.port), timeout=60) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        assert re.match(rb"HTTP/1.1 4(00|21)", connection.recv(100))


def test_without_a_token_nothing_is_shown(closed: RunningWeb) -> None:
    for path in ("/", "/sources", "/feed.atom", "/api/search", "/openapi.json", "/nowhere"):
        reply = closed.get(path)
        assert (reply.status, reply.headers["www-authenticate"]) == (401, "Bearer")
    assert closed.get("/static/web.css").status == 200


@pytest.mark.parametrize(
    "headers",
    [
        {"Authorization": "Bearer wrong"},
        {"Authorization": f"Basic {TOKEN}"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer \xff\xfe"},
        {"Cookie": "scraper_web="},
        {"Cookie": f"scraper_web={TOKEN}"},
        {"Cookie": "scraper_web=" + "0" * 64},
    ],
)
def test_a_wrong_token_is_none(closed: RunningWeb, headers: dict[str, str]) -> None:
    assert closed.get("/api/search", **headers).status == 401
    assert closed.get("/api/search?token=wrong").status == 401
    assert closed.get("/api/search?token=").status == 401


def test_the_header_has_the_token(closed: RunningWeb) -> None:
    assert closed.get("/api/search", Authorization=f"Bearer {TOKEN}").status == 200
    assert closed.get("/", Authorization=f"bearer {TOKEN}").status == 200


def test_the_token_in_an_address_becomes_a_cookie_once(closed: RunningWeb) -> None:
    reply = closed.get(f"/?q=hội nghị&token={TOKEN}&source=hoabinh")
    cookie = reply.headers["set-cookie"]
    assert {part.strip().lower() for part in cookie.split(";")[1:]} == {"httponly", "path=/", "samesite=strict"}
    assert TOKEN not in cookie
    assert TOKEN not in reply.text
    assert 'url=/?q=h%E1%BB%99i+ngh%E1%BB%8B&amp;source=hoabinh"' in reply.text
    assert "Hội nghị" not in reply.text
    again = closed.get("/?q=hội nghị", Cookie=cookie.partition(";")[0])
    assert again.status == 200
    assert "hội nghị" in again.text


def test_a_feed_reader_sends_the_token_in_the_address_each_time(closed: RunningWeb) -> None:
    reply = closed.get(f"/feed.atom?q=hội nghị&token={TOKEN}")
    assert reply.status == 200
    assert "<entry>" in reply.text
    assert "secret" not in reply.text
    assert "set-cookie" not in reply.headers


@pytest.mark.parametrize("path", ["//evil.example/", "/\\evil.example/", "///evil.example", "/%2F/evil.example"])
def test_the_page_after_the_token_is_here(closed: RunningWeb, path: str) -> None:
    reply = closed.get(f"{path}?token={TOKEN}")
    target = re.search(r'content="0; url=([^"]*)"', reply.text)
    assert target is not None
    assert re.match(r"/(?![/\\])", target[1])


def test_a_name_that_the_user_allows_is_known(closed: RunningWeb) -> None:
    assert closed.get("/api/search", Host="search.example:443", Authorization=f"Bearer {TOKEN}").status == 200
    assert closed.get("/api/search", Host="other.example", Authorization=f"Bearer {TOKEN}").status == 421


@pytest.mark.parametrize(
    ("host", "name"),
    [("A.example:80", "a.example"), ("[::1]:80", "::1"), ("a.example.", "a.example"), ("a:b:c", ""), ("", "")],
)
def test_the_name_in_a_host_header(host: str, name: str) -> None:
    assert host_name(host) == name


@pytest.mark.parametrize(
    ("host", "expected"),
    [("127.0.0.1", True), ("127.9.9.9", True), ("::1", True), ("localhost", True), ("0.0.0.0", False), ("::", False)],
)
def test_loopback(host: str, expected: bool) -> None:
    assert is_loopback(host) == expected
    assert (socket.gethostname().lower() in known_hosts(host, ())) == (not expected)
