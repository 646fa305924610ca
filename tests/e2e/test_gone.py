"""Deleted articles: a page with status 404 or 410 leads to a tombstone, whatever it shows; nothing else does."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.crawling import FAST, read_lines, scrapy

TEXT = "<p>Từ tờ mờ sáng, người dân ba thôn đã kéo nhau ra sân đình làng xem mở hội.</p>" * 3
MENU = '<ul><li><a href="/">Trang chủ</a></li><li><a href="/vi/news/">Tin tức</a></li></ul>'
FULL = ("-a", "full=1")


@dataclass(frozen=True)
class Answer:
    """One answer of the server."""

    status: int = 200
    body: str = ""
    content_type: str = "text/html; charset=utf-8"
    location: str = ""


def path(number: int) -> str:
    """As NukeViet writes it."""
    return f"/vi/news/tin-tuc/hoi-lang-lan-thu-{number}-mo-lai-{100 + number}.html"


def title(number: int) -> str:
    return f"Hội làng lần thứ {number} mở lại sau ba năm vắng bóng"


def date(number: int) -> str:
    return f"{1 + number % 30:02}/06/2024"


def links(numbers: Iterable[int]) -> str:
    entries = (f'<li><a href="{path(number)}">{title(number)}</a> ({date(number)})</li>' for number in numbers)
    return f"<ul>{''.join(entries)}</ul>"


def page(heading: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{heading}</title>{head}</head><body>{MENU}<h1>{heading}</h1>{body}</body></html>"


def article(number: int, head: str = "") -> str:
    return page(title(number), f"<p>Ngày đăng: {date(number)} 08:30</p><div>{TEXT}</div>{links((0, 1))}", head)


def refresh(seconds: int, url: str) -> str:
    return f'<meta http-equiv="Refresh" content="{seconds};URL={url}">'


NOT_THERE = "<p>Bạn đã truy cập vào đường dẫn không tồn tại trên hệ thống của chúng tôi.</p>"
NUKEVIET = page("Error 404: Not Found", NOT_THERE, refresh(3, "/"))
# By look, the answer for an article of a number.
GONE: dict[str, Callable[[int], Answer]] = {
    "empty": lambda number: Answer(404),
    "nukeviet": lambda number: Answer(404, NUKEVIET),
    "reloads itself": lambda number: Answer(404, page("Không tìm thấy", "", refresh(0, path(number)))),
    "menus and other news": lambda number: Answer(404, page("Không tìm thấy trang", NOT_THERE + links((0, 1, 2)))),
    "another article": lambda number: Answer(404, article(0)),
    "the article itself": lambda number: Answer(404, article(number)),
    "gone": lambda number: Answer(410, page("Bài viết đã bị xóa", links((0, 1)))),
    "plain text": lambda number: Answer(404, "not found", "text/plain"),
    "a redirect to it": lambda number: Answer(302, location="/404.html"),
}
THERE: dict[str, Callable[[int], Answer]] = {
    "as before": lambda number: Answer(200, article(number)),
    "reloads itself": lambda number: Answer(200, article(number, refresh(1, path(number)))),
    "notice": lambda number: Answer(200, page("Không tìm thấy trang", NOT_THERE)),
    "nukeviet": lambda number: Answer(200, NUKEVIET),
    "empty": lambda number: Answer(200),
    "front page": lambda number: Answer(302, location="/"),
    "forbidden": lambda number: Answer(403, NUKEVIET),
    "error": lambda number: Answer(500, NUKEVIET),
}
LOOKS = [*GONE.values(), *THERE.values()]
GONE_NUMBERS = range(len(GONE))
# This one is missing in every other run.
ON_AND_OFF = len(LOOKS)
# Enough that most requests go right: else the run falls short of what is expected of any source.
ARTICLES = range(ON_AND_OFF + 20)


class State:
    """What is served: all articles, until ``run`` is counted up; then each has its look."""

    run = 0
    keeps_links = True

    def answer(self, at: str) -> Answer:
        if at in ("/", "/vi/news/"):
            hidden = () if self.keeps_links or not self.run else GONE_NUMBERS
            return Answer(200, page("Cổng thông tin", links(number for number in ARTICLES if number not in hidden)))
        number = next((number for number in ARTICLES if at == path(number)), None)
        if number is None or (number == ON_AND_OFF and self.run % 2):
            return Answer(404, NUKEVIET)
        return LOOKS[number](number) if self.run and number < len(LOOKS) else Answer(200, article(number))


@contextmanager
def serving(state: State) -> Iterator[str]:
    """Serve on loopback; the address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            answer = state.answer(self.path)
            body = answer.body.encode()
            self.send_response(answer.status)
            for name, value in (("Content-Type", answer.content_type), ("Location", answer.location)):
                if value:
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the parent's signature)
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/"
        finally:
            server.shutdown()
            thread.join()


def walk(base_url: str, folder: Path, *arguments: str) -> list[dict[str, Any]]:
    """Crawl; the lines of the log."""
    done = scrapy("crawl", "portal", "-a", f"base_url={base_url}", "-s", f"OUTPUT_DIR={folder}", *FAST, *arguments)
    assert done.returncode == 0, done.stderr
    assert "Traceback" not in done.stderr
    (log,) = folder.glob("*.jsonl")
    return read_lines(log)


@pytest.mark.parametrize("keeps_links", [True, False], ids=["linked", "unlinked"])
def test_what_is_missing_in_two_full_runs_is_gone_whatever_the_page_says(keeps_links: bool, tmp_path: Path) -> None:
    state = State()
    state.keeps_links = keeps_links
    with serving(state) as base_url:
        first = walk(base_url, tmp_path)
        assert sorted(record["title"] for record in first) == sorted(map(title, ARTICLES))
        runs = []
        for state.run in (1, 2, 3):
            runs.append(walk(base_url, tmp_path, *FULL))
    assert runs[0] == first, "the first time it may be an error"
    ids = {record["title"]: record["id"] for record in first}
    stones = runs[1][len(first) :]
    assert all(stone["deleted"] for stone in stones)
    assert sorted(stone["id"] for stone in stones) == sorted(ids[title(number)] for number in GONE_NUMBERS)
    assert runs[2] == runs[1], "said once"


OLD_ADDRESS = "/index.php?option=com_content&view=article&id=101"


class TwoAddresses(State):
    """One article has an old address too, which redirects to the new one; it is deleted in the second run."""

    def answer(self, at: str) -> Answer:
        if at == OLD_ADDRESS:
            return Answer(301, location=path(1))
        if at == "/" or at == "/vi/news/":
            old = f'<p><a href="{OLD_ADDRESS.replace("&", "&amp;")}">{title(1)}</a></p>'
            return Answer(200, page("Cổng thông tin", old + links(range(20)) + old))
        number = next((number for number in range(20) if at == path(number)), None)
        if number is None or (number == 1 and self.run):
            return Answer(404, NUKEVIET)
        return Answer(200, article(number))


@pytest.mark.parametrize("is_old", [False, True], ids=["new", "state file of an earlier version"])
def test_an_article_at_two_addresses_is_gone_as_any_other(is_old: bool, tmp_path: Path) -> None:
    state = TwoAddresses()
    with serving(state) as base_url:
        first = walk(base_url, tmp_path)
        assert len(first) == 20
        with closing(sqlite3.connect(tmp_path / "state.sqlite3")) as database, database:
            ((key, record_id),) = database.execute(
                "SELECT key, id FROM articles WHERE NOT is_alias AND id IN (SELECT id FROM articles WHERE is_alias)"
            )
            assert "id=101" not in key
            if is_old:
                database.execute("UPDATE articles SET is_alias = 1, published = NULL WHERE id = ?", (record_id,))
        for state.run in (1, 2):
            last = walk(base_url, tmp_path, *FULL)
    assert [(line["id"], line["deleted"]) for line in last[20:]] == [(record_id.hex(), True)]
