"""Each command that prints what sites wrote, with strings that would act on a terminal: the bytes that come out."""

from __future__ import annotations

import json
import os
import pty
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from scraper.ledger.database import Database
from scraper.ledger.undecided import Undecided, UndecidedPage
from scraper.text.harmful import HARMFUL
from tests.crawling import FAST, ROOT, read_lines, scrapy
from tests.hostile.server import TEXT, TITLE, Hostile, article, fixed, reply

SOURCE = "hoabinh"
PATH = "/tin-chi-tiet/-/bai-viet/hoi-lang-mo-lai-sau-ba-nam-1-2.html"
# Clears the screen, sets the window's title, links elsewhere, turns the words around; and markup of rich.
EVIL = "\x1b[2J\x1b]0;mine\x07\x1b]8;;http://evil.vn\x1b\\\x9b31m\u202e\u2028[/red][bold]:smile:"
# What rich writes itself: styles, cursor moves, erased lines.
_OWN = re.compile(r"\x1b\[(?:[\d;]*m|\?25[lh]|\d?[ABGK])")
_LINE_ENDS = re.compile(r"[\r\n]")


class Printed:
    """What a command printed, on a terminal or in pipes."""

    def __init__(self, *arguments: str, is_terminal: bool) -> None:
        if is_terminal:
            self.status, self.text = on_a_terminal([sys.executable, "-m", "scrapy", *arguments])
        else:
            done = scrapy(*arguments)
            self.status, self.text = done.returncode, done.stdout + done.stderr
        assert "Traceback" not in self.text
        rest = _LINE_ENDS.sub("", _OWN.sub("", self.text) if is_terminal else self.text).removeprefix("\ufeff")
        found = HARMFUL.search(rest)
        assert found is None, rest[max(found.start() - 80, 0) : found.end() + 40]


def on_a_terminal(command: list[str]) -> tuple[int, str]:
    """Exit status, and what a command writes to a terminal."""
    ours, its = pty.openpty()
    with TemporaryDirectory() as folder:
        shown = {"COLUMNS": "150", "LINES": "40", "TERM": "xterm", "SCRAPER_OUTPUT_DIR": folder}
        process = subprocess.Popen(command, cwd=ROOT, stdin=its, stdout=its, stderr=its, env=os.environ | shown)
        os.close(its)
        printed = bytearray()
        while True:
            try:
                part = os.read(ours, 65_536)
            except OSError:  # the other side is closed
                break
            printed += part
        os.close(ours)
        return process.wait(300), printed.decode()


@pytest.fixture(scope="module")
def crawled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output of an earlier version, which let such strings into its log and ledger; with an archive."""
    folder = tmp_path_factory.mktemp("terminal")
    with Hostile() as site:
        site.answers["/"] = fixed(reply(f"<ul><li><a href='{PATH}'>{TITLE}</a></ul>".encode()))
        site.answers[PATH] = fixed(reply(article()))
        places = ("-s", f"OUTPUT_DIR={folder}", "-s", f"WARC_DIR={folder / 'archive'}")
        Printed("crawl", SOURCE, "-a", f"base_url={site.base_url}", *places, *FAST, is_terminal=False)
    log = folder / f"{SOURCE}.jsonl"
    (record,) = read_lines(log)
    old: dict[str, Any] = record | {
        "title": f"{EVIL} {TITLE}",
        "body": f"{EVIL} {record['body']}",
        "url": f"{record['url']}?{EVIL}",
        "authors": [EVIL],
        "attachments": [{"url": f"http://x.vn/{EVIL}", "title": EVIL, "media_type": None}],
        "warnings": [EVIL],
    }
    log.write_text(f"{json.dumps(old, ensure_ascii=False)}\n", "utf-8")
    database = Database(folder / "state.sqlite3", SOURCE)
    Undecided(database).add("key", UndecidedPage(f"http://x.vn/{EVIL}", f"{EVIL} {TITLE}", EVIL))
    database.close()
    return folder


@pytest.mark.parametrize("is_terminal", [False, True], ids=["pipe", "terminal"])
def test_undecided(crawled: Path, is_terminal: bool) -> None:
    shown = Printed("undecided", SOURCE, "-s", f"OUTPUT_DIR={crawled}", is_terminal=is_terminal)
    assert ("[/" if is_terminal else "[/red][bold]:smile:") in shown.text  # a table has several lines for it
    assert shown.status == 0


@pytest.mark.parametrize("is_terminal", [False, True], ids=["pipe", "terminal"])
def test_index_search_and_export_of_old_records(crawled: Path, is_terminal: bool) -> None:
    place = ("-s", f"OUTPUT_DIR={crawled}")
    assert Printed("index", *place, is_terminal=is_terminal).status == 0
    for arguments in (("search", "hoi", "lang"), ("search", "hoi", "lang", "--json")):
        shown = Printed(*arguments, *place, is_terminal=is_terminal)
        assert shown.status == 0
        assert "[/red]" in shown.text
    for profile in ("schemaorg", "newsplease", "csv"):
        shown = Printed("export", SOURCE, "--profile", profile, *place, is_terminal=is_terminal)
        assert shown.status == 0
        assert ":smile:" in shown.text


def test_json_has_the_values_of_the_log(crawled: Path) -> None:
    place = ("-s", f"OUTPUT_DIR={crawled}")
    exported = Printed("export", SOURCE, "--profile", "schemaorg", *place, is_terminal=False)
    assert json.loads(exported.text)["headline"] == f"{EVIL} {TITLE}", "escaped, and the same"


@pytest.mark.parametrize("is_terminal", [False, True], ids=["pipe", "terminal"])
def test_replay_shows_old_values(crawled: Path, is_terminal: bool) -> None:
    log = str(crawled / f"{SOURCE}.jsonl")
    place = ("-s", f"OUTPUT_DIR={crawled}")
    shown = Printed("replay", str(crawled / "archive"), "--diff", log, *place, is_terminal=is_terminal)
    assert shown.status == 0
    assert "[/red]" in shown.text


@pytest.mark.parametrize("is_terminal", [False, True], ids=["pipe", "terminal"])
def test_crawls_of_a_site_that_answers_with_it(tmp_path: Path, is_terminal: bool) -> None:
    stub = f"<html><head><title>{EVIL}</title></head><body><p>Bảo trì {EVIL}</p></body></html>".encode()
    with Hostile() as site:
        site.answers["/"] = fixed(reply(stub))
        # Lets the crawl in, with words that are no rules.
        site.answers["/robots.txt"] = fixed(reply(f"{EVIL}\nCrawl-delay: {EVIL}\nSitemap: {EVIL}\n".encode()))
        address = ("-a", f"base_url={site.base_url}", "-s", f"OUTPUT_DIR={tmp_path}", *FAST)
        shown = Printed("crawlall", SOURCE, *address, is_terminal=is_terminal)
        assert shown.status == 3
        assert "[/red][bold]:smile:" in shown.text.replace("\r\n", "")
        assert Printed("crawl", SOURCE, *address, is_terminal=is_terminal).status == 3
    log = tmp_path / "crawlall.log"
    assert not log.exists() or not HARMFUL.search(log.read_text("utf-8"))


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        (reply(article(f"{TITLE} {EVIL}", f"{TEXT}<p><a href='/tai-ve/1?{EVIL}'></a></p>")), 0),
        (reply(b"oops", f"500 {EVIL}"), 1),
        (reply(b"", "302 Found", f"Location: http://127.0.0.9/{EVIL.replace(chr(0x2028), '')}"), 1),
        (reply(article(), "200 OK", kind=f"text/html; charset={EVIL}"), 0),
        (reply(article(), "200 OK", f"Content-Encoding: {EVIL}"), 0),
        (reply(article(), kind=f"application/{EVIL}"), 0),
        (EVIL.encode(), 1),
    ],
    ids=["article", "status", "redirect", "charset", "encoding", "type", "no-http"],
)
def test_read_of_a_server_that_answers_with_it(answer: bytes, status: int) -> None:
    is_terminal = b"<h1>" in answer and EVIL.encode() in answer.partition(b"<h1>")[2]
    with Hostile() as site:
        site.answers[PATH] = fixed(answer)
        arguments = ("--explain", "-s", "RETRY_ENABLED=0", "-s", "DOWNLOAD_TIMEOUT=20")
        shown = Printed("read", f"{site.base_url}{PATH}", *arguments, is_terminal=is_terminal)
    assert shown.status == status, shown.text
