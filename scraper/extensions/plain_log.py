"""One line per event: addresses, titles and errors of a site cannot add lines of their own to the log."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from scrapy import signals

from scraper.text.harmful import escape, one_line

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

_FORMATTER = logging.Formatter()


class _OneLine:
    """An argument of a message: an error, a response, a list."""

    def __init__(self, value: object) -> None:
        self._value = value

    def __str__(self) -> str:
        return one_line(str(self._value))

    def __repr__(self) -> str:
        return one_line(repr(self._value))


class PlainLog(logging.Filter):
    """Cleans the arguments of messages and tracebacks; the messages are ours, and may have several lines."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> PlainLog:
        extension = cls()
        # The handlers exist by now, and several crawls of a process share them.
        crawler.signals.connect(clean_log, signals.engine_started)
        return extension

    def filter(self, record: logging.LogRecord) -> bool:
        """Clean the record; it always passes."""
        if isinstance(record.args, tuple):
            record.args = tuple(map(_cleaned, record.args))
        elif isinstance(record.args, dict):
            record.args = {name: _cleaned(value) for name, value in record.args.items()}
        record.msg = escape(record.msg) if isinstance(record.msg, str) else one_line(str(record.msg))
        if record.exc_info and record.exc_info[0] is not None and not record.exc_text:
            # Indented, since the words of an error may look like a line of the log.
            record.exc_text = escape(_FORMATTER.formatException(record.exc_info)).replace("\n", "\n  ")
        return True


def clean_log() -> None:
    """Install the filter for all that is logged from now on."""
    for handler in logging.root.handlers:
        if not any(isinstance(one, PlainLog) for one in handler.filters):
            handler.addFilter(PlainLog())


def _cleaned(value: object) -> object:
    if isinstance(value, str):
        return one_line(value)
    return value if value is None or isinstance(value, int | float | _OneLine) else _OneLine(value)
