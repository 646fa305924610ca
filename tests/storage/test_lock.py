"""Locks between processes."""

from __future__ import annotations

import os
import threading
from pathlib import Path

import pytest

from scraper.storage.lock import TakenError, lock, lock_beside


def test_a_lock_is_held_until_it_is_left(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "state"
    with lock_beside(path):
        assert (tmp_path / "folder" / "state.lock").exists()
        with pytest.raises(TakenError, match=r"holds .*state\.lock"), lock_beside(path):
            pass
    with lock_beside(path):
        pass
    assert (tmp_path / "folder" / "state.lock").exists()


def test_owners_of_parts_do_not_meet(tmp_path: Path) -> None:
    path = tmp_path / "state"
    with (
        lock_beside(path, "a"),
        lock_beside(path, "b"),
        lock_beside(path),
        pytest.raises(TakenError, match=r"state\.a\.lock"),
        lock_beside(path, "a"),
    ):
        pass


def test_who_waits_gets_it_when_it_is_free(tmp_path: Path) -> None:
    path, events = tmp_path / "state", []

    def wait() -> None:
        with lock_beside(path, wait=True):
            events.append("second")

    with lock_beside(path):
        other = threading.Thread(target=wait)
        other.start()
        other.join(0.1)
        events.append("first")
    other.join(5)
    assert events == ["first", "second"]


def test_a_file_that_was_replaced_is_not_locked(tmp_path: Path) -> None:
    path = tmp_path / "a"
    path.touch()
    file = os.open(path, os.O_RDWR)
    (tmp_path / "b").touch()
    (tmp_path / "b").replace(path)
    with pytest.raises(TakenError, match="just replaced"):
        lock(file, path)
    os.close(file)
