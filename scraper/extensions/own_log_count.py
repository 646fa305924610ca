"""Count what a crawl logs, by level; not what the other crawls of its process log."""

from __future__ import annotations

from contextvars import ContextVar
from typing import TYPE_CHECKING

from scrapy.extensions.logcount import LogCount

if TYPE_CHECKING:
    import logging
    from collections.abc import Callable

    from scrapy import Spider

SOURCE: ContextVar[str] = ContextVar("SOURCE", default="")
"""The source in whose crawl the code runs, where a process has several; tasks, timers and connections inherit it."""


class OwnLogCount(LogCount):
    """Scrapy's LogCount, which counts all that the process logs, for one of several crawls."""

    def spider_opened(self, spider: Spider) -> None:
        """Count from now on."""
        super().spider_opened(spider)
        if self.handler is not None:
            self.handler.addFilter(_is_of(spider.name))


def _is_of(source: str) -> Callable[[logging.LogRecord], bool]:
    def is_own(record: logging.LogRecord) -> bool:
        spider = getattr(record, "spider", None)
        return (spider.name if spider is not None else SOURCE.get() or source) == source

    return is_own
