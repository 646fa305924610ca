"""Archives as others write them, of pages of the practice portal, and what a replay makes of them."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from scrapy.settings import Settings
from scrapy.spiderloader import SpiderLoader
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scraper.archive.files import archives
from scraper.items import Article
from scraper.replay.catalogue import Catalogue
from scraper.replay.listing import Selection
from scraper.replay.passes import list_files, outcomes, read_pages
from scraper.replay.reading import PageResult, RecordForm
from scraper.replay.workers import ProcessWorkers
from scraper.sites import sites_of
from tests.practice import Portal

HOST = "https://hoabinh.gov.vn"
HTML = "text/html; charset=UTF-8"


def portal(count: int = 6) -> Portal:
    """Hòa Bình's, as if it stood on its own host."""
    made = Portal("hoabinh", articles=count, traps=False)
    made.base_url = HOST
    return made


def page(site: Portal, number: int) -> tuple[str, bytes]:
    """Address and body of an article."""
    path = site.truth[number].paths[0]
    return HOST + path, site.respond("GET", path, session="x").body


@dataclass
class Capture:
    """A response as an archive holds it."""

    url: str
    body: bytes
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": HTML})
    at: str = "2024-05-01T08:00:00Z"
    status: str = "200 OK"
    kind: str = "response"
    warc: dict[str, str] = field(default_factory=dict)

    def member(self, *, packed: bool = True) -> bytes:
        """The record."""
        buffer = BytesIO()
        writer = WARCWriter(buffer, gzip=packed)
        writer.write_record(
            writer.create_warc_record(
                self.url,
                self.kind,
                BytesIO(self.body),
                len(self.body),
                warc_headers_dict={"WARC-Date": self.at, **self.warc},
                http_headers=StatusAndHeaders(self.status, list(self.headers.items()), protocol="HTTP/1.1"),
            )
        )
        return buffer.getvalue()


def write(path: Path, captures: Sequence[Capture], *, packed: bool = True) -> Path:
    """A WARC file."""
    path.write_bytes(b"".join(capture.member(packed=packed) for capture in captures))
    return path


@dataclass
class Result:
    """What a replay finds."""

    readings: list[PageResult]
    others: dict[str, int]
    damage: list[str]

    @property
    def articles(self) -> list[Article]:
        """In their order."""
        return [reading.article for reading in self.readings if reading.article is not None]

    @property
    def kinds(self) -> list[str]:
        """What became of each page."""
        return [reading.kind for reading in self.readings]


@cache
def _workers() -> ProcessWorkers:
    """One process for all tests of this one: to start it takes longer than most of them."""
    closing = ExitStack()
    atexit.register(closing.close)
    return closing.enter_context(ProcessWorkers(1))


def replayed(*paths: Path, source: str | None = None, selection: Selection | None = None) -> Result:
    """Both passes, in this process, without the sink."""
    sites = sites_of(SpiderLoader.from_settings(Settings({"SPIDER_MODULES": ["scraper.spiders"]})), source)
    result = Result([], {}, [])
    workers = _workers()
    with TemporaryDirectory() as folder:
        catalogue = Catalogue(Path(folder) / "catalogue", archives(paths), sites, {})
        for _, found in list_files(catalogue, selection or Selection(), workers):
            result.damage += [damage.reason for damage in found.damage]
        for name in catalogue.sources():
            result.others |= catalogue.other_kinds(name)
            for batch, future in read_pages(catalogue, name, 0, workers, RecordForm(repair=True)):
                result.readings += [it for _, it in outcomes(catalogue, name, batch, future.result())]
        catalogue.close()
    return result
