"""Second pass: read an archived page into a record, or the reason why there is none. No shared state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BufferedReader
from threading import Lock

from scraper.archive.files import Archive
from scraper.archive.http import MAX_UNPACKED, HttpAnswer, NoHttpError, answer_of
from scraper.archive.records import Damage, record_at
from scraper.items import Article
from scraper.pages.charset import declared_in
from scraper.pipelines import enrich
from scraper.pipelines.finished_record import FinishedRecord, finished
from scraper.reading import Outcome, PageContext, PageType, context_from_json, decide_body
from scraper.sites import Site, resolver_of

DAMAGED, POISONED = "damaged", "poisoned"
UNREAD = (DAMAGED, POISONED)
"""Pages without an outcome: of their records, and those that end the process that reads them."""

# Files that a process keeps open; pages of one batch come from one or two.
_OPEN_FILES = 8
# A worker with several threads is no faster than with one.
_ONE_AT_A_TIME = Lock()


@dataclass(frozen=True, slots=True)
class Task:
    """A page to read."""

    archive: Archive
    offset: int
    """Offset of the record that contains the body."""
    url: str
    at: str
    """When it was fetched, ISO 8601."""
    site: Site
    context: str
    """Its context as JSON; empty if no crawl of ours archived it."""
    text: str = ""
    """Otherwise the words of links to it, if any."""
    listed: tuple[str, str] | None = None
    """… and the date that a list prints."""


@dataclass(frozen=True, slots=True)
class PageResult:
    """The outcome of a page."""

    kind: str
    article: Article | None = None
    identity: str = ""
    """Identity of the article: a walk records each only once."""
    reason: str = ""
    """What is wrong, if anything."""
    record: FinishedRecord | None = None
    """The article in the form in which it is appended, in its place."""


@dataclass(frozen=True, slots=True)
class RecordForm:
    """In which form articles are returned."""

    repair: bool
    """Setting ``REPAIR_TEXT``."""
    finish: bool = False
    """As finished records, where they are valid."""


def read(tasks: Sequence[Task], form: RecordForm) -> list[PageResult]:
    """Read some pages, in their order."""
    with _ONE_AT_A_TIME:
        return [_read(task, form) for task in tasks]


def _read(task: Task, form: RecordForm) -> PageResult:
    record = record_at(_opened(task.archive), task.offset)
    if isinstance(record, Damage):
        return PageResult(DAMAGED, reason=record.reason)
    try:
        answer = answer_of(record)
    except NoHttpError as error:
        return PageResult(DAMAGED, reason=str(error))
    if len(answer.body) >= MAX_UNPACKED:
        return PageResult("larger than a crawl takes")
    outcome = decide_task(task, answer)
    article = outcome.article
    if article is None:
        return PageResult(_kind_of(outcome))
    article.archive = {"file": task.archive.name, "offset": task.offset}
    if "warc-truncated" in record.headers:
        article.warnings.append(f"cut in the archive: {record.headers['warc-truncated']}")
    enrich(article, repair=form.repair)
    line = finished(article) if form.finish else None
    return PageResult("article", article if line is None else None, outcome.identity, record=line)


def decide_task(task: Task, answer: HttpAnswer) -> Outcome:
    """Decide what the page of an answer is, by all that the archive knows of it."""
    return decide_body(
        task.url,
        answer.body,
        declared_in(answer.content_type),
        resolver_of(task.site),
        context_of(task),
        source=task.site.source,
        fetched_at=datetime.fromisoformat(task.at),
        is_last=not task.context,
    )


def context_of(task: Task) -> PageContext:
    """The context from the crawl, else from other pages of the archive."""
    if task.context:
        return context_from_json(task.context)
    return PageContext((task.text,), task.listed) if task.text else PageContext(alone=True)


def _kind_of(outcome: Outcome) -> str:
    """A short label for a table of counts."""
    if outcome.type in (PageType.NOTICE, PageType.UNDECIDED):
        return f"{outcome.type} ({outcome.reason})"
    return str(outcome.type)


@lru_cache(maxsize=_OPEN_FILES)
def _opened(archive: Archive) -> BufferedReader:
    return archive.open()
