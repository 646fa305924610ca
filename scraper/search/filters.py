"""Filters of a search: as typed among the words, as options, and as labels and days of the index.

    source:hoabinh  section:"Chuyển đổi số"  author:lan  date:2024-05..2024-06  has:attachment

Values of sections and authors are words that stand side by side in them, with or without accents. Several values of one
field mean any of them; ``has`` means all.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from difflib import get_close_matches

from scraper.index.codes import character
from scraper.index.fields import HAS
from scraper.index.labels import AUTHOR, HAVING, MONTH, SECTION, SOURCE, label, range_of
from scraper.index.texts import folded_words
from scraper.search.opened import OpenIndex
from scraper.text.normalise import clean
from scraper.text.syllables import is_syllable

FIELDS = ("author", "date", "has", "section", "source")
# Longer ranges are looked up by their days, not by the labels of their months.
_MOST_MONTHS = 36
# Labels in one query; the most frequent of more.
_MOST_LABELS = 200
_NEAR = 0.6
# Values that are compared with one that is unknown.
_MOST_COMPARED = 2_000

# `"some words"`, `field:"some words"`, `field:value`, `word`.
_PIECE = re.compile(r'(?:(?P<field>[A-Za-z]+):(?!//)(?P<value>"[^"]*"?|[^\s"]*))|"[^"]*"?|[^\s"]+')
_DAY = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")
# As printed in Vietnam: `31/5/2024`, `5/2024`.
_PRINTED_DAY = re.compile(r"(?:(?P<day>[0-9]{1,2})/)?(?P<month>[0-9]{1,2})/(?P<year>[0-9]{4})")
# After all days and moments that begin with the same characters.
_LAST = "~"


class QueryError(ValueError):
    """A query cannot be answered as it is; the message says what helps."""


@dataclass(frozen=True, slots=True)
class Filters:
    """Which documents are wanted; empty for all.

    Args:
        sources: names of sources.
        sections: words of sections.
        authors: words of authors' names.
        since: only documents of this ISO day, month or year, or later.
        until: only documents of this ISO day, month or year, or earlier.
        has: all of :data:`~scraper.index.fields.HAS` that they must have.
    """

    sources: tuple[str, ...] = ()
    sections: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    has: tuple[str, ...] = ()


NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Limits:
    """Filters as an index has them.

    Args:
        groups: characters of labels; a document must have one of each.
        since: first day, or empty.
        until: last day, or empty.
    """

    groups: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    is_impossible: bool = False
    """No document has what is wanted."""
    notes: tuple[str, ...] = ()
    """What is to be said of them."""


def taken_out(typed: str, filters: Filters) -> tuple[str, Filters]:
    """The words of a typed line without the filters in it, and these added to others.

    Something before a colon is a field if it is one of :data:`FIELDS`, or small letters directly before a value that
    are no Vietnamese syllable. `08:30`, `https://…` and `nội dung:…` stay words, as does all in double quotes.

    Raises:
        QueryError: a field is unknown, or a value has no sense.
    """
    words: list[str] = []
    for piece in _PIECE.finditer(clean(typed)):
        field, value = piece["field"], (piece["value"] or "").strip('"').strip()
        name = (field or "").lower()
        if field is None or (name not in FIELDS and (field != name or not value or is_syllable(name))):
            words.append(piece[0])
        elif name not in FIELDS:
            raise QueryError(f"No field is called {name!r}: {_named(name, FIELDS)}. Words with a colon go in quotes")
        elif not value:
            raise QueryError(f"{name}: lacks a value, as in {_EXAMPLES[name]}")
        else:
            filters = _ADD[name](filters, value)
    return " ".join(words), filters


_EXAMPLES = {
    "author": 'author:"Nguyễn Văn A"',
    "date": "date:2024-05..2024-06, date:2024-05-31, date:2024, date:2024-05..",
    "has": f"has:{HAS[0]}",
    "section": 'section:"Chuyển đổi số"',
    "source": "source:NAME",
}


def _with_dates(filters: Filters, value: str) -> Filters:
    first, dots, last = value.partition("..")
    since, until = period(first), period(last if dots else first)
    if not since and not until:
        raise QueryError(f"date:{value} has no date; write {_EXAMPLES['date']}")
    return replace(filters, since=since, until=until)


_ADD: dict[str, Callable[[Filters, str], Filters]] = {
    "author": lambda filters, value: replace(filters, authors=(*filters.authors, value)),
    "date": _with_dates,
    "has": lambda filters, value: replace(filters, has=(*filters.has, value.lower())),
    "section": lambda filters, value: replace(filters, sections=(*filters.sections, value)),
    "source": lambda filters, value: replace(filters, sources=(*filters.sources, value)),
}


def period(typed: str) -> str:
    """A day, month or year in ISO form, also from `31/5/2024` and `5/2024`; empty for an empty one.

    Raises:
        QueryError: there is no such day.
    """
    if not typed:
        return ""
    found = _DAY.fullmatch(typed) or _PRINTED_DAY.fullmatch(typed)
    if found:
        year, month, day = found["year"], (found["month"] or "").zfill(2), (found["day"] or "").zfill(2)
        iso = "-".join(part for part in (year, month, day) if part != "00" or part == found["month"])
        try:
            date.fromisoformat(f"{iso}-01-01"[:10])
        except ValueError:
            pass
        else:
            return iso
    raise QueryError(f"{typed!r} is no date; write 2024-01-31, 2024-01 or 2024")


def limits_of(database: OpenIndex, filters: Filters) -> Limits:
    """What an index has for some filters.

    Raises:
        QueryError: a source is unknown, or something that documents cannot be asked to have, or the dates are reversed.
    """
    if filters.since and filters.until and filters.since[: len(filters.until)] > filters.until:
        raise QueryError(f"No day is after {filters.since} and before {filters.until}")
    groups: list[str] = []
    notes: list[str] = []
    if filters.sources:
        groups.append(_of_sources(database, filters.sources))
    for kind, wanted in ((SECTION, filters.sections), (AUTHOR, filters.authors)):
        if wanted:
            groups.append(_named_alike(database, kind, wanted, notes))
    for name in filters.has:
        if name not in HAS:
            raise QueryError(f"has:{name} is not known: {_named(name, HAS)}")
        groups.append(_characters(database, [label(HAVING, name)]))
    since, until = filters.since, filters.until and filters.until + _LAST
    if filters.since or filters.until:
        months = _months(database, filters)
        if len(months) <= _MOST_MONTHS:
            groups.append("".join(months))
            # Whole months need no look at the days.
            if all(len(each) <= len("YYYY-MM") for each in (filters.since, filters.until)):
                since = until = ""
    return Limits(tuple(groups), since, until, is_impossible=not all(groups), notes=tuple(notes))


def _of_sources(database: OpenIndex, names: Iterable[str]) -> str:
    by_name = {value: char for char, value, _ in database.known(SOURCE)}
    for name in names:
        if name not in by_name:
            raise QueryError(f"No source in this index is called {name!r}: {_named(name, by_name)}")
    return "".join(by_name[name] for name in names)


def _named_alike(database: OpenIndex, kind: str, wanted: Iterable[str], notes: list[str]) -> str:
    """The labels whose words have some of the wanted ones side by side."""
    found = ""
    for words in wanted:
        folded = folded_words(words)
        rows = database.execute(
            "SELECT code FROM vocabulary WHERE word >= ? AND word < ? AND documents > 0 AND instr(word, ?)"
            " ORDER BY documents DESC LIMIT ?",
            (*range_of(kind), f" {folded} ", _MOST_LABELS),
        )
        if not rows:
            values = {folded_words(value): value for _, value, _ in database.known(kind)[:_MOST_COMPARED]}
            near = [values[each] for each in get_close_matches(folded, values, 3, _NEAR)]
            alike = f"; alike: {', '.join(near)}" if near else ""
            notes.append(f"No {kind} has {words!r} in its name{alike}.")
        found += "".join(character(code) for (code,) in rows)
    return found


def _months(database: OpenIndex, filters: Filters) -> list[str]:
    first, last = filters.since[: len("YYYY-MM")], filters.until[: len("YYYY-MM")]
    return [char for char, month, _ in database.known(MONTH) if first <= month and (not last or month <= last + _LAST)]


def _characters(database: OpenIndex, words: Iterable[str]) -> str:
    found = (database.first("SELECT code FROM vocabulary WHERE word = ? AND documents > 0", (word,)) for word in words)
    return "".join(character(row[0]) for row in found if row)


def _named(name: str, names: Iterable[str]) -> str:
    """All names, the near ones first."""
    rest = sorted(names)
    near = get_close_matches(name, rest, len(rest) or 1, _NEAR)
    return f"there are {', '.join([*near, *(each for each in rest if each not in near)]) or 'none yet'}"
