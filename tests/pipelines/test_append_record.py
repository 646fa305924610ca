"""The append-only log: what is written, what is not, and what a killed run leaves behind."""

from __future__ import annotations

import asyncio
import json
import os
from pathlib import Path
from typing import Any

import pytest
from scrapy import Spider
from scrapy.exceptions import DropItem
from scrapy.utils.test import get_crawler

from scraper.items import Article, as_record
from scraper.pipelines.append_record import AppendRecord
from tests.pipelines.records import article, ledger_in, opened


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "output" / "hoabinh.jsonl"


def run(path: Path, *items: Article) -> dict[str, Any]:
    """One run that finds these articles; its counters."""

    async def process() -> dict[str, Any]:
        with opened(path.parent) as ledger:
            writer = AppendRecord(ledger, "hoabinh")
            for item in items:
                assert writer.process_item(item) is item
        return {name: n for name, n in ledger.stats.get_stats().items() if name != "output/syncs"}

    return asyncio.run(process())


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines()]


def test_a_record_is_a_line_of_plain_letters(path: Path) -> None:
    assert run(path, article()) == {"output/new": 1}
    text = path.read_text("utf-8")
    assert text.endswith("}\n")
    assert "Hội làng mở lại" in text
    assert lines(path) == [as_record(article())]
    assert list(lines(path)[0]) == list(as_record(article()))


def test_a_line_is_in_the_file_before_the_next_article(path: Path) -> None:
    async def process() -> None:
        with opened(path.parent) as ledger:
            AppendRecord(ledger, "hoabinh").process_item(article())
            assert len(lines(path)) == 1

    asyncio.run(process())


def test_an_unchanged_article_is_not_written_again(path: Path) -> None:
    run(path, article())
    before = path.read_bytes()
    assert run(path, article(fetched_at="2024-02-01T08:00:00Z")) == {"output/unchanged": 1}
    assert path.read_bytes() == before


def test_a_changed_article_is_written_as_its_next_revision(path: Path) -> None:
    run(path, article())
    assert run(path, article(content_hash="c" * 64)) == {"output/changed": 1}
    run(path, article(content_hash="d" * 64))
    assert [(line["content_hash"][0], line["revision"]) for line in lines(path)] == [("a", 1), ("c", 2), ("d", 3)]


def test_an_article_that_changes_back_is_a_revision_too(path: Path) -> None:
    run(path, article(), article(content_hash="c" * 64))
    assert run(path, article()) == {"output/changed": 1}
    assert [line["revision"] for line in lines(path)] == [1, 2, 3]


def test_an_unchanged_article_keeps_its_revision_for_feeds(path: Path) -> None:
    run(path, article(), article(content_hash="c" * 64))
    item = article(content_hash="c" * 64)
    run(path, item)
    assert item.revision == 2


def test_the_same_article_twice_in_one_run_is_one_line(path: Path) -> None:
    assert run(path, article(), article()) == {"output/new": 1, "output/unchanged": 1}
    assert len(lines(path)) == 1


def test_other_articles_are_appended_behind(path: Path) -> None:
    run(path, article())
    assert run(path, article(id="f" * 32)) == {"output/new": 1}
    assert [line["id"][0] for line in lines(path)] == ["0", "f"]


@pytest.mark.parametrize("kept", [1, 200, -2])
def test_a_torn_last_line_is_cut_and_its_article_written_again(path: Path, kept: int) -> None:
    run(path, article(), article(id="f" * 32))
    one, other = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(one + other[:kept])
    assert run(path, article(), article(id="f" * 32)) == {
        "output/truncated_tail": 1,
        "output/unchanged": 1,
        "output/lost": 1,
    }
    assert path.read_bytes() == one + other


def test_a_torn_line_inside_a_letter_is_cut(path: Path) -> None:
    run(path, article())
    path.write_bytes(path.read_bytes()[: path.read_bytes().index("ộ".encode()) + 1])
    assert run(path, article()) == {"output/truncated_tail": 1, "output/lost": 1}
    assert len(lines(path)) == 1


def test_a_torn_line_longer_than_one_read_is_cut(path: Path) -> None:
    run(path, article())
    whole = path.read_bytes()
    path.write_bytes(whole + b"{" + b"x" * 200_000)
    run(path, article())
    assert path.read_bytes() == whole


@pytest.mark.parametrize("content", [b"", b'{"id": "tor'])
def test_a_file_without_a_whole_line_is_begun_anew(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    run(path, article())
    assert lines(path) == [as_record(article())]


def test_a_whole_last_line_without_its_end_is_kept(path: Path) -> None:
    run(path, article())
    whole = path.read_bytes()
    path.write_bytes(whole[:-1])
    assert run(path, article()) == {"output/unchanged": 1}
    assert path.read_bytes() == whole


@pytest.mark.parametrize("bad", [b"\n", b"{}\n", b"\xff\xfe\n", b"[1]\n", b'{"id": 1}\n'])
def test_a_line_that_is_no_record_does_not_stop_the_source(path: Path, bad: bytes) -> None:
    run(path, article())
    path.write_bytes(bad + path.read_bytes())
    assert run(path, article()) == {"output/bad_line": 1, "output/unchanged": 1}


def test_a_disk_that_takes_no_more_stops_the_crawl_once(path: Path) -> None:
    async def process() -> None:
        with opened(path.parent) as ledger:
            # The disk fails behind the back of the open file: what was writable is not any more.
            readable = os.open(os.devnull, os.O_RDONLY)
            os.dup2(readable, ledger.writer._log._opened())
            os.close(readable)
            for _ in range(2):
                with pytest.raises(DropItem):
                    AppendRecord(ledger, "hoabinh").process_item(article())
        assert ledger.stats.get_value("output/failed") == 1
        assert ledger.stats.get_value("output/not_written") == 2
        assert ledger.stats.get_value("finish_reason") == "output_failed"

    asyncio.run(process())


def test_a_spider_that_is_no_source_of_ours_has_a_memory_once_it_gives_a_record(tmp_path: Path) -> None:
    async def process() -> None:
        ledger = ledger_in(tmp_path)
        ledger.spider_opened(Spider("mine"))
        assert not ledger.is_open
        AppendRecord(ledger, "mine").process_item(article())
        ledger.spider_closed("finished")

    asyncio.run(process())
    assert len(lines(tmp_path / "mine.jsonl")) == 1


def test_without_the_extension_the_step_says_what_is_missing() -> None:
    with pytest.raises(ValueError, match="among the EXTENSIONS"):
        AppendRecord.from_crawler(get_crawler(settings_dict={"EXTENSIONS": {}}))
