"""What is known of each article: found → fetched → written, or gone."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from enum import StrEnum

from scraper.ledger.database import HOUR, MAX_WAIT, NEXT_TRY, Database

# One article has one to three addresses; a site that writes state into them must not fill the file.
_MAX_ADDRESSES = 8
# An article is believed to be gone when two runs were told so.
RUNS_TO_BE_GONE = 2


class State(StrEnum):
    """How far an article is."""

    FOUND = "found"
    FETCHED = "fetched"
    WRITTEN = "written"
    GONE = "gone"


@dataclass(frozen=True, slots=True)
class KnownArticle:
    """What is remembered of an article; columns as in ``schema.sql``."""

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
        """True if it may be fetched. A time further off than ever set comes from a clock that went wrong."""
        return self.next_try <= now or self.next_try > now + MAX_WAIT


_COLUMNS = ", ".join(field.name for field in fields(KnownArticle))
_OPEN = "(state IN ('found', 'fetched') OR missing > 0)"


class Articles:
    """One source's articles."""

    def __init__(self, database: Database) -> None:
        self._db, self._source, self._run = database, database.source, database.run

    def get(self, key: str) -> KnownArticle | None:
        """What is known of an article."""
        row = self._db.first(f"SELECT {_COLUMNS} FROM articles WHERE source = ? AND key = ?", (self._source, key))
        return KnownArticle(*row) if row else None

    def record_link(
        self, key: str, url: str, canonical: str, title: str, listed: tuple[str, str] | None, now: int
    ) -> KnownArticle | None:
        """A link to an article was seen.

        Args:
            key: identity of the article.
            url: where the link leads.
            canonical: the same without state.
            title: the words of the link.
            listed: the date beside the link, as ISO 8601 and as printed.
            now: the time.

        Returns:
            What was known before; None where the article is new.
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
        """An article was read; its record may not be on the disk yet.

        Args:
            key: identity that it was fetched by.
            url: address that answered.
            record_id: of its record.
            published: ISO 8601.
            validators: ETag and Last-Modified of the answer.
            now: the time.
            is_alias: it calls itself by another address, and is remembered by that too.
        """
        self._db.execute(
            "INSERT INTO articles (source, key, url, first_run, first_seen, last_seen) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            (self._source, key, url, self._run, now, now),
        )
        self._db.execute(
            "UPDATE articles SET state = 'fetched', url = ?, id = ?, published = ?, etag = ?, last_modified = ?,"
            " last_seen = max(last_seen, ?), missing = 0, is_alias = ? WHERE source = ? AND key = ?",
            (url, bytes.fromhex(record_id), published, *validators, now, is_alias, self._source, key),
        )

    def mark_not_modified(self, key: str) -> None:
        """The server says that an article is as it was."""
        self._db.execute(
            "UPDATE articles SET missing = 0, failures = 0, next_try = 0 WHERE source = ? AND key = ?",
            (self._source, key),
        )

    def failed(self, key: str, now: int) -> None:
        """An article could not be fetched, or its page did not hold one."""
        self._db.execute(
            f"UPDATE articles SET failures = failures + 1, next_try = {NEXT_TRY} WHERE source = ? AND key = ?",
            (now, HOUR, MAX_WAIT, self._source, key),
        )

    def forget(self, key: str) -> None:
        """What was taken for an article by its link is not an article."""
        self._db.execute("DELETE FROM articles WHERE source = ? AND key = ? AND id IS NULL", (self._source, key))

    def reopen(self, record_id: str, now: int) -> None:
        """A record was refused: its article has to be read again, but not soon."""
        keys = self._db.execute(
            "UPDATE articles INDEXED BY articles_by_id SET state = 'found'"
            " WHERE source = ? AND id = ? AND state = 'fetched' RETURNING key",
            (self._source, bytes.fromhex(record_id)),
        )
        for (key,) in keys:
            self.failed(key, now)

    def missing(self, key: str, now: int) -> None:
        """The server says that an article is not there; after the second run in a row it is gone."""
        row = self._db.first(
            "UPDATE articles SET missing = missing + 1 WHERE source = ? AND key = ? RETURNING missing",
            (self._source, key),
        )
        if row is not None and row[0] >= RUNS_TO_BE_GONE:
            self._db.execute(
                "UPDATE articles SET state = 'gone', missing = 0 WHERE source = ? AND key = ?", (self._source, key)
            )
            self.failed(key, now)  # a link to it may stand for long: it is looked for again, more and more seldom

    def pending(self) -> list[KnownArticle]:
        """Articles that were found and are not written, and those that were not there the last time."""
        rows = self._db.execute(f"SELECT {_COLUMNS} FROM articles WHERE source = ? AND {_OPEN}", (self._source,))
        return [KnownArticle(*row) for row in rows]

    def due_for_revisit(self, since: str = "") -> list[KnownArticle]:
        """Written articles published since an ISO date; without one: all.

        Of those without a date, the ones that were found since then, and not by the first walk: what that finds may
        be of any age.
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

    def found_since(self, moment: int) -> int:
        """How many articles were found since a time."""
        ((count,),) = self._db.execute(
            "SELECT count(*) FROM articles WHERE source = ? AND first_seen >= ? AND id IS NOT NULL AND NOT is_alias",
            (self._source, moment),
        )
        return int(count)


def _with(addresses: str, address: str) -> str:
    """A JSON list of addresses with one more, if it is new and there is room."""
    known: list[str] = json.loads(addresses)
    if address in known or len(known) >= _MAX_ADDRESSES:
        return addresses
    return json.dumps([*known, address])
