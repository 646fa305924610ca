"""``scrapy fixture`` and ``scrapy check``: pages of a source become its test."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from scraper.fixtures import differences, fixtures_of
from tests.crawling import FAST, ROOT, TIMEOUT, read_lines, scrapy
from tests.practice import Portal, Server, serve

OURS = ROOT / "tests" / "fixtures"
HOME = "https://hoabinh.gov.vn/"
SOURCE = """
from scraper.base_spiders.portal import PortalSpider


class Mine(PortalSpider):
    name = "mine"
    owner = "Sở"
    home = "{}/"
"""


# A spider that is no source, with a contract that its site does not meet.
PLAIN = '''

class Plain(Spider):
    name = "plain"

    def parse(self, response):
        """Nothing.

        @url {}/notice
        @returns items 1
        """
'''


class Office(BaseHTTPRequestHandler):
    """An office's server with all that is no article."""

    def do_GET(self) -> None:
        self.server.agents.add(self.headers["User-Agent"])  # type: ignore[attr-defined]
        kind, body = {
            "/robots.txt": ("text/plain", b"User-agent: *\nDisallow: /secret"),
            "/file": ("application/pdf", b"%PDF-1.4 \1"),
            "/empty": ("text/html", b""),
        }.get(self.path, ("text/html", b"<title>404 Not Found</title><h1>404 Not Found</h1>"))
        self.send_response(302 if self.path == "/moved" else 200)
        self.send_header("Location", "/empty")
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        """Nothing on stderr."""


@pytest.fixture
def office() -> Iterator[ThreadingHTTPServer]:
    with ThreadingHTTPServer(("127.0.0.1", 0), Office) as server:
        server.agents = set()  # type: ignore[attr-defined]
        thread = Thread(target=server.serve_forever)
        thread.start()
        yield server
        server.shutdown()
        thread.join()


class Project:
    """A project of somebody who installed the package: a folder with three files, and a setting of their own."""

    def __init__(self, folder: Path, home: str) -> None:
        self.folder = folder
        spiders = folder / "mysources" / "spiders"
        spiders.mkdir(parents=True)
        for package in (spiders.parent, spiders):
            (package / "__init__.py").touch()
        (folder / "scrapy.cfg").write_text("[settings]\ndefault = mysources.settings\n", "utf-8")
        settings = 'from scraper.settings import *\n\nSPIDER_MODULES = ["mysources.spiders"]\nFIXTURES_DIR = "pages"\n'
        (spiders.parent / "settings.py").write_text(settings, "utf-8")
        (spiders / "mine.py").write_text(SOURCE.format(home), "utf-8")

    def scrapy(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "scrapy", *arguments]
        environment = os.environ | {"PYTHONPATH": str(ROOT)}
        inside = self.folder / "mysources"  # FIXTURES_DIR counts from scrapy.cfg, not from where one is
        return subprocess.run(
            command, cwd=inside, env=environment, capture_output=True, text=True, timeout=TIMEOUT, check=False
        )


def article(server: Server, number: int) -> str:
    return server.base_url + server.portal.truth[number].paths[0]


def test_pages_of_somebody_elses_source_become_its_test(tmp_path: Path) -> None:
    with serve(Portal("hoabinh", articles=8, traps=False)) as server:
        project, truth = Project(tmp_path, server.base_url), server.portal.truth
        pages = [article(server, 0), article(server, 1)]
        stored = project.scrapy("fixture", "mine", *pages, *FAST)
        listed = project.scrapy("fixture", "mine", server.base_url + "/", "--type", "list", *FAST)
    assert (stored.returncode, stored.stderr) == (0, "")
    assert (listed.returncode, listed.stderr) == (0, "")
    assert f"title:       {truth[0].title}" in stored.stdout
    fixtures = fixtures_of(tmp_path / "pages", "mine")
    assert {fixture.meta.url for fixture in fixtures} == {*pages, server.base_url + "/"}
    titles = {record["title"] for fixture in fixtures if (record := fixture.expected) is not None}
    assert titles == {truth[0].title, truth[1].title}

    # The server has ended: nothing is fetched from here on.
    checked = project.scrapy("check")
    assert (checked.returncode, checked.stdout) == (0, "mine: 3 fixtures as expected, 3 not confirmed by a person\n")
    assert checked.stderr == ""  # no contracts, and no word of them

    fixture = next(it for it in fixtures if it.expected is not None)
    expected = fixture.folder / "expected.json"
    record = json.loads(expected.read_text("utf-8"))
    expected.write_text(json.dumps(record | {"title": "Hội làng"}), "utf-8")
    checked = project.scrapy("check", "mine")
    difference = ["  title", "    expected: Hội làng", f"    now:      {record['title']}"]
    assert checked.returncode == 1
    assert checked.stdout.splitlines() == [
        f"mine/{fixture.name} differs: title",
        *difference,
        "mine: 1 of 3 fixtures failed",
    ]
    state = project.scrapy("fixture", "mine")
    assert (state.returncode, f"{fixture.name}: article, not confirmed, differs: title\n" in state.stdout) == (0, True)

    shown = project.scrapy("fixture", "mine", fixture.name).stdout.splitlines()
    assert [f"  url:         {fixture.meta.url}", "  title:       Hội làng", *difference] == [*shown[1:3], *shown[-3:]]

    accepted = project.scrapy("fixture", "mine", "--accept")
    assert accepted.returncode == 0
    assert {f"{fixture.name}: accepted", "front-page: as expected, confirmed", *difference} <= {
        *accepted.stdout.splitlines()
    }
    assert json.loads(expected.read_text("utf-8")) == record
    checked = project.scrapy("check")
    assert (checked.returncode, checked.stdout) == (0, "mine: 3 fixtures as expected\n")


def test_pages_are_fetched_as_the_source_says_and_what_is_no_page_is_said(
    tmp_path: Path, office: ThreadingHTTPServer
) -> None:
    home = f"http://127.0.0.1:{office.server_port}"
    project = Project(tmp_path, home)
    source = tmp_path / "mysources" / "spiders" / "mine.py"
    agent = '    custom_settings = {"USER_AGENT": "ours (+mailto:a@example.org)"}\n'
    source.write_text(f"from scrapy import Spider{source.read_text('utf-8')}{agent}{PLAIN.format(home)}", "utf-8")
    pages = [f"{home}/{name}" for name in ("secret", "file", "notice", "empty", "moved")]
    done = project.scrapy("fixture", "mine", *pages, "--type", "other", *FAST)
    assert done.returncode == 3
    assert {*done.stderr.splitlines()} == {
        f"Not fetched, {pages[0]}: Forbidden by robots.txt",
        f"Not a page: {pages[1]}",
        f"Not stored, {pages[4]}: {pages[3]} is the fixture empty already; to fetch it anew, delete "
        + str(tmp_path / "pages" / "mine" / "empty"),
    }
    assert [fixture.name for fixture in fixtures_of(tmp_path / "pages", "mine")] == ["empty", "notice"]
    assert office.agents == {"ours (+mailto:a@example.org)"}  # type: ignore[attr-defined]

    # Contracts are checked as ever.
    checked = project.scrapy("check", *FAST)
    assert checked.returncode == 1
    assert checked.stdout.splitlines() == [
        "mine: 2 fixtures as expected, 2 not confirmed by a person",
        "plain: no fixtures, it is not a source but a spider of its own",
    ]
    assert "FAIL: [plain] parse" in checked.stderr
    refused = project.scrapy("fixture", "plain")
    assert refused.returncode == 2
    assert "plain is not a source but a spider of its own: it has no fixtures" in refused.stderr


def test_what_cannot_be_stored_is_said_and_the_rest_is_stored(tmp_path: Path) -> None:
    place = ("-s", f"FIXTURES_DIR={tmp_path}", *FAST)
    with serve(Portal("hoabinh", articles=8, traps=False)) as server:
        good, missing, front = article(server, 0), server.base_url + "/nothing-here", server.base_url + "/"
        done = scrapy("fixture", "portal", missing, good, front, *place)
        assert done.returncode == 3, done.stderr
        not_fetched, not_stored = done.stderr.splitlines()
        assert not_fetched == f"Not fetched, {missing}: status 404"
        assert not_stored.startswith("Not stored, read as no article (no title), not as an article; --type list or ")
        assert not_stored.endswith(front)
        assert [fixture.meta.url for fixture in fixtures_of(tmp_path, "portal")] == [good]
        asked = len(server.requests)
        again = scrapy("fixture", "portal", front, good, *place)
        assert len(server.requests) == asked, "checked before anything is fetched"
    assert again.returncode == 2
    assert f"{good} is the fixture" in again.stderr
    unreachable = scrapy("fixture", "portal", missing, "-s", "RETRY_ENABLED=0", *place)
    assert unreachable.returncode == 1
    assert f"Not fetched, {missing}: " in unreachable.stderr


def test_after_a_crawl_a_fixture_is_the_record_of_the_crawl(tmp_path: Path) -> None:
    # This portal prints dates in its lists only.
    place = ("-s", f"OUTPUT_DIR={tmp_path}", "-s", f"FIXTURES_DIR={tmp_path}", *FAST)
    with serve(Portal("stp_travinh", articles=4, traps=False)) as server:
        before = scrapy("fixture", "portal", article(server, 0), *place)
        assert "No earlier run has recorded it: a crawl knows its link too" in before.stdout
        shutil.rmtree(tmp_path / "portal")
        crawled = scrapy("crawl", "portal", "-a", f"base_url={server.base_url}", *place)
        assert crawled.returncode == 0, crawled.stderr
        (log,) = (path for path in tmp_path.glob("portal_*.jsonl") if "rejected" not in path.name)
        records = {record["url"]: record for record in read_lines(log)}
        stored = scrapy("fixture", "portal", *records, *place)
    assert (stored.returncode, stored.stderr) == (0, "")
    assert "No earlier run" not in stored.stdout
    fixtures = fixtures_of(tmp_path, "portal")
    assert len(fixtures) == len(records) == 4
    assert all(fixture.meta.listed and fixture.meta.link_texts for fixture in fixtures)
    assert [differences(records[it.meta.url], it.expected or {}) for it in fixtures] == [[]] * 4
    assert scrapy("check", "portal", *place).returncode == 0


def test_with_a_damaged_state_file_nothing_is_fetched_and_what_helps_is_said(tmp_path: Path) -> None:
    # By the state file all crawls share the pace of a host.
    state = tmp_path / "state.sqlite3"
    state.write_bytes(b"no database" * 1_000)
    with serve(Portal("hoabinh", articles=4, traps=False)) as server:
        page = article(server, 0)
        done = scrapy("fixture", "portal", page, "-s", f"OUTPUT_DIR={tmp_path}", "-s", f"FIXTURES_DIR={tmp_path}")
        assert server.requests == []
    assert done.returncode == 1
    assert f"Not fetched, {page}: " in done.stderr
    assert f"{state}: file is not a database. If it is damaged, `scrapy state --rebuild`" in done.stderr


def test_a_page_that_is_read_as_something_else_may_be_stored_until_that_is_mended(tmp_path: Path) -> None:
    place = ("-s", f"FIXTURES_DIR={tmp_path}", *FAST)
    with serve(Portal("hoabinh", articles=8, traps=False)) as server:
        done = scrapy("fixture", "portal", article(server, 0), "--type", "other", *place)
    (fixture,) = fixtures_of(tmp_path, "portal")
    assert done.returncode == 0
    assert "It is read as article today: scrapy check portal fails until that is mended" in done.stdout
    checked = scrapy("check", "portal", *place)
    assert checked.returncode == 1
    assert "    expected: other\n    now:      article\n" in checked.stdout
    assert fixture.expected is None


def test_our_own_fixtures_are_found_from_scrapy_cfg() -> None:
    done = scrapy("check", "-v")
    assert done.returncode == 0, done.stdout
    lines = done.stdout.splitlines()
    assert "hoabinh/boxes-and-halves: as expected" in lines
    assert "portal: no fixtures; scrapy fixture portal URL… stores pages" in lines
    names = sorted(path.name for path in (OURS / "hoabinh").iterdir())
    assert scrapy("check", "hoabinh", "--list").stdout.split() == [f"hoabinh/{name}" for name in names]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("check", "nowhere"), "No such source: nowhere. There are: dukcqdn_longan, "),
        (("fixture",), "Name a source, then addresses to store"),
        (("fixture", "nowhere"), "No such source: nowhere. There are: dukcqdn_longan, "),
        (("fixture", "hoabinh", "tin-tuc"), "hoabinh has no fixture tin-tuc. There are: boxes-and-halves, english-"),
        (("fixture", "hoabinh", "ftp://x.vn/"), "must be an http or https address, not 'ftp://x.vn/'"),
        (("fixture", "hoabinh", "https://x.vn/"), "is not on a host of hoabinh, which are: hoabinh.gov.vn, www."),
        (("fixture", "hoabinh", HOME), "offices want to know who reads them"),
        (("fixture", "hoabinh", HOME, "--type", "page"), "invalid choice: 'page'"),
        (("fixture", "hoabinh", "--accept", "x"), "hoabinh has no fixture x. There are: boxes-and-halves, english-"),
        (("fixture", "portal", "--accept"), "portal has no fixtures in tests/fixtures/portal; scrapy fixture portal"),
    ],
)
def test_wrong_usage_is_said(arguments: tuple[str, ...], message: str) -> None:
    done = scrapy(*arguments)
    assert done.returncode == 2
    assert message in done.stderr + done.stdout
    assert "Traceback" not in done.stderr


def test_damaged_fixtures_fail_by_name_and_the_others_are_checked(tmp_path: Path) -> None:
    shutil.copytree(OURS / "hoabinh", tmp_path / "hoabinh")
    shutil.copytree(OURS / "hoabinh", tmp_path / "renamed")
    meta, expected = (
        tmp_path / "hoabinh/english-interface/meta.json",
        tmp_path / "hoabinh/boxes-and-halves/expected.json",
    )
    meta.write_text("<<<<<<< HEAD", "utf-8")
    expected.write_text("<<<<<<< HEAD", "utf-8")
    place = ("-s", f"FIXTURES_DIR={tmp_path}")
    checked = scrapy("check", *place)
    assert checked.returncode == 1
    assert "Traceback" not in checked.stderr
    problem = "(Expecting value: line 1 column 1 (char 0))"
    write_anew = "scrapy fixture hoabinh --accept boxes-and-halves"
    restore = f"{meta} is damaged {problem}; restore it, or delete the folder and fetch the page again"
    assert {
        f"{expected} is not JSON {problem}; restore it, or write it anew: {write_anew}",
        restore,
        "hoabinh: 2 of 2 fixtures failed",
        f"{tmp_path / 'renamed'} has fixtures, and no source has this name: rename the folder, or delete it",
    } <= {*checked.stdout.splitlines()}
    accepted = scrapy("fixture", "hoabinh", "--accept", *place)
    assert (accepted.returncode, accepted.stderr) == (1, f"Not accepted: {restore}\n")
    ours = OURS / "hoabinh" / "boxes-and-halves" / "expected.json"
    assert json.loads(expected.read_text("utf-8")) == json.loads(ours.read_text("utf-8"))
