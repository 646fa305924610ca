"""The only reader of logs: whole lines from an offset on, each with its record or the reason why it has none."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from scraper.storage.records import parsed, replaces
from scraper.storage.shapes import is_tombstone

logger = logging.getLogger(__name__)

_SUFFIX = ".jsonl"
# The files of refused records are beside the logs and are not logs.
_REJECTED = ".rejected.jsonl"
# What scrapy index and scrapy review make in OUTPUT_DIR.
_NO_MACHINES = ("index", "review")


@dataclass(frozen=True)
class LogLine:
    """One whole line of a log; parsed on first access."""

    start: int
    """Offset of its first byte in the log."""
    text: bytes
    """The bytes with the line end."""

    @property
    def end(self) -> int:
        """The offset after it."""
        return self.start + len(self.text)

    @cached_property
    def digest(self) -> str:
        """The fingerprint of the line."""
        return hashlib.blake2b(self.text, digest_size=16).hexdigest()

    @cached_property
    def _parsed(self) -> tuple[dict[str, Any], str]:
        try:
            return parsed(self.text), ""
        except ValueError as error:
            return {}, str(error)

    @property
    def value(self) -> dict[str, Any]:
        """The record or the tombstone; empty if the line is neither."""
        return self._parsed[0]

    @property
    def reason(self) -> str:
        """Why the line is neither a record nor a tombstone; empty if it is one."""
        return self._parsed[1]

    @property
    def id(self) -> str:
        """The id of the article."""
        return str(self.value["id"])

    @property
    def record(self) -> dict[str, Any] | None:
        """The article; None if the line is a tombstone."""
        return None if is_tombstone(self.value) else self.value

    @property
    def revision(self) -> int:
        """The revision of the record; 0 for a tombstone."""
        return 0 if self.record is None else int(self.record["revision"])


def read_lines(file: Path | int, start: int = 0, *, is_closed: bool = False) -> Iterator[LogLine]:
    """Whole lines from an offset on; a last line without a line end may be half-written and is left out.

    Args:
        file: the log, or an open file descriptor; it is closed with the iterator.
        start: offset in bytes.
        is_closed: nobody is writing; then a last line without a line end counts too.

    Raises:
        OSError: it cannot be read.
    """
    with open(file, "rb") as lines:  # noqa: PTH123  (a number is not a path)
        lines.seek(start)
        for text in lines:
            if not text.endswith(b"\n") and not is_closed:
                return
            yield LogLine(start, text)
            start += len(text)


def warn_about(line: LogLine, path: Path, reason: str = "") -> None:
    """Log a warning about a line that is not a record."""
    logger.warning("Byte %d of %s is not a record (%s): %.80r", line.start, path, reason or line.reason, line.text)


def current_lines(lines: Iterable[LogLine]) -> dict[str, int]:
    """By id, the offset of the line that counts: see :func:`~scraper.storage.records.replaces`."""
    current: dict[str, tuple[int, int]] = {}
    for line in lines:
        if not line.reason and replaces(line.revision, current.get(line.id, (0, 0))[0]):
            current[line.id] = line.revision, line.start
    return {record_id: start for record_id, (_, start) in current.items()}


def log_path(folder: Path, name: str) -> Path:
    """The path of a source's log."""
    return folder / f"{name}{_SUFFIX}"


def log_name(path: Path) -> str:
    """The name of the source that a log belongs to."""
    return path.name.removesuffix(_SUFFIX)


def log_names(folder: Path) -> list[str]:
    """The sources that have a log in a folder."""
    paths = (path for path in folder.glob(f"*{_SUFFIX}") if not path.name.endswith(_REJECTED) and path.is_file())
    return sorted(map(log_name, paths))


def machine_log_names(folder: Path) -> list[str]:
    """The logs in the folders of machines, each as ``MACHINE/NAME``; :func:`log_path` takes these names too.

    A machine's folder is its OUTPUT_DIR; folders that commands make there, with files of theirs, are left out.
    """
    machines = sorted(path for path in folder.glob("*/") if path.name not in _NO_MACHINES)
    return [f"{path.name}/{name}" for path in machines for name in log_names(path)]
