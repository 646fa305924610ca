"""All that is needed to read a page, in a form that can be sent to another process."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime

from scraper.extensions.garbage_collector_tuning import tune_garbage_collector
from scraper.pages.page import Page
from scraper.pipelines import enrich
from scraper.reading import Outcome, PageContext, decide
from scraper.sites import Site, resolver_of


@dataclass(frozen=True, slots=True)
class ReadingTask:
    """A page to read."""

    url: str
    body: bytes
    charset: str | None
    site: Site
    context: PageContext
    fetched_at: datetime


def read_page(task: ReadingTask) -> tuple[Page, Outcome]:
    """A page, with its outlinks resolved, and what it is.

    Raises:
        EmptyPageError: the body has no element.
    """
    page = Page(task.url, task.body, resolver_of(task.site), task.charset)
    outcome = decide(page, task.context, task.site.source, task.fetched_at)
    page.resolve_outlinks()
    return page, outcome


def read_and_enrich(task: ReadingTask) -> tuple[Page, Outcome]:
    """As :func:`read_page`; the steps that follow are tried too, without an effect, since any may end its process."""
    page, outcome = read_page(task)
    if outcome.article is not None:
        enrich(deepcopy(outcome.article), repair=True)
    return page, outcome


def begin() -> None:
    """Set up a process that reads pages."""
    tune_garbage_collector()
