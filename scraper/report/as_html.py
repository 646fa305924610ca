"""The HTML of a report: what needs a person, a table of all sources, and the figures of each.

It has no script, and its content security policy allows its style alone. All words of a site become text of elements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from importlib.resources import files

from lxml.html import HtmlElement
from lxml.html.builder import E

from scraper.ledger.run_history import SourceHistory, StoredRun
from scraper.report.as_json import FILL_PARTS
from scraper.report.charts import day_chart, legend, rate_chart
from scraper.report.figures import (
    CHANGED,
    GONE,
    NEW,
    PAGES,
    RATED_FIELDS,
    RECEIVED,
    REQUESTS,
    DayFigures,
    by_day,
    error_kinds,
    fill_rates,
    pace_of,
    requests_per_article,
    total,
)
from scraper.report.gather import RunReport
from scraper.report.outcomes import RunOutcome, outcome_of, outcome_words
from scraper.report.project_sources import removed_line
from scraper.report.troubles import Trouble
from scraper.report.words import duration, moment, short_moment, size
from scraper.review.page_html import html_file, plain, written
from scraper.text.counted import counted

_STYLE = (files("scraper.report") / "report.css").read_text("utf-8")
_NONE = "–"
_GOOD = (RunOutcome.OK, RunOutcome.STOPPED)


@dataclass(frozen=True, slots=True)
class _Shown:
    """A source with its figures in the days of the report."""

    number: int
    source: SourceHistory
    runs: Sequence[StoredRun]
    days: Mapping[date, DayFigures]


def report_file(report: RunReport) -> bytes:
    """A report as one file."""
    shown = []
    for number, source in enumerate(report.sources, 1):
        runs = report.runs_of(source)
        shown.append(_Shown(number, source, runs, by_day(runs)))
    parts = [
        E.main(
            {"class": "report"},
            E.h1("Crawls"),
            E.p({"class": "about"}, _about(report)),
            *_troubles(report.troubles),
            E.h2("All sources"),
            _overview(report, shown),
            legend(),
            E.p({"class": "about"}, _disk(report)),
            *_removed(report),
            E.h2("Each source"),
            *(_source(report, one) for one in shown),
        )
    ]
    return html_file("Crawls", [written(part) for part in parts], _STYLE)


def _about(report: RunReport) -> str:
    days = (report.last - report.first).days + 1
    return (
        f"{counted(len(report.sources), 'source')}, {report.first:%d/%m/%Y} to {report.last:%d/%m/%Y} "
        f"({counted(days, 'day')}); as of {moment(report.now)} in Vietnam. Articles of runs that were killed are in "
        "the logs, but not in these figures."
    )


def _disk(report: RunReport) -> str:
    parts = [f"logs {size(sum(report.disk.logs.values()))}", f"state file {size(report.disk.state)}"]
    if report.disk.archive is not None:
        parts.append(f"archive {size(report.disk.archive)}")
    free = [f"{size(it.free)} of {size(it.whole)} free at {it.folder}" for it in report.disk.space]
    return plain(f"On the disk: {', '.join(parts)}; {', '.join(free)}.")


def _removed(report: RunReport) -> Iterator[HtmlElement]:
    if report.removed:
        yield E.p({"class": "about"}, "Sources ", *_with_code(removed_line(report.removed)), ".")


# What needs a person.


def _troubles(troubles: Sequence[Trouble]) -> Iterator[HtmlElement]:
    urgent = [trouble for trouble in troubles if trouble.is_urgent]
    others = [trouble for trouble in troubles if not trouble.is_urgent]
    if urgent:
        heading = E.h2(f"Needs a person ({len(urgent)})")
        yield E.section({"class": "troubles urgent"}, heading, E.ul(*map(_trouble, urgent)))
    else:
        yield E.section({"class": "troubles quiet"}, E.h2("Nothing needs a person"))
    if others:
        heading = E.h2(f"When there is time ({len(others)})")
        yield E.section({"class": "troubles"}, heading, E.ul(*map(_trouble, others)))


def _trouble(trouble: Trouble) -> HtmlElement:
    name: list[HtmlElement | str] = [E.b(plain(trouble.name)), ": "] if trouble.name else []
    return E.li(
        {"class": trouble.kind}, *name, plain(trouble.sentence), E.span({"class": "helps"}, *_with_code(trouble.helps))
    )


def _with_code(text: str) -> Iterator[HtmlElement | str]:
    """Words with what stands between backquotes as code."""
    for number, part in enumerate(plain(text).split("`")):
        yield E.code(part) if number % 2 else part


# All sources.


def _overview(report: RunReport, shown: Sequence[_Shown]) -> HtmlElement:
    names = ("source", "last run", "ended", "new, changed, gone per day", "new", "errors", "undecided")
    rows = [_row(report, one) for one in shown]
    return E.table({"class": "overview"}, E.thead(E.tr(*map(E.th, names))), E.tbody(*rows))


def _row(report: RunReport, one: _Shown) -> HtmlElement:
    source, last = one.source, one.source.runs[-1] if one.source.runs else None
    new = total(one.runs, NEW)
    label = f"{counted(new, 'new article')} in these days"
    chart = day_chart(one.days, report.first, report.last, label, small=True)
    unread = f"{source.undecided}" + (f" + {source.poisoned} poisoned" if source.poisoned else "")
    return E.tr(
        E.th({"scope": "row"}, E.a(plain(source.name), href=f"#source-{one.number}")),
        _cell("last run", short_moment(last.begun) if last else "never"),
        _cell("ended", *_ended(last)),
        E.td({"class": "of-chart"}, chart),
        _cell("new", f"{new:,}", kind="number"),
        _cell("errors", f"{sum(day.errors for day in one.days.values()):,}", kind="number"),
        _cell("undecided", unread, kind="number"),
    )


def _cell(name: str, *parts: HtmlElement | str, kind: str = "") -> HtmlElement:
    return E.td({"data-name": name, "class": kind}, *parts)


def _ended(run: StoredRun | None) -> Iterator[HtmlElement]:
    if run is not None:
        outcome = outcome_of(run)
        kind = "good" if outcome in _GOOD else "open" if outcome is RunOutcome.NO_END else "bad"
        yield E.span({"class": f"outcome {kind}"}, plain(outcome_words(run)))


# One source.


def _source(report: RunReport, one: _Shown) -> HtmlElement:
    source, runs, days = one.source, one.runs, one.days
    about = {"class": "source", "id": f"source-{one.number}"}
    urgent = [trouble for trouble in report.troubles if trouble.source == source.id and trouble.is_urgent]
    if urgent:
        about["open"] = ""
    badge: list[HtmlElement | str] = (
        [" ", E.span({"class": "outcome bad"}, counted(len(urgent), "trouble"))] if urgent else []
    )
    label = (
        f"{total(runs, NEW):,} new, {total(runs, CHANGED):,} changed, {total(runs, GONE):,} gone in "
        f"{counted(len(runs), 'run')}"
    )
    most = max((day.new + day.changed + day.gone for day in days.values()), default=0)
    return E.details(
        about,
        E.summary(E.span({"class": "name"}, plain(source.name)), *badge, E.span({"class": "sums"}, f" {label}")),
        E.div(
            {"class": "wide"},
            day_chart(days, report.first, report.last, label),
            E.p(
                {"class": "scale"},
                *map(E.span, (f"{report.first:%d/%m}", f"at most {most:,} a day", f"{report.last:%d/%m}")),
            ),
        ),
        E.div(
            {"class": "sides"},
            E.div(E.h3("Figures"), _figures(report, source, runs), *_errors(runs)),
            E.div(E.h3("Filled"), _rates(report, runs)),
        ),
        *_short(runs),
    )


def _figures(report: RunReport, source: SourceHistory, runs: Sequence[StoredRun]) -> HtmlElement:
    last = source.runs[-1] if source.runs else None
    per_article = requests_per_article(runs)
    took = f", took {duration(last.ended - last.begun)}" if last and last.ended else ""
    figures = {
        "last run": f"{moment(last.begun)}, {outcome_words(last)}{took}" if last else "never",
        "runs": f"{len(runs):,} in these days, {source.begun:,} in all",
        "requests": f"{total(runs, REQUESTS):,} and {total(runs, PAGES):,} answers, {size(total(runs, RECEIVED))}",
        "requests an article": f"{per_article:,.1f}" if per_article is not None else _NONE,
        **{f"pace, {host}": f"a request every {seconds:.2f} s" for host, seconds in pace_of(runs).items()},
        "undecided pages": f"{source.undecided:,}",
        "poisoned pages": f"{source.poisoned:,}",
        "log": size(report.disk.logs.get(source.name, 0)),
    }
    return E.dl({"class": "figures"}, *(each for name, words in figures.items() for each in _figure(name, words)))


def _figure(name: str, words: str) -> Iterator[HtmlElement]:
    yield E.dt(plain(name))
    yield E.dd(plain(words))


def _errors(runs: Sequence[StoredRun]) -> Iterator[HtmlElement]:
    kinds = error_kinds(runs)
    if kinds:
        yield E.h3("Errors")
        items = []
        for kind in kinds:
            # The address as text: it is a page that failed, and a click would ask for it again.
            example = [E.span({"class": "address"}, plain(kind.example))] if kind.example else []
            items.append(E.li(f"{kind.count:,} × {kind.words}", *example))
        yield E.ul({"class": "errors"}, *items)


def _rates(report: RunReport, runs: Sequence[StoredRun]) -> HtmlElement:
    parts = fill_rates(runs, report.first, report.last, FILL_PARTS)
    with_articles = [part for part in parts if part.articles]
    if not with_articles:
        return E.p({"class": "about"}, "No article was read in these days.")
    last = with_articles[-1]
    rows = []
    for name in RATED_FIELDS:
        words = f"{last.rate(name) or 0.0:.0%}"
        label = f"{name} over time, at last {words}"
        rows.append(
            E.tr(
                E.th({"scope": "row"}, name.replace("_", " ")),
                E.td(rate_chart(parts, name, label)),
                E.td({"class": "number"}, words),
            )
        )
    caption = f"of {counted(last.articles, 'article')} since {last.since:%d/%m}; each bar is a tenth of these days"
    return E.table({"class": "filled"}, E.caption(caption), E.tbody(*rows))


def _short(runs: Sequence[StoredRun]) -> Iterator[HtmlElement]:
    last = next((run for run in reversed(runs) if run.short), None)
    if last is not None:
        yield E.h3(f"How the run of {moment(last.begun)} fell short")
        yield E.ul({"class": "short"}, *(E.li(plain(sentence)) for sentence in last.short))
