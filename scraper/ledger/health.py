"""The expectations of a source, and how a run falls short of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from scraper.items import SITE_FIELDS

Stats = Mapping[str, Any]

# Stats: the shortcomings of a run as a list of sentences, and their number.
SHORT, FAILED = "health/short", "health/failed"
# Stats: pages that read like articles and are not recorded, of all runs; the first of them; and pages of this run that
# lists announce like articles.
UNDECIDED, UNDECIDED_EXAMPLES = "read/undecided", "read/undecided_examples"
ANNOUNCED_OTHERS = "read/announced_others"
# Stats: pages that are set aside because processes ended in their reading; those that this run set aside.
POISONED, NEWLY_POISONED = "read/poisoned", "read/newly_poisoned"
EXAMPLE = "example/"
"""Stats: prefix of an address of which something was counted; the last one, by the name of the count."""
# A site has some pages about the office that read like articles.
_SOME = 5
# Fill rates and error shares of fewer than this are not significant.
_ENOUGH = 10
# A field in four of five articles of earlier runs, but in fewer than one of twenty in this run, is broken.
_USUAL, _EMPTY = 0.8, 0.05
_FIELD = "field/"
ERRORS = (
    "walk/failed/",
    "read/no_article",
    "read/needs_browser",
    "read/empty_page",
    "read/redirected_away",
    "read/notice/",
    "validate/rejected",
)
"""Stats, or their prefixes, of addresses without a page, pages without an article, and refused records."""


@dataclass(frozen=True, slots=True)
class History:
    """What is known of a source from earlier runs."""

    runs: Iterator[Stats]
    """Stats of the earlier complete runs, the latest first."""
    found: int
    """Articles found within the days that its expectations cover."""
    recorded: int
    """Articles recorded by all runs."""
    is_long: bool
    """True if the source has been crawled for longer than that."""


@dataclass(frozen=True, slots=True)
class Expectations:
    """Minimum and maximum figures of a normal run of a source."""

    new: int = 1
    """Least number of new articles …"""
    days: int = 60
    """… within this number of days."""
    filled: Mapping[str, float] = field(default_factory=dict)
    """Minimum share of articles with a field, by its name in the record."""
    undecided: float = 0.2
    """Maximum share of pages that read like articles and were not recorded, of these and the recorded ones."""
    errors: float = 0.5
    """Maximum share of requests without a page, and of pages that announced an article and are not one."""

    def shortcomings(self, stats: Stats, history: History, successor: str = "") -> list[str]:
        """The shortcomings of a complete run, as sentences for a log; empty if there are none.

        Args:
            stats: those of the run.
            history: what is known from earlier runs.
            successor: the host that takes over, as far as known, if the site is to be closed or moved.
        """
        if not stats.get("walk/pages"):
            follows = f"; as far as known, {successor} takes over" if successor else ""
            return [f"the site returned no page: {stats.get('walk/last_failure') or _failures(stats)}{follows}"]
        unread = [*_newly_poisoned(stats), *self._undecided(stats, history)]
        if not stats.get("walk/pages_with_articles"):
            return unread or [_no_article(stats)]
        return [
            *unread,
            *self._too_few_new(history),
            *self._too_many_errors(stats),
            *self._empty_fields(stats, history),
        ]

    def _undecided(self, stats: Stats, history: History) -> Iterator[str]:
        undecided, examples = stats.get(UNDECIDED, 0), stats.get(UNDECIDED_EXAMPLES, "")
        total = history.recorded + undecided
        if undecided > history.recorded or (undecided >= _SOME and undecided > self.undecided * total):
            yield f"{undecided} pages read like articles and were not recorded: {examples}"
        announced = stats.get(ANNOUNCED_OTHERS, 0)
        if announced >= _ENOUGH and announced > history.recorded + undecided:
            yield (
                f"lists announce {announced} pages by title or date that are no articles, and {history.recorded} are "
                "recorded: are titles or texts not found?"
            )

    def _too_few_new(self, history: History) -> Iterator[str]:
        if history.is_long and history.found < self.new:
            yield f"{history.found} new articles in {self.days} days, at least {self.new} expected: is it still kept?"

    def _too_many_errors(self, stats: Stats) -> Iterator[str]:
        wrong = _errors(stats)
        tried = stats["walk/pages"] + sum(n for name, n in stats.items() if name.startswith("walk/failed/"))
        if tried >= _ENOUGH and wrong / tried > self.errors:
            yield (f"{wrong} of {tried} requests went wrong, at most {self.errors:.0%} expected: {_failures(stats)}")

    def _empty_fields(self, stats: Stats, history: History) -> Iterator[str]:
        """Fields that are empty too often; if this run read few articles, counted together with earlier runs."""
        earlier = list(history.runs)
        read, before = _Filled(), _Filled()
        for run in (stats, *earlier):
            if read.articles < _ENOUGH:
                read.add(run)
        for run in earlier:
            if not run.get(FAILED):
                before.add(run)
        if read.articles < _ENOUGH:
            return
        # Earlier runs may have counted fields that this version does not have, or that are not the site's.
        for name in sorted({*self.filled, *before.fields.keys() & set(SITE_FIELDS)}):
            share, least = read.share(name), self.filled.get(name, 0.0)
            if share < least:
                expected = f"at least {least:.0%} expected"
            elif before.articles >= _ENOUGH and before.share(name) >= _USUAL and share < _EMPTY:
                expected = f"{before.share(name):.0%} before"
            else:
                continue
            yield f"{name} is filled in {share:.0%} of {read.articles} articles, {expected}: a redesign?"


def _newly_poisoned(stats: Stats) -> Iterator[str]:
    if count := stats.get(NEWLY_POISONED, 0):
        example = stats.get(f"{NEWLY_POISONED}_example")
        yield f"{count} pages cannot be read and are set aside until they change: {example}; the log has the reason"


class _Filled:
    """Counts the articles with each field, over several runs."""

    def __init__(self) -> None:
        self.articles = 0
        self.fields: dict[str, int] = {}

    def add(self, stats: Stats) -> None:
        self.articles += stats.get("item_scraped_count", 0)
        for name, count in stats.items():
            if name.startswith(_FIELD):
                field_name = name.removeprefix(_FIELD)
                self.fields[field_name] = self.fields.get(field_name, 0) + count

    def share(self, name: str) -> float:
        return self.fields.get(name, 0) / self.articles if self.articles else 0.0


def _errors(stats: Stats) -> int:
    return sum(n for name, n in stats.items() if name.startswith(ERRORS))


def _failures(stats: Stats) -> str:
    """The failures of a run, most frequent first."""
    found = {name: n for name, n in stats.items() if name.startswith(ERRORS)}
    ranked = sorted(found.items(), key=lambda item: -item[1])
    return ", ".join(f"{name} {n}" for name, n in ranked) or "the log says what it answered"


def _no_article(stats: Stats) -> str:
    pages = stats["walk/pages"]
    if stats.get("walk/distinct_pages") == 1:
        title = stats.get("walk/page_title") or "no title"
        return f"the site answers with nothing but one stub page («{title}», {pages} times)"
    if shells := stats.get("read/needs_browser"):
        return f"{shells} of {pages} pages need a browser, a script loads their text; none leads to an article"
    return f"the site returned {pages} pages and none leads to an article: has it been redesigned?"
