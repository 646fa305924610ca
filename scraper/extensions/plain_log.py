"""One line per event: addresses and titles from a site cannot add lines of their own to the log."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING

from scrapy import signals

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

# Control characters except the line ends and tabs of our own tables and tracebacks, separators that some programs treat
# as line ends, and marks that change the direction of writing.
_HARMFUL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_LINE_END = re.compile("[\r\n]+")


def plain(text: str) -> str:
    """The text with harmful characters escaped."""
    return _HARMFUL.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


class PlainLog(logging.Filter):
    """Cleans the arguments of messages; the messages themselves are ours, and may have several lines."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PlainLog:
        extension = cls()
        crawler.signals.connect(extension.engine_started, signals.engine_started)
        return extension

    def engine_started(self) -> None:
        """Install the filter; the handlers exist by now, and several crawls of a process share them."""
        for handler in logging.root.handlers:
            if not any(isinstance(one, PlainLog) for one in handler.filters):
                handler.addFilter(self)

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record; it always passes."""
        if isinstance(record.args, tuple):
            record.args = tuple(_one_line(value) if isinstance(value, str) else value for value in record.args)
        elif isinstance(record.args, dict):
            record.args = {name: _one_line(v) if isinstance(v, str) else v for name, v in record.args.items()}
        record.msg = plain(record.msg) if isinstance(record.msg, str) else record.msg
        return True


def _one_line(text: str) -> str:
    return plain(_LINE_END.sub(" ", text))
