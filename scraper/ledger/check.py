"""Check the state file, the logs, and what records say of the archive; nothing is changed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

from scraper.ledger.database import VERSION, Database
from scraper.ledger.log_lines import LogLines, placed_line
from scraper.ledger.records import WITHOUT_RECORD
from scraper.ledger.values import LATER_TABLES, SCHEMA
from scraper.storage.reader import LogLine, read_lines
from scraper.storage.sqlite import StorageError, columns_of

# Problems of one kind that are named; of more, their number.
_NAMED = 5
# How a record of an archive begins, compressed or not.
_BEGINNINGS = (b"\x1f\x8b", b"WARC")


def check_file(database: Database) -> Iterator[str]:
    """What is wrong with an open state file: structure, tables, values."""
    ((version,),) = database.execute("PRAGMA user_version")
    if version != VERSION:
        yield f"version {version}, this program writes {VERSION}"
        return
    for (found,) in database.execute(f"PRAGMA integrity_check({_NAMED})"):
        if found != "ok":
            yield str(found).replace("\n", " ")
    database.check_tables(SCHEMA)
    existing = {name for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for table in sorted({table for table, column in columns_of(SCHEMA + LATER_TABLES) if column} & existing):
        for _ in database.iterate(f"SELECT * FROM {table}"):
            pass  # each value is checked when it is read
    ((strange,),) = database.execute(WITHOUT_RECORD)
    if strange:
        yield f"{strange} articles are written and have no record"


def check_log(path: Path, database: Database | None, archive: Path | None) -> Iterator[str]:
    """What is wrong with a log: lines that are not records, or not what the ledger recorded.

    Args:
        path: the log.
        database: the open state file; None without one.
        archive: folder of the archive, if any.
    """
    with ExitStack() as opened:
        file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
        opened.callback(os.close, file)
        known = _known(database, path) if database is not None else None
        if database is not None and known is not None:
            number, end = known
            if end > os.fstat(file).st_size:
                yield f"{path} has fewer bytes than the ledger knows ({end})"
            elif database.has_table("log_lines"):
                lines = LogLines(database, number).changed(file, 0, end)
                yield from _some(
                    f"Byte {line.start} of {path} is no longer what was written, the record {line.id.hex()}"
                    for line in lines
                )
        refers = _References(archive) if archive is not None else None
        yield from _some(_bad_lines(path, refers))
        if refers is not None:
            yield from refers.problems()


def _bad_lines(path: Path, refers: _References | None) -> Iterator[str]:
    for line in read_lines(path):
        _, reason = placed_line(line)
        if reason:
            yield f"Byte {line.start} of {path} is not a record ({reason}): {line.text[:80]!r}"
        elif refers is not None:
            refers.add(line)


def _known(database: Database, path: Path) -> tuple[int, int] | None:
    return database.first("SELECT id, log_bytes FROM sources WHERE name = ?", (path.name.removesuffix(".jsonl"),))


def _some(problems: Iterator[str]) -> Iterator[str]:
    """The first problems, and the number of the others."""
    count = 0
    for count, problem in enumerate(problems, 1):
        if count <= _NAMED:
            yield problem
    if count > _NAMED:
        yield f"… and {count - _NAMED} more of this kind"


class _References:
    """Checks that the archive has something where records refer to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._offsets: dict[str, set[int]] = {}

    def add(self, line: LogLine) -> None:
        place: Any = line.value.get("archive")
        if isinstance(place, dict) and isinstance(place.get("file"), str) and isinstance(place.get("offset"), int):
            self._offsets.setdefault(place["file"], set()).add(place["offset"])

    def problems(self) -> Iterator[str]:
        for name, offsets in sorted(self._offsets.items()):
            path = next(
                (self._folder / each for each in (name, f"{name}.open") if (self._folder / each).is_file()), None
            )
            if Path(name).name != name or path is None:
                yield f"{len(offsets)} records refer to {self._folder / name}, which is missing"
                continue
            with path.open("rb") as file:
                wrong = [at for at in sorted(offsets) if not os.pread(file.fileno(), 4, at).startswith(_BEGINNINGS)]
            if wrong:
                yield f"{len(wrong)} records refer to places of {path} where no record begins, the first {wrong[0]}"


def open_for_check(path: Path) -> closing[Database]:
    """Open a state file for reading.

    Raises:
        StorageError: it cannot be read, or is damaged.
    """
    database = Database.read_only(path)
    try:
        database.execute("BEGIN")  # one state of the file for all that is read of it
        database.execute("SELECT 1 FROM sqlite_master")
    except StorageError:
        database.close()
        raise
    return closing(database)
