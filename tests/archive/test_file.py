"""A file that is being written: after an error it contains whole members only."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from scraper.archive.file import ArchiveFile
from tests.replay.others import Capture

MEMBERS = [Capture(f"https://hoabinh.gov.vn/{n}", random.Random(n).randbytes(n * 700)).member() for n in range(1, 6)]


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
