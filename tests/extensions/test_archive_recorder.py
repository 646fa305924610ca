"""Where the archive stands in a crawl: before the record that names it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from scrapy import Request
from scrapy.http import HtmlResponse
from scrapy.utils.test import get_crawler

from scraper.extensions.archive_recorder import META_KEY, ArchiveRecorder, exchange_of
from scraper.middlewares.archive_answers import ArchiveAnswers
from scraper.pipelines.append_record import AppendRecord
from tests.pipelines.records import article, done, ledger_in, opened

URL = "https://user:secret@hoabinh.gov.vn:8080/tin?id=1&b=%20#part"


def recorder_in(folder: Path) -> ArchiveRecorder:
    return ArchiveRecorder(get_crawler(settings_dict={"WARC_DIR": str(folder)}), folder)


def test_the_page_is_on_the_disk_before_its_record_is_written(tmp_path: Path) -> None:
    lines_at_sync: list[int] = []

    class Watched(ArchiveRecorder):
        def sync(self) -> None:
            lines_at_sync.append((tmp_path / "hoabinh.jsonl").read_bytes().count(b"\n"))

    with opened(tmp_path) as ledger:
        step = AppendRecord(ledger, "hoabinh", Watched(ledger.crawler, tmp_path))

        class InALoop:
            async def process_item(self, item: object) -> object:
                return step.process_item(item)  # type: ignore[arg-type]

        for number in range(3):
            done(InALoop(), article(id=f"{number:032x}"))  # type: ignore[arg-type]
    assert lines_at_sync == [0, 1, 2]


def test_what_is_sent_and_what_comes() -> None:
    request = Request(URL, method="POST", body=b"a=1", headers={"Accept": "x"}, meta={"download_latency": 2.0})
    response = HtmlResponse(URL, 404, headers={"Set-Cookie": ["a", "b"]}, body=b"no", flags=["dataloss"])
    began = datetime.now(UTC)
    found = exchange_of(request, response)
    ended = datetime.now(UTC)
    assert found.request_line == "POST /tin?id=1&b=%20 HTTP/1.1"
    assert found.request_headers == [("Host", "hoabinh.gov.vn:8080"), ("Accept", "x"), ("Content-Length", "3")]
    assert (found.status_line, found.status, found.cut) == ("HTTP/1.1 404 Not Found", 404, True)
    assert found.headers == [("Set-Cookie", "a"), ("Set-Cookie", "b")]
    assert not exchange_of(request, response.replace(flags=["partial"])).cut, "its end is that of the connection"
    asked = timedelta(seconds=2)
    assert began - asked <= found.at + timedelta(seconds=1)
    assert found.at <= ended - asked


def test_answers_of_a_cache_are_not_archived(tmp_path: Path) -> None:
    ledger = ledger_in(tmp_path)
    recorder = recorder_in(tmp_path)
    middleware = ArchiveAnswers(recorder, ledger)
    request = Request("https://hoabinh.gov.vn/", meta={META_KEY: "of an earlier answer"})
    middleware.process_response(request, HtmlResponse(request.url, flags=["cached"]))
    assert META_KEY not in request.meta
    middleware.process_response(request, HtmlResponse(request.url, body=b"x"))
    assert request.meta[META_KEY].offset > 0
    recorder.spider_closed()
    (path,) = tmp_path.glob("*.warc.gz")
    assert path.name == request.meta[META_KEY].file
