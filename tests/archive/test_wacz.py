"""WACZ files that are damaged, or say what is not true, cost themselves and are named; the others are read."""

from __future__ import annotations

import io
import logging
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from scraper.archive import wacz
from scraper.archive.files import BadArchiveError, archives
from tests.replay.others import HOST, Capture, replayed, write

MEMBERS = [Capture(f"{HOST}/{number}", b"<html><body>x</body></html>").member() for number in range(3)]
NAME = "archive/data.warc.gz"


def zipped(*files: tuple[str, bytes], compression: int = zipfile.ZIP_STORED, before: bytes = b"") -> bytes:
    buffer = io.BytesIO(before)
    buffer.seek(len(before))
    with zipfile.ZipFile(buffer, "a" if before else "w", compression) as made:
        made.writestr("datapackage.json", "{}", compress_type=zipfile.ZIP_DEFLATED)
        for name, data in files:
            made.writestr(name, data)
    return buffer.getvalue()


GOOD = zipped((NAME, b"".join(MEMBERS)))
LISTED = GOOD.rfind(b"PK\x01\x02")
HEADER = GOOD.find(b"PK\x03\x04", 10)


def changed(offset: int, layout: str, value: int) -> bytes:
    data = bytearray(GOOD)
    struct.pack_into(layout, data, offset, value)
    return bytes(data)


def both(offset_listed: int, offset_header: int, layout: str, value: int) -> bytes:
    data = bytearray(changed(LISTED + offset_listed, layout, value))
    struct.pack_into(layout, data, HEADER + offset_header, value)
    return bytes(data)


def with_two_names() -> bytes:
    data = zipped((NAME, MEMBERS[0]), ("archive/zwei.warc.gz", MEMBERS[1]))
    return data.replace(b"archive/zwei.warc.gz", b"archive/data.warc.gz"[:20])


def many(count: int, data: bytes) -> Callable[[], bytes]:
    return lambda: zipped(*((f"archive/{number}.warc.gz", data) for number in range(count)))


BAD: dict[str, tuple[bytes | Callable[[], bytes], str]] = {
    "a text": (b"not a ZIP archive at all", "not a ZIP archive"),
    "empty": (b"", "not a ZIP archive"),
    "its end is missing": (GOOD[:-30], "not a ZIP archive"),
    "half of it": (GOOD[: len(GOOD) // 2], "not a ZIP archive"),
    "its beginning is missing": (GOOD[HEADER + 5 :], "is not where"),
    "nothing in it": (zipped(), "no WARC file in it"),
    "no folder, nothing of use": (zipped(("readme.txt", b"a")), "no WARC file in it"),
    "empty files": (many(2_000, b""), "no WARC file in it, or only empty ones"),
    "packed": (zipped((NAME, MEMBERS[0]), compression=zipfile.ZIP_DEFLATED), "'data.warc.gz' in it is packed"),
    "packed with lzma": (zipped((NAME, MEMBERS[0]), compression=zipfile.ZIP_LZMA), "is packed"),
    "a bomb": (zipped(("archive/a.warc", bytes(30 << 20)), compression=zipfile.ZIP_DEFLATED), "is packed"),
    "encrypted": (both(8, 6, "<H", 1), "is encrypted"),
    "a method that nobody knows": (both(10, 8, "<H", 77), "is packed"),
    "a wrong place": (changed(LISTED + 42, "<I", HEADER + 7), "is not where"),
    "a place behind the end": (changed(LISTED + 42, "<I", 0x7FFFFFF0), "is not where"),
    "a size beyond the end": (both(24, 22, "<I", 0x7FFFFFF0), "smaller than"),
    "both sizes beyond the end": (both(20, 18, "<I", 0x7FFFFFF0), "smaller than"),
    "two sizes": (changed(LISTED + 20, "<I", 10), "smaller than"),
    "two lengths": (changed(HEADER + 18, "<I", 10), "has 10 bytes"),
    "two files of one name": (with_two_names, "two files in it are called 'data.warc.gz'"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_wacz_that_cannot_be_read_is_one_message(name: str, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    data, reason = BAD[name]
    bad = tmp_path / "bad.wacz"
    bad.write_bytes(data if isinstance(data, bytes) else data())
    with pytest.raises(BadArchiveError, match=r"bad\.wacz cannot be read as a WACZ") as raised:
        archives([bad])
    assert reason in str(raised.value)
    assert len(str(raised.value)) < 400
    good = write(tmp_path / "good.warc.gz", [Capture(HOST, b"<html></html>")])
    for paths in ([bad, good], [tmp_path]):
        caplog.clear()
        with caplog.at_level(logging.WARNING):
            assert [archive.path for archive in archives(paths)] == [good]
        assert len(caplog.messages) == 1
        assert reason in caplog.messages[0]


@pytest.mark.parametrize(
    ("files", "names"),
    [
        ([(NAME, MEMBERS[0])], ["data.warc.gz"]),
        ([("data.warc.gz", MEMBERS[0])], ["data.warc.gz"]),
        ([("archive/a/1.warc.gz", MEMBERS[0]), ("archive/b/1.warc.gz", MEMBERS[1])], ["a/1.warc.gz", "b/1.warc.gz"]),
        ([("/etc/x.warc.gz", MEMBERS[0])], ["/etc/x.warc.gz"]),
        ([("../../x.warc.gz", MEMBERS[0])], ["../../x.warc.gz"]),
        ([("archive/\x1b[31m\u202e.WARC.GZ", MEMBERS[0])], ["?[31m?.WARC.GZ"]),
        ([("archive/tỉnh ủy.warc.gz", MEMBERS[0])], ["tỉnh ủy.warc.gz"]),
        ([("archive/0.warc.gz", b""), (NAME, MEMBERS[0])], ["data.warc.gz"]),
    ],
)  # fmt: skip
def test_names_are_labels_and_no_places(files: list[tuple[str, bytes]], names: list[str], tmp_path: Path) -> None:
    (tmp_path / "a.wacz").write_bytes(zipped(*files))
    found = archives([tmp_path])
    assert [archive.name for archive in found] == [f"a.wacz/{name}" for name in names]
    assert len(replayed(tmp_path).readings) == len(names)


class Pipe(io.RawIOBase):
    """A file in which nothing can be changed afterwards, so that sizes follow what they are of."""

    def __init__(self) -> None:
        self.data = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # narrower
        self.data += data
        return len(data)


def test_bytes_before_it_and_zip64(tmp_path: Path) -> None:
    (tmp_path / "before.wacz").write_bytes(zipped((NAME, MEMBERS[0]), before=b"#!/bin/sh\n"))
    with zipfile.ZipFile(tmp_path / "large.wacz", "w") as large, large.open(NAME, "w", force_zip64=True) as part:
        part.write(MEMBERS[1])

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w") as streamed:
        streamed.writestr(NAME, MEMBERS[2])  # its size follows it
    (tmp_path / "written-to-a-pipe.wacz").write_bytes(pipe.data)
    done = replayed(tmp_path)
    assert (len(done.readings), done.damage) == (3, [])


def test_a_number_of_files_that_no_wacz_has(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wacz, "MAX_PARTS", 20)
    for count in (20, 21):
        (tmp_path / f"{count}.wacz").write_bytes(many(count, MEMBERS[0])())
    assert len(archives([tmp_path / "20.wacz"])) == 20
    with pytest.raises(BadArchiveError, match="21 WARC files in it; at most 20 are read"):
        archives([tmp_path / "21.wacz"])


def test_a_folder_that_is_named_like_one(tmp_path: Path) -> None:
    (tmp_path / "a.wacz" / "archive").mkdir(parents=True)
    with pytest.raises(BadArchiveError, match=r"No \.warc"):
        archives([tmp_path / "a.wacz"])
    path = write(tmp_path / "a.wacz" / "archive" / "data.warc.gz", [Capture(HOST, b"<html></html>")])
    assert [archive.path for archive in archives([tmp_path])] == [path], "a WACZ that was unzipped"


def test_a_file_listed_twice_is_read_once(tmp_path: Path) -> None:
    data = zipped((NAME, MEMBERS[0]))
    end = data.rfind(b"PK\x05\x06")
    entry = data[data.rfind(b"PK\x01\x02") : end]
    tail = bytearray(data[end:])
    struct.pack_into("<HHI", tail, 8, 3, 3, struct.unpack_from("<I", tail, 12)[0] + len(entry))
    (tmp_path / "a.wacz").write_bytes(data[:end] + entry + tail)
    assert len(archives([tmp_path])) == 1
