"""The content of the archives and the progress of the replay, in SQLite: memory is bounded and a kill costs little."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from scraper.addresses import Address, UrlResolver
from scraper.archive.files import Archive
from scraper.frontier.links import link_identity
from scraper.replay.listing import NOT_SELECTED, NOT_WALKED, PAGE, Contents, Mention
from scraper.replay.reading import Task
from scraper.sites import Sites
from scraper.storage.sqlite import SqliteFile

_SCHEMA = files("scraper.replay") / "catalogue.sql"
# In the order in which the walk read them, or in which they were fetched.
_PAGES = (
    "FROM captures c LEFT JOIN notes n ON n.record = c.record AND c.own WHERE c.source = ? AND c.kind = 'page'"
    " AND (n.record IS NOT NULL OR NOT c.own)"
)
_CAPTURE = ("source", "url", "at", "kind", "own", "info")
_ORDER = "ORDER BY coalesce(n.at, c.at), c.file, c.offset"


class Catalogue:
    """An open catalogue.

    Args:
        path: of the SQLite file; if it was made for other files or options, it is emptied.
        archives: the files, in their order.
        sites: chooses the site of a page.
        options: all that affects the result.
    """

    def __init__(self, path: Path, archives: Sequence[Archive], sites: Sites, options: Mapping[str, str]) -> None:
        self.archives = archives
        self.sites = sites
        self.path = path
        about = [(str(one.path.resolve()), one.start, one.size) for one in archives], sorted(options.items())
        key = hashlib.sha256(repr(about).encode()).hexdigest()
        self._db = self._opened(key)
        self.is_finished = False
        """True when the replay is complete."""
        self._infos: dict[int, list[dict[str, str]]] = {}
        # Not shared with the readers, which may work in another thread and learn from page to page.
        self._resolver_of = lru_cache(maxsize=1)(lambda site: UrlResolver(site.hosts, site.schemes))

    def _opened(self, key: str) -> SqliteFile:
        for _ in range(2):
            database = SqliteFile(self.path, _SCHEMA.read_text("utf-8"), batches=True)
            with database.transaction():
                database.execute("INSERT OR IGNORE INTO about VALUES ('key', ?)", (key,))
            if database.first("SELECT value FROM about") == (key,):
                break
            database.close()
            self.path.unlink()
        return database

    # First pass.

    def unlisted(self) -> list[int]:
        """Numbers of the files that are not yet in the catalogue."""
        listed = {number for (number,) in self._db.execute("SELECT number FROM files")}
        return [number for number in range(len(self.archives)) if number not in listed]

    def add(self, number: int, found: Contents) -> None:
        """Add the content of a file."""
        with self._db.transaction():
            self._db.execute("INSERT INTO files VALUES (?, ?)", (number, json.dumps(found.infos)))
            self._db.executemany(
                "INSERT INTO captures VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, NULL, NULL)",
                (
                    (number, one.offset, one.record, *one.refers_to, *(getattr(one, name) for name in _CAPTURE))
                    for one in found.captures
                ),
            )
            self._db.executemany(
                "INSERT INTO notes VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET at = excluded.at, note = excluded.note"
                " WHERE excluded.at >= at",
                found.notes,
            )
            for mention in found.mentions.values():
                known = self._known(mention.source, mention.identity)
                one = known.joined(mention) if known is not None else mention
                row = one.source, one.identity, one.text, one.iso, one.raw, one.at
                self._db.execute("INSERT OR REPLACE INTO mentions VALUES (?, ?, ?, ?, ?, ?)", row)

    def close_listing(self) -> None:
        """After all files were added, find the bodies of revisits."""
        with self._db.transaction():
            self._db.execute("CREATE INDEX IF NOT EXISTS captures_by_url ON captures (url, at)")
            self._db.execute("CREATE INDEX IF NOT EXISTS captures_by_source ON captures (source, kind)")
            self._db.execute(
                "UPDATE captures SET body_file = file, body_offset = offset WHERE kind = ? AND refers_url = ''", (PAGE,)
            )
            self._db.execute(
                # The body that the revisit names; without a name the previous one.
                "UPDATE captures SET (body_file, body_offset) = (SELECT b.file, b.offset FROM captures b"
                " WHERE b.url = captures.refers_url AND b.refers_url = '' AND b.kind IN (?, ?) AND b.at <= captures.at"
                " AND captures.refers_at IN ('', b.at) ORDER BY b.at DESC LIMIT 1)"
                " WHERE kind = ? AND refers_url <> ''",
                (PAGE, NOT_SELECTED, PAGE),
            )

    # Second pass.

    def sources(self) -> list[str]:
        """Sources whose pages the files hold."""
        return [name for (name,) in self._db.execute("SELECT DISTINCT source FROM captures ORDER BY source")]

    def other_kinds(self, source: str) -> Counter[str]:
        """Captures of a source that are not read, by kind."""
        rows = self._db.execute(
            "SELECT kind, count(*) FROM captures WHERE source = ? AND kind <> ? GROUP BY kind", (source, PAGE)
        )
        found = Counter({str(kind): int(count) for kind, count in rows})
        ((pages,),) = self._db.execute("SELECT count(*) FROM captures WHERE source = ? AND kind = ?", (source, PAGE))
        if unread := pages - self.count(source):
            found[NOT_WALKED] = unread
        return found

    def count(self, source: str) -> int:
        """Number of pages of a source to read, including those done."""
        ((count,),) = self._db.execute(f"SELECT count(*) {_PAGES}", (source,))
        return int(count)

    def tasks(self, source: str, skip: int) -> Iterator[tuple[str, Task | None]]:
        """Pages of a source to read, with the run that archived each; no task if its body is missing."""
        rows = self._db.iterate(
            f"SELECT c.file, c.info, c.body_file, c.body_offset, c.url, c.at, n.note {_PAGES} {_ORDER}"
            " LIMIT -1 OFFSET ?",
            (source, skip),
        )
        for file, number, body_file, body_offset, url, at, note in rows:
            info = self._info(file, number)
            site = self.sites.site(url, info)
            if body_file is None or site is None:
                yield "", None
                continue
            place = self.archives[body_file], body_offset, url, at, site
            if note is not None:
                yield info.get("isPartOf", ""), Task(*place, note)
                continue
            resolver = self._resolver_of(site)
            text, listed = self._mention(source, resolver.address(url))
            yield "", Task(*place, "", text, listed)

    def _mention(self, source: str, address: Address | None) -> tuple[str, tuple[str, str] | None]:
        if address is None or address.is_stateful:
            return "", None
        known = self._known(source, link_identity(address, ""))
        if known is None:
            return "", None
        return known.text, None if known.iso is None or known.raw is None else (known.iso, known.raw)

    def _known(self, source: str, identity: str) -> Mention | None:
        row = self._db.first("SELECT * FROM mentions WHERE source = ? AND identity = ?", (source, identity))
        return Mention(*row) if row else None

    def _info(self, file: int, number: int) -> dict[str, str]:
        if file not in self._infos:
            ((infos,),) = self._db.execute("SELECT infos FROM files WHERE number = ?", (file,))
            self._infos[file] = json.loads(infos)
        return self._infos[file][number]

    # Progress. Nothing of this is committed before :meth:`keep`.

    def progress(self, source: str, log_size: int) -> tuple[int, Counter[str]]:
        """Number of pages done, and counts of their outcomes; 0 if the log is shorter than at that time."""
        row = self._db.first("SELECT done, counts, log_size FROM progress WHERE source = ?", (source,))
        if row is not None and log_size >= row[2]:
            return row[0], Counter(json.loads(row[1]))
        self._db.execute("DELETE FROM progress WHERE source = ?", (source,))
        self._db.execute("DELETE FROM readings WHERE source = ?", (source,))
        self._db.execute("DELETE FROM latest WHERE source = ?", (source,))
        return 0, Counter()

    def first(self, source: str, run: str, identity: str) -> bool:
        """True the first time that an article occurs in a run."""
        digest = hashlib.sha256(identity.encode()).digest()[:16]
        added = self._db.execute("INSERT OR IGNORE INTO readings VALUES (?, ?, ?) RETURNING 1", (source, run, digest))
        return bool(added)

    def is_newest(self, source: str, record_id: str, at: str, archive: Mapping[str, Any] | None) -> bool:
        """True if no earlier record of this id is newer; the time is stored. Within a second the location decides."""
        version = f"{at} {archive['file']} {archive['offset']:020}" if archive else at
        ((newest,),) = self._db.execute(
            "INSERT INTO latest VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET version = max(version, excluded.version)"
            " RETURNING version",
            (source, record_id, version),
        )
        return bool(newest == version)

    def keep(self, source: str, done: int, counts: Mapping[str, int], log_size: int) -> None:
        """Commit the progress; all lines up to here must be on the disk."""
        row = source, done, json.dumps(counts), log_size
        self._db.execute("INSERT OR REPLACE INTO progress VALUES (?, ?, ?, ?)", row)
        self._db.commit()

    def close(self) -> None:
        """Close the file; it is removed if the replay is complete."""
        self._db.close()
        if self.is_finished:
            self.path.unlink()
