"""What needs a person, from the last runs of each source."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from statistics import median

from scraper.finish_reasons import (
    FINISHED,
    NO_CONTACT,
    OUTPUT_FAILED,
    OUTSIDE_HOURS,
    PROXY_FAILED,
    REPLAYED,
    SHUTDOWN,
    TOLD_TO_WAIT,
    TOO_MANY_ERRORS,
    WRONG_SETTING,
)
from scraper.ledger.health import FAILED as SHORTCOMINGS
from scraper.ledger.health import PRIVATE_ADDRESS
from scraper.ledger.run_history import SourceHistory, StoredRun
from scraper.report.disk import DiskSpace
from scraper.report.outcomes import RunOutcome, outcome_of, outcome_words
from scraper.report.words import duration, short_moment, size
from scraper.text.counted import counted

_HOUR, _DAY = 3_600, 86_400
# A source with fewer runs has no usual interval yet; one that has not run for so long is not crawled any more.
_REGULAR, _RETIRED = 5, 90 * _DAY
# A source is late after three of its usual intervals, and a little more than a day.
_LATE, _LEAST_LATE = 3, 26 * _HOUR
# A first walk over a large site takes hours, its daily budget ends it within a day.
_LONGEST_RUN = _DAY
# A host that asks to come back later gets what it asks for; after a day a person should know.
_LONGEST_ABSENCE = _DAY
# Bytes that should be free: five of a hundred, and no more than 10 GB of a large disk.
_FREE_SHARE, _FREE_LEAST, _FREE_MOST = 0.05, 1_000_000_000, 10_000_000_000
# Of several sentences, those that stand in a list of troubles.
_SENTENCES = 3
_HELP_OF_REASON = {
    OUTPUT_FAILED: "Free space on the disk, or read the log; `scrapy state` checks the files. Nothing is lost",
    TOLD_TO_WAIT: "Nothing has to be done: the next runs ask again when the host's time is over. If it goes on, ask "
    "the office, and give the source a larger DOWNLOAD_DELAY",
    WRONG_SETTING: "The log names the setting; nothing is crawled until it is mended",
    NO_CONTACT: "Put a mail or web address of yours into USER_AGENT; nothing is requested before",
    PROXY_FAILED: "See whether the proxy of the setting PROXY works; the next run continues",
    TOO_MANY_ERRORS: "The log has the errors of our own code; the next run continues",
}


class TroubleKind(StrEnum):
    """What is wrong; with the source, the identity of a trouble."""

    FELL_SHORT = "fell_short"
    FAILED = "failed"
    TOLD_TO_WAIT = "told_to_wait"
    NO_END = "no_end"
    NOT_RUN = "not_run"
    POISONED = "poisoned"
    DISK = "disk_nearly_full"
    UNDECIDED = "undecided"
    NEEDS_BROWSER = "needs_browser"


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something that needs a person."""

    source: int
    """Number of the source in the state file; 0: of all sources."""
    name: str
    """Of the source; empty: of all sources."""
    kind: TroubleKind
    since: int
    """Seconds since 1970, as far as it is known."""
    sentence: str
    helps: str
    """What helps."""
    is_urgent: bool = True
    """False for what can wait until there is time, and is not told as an alert."""

    @property
    def text(self) -> str:
        """The sentence with its source."""
        return f"{self.name}: {self.sentence}" if self.name else self.sentence


def troubles_of(sources: Sequence[SourceHistory], space: Sequence[DiskSpace], now: int) -> list[Trouble]:
    """What needs a person: the urgent first, then by source.

    Args:
        sources: with their last runs.
        space: on the disks of the output, as far as it is known.
        now: seconds since 1970.
    """
    found = [*_of_disk(space, now), *_not_run(sources, now)]
    for source in sources:
        found += _of_source(source, now)
    return sorted(found, key=lambda trouble: (not trouble.is_urgent, trouble.name))


def _of_disk(space: Sequence[DiskSpace], now: int) -> Iterator[Trouble]:
    for disk in space:
        if disk.free < max(_FREE_LEAST, min(_FREE_MOST, _FREE_SHARE * disk.whole)):
            sentence = f"the disk of {disk.folder} is nearly full: {size(disk.free)} of {size(disk.whole)} are free"
            helps = "Free space, or move OUTPUT_DIR or WARC_DIR; a full disk stops the crawls, and nothing is lost"
            yield Trouble(0, "", TroubleKind.DISK, now, sentence, helps)
            return


def _not_run(sources: Sequence[SourceHistory], now: int) -> list[Trouble]:
    """The sources that are late; if all are, one trouble instead of many."""
    regular = [source for source in sources if len(source.runs) >= _REGULAR]
    late: list[Trouble] = []
    for source in regular:
        begins = [run.begun for run in source.runs]
        usual = median(later - earlier for earlier, later in pairwise(begins))
        since = begins[-1]
        if max(_LATE * usual, _LEAST_LATE) < now - since < _RETIRED:
            sentence = f"has not run for {duration(now - since)}, usually every {duration(usual)}"
            helps = f"See whether cron or the timer still runs it; `scrapy crawl {source.name}` shows whether it works"
            late.append(Trouble(source.id, source.name, TroubleKind.NOT_RUN, since, sentence, helps))
    if len(late) < 2 or len(late) < len(regular):
        return late
    since = max(trouble.since for trouble in late)
    sentence = f"no source has run since {short_moment(since)}, for {duration(now - since)}"
    return [Trouble(0, "", TroubleKind.NOT_RUN, since, sentence, "See whether cron or the timer still runs `crawlall`")]


def _of_source(source: SourceHistory, now: int) -> Iterator[Trouble]:
    yield from _failed(source, now)
    yield from _fell_short(source)
    yield from _no_end(source, now)
    name = source.name
    last = source.runs[-1].begun if source.runs else now
    if source.poisoned:
        sentence = f"{counted(source.poisoned, 'page')} cannot be read and {_are(source.poisoned)} set aside"
        helps = f"`scrapy undecided {name}` lists them with the reasons; they are tried again when they change"
        yield Trouble(source.id, name, TroubleKind.POISONED, last, sentence, helps)
    if source.undecided:
        sentence = f"{source.undecided:,} pages read like articles and are not recorded"
        if source.undecided == 1:
            sentence = "1 page reads like an article and is not recorded"
        helps = f"`scrapy undecided {name}` lists them with the reasons; they are tried again by each run"
        yield Trouble(source.id, name, TroubleKind.UNDECIDED, last, sentence, helps, is_urgent=False)
    complete = _last(source.runs, lambda run: run.reason == FINISHED)
    if complete is not None and (count := complete.count("read/needs_browser")):
        example = complete.examples.get("read/needs_browser", "")
        sentence = f"{counted(count, 'page')} of the last run can be read with a browser only"
        sentence += f": {example}" if example else ""
        helps = "A script loads their text; if they are articles, they are not recorded"
        yield Trouble(source.id, name, TroubleKind.NEEDS_BROWSER, complete.begun, sentence, helps, is_urgent=False)


def _failed(source: SourceHistory, now: int) -> Iterator[Trouble]:
    # Runs that were stopped by hand, or were outside the hours, do not say whether the site answers again.
    telling = [run for run in source.runs if run.reason not in ("", SHUTDOWN, OUTSIDE_HOURS, REPLAYED)]
    series = _series(telling, lambda run: outcome_of(run) is RunOutcome.FAILED)
    if not series:
        return
    last = series[-1]
    is_told = last.reason == TOLD_TO_WAIT
    kind = TroubleKind.TOLD_TO_WAIT if is_told else TroubleKind.FAILED
    told = "the host told us to wait" if is_told else f"stopped early, {outcome_words(last)}"
    helps = _HELP_OF_REASON.get(last.reason, "The log says why; the next run continues")
    since = series[0].begun
    is_urgent = not is_told or now - since > _LONGEST_ABSENCE
    yield Trouble(source.id, source.name, kind, since, f"{told}{_often(series)}", helps, is_urgent)


def _fell_short(source: SourceHistory) -> Iterator[Trouble]:
    complete = [run for run in source.runs if run.reason == FINISHED]
    series = _series(complete, lambda run: outcome_of(run) is RunOutcome.FELL_SHORT)
    if not series:
        return
    last = series[-1]
    said = "; ".join(last.short[:_SENTENCES])
    more = len(last.short) - _SENTENCES
    said += f"; and {more} more" if more > 0 else ""
    # Earlier versions stored no more than their number.
    said = said or f"fell short of {counted(last.count(SHORTCOMINGS), 'expectation')}"
    helps = "Look at the site in a browser; after a redesign, `scrapy probe` shows how its pages are read now"
    if last.count(PRIVATE_ADDRESS) and not last.count("walk/pages"):
        helps = "If the inner network is meant, crawl it with `-a base_url=`; else the office's name server is wrong"
    yield Trouble(source.id, source.name, TroubleKind.FELL_SHORT, series[0].begun, f"{said}{_often(series)}", helps)


def _no_end(source: SourceHistory, now: int) -> Iterator[Trouble]:
    series = _series(source.runs, lambda run: not run.reason)
    if not series:
        return
    last = series[-1]
    hangs = now - last.begun > _LONGEST_RUN
    killed = series if hangs else series[:-1]  # the last one may be running
    if hangs or len(killed) > 1:
        helps = "Too little memory, a reboot, or a run that hangs: see the system's log and the end of its own"
        if len(killed) == 1:
            sentence = f"its run of {short_moment(last.begun)} has not ended: killed, or hanging"
        else:
            sentence = f"its last {len(killed)} runs were killed"
        yield Trouble(source.id, source.name, TroubleKind.NO_END, killed[0].begun, sentence, helps)


def _series(runs: Sequence[StoredRun], is_in: Callable[[StoredRun], bool]) -> list[StoredRun]:
    """The last runs, as far as all of them have a property."""
    series: list[StoredRun] = []
    for run in reversed(runs):
        if not is_in(run):
            break
        series.insert(0, run)
    return series


def _last(runs: Sequence[StoredRun], is_in: Callable[[StoredRun], bool]) -> StoredRun | None:
    return next((run for run in reversed(runs) if is_in(run)), None)


def _often(series: Sequence[StoredRun]) -> str:
    return f" ({len(series)} runs, since {short_moment(series[0].begun)})" if len(series) > 1 else ""


def _are(number: int) -> str:
    return "is" if number == 1 else "are"
