"""Make a new state file from the logs, and from what can still be read of the old one, which is kept.

The logs have what counts, the records: from them come the written and the deleted articles with ids, addresses, dates
and revisions. From the old file come, where they can be read and agree with the logs, the articles that wait, the known
pages, ETags, and the counts of runs and hosts. What neither has is found again: the next run walks every list to its
end once, because nothing proves how far earlier walks came; articles of the logs are not fetched for that.
"""

from __future__ import annotations

import glob
import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from scraper.ledger.database import Database
from scraper.ledger.log_lines import mark_of_file, placed_line
from scraper.ledger.records import Records
from scraper.ledger.salvage import HOST_TABLES, TABLES, Values, salvaged
from scraper.ledger.values import VALUE_CHECKS
from scraper.storage.lock import lock_beside
from scraper.storage.log import RecordLog, sync_folder
from scraper.storage.reader import LogLine, log_path, warn_about
from scraper.storage.records import RecordLine, replaces

KeyOf = Callable[[str, str, str], str | None]
"""The identity of an article by source, address and title; None if the address is not one of the source."""

_BESIDE = ("-shm", "-wal", "")
_OF_SOURCES = tuple(table for table in TABLES if table not in HOST_TABLES)
_FIELDS = ("url", "canonical_url", "title", "date_published", "date_raw", "date_source")


@dataclass(slots=True)
class RebuiltSource:
    """What the new ledger has of a source."""

    name: str
    lines: int = 0
    bad_lines: int = 0
    """Lines of the log that are not records; their articles are found and fetched again."""
    written: int = 0
    gone: int = 0
    waiting: int = 0
    """Articles of the old file that were found and not written."""
    pages: int = 0


@dataclass(slots=True)
class _Current:
    """The line that counts of an id."""

    revision: int
    value: Values
    first_seen: int


@dataclass(slots=True)
class Rebuilt:
    """The result."""

    sources: list[RebuiltSource] = field(default_factory=list)
    kept_as: Path | None = None
    """The name under which the old file is kept, if there was one."""


def rebuild(
    state: Path, folder: Path, names: Sequence[str], key_of: KeyOf, now: datetime, *, keep_others: bool = False
) -> Rebuilt:
    """Make a new state file for the logs of some sources, and put it in the place of the old one.

    Args:
        state: the file.
        folder: of the logs.
        names: the sources to rebuild.
        key_of: the identity of an article.
        now: part of the old file's new name.
        keep_others: copy the rows of all other sources; the old file must be in order then.

    Raises:
        TakenError: one of the sources is being crawled; nothing is changed.
        StorageError: the old file is damaged, and rows of others are to be copied; nothing is changed.
        OSError: a log cannot be read, or the disk is full; the old file is in its place.
    """
    done = Rebuilt()
    new = state.with_name(f"{state.name}.rebuild")
    with ExitStack() as held:
        for name in sorted({*names, *locked_before(state)}):
            held.enter_context(lock_beside(state, name))
        held.enter_context(lock_beside(state))
        _remove(new)
        held.callback(_remove, new)
        if keep_others:
            _copy(state, new, names)
        numbers, rows = salvaged(state)
        hosts = {} if keep_others else {table: rows[table] for table in HOST_TABLES}
        for name in names:
            own = {table: [row for row in rows[table] if numbers.get(row["source"]) == name] for table in _OF_SOURCES}
            done.sources.append(_rebuilt(new, folder, name, own | hosts, key_of))
        done.kept_as = _put_in_place(new, state, now)
    return done


def locked_before(state: Path) -> list[str]:
    """The sources that were ever crawled with a state file: their lock files stay beside it."""
    beside = state.parent.glob(f"{glob.escape(state.name)}.*.lock")
    return sorted(path.name.removeprefix(f"{state.name}.").removesuffix(".lock") for path in beside)


def _remove(path: Path) -> None:
    for ending in (*_BESIDE, ".lock"):
        path.with_name(f"{path.name}{ending}").unlink(missing_ok=True)


def _put_in_place(new: Path, state: Path, now: datetime) -> Path | None:
    """Replace the state file; the old one is kept, with its files beside it, the file itself last."""
    kept = state.with_name(f"{state.name}.damaged-{now:%Y%m%dT%H%M%SZ}")
    had = state.exists()
    for ending in _BESIDE:
        old = state.with_name(f"{state.name}{ending}")
        if old.exists():
            old.rename(kept.with_name(f"{kept.name}{ending}"))
    new.rename(state)
    sync_folder(state.parent)
    return kept if had else None


def _copy(state: Path, new: Path, names: Iterable[str]) -> None:
    """Copy a file that is in order, without the rows of some sources."""
    with closing(Database.read_only(state)) as old:
        old.execute("VACUUM INTO ?", (str(new),))
    for name in names:
        with closing(Database(new, name)) as database, database.transaction():
            for table in (*_OF_SOURCES, "records", "log_lines", "log_checks"):
                database.execute(f"DELETE FROM {table} WHERE source = ?", (database.source,))
            database.execute(
                "UPDATE sources SET walked_run = 0, lists_walked = 0, log_bytes = 0, log_mark = x'' WHERE id = ?",
                (database.source,),
            )


def _rebuilt(new: Path, folder: Path, name: str, old: dict[str, list[Values]], key_of: KeyOf) -> RebuiltSource:
    done = RebuiltSource(name)
    with ExitStack() as opened:
        database = opened.enter_context(closing(Database(new, name)))
        log = RecordLog(log_path(folder, name))
        if log.path.exists():
            log.open()
            opened.callback(log.close)
            current = _read(log, database, done)
        else:
            current = {}
        with database.transaction():
            _add_articles(database, current, key_of, done)
            _add_waiting(database, current, old.pop("articles"), done)
            for row in old.pop("pages"):
                done.pages += _insert(database, "pages", {**row, "first_run": 1})
            for table, rows in old.items():
                for row in rows:
                    _insert(database, table, row)
            database.execute(
                "UPDATE sources SET run = coalesce((SELECT max(run) FROM runs WHERE source = ?1), 1) WHERE id = ?1",
                (database.source,),
            )
    return done


def _read(log: RecordLog, database: Database, done: RebuiltSource) -> dict[bytes, _Current]:
    """Record the lines of a log; return the line that counts of each id."""
    current: dict[bytes, _Current] = {}

    def lines() -> Iterator[RecordLine]:
        for line in log.lines():
            placed, reason = placed_line(line)
            done.lines += 1
            if reason:
                done.bad_lines += 1
                warn_about(line, log.path, reason)
            else:
                _count(current, placed, line)
            yield placed

    Records(database).wrote(lines(), log.end, log.mark(log.end), mark_of_file(log.file))
    return current


def _count(current: dict[bytes, _Current], placed: RecordLine, line: LogLine) -> None:
    former = current.get(placed.id)
    if former is None:
        current[placed.id] = _Current(line.revision, _of_article(line.value), _seconds(line.value))
    elif replaces(line.revision, former.revision):
        current[placed.id] = _Current(line.revision, _of_article(line.value), former.first_seen)


def _of_article(value: Values) -> Values:
    """The fields that the ledger stores: the texts of a whole log do not fit into memory."""
    return {name: value.get(name) for name in _FIELDS}


def _seconds(value: Values) -> int:
    try:
        return int(datetime.fromisoformat(str(value.get("fetched_at"))).timestamp())
    except (ValueError, OverflowError):
        return 0


def _add_articles(database: Database, current: dict[bytes, _Current], key_of: KeyOf, done: RebuiltSource) -> None:
    for record_id, one in current.items():
        value = one.value
        url, title = str(value["url"] or ""), str(value["title"] or "")
        key = key_of(done.name, url, title) if url else None
        if key is None:
            continue  # its record is known by its id; a link to it is followed once
        is_listed = value["date_source"] == "listing"
        row = {
            "key": key,
            "state": "written" if one.revision else "gone",
            "id": record_id,
            "url": url,
            "addresses": json.dumps([value["canonical_url"] or url]),
            "title": title,
            "listed": value["date_published"] if is_listed else None,
            "listed_raw": value["date_raw"] if is_listed else None,
            "published": value["date_published"],
            "first_run": 1,
            "first_seen": one.first_seen,
            "last_seen": one.first_seen,
        }
        if _insert(database, "articles", row):
            done.written += bool(one.revision)
            done.gone += not one.revision


def _add_waiting(database: Database, current: dict[bytes, _Current], old: list[Values], done: RebuiltSource) -> None:
    """Take over what the old file says of articles, where the log does not contradict it."""
    for row in old:
        row = {**row, "first_run": 1}
        written = current.get(row["id"]) if row["id"] is not None else None
        if written is not None and written.value["url"] == row["url"]:
            # The same article: its ETag spares an answer, and the key may be one that only its link tells.
            state = "written" if written.revision else "gone"
            if not _insert(database, "articles", {**row, "state": state}):
                database.execute(
                    "UPDATE articles SET etag = ?, last_modified = ?, first_seen = ?, missing = ? WHERE source = ?"
                    " AND key = ? AND id = ?",
                    (
                        *(row[name] for name in ("etag", "last_modified", "first_seen", "missing")),
                        database.source,
                        row["key"],
                        row["id"],
                    ),
                )
        elif _insert(
            database,
            "articles",
            {**row, "state": "found", "id": None, "etag": None, "last_modified": None, "is_alias": 0, "missing": 0},
        ):
            done.waiting += 1


def _insert(database: Database, table: str, row: Values) -> bool:
    """Insert a row, unless there is one with its key, or a value is not valid."""
    if table not in HOST_TABLES:
        row = {**row, "source": database.source}
    if not all(VALUE_CHECKS[name](value) for name, value in row.items()):
        return False
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    sql = f"INSERT OR IGNORE INTO {table} ({names}) VALUES ({marks}) RETURNING 1"
    return bool(database.execute(sql, tuple(row.values())))
