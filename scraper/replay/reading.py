"""Second pass: one archived page in, one record out, or the reason why there is none. No shared state."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BufferedReader
from threading import Lock

from scraper.addresses import Kind
from scraper.archive.exchange import PageContext, page_context_of
from scraper.archive.files import Archive
from scraper.archive.http import MAX_UNPACKED, NoHttpError, answer_of
from scraper.archive.records import Damage, record_at
from scraper.frontier.frontier import identity_of
from scraper.items import Article
from scraper.pages.article import NoArticleError
from scraper.pages.charset import declared_in
from scraper.pages.notices import notice_of
from scraper.pages.page import EmptyPageError, Page
from scraper.pages.record import UnannouncedError, read_alone, read_record
from scraper.pipelines.pure import PureSteps
from scraper.replay.sites import Site, urls_of
from scraper.text.dates import PrintedDate

# Files that a process has open at a time; pages of one batch come from one or two.
_OPEN_FILES = 8
# A worker with several threads reads no faster than one, and they share what a site's addresses teach.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Task:
    """A page to read."""

    archive: Archive
    offset: int
    """Of the record that holds the body."""
    url: str
    at: str
    """When it was fetched, ISO 8601."""
    site: Site
    note: str
    """What the walk knew of it, as JSON; empty where no walk of ours archived it."""
    text: str = ""
    """Else: the words of links to it, where there are any."""
    listed: tuple[str, str] | None = None
    """… and the date that a list prints."""
    sure: bool = False
    """… and whether the site's addresses tell articles from lists."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What became of a page."""

    kind: str
    article: Article | None = None
    identity: str = ""
    """Of the article: a walk reads each only once."""
    reason: str = ""
    """Where something is wrong."""


class NoRecordError(Exception):
    """The page gives no record; says of what kind it is."""


def read(tasks: Sequence[Task], *, repair: bool) -> list[Reading]:
    """Read some pages, in their order."""
    steps = PureSteps(repair=repair)

    async def all_of_them() -> list[Reading]:
        return [await _read(task, steps) for task in tasks]

    with _ONE_AT_A_TIME:
        return asyncio.run(all_of_them())


async def _read(task: Task, steps: PureSteps) -> Reading:
    record = record_at(_opened(task.archive), task.offset)
    if isinstance(record, Damage):
        return Reading("damaged", reason=record.reason)
    try:
        said = answer_of(record)
    except NoHttpError as error:
        return Reading("damaged", reason=str(error))
    body = said.body
    if len(body) >= MAX_UNPACKED:
        return Reading("larger than a crawl takes")
    urls = urls_of(task.site)
    try:
        article, identity = _article(task, body, declared_in(said.content_type))
    except NoRecordError as error:
        return Reading(str(error))
    finally:
        urls.learned = frozenset()
    article.archive = {"file": task.archive.name, "offset": task.offset}
    if "warc-truncated" in record.headers:
        article.warnings.append(f"cut in the archive: {record.headers['warc-truncated']}")
    return Reading("article", await steps.process_item(article), identity)


def _article(task: Task, body: bytes, charset: str | None) -> tuple[Article, str]:
    """The record of a page, decided as the walk does it, and its identity.

    Raises:
        NoRecordError: there is none.
    """
    note, urls = _note(task), urls_of(task.site)
    urls.learned = frozenset(note.learned)
    address = urls.address(task.url)
    if address is None:
        raise NoRecordError("not an address")
    alone = not task.note and address.kind is not Kind.ARTICLE and not note.text and not note.sure
    if address.kind is not Kind.ARTICLE and not alone and (note.sure or not note.text):
        raise NoRecordError("list or other page")
    listed = PrintedDate(note.listed[0], note.listed[1], None, 0, len(note.listed[1])) if note.listed else None
    at = datetime.fromisoformat(task.at)
    article: Article | None
    try:
        page = Page(task.url, body, urls, charset)
        if notice := notice_of(body, page, note.text):
            raise NoRecordError(f"notice of the site ({notice})")
        source = task.site.source
        if alone:
            _, article = read_alone(page, source, at)
        else:
            article = read_record(page, source, note.text, listed, at)
    except EmptyPageError as error:
        raise NoRecordError("empty page") from error
    except UnannouncedError as error:
        raise NoRecordError("doubtful") from error
    except NoArticleError as error:
        raise NoRecordError("no article") from error
    if article is None:
        raise NoRecordError("list or other page")
    if article.date_published is None and not note.announced:
        raise NoRecordError("without a date; read when it was fetched again")
    identity = f"{article.title}|{article.body}" if address.is_stateful else identity_of(address, "")
    return article, identity


def _note(task: Task) -> PageContext:
    if task.note:
        return page_context_of(task.note)
    return PageContext(task.text, task.listed, announced=True, sure=task.sure, learned=())


@lru_cache(maxsize=_OPEN_FILES)
def _opened(archive: Archive) -> BufferedReader:
    return archive.open()
