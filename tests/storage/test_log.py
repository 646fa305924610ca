"""The append-only file: what a crash leaves is mended, and an error leaves no half line."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scraper.storage.lock import TakenError
from scraper.storage.log import RecordLog

LINES = [b'{"a": 1}', b'{"b": "\xe1\xbb\x99"}', b"{}"]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "folder" / "x.jsonl"


def opened(path: Path) -> RecordLog:
    log = RecordLog(path)
    log.open()
    return log


def test_lines_come_out_as_they_went_in(path: Path) -> None:
    log = opened(path)
    for line in LINES:
        log.append(line)
    assert [line.text for line in log.lines()] == [line + b"\n" for line in LINES]
    assert path.read_bytes() == b"".join(line + b"\n" for line in LINES)
    assert log.synced == 0
    log.sync()
    assert log.synced == log.end == path.stat().st_size
    assert log.mark(log.end) != log.mark(log.end - 1)
    log.close()
    log.close()


@given(cut=st.integers(0, 40))
def test_whatever_a_crash_leaves_ends_in_a_whole_line(tmp_path_factory: pytest.TempPathFactory, cut: int) -> None:
    path = tmp_path_factory.mktemp("log") / "x.jsonl"
    whole = b"".join(line + b"\n" for line in LINES)
    path.write_bytes(whole[:cut])
    log = opened(path)
    left = path.read_bytes()
    log.close()
    assert left == b"" or left.endswith(b"\n")
    assert whole.startswith(left)
    assert left.count(b"\n") >= whole[:cut].count(b"\n")


def test_a_second_writer_is_kept_away(path: Path) -> None:
    log = opened(path)
    with pytest.raises(TakenError, match="holds"):
        RecordLog(path).open()
    log.close()
    opened(path).close()


def test_a_file_that_was_replaced_meanwhile_is_not_written_to(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened(path).close()
    real = os.open

    def open_and_replace(name: os.PathLike[str], *arguments: int) -> int:
        file = real(name, *arguments)
        other = path.with_suffix(".new")
        other.write_bytes(b"")
        other.replace(path)
        return file

    monkeypatch.setattr(os, "open", open_and_replace)
    with pytest.raises(TakenError, match="replaced"):
        RecordLog(path).open()


def test_a_full_disk_leaves_no_half_line(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = opened(path)
    log.append(LINES[0])
    real, left = os.write, [6]

    def write(file: int, data: memoryview) -> int:
        room, left[0] = left[0], 0
        if not room:
            raise OSError(errno.ENOSPC, "No space left on device")
        return real(file, data[:room])

    monkeypatch.setattr(os, "write", write)
    with pytest.raises(OSError, match="No space"):
        log.append(LINES[1])
    monkeypatch.undo()
    assert path.read_bytes() == LINES[0] + b"\n"
    log.append(LINES[2])
    assert [line.text for line in log.lines()] == [LINES[0] + b"\n", LINES[2] + b"\n"]
    log.close()


def test_what_could_not_be_synced_is_not_kept(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    log = opened(path)
    log.append(LINES[0])
    log.sync()
    log.append(LINES[1])

    def fail(file: int) -> None:
        raise OSError(errno.EIO, "Input/output error")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="Input/output"):
        log.sync()
    assert path.read_bytes() == LINES[0] + b"\n"
    assert log.end == log.synced
    monkeypatch.undo()
    log.close()


def test_a_log_that_is_not_open_says_so(path: Path) -> None:
    with pytest.raises(ValueError, match="not open"):
        RecordLog(path).append(b"{}")
