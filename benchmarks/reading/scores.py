"""How right a reading is, field by field, and what that makes over many pages."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from datetime import datetime
from random import Random
from statistics import fmean, pstdev
from typing import Any

from benchmarks.reading.sample import Fields

_RESAMPLES = 500
_DAY = len("2024-01-31")
_MINUTE = len("2024-01-31T08:00")


def plain(text: str | None) -> str:
    """Text as it is compared: NFC, white space collapsed."""
    return " ".join(unicodedata.normalize("NFC", text or "").split())


def word_f1(text: str, truth: str) -> float:
    """Words in common, counted as often as they stand, between all and nothing."""
    one, other = _words(text), _words(truth)
    both = (one & other).total()
    return 2 * both / (one.total() + other.total()) if both else float(one == other)


def _words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", unicodedata.normalize("NFC", text).lower()))


def same_text(found: str | None, truth: str | None) -> bool:
    """The same, but for spaces and the way accents are encoded."""
    return plain(found) == plain(truth)


def same_set(found: list[str], truth: list[str]) -> bool:
    """The same entries in any order."""
    return set(map(plain, found)) == set(map(plain, truth))


def same_day(found: str | None, truth: str | None) -> bool:
    """The same day, or none where there is none."""
    return (found or "")[:_DAY] == (truth or "")[:_DAY]


def same_time(found: str | None, truth: str | None) -> bool:
    """The same minute, or only the day where the truth has no more."""
    if found and truth and "T" in found and "T" in truth:
        one, other = datetime.fromisoformat(found), datetime.fromisoformat(truth)
        if one.tzinfo and other.tzinfo:
            return abs((one - other).total_seconds()) < 60
        return found[:_MINUTE] == truth[:_MINUTE]
    return (found or None) == (truth or None)


def wrong_date(found: str | None, truth: str | None) -> bool:
    """A date is given and it is another day, or there is none to give; worse than no date."""
    return bool(found) and not same_day(found, truth)


def invented_names(found: list[str], truth: list[str]) -> int:
    """How many names are given that are not among the true ones; worse than none."""
    known = {plain(name).casefold() for name in truth}
    return sum(plain(name).casefold() not in known for name in found)


def same_files(found: list[str], truth: list[str]) -> bool:
    """Title and address, tab between, against the titles or the addresses that are known."""
    known = set(truth)
    return len(found) == len(known) and all(known & set(file.split("\t")) for file in found)


EXACT: dict[str, Callable[[Any, Any], bool]] = {
    "title": same_text,
    "authors": same_set,
    "date": same_day,
    "other_news": same_set,
    "section": same_text,
    "summary": same_text,
    "captions": same_set,
    "attachments": same_files,
}
"""Field → is it right? The body is right by degrees."""
_EMPTY: dict[str, Any] = {key: [] for key in ("authors", "other_news", "captions", "attachments")}


def value(reading: Fields | None, field: str) -> Any:
    """What was read of a field; nothing where no article was read."""
    return (reading or {}).get(field) or _EMPTY.get(field)


def share(field: str, pairs: Iterable[tuple[Fields | None, Fields]]) -> float | None:
    """How often a field is right, over the pages whose truth is known."""
    right = [EXACT[field](value(reading, field), truth[field]) for reading, truth in pairs if field in truth]
    return fmean(right) if right else None


def body_scores(pairs: Iterable[tuple[Fields | None, Fields]]) -> list[float]:
    """Word-F1 of each page."""
    return [word_f1(value(reading, "body") or "", truth["body"]) for reading, truth in pairs if "body" in truth]


def dates(pairs: Iterable[tuple[Fields | None, Fields]]) -> list[tuple[str | None, str | None]]:
    """Date read and date expected of each page where it is known."""
    return [(value(reading, "date"), truth["date"]) for reading, truth in pairs if "date" in truth]


def bootstrap_sd(scores: list[float]) -> float:
    """How far the mean would move with other pages of the same kind."""
    rng = Random(20_240_131)
    return pstdev(fmean(rng.choices(scores, k=len(scores))) for _ in range(_RESAMPLES))


def percentile(values: list[float], percent: int) -> float:
    """The value that so many percent do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, -(-len(ordered) * percent // 100) - 1)]
