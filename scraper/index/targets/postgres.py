"""PostgreSQL: full text with our own folding, pg_trgm on titles, documents and index state in one transaction."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from scraper.index.asking import ASKING
from scraper.index.fields import fields_of
from scraper.index.model import Document, Gone, Options, Refusal, Target, TargetDownError, TargetUsageError, extra
from scraper.index.texts import WORD, fold_pairs, folded_words, words_of
from scraper.storage.lock import TakenError
from scraper.text.fold import fold, tone_marks

if TYPE_CHECKING:
    import psycopg

_FOLDER = files("scraper.index.targets")
_SCHEMA = _FOLDER / "postgres.sql"
_SEARCH = _FOLDER / "postgres_search.sql"
# Increased when the columns that are searched change: the rows are written anew.
_FORMAT = 1
# Arbitrary; the same for all processes that feed the tables of one database.
_LOCK = 7_205_331
_COLUMNS = (
    *("number", "id", "source", "url", "title", "date_published", "section", "authors", "body", "document_numbers"),
    *("duplicate_of", "revision", "fetched_at", "record", "title_folded", "words", "summary", "captions"),
    *("attachments", "has", "names_folded", "lead_folded", "body_folded", "length", "accented"),
)
_PUT = (
    f"INSERT INTO articles ({', '.join(_COLUMNS)}) VALUES ({', '.join(['%s'] * len(_COLUMNS))})"
    f" ON CONFLICT (number) DO UPDATE SET {', '.join(f'{name} = excluded.{name}' for name in _COLUMNS[1:])}"
)
# Fields that are columns as they are, and left out of the record.
_OWN = frozenset(
    ("id", "source", "url", "title", "section", "authors", "body", "revision", "document_numbers", "duplicate_of")
)
# How many of some articles have a word; those of an earlier version are not counted.
_COUNTS = (
    "SELECT word, count(*) FROM articles, unnest(tsvector_to_array(words)) AS word"
    " WHERE number = ANY (%s) AND accented IS NOT NULL GROUP BY word"
)
_TOTALS = "SELECT count(*), coalesce(sum(length), 0) FROM articles WHERE number = ANY (%s) AND accented IS NOT NULL"
_COUNT = (
    "INSERT INTO article_words (word, documents) SELECT * FROM unnest(%s::text[], %s::integer[])"
    " ON CONFLICT (word) DO UPDATE SET documents = article_words.documents + excluded.documents"
)
# Longer ones are no words, and no entries of an index.
_LONGEST_WORD = 100
_NO_LETTER = re.compile(r"[\W_]")
# A date without a time is midnight in the portals' zone.
_ZONE = "SET TIME ZONE 'Asia/Ho_Chi_Minh'"
# folded('Đảng uỷ') is 'dang uy': for queries, with the same table as the documents. It is independent of the database's
# locale, which may handle only ASCII letters. Double quotes stay, since they mark phrases.
_FOLDED = (
    "CREATE OR REPLACE FUNCTION folded(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN"
    " regexp_replace(lower(translate(normalize($1, NFC), '{}“”–—…‘’«»•', '{}\"\"        ')),"
    " '[\\x01-\\x21\\x23-\\x2f\\x3a-\\x40\\x5b-\\x60\\x7b-\\x7f]+', ' ', 'g')"
)
# lowered('ĐẢNG') is 'đảng', in any locale too.
_LOWERED = (
    "CREATE OR REPLACE FUNCTION lowered(text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE RETURN"
    " lower(translate(normalize($1, NFC), '{}', '{}'))"
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
            self.connection.execute("SET LOCAL client_min_messages = warning")
            # Only if missing: creating an existing table still locks it against readers.
            if not self._is_complete():
                for statement in _SCHEMA.read_text("utf-8").split(";\n"):
                    self.connection.execute(statement)
                self._write_anew()
            self.connection.execute(_FOLDED.format(*fold_pairs()))
            self.connection.execute(_LOWERED.format(*_letters()))
            asking = _SEARCH.read_text("utf-8").replace("@ASKING@", ",".join(sorted(ASKING)))
            self.connection.raw.execute(asking.encode())

    def _is_complete(self) -> bool:
        tables = self.connection.execute("SELECT to_regclass('articles_documents'), to_regclass('article_totals')")
        return None not in tables[0] and self.connection.execute("SELECT format FROM article_totals") == [(_FORMAT,)]

    def _write_anew(self) -> None:
        """Let the rows of an earlier version stay until each is written again from its log."""
        self.connection.execute("UPDATE articles SET accented = NULL WHERE accented IS NOT NULL")
        self._forget_counts()
        if self.connection.execute("SELECT to_regclass('book_doc')") != [(None,)]:
            self.connection.execute("UPDATE book_doc SET is_waiting = 1 WHERE is_deleted = 0")

    def _forget_counts(self) -> None:
        self.connection.execute("DELETE FROM article_words")
        self.connection.execute("DELETE FROM article_totals")
        self.connection.execute("INSERT INTO article_totals VALUES (0, 0, ?)", (_FORMAT,))

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
        self._forget_counts()

    def write(self, documents: Sequence[Document], gone: Sequence[Gone]) -> list[Refusal]:
        """Write and remove documents, in the transaction of the index state."""
        numbers = [*(each.number for each in documents), *(each.number for each in gone)]
        words, totals = self._counts(numbers)
        self.connection.executemany("DELETE FROM articles WHERE number = ?", [(each.number,) for each in gone])
        rows = [(document.id, _row(document)) for document in documents]
        refusals: list[Refusal] = []
        try:
            self._put([row for _, row in rows])
        except self._unfit:
            refusals += [refusal for id_, row in rows for refusal in self._put_one(id_, row)]
        new_words, new_totals = self._counts(numbers)
        new_words.subtract(words)
        changes = {word: count for word, count in sorted(new_words.items()) if count}
        self.connection.raw.execute(_COUNT, (list(changes), list(changes.values())))
        self.connection.execute(
            "UPDATE article_totals SET documents = documents + ?, length = length + ?",
            [new - former for new, former in zip(new_totals, totals, strict=True)],
        )
        return refusals

    def _counts(self, numbers: list[int]) -> tuple[Counter[str], tuple[Any, ...]]:
        words = dict(self.connection.raw.execute(_COUNTS, (numbers,)).fetchall())
        return Counter(words), self.connection.raw.execute(_TOTALS, (numbers,)).fetchall()[0]

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

    def close(self) -> None:
        """Close the connection; the lock is released at once, not when the server notices."""
        with suppress(self._pg.Error):  # it may be broken
            self.connection.raw.execute("SELECT pg_advisory_unlock_all()")
        self.connection.raw.close()


def _row(document: Document) -> tuple[Any, ...]:
    record, fields = document.record, fields_of(document.record)
    names = (*fields.authors, fields.section, *fields.attachments, *fields.documents)
    lead = (fields.summary, *fields.captions)
    words, length = _vector(((fields.title,), names, lead, (fields.body,)))
    return (
        document.number,
        document.id,
        record["source"],
        record["url"],
        fields.title,
        record.get("date_published"),
        record.get("section"),
        record.get("authors") or [],
        fields.body,
        [each["number"] for each in record.get("document_refs") or ()],
        document.duplicate_of,
        record["revision"],
        record.get("fetched_at"),
        json.dumps({name: value for name, value in record.items() if name not in _OWN}, ensure_ascii=False),
        folded_words(fields.title),
        words,
        fields.summary or None,
        list(fields.captions),
        list(fields.attachments),
        list(fields.has),
        _values(names),
        _values(lead),
        f" {_NO_LETTER.sub(' ', fold(fields.body))} ",
        length,
        _accented((fields.title, *names, *lead, fields.body)),
    )


def _vector(fields: Iterable[Iterable[str]]) -> tuple[str, int]:
    """A tsvector of all words with their places and the letters of their fields, and how many words there are.

    A place is left free between two values, so that no phrase goes from one into the next.
    """
    places: defaultdict[str, list[str]] = defaultdict(list)
    place = length = 0
    for letter, values in zip("ABCD", fields, strict=True):
        for value in values:
            for word in words_of(value):
                place, length = place + 1, length + 1
                places[word].append(f"{place}{letter}")
            place += 1
    return " ".join(f"'{word}':{','.join(at)}" for word, at in places.items() if len(word) <= _LONGEST_WORD), length


def _accented(texts: Iterable[str]) -> str:
    """A tsvector of the words with accents, as typed but for case and the place of the tone."""
    words = {word for text in texts for word in WORD.findall(tone_marks(text).lower())}
    return " ".join(f"'{word}'" for word in words if len(word) <= _LONGEST_WORD and fold(word) != word)


def _values(texts: Iterable[str]) -> str:
    return f"  {'  '.join(filter(None, map(folded_words, texts)))}  "


def _letters() -> tuple[str, str]:
    """The accented capital letters, and the small ones in the same order."""
    capitals = [letter for letter in fold_pairs()[0] if letter.lower() != letter and len(letter.lower()) == 1]
    return "".join(capitals), "".join(capitals).lower()
