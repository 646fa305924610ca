"""One request and its answer as transferred, and the location of the answer."""

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
    """Compressed if it was received so; without chunks, whose sizes the client does not expose."""
    ip: str | None
    cut: bool
    """The connection ended before the body did."""

    @property
    def status(self) -> int:
        """200, 404, …"""
        return int(self.status_line.split(" ", 2)[1])


@dataclass(frozen=True, slots=True)
class WarcLocation:
    """The location of an answer."""

    file: str
    """Name of the file in the archive's folder."""
    offset: int
    """Offset of the record that contains the body, in compressed bytes."""
    at: datetime
    """The time of the request."""
    record: str
    """``WARC-Record-ID`` of this answer's own record."""
    is_revisit: bool
    """The body is an earlier answer's."""


def warc_date(moment: datetime) -> str:
    """A time in the format of WARC 1.1."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
