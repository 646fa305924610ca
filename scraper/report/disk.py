"""The space that logs, state file and archive take, and what is free."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scraper.storage.reader import log_path


@dataclass(frozen=True, slots=True)
class DiskSpace:
    """The disk of a folder; sizes in bytes."""

    folder: str
    free: int
    whole: int


@dataclass(frozen=True, slots=True)
class DiskUse:
    """Sizes in bytes."""

    logs: Mapping[str, int]
    """By source, of its log and its rejected records."""
    state: int
    archive: int | None
    """None without an archive."""
    space: Sequence[DiskSpace]
    """Of the folders of logs and archive."""


def disk_use(names: list[str], output: Path, state: Path, archive: Path | None) -> DiskUse:
    """What is used and free.

    Raises:
        OSError: a folder cannot be read.
    """
    logs = {name: _size(log_path(output, name)) + _size(output / f"{name}.rejected.jsonl") for name in names}
    return DiskUse(
        logs,
        sum(_size(state.with_name(f"{state.name}{ending}")) for ending in ("", "-wal", "-shm")),
        sum(_sizes(archive)) if archive is not None else None,
        disk_space(output, archive),
    )


def disk_space(output: Path, archive: Path | None) -> list[DiskSpace]:
    """What is free; of a folder that is missing, where it would be made.

    Raises:
        OSError: a folder cannot be read.
    """
    found = []
    for folder in (output, *([archive] if archive is not None else [])):
        there = next(each for each in (folder, *folder.absolute().parents) if each.is_dir())
        usage = shutil.disk_usage(there)
        found.append(DiskSpace(str(folder), usage.free, usage.total))
    return found


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except FileNotFoundError:
        return 0


def _sizes(folder: Path) -> Iterator[int]:
    if folder.is_dir():
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.is_file():
                    yield _size(Path(entry))
