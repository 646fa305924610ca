"""Parquet files for analysts: one per source and month, each rewritten from the log when something in it changes."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing
from itertools import islice
from pathlib import Path
from typing import Any
from urllib.parse import quote

from scraper.index.database import SqliteConnection
from scraper.index.model import (
    Document,
    Gone,
    Options,
    ReadDocuments,
    Refusal,
    Target,
    TargetDownError,
    TargetUsageError,
    extra,
)
from scraper.storage.log import sync_folder

# The folder of each document, and the folders that have to be rewritten.
_SCHEMA = (
    "CREATE TABLE IF NOT EXISTS shelf (id TEXT PRIMARY KEY, folder TEXT NOT NULL) WITHOUT ROWID",
    "CREATE INDEX IF NOT EXISTS shelf_folder ON shelf (folder)",
    "CREATE TABLE IF NOT EXISTS stale (folder TEXT PRIMARY KEY) WITHOUT ROWID",
)
# Hive's name for a missing value, which readers know.
_UNDATED = "__HIVE_DEFAULT_PARTITION__"
# Documents in memory at once.
_GROUP = 1_000


class ParquetTarget(Target):
    """``parquet:DIR``: ``DIR/source=NAME/month=YYYY-MM/part.parquet``, the index state in ``DIR/_book.sqlite3``.

    A file replaces its former version atomically, so a reader sees either the old or the new month.
    """

    schemes = ("parquet:",)
    example = "parquet:DIR"
    keeps_state = True

    def __init__(self, url: str, options: Options) -> None:
        self._pa = extra("pyarrow", "parquet")
        self._parquet = extra("pyarrow.parquet", "parquet")
        place = url.partition(":")[2].removeprefix("//")
        if not place:
            raise TargetUsageError(f"Which folder? {self.example}")
        self._folder = Path(place)
        self._schema = _schema(self._pa)
        self.connection: SqliteConnection = SqliteConnection(self._folder / "_book.sqlite3", sync=True)
        for statement in _SCHEMA:
            self.connection.execute(statement)
        lost = [each for each in self._shelves() if not self._file(each).exists()]
        self.connection.executemany("INSERT OR IGNORE INTO stale VALUES (?)", [(each,) for each in lost])

    def empty(self) -> None:
        """Remove all documents; the files are removed when the folders are written."""
        self.connection.execute("INSERT OR IGNORE INTO stale SELECT folder FROM shelf")
        self.connection.execute("DELETE FROM shelf")

    def write(self, documents: Sequence[Document], gone: Sequence[Gone]) -> list[Refusal]:
        """Record which folders change, in the transaction of the index state."""
        refusals = list(self._refused(documents))
        refused = {refusal.id for refusal in refusals}
        shelves = {each.id: _shelf(each) for each in documents if each.id not in refused}
        left = [*((each.id,) for each in documents), *((each.id,) for each in gone)]
        self.connection.executemany("INSERT OR IGNORE INTO stale SELECT folder FROM shelf WHERE id = ?", left)
        self.connection.executemany("DELETE FROM shelf WHERE id = ?", left)
        self.connection.executemany("INSERT INTO shelf VALUES (?, ?)", shelves.items())
        self.connection.executemany("INSERT OR IGNORE INTO stale VALUES (?)", {(each,) for each in shelves.values()})
        return refusals

    def flush(self, read: ReadDocuments) -> None:
        """Write the folders that have changed.

        Raises:
            TargetDownError: a record is neither in the logs nor in the former file; the others are written.
        """
        lost = 0
        for (folder,) in self.connection.execute("SELECT folder FROM stale ORDER BY folder"):
            ids = [id_ for (id_,) in self.connection.execute("SELECT id FROM shelf WHERE folder = ?", (folder,))]
            missing = self._written(self._file(folder), set(ids), read)
            if not missing:
                self.connection.execute("DELETE FROM stale WHERE folder = ?", (folder,))
            lost += len(missing)
        if lost:
            raise TargetDownError(f"{self._folder} lacks {lost} records that are not in the logs now")

    def close(self) -> None:
        """Close the index state."""
        self.connection.close()

    def _shelves(self) -> list[str]:
        return [folder for (folder,) in self.connection.execute("SELECT DISTINCT folder FROM shelf")]

    def _file(self, folder: str) -> Path:
        return self._folder / folder / "part.parquet"

    def _refused(self, documents: Sequence[Document]) -> Iterator[Refusal]:
        if self._misfit(documents) is None:
            return
        for document in documents:
            misfit = self._misfit([document])
            if misfit is not None:
                yield Refusal(document.id, misfit)

    def _misfit(self, documents: Sequence[Document]) -> str | None:
        """The error of documents that do not fit the schema; None if all fit."""
        try:
            self._pa.Table.from_pylist([_row(document) for document in documents], schema=self._schema)
        except (ValueError, TypeError, OverflowError, NotImplementedError) as error:  # includes Arrow's own
            return str(error)
        return None

    def _written(self, path: Path, ids: set[str], read: ReadDocuments) -> set[str]:
        """Write one file, with missing records from its former version; return the ids that are in neither."""
        if not ids:
            path.unlink(missing_ok=True)
            if path.parent.exists():
                sync_folder(path.parent)
            return ids
        path.parent.mkdir(parents=True, exist_ok=True)
        new = path.with_name(f".{path.name}.new")
        missing = set(ids)
        with closing(self._parquet.ParquetWriter(new, self._schema, compression="zstd")) as file:
            for rows in (map(_row, read(sorted(ids))), self._former(path, missing)):
                while some := list(islice(rows, _GROUP)):
                    file.write_table(self._pa.Table.from_pylist(some, schema=self._schema))
                    missing.difference_update(row["id"] for row in some)
        _replace(new, path)
        return missing

    def _former(self, path: Path, wanted: Iterable[str]) -> Iterator[dict[str, Any]]:
        """The wanted rows of the former file, if it exists."""
        if not path.exists():
            return
        wanted = frozenset(wanted)
        with self._parquet.ParquetFile(path) as file:
            for batch in file.iter_batches(_GROUP) if wanted else ():
                yield from (row for row in batch.to_pylist() if row["id"] in wanted)


def _replace(new: Path, path: Path) -> None:
    """Replace a file by another, synced to the disk."""
    with new.open("rb") as file:
        os.fsync(file.fileno())
    new.replace(path)
    sync_folder(path.parent)


def _shelf(document: Document) -> str:
    month = (document.record.get("date_published") or "")[:7] or _UNDATED
    return f"source={quote(document.record['source'], safe='')}/month={quote(month, safe='')}"


def _row(document: Document) -> dict[str, Any]:
    # Source and month are in the names of the folders, where readers of partitioned files expect them.
    return {**document.record, "duplicate_of": document.duplicate_of}


def _schema(pa: Any) -> Any:
    """The schema of the record; dates stay strings, since some have a time and some only a day."""
    text: Callable[[], Any] = pa.string

    def parts(**fields: Any) -> Any:
        return pa.list_(pa.struct(list(fields.items())))

    return pa.schema(
        [
            ("id", text()),
            *((name, text()) for name in ("url", "canonical_url", "title")),
            ("authors", pa.list_(text())),
            *((name, text()) for name in ("authors_raw", "date_published", "date_modified", "date_raw")),
            *((name, text()) for name in ("date_source", "section", "summary", "body")),
            ("images", parts(url=text(), caption=text())),
            ("attachments", parts(url=text(), title=text(), media_type=text())),
            ("other_news", parts(title=text(), url=text(), date=text())),
            (
                "document_refs",
                parts(raw=text(), kind=text(), number=text(), year=pa.int32(), issuer=text(), date=text()),
            ),
            *((name, text()) for name in ("language", "content_hash", "simhash")),
            *((name, pa.list_(text())) for name in ("repairs", "warnings")),
            ("fetched_at", text()),
            ("archive", pa.struct([("file", text()), ("offset", pa.int64())])),
            ("revision", pa.int32()),
            ("duplicate_of", text()),
            ("schema_version", text()),
        ]
    )
