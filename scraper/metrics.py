"""``METRICS_FILE``: figures of all sources as Prometheus text, for node_exporter's textfile collector."""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from scraper.ledger.database import StateFile
from scraper.ledger.health import FAILED
from scraper.ledger.run_history import read_history, read_successes, read_totals
from scraper.ledger.runs import ENDED
from scraper.paths import setting_path
from scraper.report.figures import CHANGED, GONE, NEW, RECEIVED, REQUESTS, is_error, pace_of
from scraper.report.outcomes import exit_status
from scraper.report.places import places_of
from scraper.report.troubles import troubles_of

if TYPE_CHECKING:
    from prometheus_client import Metric
    from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily
    from scrapy.settings import BaseSettings

logger = logging.getLogger(__name__)

_PREFIX = "portal_crawler_"
# Of each source, the runs that say what is wrong now, and the pace of its hosts.
_LAST = 20
# node_exporter runs as another user.
_OTHERS_MAY_READ = 0o022


def write(settings: BaseSettings) -> None:
    """Write ``METRICS_FILE``, if it is set; a failure is a warning."""
    path, state = setting_path(settings, "METRICS_FILE"), places_of(settings).state
    if path is None or not state.exists():
        return
    # Imported here: commands start without it.
    from prometheus_client import CollectorRegistry, write_to_textfile

    try:
        collector = _StateCollector(state)
        registry = CollectorRegistry(auto_describe=False)
        registry.register(collector)
        path.parent.mkdir(parents=True, exist_ok=True)
        before = os.umask(_OTHERS_MAY_READ)
        try:
            write_to_textfile(str(path), registry)  # to another name, then renamed
        finally:
            os.umask(before)
    except OSError as error:
        logger.warning("METRICS_FILE is not written, and the next run writes it: %s", error)


class _StateCollector:
    """The figures of a state file, in the client library's terms."""

    def __init__(self, state: Path) -> None:
        with closing(StateFile.read_only(state)) as database:
            self._sources = read_history(database, since=1 << 53, last=_LAST)
            self._totals = read_totals(database)
            self._successes = read_successes(database)
        self._now = int(time.time())

    def collect(self) -> Iterator[Metric]:
        """All metrics."""
        yield from self._of_last_runs()
        yield from self._sums()
        yield from self._waiting()

    def _of_last_runs(self) -> Iterator[Metric]:
        begun = _gauge("last_run_start_timestamp_seconds", "When the last run began.")
        ended = _gauge("last_run_end_timestamp_seconds", "When the last run ended; absent if it was killed or runs.")
        success = _gauge(
            "last_success_timestamp_seconds", "When the last complete run ended that fell short of nothing."
        )
        took = _gauge("last_run_duration_seconds", "How long the last run took.")
        status = _gauge("last_run_exit_status", "0 done, 1 failed or stopped early, 3 expectations not met.")
        pace = _gauge("request_interval_seconds", "Mean time from one request to the next in the last run.", "host")
        for source in self._sources:
            name = source.name
            if source.id in self._successes:
                success.add_metric([name], self._successes[source.id])
            for host, seconds in pace_of(source.runs).items():
                pace.add_metric([name, host], seconds)
            if not source.runs:
                continue
            last = source.runs[-1]
            begun.add_metric([name], last.begun)
            if last.ended:
                ended.add_metric([name], last.ended)
                took.add_metric([name], max(0, last.ended - last.begun))
            if (code := exit_status(last)) is not None:
                status.add_metric([name], code)
        yield from (begun, ended, success, took, status, pace)

    def _sums(self) -> Iterator[Metric]:
        runs = _counter("runs_started", "Runs that began.")
        ends = _counter(
            "runs_ended", "Runs that ended, by Scrapy's finish reason; killed ones are not among them.", "reason"
        )
        short = _counter("expectations_not_met", "Expectations of the source that runs fell short of.")
        articles = _counter("articles", "Articles written: new, changed, or gone from the site.", "change")
        requests = _counter("requests", "Requests sent.")
        received = _counter("received_bytes", "Bytes of answers received.")
        errors = _counter("errors", "Addresses without a page, pages without an article, refused records.", "kind")
        for source in self._sources:
            name, sums = source.name, self._totals.get(source.id, {})
            runs.add_metric([name], source.begun)
            short.add_metric([name], sums.get(FAILED, 0))
            requests.add_metric([name], sums.get(REQUESTS, 0))
            received.add_metric([name], sums.get(RECEIVED, 0))
            for change, stat in (("new", NEW), ("changed", CHANGED), ("gone", GONE)):
                articles.add_metric([name, change], sums.get(stat, 0))
            for stat, total in sorted(sums.items()):
                if stat.startswith(ENDED):
                    ends.add_metric([name, stat.removeprefix(ENDED)], total)
                elif is_error(stat):
                    errors.add_metric([name, stat], total)
        yield from (runs, ends, short, articles, requests, received, errors)

    def _waiting(self) -> Iterator[Metric]:
        undecided = _gauge("undecided_pages", "Pages that read like articles and are not recorded.")
        poisoned = _gauge("poisoned_pages", "Pages that cannot be read and are set aside.")
        for source in self._sources:
            undecided.add_metric([source.name], source.undecided)
            poisoned.add_metric([source.name], source.poisoned)
        troubles = _gauge("trouble", "1 for what needs a person now; the source is empty for all of them.", "kind")
        for trouble in troubles_of(self._sources, (), self._now):
            if trouble.is_urgent:
                troubles.add_metric([trouble.name, trouble.kind], 1)
        yield from (undecided, poisoned, troubles)


def _gauge(name: str, text: str, *labels: str) -> GaugeMetricFamily:
    from prometheus_client.metrics_core import GaugeMetricFamily

    return GaugeMetricFamily(_PREFIX + name, text, labels=["source", *labels])


def _counter(name: str, text: str, *labels: str) -> CounterMetricFamily:
    from prometheus_client.metrics_core import CounterMetricFamily

    return CounterMetricFamily(_PREFIX + name, text, labels=["source", *labels])
