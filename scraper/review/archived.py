"""The pages of the last crawl of a source, read again from the archive."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from itertools import islice
from typing import Any

from scraper.archive.http import MAX_UNPACKED, HttpAnswer, NoHttpError, answer_at
from scraper.items import Article, as_record
from scraper.pages.charset import declared_in
from scraper.pages.page import EmptyPageError, Page
from scraper.pipelines import enrich
from scraper.pipelines.validate_record import broken_without_links
from scraper.reading import Outcome, PageType, is_short, is_title_like
from scraper.replay.catalogue import Catalogue
from scraper.replay.reading import Task, context_of, decide_task
from scraper.review.attributes import as_attribute
from scraper.review.changes import Change, change_elements
from scraper.review.page_html import ReadPage, empty_section, page_section, warnings_of, written
from scraper.sites import resolver_of

# What a walk decided of a page that was undecided when it came, and by what.
_NO_ARTICLE = {"list": "no article but a list", "other": "no article"}
_SHORT = "its text is short, and neither a date nor the page's own data announce it"
_OF_MENU = "only menus and the like link it, as they do pages about the office"


class UnreadableError(Exception):
    """A page cannot be read from its archive; the message has the reason."""


@dataclass(frozen=True, slots=True)
class LookedPage:
    """What a page was read as, without all that a second reading gives again."""

    url: str
    type: str
    """A value of :class:`PageType`."""
    reason: str
    title: str
    record: dict[str, Any] | None
    warnings: tuple[str, ...]
    refused: str
    """What is invalid in its record, if anything."""
    announced: bool
    """True if the site, its address or a link as long as a title announces an article."""
    mark: dict[str, Any]
    """Its entry in ``marks.json``, without the marks."""
    is_short: bool = False
    """True if its text is so short that only a date, or a statement for machines, makes it an article."""
    decided: str = ""
    """What the walk decided at its end: ``article``, ``list``, ``other`` or ``undecided``; empty if it is not known."""

    @property
    def final(self) -> str:
        """Of a page that was undecided when it came, what the end of the walk made of it, in words; else empty."""
        if self.type != PageType.UNDECIDED or self.decided not in _NO_ARTICLE:
            return ""
        reason = _SHORT if self.is_short else _OF_MENU
        return f"{_NO_ARTICLE[self.decided]}, because {reason}"


def ready() -> None:
    """Nothing: what takes time in a new process is to import this module."""


def last_crawl(catalogue: Catalogue, source: str, least: int, most: int) -> tuple[list[Task], int]:
    """Pages of the last run over a source, evenly spread, and how many there are.

    Args:
        catalogue: of the archive.
        source: name of the source.
        least: if the last run has fewer pages, those of the runs before it are added.
        most: number of pages to take.
    """
    sizes = Counter(run for run, task in catalogue.tasks(source, 0) if task is not None)
    chosen: set[str] = set()
    while len(chosen) < len(sizes) and sum(sizes[run] for run in chosen) < least:
        chosen.add([*sizes][-1 - len(chosen)])  # in the order of their first pages
    total = sum(sizes[run] for run in chosen)
    pages = (task for run, task in catalogue.tasks(source, 0) if task is not None and run in chosen)
    step = max(1, -(-total // most))
    # Of a page that was fetched twice, the last answer.
    return [*{task.url: task for task in islice(pages, 0, None, step)}.values()], total


def looked_at(task: Task, *, repair: bool) -> LookedPage:
    """Read a page.

    Raises:
        UnreadableError: its record is damaged, or no page.
    """
    answer = _answer(task)
    outcome = decide_task(task, answer)
    article, refused = _finished(outcome, repair=repair)
    record = as_record(article) if article is not None else None
    context, address = context_of(task), resolver_of(task.site).address(task.url)
    is_at_article = address is not None and address.matched_exactly
    title = outcome.fields.title if outcome.fields is not None else ""
    return LookedPage(
        task.url,
        str(outcome.type),
        outcome.reason,
        title,
        record,
        tuple(warnings_of(outcome, article)),
        refused,
        context.expected_article or is_at_article or is_title_like(context.longest_text),
        {
            "url": task.url,
            "archive": {"file": task.archive.name, "offset": task.offset},
            "fetched_at": task.at,
            "charset": declared_in(answer.content_type),
            "link_texts": context.link_texts,
            "listed": context.listing_date,
            "expected_article": context.expected_article,
            "alone": context.alone,
            "type": str(outcome.type),
            "decided": None,
        },
        outcome.fields is not None and is_short(outcome.fields),
    )


def section_of(
    task: Task,
    number: int,
    doubts: list[str],
    changes: list[Change],
    mark: dict[str, Any],
    final: str,
    *,
    repair: bool,
) -> str:
    """The HTML of a page in a look.

    Args:
        task: the page.
        number: of it in the look.
        doubts: why it is doubtful.
        changes: its fields that changed since the look before.
        mark: its entry in ``marks.json``.
        final: what the end of the walk made of it, if it was undecided until then.
        repair: setting ``REPAIR_TEXT``.

    Raises:
        UnreadableError: its record is damaged, or no page.
    """
    answer = _answer(task)
    outcome = decide_task(task, answer)
    article, refused = _finished(outcome, repair=repair)
    shown = warnings_of(outcome, article)  # above them
    before = change_elements([doubt for doubt in doubts if doubt not in shown], changes)
    try:
        page = Page(task.url, answer.body, resolver_of(task.site), declared_in(answer.content_type))
    except EmptyPageError:
        section = empty_section(task.url, outcome, number, before)
    else:
        read = ReadPage(page, outcome, article, context_of(task).link_texts, refused, final)
        section = page_section(read, number, before, keys=True)
    section.set("data-page", as_attribute(mark))
    return written(section)


def _answer(task: Task) -> HttpAnswer:
    with task.archive.open() as file:
        try:
            answer = answer_at(file, task.offset)
        except NoHttpError as error:
            raise UnreadableError(str(error)) from error
    if len(answer.body) >= MAX_UNPACKED:
        raise UnreadableError("larger than a crawl takes")
    return answer


def _finished(outcome: Outcome, *, repair: bool) -> tuple[Article | None, str]:
    """The record after the enriching steps, and what is invalid in it."""
    if outcome.article is None:
        return None, ""
    article = enrich(outcome.article, repair=repair)
    return article, "; ".join(broken_without_links(article))
