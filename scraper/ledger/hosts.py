"""The pace, back-off and daily budget of each host, shared through the state file by all that request its pages.

A crawler reserves the host, sends its request, and releases the host when the answer has arrived: from then on the
delay counts. While the answer is awaited the reservation is renewed; a process that dies leaves one that soon ends.
Crawlers of one process share a host in the same way as processes do.
"""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields
from operator import attrgetter
from pathlib import Path

from scraper.ledger.database import StateFile
from scraper.storage.sqlite import StorageError

# A reservation lasts this much longer than the delay, or twice the delay if that is less.
_LONGEST_HOLD = 10.0
# After this time without a request, latency and refusals say nothing any more. It is longer than any pause, so that a
# time which is further off comes from before a restart of the machine, or from a damaged file.
_CURRENT = 600.0
# Weight of the last answer in the moving average of a host's latency, if it was slower or faster. A host that is asked
# once a minute, because it was slow, is asked every second again after half a dozen fast answers: within minutes.
_SLOWER, _FASTER = 0.2, 0.5
# The longest delay that follows from a host's latency.
_LONGEST_LATENCY = 60.0
# The one who asked last lets others go first who tried within this time; they try twice a second at least.
_WANTED = 1.5
# How long it lets them: more than the interval at which they try (see `Reservation.retry`).
_YIELD_SHARE, _LEAST_YIELD, _LONGEST_YIELD = 0.4, 0.05, 1.0
_RETRY_SHARE, _LEAST_RETRY, _LONGEST_RETRY = 0.1, 0.02, 0.5
# Milliseconds for which a transaction may block the event loop if another process writes; the caller tries again.
_BUSY_MS = 50
# A crawler without a delay writes the time of its requests down twice a second, which costs it nothing measurable.
_NOTED = 0.5
_LONG_AGO, _NEVER = float("-inf"), float("inf")


@dataclass(slots=True)
class HostRow:
    """A host as the table has it; for the columns see ``later_tables.sql``."""

    owner: str = ""
    last: float = _LONG_AGO
    free: float = _LONG_AGO
    delay: float = 0.0
    wanted: float = _LONG_AGO
    latency: float = 0.0
    refusals: int = 0
    refused: float = _LONG_AGO
    day: str = ""
    least: float = 0.0
    told_at: int = 0
    told_until: int = 0

    def current(self, now: float) -> HostRow:
        """Without the times that are too far off to be of this machine's clock since its start."""
        reach = max(_CURRENT, 2 * self.delay)
        if not 0 <= now - self.last <= reach:
            return HostRow(
                last=_LONG_AGO, day=self.day, least=self.least, told_at=self.told_at, told_until=self.told_until
            )
        self.free = min(self.free, self.last + reach)
        return self

    def delay_for(self, own: float, day: str) -> float:
        """Seconds between an answer and the next request.

        Args:
            own: the least that the crawler itself keeps; with 0 the host's latency does not count either.
            day: today, in Vietnam.
        """
        asked = self.least if self.day == day else 0.0
        return max(own, asked, min(self.latency, _LONGEST_LATENCY) if own else 0.0)

    def ask_for(self, least: float, day: str) -> None:
        """Keep at least this delay for the rest of the day."""
        self.least = max(least, self.least if self.day == day else 0.0)
        self.day = day


_COLUMNS = [field.name for field in fields(HostRow)]
_READ = f"SELECT {', '.join(_COLUMNS)} FROM hosts WHERE host = ?"
_WRITE = f"REPLACE INTO hosts (host, {', '.join(_COLUMNS)}) VALUES (?{', ?' * len(_COLUMNS)})"
_values = attrgetter(*_COLUMNS)


@dataclass(frozen=True, slots=True)
class Reservation:
    """Whether a request may go out now."""

    wait: float = 0.0
    """Seconds until it may; 0: now, and it is counted."""
    retry: float = 0.0
    """Seconds after which to try again."""
    delay: float = 0.0
    """Seconds between an answer and the next request, in force."""
    until: float = 0.0
    """When the reservation ends if it is not renewed."""
    since: float = _NEVER
    """Seconds since the last request of any crawler, or its answer; infinite without a delay."""
    refusals: int = 0
    """In a row."""
    pages: int = 0
    """Requests on this day."""
    is_spent: bool = False
    """True if the daily budget is used up."""
    told_until: int = 0
    """Seconds since 1970 if the host has asked for a long pause, which is not over."""


class Hosts(StateFile):
    """The table of hosts. All crawlers of a process use one connection.

    Raises:
        StorageError: the file cannot be opened, read or written; see :func:`is_busy`.
    """

    _open: dict[Path, Hosts] = {}

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.execute(f"PRAGMA busy_timeout = {_BUSY_MS}")
        self._file = path
        self._inode = path.stat().st_ino
        self._users = 0

    @classmethod
    def shared(cls, path: Path) -> Hosts:
        """The connection of this process, opened if it is the first; every user calls :meth:`leave` at its end."""
        path = path.resolve()
        hosts = cls._open.get(path) or cls(path)
        cls._open[path] = hosts
        hosts._users += 1
        return hosts

    def leave(self) -> None:
        """Close the connection if this was its last user."""
        self._users -= 1
        if not self._users:
            for path in [path for path, hosts in self._open.items() if hosts is self]:
                del self._open[path]
            self.close()

    def reserve(self, host: str, owner: str, own: float, *, day: str, now: float, daily: int) -> Reservation:
        """Reserve a host for one request, and count it.

        Args:
            host: its name, or that of its group.
            owner: the crawler.
            own: the least delay that it keeps.
            day: today, in Vietnam.
            now: seconds since 1970.
            daily: requests per day, 0 for no limit.
        """
        if not own and (found := self._reserve_noted(host, owner, day=day, now=now, daily=daily)):
            return found
        with self._row(host) as (moment, row):
            # Before `told_at` the clock has been set back since, or was wrong then.
            if row.told_at <= now < row.told_until:
                return Reservation(told_until=row.told_until)
            delay, is_wanted = row.delay_for(own, day), moment - row.wanted < _WANTED
            if is_wanted:  # all who share the host keep the longest delay of theirs: else the slower ones never get it
                delay = max(delay, row.delay)
            earliest = max(row.free, row.last + delay)
            if is_wanted and row.owner == owner:
                earliest += min(max(_YIELD_SHARE * delay, _LEAST_YIELD), _LONGEST_YIELD)
            if moment < earliest:
                return _wait(row, owner, moment, earliest - moment, delay)
            pages = self._count(host, day, daily)
            if pages is None:
                return Reservation(is_spent=True, pages=daily)
            since = moment - row.last
            row.owner, row.last, row.wanted, row.delay = owner, moment, _LONG_AGO, delay
            row.free = max(row.free, moment + delay + hold(delay))
            return Reservation(
                delay=delay, until=row.free, since=since if delay else _NEVER, refusals=row.refusals, pages=pages
            )

    def _reserve_noted(self, host: str, owner: str, *, day: str, now: float, daily: int) -> Reservation | None:
        """Reserve a host without a delay whose last request was noted a short time ago; None if that is not so."""
        self._check_file()
        moment, found = time.monotonic(), self.first(_READ, (host,))
        row = HostRow(*found).current(moment) if found else HostRow()
        is_free = row.free <= moment and moment - row.wanted >= _WANTED and not row.told_at <= now < row.told_until
        is_noted = row.owner == owner and moment - row.last < _NOTED
        if not (is_free and is_noted) or row.delay_for(0.0, day):
            return None
        pages = self._count(host, day, daily)
        if pages is None:
            return Reservation(is_spent=True, pages=daily)
        return Reservation(refusals=row.refusals, pages=pages)

    def renew(self, host: str, until: float, delay: float) -> float:
        """Keep a reservation while the answer is awaited.

        Returns:
            When it ends now.
        """
        with self._row(host) as (moment, row):
            if row.free == until:
                row.free = until = moment + delay + hold(delay)
            return until

    def release(self, host: str, until: float, own: float, *, day: str, latency: float) -> None:
        """End a reservation, when the answer has arrived or failed.

        Args:
            host: its name, or that of its group.
            until: of the reservation.
            own: the least delay that the crawler keeps.
            day: today, in Vietnam.
            latency: in seconds; of a failure, how long it took.
        """
        with self._row(host) as (moment, row):
            weight = _FASTER if latency < row.latency else _SLOWER if row.latency else 1.0
            row.latency += (latency - row.latency) * weight
            row.last, row.delay = moment, row.delay_for(own, day)
            ends = moment + row.delay
            row.free = ends if row.free == until else max(row.free, ends)

    def refuse(self, host: str, sent: float) -> int:
        """Record a refusal.

        Args:
            host: its name, or that of its group.
            sent: when the request was sent; if that was before the previous refusal arrived, it is not counted again.

        Returns:
            The number of refusals in a row.
        """
        with self._row(host) as (moment, row):
            if not row.refusals or sent > row.refused:
                row.refusals += 1
                row.refused = moment
            return row.refusals

    def accept(self, host: str, sent: float) -> None:
        """Record that a request, sent after the last refusal, was answered."""
        with self._row(host) as (_, row):
            if sent > row.refused:
                row.refusals = 0

    def pause(self, host: str, seconds: float, least: float, *, day: str) -> None:
        """Request nothing of a host for some time, and keep at least a certain delay for the rest of the day."""
        with self._row(host) as (moment, row):
            row.last = max(row.last, moment)
            row.free = max(row.free, moment + seconds)
            row.ask_for(least, day)

    def ask_for(self, host: str, least: float, *, day: str) -> None:
        """Keep at least this delay for the rest of the day."""
        with self._row(host) as (_, row):
            row.ask_for(least, day)

    def tell(self, host: str, *, now: float, until: float) -> None:
        """Request nothing of a host between two times, in seconds since 1970."""
        with self._row(host) as (_, row):
            row.told_at, row.told_until = int(now), int(until)

    @contextmanager
    def _row(self, host: str) -> Iterator[tuple[float, HostRow]]:
        """A host's row in a transaction, with the moment; changes are written."""
        self._check_file()
        with self.transaction():
            # After the lock is held: no other process can have written a later moment.
            moment = time.monotonic()
            found = self.first(_READ, (host,))
            row = (HostRow(*found) if found else HostRow()).current(moment)
            before = _values(row)
            yield moment, row
            if _values(row) != before:
                self.execute(_WRITE, (host, *_values(row)))

    def _check_file(self) -> None:
        """Check that others see what is written: SQLite does not notice that its file was deleted.

        Raises:
            StorageError: it was deleted or replaced.
        """
        try:
            is_ours = self._file.stat().st_ino == self._inode
        except FileNotFoundError:
            is_ours = False
        if not is_ours:
            raise StorageError(f"{self._file} was deleted or replaced while it was in use")

    def _count(self, host: str, day: str, daily: int) -> int | None:
        """Count one request; None if the day's budget is spent."""
        found = self.execute(
            "INSERT INTO host_days VALUES (?, ?, 1)"
            " ON CONFLICT DO UPDATE SET pages = pages + 1 WHERE ? = 0 OR pages < ? RETURNING pages",
            (host, day, daily, daily),
        )
        return int(found[0][0]) if found else None


def _wait(row: HostRow, owner: str, moment: float, wait: float, delay: float) -> Reservation:
    retry = wait
    if row.owner != owner:
        row.wanted, row.delay = moment, max(row.delay, delay)
        # The host may be released before the reservation ends.
        retry = max(_RETRY_SHARE * max(delay, wait), _LEAST_RETRY)
    return Reservation(wait=wait, retry=min(wait, retry, _LONGEST_RETRY), delay=delay)


def hold(delay: float) -> float:
    """Seconds by which a reservation is longer than the delay."""
    return min(delay, _LONGEST_HOLD)


def is_busy(error: OSError) -> bool:
    """True if another process is writing to the file, so that the same will succeed later."""
    return str(getattr(error.__cause__, "sqlite_errorname", "")).startswith(("SQLITE_BUSY", "SQLITE_LOCKED"))
