"""Crawls through a proxy: what it sees, what leaks, what it refuses, and what the guard still refuses."""

from __future__ import annotations

import base64
import gzip
import socket
import threading
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.crawling import FAST, Run, read_lines, scrapy
from tests.e2e.certificates import certificate
from tests.e2e.test_tls import HERE, Encrypted, context
from tests.hostile.server import Hostile, article, fixed, redirect, reply

PATH = "/tin-chi-tiet/-/bai-viet/hoi-lang-mo-lai-sau-ba-nam-1-2.html"
LOGIN = "crawler:s3cret%40word"
WORDS = "crawler:s3cret@word"
QUICK = ("-s", "REFUSAL_WAIT=0.3", "-s", "DOWNLOAD_TIMEOUT=20")


class ForwardProxy(Hostile):
    """A proxy for http by absolute addresses and for https by CONNECT."""

    def __init__(self, login: str = "", status: int = 0) -> None:
        super().__init__()
        self.login = login
        self.status = status
        self.heads: list[str] = []

    def __enter__(self) -> ForwardProxy:
        return self

    def answer(self, head: bytes, connection: socket.socket) -> None:
        self.heads.append(head.decode("latin-1"))
        method, target = head.split(b" ")[:2]
        expected = f"Proxy-Authorization: Basic {base64.b64encode(self.login.encode()).decode()}"
        if self.login and expected not in self.heads[-1]:
            connection.sendall(reply(b"", "407 Proxy Authentication Required", 'Proxy-Authenticate: Basic realm="x"'))
        elif self.status > 0:
            connection.sendall(reply(b"", f"{self.status} No"))
        elif self.status == 0:
            self.requests.append(target.decode())
            self.pass_on(method, target.decode(), head, connection)

    def pass_on(self, method: bytes, target: str, head: bytes, connection: socket.socket) -> None:
        """Connect to the site, whatever its name, at this machine."""
        parts = urlsplit(target if method != b"CONNECT" else f"//{target}")
        with socket.create_connection((HERE, parts.port or 80), timeout=30) as site:
            if method == b"CONNECT":
                connection.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            else:
                path = parts._replace(scheme="", netloc="").geturl() or "/"
                lines = [line for line in head.split(b"\r\n") if not line.startswith(b"Proxy-")]
                lines[0] = method + b" " + path.encode() + b" HTTP/1.1"
                site.sendall(b"\r\n".join(lines))
            threading.Thread(target=copy, args=(connection, site), daemon=True).start()
            copy(site, connection)

    def setting(self, login: str = "") -> str:
        """The value of PROXY."""
        return f"http://{f'{login}@' if login else ''}{HERE}:{self.port}"


def copy(source: socket.socket, target: socket.socket) -> None:
    """Pass on all bytes of one direction."""
    try:
        while part := source.recv(65_536):
            target.sendall(part)
        target.shutdown(socket.SHUT_WR)
    except OSError:
        return


def listing(site: Hostile) -> None:
    """A front page that lists one article."""
    site.answers["/"] = fixed(reply(f"<ul><li><a href='{PATH}'>Hội làng mở lại sau ba năm</a></ul>".encode()))
    site.answers[PATH] = fixed(reply(article()))


def crawl_through(proxy: str, base_url: str, folder: Path, *arguments: str) -> Run:
    place = ("-a", f"base_url={base_url}", "-s", f"OUTPUT_DIR={folder}")
    done = scrapy("crawl", "hoabinh", *place, "-s", f"PROXY={proxy}", *FAST, *QUICK, *arguments)
    return Run(done.returncode, done.stderr, read_lines(folder / "hoabinh.jsonl"), [])


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_a_site_is_read_through_the_proxy_and_the_password_stays_with_it(scheme: str, tmp_path: Path) -> None:
    one = certificate("x", host=HERE)
    (tmp_path / "own.pem").write_bytes(one.pem)
    make = Hostile if scheme == "http" else lambda: Encrypted(context(one, tmp_path))
    with make() as site, ForwardProxy(WORDS) as proxy:
        listing(site)
        archive = tmp_path / "archive"
        settings = ("-s", f"WARC_DIR={archive}", "-s", f"TLS_CA_FILE={tmp_path / 'own.pem'}", "-L", "DEBUG")
        run = crawl_through(proxy.setting(LOGIN), site.base_url, tmp_path, *settings)
    assert run.status == 0, run.log
    assert len(run.records) == 1
    here = f"{HERE}:{site.port}"
    if scheme == "http":
        assert f"http://{here}{PATH}" in proxy.requests
    else:
        assert set(proxy.requests) == {here}
    warc = b"".join(gzip.decompress(path.read_bytes()) for path in archive.glob("*.warc.gz"))
    assert f"GET {PATH} HTTP/1.1".encode() in warc
    assert b"WARC-IP-Address" not in warc, "the connected address is the proxy's"
    written = b"".join(path.read_bytes() for path in tmp_path.glob("*.*") if path.is_file())
    for place in (run.log.encode(), warc, written, "".join(site.requests).encode()):
        for secret in ("s3cret", base64.b64encode(WORDS.encode()).decode(), "Proxy-Authorization"):
            assert secret.encode() not in place


def test_the_environment_names_the_proxy_only_if_it_is_told_to(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Hostile() as site, ForwardProxy(WORDS) as proxy:
        listing(site)
        monkeypatch.setenv("http_proxy", proxy.setting(LOGIN))
        monkeypatch.delenv("no_proxy", raising=False)
        assert crawl_through("", site.base_url, tmp_path).status == 0
        assert proxy.heads == []
        crawl_through("env", site.base_url, tmp_path, "-a", "full=1")
        asked = len(proxy.requests)
        assert asked > 0
        monkeypatch.setenv("no_proxy", HERE)
        crawl_through("env", site.base_url, tmp_path, "-a", "full=1")
        assert len(proxy.requests) == asked


def closed_port() -> int:
    with socket.create_server((HERE, 0)) as listener:
        return int(listener.getsockname()[1])


@pytest.mark.parametrize("scheme", ["http", "https"])
@pytest.mark.parametrize(
    ("status", "login", "words"),
    [
        (0, "", "asks for a user and a password (status 407)"),
        (0, "crawler:wrong", "does not accept that user and password (status 407)"),
        (502, "", f"answers with status 502 for {HERE}: it does not reach the site"),
        (-1, "", ""),
        (None, "", "accepts no connection"),
    ],
    ids=["407", "wrong", "502", "closed", "absent"],
)
def test_a_proxy_that_refuses_is_named_without_its_password(
    scheme: str, status: int | None, login: str, words: str, tmp_path: Path
) -> None:
    with Hostile() as site, ForwardProxy(WORDS if "407" in words else "", status or 0) as proxy:
        listing(site)
        port = closed_port() if status is None else proxy.port
        setting = f"http://{login or 'x:s3cret'}@{HERE}:{port}" if login or status is None else proxy.setting()
        quick = ("-s", "DOWNLOAD_TIMEOUT=1", "-s", "RETRY_TIMES=1")
        run = crawl_through(setting, site.base_url.replace("http", scheme), tmp_path, *quick)
    assert run.status == 3
    assert "Traceback" not in run.log
    assert "s3cret" not in run.log
    assert "crawler:wrong" not in run.log
    last = run.log.splitlines()[-1]
    assert f"the proxy http://{HERE}:{port} " in last
    if status == -1:
        words = "closes the connection to" if scheme == "http" else "does not answer"
    assert words in last
    assert run.stat("proxy/failed") >= 1
    assert run.stat("walk/failed/download") == 0, "it is not the site's fault"
    assert site.requests == []


def test_a_proxy_that_stops_working_ends_the_run_and_the_next_one_continues(tmp_path: Path) -> None:
    with Hostile() as site, ForwardProxy() as proxy:
        links = "".join(f"<li><a href='{PATH.replace('-1-2', f'-{n}-2')}'>Hội làng {n}</a>" for n in range(1, 31))

        def last_answer(send: object, connection: socket.socket) -> None:
            proxy.status = 502
            connection.sendall(reply(links.encode()))

        site.answers["/"] = last_answer
        first = crawl_through(proxy.setting(), site.base_url, tmp_path, "-s", "RETRY_ENABLED=0")
        assert first.status == 1, first.log
        assert "the proxy failed 8 times in a row; the next run continues" in first.log
        assert "stopped early: proxy_failed" in first.log
        assert "Traceback" not in first.log
        proxy.status = 0
        site.answers["/"] = fixed(reply(links.encode()))
        for number in range(1, 31):
            text = article(f"Hội làng mở lại lần thứ {number}")
            site.answers[PATH.replace("-1-2", f"-{number}-2")] = fixed(reply(text))
        second = crawl_through(proxy.setting(), site.base_url, tmp_path)
        assert len(second.records) == 30, second.log[-3000:]


def test_a_broken_certificate_behind_a_proxy_is_the_sites_fault(tmp_path: Path) -> None:
    with Encrypted(context(certificate("x", host=HERE), tmp_path)) as site, ForwardProxy() as proxy:
        run = crawl_through(proxy.setting(), site.base_url, tmp_path)
    assert run.status == 3
    assert f"{HERE}: its certificate is signed by no authority but by itself" in run.log.splitlines()[-1]
    assert run.stat("tls/self_signed") >= 1
    assert run.stat("proxy/failed") == 0


def test_a_redirect_of_a_typed_address_leads_the_proxy_to_no_inner_network() -> None:
    with Hostile() as site, ForwardProxy() as proxy:
        site.answers["/go"] = redirect("http://10.0.0.5/")
        done = scrapy("read", f"{site.base_url}/go", "-s", f"PROXY={proxy.setting()}", *FAST)
    assert done.returncode == 1
    assert "a name of an inner network" in done.stderr
    assert proxy.requests[-1] == f"{site.base_url}/go"


def test_the_proxy_itself_is_no_page() -> None:
    with Hostile() as site, ForwardProxy() as proxy:
        site.answers["/go"] = redirect(f"{proxy.base_url}/secret")
        done = scrapy("read", f"{site.base_url}/go", "-s", f"PROXY={proxy.setting()}", *FAST)
    assert "the proxy's own address" in done.stderr
    assert not [head for head in proxy.heads if "secret" in head]


def test_a_source_is_read_through_a_proxy_that_alone_resolves_its_name(tmp_path: Path) -> None:
    with Hostile() as site, ForwardProxy() as proxy:
        listing(site)
        base_url = f"http://cong.vidu.invalid:{site.port}"
        contact = "USER_AGENT=test (+mailto:data@example.org)"
        run = crawl_through(proxy.setting(), base_url, tmp_path, "-s", contact)
    assert run.status == 0, run.log
    assert len(run.records) == 1


def test_a_setting_that_is_no_proxy_is_refused_without_its_password(tmp_path: Path) -> None:
    run = crawl_through("http://x:s3cret@h:port", "http://127.0.0.1:9", tmp_path)
    assert run.status == 1
    assert "PROXY must be http://HOST:PORT" in run.log
    assert "s3cret" not in run.log
    assert "Traceback" not in run.log
    assert run.stat("robotstxt/request_count") == 0
