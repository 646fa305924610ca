"""Append new and changed articles to ``output/NAME.jsonl``, one line each; the last line of an ``id`` wins."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import IO, TYPE_CHECKING

from scraper.items import Article, as_record

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from scrapy.statscollectors import StatsCollector


class AppendRecord:
    """Knows what the file holds already, so that a second run adds only what changed."""

    def __init__(self, path: Path, stats: StatsCollector) -> None:
        self.path = path
        self.stats = stats
        self._known: dict[str, tuple[str, int]] = {}
        self._file: IO[str] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AppendRecord:
        """Scrapy's way to make a component."""
        if crawler.stats is None or crawler.spider is None:
            raise ValueError("made for a running crawl")
        return cls(Path(crawler.settings["OUTPUT_DIR"]) / f"{crawler.spider.name}.jsonl", crawler.stats)

    def open_spider(self) -> None:
        """Read what is there, and cut a last line that a killed run left unfinished."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        if self.path.exists():
            self._cut_torn_tail()
            with self.path.open(encoding="utf-8") as lines:
                for line in lines:
                    record = json.loads(line)
                    self._known[record["id"]] = (record["content_hash"], record["revision"])
        self._file = self.path.open("a", encoding="utf-8")

    def close_spider(self) -> None:
        """Close the file; every line is on its way to the disk since it was written."""
        if self._file is not None:
            self._file.close()

    def process_item(self, item: Article) -> Article:
        """Write one article, unless the file has it as it is."""
        if self._file is None:
            raise RuntimeError(f"{self.path} is not open")
        known = self._known.get(item.id)
        if known is not None and known[0] == item.content_hash:
            item.revision = known[1]
            self.stats.inc_value("output/unchanged")
            return item
        item.revision = known[1] + 1 if known else 1
        self._file.write(json.dumps(as_record(item), ensure_ascii=False) + "\n")
        self._file.flush()
        self._known[item.id] = (item.content_hash, item.revision)
        self.stats.inc_value("output/changed" if known else "output/new")
        return item

    def _cut_torn_tail(self) -> None:
        """A line without its end would spoil the one appended to it; its article is fetched again anyway."""
        with self.path.open("rb+") as file:
            size = file.seek(0, os.SEEK_END)
            position = size
            while position > 0:
                start = max(0, position - 65_536)
                file.seek(start)
                newline = file.read(position - start).rfind(b"\n")
                if newline >= 0:
                    position = start + newline + 1
                    break
                position = start
            if position < size:
                file.truncate(position)
                self.stats.inc_value("output/torn_tail")
