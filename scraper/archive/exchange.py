"""One request and its answer, as they went over the wire; and where the answer lies."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

Headers = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Exchange:
    """What is archived of one fetch."""

    url: str
    at: datetime
    """When the request was sent."""
    request_line: str
    request_headers: Headers
    request_body: bytes
    status_line: str
    """``HTTP/1.1 200 OK``."""
    headers: Headers
    body: bytes
    """Compressed, if it came so; not in chunks, whose sizes the client does not hand on."""
    ip: str | None
    cut: bool
    """The connection ended before the body did."""

    @property
    def status(self) -> int:
        """200, 404, …"""
        return int(self.status_line.split(" ", 2)[1])


@dataclass(frozen=True, slots=True)
class WarcLocation:
    """Where an answer lies."""

    file: str
    """Name of the file in the archive's folder."""
    offset: int
    """Of the record that holds the body; compressed bytes."""
    at: datetime
    """When it was requested."""
    record: str
    """``WARC-Record-ID`` of this answer's own record."""
    is_revisit: bool
    """The body is an earlier answer's."""


def warc_date(moment: datetime) -> str:
    """A moment as WARC 1.1 has it."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
