"""The one reader of logs: whole lines from a place on, each with its record or the reason why it holds none."""

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
# Refused records lie beside the logs and are not a log.
_REJECTED = ".rejected.jsonl"


@dataclass(frozen=True)
class LogLine:
    """One whole line of a log; parsed when it is first asked for."""

    start: int
    """Its first byte in the log."""
    text: bytes
    """With its line end."""

    @property
    def end(self) -> int:
        """The first byte behind it."""
        return self.start + len(self.text)

    @cached_property
    def digest(self) -> str:
        """Fingerprint of the line."""
        return hashlib.blake2b(self.text, digest_size=16).hexdigest()

    @cached_property
    def _parsed(self) -> tuple[dict[str, Any], str]:
        try:
            return parsed(self.text), ""
        except ValueError as error:
            return {}, str(error)

    @property
    def value(self) -> dict[str, Any]:
        """The record or the tombstone; empty where the line holds neither."""
        return self._parsed[0]

    @property
    def reason(self) -> str:
        """Why the line holds neither a record nor a tombstone; empty where it does."""
        return self._parsed[1]

    @property
    def id(self) -> str:
        """Of the article."""
        return str(self.value["id"])

    @property
    def record(self) -> dict[str, Any] | None:
        """The article; None where the line is a tombstone."""
        return None if is_tombstone(self.value) else self.value

    @property
    def revision(self) -> int:
        """Of the record; 0 for a tombstone."""
        return 0 if self.record is None else int(self.record["revision"])


def read_lines(file: Path | int, start: int = 0) -> Iterator[LogLine]:
    """Whole lines from a byte on; a last line without its end may be half-written and is left for later.

    Args:
        file: the log, or the number of a file that is open; it is closed with the iterator.
        start: byte.

    Raises:
        OSError: it cannot be read.
    """
    with open(file, "rb") as lines:  # noqa: PTH123  (a number is not a path)
        lines.seek(start)
        for text in lines:
            if not text.endswith(b"\n"):
                return
            yield LogLine(start, text)
            start += len(text)


def warn_about(line: LogLine, path: Path, reason: str = "") -> None:
    """Name a line that holds no record in the log of the run."""
    logger.warning("Byte %d of %s is not a record (%s): %.80r", line.start, path, reason or line.reason, line.text)


def current_lines(lines: Iterable[LogLine]) -> dict[str, int]:
    """By id, the first byte of the line that counts: see :func:`~scraper.storage.records.replaces`."""
    current: dict[str, tuple[int, int]] = {}
    for line in lines:
        if not line.reason and replaces(line.revision, current.get(line.id, (0, 0))[0]):
            current[line.id] = line.revision, line.start
    return {record_id: start for record_id, (_, start) in current.items()}


def log_path(folder: Path, name: str) -> Path:
    """Where the log of a source is."""
    return folder / f"{name}{_SUFFIX}"


def log_name(path: Path) -> str:
    """The source whose log it is."""
    return path.name.removesuffix(_SUFFIX)


def log_names(folder: Path) -> list[str]:
    """The sources that have a log in a folder."""
    paths = (path for path in folder.glob(f"*{_SUFFIX}") if not path.name.endswith(_REJECTED) and path.is_file())
    return sorted(map(log_name, paths))
