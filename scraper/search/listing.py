"""Documents without a question: by date, and counted by their labels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scraper.index.codes import number_of
from scraper.index.labels import AUTHOR, KINDS, MONTH, Labels, labels_by, value_of
from scraper.search.filters import Limits
from scraper.search.opened import OpenIndex

# Values in one statement.
_BATCH = 10_000
# Documents of the newest months in which the newest with some words are looked for at first; so many times as many the
# next time. Rare words are found in all months at once: so many labels of months are compared with each document.
_FIRST_DOCUMENTS, _MORE_DOCUMENTS = 2_000, 8
_MOST_MONTHS = 36

Counts = Counter[tuple[str, str]]
"""By kind and value of a label, the number of documents."""


def listed(database: OpenIndex, limits: Limits, limit: int, offset: int) -> tuple[list[int], int]:
    """The numbers of documents within some limits, the newest first and the undated last; how many there are."""
    if limits.is_impossible:
        return [], 0
    where, values = _conditions(limits)
    rows = database.execute(
        f"SELECT number FROM labelled WHERE {where} ORDER BY day DESC, number DESC LIMIT ? OFFSET ?",
        (*values, limit, offset),
    )
    return [number for (number,) in rows], _count(database, where, values)


def _count(database: OpenIndex, where: str, values: Sequence[str]) -> int:
    return int(database.execute(f"SELECT count(*) FROM labelled WHERE {where}", values)[0][0])


def newest_first(database: OpenIndex, limits: Limits) -> Iterator[Limits]:
    """The same limits for the newest months only, then for more of them, and at last for all documents."""
    months, documents, wanted = "", 0, _FIRST_DOCUMENTS
    for char, _, count in sorted(database.known(MONTH), key=lambda each: each.value, reverse=True)[:_MOST_MONTHS]:
        months, documents = months + char, documents + count
        if documents >= wanted:
            yield replace(limits, groups=(*limits.groups, months))
            wanted *= _MORE_DOCUMENTS
    yield limits


def labels_within(database: OpenIndex, limits: Limits, most: int) -> Labels:
    """The labels of documents within some limits, of so many at most."""
    if limits.is_impossible:
        return Labels("", 0)
    where, values = _conditions(limits)
    step = -(-_count(database, where, values) // most) or 1
    found = labels_by(database, f"SELECT labels FROM labelled WHERE {where} AND number % ? = 0", (*values, step))
    return found._replace(is_sample=step > 1)


def labels_of_numbers(database: OpenIndex, numbers: Sequence[int]) -> Labels:
    """The labels of documents."""
    labels, documents = "", 0
    for start in range(0, len(numbers), _BATCH):
        some = list(numbers[start : start + _BATCH])
        marks = ", ".join("?" * len(some))
        found = labels_by(database, f"SELECT labels FROM labelled WHERE number IN ({marks})", some)
        labels, documents = labels + found.joined, documents + found.documents
    return Labels(labels, documents)


def all_counted(database: OpenIndex) -> Counts:
    """The numbers of all documents by label."""
    first, last = f"{min(KINDS)}:", f"{max(KINDS)};"
    rows = database.execute(
        "SELECT word, documents FROM vocabulary WHERE word BETWEEN ? AND ? AND documents > 0 AND instr(word, ':')",
        (first, last),
    )
    return Counter({(word.partition(":")[0], value_of(word)): documents for word, documents in rows})


def counted(database: OpenIndex, labels: Labels, most: int) -> Counts:
    """The numbers of documents by label; of very many authors only the most frequent.

    Args:
        database: the index.
        labels: of the documents.
        most: authors that are named; to name all takes as long as to count.
    """
    numbers = Counter(labels.joined)
    counts: Counts = Counter()
    for kind in KINDS:
        if kind != AUTHOR:
            for char, value, _ in database.known(kind):
                if number := numbers.pop(char, 0):
                    counts[kind, value] += number
    return counts + _named(database, dict(numbers.most_common(most)))


def _conditions(limits: Limits) -> tuple[str, list[str]]:
    conditions, values = ["1"], []
    for group in limits.groups:
        conditions.append("(" + " OR ".join(["instr(labels, ?)"] * len(group)) + ")")
        values += list(group)
    if limits.since:
        conditions.append("day >= ?")
        values.append(limits.since)
    if limits.until:
        conditions.append("day <= ? AND day <> ''")
        values.append(limits.until)
    return " AND ".join(conditions), values


def _named(database: OpenIndex, by_character: Mapping[str, int]) -> Counts:
    counts: Counts = Counter()
    codes = {number_of(char): count for char, count in by_character.items()}
    wanted = list(codes)
    for start in range(0, len(wanted), _BATCH):
        some = wanted[start : start + _BATCH]
        marks = ", ".join("?" * len(some))
        for code, word in database.execute(f"SELECT code, word FROM vocabulary WHERE code IN ({marks})", some):
            kind, colon, _ = word.partition(":")
            if colon and kind in KINDS:
                counts[kind, value_of(word)] += codes[code]
    return counts
