"""A file that a dead process left: all whole records stay, and nothing of an incomplete one."""

from __future__ import annotations

import random
from dataclasses import replace
from io import BytesIO
from itertools import accumulate
from pathlib import Path

import pytest

from scraper.archive.file import OPEN, ArchiveFile
from scraper.archive.frames import NotWholeError, packed_at
from scraper.archive.mending import Mended, mend, whole_end
from tests.archive.test_writer import PAGE, writer
from tests.replay.others import Capture

HOST = "https://hoabinh.gov.vn"
OTHERS = [Capture(f"{HOST}/{n}", random.Random(n).randbytes(n * 700)).member() for n in range(1, 6)]


def ours(folder: Path) -> bytes:
    """A file as a crawl writes it, in which bodies contain whole records of other files."""
    archive = writer(folder)
    for number in range(4):
        noise = random.Random(f"noise {number}")
        # Behind so much of noise zlib stores a body as it is.
        inner = noise.randbytes(40_000) + b"".join(OTHERS[1:]) + noise.randbytes(20_000)
        archive.write(replace(PAGE, url=f"{HOST}/{number}.gz", body=inner, headers=[]))
    archive.close()
    (path,) = folder.glob("*.warc.gz")
    return path.read_bytes()


def ends_of(data: bytes) -> list[int]:
    """Where each record of a whole file ends, and 0."""
    ends, file = [0], BytesIO(data)
    while ends[-1] < len(data):
        ends.append(packed_at(file, ends[-1]).end)
    return ends


def end_of(data: bytes, known: int | None = None) -> tuple[int, int | None]:
    return whole_end(BytesIO(data), len(data), known)


def no_mark(_: str) -> None:
    """The list of bodies is lost."""


def test_bodies_contain_what_looks_like_records(tmp_path: Path) -> None:
    data = ours(tmp_path)
    assert data.count(OTHERS[2]) == data.count(OTHERS[3]) == 4


def test_wherever_it_is_cut_off(tmp_path: Path) -> None:
    data = ours(tmp_path)
    ends = ends_of(data)
    near = [end + more for end in ends for more in (-1, 0, 1) if 0 <= end + more <= len(data)]
    inner = [at + more for at in ends[1:3] for more in range(0, 50_000, 1_999)]
    for size in {*range(0, len(data), 9_973), *near, *inner}:
        expected = max(end for end in ends if end <= size)
        assert end_of(data[:size]) == (expected, None)
        for known in ends[1:-1:2]:
            assert end_of(data[:size], known) == (expected, None), "with any record that is known from elsewhere"


def test_files_of_others_and_of_earlier_versions() -> None:
    data = b"".join(OTHERS)
    ends = [0, *accumulate(map(len, OTHERS))]
    for size in {*range(0, len(data), 37), *ends}:
        assert end_of(data[:size]) == (max(end for end in ends if end <= size), None)


def test_zeros_that_a_power_cut_leaves(tmp_path: Path) -> None:
    data = ours(tmp_path)
    ends = ends_of(data)
    for size in (ends[2] + 5, ends[3], ends[4] - 100):
        expected = max(end for end in ends if end <= size)
        assert end_of(data[:size] + bytes(5_000)) == (expected, None)


@pytest.mark.parametrize("known", [None, 0, 7, 10**9])
def test_a_damage_before_the_end_costs_no_whole_record(known: int | None, tmp_path: Path) -> None:
    data = ours(tmp_path)
    ends = ends_of(data)
    hole = ends[3] + 20
    damaged = data[:hole] + bytes(2_000) + data[hole + 2_000 :]
    assert end_of(damaged, known) == (len(data), ends[3])
    assert end_of(damaged[:-9], known) == (ends[-2], ends[3]), "and the incomplete one at the end goes"


def test_where_it_cannot_be_told_nothing_is_cut(tmp_path: Path) -> None:
    data = b"".join(OTHERS)
    hole = len(OTHERS[0]) + 20
    damaged = data[:hole] + bytes(100) + data[hole + 100 : -9]
    assert end_of(damaged) == (len(damaged), len(OTHERS[0]))
    lost = ours(tmp_path)
    lost = bytes(50) + lost[50:-9]
    assert end_of(lost) == (len(lost), 0), "the record that all others name is lost"


def test_a_file_without_a_whole_record_is_empty() -> None:
    for data in (b"", b"rubbish", OTHERS[0][:-1]):
        assert end_of(data) == (0, None)


def test_mending_completes_files_of_the_dead_only(tmp_path: Path) -> None:
    data = b"".join(OTHERS)
    (tmp_path / f"x-1.warc.gz{OPEN}").write_bytes(data[:-3])
    (tmp_path / f"y-1.warc.gz{OPEN}").write_bytes(data[:-3])
    living = ArchiveFile(tmp_path / "x-2.warc.gz")
    living.append(OTHERS[0])
    done = mend(tmp_path, "x-*.warc.gz", no_mark)
    assert done == {tmp_path / "x-1.warc.gz": Mended(len(OTHERS[-1]) - 3)}
    assert (tmp_path / "x-1.warc.gz").read_bytes() == data[: -len(OTHERS[-1])]
    assert (tmp_path / f"y-1.warc.gz{OPEN}").exists(), "another source's"
    living.sync()
    living.close()
    assert (tmp_path / "x-2.warc.gz").read_bytes() == OTHERS[0]


def test_bodies_behind_a_damage_are_archived_again(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    pages = [replace(PAGE, url=f"{HOST}/{number}") for number in range(4)]
    places = [archive.write(page) for page in pages]
    archive.close()
    path = tmp_path / places[0].file
    data = path.read_bytes()
    hole = places[1].offset + 30
    path.with_name(path.name + OPEN).write_bytes(data[:hole] + bytes(60) + data[hole + 60 :])
    path.unlink()
    # The list of bodies knows the last record, so that what is before it would not be looked at.
    (tmp_path / "hoabinh.bodies.sqlite3").write_bytes(b"not a list of bodies")
    again = writer(tmp_path)
    assert again.mended == {path: Mended(0, places[1].offset)}
    assert [again.write(page).is_revisit for page in pages] == [False] * 4
    again.close()
    assert (tmp_path / "hoabinh.bodies.sqlite3.damaged").exists()


def test_random_bytes_are_no_record() -> None:
    for number in range(200):
        with pytest.raises(NotWholeError):
            packed_at(BytesIO(b"\x1f\x8b\x08" + random.Random(number).randbytes(200)), 0)
