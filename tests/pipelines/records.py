"""A record as the walk hands it to the pipeline, for the tests of its steps."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from scrapy.statscollectors import MemoryStatsCollector
from scrapy.utils.test import get_crawler

from scraper.extensions.source_ledger import LedgerExtension
from scraper.items import Article

_ARTICLE = Article(
    id="0123456789abcdef" * 2,
    source="hoabinh",
    url="https://hoabinh.gov.vn/tin/hoi-lang-1001",
    canonical_url="https://hoabinh.gov.vn/tin/hoi-lang-1001",
    title="Hội làng mở lại sau ba năm",
    body="Từ tờ mờ sáng, người dân ba thôn đã kéo nhau ra sân đình.\n\nĐến trưa, đội trống đánh bài mở hội.",
    language="vi",
    content_hash="a" * 64,
    simhash="b" * 16,
    fetched_at="2024-01-31T08:00:00Z",
)


class Step(Protocol):
    """A pipeline."""

    def process_item(self, item: Article) -> Article | Coroutine[Any, Any, Article]:
        """Fill fields."""
        ...


def article(**fields: Any) -> Article:
    """A valid record, with some fields changed."""
    return replace(_ARTICLE, **fields)


def ledger_in(folder: Path, clock: Callable[[], float] = time.time, **settings: Any) -> LedgerExtension:
    """A memory that is not open yet, of a crawl that writes to ``folder``."""
    crawler = get_crawler(settings_dict={"OUTPUT_DIR": str(folder), "SYNC": True, **settings})
    crawler.stats = MemoryStatsCollector(crawler)
    ledger = LedgerExtension(crawler, clock)
    ledger.stop = lambda: None  # type: ignore[method-assign]  # there is no crawl to close
    return ledger


@contextmanager
def opened(folder: Path, source: str = "hoabinh", **settings: Any) -> Iterator[LedgerExtension]:
    """The open memory of a run, closed as at a run's end."""
    ledger = ledger_in(folder, **settings)
    ledger.open(source)
    yield ledger
    ledger.spider_closed("finished")


def done(step: Step, item: Article) -> Article:
    """One step's work on one record."""
    result = step.process_item(item)
    return result if isinstance(result, Article) else asyncio.run(result)
