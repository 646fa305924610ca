"""A host that refuses, asks to wait, or wants a cookie: waited out, answered or left in peace, and nothing lost."""

from __future__ import annotations

import os
import re
import socket
import ssl
import subprocess
import time
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.crawling import FAST, Run, crawl, read_lines, scrapy
from tests.hostile.server import Hostile, article, fixed, redirect, reply, slowly
from tests.practice import Portal, Response

QUICK = ("-s", "REFUSAL_WAIT=0.3", "-s", "BLOCKER_WAIT=0.3")
WAIT = """<html><head><title>Hãy đợi...</title></head><body><div class="floodblocker">
Hệ thống đang từ chối truy cập của bạn. Hãy đợi 60 giây...</div></body></html>""".encode()
COOKIE = b'<html><body><script>document.cookie="D1N=%s"+"; path=/";window.location.reload(true);</script></body></html>'
SOURCE = "hoabinh"


class Moody(Portal):
    """A practice portal that refuses now and then; ``mood`` says what it answers instead of a page."""

    def __init__(self, articles: int = 20) -> None:
        super().__init__(SOURCE, articles=articles, traps=False)
        self.asked = 0
        self.cookie = b""

    def mood(self, path: str) -> Response | None:
        """What it answers instead; None for what was asked for."""
        return None

    def respond(
        self, method: str, path_qs: str, form: Mapping[str, str] | None = None, session: str | None = None
    ) -> Response:
        """Answer one request."""
        self.asked += 1
        return self.mood(path_qs) or super().respond(method, path_qs, form, session)


class Blocker(Moody):
    """NukeViet's: after 15 pages it answers "please wait" for a while, whatever was asked for."""

    def __init__(self, status: int = 200, headers: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__()
        self.status, self.headers = status, headers
        self.seconds = 1 if headers else 0.3
        self.closed_at, self.count = 0.0, 0

    def mood(self, path: str) -> Response | None:
        if self.count == 15 and time.monotonic() - self.closed_at > self.seconds:
            self.count = 0
        if self.count < 15:
            self.count += 1
            self.closed_at = time.monotonic()
            return None
        return Response(self.status, WAIT, headers=self.headers)


def check_all(run: Run, portal: Portal) -> None:
    assert run.status == 0, run.log[-3000:]
    assert "Traceback" not in run.log
    assert sorted(record["title"] for record in run.records) == sorted(truth.title for truth in portal.truth)


@pytest.mark.parametrize("blocker", [Blocker(), Blocker(429, (("Retry-After", "1"),)), Blocker(503)])
def test_a_blocker_is_waited_out_and_no_article_is_lost(blocker: Blocker, tmp_path: Path) -> None:
    run = crawl(blocker, tmp_path, *QUICK)
    check_all(run, blocker)
    assert run.stat("pace/waits") >= 1
    assert "refuses" in run.log
    assert re.search(r"Pace: 127\.0\.0\.1:\d+: \d+ requests", run.log)


def test_who_is_told_to_stay_away_for_long_comes_back_with_the_next_run(tmp_path: Path) -> None:
    class Closed(Moody):
        def mood(self, path: str) -> Response | None:
            return Response(503, b"", headers=(("Retry-After", "7200"),)) if 5 < self.asked < 1000 else None

    portal = Closed()
    run = crawl(portal, tmp_path, *QUICK)
    assert run.status == 1
    assert "it asks to come back in 7200 s; the next run continues" in run.log
    portal.asked = 1000
    check_all(crawl(portal, tmp_path), portal)


PATH = "/tin-chi-tiet/-/bai-viet/hoi-lang-mo-lai-sau-ba-nam-1-2.html"


class Site(Hostile):
    """A front page that lists one article."""

    def __init__(self) -> None:
        super().__init__()
        self.answers["/"] = fixed(reply(f"<ul><li><a href='{PATH}'>Hội làng mở lại sau ba năm</a></ul>".encode()))
        self.answers[PATH] = fixed(reply(article()))


class CookieWall(Site):
    """Shows pages only to who sends the cookie."""

    def __init__(self, *, satisfied: bool = True) -> None:
        super().__init__()
        self.satisfied = satisfied

    def answer(self, head: bytes, connection: socket.socket) -> None:
        knows = b"D1N=0123456789abcdef" in head and self.satisfied
        if knows or b" /robots.txt " in head:
            super().answer(head, connection)
        else:
            self.requests.append("stub")
            connection.sendall(reply(COOKIE % b"0123456789abcdef"))


class Encrypted(Site):
    """The same behind a certificate that nobody signed."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__()
        self.base_url = self.base_url.replace("http:", "https:")
        self.context = context

    def serve(self, connection: socket.socket) -> None:
        # It takes the connection over, so that it has to close it itself.
        with self.context.wrap_socket(connection, server_side=True, do_handshake_on_connect=False) as encrypted:
            encrypted.do_handshake()
            super().serve(encrypted)


def run_over(site: Hostile, folder: Path, *arguments: str) -> Run:
    done = scrapy(
        "crawl", SOURCE, "-a", f"base_url={site.base_url}", "-s", f"OUTPUT_DIR={folder}", *FAST, *QUICK, *arguments
    )
    path = folder / f"{SOURCE}.jsonl"
    records = read_lines(path)
    return Run(done.returncode, done.stderr, records, site.requests)


def test_the_cookie_stub_is_answered_once_and_the_cookie_kept(tmp_path: Path) -> None:
    with CookieWall() as site:
        run = run_over(site, tmp_path)
        assert run.status == 0, run.log
        assert len(run.records) == 1
        assert run.stat("challenge/answered") <= 3
        assert "asks for the cookie D1N" in run.log


def test_a_stub_that_no_cookie_satisfies_is_not_asked_for_ever(tmp_path: Path) -> None:
    with CookieWall(satisfied=False) as site:
        run = run_over(site, tmp_path)
        assert run.status == 3
        assert run.records == []
        assert len(site.requests) < 30
        assert "its cookie does not help" in run.log


@pytest.mark.parametrize(
    ("answer", "status", "asked"),
    [
        (fixed(reply(b"oops", "503 Service Unavailable")), 3, False),
        (fixed(reply(b"oops", "500 Internal Server Error")), 3, False),
        (slowly(reply(b"User-agent: *"), 60), 3, False),
        (fixed(reply(b"", "403 Forbidden")), 0, True),
        (fixed(reply(b"", "404 Not Found")), 0, True),
        (fixed(reply(b"User-agent: *\nDisallow: /\n")), 3, False),
        (fixed(reply(b"User-agent: *\nDisallow:\n")), 0, True),
    ],
    ids=["503", "500", "time-out", "403", "404", "forbids", "allows"],
)
def test_robots_txt_by_the_book(answer: object, status: int, asked: bool, tmp_path: Path) -> None:
    with Site() as site:
        site.answers["/robots.txt"] = answer  # type: ignore[assignment]
        # Others answer at once, but not in so little time on a busy machine.
        patience = ("-s", "DOWNLOAD_TIMEOUT=1") if status == 3 else ()
        run = run_over(site, tmp_path, "-s", "RETRY_TIMES=1", *patience)
        assert run.status == status, run.log
        assert ("/" in site.requests) is asked
        assert "Traceback" not in run.log
        if status == 3:
            assert "robots.txt" in run.log.splitlines()[-1]


def test_crawl_delay_is_heeded(tmp_path: Path) -> None:
    with Site() as site:
        site.answers["/robots.txt"] = fixed(reply(b"User-agent: *\nCrawl-delay: 0.7\n"))
        run = run_over(site, tmp_path)
        assert "asks for 0.7 s between requests" in run.log
        pause = re.search(r"Pace: .* the shortest pause ([\d.]+) s", run.log)
        assert pause
        assert float(pause[1]) >= 0.7


PAGE = "<html><head><title>{}</title></head><body>{}</body></html>"
NOTICES = {
    "login": PAGE.format("Đăng nhập hệ thống", "<form><p>Tên đăng nhập</p><input type='password'></form>"),
    "maintenance": PAGE.format("Thông báo", "<h1>Website đang bảo trì, nâng cấp</h1>"),
    "missing": PAGE.format("Không tìm thấy trang", "<p>Bài viết không tồn tại.</p>"),
}


# The kinds are told apart in tests/pages; a whole run is made of one of them, or with ALL_PORTALS=1 of all.
@pytest.mark.parametrize("kind", NOTICES if "ALL_PORTALS" in os.environ else ["maintenance"])
def test_a_notice_instead_of_articles_is_told_and_never_stored(kind: str, tmp_path: Path) -> None:
    class Stubborn(Moody):
        def mood(self, path: str) -> Response | None:
            return Response(200, NOTICES[kind].encode()) if "/bai-viet/" in path and self.asked < 1000 else None

    portal = Stubborn()
    run = crawl(portal, tmp_path)
    assert run.records == []
    assert run.stat(f"read/notice/{kind}") == 20
    assert run.status == 3
    portal.asked = 1000
    check_all(crawl(portal, tmp_path), portal)


def test_an_article_that_leads_to_the_front_page_is_none(tmp_path: Path) -> None:
    with Site() as site:
        site.answers[PATH] = redirect("/")
        run = run_over(site, tmp_path)
        assert run.stat("read/redirected_away") == 1
        assert run.records == []


def test_a_site_that_leads_to_another_host_names_the_one_that_takes_over(tmp_path: Path) -> None:
    with Site() as site:
        site.answers["/"] = redirect("https://noi-khac.vn/")
        run = run_over(site, tmp_path)
    assert run.status == 3
    says = "refused, not this source's host: https://noi-khac.vn/; as far as known, phutho.gov.vn takes over"
    assert f"the site returned no page: {says}" in run.log


def test_a_days_budget_ends_the_run_and_the_next_day_goes_on(tmp_path: Path) -> None:
    portal = Moody()
    budget = ("-s", "DAILY_PAGES=15")
    first = crawl(portal, tmp_path, *budget)
    assert first.status == 0
    assert "15 pages today, as many as DAILY_PAGES allows; the next run continues" in first.log
    assert len(first.requests) < 30
    check_all(crawl(portal, tmp_path), portal)


def test_live_hosts_are_not_asked_by_nobody(tmp_path: Path) -> None:
    site = "https://example.gov.vn/"
    for command in (("crawl", SOURCE), ("crawlall",), ("crawl", "portal", "-a", f"base_url={site}"), ("read", site)):
        done = scrapy(*command, "-s", f"OUTPUT_DIR={tmp_path}")
        assert done.returncode == 2
        assert "offices want to know who reads them" in done.stdout + done.stderr
    assert not list(tmp_path.iterdir())


def test_a_broken_certificate_is_refused_with_the_way_out(tmp_path: Path) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", key, "-out", certificate, "-days", "2",
         "-subj", "/CN=localhost"], check=True, capture_output=True,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with Encrypted(context) as site:
        run = run_over(site, tmp_path)
        assert run.status == 3
        assert "TLS=unverified" in run.log
        assert site.requests == []
        assert run_over(site, tmp_path, "-s", "TLS=unverified").status == 0


def test_cells_of_a_csv_feed_are_no_formulas(tmp_path: Path) -> None:
    with Site() as site:
        site.answers[PATH] = fixed(reply(article('=HYPERLINK("http://x";"Hội làng mở lại sau ba năm")')))
        assert run_over(site, tmp_path, "-O", str(tmp_path / "feed.csv")).status == 0
    assert "\"'=HYPERLINK(" in (tmp_path / "feed.csv").read_text("utf-8")


def test_a_source_whose_name_leads_to_an_inner_network_is_not_asked(tmp_path: Path) -> None:
    contact = "USER_AGENT=test (+mailto:data@example.org)"
    resolver = "TWISTED_DNS_RESOLVER=tests.hostile.resolver.EverybodyHere"
    done = scrapy("crawl", SOURCE, "-s", f"OUTPUT_DIR={tmp_path}", "-s", contact, "-s", resolver, *FAST)
    assert done.returncode == 3, done.stderr
    assert (
        "Refused, hoabinh.gov.vn is 127.0.0.1, an address of an inner network: https://hoabinh.gov.vn/" in done.stderr
    )
    assert "-a base_url=https://hoabinh.gov.vn/ crawls it there" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_page_that_a_person_asks_for_leads_to_no_inner_place(tmp_path: Path) -> None:
    with Hostile() as inner, Site() as site:
        inner.answers["/secret"] = fixed(reply(article()))
        site.answers["/go"] = redirect(f"{inner.base_url}/secret")
        done = scrapy("read", f"{site.base_url}/go")
        assert done.returncode == 1, done.stderr
        assert inner.requests == []
