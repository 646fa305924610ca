"""Revisits of a server that knows ETag and Last-Modified: asked only whether something changed."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.crawling import FAST, read_lines, scrapy

TITLE = "Hội làng mở lại sau ba năm vắng bóng"
LIST = f'<ul><li><a href="/tin/hoi-lang-mo-lai-sau-ba-nam-101">{TITLE}</a> (01/06/2024)</li></ul>'
ARTICLE = (
    "<html><head><title>{title}</title></head><body><h1>{title}</h1><p>Ngày đăng: 01/06/2024 08:30</p>"
    "<div>{text}</div></body></html>"
)
TEXT = "<p>Từ tờ mờ sáng, người dân ba thôn đã kéo nhau ra sân đình làng xem mở hội.</p>" * 3


class Site(ThreadingHTTPServer):
    """A list and one article, whose version is its ETag."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.version = 1
        self.asked: list[tuple[str, str | None, int]] = []


class Handler(BaseHTTPRequestHandler):
    """Answers 304 to who knows the version."""

    server: Site

    def do_GET(self) -> None:
        is_article = self.path.startswith("/tin/")
        etag = f'"{self.server.version}"'
        known = self.headers.get("If-None-Match")
        status = 200 if self.path == "/" or is_article else 404
        if is_article and known == etag:
            status = 304
        self.server.asked.append((self.path, known, status))
        text = TEXT + f"<p>Bản thứ {self.server.version} của bài viết này.</p>"
        page = ARTICLE.format(title=TITLE, text=text) if is_article else f"<html><body>{LIST}</body></html>"
        body = b"" if status != 200 else page.encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        if is_article:
            self.send_header("ETag", etag)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  (the parent's signature)
        """Say nothing."""


@contextmanager
def serving() -> Iterator[Site]:
    site = Site()
    thread = threading.Thread(target=site.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield site
    site.shutdown()
    site.server_close()
    thread.join()


def test_what_has_not_changed_is_not_sent_again(tmp_path: Path) -> None:
    with serving() as site:

        def run(*arguments: str) -> list[tuple[str | None, int]]:
            site.asked.clear()
            address = f"base_url=http://127.0.0.1:{site.server_address[1]}"
            done = scrapy(
                "crawl", "stp_travinh", "-a", address, "-s", f"OUTPUT_DIR={tmp_path}", *FAST, *arguments, timeout=600
            )
            assert done.returncode == 0, done.stderr
            assert "Traceback" not in done.stderr
            return [(known, status) for path, known, status in site.asked if path.startswith("/tin/")]

        recent = ("-a", "revisit=20000")
        assert run() == [(None, 200)]
        assert run() == []
        assert run(*recent) == [('"1"', 304)]
        site.version = 2
        assert run(*recent) == [('"1"', 200)]
        assert run(*recent) == [('"2"', 304)]
        assert run("-a", "full=1") == [(None, 200)], "all of it, whatever the server says"
    assert [record["revision"] for record in read_lines(tmp_path / "stp_travinh.jsonl")] == [1, 2]
