"""Results as lines of text: a table of all tools, and what ours got wrong."""

from __future__ import annotations

from collections import Counter
from statistics import fmean

from benchmarks.reading.readers import TOOLS
from benchmarks.reading.sample import Fields, Measured, Sample
from benchmarks.reading.scores import (
    EXACT,
    body_scores,
    bootstrap_sd,
    dates,
    invented_names,
    percentile,
    plain,
    same_time,
    share,
    value,
    word_f1,
    wrong_date,
)

Pair = tuple[Fields | None, Fields]
_FLOOR = "lxml parse alone"
_NAME = max(map(len, TOOLS))
_COLUMNS = ("body F1", "sd", *EXACT, "time", "wrong d.", "invented", "pages/s", "x parse", "p99 ms", "MB", "errors")
_WIDTHS = [max(7, len(column)) for column in _COLUMNS]
_CUT = 150
# A body with this much of the words is worth no look.
_GOOD_BODY = 0.99


def header() -> str:
    """The columns' names."""
    return f"{'':{_NAME}} " + " ".join(f"{name:>{width}}" for name, width in zip(_COLUMNS, _WIDTHS, strict=True))


def rows(samples: list[Sample], found: dict[str, Measured], chosen: list[int], *, whole: bool) -> list[str]:
    """One line a tool, over the chosen pages.

    Args:
        samples: the corpus.
        found: tool → what was measured.
        chosen: numbers of the pages that count.
        whole: these are all pages of the corpus; memory was measured for all only.
    """
    lines = []
    for name, measured in found.items():
        pairs = [(measured.readings[i], samples[i].truth) for i in chosen]
        spent = sum(measured.milliseconds[i] for i in chosen)
        floor = sum(found[_FLOOR].milliseconds[i] for i in chosen) if _FLOOR in found else None
        cells = [
            *_quality(pairs, TOOLS[name].fields),
            f"{len(chosen) / spent * 1000:.0f}" if spent else "-",
            f"{spent / floor:.1f}" if floor else "-",
            f"{percentile([measured.milliseconds[i] for i in chosen], 99):.1f}",
            f"{measured.peak_mb:.0f}" if whole else "",
            _errors([(measured.readings[i], measured.errors[i]) for i in chosen]),
        ]
        shown = " ".join(f"{cell:>{width}}" for cell, width in zip(cells, _WIDTHS, strict=True))
        lines.append(f"{name:{_NAME}} {shown}")
    return lines


def _quality(pairs: list[Pair], offered: frozenset[str]) -> list[str]:
    """The cells up to the invented authors; ``-`` for what the tool or the truth does not have."""
    scores = body_scores(pairs) if "body" in offered else []
    cells = [f"{fmean(scores):.3f}", f"{bootstrap_sd(scores):.3f}"] if scores else ["-", "-"]
    for field in EXACT:
        found = share(field, pairs) if field in offered else None
        cells.append("-" if found is None else f"{found:.3f}")
    known = dates(pairs) if "date" in offered else []
    times = f"{fmean(same_time(one, other) for one, other in known):.3f}" if known else "-"
    wrong = str(sum(wrong_date(one, other) for one, other in known)) if known else "-"
    return [*cells, times, wrong, _invented(pairs) if "authors" in offered else "-"]


def _invented(pairs: list[Pair]) -> str:
    """How many authors are none, over the pages whose authors are known."""
    known = [(value(reading, "authors"), truth["authors"]) for reading, truth in pairs if "authors" in truth]
    return str(sum(invented_names(found, names) for found, names in known)) if known else "-"


def _errors(outcomes: list[tuple[Fields | None, str]]) -> str:
    """``NoArticleError 2, no article 1``: exceptions by name, and pages that the tool took for no article."""
    names = Counter(error or "no article" for reading, error in outcomes if reading is None)
    return ", ".join(f"{name} {number}" for name, number in names.most_common()) or "0"


def mistakes(samples: list[Sample], measured: Measured) -> list[str]:
    """Every wrong field of every page, with what was expected and what was read."""
    lines = []
    for sample, reading, error in zip(samples, measured.readings, measured.errors, strict=True):
        if reading is None:
            lines.append(f"{sample.block}/{sample.name}: {error or 'no article'}")
            continue
        for field, truth in sample.truth.items():
            read = value(reading, field)
            if is_right(field, read, truth):
                continue
            expected, got = _shown(truth, read)
            lines += [f"{sample.block}/{sample.name}: {field}", f"    expected {expected}", f"    got      {got}"]
    return lines


def is_right(field: str, read: object, truth: object) -> bool:
    """Is there nothing to show? Dates are compared with their time here."""
    if field == "body":
        return word_f1(str(read or ""), str(truth or "")) >= _GOOD_BODY
    if field == "date":
        return same_time(read, truth)  # type: ignore[arg-type]
    return EXACT[field](read, truth)


def _shown(truth: object, read: object) -> tuple[str, str]:
    """Both sides without what they have in common, as long as a line can be read."""
    if isinstance(truth, list) and isinstance(read, list):
        return _rest(truth, read), _rest(read, truth)
    one, other = str(truth), str(read)
    if "\n" in one + other:
        return _rest(one.splitlines(), other.splitlines()), _rest(other.splitlines(), one.splitlines())
    return one[:_CUT], other[:_CUT]


def _rest(lines: list[str], without: list[str]) -> str:
    """The lines that stand here and not there, or more often here."""
    rest = list((Counter(map(plain, lines)) - Counter(map(plain, without))).elements())
    return (f"{len(rest)} more: " + " ¶ ".join(rest))[:_CUT] if rest else "nothing more"
