"""A record that is finished where its page is read is the line that the pipelines write."""

from __future__ import annotations

import asyncio
import json
import pickle
from pathlib import Path
from typing import Any

import pytest

from scraper.items import Article, OtherNews, as_record
from scraper.pipelines.append_record import AppendRecord
from scraper.pipelines.finished_record import finished
from tests.pipelines.records import article, opened


@pytest.mark.parametrize("revision", [1, 2, 11, 101])
def test_its_line_is_that_of_the_record(revision: int) -> None:
    item = article(archive={"file": "a.warc.gz", "offset": 11})
    record = finished(item)
    assert record is not None
    item.revision = revision
    assert record.line(revision).decode() == json.dumps(as_record(item), ensure_ascii=False)
    assert (record.id, record.fetched_at, record.archive) == (item.id, item.fetched_at, item.archive)


def test_one_that_breaks_a_rule_is_left_to_the_pipelines() -> None:
    assert finished(article(title="")) is None
    assert finished(article(other_news=[OtherNews("Hội làng", "javascript:alert(1)")])) is None
    assert finished(article(body="\x1b[2J")) is None


def logged(folder: Path, items: list[Article], *, finish: bool) -> tuple[bytes, dict[str, Any]]:
    """The log of several runs with one article each, and the counters of the last."""

    async def process() -> dict[str, Any]:
        for item in items:
            with opened(folder) as ledger:
                sink = AppendRecord(ledger, "hoabinh")
                if finish:
                    record = finished(item)
                    assert record is not None
                    sink.append_finished(pickle.loads(pickle.dumps(record)))
                else:
                    sink.process_item(item)
        return dict(ledger.stats.get_stats())

    stats = asyncio.run(process())
    return (folder / "hoabinh.jsonl").read_bytes(), stats


@pytest.mark.parametrize("hashes", ["a", "aa", "ab", "aba", "abb"])
def test_it_is_appended_as_the_pipelines_do(hashes: str, tmp_path: Path) -> None:
    ways = [
        logged(tmp_path / str(finish), [article(content_hash=it * 64) for it in hashes], finish=finish)
        for finish in (False, True)
    ]
    assert ways[0] == ways[1]
