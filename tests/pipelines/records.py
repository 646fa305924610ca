"""A record as the walk hands it to the pipeline, for the tests of its steps."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from dataclasses import replace
from typing import Any, Protocol

from scrapy.statscollectors import MemoryStatsCollector, StatsCollector
from scrapy.utils.test import get_crawler

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


def stats() -> StatsCollector:
    """Counters of a run."""
    return MemoryStatsCollector(get_crawler())


def done(step: Step, item: Article) -> Article:
    """One step's work on one record."""
    result = step.process_item(item)
    return result if isinstance(result, Article) else asyncio.run(result)
