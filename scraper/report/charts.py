"""Small charts as inline SVG, coloured by classes of the report's style."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from lxml.html import HtmlElement
from lxml.html.builder import E

from scraper.report.figures import DayFigures, FillRates, days_between
from scraper.report.outcomes import RunOutcome
from scraper.text.counted import counted

# Units of a chart's own coordinates; the style gives its size on the screen.
_DAY_WIDTH, _BAR, _HEIGHT, _STRIP = 10, 8, 60, 6
_PART_WIDTH, _PART_HEIGHT = 8, 16
_SERIES = ("new", "changed", "gone")
_CLASSES = {
    RunOutcome.OK: "good",
    RunOutcome.STOPPED: "stopped",
    RunOutcome.NO_END: "bad",
    RunOutcome.FELL_SHORT: "bad",
    RunOutcome.FAILED: "bad",
}


def day_chart(
    days: Mapping[date, DayFigures], first: date, last: date, label: str, *, small: bool = False
) -> HtmlElement:
    """Articles new, changed and gone per day as stacked bars; below them, a mark for each day with a run.

    Args:
        days: the days with runs.
        first: day of the chart.
        last: day of the chart.
        label: what it shows, for those who do not see it.
        small: without a text for each day.
    """
    shown = list(days_between(first, last))
    most = max((sum(_values(days[day])) for day in shown if day in days), default=0)
    width = _DAY_WIDTH * len(shown)
    svg = _svg("chart small" if small else "chart", width, _HEIGHT + _STRIP + 2, label)
    svg.append(E.path({"class": "axis", "d": f"M0 {_HEIGHT}.5h{width}"}))
    shapes: dict[str, str] = {}
    for number, day in enumerate(shown):
        if day in days:
            for kind, shape in _bars(number * _DAY_WIDTH, days[day], most):
                shapes[kind] = shapes.get(kind, "") + shape
    svg.extend(E.path({"class": kind, "d": shape}) for kind, shape in shapes.items())
    if not small:
        svg.extend(_told(number * _DAY_WIDTH, day, days[day]) for number, day in enumerate(shown) if day in days)
    return svg


def _bars(left: int, figures: DayFigures, most: int) -> Iterator[tuple[str, str]]:
    """The stacked bars of a day and its mark: their class and shape."""
    top = float(_HEIGHT)
    for name, value in zip(_SERIES, _values(figures), strict=True):
        if value:
            height = min(top, max(1.0, (_HEIGHT - 2) * value / most))
            yield name, f"M{left + 1} {top:.4g}v-{height:.4g}h{_BAR}v{height:.4g}z"
            top -= height
    yield _CLASSES[figures.worst], f"M{left + 1} {_HEIGHT + 2}h{_BAR}v{_STRIP}h-{_BAR}z"


def _told(left: int, day: date, figures: DayFigures) -> HtmlElement:
    """The column of a day, which shows its figures as text."""
    told = ", ".join(f"{value} {name}" for name, value in zip(_SERIES, _values(figures), strict=True))
    title = E.title(f"{day:%d/%m}: {told}; {counted(figures.runs, 'run')}, {figures.worst}")
    return E.rect(
        {"class": "day", "x": str(left), "width": str(_DAY_WIDTH), "height": str(_HEIGHT + _STRIP + 2)}, title
    )


def rate_chart(parts: Sequence[FillRates], name: str, label: str) -> HtmlElement:
    """The fill rate of a field over time as bars; a part of the time without articles has a dash."""
    svg = _svg("rates", _PART_WIDTH * len(parts), _PART_HEIGHT, label)
    bars, gaps = "", ""
    for number, part in enumerate(parts):
        rate, left = part.rate(name), number * _PART_WIDTH
        if rate is None:
            gaps += f"M{left + 2} {_PART_HEIGHT - 1}h2"
        else:
            height = max(1, round(rate * _PART_HEIGHT))
            bars += f"M{left} {_PART_HEIGHT}v-{height}h{_PART_WIDTH - 1}v{height}z"
    for kind, shape in (("rate", bars), ("axis", gaps)):
        if shape:
            svg.append(E.path({"class": kind, "d": shape}))
    return svg


def _values(figures: DayFigures) -> tuple[int, int, int]:
    return figures.new, figures.changed, figures.gone


def _svg(kind: str, width: int, height: int, label: str) -> HtmlElement:
    about = {"viewBox": f"0 0 {width} {height}", "preserveAspectRatio": "none", "role": "img", "aria-label": label}
    return E.svg({"class": kind, **about})


def legend() -> HtmlElement:
    """The meaning of the colours."""
    parts = [part for name in _SERIES for part in (E.span({"class": f"key {name}"}), f"{name} ")]
    marks = (
        ("good", "all runs of the day ok"),
        ("stopped", "stopped as intended"),
        ("bad", "fell short, failed or killed"),
    )
    parts += [part for kind, words in marks for part in (E.span({"class": f"key {kind}"}), f"{words} ")]
    return E.p({"class": "legend"}, *parts)
