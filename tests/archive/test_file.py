"""A file that a dead process left: all whole members stay, and nothing of a torn one."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from scraper.archive.file import OPEN, ArchiveFile, mend, whole_end
from tests.replay.others import Capture

MEMBERS = [Capture(f"https://hoabinh.gov.vn/{n}", random.Random(n).randbytes(n * 700)).member() for n in range(1, 6)]
ENDS = [sum(map(len, MEMBERS[:n])) for n in range(len(MEMBERS) + 1)]
WHOLE = b"".join(MEMBERS)


def end_of(data: bytes, path: Path) -> int:
    path.write_bytes(data)
    file = os.open(path, os.O_RDONLY)
    try:
        return whole_end(file, len(data))
    finally:
        os.close(file)


def test_wherever_it_is_torn(tmp_path: Path) -> None:
    for size in [*range(0, len(WHOLE), 37), *ENDS, *(end - 1 for end in ENDS[1:]), *(end + 1 for end in ENDS[:-1])]:
        assert end_of(WHOLE[:size], tmp_path / "a") == max(end for end in ENDS if end <= size)


def test_zeros_that_a_power_cut_leaves(tmp_path: Path) -> None:
    for size in (ENDS[2] + 5, ENDS[3], ENDS[4] - 100):
        expected = max(end for end in ENDS if end <= size)
        assert end_of(WHOLE[:size] + bytes(5_000), tmp_path / "a") == expected


def test_a_file_without_a_whole_member_is_empty(tmp_path: Path) -> None:
    for data in (b"", b"rubbish", WHOLE[: ENDS[1] - 1]):
        assert end_of(data, tmp_path / "a") == 0


def test_mending_completes_files_of_the_dead_only(tmp_path: Path) -> None:
    (tmp_path / f"x-1.warc.gz{OPEN}").write_bytes(WHOLE[:-3])
    (tmp_path / f"y-1.warc.gz{OPEN}").write_bytes(WHOLE[:-3])
    living = ArchiveFile(tmp_path / "x-2.warc.gz")
    living.append(MEMBERS[0])
    done = mend(tmp_path, "x-*.warc.gz")
    assert done == {tmp_path / "x-1.warc.gz": len(MEMBERS[-1]) - 3}
    assert (tmp_path / "x-1.warc.gz").read_bytes() == WHOLE[: ENDS[4]]
    assert (tmp_path / f"y-1.warc.gz{OPEN}").exists(), "another source's"
    living.sync()
    living.close()
    assert (tmp_path / "x-2.warc.gz").read_bytes() == MEMBERS[0]


def test_an_error_leaves_whole_members(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = ArchiveFile(tmp_path / "a.warc.gz")
    file.append(MEMBERS[0])
    real = os.write

    def full(handle: int, data: memoryview) -> int:
        if len(data) < 100:
            raise OSError(28, "No space left on device")
        return real(handle, data[: len(data) // 2])

    monkeypatch.setattr(os, "write", full)
    with pytest.raises(OSError, match=r"No space left on device: .*a\.warc\.gz"):
        file.append(MEMBERS[1])
    monkeypatch.undo()
    assert file.append(MEMBERS[2]) == len(MEMBERS[0])
    file.close()
    assert (tmp_path / "a.warc.gz").read_bytes() == MEMBERS[0] + MEMBERS[2]
