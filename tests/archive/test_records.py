"""Records behind damages, and files that are made to be slow or large: what counts, what is told, where it ends."""

from __future__ import annotations

import gzip
import random
from pathlib import Path

import pytest

from scraper.archive import frames, records
from scraper.archive.files import archives
from scraper.archive.records import Damage, Record

INFO, OTHER = "<urn:uuid:1>", "<urn:uuid:2>"


def record(number: int, kind: str = "response", info: str = "", host: str = "a.vn", **said: str) -> bytes:
    body = f"HTTP/1.1 200 OK\r\n\r\n{number}".encode()
    lines = {"WARC-Type": kind, "WARC-Target-URI": f"https://{host}/{number}", "Content-Length": str(len(body))}
    lines |= {"WARC-Record-ID": info} if kind == "warcinfo" else {"WARC-Warcinfo-ID": info} if info else {}
    lines |= {name.replace("_", "-"): value for name, value in said.items()}
    head = "".join(f"{name}: {value}\r\n" for name, value in lines.items())
    return f"WARC/1.1\r\n{head}\r\n".encode() + body + b"\r\n\r\n"


def packed(number: int, kind: str = "response", info: str = "", **said: str) -> bytes:
    return gzip.compress(record(number, kind, info, **said), mtime=0)


def read(path: Path, data: bytes) -> tuple[list[int], list[str]]:
    """Numbers of the records that count, and what is told."""
    path.write_bytes(data)
    (archive,) = archives([path])
    found = list(records.records(archive))
    numbers = [int(one.block.split()[-1]) for one in found if isinstance(one, Record)]
    return numbers, [one.reason for one in found if isinstance(one, Damage)]


HOLE = b"\x1f\x8b\x08 not a member"


def test_what_reaches_the_end_counts_and_what_lies_between_two_damages_does_not(tmp_path: Path) -> None:
    data = packed(1) + HOLE + packed(2) + packed(3) + HOLE + packed(4) + packed(5)
    numbers, told = read(tmp_path / "a.warc.gz", data)
    assert numbers == [1, 4, 5]
    assert len(told) == 2
    assert told[1].startswith("2 records that are not proven")


def test_what_names_the_file_counts_wherever_it_lies(tmp_path: Path) -> None:
    mine, forged = [packed(number, info=INFO) for number in range(1, 6)], packed(9, info=OTHER)
    data = packed(0, "warcinfo", INFO) + mine[0] + HOLE + mine[1] + HOLE + forged + HOLE + mine[2] + mine[3] + b"cut"
    numbers, told = read(tmp_path / "a.warc.gz", data)
    assert numbers == [0, 1, 2, 3, 4]
    assert sum("not proven" in reason for reason in told) == 1


def test_files_one_behind_the_other_count_with_their_own_names(tmp_path: Path) -> None:
    first, second = packed(0, "warcinfo", INFO) + packed(1, info=INFO), packed(2, "warcinfo", OTHER)
    numbers, told = read(tmp_path / "a.warc.gz", first + second + packed(3, info=OTHER) + HOLE + packed(4, info=INFO))
    assert (numbers, len(told)) == ([0, 1, 2, 3, 4], 1)


def test_in_an_uncompressed_file_the_host_must_be_known_besides(tmp_path: Path) -> None:
    data = record(1) + b"damage " + record(2, host="evil.vn") + record(3)
    numbers, told = read(tmp_path / "a.warc", data)
    assert (numbers, len(told)) == ([1, 3], 2)
    assert read(tmp_path / "a.warc", b"damage " + record(2, host="evil.vn") + record(3))[0] == [2, 3], "none is known"


def test_a_digest_that_is_another_is_told(tmp_path: Path) -> None:
    right = record(1, WARC_Block_Digest="sha1:" + "0" * 40)
    numbers, told = read(tmp_path / "a.warc", right + record(2, WARC_Block_Digest="md5:0") + record(3))
    assert numbers == [2, 3]
    assert told == ["its WARC-Block-Digest is another"]


LENGTHS = ["1000000000000000000", "-1", "+5", "x", "", "9" * 400, "1_0"]


@pytest.mark.parametrize("length", LENGTHS)
def test_lengths_that_are_none(length: str, tmp_path: Path) -> None:
    for data in (packed(1) + packed(2, Content_Length=length) + packed(3),
                 record(1) + record(2, Content_Length=length) + record(3)):  # fmt: skip
        path = tmp_path / ("a.warc.gz" if data.startswith(b"\x1f") else "a.warc")
        numbers, told = read(path, data)
        assert numbers == [1, 3]
        assert len(told) == 1


def test_a_bomb_costs_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(frames, "_MAX_BODY", 1 << 20)
    monkeypatch.setattr(frames, "_MAX_TEXT", 2 << 20)
    # Noise is as large as a member may be, and zeros are as many and more.
    large = record(2, Content_Length=str(5 << 20)) + random.Random(1).randbytes(5 << 20)
    for body, reason in ((large, "a record of"), (record(2) + bytes(50 << 20), "a gzip member of more than")):
        numbers, told = read(tmp_path / "a.warc.gz", packed(1) + gzip.compress(body, 1) + packed(3))
        assert numbers == [1, 3]
        assert told[0].startswith(reason)


def test_headers_without_an_end(tmp_path: Path) -> None:
    endless = gzip.compress(b"WARC/1.1\r\n" + b"A: b\r\n" * 100_000)
    assert read(tmp_path / "a.warc.gz", packed(1) + endless + packed(3)) == ([1, 3], ["no end of its headers"])


def test_more_records_than_a_file_holds(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(records, "_MAX_RECORDS", 50)
    numbers, told = read(tmp_path / "a.warc.gz", b"".join(packed(number) for number in range(60)))
    assert numbers == list(range(50))
    assert told == ["more than 50 records; the rest is not read: split the file"]


STORED = b"\x1f\x8b\x08\0\0\0\0\0\0\0" + b"\x00\xff\xff\x00\x00WARC/1.1"


@pytest.mark.parametrize("false", [b"\x1f\x8b\x08", b"\x1f\x8b\x08" + bytes(7), STORED, gzip.compress(b"", mtime=0)])
def test_false_beginnings_are_told_once_and_end(false: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for count in (10, 2_000):
        numbers, told = read(tmp_path / "a.warc.gz", packed(1) + false * count + packed(2))
        assert (numbers, len(told)) == ([1, 2], 1)
    monkeypatch.setattr(records, "_SEARCH_TIMES", 0)
    monkeypatch.setattr(records, "_SEARCH_BYTES", 100_000)
    numbers, told = read(tmp_path / "a.warc.gz", packed(1) + false * 2_000 + packed(2))
    assert numbers == [1]
    assert "given up" in told[-1]


def test_a_million_records_that_do_not_count_are_one_line(tmp_path: Path) -> None:
    data = packed(1) + b"".join(packed(number) + b"\0" for number in range(2_000)) + HOLE
    numbers, told = read(tmp_path / "a.warc.gz", data)
    assert numbers == [1, 0], "the first one follows the other without a gap"
    assert len(told) == 2
    assert told[1].startswith("1999 records")
