"""Write exchanges as WARC records: the answer, the request, and the crawl's context of the page."""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from uuid import uuid4

from warcio.recordloader import ArcWarcRecord
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from scraper.archive.bodies import Bodies, StoredBody
from scraper.archive.exchange import Exchange, Headers, WarcLocation, warc_date
from scraper.archive.file import ArchiveFile
from scraper.archive.mending import mend
from scraper.archive.records import MEMBERSHIP

# The usual size in archives: few files, each small enough to copy.
FILE_SIZE = 1 << 30
CONTEXT_TYPE = "application/vnd.scraper.note+json"
_WARC = "WARC/1.1"
_INFO_ID = "WARC-Warcinfo-ID"
_SAME_BODY = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
_NOT_MODIFIED = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"


class ArchiveWriter:
    """The archive of one source, as one process writes it.

    Args:
        folder: of the archive; created if it is missing.
        source: name of the source; the files' names begin with it.
        info: further lines of ``warcinfo``.
        fsync: False leaves out fsync.
        file_size: bytes after which a new file is started.

    Raises:
        OSError: the folder or the list of bodies cannot be created or written.
    """

    def __init__(
        self, folder: Path, source: str, info: Mapping[str, str], *, fsync: bool = True, file_size: int = FILE_SIZE
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._fsync = fsync
        self._file_size = file_size
        self._bodies = Bodies(folder / f"{source}.bodies.sqlite3")
        self.mended = mend(folder, f"{source}-*.warc.gz", self._bodies.last_offset)
        """Files of processes that died, which were completed."""
        for path, mended in self.mended.items():
            damaged_at = mended.damaged_at
            self._bodies.forget(path.name, path.stat().st_size if damaged_at is None else damaged_at)
        started = datetime.now(UTC).strftime("%Y%m%dT%H%M%S")
        self._run = f"{source}-{started}-{os.getpid()}-{uuid4().hex[:4]}"
        about = {"format": "WARC File Format 1.1", "isPartOf": self._run, "source": source}
        self._info = dict([*about.items(), *info.items(), MEMBERSHIP])
        self._info_id = ""
        """``WARC-Record-ID`` of the open file's ``warcinfo``: it proves that a record belongs to the file."""
        self._number = 0
        self._file: ArchiveFile | None = None

    def write(self, exchange: Exchange) -> WarcLocation:
        """Archive one exchange.

        Returns:
            The location of its body: that of an earlier record if it has the same body.

        Raises:
            OSError: the disk is full or fails.
        """
        if self._file is not None and self._file.end >= self._file_size:
            self._complete()
        file = self._opened()
        record, at = f"<urn:uuid:{uuid4()}>", warc_date(exchange.at)
        digest = _digest(exchange.body)
        is_get = exchange.request_line.startswith("GET ")
        known = self._bodies.last(exchange.url) if is_get else None
        profile = revisit_profile(exchange, digest, known)
        headers = _headers(exchange, record, at) | {_INFO_ID: self._info_id}
        if known is None or profile is None:
            place = _append(file, exchange, "response", headers, exchange.body)
            location = WarcLocation(*place, exchange.at, record, is_revisit=False)
        else:
            headers |= _refers(profile, exchange.url, known)
            if profile == _SAME_BODY:
                headers["WARC-Payload-Digest"] = digest
            _append(file, exchange, "revisit", headers, b"")
            location = WarcLocation(known.file, known.offset, exchange.at, record, is_revisit=True)
        self._add_request(exchange, record, at)
        if is_get and not location.is_revisit and exchange.status == HTTPStatus.OK and exchange.body:
            self._bodies.keep(exchange.url, StoredBody(digest, at, location.file, location.offset))
        return location

    def write_metadata(self, url: str, location: WarcLocation, text: str) -> None:
        """Archive the context in which the crawl read a page, as JSON.

        Raises:
            OSError: the disk is full or fails.
        """
        block, file = text.encode(), self._opened()
        headers = {
            _INFO_ID: self._info_id,
            "WARC-Record-ID": f"<urn:uuid:{uuid4()}>",
            "WARC-Date": warc_date(datetime.now(UTC)),
            "WARC-Refers-To": location.record,
            "Content-Type": CONTEXT_TYPE,
        }
        buffer = BytesIO()
        writer = WARCWriter(buffer, gzip=True, warc_version=_WARC)
        writer.write_record(
            writer.create_warc_record(url, "metadata", BytesIO(block), len(block), warc_headers_dict=headers)
        )
        file.append(buffer.getvalue())

    def sync(self) -> None:
        """Sync all archived records to the disk.

        Raises:
            OSError: the sync failed.
        """
        if self._file is not None and self._fsync:
            self._file.sync()
        self._bodies.commit()

    def close(self) -> None:
        """Complete the archive of this run."""
        self._complete()
        self._bodies.close()

    def _complete(self) -> None:
        self.sync()
        if self._file is not None:
            self._file.close()
            self._file = None

    def _opened(self) -> ArchiveFile:
        if self._file is None:
            name = f"{self._run}-{self._number:05}.warc.gz"
            self._number += 1
            self._file = ArchiveFile(self.folder / name)
            buffer = BytesIO()
            writer = WARCWriter(buffer, gzip=True, warc_version=_WARC)
            record: ArcWarcRecord = writer.create_warcinfo_record(name, self._info)
            self._info_id = str(record.rec_headers.get_header("WARC-Record-ID"))
            writer.write_record(record)
            self._file.append(buffer.getvalue())
        return self._file

    def _add_request(self, exchange: Exchange, response: str, at: str) -> None:
        headers = {"WARC-Record-ID": f"<urn:uuid:{uuid4()}>", "WARC-Date": at, "WARC-Concurrent-To": response}
        headers[_INFO_ID] = self._info_id
        self._opened().append(
            _member(
                exchange.url, "request", headers, exchange.request_line, exchange.request_headers, exchange.request_body
            )
        )


def _append(file: ArchiveFile, exchange: Exchange, kind: str, headers: dict[str, str], body: bytes) -> tuple[str, int]:
    """Archive one answer; return the name of its file and its offset there."""
    block = _member(exchange.url, kind, headers, exchange.status_line, exchange.headers, body)
    return file.path.name, file.append(block)


class _Block(StatusAndHeaders):  # type: ignore[misc]  # warcio ships no types
    """Headers as received; warcio would escape bytes outside ASCII."""

    def compute_headers_buffer(self, header_filter: object = None) -> None:
        self.headers_buff = self.to_bytes(encoding="latin-1")


def _member(url: str, kind: str, headers: dict[str, str], line: str, http: Headers, body: bytes) -> bytes:
    """A record as a gzip member."""
    first, _, rest = line.partition(" ")
    block = _Block(rest, http, protocol=first)
    buffer = BytesIO()
    writer = WARCWriter(buffer, gzip=True, warc_version=_WARC)
    record: ArcWarcRecord = writer.create_warc_record(
        url, kind, BytesIO(body), len(body), warc_headers_dict=headers, http_headers=block
    )
    writer.write_record(record)
    return buffer.getvalue()


def revisit_profile(exchange: Exchange, digest: str, known: StoredBody | None) -> str | None:
    """The profile of the revisit record that suffices for an answer; None if its body has to be archived.

    Args:
        exchange: the request and its answer.
        digest: of the answer's body.
        known: the last body of its address.
    """
    if known is None:
        return None
    if exchange.body and known.digest == digest and not exchange.cut:
        return _SAME_BODY
    return _NOT_MODIFIED if exchange.status == HTTPStatus.NOT_MODIFIED else None


def _digest(body: bytes) -> str:
    return f"sha1:{base64.b32encode(hashlib.sha1(body).digest()).decode()}"  # noqa: S324  (as WARC has it)


def _headers(exchange: Exchange, record: str, at: str) -> dict[str, str]:
    headers = {"WARC-Record-ID": record, "WARC-Date": at}
    if exchange.ip:
        headers["WARC-IP-Address"] = exchange.ip
    if exchange.cut:
        headers["WARC-Truncated"] = "disconnect"
    return headers


def _refers(profile: str, url: str, body: StoredBody) -> dict[str, str]:
    return {"WARC-Profile": profile, "WARC-Refers-To-Target-URI": url, "WARC-Refers-To-Date": body.at}
