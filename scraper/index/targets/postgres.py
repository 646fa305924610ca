"""PostgreSQL: full text with our own folding, pg_trgm on titles, documents and index state in one transaction."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scraper.index.model import Document, Gone, Options, Refusal, Target, TargetDownError, TargetUsageError, extra
from scraper.index.texts import fold_pairs, folded_words, printed
from scraper.storage.lock import TakenError

if TYPE_CHECKING:
    import psycopg

_SCHEMA = files("scraper.index.targets") / "postgres.sql"
# Arbitrary; the same for all processes that feed the tables of one database.
_LOCK = 7_205_331
_COLUMNS = (
    *("number", "id", "source", "url", "title", "date_published", "section", "authors", "body", "document_numbers"),
    *("duplicate_of", "revision", "fetched_at", "record", "title_folded", "words"),
)
_VALUES = ", ".join(["%s"] * (len(_COLUMNS) - 1))
_PUT = (
    f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({_VALUES},"
    " setweight(to_tsvector('simple', %s), 'A') || setweight(to_tsvector('simple', %s), 'B'))"
    f" ON CONFLICT (number) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)
# Fields with a column are left out of the record, except dates in their original form, since some have no time.
_OWN = frozenset(_COLUMNS) - {"date_published", "fetched_at"}
# A date without a time is midnight in the portals' zone.
_ZONE = "SET TIME ZONE 'Asia/Ho_Chi_Minh'"
# folded('Đảng uỷ') is 'dang uy': for queries, with the same table as the documents. It is independent of the database's
# locale, which may handle only ASCII letters. Double quotes stay, since they mark phrases.
_FOLDED = (
    "CREATE OR REPLACE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN"
    " regexp_replace(lower(translate(normalize($1, NFC), '{}“”–—…', '{}\"\"   ')),"
    " '[\\x01-\\x21\\x23-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7f]+', ' ', 'g')"
)
_PATIENCE = 10
_LAST_PORT = 65_535
_LOCK_SECONDS = 5


class PostgresConnection:
    """The connection of an index state; outside a transaction, each statement is one of its own."""

    def __init__(self, raw: psycopg.Connection[tuple[Any, ...]], error: type[Exception]) -> None:
        self.raw = raw
        self._error = error

    def execute(self, sql: str, values: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """Run one statement; its rows."""
        with self._down():
            cursor = self.raw.execute(sql.replace("?", "%s").encode(), values or None)
            return cursor.fetchall() if cursor.description else []

    def executemany(self, sql: str, rows: Iterable[Sequence[Any]]) -> None:
        """Run one statement for many rows."""
        with self._down(), self.raw.cursor() as cursor:
            cursor.executemany(sql.replace("?", "%s").encode(), list(rows))

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Make several changes one: all of them stay, or none."""
        with self._down(), self.raw.transaction():
            yield

    @contextmanager
    def _down(self) -> Iterator[None]:
        try:
            yield
        except self._error as error:
            raise TargetDownError(f"PostgreSQL: {error}".strip()) from error


class PostgresTarget(Target):
    """``postgresql://user@host/database``, as for libpq; creates the tables ``articles`` and ``book_…``."""

    schemes = ("postgresql://", "postgres://")
    example = "postgresql://user@host/database"
    keeps_state = True

    def __init__(self, url: str, options: Options) -> None:
        self._pg = pg = extra("psycopg", "postgres")
        # Errors of documents that the columns cannot store: a NUL, a million different words.
        self._unfit = (pg.DataError, pg.errors.ProgramLimitExceeded)
        self._check(url)
        password = {"password": options.password} if options.password else {}
        try:
            raw = pg.connect(url, autocommit=True, connect_timeout=_PATIENCE, **password)
        except pg.Error as error:
            raise TargetDownError(f"PostgreSQL: {error}".strip()) from error
        self.connection: PostgresConnection = PostgresConnection(raw, pg.Error)
        try:
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _check(self, url: str) -> None:
        try:
            ports = str(self._pg.conninfo.conninfo_to_dict(url).get("port") or "")
        except self._pg.ProgrammingError as error:  # its message may contain the password
            raise TargetUsageError(f"This is not an address like {self.example}") from error
        if not all(not port or (port.isdecimal() and 0 < int(port) <= _LAST_PORT) for port in ports.split(",")):
            raise TargetUsageError(f"PostgreSQL: there is no port {ports}")

    def _prepare(self) -> None:
        self._lock()
        self.connection.execute(_ZONE)
        with self.connection.transaction():
            # Only if missing: creating an existing table still locks it against readers.
            if self.connection.execute("SELECT to_regclass('articles_documents')") == [(None,)]:
                self.connection.execute("SET LOCAL client_min_messages = warning")
                for statement in _SCHEMA.read_text("utf-8").split(";\n"):
                    self.connection.execute(statement)
            self.connection.execute(_FOLDED.format(*fold_pairs()))

    def _lock(self) -> None:
        try:
            # The session of a killed process stays open until the server notices.
            self.connection.raw.execute(f"SET lock_timeout = '{_LOCK_SECONDS}s'")
            self.connection.raw.execute("SELECT pg_advisory_lock(%s)", (_LOCK,))
            self.connection.raw.execute("SET lock_timeout = 0")
        except self._pg.errors.LockNotAvailable as error:
            raise TakenError("it holds the lock of the database") from error

    def identity(self) -> str:
        """The OID of the table, which changes when the table is recreated."""
        return str(self.connection.execute("SELECT 'articles'::regclass::oid")[0][0])

    def empty(self) -> None:
        """Remove all documents."""
        self.connection.execute("DELETE FROM articles")

    def write(self, documents: Sequence[Document], gone: Sequence[Gone]) -> list[Refusal]:
        """Write and remove documents, in the transaction of the index state."""
        self.connection.executemany("DELETE FROM articles WHERE number = ?", [(each.number,) for each in gone])
        rows = [(document.id, self._row(document)) for document in documents]
        try:
            self._put([row for _, row in rows])
        except self._unfit:
            return [refusal for id_, row in rows for refusal in self._put_one(id_, row)]
        return []

    def _put(self, rows: list[tuple[Any, ...]]) -> None:
        """Write all rows, or raise and leave the transaction unchanged."""
        with self.connection.raw.transaction(), self.connection.raw.cursor() as cursor:
            cursor.executemany(_PUT.encode(), rows)

    def _put_one(self, id_: str, row: tuple[Any, ...]) -> Iterator[Refusal]:
        try:
            self._put([row])
        except self._unfit as error:
            self.connection.execute("DELETE FROM articles WHERE number = ?", row[:1])  # the earlier version is outdated
            yield Refusal(id_, str(error).splitlines()[0])

    def _row(self, document: Document) -> tuple[Any, ...]:
        record = document.record
        title, body = printed(record["title"]), printed(record["body"])
        rest = {name: value for name, value in record.items() if name not in _OWN}
        return (
            document.number,
            document.id,
            record["source"],
            record["url"],
            title,
            record.get("date_published"),
            record.get("section"),
            record.get("authors") or [],
            body,
            [each["number"] for each in record.get("document_refs") or ()],
            document.duplicate_of,
            record["revision"],
            record.get("fetched_at"),
            json.dumps(rest, ensure_ascii=False),
            folded_words(title),
            folded_words(title),
            folded_words(body),
        )

    def close(self) -> None:
        """Close the connection; the lock is released at once, not when the server notices."""
        with suppress(self._pg.Error):  # it may be broken
            self.connection.raw.execute("SELECT pg_advisory_unlock_all()")
        self.connection.raw.close()
