"""Both passes: work is submitted in order, some of it ahead, and results are returned in that order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from typing import TypeVar

from scraper.archive.files import Archive
from scraper.replay.catalogue import Catalogue
from scraper.replay.listing import Contents, Selection, contents
from scraper.replay.reading import PageResult, RecordForm, Task
from scraper.replay.workers import Workers

T = TypeVar("T")
R = TypeVar("R")

# A tenth of a second of work: short enough for an even load, long enough to outweigh the cost of a message.
_BATCH = 16
# Enough for all processes to have work while the first result is pending.
_AHEAD = 3

Batch = list[tuple[str, Task | None]]
"""Pages, and the run that archived each."""


def list_files(catalogue: Catalogue, selection: Selection, workers: Workers) -> Iterator[tuple[Archive, Contents]]:
    """First pass: list the files that are not yet in the catalogue."""

    def submit(number: int) -> Future[Contents]:
        return workers.submit(contents, catalogue.archives[number], catalogue.sites, selection)

    for number, future in _ahead(catalogue.unlisted(), submit, workers.count):
        found = future.result()
        catalogue.add(number, found)
        yield catalogue.archives[number], found
    catalogue.close_listing()


def read_pages(
    catalogue: Catalogue, source: str, done: int, workers: Workers, form: RecordForm
) -> Iterator[tuple[Batch, Future[list[PageResult]]]]:
    """Second pass: read the pages of a source from the ``done``-th on; :func:`outcomes` matches the results."""

    def submit(batch: Batch) -> Future[list[PageResult]]:
        return workers.read([task for _, task in batch if task is not None], form)

    return _ahead(_batches(catalogue.tasks(source, done)), submit, workers.count)


def outcomes(
    catalogue: Catalogue, source: str, batch: Batch, readings: list[PageResult]
) -> Iterator[tuple[Task | None, PageResult]]:
    """The outcome of each page; as in a crawl, an article is read once per run."""
    read_ones = iter(readings)
    for run, task in batch:
        reading = next(read_ones) if task is not None else PageResult("body not among the files")
        is_article = reading.article is not None or reading.record is not None
        if run and is_article and not catalogue.first(source, run, reading.identity):
            reading = PageResult("article again")
        yield task, reading


def _batches(tasks: Iterator[tuple[str, Task | None]]) -> Iterator[Batch]:
    while batch := list(islice(tasks, _BATCH)):
        yield batch


def _ahead(work: Iterable[T], submit: Callable[[T], Future[R]], processes: int) -> Iterator[tuple[T, Future[R]]]:
    waiting: deque[tuple[T, Future[R]]] = deque()
    for each in work:
        waiting.append((each, submit(each)))
        if len(waiting) >= processes * _AHEAD:
            yield waiting.popleft()
    yield from waiting
