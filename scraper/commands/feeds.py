"""Feeds (``-o``, ``-O``, FEEDS) that would not become whole files: refused before anything is fetched."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

from scrapy.exceptions import UsageError
from scrapy.settings import BaseSettings

from scraper.paths import output_dir

# Scrapy puts the spider's name here.
_NAME = "%(name)s"
# Formats with a beginning and an end: a file of them cannot be continued.
_CLOSED = ("json", "xml")


def check_feeds(settings: BaseSettings, sources: int = 1) -> None:
    """Check that each feed is one file of one source that stays readable, and no log.

    Args:
        settings: with FEEDS, in which Scrapy also puts ``-o`` and ``-O``.
        sources: how many are crawled.

    Raises:
        UsageError: a feed would be written by several sources, would replace a log, or could not be read afterwards.
    """
    for uri, options in settings.getdict("FEEDS").items():
        place, kind = str(uri), str(options.get("format", ""))
        has_own_names = options.get("uri_params") or settings["FEED_URI_PARAMS"]
        if sources > 1 and _NAME not in place and not (has_own_names and "%(" in place):
            raise UsageError(
                f"{sources} sources cannot write one file, {place}: name one for each, like {_with_name(place)}, or "
                "crawl without it and write all articles of a source by scrapy export NAME --profile csv -o FILE",
                print_help=False,
            )
        path = _file(place)
        if path is not None and path.suffix == ".jsonl" and path.resolve().parent == output_dir(settings).resolve():
            raise UsageError(f"{place} is the place of a log: name a file elsewhere", print_help=False)
        if kind in _CLOSED and not options.get("overwrite") and path is not None and _has_content(path):
            raise UsageError(
                f"{place} is there, and {kind.upper()} cannot be continued: -O replaces the file, and "
                f"-o {Path(place).with_suffix('.jsonl')} can be continued",
                print_help=False,
            )


def _with_name(place: str) -> str:
    path = Path(place)
    return str(path.with_name(f"{path.stem}-{_NAME}{path.suffix}")) if path.suffix else f"{_NAME}.csv"


def _file(place: str) -> Path | None:
    """The file that a feed is written to; None if it goes elsewhere."""
    parts = urlsplit(place)
    if parts.scheme == "file":
        return Path(url2pathname(parts.path))
    return None if parts.scheme else Path(place)


def _has_content(path: Path) -> bool:
    return path.is_file() and path.stat().st_size > 0
