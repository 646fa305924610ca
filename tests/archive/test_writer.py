"""What is written of an exchange, and what other tools make of it."""

from __future__ import annotations

import gzip
import subprocess
import sys
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator
from warcio.recordloader import ArcWarcRecord

from scraper.archive.exchange import Exchange, WarcLocation
from scraper.archive.writer import ArchiveWriter

AT = datetime(2024, 5, 1, 8, 0, 0, 250_000, UTC)
PAGE = Exchange(
    url="https://hoabinh.gov.vn/tin/1?a=b",
    at=AT,
    request_line="GET /tin/1?a=b HTTP/1.1",
    request_headers=[("Host", "hoabinh.gov.vn"), ("Accept", "text/html")],
    request_body=b"",
    status_line="HTTP/1.1 200 OK",
    headers=[("Content-Encoding", "gzip"), ("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("X-Name", "Hòa Bình")],
    body=gzip.compress("<p>Hội làng mở lại</p>".encode()),
    ip="127.0.0.1",
    cut=False,
)


def writer(folder: Path, file_size: int = 1 << 30) -> ArchiveWriter:
    return ArchiveWriter(folder, "hoabinh", {"spider": "hoabinh"}, file_size=file_size)


def members(folder: Path) -> list[tuple[ArcWarcRecord, bytes, int]]:
    """The records of all files, by warcio, with their blocks and offsets."""
    found = []
    for path in sorted(folder.glob("*.warc.gz")):
        with path.open("rb") as file:
            records = ArchiveIterator(file, no_record_parse=True, check_digests=True)
            found += [(record, record.raw_stream.read(), records.get_record_offset()) for record in records]
    return found


def kinds(folder: Path) -> list[str]:
    return [record.rec_type for record, _, _ in members(folder)]


def test_an_exchange_is_kept_byte_for_byte(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    place = archive.write(PAGE)
    archive.write_metadata(PAGE.url, place, '{"text": "Hội làng"}')
    archive.close()
    info, response, request, note = members(tmp_path)
    assert kinds(tmp_path) == ["warcinfo", "response", "request", "metadata"]
    head = "Content-Encoding: gzip\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\nX-Name: Hòa Bình"
    assert response[1] == f"HTTP/1.1 200 OK\r\n{head}\r\n\r\n".encode("latin-1") + PAGE.body
    assert request[1] == b"GET /tin/1?a=b HTTP/1.1\r\nHost: hoabinh.gov.vn\r\nAccept: text/html\r\n\r\n"
    assert b"spider: hoabinh\r\n" in info[1]
    headers = dict(response[0].rec_headers.headers)
    assert headers["WARC-Date"] == "2024-05-01T08:00:00.250000Z"
    assert headers["WARC-IP-Address"] == "127.0.0.1"
    assert headers["WARC-Target-URI"] == PAGE.url
    assert dict(request[0].rec_headers.headers)["WARC-Concurrent-To"] == headers["WARC-Record-ID"] == place.record
    assert note[1] == '{"text": "Hội làng"}'.encode()
    assert dict(note[0].rec_headers.headers)["WARC-Refers-To"] == place.record
    assert (place.offset, place.at, place.is_revisit) == (response[2], AT, False)
    (path,) = tmp_path.glob("*.warc.gz")
    assert path.name == place.file
    check = subprocess.run([Path(sys.executable).parent / "warcio", "check", path], check=False)
    assert check.returncode == 0


def test_each_record_is_a_member_of_its_own(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    place = archive.write(PAGE)
    archive.close()
    data = (tmp_path / place.file).read_bytes()[place.offset :]
    assert next(iter(ArchiveIterator(BytesIO(data)))).rec_headers.get_header("WARC-Type") == "response"


def test_the_same_body_is_kept_once_over_runs(tmp_path: Path) -> None:
    places: list[WarcLocation] = []
    later = (PAGE, replace(PAGE, url="https://hoabinh.gov.vn/other"), replace(PAGE, body=b"changed"), PAGE)
    for exchange in later:
        archive = writer(tmp_path)
        places += [archive.write(PAGE), archive.write(exchange)]
        archive.close()
    first = places[0]
    assert [place.is_revisit for place in places] == [False, True, True, False, True, False, False, True]
    assert {(place.file, place.offset) for place in places if place.is_revisit} >= {(first.file, first.offset)}
    revisit = next(record for record, _, _ in members(tmp_path) if record.rec_type == "revisit")
    headers = dict(revisit.rec_headers.headers)
    assert headers["WARC-Profile"].endswith("/warc/1.1/revisit/identical-payload-digest")
    assert headers["WARC-Refers-To-Target-URI"] == PAGE.url
    assert headers["WARC-Refers-To-Date"] == "2024-05-01T08:00:00.250000Z"


def test_not_modified_refers_to_what_has_not_changed(tmp_path: Path) -> None:
    same = replace(PAGE, status_line="HTTP/1.1 304 Not Modified", body=b"")
    archive = writer(tmp_path)
    for exchange in (same, PAGE, same):
        archive.write(exchange)
    archive.close()
    assert [kind for kind in kinds(tmp_path) if kind != "request"] == ["warcinfo", "response", "response", "revisit"]
    profiles = [record.rec_headers.get_header("WARC-Profile") for record, _, _ in members(tmp_path)]
    assert str(profiles[-2]).endswith("server-not-modified")


def test_forms_and_cut_bodies_are_no_first_visits(tmp_path: Path) -> None:
    form = replace(PAGE, request_line="POST /tin/1?a=b HTTP/1.1", request_body=b"page=2")
    archive = writer(tmp_path)
    for exchange in (form, form, replace(PAGE, status_line="HTTP/1.1 500 Error")):
        assert not archive.write(exchange).is_revisit
    archive.write(PAGE)
    assert not archive.write(replace(PAGE, cut=True)).is_revisit
    archive.close()
    found = members(tmp_path)
    assert found[2][1].endswith(b"\r\n\r\npage=2")
    assert found[-2][0].rec_headers.get_header("WARC-Truncated") == "disconnect"


def test_a_new_file_is_begun_when_one_is_full(tmp_path: Path) -> None:
    archive = writer(tmp_path, file_size=3_000)
    places = [archive.write(replace(PAGE, url=f"https://hoabinh.gov.vn/{n}")) for n in range(12)]
    archive.close()
    files = sorted(path.name for path in tmp_path.glob("*.warc.gz"))
    assert len(files) > 2
    assert {place.file for place in places} == set(files)
    assert kinds(tmp_path).count("warcinfo") == len(files)
    assert not list(tmp_path.glob("*.open"))


def test_two_processes_may_write_beside_each_other(tmp_path: Path) -> None:
    one, other = writer(tmp_path), writer(tmp_path)
    assert one.write(PAGE).file != other.write(replace(PAGE, url="https://hoabinh.gov.vn/x")).file
    third = writer(tmp_path)
    assert not third.mended, "files that are being written are left alone"
    for archive in (one, other, third):
        archive.close()
    assert len(list(tmp_path.glob("*.warc.gz"))) == 2


def test_bodies_of_files_that_are_gone_are_kept_again(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    place = archive.write(PAGE)
    archive.close()
    (tmp_path / place.file).unlink()
    archive = writer(tmp_path)
    assert not archive.write(PAGE).is_revisit
    archive.close()


def test_a_folder_that_can_not_be_made_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(FileExistsError):
        writer(tmp_path / "file")
    with pytest.raises(NotADirectoryError):
        writer(tmp_path / "file" / "below")
