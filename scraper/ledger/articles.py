"""The state of each article: found → fetched → written, or gone."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from enum import StrEnum

from scraper.ledger.database import HOUR, MAX_WAIT, NEXT_TRY, Database

# An article has one to three addresses; a site that writes state into them must not fill the file.
_MAX_ADDRESSES = 8
# An article counts as gone after this number of runs in a row found it missing.
RUNS_TO_BE_GONE = 2


class State(StrEnum):
    """The state of an article."""

    FOUND = "found"
    FETCHED = "fetched"
    WRITTEN = "written"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What the ledger stores of an article; columns as in ``schema.sql``."""

    key: str
    state: State
    url: str
    title: str
    listed: str | None
    listed_raw: str | None
    first_run: int
    next_try: int
    addresses: str
    etag: str | None
    last_modified: str | None
    missing: int
    id: bytes | None

    def due(self, now: int) -> bool:
        """True if it may be fetched. A time beyond the longest wait comes from a wrong clock and is ignored."""
        return self.next_try <= now or self.next_try > now + MAX_WAIT


_COLUMNS = ", ".join(field.name for field in fields(KnownArticle))
_OPEN = "(state IN ('found', 'fetched') OR missing > 0)"
_OTHER_MAIN = "source = ? AND id = ? AND key <> ? AND NOT is_alias"
# Of several aliases, the one whose own address answered; one whose record was refused is fetched again.
_RESTORE_MAIN = """\
UPDATE articles SET
    is_alias = 0,
    published = (SELECT max(published) FROM articles o WHERE o.source = articles.source AND o.id = articles.id),
    state = iif((articles.source, articles.id) IN (SELECT source, id FROM records), state, 'found')
WHERE source = ?1 AND key IN (
    SELECT key FROM (
        SELECT key, row_number() OVER (PARTITION BY id ORDER BY instr(addresses, url) = 0, key) AS place
        FROM articles a WHERE source = ?1 AND is_alias AND id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM articles m WHERE m.source = ?1 AND m.id = a.id AND NOT m.is_alias
        )
    ) WHERE place = 1
) RETURNING 1"""


class Articles:
    """One source's articles."""

    def __init__(self, database: Database) -> None:
        self._db, self._source, self._run = database, database.source, database.run

    def get(self, key: str) -> KnownArticle | None:
        """The entry of an article, or None."""
        row = self._db.first(f"SELECT {_COLUMNS} FROM articles WHERE source = ? AND key = ?", (self._source, key))
        return KnownArticle(*row) if row else None

    def has(self, key: str) -> bool:
        """True if an article has an entry."""
        return self._db.first("SELECT 1 FROM articles WHERE source = ? AND key = ?", (self._source, key)) is not None

    def id_of(self, key: str) -> str | None:
        """The id of an article's record, or None."""
        row = self._db.first("SELECT id FROM articles WHERE source = ? AND key = ?", (self._source, key))
        return row[0].hex() if row and row[0] is not None else None

    def record_link(
        self, key: str, url: str, canonical: str, title: str, listed: tuple[str, str] | None, now: int
    ) -> KnownArticle | None:
        """Record that a link to an article was seen.

        Args:
            key: identity of the article.
            url: where the link leads.
            canonical: the address without state.
            title: the words of the link.
            listed: the date beside the link, as ISO 8601 and as printed.
            now: the time.

        Returns:
            The entry before; None if the article is new.
        """
        known = self.get(key)
        iso, raw = listed or (None, None)
        if known is None:
            self._db.execute(
                "INSERT INTO articles (source, key, url, addresses, title, listed, listed_raw, first_run, first_seen,"
                " last_seen) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (self._source, key, url, json.dumps([canonical]), title, iso, raw, self._run, now, now),
            )
            return None
        self._db.execute(
            "UPDATE articles SET url = ?1, addresses = ?2, last_seen = max(last_seen, ?3),"
            " title = CASE WHEN length(?4) > length(title) THEN ?4 ELSE title END,"
            " listed = coalesce(?5, listed), listed_raw = coalesce(?6, listed_raw) WHERE source = ?7 AND key = ?8",
            (url, _with(known.addresses, canonical), now, title, iso, raw, self._source, key),
        )
        return known

    def fetched(
        self,
        key: str,
        url: str,
        record_id: str,
        published: str | None,
        validators: tuple[str | None, str | None],
        now: int,
        *,
        is_alias: bool = False,
    ) -> None:
        """Record that an article was read; its record may not be on the disk yet.

        Args:
            key: identity that it was fetched by.
            url: address that answered.
            record_id: id of its record.
            published: ISO 8601.
            validators: ETag and Last-Modified of the answer.
            now: the time.
            is_alias: the record's main entry is another one, if there is one; and what is not given stays.
        """
        self._db.execute(
            "INSERT INTO articles (source, key, url, first_run, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (self._source, key, url, self._run, now, now),
        )
        article = bytes.fromhex(record_id)
        others = (self._source, article, key)
        if not is_alias:
            self._db.execute(f"UPDATE articles INDEXED BY articles_by_id SET is_alias = 1 WHERE {_OTHER_MAIN}", others)
        self._db.execute(
            "UPDATE articles SET state = 'fetched', url = ?1, id = ?2, etag = ?3, last_modified = ?4,"
            " published = iif(?5, coalesce(?6, published), ?6), last_seen = max(last_seen, ?7), missing = 0,"
            " is_alias = ?5 AND EXISTS (SELECT 1 FROM articles INDEXED BY articles_by_id WHERE source = ?8 AND id = ?2"
            " AND key <> ?9 AND NOT is_alias) WHERE source = ?8 AND key = ?9",
            (url, article, *validators, is_alias, published, now, self._source, key),
        )

    def restore_main(self) -> int:
        """Give each record a main entry that has aliases only, as earlier versions left some: it is revisited again.

        Returns:
            Their number.
        """
        with self._db.transaction():
            return len(self._db.execute(_RESTORE_MAIN, (self._source,)))

    def mark_not_modified(self, key: str) -> None:
        """Record that an article has not changed (status 304)."""
        self._db.execute(
            "UPDATE articles SET missing = 0, failures = 0, next_try = 0 WHERE source = ? AND key = ?",
            (self._source, key),
        )

    def failed(self, key: str, now: int) -> None:
        """Record that an article could not be fetched, or that its page was not one."""
        self._db.execute(
            f"UPDATE articles SET failures = failures + 1, next_try = {NEXT_TRY} WHERE source = ? AND key = ?",
            (now, HOUR, MAX_WAIT, self._source, key),
        )

    def forget(self, key: str) -> None:
        """Remove an entry whose link looked like an article but whose page is not one."""
        self._db.execute("DELETE FROM articles WHERE source = ? AND key = ? AND id IS NULL", (self._source, key))

    def reopen(self, record_id: str, now: int) -> None:
        """Record that a record was refused: its article is fetched again after a wait."""
        keys = self._db.execute(
            "UPDATE articles INDEXED BY articles_by_id SET state = 'found'"
            " WHERE source = ? AND id = ? AND state = 'fetched' RETURNING key",
            (self._source, bytes.fromhex(record_id)),
        )
        for (key,) in keys:
            self.failed(key, now)

    def missing(self, key: str, now: int) -> None:
        """Record that an article is missing (404 or 410); after the second run in a row it is gone."""
        row = self._db.first(
            "UPDATE articles SET missing = missing + 1 WHERE source = ? AND key = ? RETURNING missing",
            (self._source, key),
        )
        if row is not None and row[0] >= RUNS_TO_BE_GONE:
            self._db.execute(
                "UPDATE articles SET state = 'gone', missing = 0 WHERE source = ? AND key = ?", (self._source, key)
            )
            self.failed(key, now)  # a link to it may stay for long: it is requested again, at growing intervals

    def pending(self) -> list[KnownArticle]:
        """Articles that were found and not written, and those that were missing the last time."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM articles WHERE source = ? AND {_OPEN}", (self._source,))
        return [KnownArticle(*row) for row in rows]

    def due_for_revisit(self, since: str = "") -> list[KnownArticle]:
        """Written articles published since an ISO date; without a date, all of them.

        Of undated articles, those that were found since then, except by the first walk, which finds articles of any
        age.
        """
        rows = self._db.execute(
            f"SELECT {_COLUMNS} FROM articles WHERE source = ?1 AND state = 'written' AND NOT is_alias"
            " AND (?2 = '' OR published >= ?2)"
            f" UNION ALL SELECT {_COLUMNS} FROM articles WHERE source = ?1 AND state = 'written' AND NOT is_alias"
            " AND published IS NULL AND ?2 <> '' AND first_seen >= unixepoch(?2)"
            " AND first_run > (SELECT min(run) FROM runs WHERE source = ?1 AND reason = 'finished')",
            (self._source, since),
        )
        return [KnownArticle(*row) for row in rows]

    def sample(self, count: int) -> list[str]:
        """Addresses of some articles that were read."""
        rows = self._db.execute(
            "SELECT url FROM articles WHERE source = ? AND state = 'written' LIMIT ?", (self._source, count)
        )
        return [url for (url,) in rows]

    def recorded(self) -> int:
        """The number of articles that are recorded, by any run."""
        ((count,),) = self._db.execute(
            "SELECT count(DISTINCT id) FROM articles WHERE source = ? AND state IN ('fetched', 'written')",
            (self._source,),
        )
        return int(count)

    def found_since(self, moment: int) -> int:
        """The number of articles found since a time."""
        ((count,),) = self._db.execute(
            "SELECT count(*) FROM articles WHERE source = ? AND first_seen >= ? AND id IS NOT NULL AND NOT is_alias",
            (self._source, moment),
        )
        return int(count)


def _with(addresses: str, address: str) -> str:
    """A JSON list of addresses with one appended, if it is new and the list is not full."""
    known: list[str] = json.loads(addresses)
    if address in known or len(known) >= _MAX_ADDRESSES:
        return addresses
    return json.dumps([*known, address])
