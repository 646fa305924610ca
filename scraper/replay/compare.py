"""Report what a replay would change in a log: field by field, with counts and samples; nothing is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scraper.items import Article, as_record
from scraper.replay.reading import PageResult, Task
from scraper.storage.reader import read_lines
from scraper.storage.records import replaces
from scraper.storage.sqlite import SqliteFile

# Fields that always differ in a replay, whatever was read.
_OF_THE_RUN = frozenset({"fetched_at", "revision", "archive"})
_SAMPLES = 3
# Characters shown before the first difference, and from there on.
_BEFORE, _AFTER = 20, 80
_SCHEMA = """
CREATE TABLE logged (
    id TEXT PRIMARY KEY,
    start INTEGER NOT NULL,   -- byte of the log
    revision INTEGER NOT NULL,
    url TEXT NOT NULL,
    file TEXT,                -- where the archive holds its page
    offset INTEGER,
    outcome TEXT,             -- same, changed, or what its page is now; NULL where it was not read
    is_exact INTEGER NOT NULL DEFAULT 0
) WITHOUT ROWID;
CREATE INDEX places ON logged (file, offset);
CREATE TABLE changes (id TEXT, field TEXT, before TEXT, after TEXT, PRIMARY KEY (id, field)) WITHOUT ROWID;
CREATE TABLE news (id TEXT PRIMARY KEY, url TEXT) WITHOUT ROWID
"""


@dataclass(frozen=True, slots=True)
class Field:
    """The changes in one field."""

    name: str
    changed: int
    filled: int
    """Of these, the old value was empty."""
    emptied: int
    """… and: is empty now."""


class Comparison:
    """Compares a log with a replay of its pages; stored in a temporary file, so that memory is bounded.

    The line of each id that counts (see :func:`~scraper.storage.records.replaces`) is compared with the page that it
    names in ``archive``, else with the newest page of its article.

    Args:
        log: ``NAME.jsonl``.

    Raises:
        ValueError: a line of it is not a record.
        OSError: it cannot be read.
    """

    def __init__(self, log: Path) -> None:
        self._log = log.open("rb")
        self.source = ""
        self._db = SqliteFile(None, _SCHEMA, batches=True)
        try:
            self._add(log)
        except BaseException:
            self.close()
            raise

    def _add(self, log: Path) -> None:
        for line in read_lines(log, is_closed=True):
            if line.reason:
                raise ValueError(f"{log}: byte {line.start} is not a record ({line.reason})")
            self.source = str(line.value.get("source", self.source))
            former = self._db.first("SELECT revision FROM logged WHERE id = ?", (line.id,))
            if not replaces(line.revision, former[0] if former else 0):
                continue
            self._db.execute("DELETE FROM logged WHERE id = ?", (line.id,))
            if (record := line.record) is not None:
                place = record.get("archive") or {"file": None, "offset": None}
                row = line.id, line.start, line.revision, record["url"], place["file"], place["offset"]
                self._db.execute(
                    "INSERT INTO logged (id, start, revision, url, file, offset) VALUES (?, ?, ?, ?, ?, ?)", row
                )

    def take(self, task: Task, reading: PageResult) -> None:
        """Compare the outcome of one page."""
        place = task.archive.name, task.offset
        if reading.article is None:
            self._unread(place, reading.kind)
            return
        article = reading.article
        row = self._db.first("SELECT start, file, offset, is_exact FROM logged WHERE id = ?", (article.id,))
        if row is None:
            self._unread(place, "an article with another id")
            self._db.execute("INSERT OR REPLACE INTO news VALUES (?, ?)", (article.id, article.url))
            return
        is_exact = row[1:3] == place
        if row[3] and not is_exact:
            return
        changes = list(_changes(self._record_at(row[0]), article))
        self._db.execute(
            "UPDATE logged SET outcome = ?, is_exact = ? WHERE id = ?",
            ("changed" if changes else "same", is_exact, article.id),
        )
        self._db.execute("DELETE FROM changes WHERE id = ?", (article.id,))
        self._db.executemany("INSERT INTO changes VALUES (?, ?, ?, ?)", ((article.id, *one) for one in changes))

    def _unread(self, place: tuple[str, int], outcome: str) -> None:
        rows = self._db.execute(
            "UPDATE logged SET outcome = ? WHERE file = ? AND offset = ? AND NOT is_exact RETURNING id",
            (outcome, *place),
        )
        self._db.executemany("DELETE FROM changes WHERE id = ?", rows)

    def report(self) -> Iterator[str]:
        """The result as lines of text."""
        found = self._db.execute("SELECT outcome, count(*) FROM logged GROUP BY outcome")
        counts = {outcome: int(count) for outcome, count in found}
        same, changed, unread = (counts.pop(name, 0) for name in ("same", "changed", None))
        ((news,),) = self._db.execute("SELECT count(*) FROM news")
        yield f"{self.source}: {same + changed} records reread: {same} the same, {changed} changed"
        yield from (f"  {count} no longer a record: {kind}" for kind, count in sorted(counts.items()))
        if counts:
            rows = self._db.execute(
                "SELECT url FROM logged WHERE outcome NOT IN ('same', 'changed') ORDER BY id LIMIT ?", (_SAMPLES,)
            )
            yield from (f"    {url}" for (url,) in rows)
        if news:
            yield f"  {news} not in the log"
            yield from (f"    {url}" for (url,) in self._db.execute("SELECT url FROM news LIMIT ?", (_SAMPLES,)))
        if unread:
            yield f"  {unread} of the log are not in the archive"
        for one in self.fields():
            yield ""
            yield f"{one.name}: {one.changed} changed, of these {one.filled} were empty and {one.emptied} are now"
            yield from self._samples(one.name)

    def fields(self) -> list[Field]:
        """The fields that change, most changed first."""
        empty = "IN ('null', '[]', '\"\"')"
        rows = self._db.execute(
            f"SELECT field, count(*) AS n, sum(before {empty}), sum(after {empty}) FROM changes"  # noqa: S608
            " GROUP BY field ORDER BY n DESC, field"
        )
        return [Field(*row) for row in rows]

    def _samples(self, name: str) -> Iterator[str]:
        rows = self._db.execute(
            "SELECT url, before, after FROM changes JOIN logged USING (id) WHERE field = ? ORDER BY id LIMIT ?",
            (name, _SAMPLES),
        )
        for url, before, after in rows:
            old, new = _apart(before, after)
            yield f"  {url}"
            yield f"    - {old}"
            yield f"    + {new}"

    def _record_at(self, start: int) -> dict[str, Any]:
        self._log.seek(start)
        record: dict[str, Any] = json.loads(self._log.readline())
        return record

    def close(self) -> None:
        """Close the log and the temporary file."""
        self._db.close()
        self._log.close()


def _changes(before: dict[str, Any], article: Article) -> Iterator[tuple[str, str, str]]:
    """Field, old and new value as JSON."""
    for name, value in as_record(article).items():
        old, new = (json.dumps(one, ensure_ascii=False) for one in (before.get(name), value))
        if name not in _OF_THE_RUN and old != new:
            yield name, old, new


def _apart(old: str, new: str) -> tuple[str, str]:
    """Two values, cut to begin shortly before their first difference."""
    same = next((i for i, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    start = max(0, same - _BEFORE)
    return _cut(old, start), _cut(new, start)


def _cut(text: str, start: int) -> str:
    end = start + _BEFORE + _AFTER
    return f"{'…' if start else ''}{text[start:end]}{'…' if end < len(text) else ''}"
